"""The worklists: who does what, for how much, by when, why; and what people note beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.workbook import kept
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Role, Table
from creditxl.workbook.view import Which, book_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.model import Action, ActionName, CustomerReview
    from creditxl.review.result import Task
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View


class Noted(Struct, frozen=True):
    """A task, and what people typed beside it."""

    task: Task
    note: kept.Note

    @property
    def customer(self) -> CustomerReview:
        return self.task.customer

    @property
    def action(self) -> Action:
        return self.task.action


class Earlier(Struct, frozen=True):
    """What people typed beside a task that is done or no more, or a term beside a customer that is none any more."""

    business_id: str
    action: ActionName | None
    note: kept.Note
    own_term: int | None = None
    parent: str | None = None


def worklist_sheet(view: View, which: Which) -> Sheet:
    """Return the worklist of one of the two books, with the columns that people fill."""
    text = view.text
    rows = [Noted(task, _note(view, task)) for task in view.tasks[which]]
    heading = Heading(
        sheet=text(label("Worklist")),
        title=text(label("Worklist")),
        subtitle=view.as_of(),
        notes=(_elsewhere(view, which, len(view.tasks[which.other])),),
        empty=text(label("There is nothing to do here.")),
    )
    columns = (*_columns(view), *_typed(view))
    table = view.customers.table(kept.TASKS_TABLE, columns, rows, owner="customer", done="done")
    return list_sheet(heading, table, view.labels)


def earlier_sheet(view: View, which: Which) -> Sheet:
    """Return the notes whose tasks are done, or no more."""
    text = view.text
    rows = [*_earlier_notes(view, which), *(_earlier_terms(view) if which is Which.INTRUM else ())]
    heading = Heading(
        sheet=text(label("Done and earlier")),
        title=text(label("Done and earlier tasks")),
        subtitle=view.as_of(),
        notes=(
            text(
                label(
                    "Tasks noted as done, or that are tasks no more; and own terms and parents of customers who left."
                )
            ),
            text(label("A done task comes back to the worklist when what it rests on changes.")),
        ),
        empty=text(label("Nothing was noted as done, nor beside a task that is one no more.")),
    )
    columns: tuple[Column[Earlier], ...] = (
        Column("business_id", text(kept.BUSINESS_ID), "business_id", Kind.ID),
        Column("action", text(kept.TASK), lambda row: view.actions[row.action] if row.action else None),
        Column("done", text(kept.DONE), "note.done", width=9),
        Column("done_on", text(kept.DONE_ON), "note.done_on", Kind.DATE),
        Column("comment", text(kept.COMMENT), "note.comment", Kind.LONG, width=80),
        Column("own_term", text(kept.OWN_TERM), "own_term", Kind.INTEGER),
        Column("parent", text(kept.PARENT), "parent"),
        Column("cause", text(kept.CAUSE), "note.cause", Kind.ID, folded=True),
    )
    return list_sheet(heading, Table(kept.EARLIER_TABLE, 0, columns, rows), view.labels)


def _earlier_notes(view: View, which: Which) -> Iterator[Earlier]:
    if not view.kept.notes:
        return
    tasks = {(task.customer.business_id, task.action.name): task for task in view.review.tasks}
    for key, note in sorted(view.kept.notes.items(), key=lambda item: item[0]):
        business_id, action = key
        if book_of(action) is not which:
            continue
        if key not in tasks:
            # Should it come back, it is to be done anew, even if it rests on the same.
            yield Earlier(business_id, action, replace(note, cause=kept.GONE))
        elif note.settles(tasks[key]):
            yield Earlier(business_id, action, replace(note, cause=tasks[key].cause))


def _earlier_terms(view: View) -> Iterator[Earlier]:
    """Yield what was typed beside customers that the extracts no longer have: it holds again when one returns."""
    known = {row.business_id for row in view.review.customers}
    terms, parents = view.kept.before.terms, view.kept.parents
    for business_id in sorted({*terms, *parents} - known):
        yield Earlier(business_id, None, kept.Note(), terms.get(business_id), parents.get(business_id))


def _note(view: View, task: Task) -> kept.Note:
    """Return what stands beside an open task; one that was done before is to be done anew."""
    note = view.kept.notes.get((task.customer.business_id, task.action.name), kept.Note())
    return note if note.done is None else kept.Note(comment=note.comment)


def _columns(view: View) -> tuple[Column[Noted], ...]:
    text, labels = view.text, view.labels
    return (
        Column("business_id", text(kept.BUSINESS_ID), "customer.business_id", Kind.ID),
        Column("name", text(label("Customer")), "customer.name"),
        Column("action", text(kept.TASK), "action.name", words=view.actions),
        Column("amount", text(label("Amount")), "action.amount", Kind.MONEY),
        Column("owner", text(label("Who acts")), "action.owner", words=view.owners),
        Column("business_line", text(label("Business line")), "customer.business_line"),
        Column("seller", text(label("Seller")), "customer.seller"),
        Column("due_on", text(label("By")), "action.due_on", Kind.DATE),
        Column("reason", text(label("Why")), lambda task: labels.message(task.action.reason), Kind.LONG, width=80),
    )


def _typed(view: View) -> tuple[Column[Noted], ...]:
    """Return the columns that people fill, with what they have typed before."""
    text = view.text
    return (
        Column(
            "done",
            text(kept.DONE),
            "note.done",
            role=Role.INPUT,
            width=9,
            hint=text(label("x or your initials when the task is done")),
        ),
        Column(
            "done_on",
            text(kept.DONE_ON),
            "note.done_on",
            Kind.DATE,
            Role.INPUT,
            hint=text(label("The day on which it was done")),
        ),
        Column("comment", text(kept.COMMENT), "note.comment", Kind.LONG, Role.INPUT, width=40),
        Column("cause", text(kept.CAUSE), "task.cause", Kind.ID, folded=True),
    )


def _elsewhere(view: View, which: Which, count: int) -> str:
    if which is Which.INTRUM:
        said = msg("Tasks about limits are in {file}: {count}.", file=view.file(Which.EULER), count=count)
    else:
        said = msg(
            "Tasks about recommendations and payment terms are in {file}: {count}.",
            file=view.file(Which.INTRUM),
            count=count,
        )
    return view.labels.message(said)
