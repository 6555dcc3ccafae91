"""Warning signs and the check of new customers: who is listed, what stands beside them, and that no tick is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.worksheet.table import Table as FileTable

from creditxl import workbook
from creditxl.errors import WorkbookError
from creditxl.labels import Labels
from creditxl.policy.signs import Measure, Signs
from creditxl.workbook.kept import Kept
from creditxl.workbook.previous import earlier_on_disk
from creditxl.workbook.signs import new_customers_sheet, signs_sheet
from creditxl.workbook.ticks import CHECKS_TABLE, NO_TICKS, SIGNS_TABLE, Ticked, Ticks, read_ticks
from creditxl.workbook.view import View
from tests.workbook.dumps import opened
from tests.workbook.files import write
from tests.workbook.reviews import AS_OF, MONTHS, customer, review

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.review.result import Review
    from creditxl.workbook.layout import Sheet, Table

LATE = Signs(40, Decimal("0.75"), found=(Measure.DAYS_LATE, Measure.OVERDUE_SHARE))
NEW = date(2026, 9, 15)


def view(of: Review, ticks: Ticks = NO_TICKS, language: str = "en", *, is_live: bool = False) -> View:
    return View.of(of, Labels(language), Kept(ticks=ticks), is_live=is_live)


def refresh(of: Review, folder: Path, language: str = "fi") -> Path:
    """Write the workbooks anew with what is ticked in those that stand there, and return the first."""
    return write(of, folder, Labels(language))[0]


def only(sheet: Sheet) -> Table[Any]:
    (table,) = sheet.tables
    return table


def shown(sheet: Sheet, *keys: str) -> list[Any]:
    """Return what stands in some columns, row by row."""
    table = only(sheet)
    columns = [table.taken(column) for key in keys for column in table.columns if column.key == key]
    return list(zip(*columns, strict=True)) if len(keys) > 1 else list(columns[0])


def tick(book: Path, sheet: str, business_id: str, **typed: Any) -> None:
    """Type into a customer's row as a person does, by the headings."""
    found = opened(book)
    paper = found[sheet]
    heading = next(cell.row for cell in paper["A"] if cell.value == "Y-tunnus")
    row = next(cell.row for cell in paper["A"] if cell.value == business_id)
    columns = {cell.value: cell.column for cell in paper[heading]}
    for words, value in typed.items():
        paper.cell(row, columns[words.replace("_", " ")], value)
    found.save(book)


@pytest.mark.parametrize(
    ("fields", "signs", "is_listed"),
    [
        ({}, None, True),  # active, and owes something
        ({"open_receivables": Decimal(0)}, None, False),  # owes nothing
        ({"open_receivables": Decimal(-50)}, None, False),  # has paid too much
        ({"open_receivables": None, "uncovered_receivables": None}, None, True),  # the ledger does not tell
        ({"sales_cents": (0,) * len(MONTHS)}, None, False),  # no sales
        ({"sales_cents": (0,) * len(MONTHS)}, LATE, True),  # no sales, and a sign
        ({"open_receivables": Decimal(0)}, Signs(terms_grow=9, found=(Measure.TERMS_GROW,)), True),
        ({"open_receivables": Decimal(0)}, Signs(terms_grow=2), False),  # too little to be a sign
    ],
)
def test_active_customers_that_owe_us_and_all_with_a_sign_are_listed(
    fields: dict[str, Any],
    signs: Signs | None,
    is_listed: bool,  # noqa: FBT001 - a table's cell
) -> None:
    made = review([customer("1", **fields)], signs={"1": signs} if signs else {})

    assert shown(signs_sheet(view(made)), "business_id") == (["1"] if is_listed else [])


def test_most_signs_come_first_and_then_the_largest_uncovered_receivables() -> None:
    uncovered = {"1": 5, "2": 50, "3": 500, "4": 1, "5": 7}
    rows = [customer(name, uncovered_receivables=Decimal(amount)) for name, amount in uncovered.items()]
    ticks = Ticks(signs={"4": Ticked("", ("x", "x", None, None, None)), "5": Ticked("", (None,) * 4 + ("kept",))})
    made = review(rows, signs={"1": LATE, "2": LATE, "4": LATE})
    found = shown(signs_sheet(view(made, ticks)), "business_id", "signs")

    assert found == [("4", 3), ("2", 1), ("1", 1), ("3", 0), ("5", 0)]


def test_a_word_for_no_is_no_sign_and_no_check_and_stays_as_typed() -> None:
    typed = ("ei", "-", Decimal(0), "AB")
    made = review([customer("1", created_on=NEW)])
    ticks = Ticks(
        signs={"1": Ticked("", (*typed, "asked"))}, checks={"1": Ticked("", (*typed, "x", "n", None, None, ""))}
    )

    signs, checks = signs_sheet(view(made, ticks)), new_customers_sheet(view(made, ticks))
    assert shown(signs, "signs", "decisions", "financing", "watched") == [(1, "ei", "-", Decimal(0))]
    assert shown(checks, "state", "follow_up") == [("● Partly checked", "x")]


def test_what_was_measured_stands_beside_the_customer_in_words_and_figures() -> None:
    made = review([customer("1"), customer("2")], signs={"1": LATE})
    found = shown(signs_sheet(view(made)), "late", "days_late", "overdue_share", "pays_later", "terms_grow")

    assert found == [("● late, much overdue", 40, Decimal("0.75"), None, None), (None,) * 5]


def test_the_signs_bounds_are_those_of_the_policy() -> None:
    notes = [str(cell.value) for cell in signs_sheet(view(review([customer()]))).cells]

    assert (
        "Sign 1 is measured: 15 days late, 50 % of receivables overdue, or invoices paid 7 days later, or their terms "
        "as much longer, in 8/2026–10/2026 than in 5/2026–7/2026." in notes
    )


def test_a_ticked_customer_whom_no_extract_has_any_more_stays_at_the_end_with_its_name() -> None:
    ticks = Ticks(signs={"9": Ticked("Gone Oy", (None, "x", None, None, "left in May"))})
    found = shown(signs_sheet(view(review([customer("1")]), ticks)), "business_id", "name", "late", "signs", "comment")

    assert found[-1] == ("9", "Gone Oy", "○ Not on this month's list", 1, "left in May")
    assert [row[0] for row in found] == ["1", "9"]


def test_customers_created_lately_are_to_be_checked_the_newest_first() -> None:
    made = review(
        [
            customer("1", created_on=date(2026, 8, 1)),
            customer("2", created_on=date(2026, 7, 31)),  # new no more
            customer("3", created_on=AS_OF),
            customer("4", created_on=None),
            customer("5", created_on=NEW, sales_cents=(0,) * len(MONTHS)),  # before its first sale
        ]
    )

    assert shown(new_customers_sheet(view(made)), "business_id") == ["3", "5", "1"]


@pytest.mark.parametrize(
    ("ticked", "state"),
    [
        (0, "▲ Unchecked"),
        (1, "● Partly checked"),
        (5, "● Partly checked"),
        (6, "✓ Checked"),
    ],
)
def test_the_state_of_a_check_follows_its_points(ticked: int, state: str) -> None:
    typed = ("x",) * ticked + (None,) * (6 - ticked) + (None, None, "noted")
    made = review([customer("1", created_on=NEW)])

    assert shown(new_customers_sheet(view(made, Ticks(checks={"1": Ticked("", typed)}))), "state") == [state]


def test_a_checked_customer_that_is_new_no_more_stays_at_the_end_and_counts_by_itself_no_more() -> None:
    ticks = Ticks(checks={"2": Ticked("Old Oy", ("x",) * 6 + (NEW, "AB", None))})
    sheet = new_customers_sheet(view(review([customer("1", created_on=NEW)]), ticks, is_live=True))
    state = next(column for column in only(sheet).columns if column.key == "state")

    assert shown(sheet, "business_id", "state")[-1] == ("2", "○ Not on this month's list")
    assert [bool(state.formula and state.formula(row)) for row in only(sheet).items] == [True, False]


def test_ticks_stay_over_refreshes_in_any_language(tmp_path: Path) -> None:
    made = review([customer("1234567-1", created_on=NEW), customer("7654321-2")])
    book = refresh(made, tmp_path)
    tick(book, "Merkit", "7654321-2", Uusi_rahoitus_tai_pankki="x", Kommentti="@myyjä: vaihtoi pankkia +358")
    tick(book, "Uudet asiakkaat", "1234567-1", Luottohistoria="x", Tarkistettu_pvm=NEW, Tarkistaja="AB")

    for language in ("sv", "en", "fi"):
        refresh(made, tmp_path, language)

    assert read_ticks(earlier_on_disk(tmp_path, is_live=False)) == Ticks(
        signs={"7654321-2": Ticked("Koivu Oy", (None, "x", None, None, "@myyjä: vaihtoi pankkia +358"))},
        checks={"1234567-1": Ticked("Koivu Oy", (None, "x", None, None, None, None, NEW, "AB", None))},
    )


def test_ticks_of_a_customer_who_leaves_wait_until_it_returns(tmp_path: Path) -> None:
    made = review([customer("1234567-1"), customer("7654321-2", name="Haapa Oy", created_on=NEW)])
    book = refresh(made, tmp_path)
    tick(book, "Merkit", "7654321-2", Selityksiä="x")
    tick(book, "Uudet asiakkaat", "7654321-2", Riskianalyysi="x")
    without = replace(made, customers=made.customers[:1] if made.customers[0].business_id == "1234567-1" else ())

    for of in (without, without, made):
        refresh(of, tmp_path)
        found = read_ticks(earlier_on_disk(tmp_path, is_live=False))

        assert found.signs == {"7654321-2": Ticked("Haapa Oy", (None, None, None, "x", None))}
        assert found.checks["7654321-2"].name == "Haapa Oy"


def test_workbooks_from_before_there_were_ticks_have_none(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "intrum-suositukset.xlsx")

    assert read_ticks(earlier_on_disk(tmp_path, is_live=False)) == NO_TICKS
    assert read_ticks({}) == NO_TICKS


def test_a_column_that_was_taken_out_is_told_of(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Y-tunnus", "Asiakas", "Selityksiä"])
    sheet.append(["1234567-1", "Koivu Oy", "x"])
    sheet.add_table(FileTable(displayName=SIGNS_TABLE, ref="A1:C2"))
    book.save(tmp_path / "intrum-suositukset.xlsx")

    with pytest.raises(WorkbookError, match="Questionable credit decisions is missing from the table WarningSigns"):
        read_ticks(earlier_on_disk(tmp_path, is_live=False))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("x", "x"),
        (" ", None),  # a space is no tick
        ("", None),
        (1, Decimal(1)),
        (2.5, Decimal("2.5")),
        (True, "True"),
    ],
)
def test_whatever_people_type_is_kept_as_it_is(typed: Any, kept: Any) -> None:
    class Book:
        place = "book.xlsx"

        @staticmethod
        def table(name: str) -> Any:
            headings = ["Business id", "Customer", *[column.label for column in columns(name)]]
            return headings, [["1", None, typed, *[None] * (len(headings) - 3)]]

    def columns(name: str) -> list[Any]:
        sheets = (signs_sheet(view(review([]))), new_customers_sheet(view(review([]))))
        found = next(table for sheet in sheets for table in sheet.tables if table.name == name)
        return [column for column in found.columns if column.role == "input"]

    found = read_ticks({workbook.Which.INTRUM: Book()})  # type: ignore[dict-item] # as much of a book as is asked for

    assert [ticked.typed[0] for ticked in found.signs.values()] == ([] if kept is None else [kept])
    assert found.signs.keys() == found.checks.keys()


def test_tables_are_named_as_they_are_found_again() -> None:
    made = view(review([customer(created_on=NEW)]))

    assert only(signs_sheet(made)).name == SIGNS_TABLE
    assert only(new_customers_sheet(made)).name == CHECKS_TABLE
