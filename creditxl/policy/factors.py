"""The payment-term factor: rule R1."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from creditxl.errors import msg
from creditxl.policy.bounds import RuleError

FactorTable = tuple[tuple[int, Fraction], ...]


class FactorError(RuleError):
    """The factor table says nothing of these days."""


def factor(days: int, table: FactorTable) -> Fraction:
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
            return at_low + (at_high - at_low) * Fraction(days - low, high - low)
    first, last = table[0][0], table[-1][0]
    raise FactorError(
        msg(
            "No factor for a payment term of {days} days: the factor table goes from {first} to {last} days",
            days=days,
            first=first,
            last=last,
        )
    )
