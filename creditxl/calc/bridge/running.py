"""The bridge in a LibreOffice that was started from here: nothing is installed, and its profile ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.calc import unoapi
from creditxl.calc.bridge.installing import EVENT, PLACE, write_script

if TYPE_CHECKING:
    from creditxl.calc.office import Office


def attach(office: Office) -> None:
    """Let the workbooks opened from now on reach Python, if macros run in them."""
    write_script(office.profile)
    broadcaster = unoapi.service(office.context, "com.sun.star.frame.GlobalEventBroadcaster")
    binding = unoapi.arguments(EventType="Script", Script=PLACE)
    events = broadcaster.getEvents()
    unoapi.load().invoke(
        events, "replaceByName", (EVENT, unoapi.load().Any("[]com.sun.star.beans.PropertyValue", binding))
    )
