"""A period chosen in the sheet: its sales and its largest need, as Excel's own functions reckon them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from creditxl.labels import Labels
from creditxl.workbook.books import intrum_book
from creditxl.workbook.file_writer import write_book
from creditxl.workbook.kept import Kept
from creditxl.workbook.layout import Kind, Look
from creditxl.workbook.period import chosen_in
from creditxl.workbook.view import View
from tests.calc.conftest import app, office  # noqa: F401 - fixtures
from tests.workbook.dumps import opened
from tests.workbook.reviews import MONTHS, WINDOW, customer, every_status, review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import xlwings as xw

    from creditxl.workbook.layout import Book, Sheet

SHEET = "Sales and limit need"
SALES, NEEDS = range(100, 100 + len(MONTHS)), (5, 9, 2, 7, *range(20, 20 + len(MONTHS) - 4))


def book_of(*customers: Any, is_live: bool = False) -> Book:
    return intrum_book(View.of(review(list(customers)), Labels("en"), Kept(), is_live=is_live))


def layout(book: Book) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == SHEET)


def one() -> Any:
    return customer("1", sales_cents=tuple(cents * 100 for cents in SALES), need_cents=tuple(n * 100 for n in NEEDS))


@pytest.mark.parametrize("is_live", [False, True])
def test_a_refresh_sets_the_months_that_the_need_looks_at(is_live: bool) -> None:  # noqa: FBT001 - a table's cell
    found = layout(book_of(one(), is_live=is_live))
    (table,) = found.tables
    chosen = [cell.value for cell in found.cells if cell.look is Look.INPUT]
    values = {column.key: column.take(table.items[0]) for column in table.columns}

    assert chosen == [WINDOW[0], WINDOW[-1]]
    assert values["period_sales"] == sum(SALES[9:12])
    assert values["period_need"] == max(NEEDS[9:12])


def test_the_months_to_choose_from_are_those_shown() -> None:
    found = layout(book_of(one()))
    (months,) = [name for name in found.names if name.name == "PeriodMonths"]
    (row,) = {cell.row for cell in found.cells if cell.look is Look.INPUT}
    by_place = {(cell.row, cell.column): cell.value for cell in found.cells if cell.kind is Kind.MONTH}

    assert months.row == row
    assert tuple(by_place[row, months.column + place] for place in range(months.columns)) == MONTHS


def test_a_book_without_macros_has_these_formulas_and_no_others(tmp_path: Path) -> None:
    write_book(book_of(one()), tmp_path / "book.xlsx")
    formulas, values = (opened(tmp_path / "book.xlsx", values=values)[SHEET] for values in (False, True))
    body = [cell for row in formulas.iter_rows(min_row=layout(book_of(one())).tables[0].row + 2) for cell in row]
    found = [cell for cell in body if cell.data_type == "f"]

    assert [values[cell.coordinate].value for cell in found] == [sum(SALES[9:12]), max(NEEDS[9:12])]


def test_both_cells_offer_the_months_and_nothing_else(tmp_path: Path) -> None:
    write_book(book_of(one()), tmp_path / "book.xlsx")
    sheet = opened(tmp_path / "book.xlsx")[SHEET]
    offered = {str(rule.sqref): (rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation}
    row = next(cell.row + 1 for cell in layout(book_of(one())).cells if cell.look is Look.INPUT)

    assert offered[f"B{row}"] == offered[f"D{row}"] == ("list", "PeriodMonths")


@pytest.fixture(scope="module")
def sheet(app: xw.App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.Sheet]:  # noqa: F811 - the fixture of that name
    path = tmp_path_factory.mktemp("period") / "book.xlsx"
    write_book(intrum_book(View.of(review([one(), *every_status().customers]), Labels("en"), Kept())), path)
    book = app.books.open(path)
    yield book.sheets[SHEET]
    book.close()


def reckoned(sheet: xw.Sheet, first: Any, last: Any) -> tuple[Any, Any, str]:
    """Return the period's sales and need of the customer, and what the sheet says, for the months given."""
    names = sheet.book.names
    start = names["PeriodStart"].refers_to_range
    start.value, names["PeriodEnd"].refers_to_range.value = first, last
    sheet.book.app.calculate()
    table = next(found for found in sheet.tables if found.name == "Customers")
    headings, *rows = table.range.options(ndim=2).value
    row = next(row for row in rows if row[0] == "1")
    places = [headings.index(name) for name in ("Sales of the period", "Need of the period (largest month)")]
    return row[places[0]], row[places[1]], sheet.range((start.row, 5)).value


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 12), (3, 7), (9, 11), (12, 12)])
def test_sales_and_need_follow_the_chosen_months(sheet: xw.Sheet, first: int, last: int) -> None:
    sales, need, said = reckoned(sheet, *(datetime.combine(MONTHS[end], datetime.min.time()) for end in (first, last)))

    assert Decimal(repr(sales)) == sum(SALES[first : last + 1])
    assert Decimal(repr(need)) == max(NEEDS[first : last + 1])
    assert said.startswith("✓")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 9, 1), date(2026, 8, 1), "✗ The period begins after its end: choose an earlier month first"),
        (date(2024, 9, 1), date(2026, 8, 1), "✗ One of these months is not shown: choose both from their lists"),
        (None, date(2026, 8, 1), "✗ One of these months is not shown: choose both from their lists"),
        ("September", date(2026, 8, 1), "✗ One of these months is not shown: choose both from their lists"),
    ],
)
def test_a_period_that_is_none_has_no_figures_and_the_sheet_says_why(
    sheet: xw.Sheet, first: Any, last: Any, said: str
) -> None:
    assert reckoned(sheet, first, last) == (None, None, said)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 5, 1), date(2026, 6, 1), (date(2026, 5, 1), date(2026, 6, 1))),
        (date(2026, 8, 1), date(2026, 10, 1), None),  # the months of the need, which nobody chose
        (date(2026, 5, 1), "", None),
        ("May", date(2026, 6, 1), None),
    ],
)
@pytest.mark.parametrize("begins", ["Period from", "Kauden alku", "Periodens början"])
def test_a_chosen_period_is_found_above_the_list_in_any_language(first, last, expected, begins):
    heading = {"Period from": "Sales", "Kauden alku": "Myynti", "Periodens början": "Försäljning"}[begins]
    above = [["Sales and need"], [], [begins, first, "to", last, "✓"]]

    assert chosen_in(above, [f"{heading} 8/2026–10/2026"]) == expected
