"""Where a customer stands, and what the rows of the actions' table ask of it: rules section 5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.model import LimitStatus, RecommendationKind
from creditxl.policy.calendar import add_months, month_of
from creditxl.policy.money import round_up

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from creditxl.model import Activity
    from creditxl.policy.cover import LimitState, RecommendationState
    from creditxl.policy.parameters import Policy

# Nothing is refused while the insurer has not decided, and an expired decision is none.
UNDECIDED = frozenset({LimitStatus.PENDING, LimitStatus.EXPIRED})


class Position(Struct, frozen=True, kw_only=True):
    """Where a customer stands on the day of a review; amounts in the ledger's currency, terms in days.

    Args:
        is_active: Rule R7.
        activity: Rule R13.
        created_on: None when unknown: the customer counts as an old one.
        term_days: The agreed payment term; the longest where companies differ.
        invoice_term_days: The median of its invoices; None without any.
        previous_limit: The limit at the last refresh; None when there was none.
    """

    as_of: date
    need: Decimal
    is_active: bool
    activity: Activity
    created_on: date | None
    is_insurable: bool
    term_days: int
    invoice_term_days: int | None
    previous_limit: Decimal | None
    seller: str
    business_line: str
    limit: LimitState
    limit_status: LimitStatus
    recommendation: RecommendationState


def needs_recommendation(position: Position, policy: Policy) -> bool:
    """Tell whether a recommendation would cover the need, and neither one nor a limit does."""
    return (
        position.is_active
        and position.is_insurable
        and position.limit.amount < position.need <= policy.recommendation_ceiling
        and not position.recommendation.is_valid
        and not position.recommendation.is_rejected
    )


def is_new(position: Position, policy: Policy) -> bool:
    return is_new_customer(position.created_on, position.as_of, policy)


def is_new_customer(created_on: date | None, as_of: date, policy: Policy) -> bool:
    """Tell whether a customer was created less than so many calendar months before the review; unknown is old."""
    return created_on is not None and created_on > add_months(as_of, -policy.new_customer_months)


def is_checked(position: Position, policy: Policy) -> bool:
    """Tell whether this month's check of new customers with a quick recommendation takes this one."""
    recommendation = position.recommendation
    return (
        recommendation.is_valid
        and recommendation.kind is RecommendationKind.QUICK
        and position.created_on is not None
        and month_of(position.created_on) == add_months(month_of(position.as_of), -policy.check_after_months)
        and position.need <= policy.recommendation_ceiling
    )


def is_short_of_limit(position: Position) -> bool:
    """Tell whether a larger limit may be applied for: none is pending, and none was refused."""
    return (
        position.is_active
        and position.is_insurable
        and position.limit.amount < position.need
        and position.limit_status is not LimitStatus.PENDING
        and not is_refused(position)
    )


def is_refused(position: Position) -> bool:
    """Tell whether the insurer's decision is no, or less than both what was asked for and the need."""
    limit = position.limit
    return is_refusal(position.limit_status, limit.granted, limit.requested, position.need)


def is_refusal(status: LimitStatus, granted: Decimal | None, requested: Decimal | None, need: Decimal) -> bool:
    """Tell whether a decision on a limit is no, or less than both what was asked for and the need."""
    if status in UNDECIDED or granted is None or requested is None:
        return status is LimitStatus.REFUSED
    return status is LimitStatus.REFUSED or granted < min(requested, need)


def needs_limit(position: Position, policy: Policy) -> bool:
    return position.need > policy.recommendation_ceiling or not position.recommendation.is_valid


def is_continuous(position: Position) -> bool:
    return position.recommendation.kind is RecommendationKind.CONTINUOUS


def applied(position: Position, policy: Policy) -> Decimal:
    return round_up(position.need, policy.limit_step)
