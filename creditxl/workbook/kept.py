"""What people type into the workbooks, and what the next refresh compares with: kept by business id and action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from creditxl.labels import label
from creditxl.review.result import NOTHING_BEFORE, Before
from creditxl.workbook.snapshots import Snapshot, baseline
from creditxl.workbook.ticks import NO_TICKS, Ticks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from creditxl.model import ActionName
    from creditxl.review.result import Task
    from creditxl.workbook.layout import Value

# Where the next refresh finds them: see `previous`.
TASKS_TABLE = "Tasks"
EARLIER_TABLE = "EarlierNotes"
BUSINESS_ID = label("Business id")
TASK = label("Task")
DONE = label("Done")
DONE_ON = label("Done on")
COMMENT = label("Comment")
CAUSE = label("What it rests on")
CUSTOMERS_TABLE = "Customers"
OWN_TERM = label("Own term, days")
PARENT = label("Parent")
SOURCES_TABLE = "Sources"
LIMITS_TABLE = "Limits"
LIMIT = label("Credit limit")
GROUPS_TABLE = "Groups"


class Note(Struct, frozen=True):
    """What stands in a task's own columns, as typed.

    Args:
        cause: What the task rested on when that was typed; GONE once it was a task no more.
    """

    done: Value = None
    done_on: Value = None
    comment: Value = None
    cause: str = ""

    @property
    def typed(self) -> tuple[Value, ...]:
        return self.done, self.done_on, self.comment

    @property
    def is_typed(self) -> bool:
        return any(one is not None for one in self.typed)

    @property
    def words(self) -> str:
        """Return what is typed as one text: "x, soitettu"."""
        return ", ".join(str(one) for one in self.typed if one is not None)

    def settles(self, task: Task) -> bool:
        """Tell whether a task was marked as done and rests on the same as then."""
        return self.done is not None and self.cause in {"", task.cause}


GONE = "gone"
Notes = dict[tuple[str, "ActionName"], Note]


class Kept(Struct, frozen=True):
    """What stands in the workbooks before a refresh.

    Args:
        notes: What people typed beside their tasks, by business id and action.
        before: What the review looks at, as the last refresh left it.
        history: The snapshots of earlier refreshes.
        ticks: What people ticked beside customers.
        parents: The parent's business id or name that people typed beside customers, by customer id.
        period: First and last month that someone chose to see; None where nobody did.
    """

    notes: Notes = field(default_factory=dict)
    before: Before = NOTHING_BEFORE
    history: tuple[Snapshot, ...] = ()
    ticks: Ticks = NO_TICKS
    parents: Mapping[str, str] = field(default_factory=dict)
    period: tuple[date, date] | None = None

    def before_day(self, as_of: date) -> Before:
        """Return what a review of a day looks at: a second refresh of one day compares with what the first did."""
        if not self.history:
            return self.before
        last = baseline(self.history, as_of)
        return replace(self.before, limits=None if last is None else {key: one.limit for key, one in last.items()})

    def settles(self, task: Task) -> bool:
        """Tell whether a task is done, and nothing has changed since."""
        note = self.notes.get((task.customer.business_id, task.action.name))
        return note is not None and note.settles(task)
