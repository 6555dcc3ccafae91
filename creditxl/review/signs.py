"""The first warning sign of every customer, measured from what the ledger tells (rule R18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.policy.money import NOTHING
from creditxl.policy.signs import NO_SIGNS, days_late, growth, halves, measured, overdue_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from creditxl.model import CustomerReview
    from creditxl.policy.parameters import Policy
    from creditxl.policy.signs import Signs
    from creditxl.tables.habits import Habits, Halves
    from creditxl.tables.ledger import AccountKey

    Growth = Mapping[AccountKey, int]


def signs(customers: Iterable[CustomerReview], habits: Habits, policy: Policy, *, as_of: date) -> dict[str, Signs]:
    """Return what the ledger tells of each customer's first sign, by customer id.

    A customer of whom it tells nothing is left out: nothing overdue, and no terms or delays that have changed. Of
    several accounts the one that grew the most counts: how sales move between them must not hide or make a change.
    """
    earlier, later = halves(as_of, policy.sign_months)
    terms = _growth(habits.terms_between(earlier, later))
    delays = _growth(habits.delays_between(earlier, later))
    found = ((row.business_id, _signs(row, terms, delays, policy, as_of)) for row in customers)
    return {business_id: one for business_id, one in found if one is not NO_SIGNS}


def _signs(row: CustomerReview, terms: Growth, delays: Growth, policy: Policy, as_of: date) -> Signs:
    terms_grow, pays_later = _largest(row, terms), _largest(row, delays)
    if not row.overdue and terms_grow is None and pays_later is None:
        return NO_SIGNS
    return measured(
        days_late=days_late(row.oldest_due_date, as_of),
        overdue_share=overdue_share(row.overdue or NOTHING, row.open_receivables or NOTHING),
        pays_later=pays_later,
        terms_grow=terms_grow,
        policy=policy,
    )


def _growth(accounts: Mapping[AccountKey, Halves]) -> dict[AccountKey, int]:
    grown = ((account, growth(earlier, later)) for account, (earlier, later) in accounts.items())
    return {account: days for account, days in grown if days}


def _largest(row: CustomerReview, grown: Growth) -> int | None:
    if not grown:
        return None
    keys = ((rating.account.company, rating.account.customer_no) for rating in row.accounts)
    return max((grown[key] for key in keys if key in grown), default=None)
