"""The buttons of a live book: what the ribbon offers too, for those who look for it on the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from creditxl.labels import label
from creditxl.workbook.kept import TASKS_TABLE
from creditxl.workbook.layout import Button

if TYPE_CHECKING:
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

# Macro of the workbook's VBA, its caption, and what it does.
REFRESH = ("RefreshWorkbook", label("Refresh"), label("Read the extracts and reckon every sheet anew"))
CHECK = ("CheckWorkbook", label("Check"), label("Tell whether all totals add up and formulas stand as written"))
WORKLIST = ("GoToWorklist", label("Worklist"), label("Go to what should be done"))
SHARE = ("ShareCopy", label("Share a copy"), label("Save a copy of values alone, without macros, for others"))
EXPLAIN = ("ExplainRow", label("Explain the row"), label("Show what is behind the figures of the chosen row"))
UNDO = ("UndoRefresh", label("Undo the refresh"), label("Bring back what stood here before the last refresh"))
REQUESTS = ("WriteRequests", label("Request files"), label("Write the insurer's and the CRM's forms of the open tasks"))
MAILS = ("DraftMails", label("Draft mails"), label("Draft a mail to everyone with open tasks; nothing is sent"))
LIST = ("WriteList", label("One person's list"), label("Write the tasks of the one who acts in the chosen row"))
WHAT_IF = ("TryConventions", label("What if"), label("Try other conventions of the need; nothing is applied"))
ON_OVERVIEW = ((REFRESH, CHECK, WORKLIST, SHARE), (UNDO, REQUESTS, MAILS, WHAT_IF))
ROWS = 2  # of the sheet, from one row of buttons to the next
BESIDE_TITLE = 4  # the column in which a list's button stands: past the title's text
ABOUT_CUSTOMERS = "business_id"  # a list with this column has rows that can be explained


def overview_buttons(view: View, row: int, column: int) -> tuple[Button, ...]:
    """Return the buttons of the first sheet, beside each other; none where there are no macros."""
    if not view.is_live:
        return ()
    return tuple(
        _button(view, row + ROWS * down, place, *what)
        for down, line in enumerate(ON_OVERVIEW)
        for place, what in enumerate(line, column)
    )


def with_buttons(view: View, sheet: Sheet) -> Sheet:
    """Return a list's sheet with the button that explains a row, where its rows are customers."""
    has_customers = any(column.key == ABOUT_CUSTOMERS for table in sheet.tables for column in table.columns)
    if not (view.is_live and has_customers):
        return sheet
    has_tasks = any(table.name == TASKS_TABLE for table in sheet.tables)
    offered = (EXPLAIN, LIST) if has_tasks else (EXPLAIN,)
    return replace(
        sheet, buttons=tuple(_button(view, 0, place, *what) for place, what in enumerate(offered, BESIDE_TITLE))
    )


def _button(view: View, row: int, column: int, macro: str, caption: str, told: str) -> Button:
    return Button(row, column, macro, view.text(caption), view.text(told))
