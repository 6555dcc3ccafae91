"""The receivers' forms: columns in their order, filled from tasks and checked before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from creditxl.errors import Issue
from creditxl.outgoing.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from creditxl.errors import Message
    from creditxl.outgoing.tables import Cell
    from creditxl.review.result import Review, Task

FINLAND = "FI"


class Forms(Struct, frozen=True):
    """What the forms ask for and no review knows.

    Args:
        policy_number: The insurance policy's; optional in the insurer's form.
        identifier_types: What the insurer's form calls the identifiers of a country's companies, by ISO 3166 code.
        standard_credit_days: The longest payment term, days, for which the insurer decides at once; None where it is
            not known, and the longest insurable one counts.
        headings: The CRM's own headings of its import form, by our column; a column that is not named keeps ours.
    """

    policy_number: str = ""
    identifier_types: Mapping[str, str] = field(default_factory=lambda: {FINLAND: "Y-tunnus"})
    standard_credit_days: int | None = None
    headings: Mapping[str, str] = field(default_factory=dict)


class Asked(Struct, frozen=True):
    """A task to be put into a form."""

    task: Task
    review: Review
    forms: Forms

    def issue(self, file: str, column: str, lack: Lack, row: int | None = None) -> Issue:
        return Issue(file, row, column, self.task.customer.business_id, lack.message, lack.fix)


class Lack(Struct, frozen=True):
    """What is missing or calls for attention, and how to mend it."""

    message: Message
    fix: Message


class Column(Struct, frozen=True):
    """A column of a form.

    Args:
        value: What stands in it.
        lack: Says what is missing where nothing stands in it, or None where nothing need; without it the column is
            optional.
        note: Says what calls for attention, though the row can be sent.
    """

    heading: str
    value: Callable[[Asked], Cell]
    lack: Callable[[Asked], Lack | None] | None = None
    note: Callable[[Asked], Lack | None] | None = None


class Filled(Struct, frozen=True):
    """A form with its rows, and what could not be put into it."""

    table: Table
    tasks: Sequence[Task]
    left_out: Sequence[Task]
    issues: Sequence[Issue]


def fill(file: str, columns: Sequence[Column], asked: Iterable[Asked]) -> Filled:
    """Return a form's rows: a task that lacks what is mandatory is left out and told, and stops no other."""
    rows: list[Sequence[Cell]] = []
    tasks: list[Task] = []
    left_out: list[Task] = []
    issues: list[Issue] = []
    for one in asked:
        cells = [column.value(one) for column in columns]
        missing = list(_missing(file, columns, cells, one))
        if missing:
            left_out.append(one.task)
            issues += missing
            continue
        rows.append(cells)
        tasks.append(one.task)
        issues += _notes(file, columns, one, row=len(rows) + 1)
    return Filled(Table([column.heading for column in columns], rows), tasks, left_out, issues)


def _missing(file: str, columns: Sequence[Column], cells: Sequence[Cell], one: Asked) -> Iterable[Issue]:
    for column, cell in zip(columns, cells, strict=True):
        is_empty = cell is None or (isinstance(cell, str) and not cell.strip())
        lack = column.lack(one) if column.lack and is_empty else None
        if lack:
            yield one.issue(file, column.heading, lack)


def _notes(file: str, columns: Sequence[Column], one: Asked, row: int) -> Iterable[Issue]:
    for column in columns:
        note = column.note(one) if column.note else None
        if note:
            yield one.issue(file, column.heading, note, row)
