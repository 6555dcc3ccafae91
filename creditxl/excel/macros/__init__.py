"""What the buttons, the ribbon and the opening of a workbook run: VBA calls each of these by its name.

A macro finds its workbook with `xw.Book.caller()`, tells its progress in the status bar and its end in one message, in
the workbook's language. It raises nothing: what goes wrong is told likewise, and then the workbook is as it was. The
parts of the program that a macro needs are loaded when it runs, so that the first of them is soon under way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.excel.macros.running import macro
from creditxl.labels import label

if TYPE_CHECKING:
    from creditxl.excel.macros.running import Caller

__all__ = [
    "check_workbook",
    "draft_mails",
    "explain_row",
    "go_to_worklist",
    "open_guide",
    "opened",
    "refresh_workbook",
    "share_copy",
    "try_conventions",
    "undo_refresh",
    "write_list",
    "write_requests",
]


@macro(label("The workbook was not refreshed; it is as it was."))
def refresh_workbook(caller: Caller) -> str:
    """Read the extracts, and write every sheet anew; what people typed is kept."""
    from creditxl.excel.macros.refreshing import refresh  # noqa: PLC0415 - see above

    return refresh(caller)


@macro(label("The workbook was not checked."))
def check_workbook(caller: Caller) -> str:
    """Tell whether the totals on the sheets add up, and which formulas were overwritten by hand."""
    from creditxl.excel.macros.checking import check  # noqa: PLC0415 - see above

    return check(caller)


@macro(label("The row was not explained."))
def explain_row(caller: Caller) -> None:
    """Show what is behind the figures of the customer in the chosen row, on a sheet of its own."""
    from creditxl.excel.macros.explaining import explain  # noqa: PLC0415 - see above

    explain(caller)


@macro(label("The worklist was not opened."))
def go_to_worklist(caller: Caller) -> None:
    """Go to the sheet with the worklist."""
    from creditxl.excel.macros.going import to_worklist  # noqa: PLC0415 - see above

    to_worklist(caller)


@macro(label("The refresh was not undone; the workbook is as it was."))
def undo_refresh(caller: Caller) -> str | None:
    """Bring the workbook back to what it was before its last refresh; what was typed since is kept."""
    from creditxl.excel.macros.undoing import undo  # noqa: PLC0415 - see above

    return undo(caller)


@macro(label("No request files were written."))
def write_requests(caller: Caller) -> str | None:
    """Write the insurer's batch requests and the CRM's import form from the open tasks."""
    from creditxl.excel.macros.sending import requests  # noqa: PLC0415 - see above

    return requests(caller)


@macro(label("No mails were drafted."))
def draft_mails(caller: Caller) -> str | None:
    """Write a draft of a mail to everyone with open tasks; nothing is sent."""
    from creditxl.excel.macros.sending import mails  # noqa: PLC0415 - see above

    return mails(caller)


@macro(label("No list was written."))
def write_list(caller: Caller) -> str | None:
    """Write the list of the one who acts in the chosen row of the worklist."""
    from creditxl.excel.macros.sending import person_list  # noqa: PLC0415 - see above

    return person_list(caller)


@macro(label("Nothing was tried."))
def try_conventions(caller: Caller) -> str:
    """Write a workbook of what other conventions would make of needs and statuses; nothing is applied."""
    from creditxl.excel.macros.trying import try_conventions as tried  # noqa: PLC0415 - see above

    return tried(caller)


@macro(label("No copy was made."))
def share_copy(caller: Caller) -> str:
    """Write a copy with values alone beside the workbook, for someone without Python."""
    from creditxl.excel.macros.copying import share  # noqa: PLC0415 - see above

    return share(caller)


@macro(label("The guide was not opened."))
def open_guide(caller: Caller) -> None:
    """Go to the sheet with the guide."""
    from creditxl.excel.macros.going import to_guide  # noqa: PLC0415 - see above

    to_guide(caller)


@macro(label("The workbook was not refreshed; it is as it was."))
def opened(caller: Caller) -> str | None:
    """Refresh a workbook that was just opened, if there is something newer: asked for, or in silence, as is set."""
    from creditxl.excel.macros.opening import refresh_if_newer  # noqa: PLC0415 - see above

    return refresh_if_newer(caller)
