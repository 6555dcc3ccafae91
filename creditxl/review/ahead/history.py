"""What the ledger tells of every customer's months, gathered once for all forecasts."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from creditxl.model import AccountSales
from creditxl.policy.ahead import whole_months
from creditxl.policy.need import needs_cents
from creditxl.review.ahead.courses import Pool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from creditxl.model import CustomerReview
    from creditxl.policy.parameters import Policy
    from creditxl.review.ahead.courses import Amounts
    from creditxl.review.result import Review
    from creditxl.tables.joined import Tables

NO_SALES = AccountSales()


class History(Struct, frozen=True):
    """Every customer's accounts by whole month.

    Args:
        months: The whole months, oldest first.
        customers: By id, so that no figure depends on the order in which they came.
        factors: Each customer's, of its accounts.
        sales: The accounts' gross sales (rule R4), a customer's beside each other.
        firsts: Where each customer's accounts begin.
        pools: Whose sales go on alike.
    """

    months: tuple[date, ...]
    customers: tuple[CustomerReview, ...]
    factors: tuple[tuple[Fraction, ...], ...]
    sales: Amounts
    firsts: tuple[int, ...]
    pools: tuple[Pool, ...]

    def by_customer(self, accounts: Amounts) -> Amounts:
        """Return sums over each customer's accounts."""
        return np.add.reduceat(accounts, self.firsts, axis=0)

    def needs(self, accounts: Amounts) -> Amounts:
        """Return each customer's need of each month from its accounts' sales of it (rule R5), cents."""
        rows = accounts.tolist()
        return np.array(
            [
                needs_cents(list(zip(rows[first : first + len(factors)], factors, strict=True)))
                for first, factors in zip(self.firsts, self.factors, strict=True)
            ],
            dtype=np.int64,
        )


def history(review: Review, tables: Tables) -> History:
    """Return the whole months of the customers that the ledger has any sales of."""
    policy = review.policy
    months: tuple[date, ...] = ()
    if tables.months:
        months = whole_months(tables.months[0], tuple(tables.newest_by_company.values()), review.as_of, policy)
    places = [(place, tables.months.index(month)) for place, month in enumerate(months) if month in tables.months]
    customers, factors, firsts = [], [], []
    sales: list[list[int]] = []
    for row in sorted(review.customers, key=lambda row: row.business_id):
        accounts = sorted(row.accounts, key=lambda one: (one.account.company, one.account.customer_no))
        known = [tables.sales.get((one.account.company, one.account.customer_no), NO_SALES).cents for one in accounts]
        if any(map(any, known)):
            customers.append(row)
            factors.append(tuple(Fraction(one.factor) for one in accounts))
            firsts.append(len(sales))
            sales += [_placed(cents, places, len(months)) for cents in known]
    gathered = np.array(sales, dtype=np.int64).reshape(len(sales), len(months))
    return History(
        months, tuple(customers), tuple(factors), gathered, tuple(firsts), _pools(customers, factors, gathered, policy)
    )


def _placed(cents: Sequence[int], places: Sequence[tuple[int, int]], count: int) -> list[int]:
    """Return an account's cents by whole month; a month in which nobody bought is not among the ledger's."""
    row = [0] * count
    for place, ledger in places if cents else ():
        row[place] = cents[ledger]
    return row


def _pools(
    customers: Sequence[CustomerReview], factors: Sequence[Sequence[Fraction]], sales: Amounts, policy: Policy
) -> tuple[Pool, ...]:
    """Return the accounts of each business line, and those of all small ones together, which follow the group."""
    counts = Counter(row.business_line for row in customers)
    large = sorted(line for line, count in counts.items() if line and count >= policy.ahead_least_customers)
    line_of = np.array(
        [
            large.index(row.business_line) if row.business_line in large else -1
            for row, own in zip(customers, factors, strict=True)
            for _ in own
        ],
        dtype=np.intp,
    )
    places = np.arange(len(sales), dtype=np.intp)
    pools = [Pool(places[line_of == line], places[line_of == line]) for line in range(len(large))]
    rest = places[line_of == -1]
    return (*pools, Pool(rest, places)) if len(rest) or not pools else tuple(pools)
