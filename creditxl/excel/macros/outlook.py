"""Drafts put into Outlook, where it is: through COM, on Windows alone, and nothing is sent.

Which drafts these are is noted beside the mails' files, so that those of a second time take the place of the first
ones. Nothing is noted in the drafts themselves: it would go out with them.
"""

from __future__ import annotations

import json
import sys
from email import message_from_bytes, policy
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Dispatch = Callable[[str], Any]
    Noted = list[tuple[str, str]]  # of each draft its id in Outlook, and the mark of what stood in it

PROGRAM = "Outlook.Application"  # the classic Outlook; the new one and the web's have no such way in
MAIL_ITEM = 0  # Outlook's OlItemType
DRAFTS = 16  # Outlook's OlDefaultFolders


class Saved(Struct, frozen=True):
    """What became of the drafts.

    Args:
        saved: How many Outlook took.
        replaced: How many earlier ones went to its deleted items.
        changed: How many earlier ones someone has changed since; they stay.
    """

    saved: int
    replaced: int = 0
    changed: int = 0


def save_drafts(mails: Sequence[bytes], record: Path, dispatch: Dispatch | None = None) -> Saved | None:
    """Save mails among Outlook's drafts, in place of those that the record names.

    Earlier ones go only once all the new ones are there; those that someone has sent, moved or changed stay.

    Args:
        mails: As `.eml` files have them.
        record: The file that keeps which drafts are ours.
        dispatch: Starts a program by its name; None for the system's own.

    Returns:
        What became of them: it may turn one away, and then the others are not tried. None where there is no Outlook.
    """
    earlier = _noted(record)
    program = _program(dispatch or _dispatch()) if mails or earlier else None
    if program is None:
        return None
    new: Noted = []
    for mail in mails:
        try:
            new.append(_save(program, mail))
        except Exception:  # noqa: BLE001 - COM's own errors, which are there on Windows alone; the count tells it
            _note(record, [*earlier, *new])
            return Saved(len(new))
    _note(record, [*earlier, *new])
    replaced, changed = _take_away(program, earlier)
    _note(record, new)
    return Saved(len(new), replaced, changed)


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


def _save(program: Any, mail: bytes) -> tuple[str, str]:  # noqa: ANN401 - a COM object
    read = message_from_bytes(mail, policy=policy.default)
    html = read.get_body(("html",))
    item = program.CreateItem(MAIL_ITEM)
    # Outlook wants semicolons between addresses, mails have commas.
    item.To = str(read["To"] or "").replace(", ", "; ")
    item.Subject = str(read["Subject"])
    item.HTMLBody = html.get_content() if html else ""
    item.Save()
    return str(item.EntryID), _mark(item)


def _take_away(program: Any, earlier: Noted) -> tuple[int, int]:  # noqa: ANN401 - a COM object
    """Move earlier drafts to the deleted items, and return how many went, and how many stay as someone changed them."""
    replaced = changed = 0
    for entry, mark in earlier:
        try:
            session = program.GetNamespace("MAPI")
            item = session.GetItemFromID(entry)
            # One in another folder is a person's: deleted there it would be gone for good.
            if item.Sent or not session.CompareEntryIDs(item.Parent.EntryID, session.GetDefaultFolder(DRAFTS).EntryID):
                continue
            if _mark(item) != mark:
                changed += 1
                continue
            item.Delete()
            replaced += 1
        except Exception:  # noqa: BLE001, S112 - COM's own: it was sent or deleted, and is there no more
            continue
    return replaced, changed


def _mark(item: Any) -> str:  # noqa: ANN401 - a COM object
    """Return what tells whether a draft is as it was saved: Outlook gives its text a form of its own then."""
    return sha256("\n".join((str(item.To), str(item.Subject), str(item.HTMLBody))).encode()).hexdigest()


def _noted(record: Path) -> Noted:
    """Return the drafts that a record names; none where there is none, or none that can be read: then they stay."""
    try:
        return [(str(entry), str(mark)) for entry, mark in json.loads(record.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _note(record: Path, drafts: Noted) -> None:
    record.write_text(json.dumps(drafts), encoding="utf-8")
