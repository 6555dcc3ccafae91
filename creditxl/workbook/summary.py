"""The sums of the first sheet: by status, by payment term, by who acts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from creditxl.model import InsuranceStatus, Owner

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from creditxl.model import CustomerReview
    from creditxl.review.result import Task

LARGEST_GAPS = 10
TERMS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Sum:
    """Some customers in one row: how many they are, and their need and gap.

    Args:
        name: A status, or payment-term days; None for all that have no row of their own.
    """

    name: InsuranceStatus | int | None
    customers: int
    need: Decimal
    gap: Decimal


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """How many tasks one has, in this book and in the other."""

    owner: Owner
    here: int
    elsewhere: int


def largest_gaps(customers: Iterable[CustomerReview]) -> list[CustomerReview]:
    """Return the customers with the largest gaps, largest first; fewer where fewer have one."""
    short = sorted((row for row in customers if row.gap > 0), key=lambda row: (-row.gap, -row.need, row.business_id))
    return short[:LARGEST_GAPS]


def by_status(customers: Sequence[CustomerReview]) -> list[Sum]:
    """Return a row for each insurance status, also those without customers."""
    return [_sum(status, (row for row in customers if row.insurance_status is status)) for status in InsuranceStatus]


def by_term(customers: Sequence[CustomerReview]) -> list[Sum]:
    """Return a row for each payment term with any need, the largest needs; the rest share the last row."""
    needs: Counter[int] = Counter()
    for row in customers:
        if row.need > 0:
            needs[row.payment_term_days] += int(row.need)
    shown = sorted(sorted(needs, key=lambda days: (-needs[days], days))[:TERMS_SHOWN])
    rows = [_sum(days, (row for row in customers if row.need > 0 and row.payment_term_days == days)) for days in shown]
    rest = [row for row in customers if row.need > 0 and row.payment_term_days not in shown]
    return [*rows, _sum(None, rest)] if rest else rows


def by_owner(here: Iterable[Task], elsewhere: Iterable[Task]) -> list[OwnerRow]:
    """Return how many tasks everyone has who has any."""
    mine, others = (Counter(task.action.owner for task in tasks) for tasks in (here, elsewhere))
    return [OwnerRow(owner, mine[owner], others[owner]) for owner in Owner if mine[owner] or others[owner]]


def _sum(name: InsuranceStatus | int | None, customers: Iterable[CustomerReview]) -> Sum:
    rows = list(customers)
    need = sum((row.need for row in rows), Decimal(0))
    return Sum(name, len(rows), need, sum((row.gap for row in rows), Decimal(0)))
