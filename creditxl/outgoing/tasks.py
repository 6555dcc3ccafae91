"""The worklist's open rows: what is not marked as done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.model import ActionName, Owner

if TYPE_CHECKING:
    from collections.abc import Collection

    from creditxl.review.result import Review, Task
    from creditxl.workbook.kept import Kept

Done = frozenset[tuple[str, ActionName]]
"""Tasks marked as done: the customer's id in the review, and the action."""


class Count(Struct, frozen=True):
    """How many tasks one owner has, each in one of the two."""

    open: int
    done: int


def done_in(review: Review, kept: Kept) -> Done:
    """Return the tasks of a review that people have marked as done in the workbooks."""
    return frozenset((task.customer.business_id, task.action.name) for task in review.tasks if kept.settles(task))


def open_tasks(review: Review, done: Done, names: Collection[ActionName] = tuple(ActionName)) -> list[Task]:
    """Return the open tasks of some actions, in the worklist's order."""
    return [task for task in review.tasks if task.action.name in names and not is_done(task, done)]


def is_done(task: Task, done: Done) -> bool:
    return (task.customer.business_id, task.action.name) in done


def counts_by_owner(review: Review, done: Done) -> dict[Owner, Count]:
    """Return the tasks of every owner, in the order of the owners; those without any have zeros."""
    return {owner: _count([task for task in review.tasks if task.action.owner is owner], done) for owner in Owner}


def _count(tasks: Collection[Task], done: Done) -> Count:
    ticked = sum(is_done(task, done) for task in tasks)
    return Count(len(tasks) - ticked, ticked)


def line_key(line: str) -> str:
    """Return a business line, or another name, as it is compared: without regard to case and spacing.

    >>> line_key(" Hoiva  ja koti ")
    'hoiva ja koti'
    """
    return " ".join(line.split()).casefold()
