"""What a check found: all is well, something to know, or something wrong and how to mend it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.labels import label

if TYPE_CHECKING:
    from creditxl.errors import CreditXLError, Message


class State(Enum):
    """How a finding begins, in English."""

    OK = label("ok")
    NOTE = label("note")  # to know, and no reason to stop
    WRONG = label("wrong")


class Finding(Struct, frozen=True):
    """One line of the doctor's.

    Args:
        fix: How to mend it, or what to do about it; None where there is nothing to do.
        where: Which file or key is meant, where the sentence does not say.
    """

    state: State
    message: Message
    fix: Message | None = None
    where: str = ""


def ok(message: Message) -> Finding:
    return Finding(State.OK, message)


def note(message: Message, fix: Message | None = None) -> Finding:
    return Finding(State.NOTE, message, fix)


def wrong(message: Message, fix: Message) -> Finding:
    return Finding(State.WRONG, message, fix)


def of_error(error: CreditXLError) -> Finding:
    """Return what stops the work, in the error's own words."""
    return Finding(State.WRONG, error.message, error.fix, error.where)
