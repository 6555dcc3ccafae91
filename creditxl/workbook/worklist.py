"""The worklists: who does what, for how much, by when, why; and what people note beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import ActionName
from creditxl.workbook import notes
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Role, Table
from creditxl.workbook.view import EULER_FILE, INTRUM_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.model import Action, CustomerReview
    from creditxl.review.result import Task
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

# What is done about recommendations, and by the receivables clerks, stands in the Intrum book; all the rest, which is
# done about limits or because there is no cover to be had, in the Euler book. So no task is in neither or in both.
INTRUM_ACTIONS = frozenset(
    {
        ActionName.APPLY_QUICK,
        ActionName.APPLY_CONTINUOUS,
        ActionName.CONVERT_TO_CONTINUOUS,
        ActionName.ASK_SELLER,
        ActionName.CANCEL_RECOMMENDATION,
        ActionName.REPORT_RECOMMENDATION,
        ActionName.CHECK_TERM,
    }
)


def tasks_of(view: View, file: str) -> list[Task]:
    """Return the tasks that belong to one of the two books."""
    return [task for task in view.review.tasks if (task.action.name in INTRUM_ACTIONS) == (file == INTRUM_FILE)]


@dataclass(frozen=True, slots=True)
class Noted:
    """A task, and what people typed beside it."""

    customer: CustomerReview
    action: Action
    note: notes.Note


@dataclass(frozen=True, slots=True)
class Earlier:
    """What people typed beside a task that is a task no more."""

    business_id: str
    action: ActionName
    note: notes.Note


def worklist_sheet(view: View, file: str) -> Sheet:
    """Return the worklist of one of the two books, with the columns that people fill."""
    text = view.text
    tasks = tasks_of(view, file)
    none = notes.Note()
    rows = [
        Noted(task.customer, task.action, view.notes.get((task.customer.business_id, task.action.name), none))
        for task in tasks
    ]
    heading = Heading(
        sheet=text(label("Worklist")),
        title=text(label("Worklist")),
        subtitle=view.as_of(),
        notes=(_elsewhere(view, file, len(view.review.tasks) - len(rows)),),
        empty=text(label("There is nothing to do here.")),
    )
    table = Table(notes.TASKS_TABLE, 0, (*_columns(view), *_typed(view)), rows, done="done")
    return list_sheet(heading, table, view.labels)


def earlier_sheets(view: View, file: str) -> Iterator[Sheet]:
    """Yield the notes whose tasks are no more, where there are any."""
    text = view.text
    open_tasks = {(task.customer.business_id, task.action.name) for task in view.review.tasks}
    rows = [
        Earlier(business_id, action, note)
        for (business_id, action), note in sorted(view.notes.items(), key=lambda item: item[0])
        if (business_id, action) not in open_tasks and (action in INTRUM_ACTIONS) == (file == INTRUM_FILE)
    ]
    if not rows:
        return
    heading = Heading(
        sheet=text(label("Earlier notes")),
        title=text(label("Earlier notes")),
        subtitle=view.as_of(),
        notes=(text(label("What was noted beside tasks that are tasks no more.")),),
    )
    columns: tuple[Column[Earlier], ...] = (
        Column("business_id", text(notes.BUSINESS_ID), lambda row: row.business_id, Kind.ID),
        Column("action", text(notes.TASK), lambda row: view.actions[row.action]),
        Column("done", text(notes.DONE), lambda row: row.note.done, width=9),
        Column("done_on", text(notes.DONE_ON), lambda row: row.note.done_on, Kind.DATE),
        Column("comment", text(notes.COMMENT), lambda row: row.note.comment, Kind.LONG, width=80),
    )
    yield list_sheet(heading, Table(notes.EARLIER_TABLE, 0, columns, rows), view.labels)


def _columns(view: View) -> tuple[Column[Noted], ...]:
    text, labels = view.text, view.labels
    return (
        Column("business_id", text(notes.BUSINESS_ID), lambda task: task.customer.business_id, Kind.ID),
        Column("name", text(label("Customer")), lambda task: task.customer.name),
        Column("action", text(notes.TASK), lambda task: view.actions[task.action.name]),
        Column("amount", text(label("Amount")), lambda task: task.action.amount, Kind.MONEY),
        Column("owner", text(label("Who acts")), lambda task: view.owners[task.action.owner]),
        Column("business_line", text(label("Business line")), lambda task: task.customer.business_line),
        Column("seller", text(label("Seller")), lambda task: task.customer.seller),
        Column("due_on", text(label("By")), lambda task: task.action.due_on, Kind.DATE),
        Column("reason", text(label("Why")), lambda task: labels.message(task.action.reason), Kind.LONG, width=80),
    )


def _typed(view: View) -> tuple[Column[Noted], ...]:
    """Return the columns that people fill, with what they have typed before."""
    text = view.text
    return (
        Column(
            "done",
            text(notes.DONE),
            lambda row: row.note.done,
            role=Role.INPUT,
            width=9,
            choices=("x",),
            hint=text(label("x when the task is done")),
        ),
        Column(
            "done_on",
            text(notes.DONE_ON),
            lambda row: row.note.done_on,
            Kind.DATE,
            Role.INPUT,
            hint=text(label("The day on which it was done")),
        ),
        Column("comment", text(notes.COMMENT), lambda row: row.note.comment, Kind.LONG, Role.INPUT, width=40),
    )


def _elsewhere(view: View, file: str, count: int) -> str:
    if file == INTRUM_FILE:
        said = msg("Tasks about limits are in {file}: {count}.", file=EULER_FILE, count=count)
    else:
        said = msg(
            "Tasks about recommendations and payment terms are in {file}: {count}.", file=INTRUM_FILE, count=count
        )
    return view.labels.message(said)
