"""What goes wrong, said once and for people: what, where, how to mend it.

A `Message` is English text with named places; `creditxl.labels` says it in Finnish or Swedish. An error stops the
work; an `Issue` is collected, and the work goes on without what it names.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

Figure = str | int | Decimal | date


class Message(Struct, frozen=True):
    """A sentence for people.

    Args:
        text: English, with named places such as `{need}`; also the key of the translation catalogues.
        figures: What stands in the places. A `Decimal` is money in the ledger's currency, an `int` a count or days.
    """

    text: str
    figures: Mapping[str, Figure] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.figures)


def msg(text: str, /, **figures: Figure) -> Message:
    """Return a message; the catalogues are extracted from calls of this name."""
    return Message(text, figures)


class Issue(Struct, frozen=True):
    """Something that could not be read or matched; the work goes on without it.

    `row` is as Excel shows it (the heading row of a plain file is 1), or None where the whole file is meant. `amount`
    is the gross sales that this row kept out of the sums, where it could be read.
    """

    file: str
    row: int | None
    column: str  # as the file heads it; empty where no single column is meant
    value: str
    message: Message
    fix: Message
    amount: Decimal | None = None


class CreditXLError(Exception):
    """The work cannot go on: what happened, where, and how to mend it."""

    def __init__(self, message: Message, *, where: str, fix: Message) -> None:
        super().__init__(f"{message} [{where}] Fix: {fix}")
        self.message = message
        self.where = where
        self.fix = fix


class PolicyError(CreditXLError):
    """A policy parameter is missing, unreadable or out of its bounds."""


class ExtractError(CreditXLError):
    """The extracts cannot be read at all, or a file among them cannot."""


class ConfigError(CreditXLError):
    """`creditxl.toml` cannot be read or names what does not exist."""


class ControlError(CreditXLError):
    """Totals that must add up do not: nothing may be shown or written."""


class WorkbookError(CreditXLError):
    """A workbook cannot be written or read."""
