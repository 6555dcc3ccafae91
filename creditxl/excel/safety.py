"""What has to be set right in xlwings before it may speak to an Excel that a person works in."""

from __future__ import annotations

import atexit
import sys

# How often a call that Excel turns away is made again; by itself xlwings would go on for ever, and Excel with it.
MOST_ATTEMPTS = 1000


def make_safe() -> None:
    """Keep xlwings from ending Excel when this process ends, and from waiting for it without end. Windows only."""
    if sys.platform != "win32":
        return
    from xlwings import _xlwindows  # noqa: PLC0415 - there on Windows alone

    # It would end every Excel that it cannot see, with whatever is not saved in it.
    atexit.unregister(_xlwindows.cleanup)
    _xlwindows.N_COM_ATTEMPTS = MOST_ATTEMPTS
