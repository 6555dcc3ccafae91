"""What the credit-information company and the insurer have decided on each customer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.model import Decision, RecommendationKind
from creditxl.sample.archetypes import Created, Lim, Rec
from creditxl.sample.group import AS_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.sample.buyers import Buyer
    from creditxl.sample.dice import Dice

QUICK, CONTINUOUS = RecommendationKind.QUICK, RecommendationKind.CONTINUOUS
APPROVED, REJECTED = Decision.APPROVED, Decision.REJECTED
REC_PURPOSE, LIMIT_PURPOSE = 3, 4
STEP = 100_000  # 1 000 euros: decisions come in these
CRM_SINCE = date(2019, 3, 1)  # older decisions did not come over to the CRM
LISTED = (date(2026, 10, 31), date(2026, 12, 31))  # renewals that the service was asked for
# Renewals within a calendar month of `as_of`, then past it; the bounds come up first.
RENEWS = (
    date(2026, 10, 31),
    date(2026, 11, 30),
    date(2026, 11, 3),
    date(2026, 11, 12),
    date(2026, 11, 18),
    date(2026, 11, 27),
)
RENEWS_LATER = (date(2026, 12, 1), date(2026, 12, 9), date(2026, 12, 30))
# Quick ones that have run out: six months from 30 April is 30 October, a day before `as_of`.
RUN_OUT = (date(2026, 4, 30), date(2026, 4, 14), date(2026, 2, 27), date(2025, 12, 3), date(2025, 8, 31))
LIMIT_ENDS = (date(2026, 10, 30), date(2026, 9, 30), date(2026, 6, 30))
LAST_DAY_VALID = (AS_OF, date(2026, 12, 31), date(2027, 6, 30))


class Recommended(Struct, frozen=True):
    """A recommendation, amount in cents."""

    buyer: Buyer
    kind: RecommendationKind
    decision: Decision
    decided_on: date
    amount: int | None = None
    renews_on: date | None = None
    cancelled_on: date | None = None


class Insured(Struct, frozen=True):
    """A decision of the insurer, amounts in cents; nothing granted yet is None."""

    buyer: Buyer
    requested: int
    granted: int | None
    decision: Decision
    valid_from: date | None
    valid_to: date | None = None


def recommendations(buyer: Buyer, turn: int) -> Iterator[Recommended]:
    """Return a customer's recommendations, oldest first; the newest is what its archetype says.

    Args:
        buyer: The customer; without a business id nobody can be asked about it.
        turn: Its place among those with the same kind of recommendation, for dates at a bound.
    """
    way = buyer.recommendation
    if way is Rec.NONE or not buyer.business_id:
        return
    dice = buyer.dice(REC_PURPOSE)
    if way in (Rec.QUICK, Rec.QUICK_EXPIRED, Rec.QUICK_REJECTED):
        yield _quick(buyer, way, turn, dice)
    else:
        yield from _continuous(buyer, way, turn, dice)


def _quick(buyer: Buyer, way: Rec, turn: int, dice: Dice) -> Recommended:
    if way is Rec.QUICK_EXPIRED:
        decided_on = max(RUN_OUT[turn % len(RUN_OUT)], _start(buyer))
        return Recommended(buyer, QUICK, APPROVED, decided_on)
    decision = REJECTED if way is Rec.QUICK_REJECTED else APPROVED
    if buyer.archetype.created is Created.OLD:
        return Recommended(buyer, QUICK, decision, dice.day(date(2026, 5, 1), date(2026, 10, 28)))
    return Recommended(buyer, QUICK, decision, _start(buyer))


def _continuous(buyer: Buyer, way: Rec, turn: int, dice: Dice) -> Iterator[Recommended]:
    start = max(_start(buyer), CRM_SINCE)
    if start > CRM_SINCE:
        yield Recommended(buyer, QUICK, APPROVED, start)
    applied_on, renews_on = _applied(start, way, turn, dice)
    amount = _amount(buyer, way, dice)
    if way in (Rec.LOW, Rec.REJECTED):
        # Approved once, and enough then; changed since, which does not move the renewal.
        yield Recommended(buyer, CONTINUOUS, APPROVED, applied_on, _up(buyer.peak))
        decision = REJECTED if way is Rec.REJECTED else APPROVED
        changed_on = dice.day(date(2026, 8, 3), date(2026, 10, 29))
        yield Recommended(buyer, CONTINUOUS, decision, changed_on, amount, renews_on)
    elif way is Rec.CANCELLED:
        cancelled_on = dice.day(max(applied_on, date(2026, 1, 7)), date(2026, 10, 29))
        yield Recommended(buyer, CONTINUOUS, APPROVED, applied_on, amount, None, cancelled_on)
    else:
        yield Recommended(buyer, CONTINUOUS, APPROVED, applied_on, amount, renews_on)


def _start(buyer: Buyer) -> date:
    return buyer.created_on or date(2023, 5, 2)


def _applied(start: date, way: Rec, turn: int, dice: Dice) -> tuple[date, date]:
    """Return when a continuous recommendation was applied for and when it renews next, on its anniversary."""
    if way is Rec.RENEWING:
        renews_on = RENEWS[turn % len(RENEWS)]
    elif way is Rec.RENEWING_LATER:
        renews_on = RENEWS_LATER[turn % len(RENEWS_LATER)]
    else:
        # One that changed since August must have been applied for before.
        last = date(2027, 7, 28) if way in (Rec.LOW, Rec.REJECTED) else date(2027, 10, 28)
        renews_on = dice.day(date(2027, 1, 2), last)
    latest = renews_on.year - 1
    # Applied for three months after the creation at the earliest; day 28 at the latest of what may be a short month.
    earliest = start + timedelta(days=92)
    years = [year for year in range(start.year, latest + 1) if renews_on.replace(year=year) >= earliest]
    year = dice.pick(years) if years else latest
    return renews_on.replace(year=year), renews_on


def _amount(buyer: Buyer, way: Rec, dice: Dice) -> int | None:
    if way is Rec.REJECTED:
        return 0
    if way is Rec.LOW:
        return max(STEP // 2, buyer.peak * dice.between(35, 80) // 100 // STEP * STEP)
    return _up(buyer.peak) + dice.below(4) * STEP


def limit(buyer: Buyer, turn: int) -> Insured | None:
    """Return the insurer's decision on a customer; None where it was never asked.

    Args:
        buyer: The customer.
        turn: Its place among those with the same kind of limit, for dates at a bound.
    """
    way = buyer.limit_way
    if way is Lim.NONE:
        return None
    dice = buyer.dice(LIMIT_PURPOSE)
    since = dice.day(max(date(2024, 1, 8), _start(buyer)), date(2026, 10, 26))
    if buyer.limit is not None:
        return Insured(buyer, buyer.limit, buyer.limit, APPROVED, since)
    need = _up(buyer.peak)
    return {
        Lim.ENOUGH: _enough,
        Lim.SHORT: _short,
        Lim.PARTIAL: _partial,
        Lim.REFUSED: lambda *_: Insured(buyer, need, 0, REJECTED, since),
        Lim.PENDING: lambda *_: Insured(buyer, need, None, Decision.PENDING, None),
        Lim.EXPIRED: lambda *_: Insured(
            buyer, need, need, APPROVED, date(2025, 11, 3), LIMIT_ENDS[turn % len(LIMIT_ENDS)]
        ),
        Lim.EXCESS: _excess,
        Lim.UNUSED: _enough,
    }[way](buyer, turn, since, dice)


def _enough(buyer: Buyer, turn: int, since: date, dice: Dice) -> Insured:
    granted = _up(buyer.peak + buyer.peak * dice.below(16) // 100)
    valid_to = LAST_DAY_VALID[turn] if turn < len(LAST_DAY_VALID) else None
    return Insured(buyer, granted, granted, APPROVED, since, valid_to)


def _short(buyer: Buyer, _: int, since: date, dice: Dice) -> Insured:
    granted = _up(buyer.peak * dice.between(45, 88) // 100)
    return Insured(buyer, granted, granted, APPROVED, since)


def _partial(buyer: Buyer, _: int, since: date, dice: Dice) -> Insured:
    granted = _up(buyer.peak * dice.between(30, 75) // 100)
    return Insured(buyer, _up(buyer.peak), granted, Decision.PARTIAL, since)


def _excess(buyer: Buyer, _: int, since: date, dice: Dice) -> Insured:
    granted = max(_up(buyer.peak * dice.between(135, 230) // 100), _up(buyer.peak) + 12 * STEP)
    return Insured(buyer, granted, granted, APPROVED, since)


def _up(cents: int) -> int:
    """Round up to whole thousands of euros."""
    return -(-cents // STEP) * STEP
