"""The payment-term factor: rule R1."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from creditxl.errors import msg
from creditxl.policy.bounds import RuleError

YEAR = 360  # days of the factor table's year
FactorTable = tuple[tuple[int, Fraction], ...]


class FactorError(RuleError):
    """The factor table says nothing of these days."""


def conventional(table: FactorTable, *, year_days: int, late_days: int) -> FactorTable:
    """Return the table as a convention of days has it: each term is looked up as the days that it counts.

    In a year of 365 days a month has 365 / 12 and 30 days are a little less than a month; a customer who is expected to
    pay late is owed for so much longer. The last row is the longest term that the table still reaches.

    Args:
        table: As factor() takes it, of a year of 360 days: twelve months of 30.
        year_days: Days of a year, 360 to 366.
        late_days: Days added to every term, >= 0.

    >>> conventional(((0, Fraction(1)), (60, Fraction(3))), year_days=360, late_days=15)
    ((0, Fraction(3, 2)), (45, Fraction(3, 1)))
    """
    if (year_days, late_days) == (YEAR, 0):
        return table
    first, last = table[0][0], table[-1][0] * year_days // YEAR - late_days
    terms = [*(days for days, _ in table if days < last), last]
    counted = [(days, Fraction((days + late_days) * YEAR, year_days)) for days in terms]
    return tuple((days, factor(at, table)) for days, at in counted if at >= first)


def factor(days: int | Fraction, table: FactorTable) -> Fraction:
    """Return what a month's sales is multiplied by, exactly (rule R1).

    Between two rows the factor is interpolated linearly.

    Args:
        days: Payment term, days, from the first row's days to the last row's.
        table: Days and factor by row, days rising, at least two rows.

    Raises:
        FactorError: `days` is below 0, before the first row or past the last one.

    Source: rules R1; the default table holds 1 + days / 30.

    >>> factor(20, ((0, Fraction(1)), (30, Fraction(2))))
    Fraction(5, 3)
    """
    for (low, at_low), (high, at_high) in pairwise(table):
        if low <= days <= high:
            return at_low + (at_high - at_low) * (Fraction(days) - low) / (high - low)
    first, last = table[0][0], table[-1][0]
    raise FactorError(
        msg(
            "No factor for a payment term of {days} days: the factor table goes from {first} to {last} days",
            days=int(days),
            first=first,
            last=last,
        )
    )
