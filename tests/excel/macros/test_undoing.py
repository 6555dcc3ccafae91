from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.workbook.view import Which
from tests.excel.macros.test_refreshing import REFRESH, sell_more

if TYPE_CHECKING:
    from tests.excel.macros.conftest import Opened

UNDO = "CreditxlMacros.UndoRefresh"
NOTE = "typed after the refresh"


def test_a_refresh_is_undone_what_was_typed_since_stays_and_what_would_go_is_told_first(
    home, office, open_book, review
):
    opened = open_book(home.path(Which.EULER))
    before, known = opened.cells(), _tasks(opened)
    sold = sell_more(home, review)
    opened.press(REFRESH)
    (new,) = (row for row, task in enumerate(_tasks(opened)) if task not in known)
    opened.cell("Tasks", "Comment", new).value = NOTE
    opened.cell("Tasks", "Comment", new - 1).value = NOTE
    opened.book.sheets["Worklist"]["F1"].value = "mine"
    refreshed = opened.cells()
    asked = opened.press(UNDO)
    unanswered = opened.cells()
    office.alerts.answer(["yes"])
    told = opened.press(UNDO)
    after = opened.cells()
    again = opened.press(UNDO)

    assert asked[0].buttons == "yes_no"
    assert f"Worklist: {sold}" in asked[0].prompt
    assert "Worklist: 1." in asked[0].prompt
    assert unanswered == refreshed
    assert "What was typed since stays: 1 cells" in told[-1].prompt
    assert [sheet for sheet, cells in after.items() if cells != before[sheet]] == ["Worklist", "creditxl"]
    assert _differences(before["Worklist"], after["Worklist"]) == [NOTE]
    # The program's own sheet remembers how new the extracts were that it was refreshed from, and no more.
    assert len(_differences(before["creditxl"], after["creditxl"])) == 1
    assert "there is no refresh to undo" in again[0].prompt.casefold()


def _tasks(opened: Opened) -> list[tuple[object, object]]:
    return list(zip(opened.values("Tasks", "Business id"), opened.values("Tasks", "Task"), strict=True))


def _differences(before: list[list[object]], after: list[list[object]]) -> list[object]:
    """What stands in a cell and did not before."""
    return [
        cell for old, new in zip(before, after, strict=True) for was, cell in zip(old, new, strict=True) if cell != was
    ]
