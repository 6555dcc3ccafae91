"""How Excel says that it is busy: told as such, and taken for no other refusal."""

from __future__ import annotations

# HRESULTs of a call that was turned away: a cell is being edited, a menu is open, or another program is being answered.
REJECTED = frozenset({-2147418111, -2147417846, -2146777998})


def is_busy(error: BaseException) -> bool:
    """Tell whether Excel turned a call away because a person, or another program, holds it up."""
    return getattr(error, "hresult", None) in REJECTED or type(error).__name__ == "ExcelBusyError"
