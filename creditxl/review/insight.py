"""What the open entries tell: how old they are, which dates follow, what a default would cost (rules R14 to R17)."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from creditxl.model import Decision, LimitStatus, TermSource, from_cents
from creditxl.policy.cover import is_insurable, limit_cut_on
from creditxl.policy.deadlines import RANKS, Standing, deadlines
from creditxl.policy.need import is_active
from creditxl.policy.receivables import first_due_date
from creditxl.policy.rehearsal import Owed, rehearse
from creditxl.review.result import Insight, OpenItems, Watch
from creditxl.tables.ageing import OpenClaims

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from creditxl.model import AccountRating, CustomerReview, Limit
    from creditxl.policy.parameters import Policy
    from creditxl.policy.rehearsal import Rehearsal
    from creditxl.tables.joined import Tables

# A term that was agreed with the customer; one read off its invoices would move with their due dates.
AGREED = frozenset({TermSource.NUMBER, TermSource.TERMS_TABLE, TermSource.TEXT, TermSource.OWN})


def insight(
    customers: Sequence[CustomerReview],
    tables: Tables,
    policy: Policy,
    *,
    as_of: date,
    window: slice,
    previous: Mapping[str, Decimal] | None,
) -> Insight:
    """Return what the open entries tell of the customers.

    Args:
        customers: All of the review.
        tables: The open entries, and the insurer's decisions.
        policy: Ages, days to dates, deductible and profit margin.
        as_of: The day of the review.
        window: Where the months that the need looks at stand among those shown.
        previous: The limits at the last refresh by customer id; None when there was none.
    """
    limits = {customer.customer_id: customer.limits for customer in tables.customers if customer.limits}
    items = _open_items(customers, tables, policy, as_of)
    losses: dict[str, Rehearsal] = {}
    watched: list[Watch] = []
    for row in customers:
        own, insurable = items.get(row.business_id), is_insurable(row.customer_type)
        if own is not None and own.owed.open > 0:
            losses[row.business_id] = rehearse(own.owed, row.cover, is_insurable=insurable, policy=policy)
        standing = Standing(
            as_of=as_of,
            is_active=is_active(row.sales_cents[window]),
            was_insured=_was_insured(row),
            # None while nothing insurable is owed.
            first_due=own.first_due if own is not None and insurable and _insurable(own.owed) > 0 else None,
            recommendation_kind=row.recommendation_kind,
            recommendation_status=row.recommendation_status,
            valid_until=row.recommendation_valid_until,
            renews_on=row.recommendation_renews_on,
            cut_on=_cut_on(row, limits, previous, as_of),
        )
        found = deadlines(standing, policy)
        watched += [Watch(row, one) for one in found]
    watched.sort(key=lambda one: (one.deadline.day, RANKS[one.deadline.watched], one.customer.business_id))
    return Insight(items, losses, tuple(watched))


def _open_items(
    customers: Iterable[CustomerReview], tables: Tables, policy: Policy, as_of: date
) -> dict[str, OpenItems]:
    if tables.claims is None:
        return {}
    claims = tables.claims.by_account(as_of, policy.overdue_ages, policy.max_payment_term)
    found = {}
    for row in customers:
        own = [
            (rating, one)
            for rating in row.accounts
            if (one := claims.get((rating.account.company, rating.account.customer_no))) is not None
        ]
        if own:
            found[row.business_id] = _items(own)
    return found


def _items(own: Sequence[tuple[AccountRating, OpenClaims]]) -> OpenItems:
    all_of = reduce(OpenClaims.plus, (one for _, one in own))
    owed = Owed(
        open=from_cents(all_of.not_due + sum(all_of.ages) + all_of.unapplied),
        disputed=from_cents(all_of.disputed),
        long_term=from_cents(all_of.long_term),
        fees=from_cents(all_of.fees),
    )
    days = [_first_due(rating, one) for rating, one in own]
    return OpenItems(
        not_due=from_cents(all_of.not_due),
        ages=tuple(map(from_cents, all_of.ages)),
        unapplied=from_cents(all_of.unapplied),
        owed=owed,
        first_due=min(filter(None, days), default=None),
    )


def _first_due(rating: AccountRating, claims: OpenClaims) -> date | None:
    agreed = rating.term_days if rating.term_source in AGREED else None
    return first_due_date(claims.due_on, claims.posted_on, agreed)


def _insurable(owed: Owed) -> Decimal:
    return owed.open - owed.disputed - owed.fees


def _was_insured(row: CustomerReview) -> bool:
    """Tell whether anything covers a customer or has: what was delivered then may be covered still."""
    return (
        row.cover > 0
        or row.limit_status is LimitStatus.EXPIRED
        or bool(row.limit_granted)
        or row.recommendation_decision in {Decision.APPROVED, Decision.CANCELLED}
    )


def _cut_on(
    row: CustomerReview,
    limits: Mapping[str, Sequence[Limit]],
    previous: Mapping[str, Decimal] | None,
    as_of: date,
) -> date | None:
    own = limits.get(row.business_id)
    return limit_cut_on(own, as_of, previous.get(row.business_id) if previous else None) if own else None
