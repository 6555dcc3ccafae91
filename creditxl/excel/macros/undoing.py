"""The last refresh undone from the sheet; what was typed since is carried over, and what cannot be is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import WorkbookError, msg
from creditxl.excel.macros import home, tables
from creditxl.workbook import live

if TYPE_CHECKING:
    from creditxl.errors import Message
    from creditxl.excel.macros.running import Caller

MOST_SHOWN = 8  # places that a question names; the rest is counted


def undo(caller: Caller) -> str | None:
    """Bring the workbook back to what it was before its last refresh, and return what is told; None when told not to.

    Raises:
        CreditXLError: There is nothing to undo, or it cannot be undone; the workbook is as it was.
    """
    home.must_be_writable(caller.book, read_only=caller.read_only)
    state = home.state(caller.book)
    tables.must_be_as_written(caller.book, state.columns)
    caller.tell(msg("looking for what was typed since the refresh"))
    found = live.undoing(caller.book)
    if found is None:
        raise WorkbookError(
            msg("there is no refresh to undo: none was made, or the last one was undone already"),
            where=caller.book.name,
            fix=msg("only the last refresh can be undone, and only once"),
        )
    if found.lost and not caller.ask(_question(found.lost)):
        return None
    caller.show(msg("undoing the refresh"))
    live.undo_refresh(caller.book, found, caller.show)
    # Else the next opening would find the same extracts newer than the workbook, and refresh it again.
    home.note_newest(caller.book, state.newest_extract)
    lines = [
        msg("The refresh is undone: the workbook is as of {as_of} again.", as_of=home.state(caller.book).as_of),
        *([msg("What was typed since stays: {count} cells", count=len(found.carried))] if found.carried else []),
    ]
    return "\n".join(caller.labels.message(line) for line in lines)


def _question(lost: tuple[str, ...]) -> Message:
    places = "; ".join(lost[:MOST_SHOWN]) + (" …" if len(lost) > MOST_SHOWN else "")
    return msg(
        "What was typed here since the refresh has no place in the workbook as it was, and would go ({count}): "
        "{places}. Undo the refresh all the same?",
        count=len(lost),
        places=places,
    )
