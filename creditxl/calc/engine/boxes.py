"""Message boxes of LibreOffice, with the words that `xlwings.App.alert` has for them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from creditxl.calc import unoapi
from creditxl.calc.alerts import CAUTIOUS, VARIABLE, Record
from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from creditxl.calc.office import Office

_BUTTONS: Final = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}  # com.sun.star.awt.MessageBoxButtons
_ANSWERS: Final = {1: "ok", 2: "yes", 3: "no"}  # of com.sun.star.awt.MessageBoxResults
_MODES: Final = ("info", "critical")


def alert(context: unoapi.Context, office: Office | None, prompt: str, title: str, buttons: str, mode: str) -> str:
    """Show or write down what `xlwings.App.alert` is given, and return the answer.

    `office` is the LibreOffice behind the component context, where this process started it.
    """
    _must_be_one_of("buttons", buttons, _BUTTONS)
    _must_be_one_of("mode", mode, _MODES)
    record = _record(office)
    return record.tell(prompt, title, buttons, mode) if record else show(context, prompt, title, buttons, mode)


def _record(office: Office | None) -> Record | None:
    if office is not None:
        return None if office.options.visible else office.alerts
    # Inside LibreOffice, where its environment is ours.
    named = os.environ.get(VARIABLE)
    return Record(Path(named)) if named else None


def show(context: unoapi.Context, prompt: str, title: str, buttons: str, mode: str) -> str:
    """Show a box over the active window until it is answered, and return the answer.

    One that is closed without an answer is answered with caution. A headless LibreOffice closes each at once.
    """
    desktop = unoapi.service(context, "com.sun.star.frame.Desktop")
    frame = desktop.getCurrentFrame()
    if frame is None:
        return CAUTIOUS[buttons]
    toolkit = unoapi.service(context, "com.sun.star.awt.Toolkit")
    kind = unoapi.enum("com.sun.star.awt.MessageBoxType", _kind(buttons, mode))
    box = toolkit.createMessageBox(frame.ContainerWindow, kind, _BUTTONS[buttons], title, prompt)
    try:
        return _ANSWERS.get(box.execute(), CAUTIOUS[buttons])
    finally:
        box.dispose()


def _kind(buttons: str, mode: str) -> str:
    if mode == "critical":
        return "WARNINGBOX"
    # An INFOBOX has one button, whatever it is asked for.
    return "INFOBOX" if buttons == "ok" else "QUERYBOX"


def _must_be_one_of(name: str, given: str, known: Iterable[str]) -> None:
    if given not in known:
        raise WorkbookError(
            msg("a message box knows no {name} {given}", name=name, given=given),
            where="App.alert",
            fix=msg("write one of these: {known}", known=", ".join(known)),
        )
