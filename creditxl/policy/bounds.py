"""A rule's figures and their bounds: what a rule says when a figure is outside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from creditxl.errors import Message


class RuleError(ValueError):
    """A figure outside the bounds of a rule, or one that a rule cannot read.

    The caller knows the place: it turns this into an `Issue`, a `PolicyError` or an error value in a cell.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def check_not_negative(amount: Decimal, message: Message) -> None:
    """Raise a RuleError with the message when an amount is below 0 or no number."""
    if not (amount.is_finite() and amount >= 0):
        raise RuleError(message)
