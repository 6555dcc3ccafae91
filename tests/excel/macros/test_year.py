"""The year of `tests.year`, played month by month by the buttons of both workbooks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from creditxl import pipeline
from creditxl.excel.build import Setting, build_workbooks
from creditxl.extracts.config import Config
from creditxl.labels import Labels
from creditxl.workbook.view import Which
from tests.excel.macros.conftest import SETTINGS, Home
from tests.year import CUSTOMERS, CUT, MONTHS, NEW, RENEWS, SILENT, STEADY, end_of, write_month

if TYPE_CHECKING:
    from datetime import date

    from tests.excel.macros.conftest import Opened
    from tests.year import Customer

REFRESH = "CreditxlMacros.RefreshWorkbook"
CONVERT, RAISE, CANCEL = "Convert to a continuous recommendation", "Apply for a higher limit", "Cancel the limit"
LAPSE, TELL = "Cancel the recommendation", "Tell the receivables office"
TASK = ("Business id", "Task")
OWN_TERM, OF_THE_NEED = 15, 0.75  # its factor is 1.5, that of the agreed 30 days 2
# Who has which task in which months; STEADY, covered all year, has none.
TASKS = {
    (NEW, CONVERT): [6],  # three months after the first sale
    (CUT, RAISE): [5, 6, 7],  # until the insurer raises it
    (CUT, TELL): [8],
    (RENEWS, LAPSE): [8],  # in the month before it renews
    (SILENT, CANCEL): [6, 7, 8, 9],  # until it buys again
}


def test_a_year_played_by_the_buttons_has_each_months_tasks_keeps_every_note_and_adds_up(tmp_path, open_book):
    home = Home(tmp_path / "home")
    books = _made(home, open_book)
    intrum, euler = books[Which.INTRUM], books[Which.EULER]
    tasks = {1: _tasks(books)}
    for month in MONTHS[1:]:
        _refresh(home, month, books)
        tasks[month] = _tasks(books)
        if month == 2:
            own = intrum.cell("Customers", "Own term, days", _row(intrum, "Customers", STEADY.business_id))
            own.value = OWN_TERM
        elif month == 6:
            _type(intrum, NEW, CONVERT, "Done", "x")
            _type(euler, CUT, RAISE, "Comment", "Haettu lisää")
            _type(euler, SILENT, CANCEL, "Comment", "Palaa syksyllä")
        elif month == 8:
            _type(intrum, RENEWS, LAPSE, "Done", "x")

    assert tasks == {
        month: {(one.business_id, task) for (one, task), months in TASKS.items() if month in months} for month in MONTHS
    }
    assert _notes(intrum) == {(NEW.business_id, CONVERT, "x", None), (RENEWS.business_id, LAPSE, "x", None)}
    assert _notes(euler) == {
        (CUT.business_id, RAISE, None, "Haettu lisää"),
        (SILENT.business_id, CANCEL, None, "Palaa syksyllä"),
    }
    assert (STEADY.business_id, OWN_TERM) in _columns(intrum, "Customers", "Business id", "Own term, days")
    _check_history(euler)


def _check_history(book: Opened) -> None:
    """Look at each month's history: needs and limits reckoned without the program, and gaps that add up."""
    names = ("As of", "Business id", "Limit need", "Credit limit", "Cover", "Coverage gap", "Done of them")
    history = _columns(book, "History", *names)
    needs = {(day.month, one): need for day, one, need, *_ in history if need}
    limits = {(day.month, one): limit for day, one, _, limit, *_ in history if limit}

    assert len({row[:2] for row in history}) == len(history)
    assert needs == {
        (month, one.business_id): one.need(month) * (OF_THE_NEED if one is STEADY and month > 2 else 1)
        for month in MONTHS
        for one in CUSTOMERS
        if one.need(month)
    }
    assert limits == {
        (month, one.business_id): one.limit(month) for month in MONTHS for one in CUSTOMERS if one.limit(month)
    }
    assert all(gap == max(0, need - cover) for _, _, need, _, cover, gap, _ in history)
    assert {(day.month, one, done) for day, one, *_, done in history if done} == {
        (6, NEW.business_id, f"{CONVERT} (x)"),
        (8, RENEWS.business_id, f"{LAPSE} (x)"),
    }


def _made(home: Home, open_book) -> dict[Which, Opened]:
    """Return both workbooks as January's extracts fill them."""
    request = pipeline.Request(home.extracts, _write(home, 1), Config(), None, lambda _: None)
    review = pipeline.review(request)
    build_workbooks(review, home.folder, Labels("en"), Setting(sys.executable, str(home.folder)))
    return {which: open_book(home.path(which)) for which in Which}


def _write(home: Home, month: int) -> date:
    as_of = write_month(home.extracts, month)
    settings = SETTINGS.format(language="en", on_open="ask").replace("2026-10-31", str(end_of(month)))
    (home.folder / "creditxl.toml").write_text(settings, "utf-8")
    return as_of


def _refresh(home: Home, month: int, books: dict[Which, Opened]) -> None:
    """Refresh both workbooks at a month's end."""
    _write(home, month)
    for book in books.values():
        assert [alert.mode for alert in book.press(REFRESH)] == ["info"]


def _tasks(books: dict[Which, Opened]) -> set[tuple[Any, ...]]:
    return {row for book in books.values() for row in _columns(book, "Tasks", *TASK) if row[0]}


def _columns(book: Opened, table: str, *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of a table, row by row."""
    headings, *rows = book.table(table).range.value
    return [tuple(row[headings.index(name)] for name in names) for row in rows]


def _row(book: Opened, table: str, business_id: str) -> int:
    return book.values(table, "Business id").index(business_id)


def _type(book: Opened, customer: Customer, task: str, heading: str, typed: str) -> None:
    rows = list(zip(*(book.values("Tasks", name) for name in TASK), strict=True))
    book.cell("Tasks", heading, rows.index((customer.business_id, task))).value = typed


def _notes(book: Opened) -> set[tuple[Any, ...]]:
    return set(_columns(book, "EarlierNotes", *TASK, "Done", "Comment"))
