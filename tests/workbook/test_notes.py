"""What people type beside tasks: nothing of it is lost in silence, and only what says so counts as done."""

from __future__ import annotations

from typing import Any

import pytest

from creditxl.errors import WorkbookError
from creditxl.labels import Labels
from creditxl.model import ActionName
from creditxl.workbook import Which, kept
from creditxl.workbook.previous import Earlier, kept_in

HEADINGS = (kept.BUSINESS_ID, kept.TASK, kept.DONE, kept.DONE_ON, kept.COMMENT, kept.CAUSE, kept.OWN_TERM)
RAISE = "Hae limiitin korotus"
NONE: list[list[Any]] = [[None] * len(HEADINGS)]


def row(business_id: Any = "1234567-1", task: Any = RAISE, *typed: Any, term: Any = None) -> list[Any]:
    done, done_on, comment = (*typed, None, None, None)[:3]
    return [business_id, task, done, done_on, comment, None, term]


def book(tasks: list[list[Any]], earlier: list[list[Any]] = NONE) -> dict[Which, Earlier]:
    """Return a workbook on limits that has these worklists alone."""
    headings = [Labels("fi").text(heading) for heading in HEADINGS]
    tables = {
        kept.TASKS_TABLE: (headings, tasks),
        kept.EARLIER_TABLE: (headings, earlier),
        kept.LIMITS_TABLE: (["Y-tunnus", "Luottolimiitti"], []),
    }
    return {Which.EULER: Earlier("euler.xlsx", tables.get, lambda _: [])}


@pytest.mark.parametrize(
    ("business_id", "task"),
    [("1234567-1", "Oma tehtävä"), ("1234567-1", None), ("1234567-1", ""), (None, RAISE), ("", RAISE)],
)
@pytest.mark.parametrize("typed", [("x",), (None, None, "soita takaisin"), (None, None, 0)])
@pytest.mark.parametrize("is_earlier", [False, True])
def test_a_note_whose_row_is_no_task_stops_the_refresh(
    business_id: Any,
    task: Any,
    typed: tuple[Any, ...],
    is_earlier: bool,  # noqa: FBT001 - a table's cell
) -> None:
    rows = [row(business_id, task, *typed)]
    books = book(NONE, rows) if is_earlier else book(rows)

    with pytest.raises(WorkbookError, match="which is no task of creditxl's") as caught:
        kept_in(books)

    said = caught.value
    assert said.where == f"euler.xlsx, {'EarlierNotes' if is_earlier else 'Tasks'}"
    assert said.message.figures == {"customer": business_id or "", "task": task or "", "typed": str(typed[-1])}
    assert "put the row's own business id and task back" in str(said.fix)


def test_rows_without_a_note_may_have_any_task_or_none() -> None:
    books = book([row(task="Oma tehtävä"), row(None, None)], [row(task=None, term=45), row(task=None)])

    assert kept_in(books).notes == {}


def test_two_notes_on_one_task_stop_the_refresh_and_the_same_twice_does_not() -> None:
    with pytest.raises(WorkbookError, match="stands in two rows") as caught:
        kept_in(book([row("1", RAISE, None, None, "soitettu"), row("1", RAISE, None, None, "lasku tuli")]))
    assert caught.value.message.figures == {"customer": "1", "task": RAISE}

    found = kept_in(book([row("1", RAISE, "x"), row("1", RAISE), row("1", RAISE, "x")])).notes
    assert [(key, note.done) for key, note in found.items()] == [(("1", ActionName.INCREASE_LIMIT), "x")]
