"""Drafts put into Outlook, where it is: through COM, on Windows alone, and nothing is sent."""

from __future__ import annotations

import sys
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Dispatch = Callable[[str], Any]

PROGRAM = "Outlook.Application"  # the classic Outlook; the new one and the web's have no such way in
MAIL_ITEM = 0  # Outlook's OlItemType


def save_drafts(mails: Sequence[bytes], dispatch: Dispatch | None = None) -> int | None:
    """Save mails among Outlook's drafts.

    Args:
        mails: As `.eml` files have them.
        dispatch: Starts a program by its name; None for the system's own.

    Returns:
        How many it took: it may turn one away, and then the others are not tried. None where there is no Outlook.
    """
    program = _program(dispatch or _dispatch()) if mails else None
    if program is None:
        return None
    for count, mail in enumerate(mails):
        try:
            _save(program, mail)
        except Exception:  # noqa: BLE001 - COM's own errors, which are there on Windows alone; the count tells it
            return count
    return len(mails)


def _dispatch() -> Dispatch | None:
    if sys.platform != "win32":
        return None
    try:
        from win32com.client import Dispatch  # noqa: PLC0415 - there on Windows alone
    except ImportError:
        return None
    return Dispatch


def _program(dispatch: Dispatch | None) -> Any:  # noqa: ANN401 - a COM object
    if dispatch is None:
        return None
    try:
        return dispatch(PROGRAM)
    except Exception:  # noqa: BLE001 - as above: there is none, or it may not be reached
        return None


def _save(program: Any, mail: bytes) -> None:  # noqa: ANN401 - a COM object
    read = message_from_bytes(mail, policy=policy.default)
    html = read.get_body(("html",))
    item = program.CreateItem(MAIL_ITEM)
    # Outlook wants semicolons between addresses, mails have commas.
    item.To = str(read["To"] or "").replace(", ", "; ")
    item.Subject = str(read["Subject"])
    item.HTMLBody = html.get_content() if html else ""
    item.Save()
