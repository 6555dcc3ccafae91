"""What people type beside their tasks: kept over every refresh, by business id and action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from creditxl.labels import label

if TYPE_CHECKING:
    from creditxl.model import ActionName
    from creditxl.workbook.layout import Value

# Where the next refresh finds them: see `previous`.
TASKS_TABLE = "Tasks"
EARLIER_TABLE = "EarlierNotes"
BUSINESS_ID = label("Business id")
TASK = label("Task")
DONE = label("Done")
DONE_ON = label("Done on")
COMMENT = label("Comment")


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in a task's own columns, as typed."""

    done: Value = None
    done_on: Value = None
    comment: Value = None


Notes = dict[tuple[str, "ActionName"], Note]
