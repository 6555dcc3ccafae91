"""Exact rounding: half a cent goes up, and no binary float is ever near it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.model import from_cents
from creditxl.policy.bounds import RuleError

if TYPE_CHECKING:
    from fractions import Fraction

NOTHING = Decimal(0)


def half_up(numerator: int, denominator: int) -> int:
    """Return a ratio as the nearest whole number, a half going up (towards plus infinity when negative).

    >>> half_up(5, 2), half_up(7, 3), half_up(0, 4)
    (3, 2, 0)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def to_cents(amount: Fraction) -> Decimal:
    """Return an exact amount rounded half-up to cents.

    >>> from fractions import Fraction
    >>> to_cents(Fraction(1001, 200))
    Decimal('5.01')
    """
    return ratio_to_cents(amount.numerator, amount.denominator)


def ratio_to_cents(numerator: int, denominator: int) -> Decimal:
    """Return numerator / denominator, an exact amount, rounded half-up to cents; the denominator is above 0.

    >>> ratio_to_cents(1001, 200)
    Decimal('5.01')
    """
    return from_cents(half_up(100 * numerator, denominator))


def round_up(amount: Decimal, step: Decimal) -> Decimal:
    """Return an amount rounded up to a whole number of steps (rule R8); one that is whole already stays.

    Args:
        amount: Ledger currency.
        step: Ledger currency, > 0.

    Raises:
        RuleError: `step` is not above 0.

    >>> from decimal import Decimal
    >>> round_up(Decimal("20000.01"), Decimal(1000))
    Decimal('21000')
    """
    if not step > 0:
        raise RuleError(msg("An amount is rounded up to a step above 0, not {step}", step=step))
    whole, rest = divmod(amount, step)
    return (whole + (rest > 0)) * step
