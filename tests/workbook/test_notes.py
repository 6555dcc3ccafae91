"""What people type beside tasks: nothing of it is lost in silence, and only what says so counts as done."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from creditxl.errors import WorkbookError
from creditxl.labels import Labels
from creditxl.model import ActionName
from creditxl.review.result import Task
from creditxl.workbook import Kept, View, Which, kept
from creditxl.workbook.previous import Earlier, kept_in
from creditxl.workbook.ticks import is_marked
from creditxl.workbook.worklist import worklist_sheet
from tests.calc.conftest import app, office  # noqa: F401 - fixtures
from tests.workbook.reviews import action, customer, every_status

if TYPE_CHECKING:
    import xlwings as xw

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


DONE = [
    *(("x", "x"), (" AB ", "AB"), ("ok", "ok"), ("E", "E"), (1, Decimal(1)), (True, "True"), ("kyllä", "kyllä")),
    *((typed, None) for typed in (None, "", " ", "\u00a0", 0, 0.0, False, "0", " 0 ", "ei", "EI", "Ei ", "nej", "No")),
    *((typed, None) for typed in ("n", "N", "false", "FALSE", "epätosi", "EPÄTOSI", "falskt", "-")),
]


@pytest.mark.parametrize(("typed", "done"), DONE)
def test_a_task_is_done_unless_no_is_typed(typed: Any, done: Any) -> None:
    notes = kept_in(book([row("1", RAISE, typed, None, "noted")])).notes

    note = notes["1", ActionName.INCREASE_LIMIT]
    assert (note.done, note.comment) == (done, "noted")
    raised = action(ActionName.INCREASE_LIMIT, amount=Decimal(70000))
    assert note.settles(Task(customer("1"), raised)) is (done is not None)


@pytest.mark.parametrize("typed", ["ei", " ", 0, False])
def test_a_word_for_no_alone_is_no_note(typed: Any) -> None:
    assert kept_in(book([row("1", RAISE, typed), row(None, None, typed)])).notes == {}


def test_initials_may_be_typed_as_done() -> None:
    (table,) = worklist_sheet(View.of(every_status(), Labels("en"), Kept()), Which.EULER).tables
    done = next(column for column in table.columns if column.key == "done")

    assert (done.choices, done.hint) == ((), "x or your initials when the task is done")


def test_the_formula_for_marks_says_what_the_reader_does(app: xw.App) -> None:  # noqa: F811 - the fixture of that name
    sheet = app.books.add().sheets[0]
    # LibreOffice cuts no-break spaces as little as Excel does: the next refresh takes them for blanks.
    typed = [cell for cell, _ in DONE if cell not in {"\u00a0", None}]
    sheet.range("A1").options(transpose=True).value = typed
    sheet.range("B1").value = f"=SUMPRODUCT(--{is_marked(f'A1:A{len(typed) + 3}')})"
    sheet.range("B2").value = f"={is_marked('A2')}"

    assert sheet.range("B1").value == sum(done is not None for _, done in DONE)
    assert sheet.range("B2").value is True
    sheet.book.close()
