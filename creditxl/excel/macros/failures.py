"""What a person is told when a macro fails: what did not happen, why, where, and how to mend it."""

from __future__ import annotations

import contextlib
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from creditxl.errors import CreditXLError, WorkbookError, msg
from creditxl.labels import Labels
from creditxl.workbook.live import is_busy

if TYPE_CHECKING:
    from creditxl.excel.macros.running import Caller

NAME = "creditxl"  # is written so wherever it stands
FAULTS = "creditxl-fault.txt"


def told(error: Exception, failed: str, caller: Caller) -> str:
    """Return what is told of a failure, never a traceback.

    Args:
        error: What went wrong.
        failed: What did not happen because of it, in English.
        caller: Whose language is spoken.
    """
    labels = _labels(caller)
    known = error if isinstance(error, CreditXLError) else _busy() if is_busy(error) else _fault(error)
    what, fix = (_sentence(labels.message(part)) for part in (known.message, known.fix))
    return f"{labels.text(failed)}\n\n{what}\n[{known.where}]\n\n{fix}"


def _labels(caller: Caller) -> Labels:
    # What keeps the language from being read is what is about to be told.
    with contextlib.suppress(Exception):
        return caller.labels
    return Labels("en")


def _sentence(text: str) -> str:
    whole = text if text.startswith(NAME) else text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."


def _busy() -> WorkbookError:
    return WorkbookError(
        msg("Excel is busy: a cell is being edited, or a window waits for an answer"),
        where="Excel",
        fix=msg("press Esc until no cell is edited and no window is open, and try again"),
    )


def _fault(error: Exception) -> WorkbookError:
    """Return what stands for a failure that nobody foresaw; where it happened is written down for whoever mends it."""
    path = Path(tempfile.gettempdir(), FAULTS)
    with contextlib.suppress(OSError):
        path.write_text("".join(traceback.format_exception(error)), "utf-8")
    return WorkbookError(
        msg("creditxl came upon a fault of its own: {kind} {reason}", kind=type(error).__name__, reason=str(error)),
        where=str(path),
        fix=msg("please report it with that file, which says where it happened"),
    )
