"""Who stands on which sheet, and that nothing and nobody is lost between the two workbooks."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from creditxl.labels import LANGUAGES, Labels
from creditxl.model import ActionName, LimitStatus
from creditxl.workbook.books import BOOKS, euler_book, intrum_book
from creditxl.workbook.build import fitted
from creditxl.workbook.checks import checks
from creditxl.workbook.kept import Kept
from creditxl.workbook.layout import Column, Kind
from creditxl.workbook.marks import MEANINGS, TONES, Tone
from creditxl.workbook.summary import by_term
from creditxl.workbook.view import View, Which
from tests.workbook.reviews import account, action, customer, every_status, group, issue, review

if TYPE_CHECKING:
    from creditxl.model import AccountRating
    from creditxl.review.result import Review
    from creditxl.workbook.layout import Book, Table


def view(of: Review, language: str = "fi") -> View:
    return View.of(of, Labels(language), Kept())


def tables(book: Book) -> dict[str, Table[Any]]:
    return {table.name: table for sheet in book.sheets for table in sheet.tables}


def ids(table: Table[Any]) -> list[str]:
    return [row.business_id for row in table.items]


def test_every_task_is_in_one_of_the_worklists_and_in_no_two() -> None:
    everything = [action(name) for name in ActionName]
    made = review([customer(actions=tuple(everything)), *every_status().customers])
    shown = [
        (row.customer.business_id, row.action.name)
        for book in (intrum_book(view(made)), euler_book(view(made)))
        for row in tables(book)["Tasks"].items
    ]

    assert Counter(shown) == Counter((task.customer.business_id, task.action.name) for task in made.tasks)


def test_a_worklist_keeps_the_order_of_the_review_and_says_how_many_tasks_are_elsewhere() -> None:
    made = group(300)
    book = intrum_book(view(made))
    worklist = next(sheet for sheet in book.sheets if sheet.name == "Tehtävät")
    here = [(row.customer, row.action) for row in tables(book)["Tasks"].items]

    assert here == [(task.customer, task.action) for task in made.tasks if (task.customer, task.action) in here]
    elsewhere = len(made.tasks) - len(here)
    assert elsewhere
    assert f"Limiittejä koskevat tehtävät ovat työkirjassa euler-limiitit.xlsx: {elsewhere}." in [
        cell.value for cell in worklist.cells
    ]


def test_every_customer_is_in_the_sales_sheet_once_and_in_the_order_of_the_review() -> None:
    made = every_status()

    assert ids(tables(intrum_book(view(made)))["Customers"]) == [row.business_id for row in made.customers]


def test_limits_shows_who_has_a_limit_or_a_decision_on_one() -> None:
    rows = [customer(f"{place}", limit_status=status) for place, status in enumerate(LimitStatus)]

    found = tables(euler_book(view(review(rows))))["Limits"]

    assert {row.limit_status for row in found.items} == set(LimitStatus) - {LimitStatus.NONE}


def test_no_sales_shows_who_has_a_limit_and_no_sales() -> None:
    rows = [
        customer("1", limit_status=LimitStatus.UNUSED, limit=Decimal(1)),
        customer("2", limit_status=LimitStatus.ENOUGH),
    ]

    assert ids(tables(euler_book(view(review(rows))))["LimitsWithoutSales"]) == ["1"]


@pytest.mark.parametrize(
    ("need", "is_shown"),
    [
        ("29999.99", False),
        ("30000.00", False),  # a recommendation carries it still
        ("30000.01", True),
    ],
)
def test_a_term_sheet_shows_needs_above_the_ceiling(need: str, is_shown: bool) -> None:  # noqa: FBT001 - a table's cell
    made = review([customer("1", need=Decimal(need), payment_term_days=14), customer("2", need=Decimal(50000))])
    found = tables(euler_book(view(made)))

    assert ("Term14" in found) is is_shown
    assert ids(found["Term30"]) == ["2"]


def test_term_sheets_come_by_days_and_the_rarest_share_the_last_one() -> None:
    rows = [customer(f"{days}", need=Decimal(40000), payment_term_days=days) for days in range(100, 40, -1)]
    book = euler_book(view(review([*rows, customer("7", need=Decimal(40000), payment_term_days=7)])))
    names = [sheet.name for sheet in book.sheets]
    terms = [table for name, table in tables(book).items() if name.startswith("Term")]

    assert names[4:7] == ["7 pv", "41 pv", "42 pv"]
    assert names[4 + 24] == "Muut maksuehdot"
    assert sorted(found for table in terms for found in ids(table)) == sorted(
        row.business_id for row in [*rows, *[customer("7")]]
    )


@pytest.mark.parametrize(
    ("accounts", "sheet"),
    [
        ((account(14, 100), account(14, 100)), "14 pv"),
        ((account(14, 100), account(30, 100)), "Useita maksuehtoja"),
        ((account(14, 100), account(30, 0)), "14 pv"),  # only where it buys
        ((account(14, 0), account(30, 0)), "Useita maksuehtoja"),
    ],
)
def test_a_customer_stands_on_the_sheet_of_the_term_that_it_buys_on(
    accounts: tuple[AccountRating, ...], sheet: str
) -> None:
    made = review([customer("1", need=Decimal(40000), accounts=accounts, payment_term_days=22)])
    found = [sheet.name for sheet in euler_book(view(made)).sheets if sheet.tables[0].name.startswith("Term")]

    assert found == [sheet]


def test_the_titles_of_term_sheets_read_as_one_says_it() -> None:
    rows = [customer(f"{days}", need=Decimal(40000), payment_term_days=days) for days in range(1, 26)]
    several = customer("several", need=Decimal(40000), accounts=(account(14, 100), account(30, 100)))
    book = euler_book(view(review([*rows, several]), "en"))
    titles = [str(sheet.cells[0].value) for sheet in book.sheets if sheet.tables[0].name.startswith("Term")]

    assert [titles[0], *titles[-2:]] == [
        "Need above 30\xa0000\xa0€: payment term 1 d",
        "Need above 30\xa0000\xa0€: other payment terms",
        "Need above 30\xa0000\xa0€: several payment terms",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_headings_are_ones_that_excel_takes(language: str) -> None:
    rows = [customer(f"{days}", need=Decimal(40000), payment_term_days=days) for days in range(181)]
    for book in (intrum_book(view(review(rows), language)), euler_book(view(review(rows), language))):
        names = [sheet.name for sheet in book.sheets]
        lists = [table for sheet in book.sheets for table in sheet.tables if table.is_list]

        assert len({name.casefold() for name in names}) == len(names)
        assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
        assert len({table.name for table in lists}) == len(lists)
        for table in lists:
            headings = [column.label.casefold() for column in table.columns]
            assert len(set(headings)) == len(headings), table.name
            assert len({column.key for column in table.columns}) == len(headings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_review_says_so_in_words_and_its_tables_are_whole(language: str) -> None:
    made = replace(review([]), sources=(), issues=())
    for book in (intrum_book(view(made, language)), euler_book(view(made, language))):
        for table in tables(book).values():
            assert table.last_row > table.row
            assert len(list(table.rows())) == table.last_row - table.row
    notes = [cell.value for sheet in euler_book(view(made)).sheets for cell in sheet.cells]

    assert "Yhdelläkään asiakkaalla ei ole limiittiä eikä limiittipäätöstä." in notes
    assert "Jokaiseen limiittiin liittyy myyntiä." in notes
    assert "Kaikki tiedot voitiin lukea ja yhdistää." in notes


@pytest.mark.parametrize("which", list(Which))
def test_totals_that_do_not_add_up_are_seen(which: Which) -> None:
    made = every_status()
    wrong = replace(made, totals=replace(made.totals, gap=Decimal(1), gross_in_review=Decimal(1), limits=Decimal(1)))
    book = BOOKS[which](view(wrong))

    assert all(check.holds for check in checks(view(made), which, tables(book)))
    assert sum(not check.holds for check in checks(view(wrong), which, tables(book))) == 2
    verdict = next(cell.value for cell in book.sheets[0].cells if cell.row == 2)
    assert str(verdict.value).startswith(Tone.WRONG)


def test_issues_past_the_end_of_a_sheet_are_counted_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("creditxl.workbook.evidence.MOST_ISSUES", 3)
    made = review([customer()], issues=tuple(issue() for _ in range(5)))
    book = intrum_book(view(made))
    notes = [cell.value for sheet in book.sheets for cell in sheet.cells]

    assert len(tables(book)["Issues"].items) == 3
    assert "Näytetään 3, kaikkiaan 5." in notes


def test_every_status_has_a_tone_and_every_tone_a_meaning() -> None:
    assert all(set(tones) == set(statuses) for statuses, tones in TONES.items())
    assert set(MEANINGS) == set(Tone)


def test_a_column_is_as_wide_as_its_widest_value_or_its_heading() -> None:
    cents: Column[int] = Column("c", "C", lambda item: item, Kind.CENTS)
    words: Column[str] = Column("w", "W", lambda item: item)

    assert fitted(cents, [-123_456_789_012]) >= len("-1,234,567,890.12")
    assert fitted(words, ["x" * 30]) > 30
    assert fitted(words, ["x" * 3000]) < 50
    assert fitted(replace(words, label="Kattamattomuusprosentti"), []) > len("Kattamattomuusprosentti")


def test_needs_by_term_add_up_and_the_smallest_share_a_row() -> None:
    rows = [customer(f"{days}", need=Decimal(1000 * days), payment_term_days=days) for days in range(1, 13)]
    several = customer("s", need=Decimal(5), accounts=(account(7, 1), account(14, 1)))
    made = review([*rows, several, customer("0", need=Decimal(0))])

    found = by_term(made.customers, view(made).term_days)

    assert [row.name for row in found] == [5, 6, 7, 8, 9, 10, 11, 12, "others", "several"]
    assert sum(row.need for row in found) == made.totals.need
    assert [row.customers for row in found[-2:]] == [4, 1]
