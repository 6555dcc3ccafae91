"""Some months of the year of `tests.year`, played by the buttons of both workbooks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from creditxl import pipeline
from creditxl.excel.build import Setting, build_workbooks
from creditxl.extracts.config import Config
from creditxl.labels import Labels
from creditxl.workbook.view import Which
from tests.excel.macros.conftest import SETTINGS, Home
from tests.year import CUT, NEW, RENEWS, SILENT, STEADY, end_of, write_month

if TYPE_CHECKING:
    from tests.excel.macros.conftest import Opened

REFRESH = "CreditxlMacros.RefreshWorkbook"
CONVERT, RAISE, CANCEL = "Convert to a continuous recommendation", "Apply for a higher limit", "Cancel the limit"


def test_months_played_by_the_buttons_keep_every_note_and_add_up(tmp_path, open_book):
    home = Home(tmp_path / "home")
    build_workbooks(_review(home, 4), home.folder, Labels("en"), Setting(sys.executable, str(home.folder)))
    books = {which: open_book(home.path(which)) for which in Which}
    intrum, euler = books[Which.INTRUM], books[Which.EULER]
    intrum.cell("Customers", "Own term, days", _row(intrum, "Customers", STEADY.business_id)).value = 15
    tasks = {6: _refreshed(home, 6, books)}
    _type(intrum, NEW.business_id, CONVERT, "Done", "x")
    _type(euler, CUT.business_id, RAISE, "Comment", "Haettu lisää")
    _type(euler, SILENT.business_id, CANCEL, "Comment", "Palaa syksyllä")
    tasks |= {month: _refreshed(home, month, books) for month in (8, 10)}
    history = list(
        zip(*(euler.values("History", name) for name in ("As of", "Business id", "Limit need")), strict=True)
    )
    needs = {(day.month, business_id): need for day, business_id, need in history if need}

    assert tasks[6] == {(NEW.business_id, CONVERT), (CUT.business_id, RAISE), (SILENT.business_id, CANCEL)}
    assert (RENEWS.business_id, "Cancel the recommendation") in tasks[8]
    assert (SILENT.business_id, CANCEL) in tasks[8]
    assert tasks[10] == set()
    assert _earlier(intrum) == {(NEW.business_id, CONVERT, "x", None)}
    assert _earlier(euler) == {
        (CUT.business_id, RAISE, None, "Haettu lisää"),
        (SILENT.business_id, CANCEL, None, "Palaa syksyllä"),
    }
    assert intrum.cell("Customers", "Own term, days", _row(intrum, "Customers", STEADY.business_id)).value == 15
    assert needs == {
        (month, one.business_id): one.need(month) * (0.75 if one is STEADY and month > 4 else 1)
        for month in (4, 6, 8, 10)
        for one in (STEADY, NEW, CUT, RENEWS, SILENT)
        if one.need(month)
    }


def _review(home: Home, month: int):
    as_of = write_month(home.extracts, month)
    settings = SETTINGS.format(language="en", on_open="ask").replace("2026-10-31", str(end_of(month)))
    (home.folder / "creditxl.toml").write_text(settings, "utf-8")
    return pipeline.review(pipeline.Request(home.extracts, as_of, Config(), None, lambda _: None))


def _refreshed(home: Home, month: int, books: dict[Which, Opened]) -> set[tuple[object, object]]:
    """Refresh both workbooks at a month's end, and return the tasks in them."""
    _review(home, month)
    for book in books.values():
        assert [alert.mode for alert in book.press(REFRESH)] == ["info"]
    rows = [row for book in books.values() for row in _rows(book)]
    return {row for row in rows if row[0]}


def _rows(book: Opened) -> list[tuple[object, object]]:
    return list(zip(book.values("Tasks", "Business id"), book.values("Tasks", "Task"), strict=True))


def _row(book: Opened, table: str, business_id: str) -> int:
    return book.values(table, "Business id").index(business_id)


def _type(book: Opened, business_id: str, task: str, heading: str, typed: str) -> None:
    book.cell("Tasks", heading, _rows(book).index((business_id, task))).value = typed


def _earlier(book: Opened) -> set[tuple[object, ...]]:
    names = ("Business id", "Task", "Done", "Comment")
    return set(zip(*(book.values("EarlierNotes", name) for name in names), strict=True))
