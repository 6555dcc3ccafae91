"""One person's list: the open tasks of one owner, of one business line or seller where that is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.labels import label
from creditxl.outgoing.files import Written, put
from creditxl.outgoing.tables import Look, Table, delimited, spreadsheet
from creditxl.outgoing.tasks import line_key, open_tasks
from creditxl.outgoing.texts import file_part, name_some, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from creditxl.labels import Labels
    from creditxl.model import Owner
    from creditxl.outgoing.tables import Cell
    from creditxl.outgoing.tasks import Done
    from creditxl.review.result import Review, Task

LIST_FILE = label("tasks")
WIDTHS = (12, 30, 36, 14, 28, 18, 18, 12, 90)
# As the worklist of the command line has them.
MACHINE_COLUMNS = (
    "business_id",
    "name",
    "action",
    "amount",
    "owner",
    "business_line",
    "seller",
    "due_on",
    "reason",
)


class Choice(Struct, frozen=True):
    """Whose tasks: an owner's, and of these one business line's or one seller's alone where they are named.

    Case and spacing make no difference. An empty line or seller is a choice too: of the customers without one.
    """

    owner: Owner
    line: str | None = None
    seller: str | None = None

    def takes(self, task: Task) -> bool:
        customer = task.customer
        return (
            task.action.owner is self.owner
            and (self.line is None or line_key(customer.business_line) == line_key(self.line))
            and (self.seller is None or line_key(customer.seller) == line_key(self.seller))
        )


def write_list(review: Review, labels: Labels, folder: Path, choice: Choice, *, done: Done, overwrite: bool) -> Written:
    """Write one person's open tasks as an .xlsx file for people and a .csv file for programs, both or neither.

    The .csv has English columns, ISO dates and decimal points whatever the language.

    Raises:
        WorkbookError: No customer has that line or seller; the files stand there and may not be replaced, or the
            folder cannot be written.
    """
    _must_be_known(review, choice)
    words = labels.in_currency(review.currency)
    tasks = [task for task in open_tasks(review, done) if choice.takes(task)]
    parts = (words.text(LIST_FILE), str(review.as_of), words.status(choice.owner), *_named(choice, words))
    name = "-".join(filter(None, map(file_part, parts)))
    look = Look(words.text(label("Worklist")), WIDTHS, _title(review, words, choice))
    contents = {
        f"{name}.xlsx": spreadsheet(_for_people(tasks, words), look, review.as_of),
        f"{name}.csv": delimited(_for_programs(tasks, words)),
    }
    put(contents, folder, earlier=(), overwrite=overwrite)
    return Written({folder / file: tasks for file in contents})


def _title(review: Review, labels: Labels, choice: Choice) -> str:
    day = labels.message(msg("As of {as_of}", as_of=review.as_of))
    return one_line(" · ".join((labels.status(choice.owner), *_named(choice, labels), day)))


def _named(choice: Choice, labels: Labels) -> Iterator[str]:
    """Yield the business line and the seller that are chosen, as they are called."""
    if choice.line is not None:
        yield choice.line.strip() or labels.text(label("no business line"))
    if choice.seller is not None:
        yield choice.seller.strip() or labels.text(label("no seller"))


def _must_be_known(review: Review, choice: Choice) -> None:
    lines = {customer.business_line for customer in review.customers}
    sellers = {customer.seller for customer in review.customers}
    if choice.line is not None and line_key(choice.line) not in set(map(line_key, lines)):
        raise WorkbookError(
            msg("no customer has the business line '{line}'", line=choice.line),
            where="--line",
            fix=msg("name one of these: {known}", known=name_some(lines)),
        )
    if choice.seller is not None and line_key(choice.seller) not in set(map(line_key, sellers)):
        raise WorkbookError(
            msg("no customer has the seller '{seller}'", seller=choice.seller),
            where="--seller",
            fix=msg("name one of these: {known}", known=name_some(sellers)),
        )


def _for_people(tasks: Sequence[Task], labels: Labels) -> Table:
    headings = (
        label("Business id"),
        label("Customer"),
        label("Task"),
        label("Amount"),
        label("Who acts"),
        label("Business line"),
        label("Seller"),
        label("By"),
        label("Why"),
    )
    rows = [_row(task, labels.status(task.action.name), labels.status(task.action.owner), labels) for task in tasks]
    return Table([labels.text(heading) for heading in headings], rows)


def _for_programs(tasks: Sequence[Task], labels: Labels) -> Table:
    return Table(MACHINE_COLUMNS, [_row(task, task.action.name, task.action.owner, labels) for task in tasks])


def _row(task: Task, action: str, owner: str, labels: Labels) -> tuple[Cell, ...]:
    customer = task.customer
    return (
        customer.business_id,
        customer.name,
        str(action),
        task.action.amount,
        str(owner),
        customer.business_line,
        customer.seller,
        task.action.due_on,
        labels.message(task.action.reason),
    )
