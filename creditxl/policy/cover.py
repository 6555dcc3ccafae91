"""Recommendations, limits and what they cover: rules R9 to R12."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.model import CustomerType, Decision, RecommendationKind, RecommendationStatus
from creditxl.policy.calendar import add_months
from creditxl.policy.money import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from creditxl.model import Limit, Recommendation
    from creditxl.policy.parameters import Policy

GRANTED = frozenset({Decision.APPROVED, Decision.PARTIAL})
VALID = frozenset({RecommendationStatus.VALID, RecommendationStatus.BELOW_NEED})


class RecommendationState(Struct, frozen=True):
    """What a customer's newest recommendation is worth on one day.

    Args:
        valid_until: The last day it is or was valid; None for one without an end, and for one never approved.
    """

    kind: RecommendationKind | None = None
    status: RecommendationStatus = RecommendationStatus.NONE
    decision: Decision | None = None
    amount: Decimal | None = None
    valid_until: date | None = None
    renews_on: date | None = None
    decided_on: date | None = None
    cancelled_on: date | None = None

    @property
    def is_valid(self) -> bool:
        """Whether the insurance accepts it (rule R10): below the need is valid too."""
        return self.status in VALID

    @property
    def is_rejected(self) -> bool:
        return self.status is RecommendationStatus.REJECTED


class LimitState(Struct, frozen=True):
    """What the insurer's decisions on a customer are worth on one day.

    Args:
        amount: The limit in force; 0 when there is none, or it was refused or has expired.
        requested: What was last asked for.
        granted: What the decision that counts granted, in force or not.
        valid_to: The last day of that decision.
        decision: It, or pending where something is asked for and not decided.
        is_pending: Something is asked for and not decided; an older limit may be in force beside it.
    """

    amount: Decimal = NOTHING
    requested: Decimal | None = None
    granted: Decimal | None = None
    valid_to: date | None = None
    decision: Decision | None = None
    is_pending: bool = False
    is_refused_decision: bool = False
    is_expired: bool = False

    @property
    def exists(self) -> bool:
        """Whether the insurer knows of this customer: a limit, or a request or decision on one."""
        return self.amount > 0 or self.is_pending or self.is_refused_decision or self.is_expired


def recommendation_state(
    recommendations: Sequence[Recommendation], as_of: date, need: Decimal, policy: Policy
) -> RecommendationState:
    """Return the state of a customer's recommendations (rules R9, R11; the status as rules section 5 orders it).

    The newest decision counts; on one day a continuous one before a quick one, then the later in the sequence.
    Decisions after `as_of` are not known yet, and one that is pending is no decision.

    Args:
        recommendations: All of one customer's, in any order.
        as_of: The day of the review.
        need: Limit need, ledger currency, rounded to cents.
        policy: How long a quick one is valid.
    """
    decided = [one for one in recommendations if one.decided_on <= as_of and one.decision is not Decision.PENDING]
    if not decided:
        return RecommendationState()
    # Of equal ones max() keeps the first: so the later comes first.
    newest = max(reversed(decided), key=lambda one: (one.decided_on, one.kind is RecommendationKind.CONTINUOUS))
    until = _valid_until(newest, policy)
    return RecommendationState(
        kind=newest.kind,
        status=_recommendation_status(newest, as_of, until, need),
        decision=newest.decision,
        amount=newest.amount,
        valid_until=until,
        renews_on=newest.renews_on,
        decided_on=newest.decided_on,
        cancelled_on=newest.cancelled_on,
    )


def _valid_until(one: Recommendation, policy: Policy) -> date | None:
    if one.decision is Decision.REJECTED:
        return None
    ends = []
    if one.kind is RecommendationKind.QUICK:
        ends.append(add_months(one.decided_on, policy.quick_validity_months))
    if one.cancelled_on is not None and one.cancelled_on > one.decided_on:
        ends.append(one.cancelled_on - timedelta(days=1))
    return min(ends, default=None)


def _recommendation_status(one: Recommendation, as_of: date, until: date | None, need: Decimal) -> RecommendationStatus:
    if one.decision is Decision.CANCELLED or (one.cancelled_on is not None and one.cancelled_on <= as_of):
        return RecommendationStatus.CANCELLED
    if one.decision is Decision.REJECTED:
        return RecommendationStatus.REJECTED
    if until is not None and until < as_of:
        return RecommendationStatus.EXPIRED
    if one.kind is RecommendationKind.CONTINUOUS and one.amount is not None and one.amount < need:
        return RecommendationStatus.BELOW_NEED
    return RecommendationStatus.VALID


def limit_state(limits: Sequence[Limit], as_of: date) -> LimitState:
    """Return the state of a customer's limits (rule R10, rules section 5).

    Rows that begin after `as_of` are not known yet. The newest row says whether a decision is pending; the decision
    that counts is the newest granted one in force, unless a later one refused or cancelled it.
    """
    rows = _newest_first(limits, as_of)
    pending = rows[0] if rows and rows[0].decision is Decision.PENDING else None
    counting = _counting([row for row in rows if row.decision is not Decision.PENDING], as_of)
    if counting is None:
        if pending is None:
            return LimitState()
        return LimitState(requested=pending.requested, decision=Decision.PENDING, is_pending=True)
    granted = counting.decision in GRANTED
    in_force = granted and not _has_ended(counting, as_of)
    return LimitState(
        amount=(counting.granted or NOTHING) if in_force else NOTHING,
        requested=(pending or counting).requested,
        granted=counting.granted,
        valid_to=counting.valid_to,
        decision=(pending or counting).decision,
        is_pending=pending is not None,
        is_refused_decision=counting.decision is Decision.REJECTED,
        is_expired=granted and not in_force,
    )


def limit_cut_on(limits: Sequence[Limit], as_of: date, previous: Decimal | None) -> date | None:
    """Return the day from which the insurer gives less than it gave before: its run-off is counted from it (rule R17).

    Args:
        limits: All of one customer's, in any order.
        as_of: Rows that begin later are not known yet.
        previous: The limit at the last refresh, for extracts that show the newest decision alone; None where unknown.

    Returns:
        The first day of the newest decision; None where it gives no less, or does not say from when it holds.
    """
    decided = [row for row in _newest_first(limits, as_of) if row.decision is not Decision.PENDING]
    if not decided or decided[0].valid_from is None:
        return None
    start = decided[0].valid_from
    older = decided[1] if len(decided) > 1 else None
    before = previous if older is None else _gives(older, start - timedelta(days=1))
    return start if before is not None and _gives(decided[0], start) < before else None


def _gives(row: Limit, on: date) -> Decimal:
    return (row.granted or NOTHING) if row.decision in GRANTED and not _has_ended(row, on) else NOTHING


def _newest_first(limits: Sequence[Limit], as_of: date) -> list[Limit]:
    started = [row for row in limits if row.valid_from is None or row.valid_from <= as_of]
    # Oldest first, and then turned round: of equal ones the later in the sequence comes first.
    started.sort(key=lambda row: _begins(row, as_of))
    return started[::-1]


def _begins(row: Limit, as_of: date) -> date:
    """Return the first day of a row; an undated request is asked today, an undated decision is as old as can be."""
    undated = as_of if row.decision is Decision.PENDING else date.min
    return row.valid_from or undated


def _counting(decided: Sequence[Limit], as_of: date) -> Limit | None:
    for row in decided:
        if row.decision not in GRANTED:
            break
        if not _has_ended(row, as_of):
            return row
    newest = decided[0] if decided else None
    return None if newest is None or newest.decision is Decision.CANCELLED else newest


def _has_ended(row: Limit, as_of: date) -> bool:
    return row.valid_to is not None and row.valid_to < as_of


def is_insurable(customer_type: CustomerType) -> bool:
    """Tell whether a customer can be insured: no state, public body, private person or own company (rule R12)."""
    return customer_type is CustomerType.COMPANY


def cover(limit: Decimal, recommendation_is_valid: bool, ceiling: Decimal) -> Decimal:  # noqa: FBT001 - the rule's own order
    """Return what is insured of a customer's need (rule R10): the two do not add up, the larger one holds.

    A customer that is not insurable (rule R12) has no cover, whatever stands in the extracts: the caller says 0.

    Args:
        limit: The limit in force, ledger currency.
        recommendation_is_valid: Whether a recommendation is approved and valid (rule R9).
        ceiling: What a recommendation covers at most, whatever its own amount, ledger currency.

    >>> from decimal import Decimal
    >>> cover(Decimal(12000), True, Decimal(30000)), cover(Decimal(12000), False, Decimal(30000))
    (Decimal('30000'), Decimal('12000'))
    """
    return max(limit, ceiling) if recommendation_is_valid else limit


def gap(need: Decimal, cover: Decimal) -> Decimal:
    """Return the part of the need that nothing covers (rule R10), never below 0.

    >>> from decimal import Decimal
    >>> gap(Decimal(42000), Decimal(30000)), gap(Decimal(1), Decimal(2))
    (Decimal('12000'), Decimal('0'))
    """
    return max(need - cover, NOTHING)
