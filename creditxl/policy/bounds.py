"""What a rule says when a figure is outside its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from creditxl.errors import Message


class RuleError(ValueError):
    """A figure outside the bounds of a rule, or one that a rule cannot read.

    The caller knows the place: it turns this into an `Issue`, a `PolicyError` or an error value in a cell.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message
