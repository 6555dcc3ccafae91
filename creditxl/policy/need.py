"""Limit need and activity: rules R4 to R7 and R13.

Gross sales (R4) come in as they are: invoices less credit notes of one company in one calendar month.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.model import Activity, from_cents
from creditxl.policy.bounds import RuleError
from creditxl.policy.money import half_up, to_cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal


class NeedBasis(StrEnum):
    """Which of the window's months the need is (rule R6)."""

    PEAK = "peak"
    AVERAGE = "average"
    LATEST = "latest"


def needs_cents(accounts: Sequence[tuple[Sequence[int], Fraction]]) -> tuple[int, ...]:
    """Return a customer's limit need of each month in cents (rule R5).

    The companies' sales times their factors are summed exactly, the sum is rounded once, half a cent up, and only the
    sum is kept from going below 0: credit notes of one company reduce the need that another's sales make.

    Args:
        accounts: A company's gross sales by month, cents, and the factor of the customer's term in that company; at
            least one, each with the same months.

    >>> needs_cents([([100_000, 3], Fraction(2)), ([-50_000, 0], Fraction(22, 15))])
    (126667, 6)
    """
    # All factors over one denominator: a review rounds some 150 000 months, and whole numbers are quick.
    common = lcm(*(factor.denominator for _, factor in accounts))
    weights = [factor.numerator * (common // factor.denominator) for _, factor in accounts]
    weighted = [[cents * weight for cents in sales] for (sales, _), weight in zip(accounts, weights, strict=True)]
    return tuple([half_up(total, common) if total > 0 else 0 for total in months_sums(weighted)])


def months_sums(by_account: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return the sums by month of one or more accounts, each with the same months."""
    if len(by_account) == 1:  # as most customers have
        return tuple(by_account[0])
    return tuple(map(sum, zip(*by_account, strict=True)))


def limit_need(parts: Iterable[tuple[Decimal, Fraction]]) -> Decimal:
    """Return a customer's limit need of one month (rule R5), rounded to cents, half a cent up.

    Args:
        parts: A company's gross sales of the month, ledger currency, and the factor of the customer's term there.

    >>> from decimal import Decimal
    >>> limit_need([(Decimal(1000), Fraction(2))])
    Decimal('2000.00')
    """
    # Whole numbers over one denominator: a sheet asks this of thousands of cells, and fractions take their time.
    total, common = 0, 1
    for sales, factor in parts:
        sold, of = sales.as_integer_ratio()
        of *= factor.denominator
        total, common = total * of + sold * factor.numerator * common, common * of
    return from_cents(_rounded(100 * total, common))


def _rounded(total: int, common: int) -> int:
    return half_up(total, common) if total > 0 else 0


def basis_need(needs: Sequence[Decimal], basis: NeedBasis) -> Decimal:
    """Return the need of the review from the needs of the window's months (rule R6).

    Args:
        needs: Limit need by month, oldest first, ledger currency; at least one.
        basis: The highest month, the months' average (rounded to cents, half a cent up), or the latest month.

    Raises:
        RuleError: There is no month.

    >>> from decimal import Decimal
    >>> basis_need([Decimal("10.00"), Decimal("10.01")], NeedBasis.AVERAGE)
    Decimal('10.01')
    """
    if not needs:
        raise RuleError(msg("A need takes at least one month; none was given"))
    if basis is NeedBasis.PEAK:
        return max(needs)
    if basis is NeedBasis.LATEST:
        return needs[-1]
    return to_cents(sum(map(Fraction, needs), Fraction()) / len(needs))


def is_active(sales: Iterable[Decimal | int]) -> bool:
    """Tell whether a customer has gross sales above 0 in any month of the window (rule R7).

    Args:
        sales: The group's gross sales by month of the window, amounts or cents.
    """
    for month in sales:  # noqa: SIM110 - most customers bought in the first month, and a generator takes its time
        if month > 0:
            return True
    return False


def activity(sales: Sequence[Decimal | int]) -> Activity:
    """Return the activity at the three-month check (rule R13).

    Args:
        sales: The group's gross sales by month of the window, oldest first, amounts or cents.

    >>> activity([5, 0, 7]), activity([5, 0, -7]), activity([])
    (<Activity.ACTIVE: 'active'>, <Activity.UNCLEAR: 'unclear'>, <Activity.INACTIVE: 'inactive'>)
    """
    if sales and sales[-1] > 0:
        return Activity.ACTIVE
    return Activity.UNCLEAR if is_active(sales) else Activity.INACTIVE
