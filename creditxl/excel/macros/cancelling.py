"""Whether the one who pressed a button wants it to stop: Esc, looked for between the steps of a macro.

While Python works for a button, Excel hands no key on to its VBA. So the key itself is asked for, which Windows alone
allows; and only where Excel is in front, as it may have been pressed for another program.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

ESCAPE = 0x1B  # its virtual-key code
EXCEL = "excel"  # the engine that speaks to it


class CancelledError(Exception):
    """Someone pressed Esc: nothing more is to be done."""


def is_asked(app: xw.App) -> bool:
    """Tell whether Esc was pressed since this was last asked, with Excel in front."""
    if sys.platform != "win32" or app.engine.name != EXCEL:
        return False
    import ctypes  # noqa: PLC0415 - needed on Windows alone

    user32 = ctypes.windll.user32
    was_pressed = bool(user32.GetAsyncKeyState(ESCAPE))
    return was_pressed and user32.GetForegroundWindow() == app.hwnd
