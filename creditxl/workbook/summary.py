"""The sums of the first sheet: by status, by payment term, by who acts."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from creditxl.model import InsuranceStatus, Owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from creditxl.model import CustomerReview
    from creditxl.review.result import Task
    from creditxl.workbook.snapshots import Snapshot


class Terms(StrEnum):
    """Customers by payment term who have no term of their own in a list."""

    OTHERS = "others"  # terms of smaller needs
    SEVERAL = "several"  # companies sell to the customer on different ones


class Carrier(StrEnum):
    """What a customer's need is covered by."""

    RECOMMENDATION = "recommendation"
    LIMIT = "limit"
    NOTHING = "nothing"


LARGEST_GAPS = 10
DAYS_SHOWN = 13  # a year's months, and the month a year ago
TERMS_SHOWN = 8


Group = InsuranceStatus | Terms | int


class Sum(Struct, frozen=True):
    """Some customers in one row: how many they are, and their need and gap.

    Args:
        name: A status, or payment-term days.
    """

    name: Group
    customers: int
    need: Decimal
    gap: Decimal


class OwnerRow(Struct, frozen=True):
    """How many tasks one has, in this book and in the other."""

    owner: Owner
    here: int
    elsewhere: int


class CoverRow(Struct, frozen=True):
    """The needs that one kind of cover carries: how much of them, and what is left."""

    carrier: Carrier
    customers: int
    covered: Decimal
    gap: Decimal


class Day(Struct, frozen=True):
    """All customers on the day of one refresh."""

    as_of: date
    need: Decimal
    covered: Decimal
    gap: Decimal


class Figures(Struct, frozen=True):
    """What the first sheet of either workbook tells of all customers.

    Args:
        short: How many have a gap.
        active: How many bought in the window.
        held: How many have a limit.
    """

    short: int
    active: int
    held: int
    gaps: list[CustomerReview]
    statuses: list[Sum]
    covers: list[CoverRow]
    terms: list[Sum]


def figures_of(
    customers: Sequence[CustomerReview],
    term: Callable[[CustomerReview], int | None],
    is_active: Callable[[CustomerReview], bool],
) -> Figures:
    """Return the figures of all customers of a review; `term` is as `by_term` takes it."""
    return Figures(
        short=sum(row.gap > 0 for row in customers),
        active=sum(map(is_active, customers)),
        held=sum(row.limit > 0 for row in customers),
        gaps=largest_gaps(customers),
        statuses=by_status(customers),
        covers=by_cover(customers),
        terms=by_term(customers, term),
    )


def largest_gaps(customers: Iterable[CustomerReview]) -> list[CustomerReview]:
    """Return the customers with the largest gaps, largest first; fewer where fewer have one."""
    short = sorted((row for row in customers if row.gap > 0), key=lambda row: (-row.gap, -row.need, row.business_id))
    return short[:LARGEST_GAPS]


def by_status(customers: Sequence[CustomerReview]) -> list[Sum]:
    """Return a row for each insurance status, also those without customers."""
    rows: defaultdict[InsuranceStatus, list[CustomerReview]] = defaultdict(list)
    for row in customers:
        rows[row.insurance_status].append(row)
    return [_sum(status, rows[status]) for status in InsuranceStatus]


def by_term(customers: Sequence[CustomerReview], term: Callable[[CustomerReview], int | None]) -> list[Sum]:
    """Return a row for each payment term with any need, of the largest needs; the rest share the last rows.

    Args:
        customers: All of the review.
        term: A customer's payment-term days; None where it has several.
    """
    by_days: defaultdict[int | None, list[CustomerReview]] = defaultdict(list)
    for row in customers:
        if row.need > 0:
            by_days[term(row)].append(row)
    several = by_days.pop(None, [])
    sums = [_sum(days, rows) for days, rows in by_days.items() if days is not None]
    sums.sort(key=lambda found: found.need, reverse=True)
    others = [row for found in sums[TERMS_SHOWN:] for row in by_days[cast("int", found.name)]]
    shown = sorted(sums[:TERMS_SHOWN], key=lambda found: cast("int", found.name))
    rest = {Terms.OTHERS: others, Terms.SEVERAL: several}
    return [*shown, *(_sum(name, rows) for name, rows in rest.items() if rows)]


def by_cover(customers: Iterable[CustomerReview]) -> list[CoverRow]:
    """Return what carries the need: the larger of a recommendation and a limit, and what nothing does."""
    rows: defaultdict[Carrier, list[CustomerReview]] = defaultdict(list)
    for row in customers:
        if row.need > 0:
            rows[carrier_of(row)].append(row)
    return [_carried(carrier, rows[carrier]) for carrier in Carrier]


def carrier_of(row: CustomerReview) -> Carrier:
    """Return what a customer's cover rests on (rule R10: the two do not add up, the larger one holds)."""
    if row.cover <= 0:
        return Carrier.NOTHING
    return Carrier.LIMIT if row.limit == row.cover else Carrier.RECOMMENDATION


def trend(history: Iterable[Snapshot], today: Day) -> list[Day]:
    """Return need, cover used and gap of the days of the history up to today, oldest first; the latest year of them."""
    by_day: defaultdict[date, list[Snapshot]] = defaultdict(list)
    for one in history:
        if one.as_of < today.as_of:
            by_day[one.as_of].append(one)
    return [*(_day(day, by_day[day]) for day in sorted(by_day)), today][-DAYS_SHOWN:]


def by_owner(here: Iterable[Task], elsewhere: Iterable[Task]) -> list[OwnerRow]:
    """Return how many tasks everyone has who has any."""
    mine, others = (Counter(task.action.owner for task in tasks) for tasks in (here, elsewhere))
    return [OwnerRow(owner, mine[owner], others[owner]) for owner in Owner if mine[owner] or others[owner]]


def _sum(name: Group, rows: Sequence[CustomerReview]) -> Sum:
    return Sum(name, len(rows), *_need_and_gap(rows))


def _carried(carrier: Carrier, rows: Sequence[CustomerReview]) -> CoverRow:
    need, gap = _need_and_gap(rows)
    return CoverRow(carrier, len(rows), need - gap, gap)


def _need_and_gap(rows: Sequence[CustomerReview | Snapshot]) -> tuple[Decimal, Decimal]:
    return sum([row.need for row in rows], Decimal(0)), sum([row.gap for row in rows], Decimal(0))


def _day(day: date, rows: list[Snapshot]) -> Day:
    need, gap = _need_and_gap(rows)
    return Day(day, need, need - gap, gap)
