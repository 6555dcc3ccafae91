"""Rule R18: of the five signs of a weakening customer, the first is measured."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import compress
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.policy.calendar import window
from creditxl.policy.money import half_up

if TYPE_CHECKING:
    from datetime import date

    from creditxl.policy.parameters import Policy

WHOLE = Decimal(1)
PART = Decimal("0.0001")  # a share is rounded to a hundredth of a percent

Weighed = tuple[int, int]  # Σ days × amount and Σ amount, > 0, of some invoices


class Measure(StrEnum):
    """What the ledger shows of late payments and wishes to change terms, in the order in which it is measured."""

    DAYS_LATE = "days_late"
    OVERDUE_SHARE = "overdue_share"
    PAYS_LATER = "pays_later"
    TERMS_GROW = "terms_grow"


MEASURES = tuple(Measure)


class Signs(Struct, frozen=True):
    """What the ledger tells of one customer's first sign; None where it does not tell, or there is nothing to tell.

    Args:
        days_late: Of the oldest open invoice, where it is overdue.
        overdue_share: Of the open receivables, above 0 and at most 1.
        pays_later: Days by which invoices are paid later after their due dates than before; negative for earlier.
        terms_grow: Days by which invoices run longer than before; negative for shorter.
        found: What of this reaches the policy's bounds.
    """

    days_late: int | None = None
    overdue_share: Decimal | None = None
    pays_later: int | None = None
    terms_grow: int | None = None
    found: tuple[Measure, ...] = ()


NO_SIGNS = Signs()


def measured(
    *,
    days_late: int | None,
    overdue_share: Decimal | None,
    pays_later: int | None,
    terms_grow: int | None,
    policy: Policy,
) -> Signs:
    """Return a customer's first sign: what was measured, and what of it reaches the policy's bounds (rule R18)."""
    reached = (
        days_late is not None and days_late >= policy.sign_days_late,
        overdue_share is not None and overdue_share >= policy.sign_overdue_share,
        pays_later is not None and pays_later >= policy.sign_growth_days,
        terms_grow is not None and terms_grow >= policy.sign_growth_days,
    )
    return Signs(days_late, overdue_share, pays_later, terms_grow, tuple(compress(MEASURES, reached)))


def days_late(oldest_due_date: date | None, as_of: date) -> int | None:
    """Return how many days ago the oldest open invoice fell due; None when none is overdue.

    >>> from datetime import date
    >>> days_late(date(2026, 10, 1), date(2026, 10, 31)), days_late(date(2026, 10, 31), date(2026, 10, 31))
    (30, None)
    """
    return (as_of - oldest_due_date).days if oldest_due_date is not None and oldest_due_date < as_of else None


def overdue_share(overdue: Decimal, open_receivables: Decimal) -> Decimal | None:
    """Return which share of the open receivables is overdue, rounded to four decimals and at most 1.

    Args:
        overdue: Open invoices past their due date, ledger currency, >= 0.
        open_receivables: Open entries less payments not yet applied, ledger currency.

    Returns:
        None when nothing is overdue, or nothing is open on balance: payments not yet applied make up for what is due.

    >>> overdue_share(Decimal("250.00"), Decimal("1000.00"))
    Decimal('0.2500')
    """
    if not overdue or open_receivables <= 0:
        return None
    return min((overdue / open_receivables).quantize(PART, ROUND_HALF_UP), WHOLE)


def growth(earlier: Weighed, later: Weighed) -> int:
    """Return by how many days the later invoices' mean is above the earlier ones', rounded half-up.

    >>> growth((14 * 100, 100), (30 * 300 + 14 * 100, 400))
    12
    """
    (earlier_days, earlier_amount), (later_days, later_amount) = earlier, later
    return half_up(later_days * earlier_amount - earlier_days * later_amount, earlier_amount * later_amount)


def halves(as_of: date, months: int) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return the earlier and the later half of the last complete months; of an odd number the earlier has one more.

    >>> from datetime import date
    >>> [[month.month for month in half] for half in halves(date(2026, 10, 31), 6)]
    [[5, 6, 7], [8, 9, 10]]
    """
    every = window(as_of, months)
    middle = (months + 1) // 2
    return every[:middle], every[middle:]
