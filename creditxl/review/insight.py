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
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from creditxl.model import AccountRating, CustomerReview, Limit
    from creditxl.policy.parameters import Policy
    from creditxl.tables.joined import Tables
    from creditxl.tables.ledger import AccountKey

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
    losses = {
        row.business_id: rehearse(
            items[row.business_id].owed, row.cover, is_insurable=is_insurable(row.customer_type), policy=policy
        )
        for row in customers
        if row.business_id in items and items[row.business_id].owed.open > 0
    }
    watched: list[Watch] = []
    for row in customers:
        standing = Standing(
            as_of=as_of,
            is_active=is_active(row.sales_cents[window]),
            was_insured=_was_insured(row),
            first_due=_counted_from(row, items.get(row.business_id)),
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
        own = list(_claims_of(row, claims))
        if own:
            found[row.business_id] = _items(own)
    return found


def _claims_of(
    row: CustomerReview, claims: Mapping[AccountKey, OpenClaims]
) -> Iterator[tuple[AccountRating, OpenClaims]]:
    for rating in row.accounts:
        one = claims.get((rating.account.company, rating.account.customer_no))
        if one is not None:
            yield rating, one


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


def _counted_from(row: CustomerReview, items: OpenItems | None) -> date | None:
    """Return the day from which an unpaid invoice's dates are counted: none while nothing insurable is owed."""
    if items is None or not is_insurable(row.customer_type) or _insurable(items.owed) <= 0:
        return None
    return items.first_due


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
