"""Dates as people and programs write them. Day first or month first is settled by the whole file, never by a guess."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.extracts.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTHS = 12
FIRST_YEAR = 1900  # below it stand only what programs write for "no date"
NO_DATES = frozenset({date(1, 1, 1), date(1753, 1, 1)})  # Business Central's and NAV's
SHORT_YEAR = 2  # digits
SHORT_YEAR_PIVOT = 69  # as POSIX has it: 68 is 2068, 69 is 1969

# What may follow a date: its time is dropped, and a zone with it, so that the date stays the one written.
_TIME = (
    r"(?:(?:T|,?\s+)(?:klo\s+|kl\.?\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[-+]\d{2}:?\d{2})?)?"
)
_DOTTED = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}}|\d{{2}})\.?{_TIME}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EITHER = re.compile(rf"(\d{{1,2}})([-/])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")


class Order(Struct, frozen=True):
    """Whether the day stands first in this file's 03/04/2018, and a date that proves each order.

    Both proofs at once contradict each other; no proof at all, where `open_case` is a date, leaves it open.
    """

    day_first: str | None = None
    month_first: str | None = None
    open_case: str | None = None

    def plus(self, other: Order) -> Order:
        """Return what the dates of two parts of a column say; of two proofs the first in the alphabet."""
        pairs = zip(self._proofs, other._proofs, strict=True)
        return Order(*(min((text for text in pair if text is not None), default=None) for pair in pairs))

    def before(self, other: Order) -> Order:
        """Return what the dates of two columns say; of two proofs the one of this column."""
        pairs = zip(self._proofs, other._proofs, strict=True)
        return Order(*(later if first is None else first for first, later in pairs))

    @property
    def _proofs(self) -> tuple[str | None, str | None, str | None]:
        return self.day_first, self.month_first, self.open_case

    @property
    def is_contradictory(self) -> bool:
        return self.day_first is not None and self.month_first is not None

    @property
    def is_open(self) -> bool:
        return self.open_case is not None and self.day_first is None and self.month_first is None


def settle(texts: Iterable[str]) -> Order:
    """Return what all dates of a file say about their order.

    >>> settle(["03/04/2018", "25/04/2018"]).day_first
    '25/04/2018'
    """
    day_first = month_first = open_case = None
    for text in texts:
        found = _EITHER.fullmatch(text.strip())
        if found is None or len(found[4]) == SHORT_YEAR:
            continue
        first, second = int(found[1]), int(found[3])
        if first > MONTHS >= second:
            day_first = day_first or text
        elif second > MONTHS >= first:
            month_first = month_first or text
        elif first != second:
            open_case = open_case or text
    return Order(day_first, month_first, open_case)


def parse(written: str, order: Order) -> date | Fault | None:
    """Return a date; None for the dates that programs write where there is none.

    >>> parse("31.1.2018", Order())
    datetime.date(2018, 1, 31)
    """
    text = written.strip()
    if found := _DOTTED.fullmatch(text):
        return _date(_full_year(found[3]), int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _EITHER.fullmatch(text):
        return _slashed(found, order)
    return Fault.NOT_A_DATE


def _slashed(found: re.Match[str], order: Order) -> date | Fault | None:
    # 18-01-31 may begin with its year: two digits settle nothing.
    if len(found[4]) == SHORT_YEAR:
        return Fault.SHORT_YEAR
    first, second = int(found[1]), int(found[3])
    month, day = (first, second) if order.month_first is not None else (second, first)
    return _date(int(found[4]), month, day)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > SHORT_YEAR:
        return year
    return year + (1900 if year >= SHORT_YEAR_PIVOT else 2000)


def _date(year: int, month: int, day: int) -> date | Fault | None:
    try:
        value = date(year, month, day)
    except ValueError:
        return Fault.NO_SUCH_DATE
    if value in NO_DATES:
        return None
    return value if year >= FIRST_YEAR else Fault.NO_SUCH_DATE
