"""Why a cell, a row or a file cannot be read, before it is said in a sentence."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from decimal import Decimal

    from creditxl.errors import Message


class Fault(StrEnum):
    """Why a cell or a row cannot be read; `sentences` says it to people."""

    EMPTY = "empty"
    ERROR_CELL = "error_cell"
    NOT_AN_AMOUNT = "not_an_amount"
    DECIMALS = "decimals"
    TOO_LARGE = "too_large"
    OTHER_MARK = "other_mark"
    TWO_WAYS = "two_ways"
    EXPONENT = "exponent"
    NOT_A_DATE = "not_a_date"
    SHORT_YEAR = "short_year"
    NO_SUCH_DATE = "no_such_date"
    NOT_DAYS = "not_days"
    UNKNOWN_WORD = "unknown_word"
    CURRENCY = "currency"
    TOO_MANY_CELLS = "too_many_cells"
    OPEN_QUOTE = "open_quote"


class RefusedError(Exception):
    """A file (or a sheet of it) cannot be used as a whole. `read_file` makes an issue of it."""

    def __init__(self, message: Message, fix: Message, *, place: Place | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.fix = fix
        self.place = place or Place()


class Place(Struct, frozen=True):
    """Where in the file a refusal was seen, and the gross sales that it keeps out of the sums."""

    row: int | None = None
    column: str = ""
    value: str = ""
    amount: Decimal | None = None
