"""A workbook that was just opened: whether there is something newer to refresh it from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import CreditXLError, msg
from creditxl.excel.macros import home

if TYPE_CHECKING:
    from datetime import datetime

    from creditxl.excel.macros.running import Caller

NEVER, SILENT = "never", "silent"  # values of refresh_on_open; else it is asked


def refresh_if_newer(caller: Caller) -> str | None:
    """Refresh a workbook if an extract was saved since its last refresh, and return what is told of it.

    Nothing is told where nothing is newer, or where it cannot be known: someone who has only opened the workbook has
    asked for nothing. A refresh that was set to be silent tells of itself only when it fails.

    Raises:
        CreditXLError: The refresh failed, and the workbook is as it was.
    """
    try:
        found = None if caller.read_only else _newer(caller)
    except CreditXLError:
        return None
    if found is None:
        return None
    setting, newest = found
    question = msg(
        "Extracts have come since the last refresh, the newest on {day} at {time}. Refresh the workbook now?",
        day=newest.date(),
        time=f"{newest:%H:%M}",
    )
    if setting != SILENT and not caller.ask(question):
        return None
    from creditxl.excel.macros.refreshing import refresh  # noqa: PLC0415 - heavy, and most often not needed here

    told = refresh(caller)
    return None if setting == SILENT else told


def _newer(caller: Caller) -> tuple[str, datetime] | None:
    """Return the setting, and when the newest extract was saved by this machine's clock; None if nothing is newer."""
    state, place = home.state(caller.book), home.home(caller.book)
    setting = place.config.refresh_on_open
    if setting == NEVER:
        return None
    newest = home.newest_saved(place.extracts) if place.extracts else None
    if newest is None or (state.newest_extract is not None and newest <= state.newest_extract):
        return None
    return setting, newest.astimezone()
