"""Recommendations, limits and positions of one customer, as the tests' tables name them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from creditxl.model import Activity, Decision, Limit, LimitStatus, Recommendation, RecommendationKind
from creditxl.policy.actions import Position
from creditxl.policy.cover import LimitState, RecommendationState
from creditxl.policy.parameters import load

AS_OF = date(2026, 4, 30)
POLICY = load(AS_OF)


def euros(amount: str | int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def recommendation(
    kind: str, decision: str, decided_on: date, amount: str | int | None = None, cancelled_on: date | None = None
) -> Recommendation:
    return Recommendation(
        business_id="1234567-1",
        kind=RecommendationKind(kind),
        decision=Decision(decision),
        amount=euros(amount),
        decided_on=decided_on,
        cancelled_on=cancelled_on,
    )


def limit(
    decision: str,
    granted: int | None = None,
    *,
    requested: int | None = None,
    start: date | None = None,
    end: date | None = None,
) -> Limit:
    return Limit(
        business_id="1234567-1",
        requested=euros(requested),
        granted=euros(granted),
        decision=Decision(decision),
        valid_from=start,
        valid_to=end,
    )


# An old, insurable customer that buys every month, needs 20 000, and has neither a recommendation nor a limit.
PLAIN = Position(
    as_of=AS_OF,
    need=Decimal(20000),
    is_active=True,
    activity=Activity.ACTIVE,
    created_on=date(2020, 1, 1),
    is_insurable=True,
    term_days=30,
    invoice_term_days=30,
    previous_limit=None,
    seller="Seller S",
    business_line="Line L",
    limit=LimitState(),
    limit_status=LimitStatus.NONE,
    recommendation=RecommendationState(),
)


def position(**changes: object) -> Position:
    return replace(PLAIN, **changes)  # type: ignore[arg-type] # each test names the fields it changes
