"""Customers of one parent, and the companies that sell to one buyer, shown together: nothing is counted twice.

Which customers belong together people say; no extract tells it. The cover, the gap and the tasks stay each customer's
own: the insurer's limits are for named companies, and one company's limit covers no other's receivables.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.model import from_cents
from creditxl.policy.money import NOTHING
from creditxl.policy.need import basis_need
from creditxl.tables.business_ids import canonical, compact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from creditxl.model import CustomerReview
    from creditxl.review.result import Review

SEVERAL = 2


class Group(Struct, frozen=True):
    """Customers that belong together, or one buyer of several companies.

    Args:
        name: Of the parent: its customer's, else as people typed it.
        members: In the order of the review.
        joint_need: Of the months' needs summed over the members: their fullest months need not be the same.
    """

    name: str
    members: tuple[CustomerReview, ...]
    joint_need: Decimal

    @property
    def need(self) -> Decimal:
        return sum((row.need for row in self.members), NOTHING)

    @property
    def limit(self) -> Decimal:
        return sum((row.limit for row in self.members), NOTHING)

    @property
    def cover_used(self) -> Decimal:
        return sum((min(row.need, row.cover) for row in self.members), NOTHING)

    @property
    def gap(self) -> Decimal:
        return sum((row.gap for row in self.members), NOTHING)

    @property
    def sales_window(self) -> Decimal:
        return sum((row.sales_window for row in self.members), NOTHING)

    @property
    def open_receivables(self) -> Decimal | None:
        """What the members owe; None where the ledger does not tell."""
        return _sum([row.open_receivables for row in self.members])

    @property
    def uncovered_receivables(self) -> Decimal | None:
        return _sum([row.uncovered_receivables for row in self.members])


def groups(review: Review, parents: Mapping[str, str]) -> tuple[Group, ...]:
    """Return the customers of one parent, and the buyers of several companies, by gap, then need, largest first.

    A parent that is a customer itself belongs to its group, and a parent's parent holds both together.

    Args:
        review: Whose customers they are; one that it does not have is in no group.
        parents: The parent's business id or name that people typed, by customer id.
    """
    named = _Names(review)
    members: dict[str, list[CustomerReview]] = defaultdict(list)
    for row in review.customers:
        members[named.top(row.business_id, parents)].append(row)
    found = [
        Group(named.shown(key, parents), tuple(rows), _joint_need(review, rows))
        for key, rows in members.items()
        if len(rows) >= SEVERAL or len(rows[0].accounts) >= SEVERAL or rows[0].business_id in parents
    ]
    return tuple(sorted(found, key=lambda group: (-group.gap, -group.need, group.name)))


class _Names:
    """The customers by all that a parent may be called: a name that two customers bear is no one's."""

    def __init__(self, review: Review) -> None:
        self.names = {row.business_id: row.name for row in review.customers}

    @cached_property
    def _by_id(self) -> Mapping[str, str]:
        return {compact(business_id): business_id for business_id in self.names}

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        bearers = defaultdict(list)
        for business_id, name in self.names.items():
            bearers[folded(name)].append(business_id)
        return {name: found[0] for name, found in bearers.items() if len(found) == 1}

    def top(self, customer: str, parents: Mapping[str, str]) -> str:
        """Return the last in the row of a customer's parents: a customer id, or the folded name of one that is none.

        Where parents lead round in a circle, all in it have the same top: the first of their ids.
        """
        seen = [customer]
        while (typed := parents.get(seen[-1])) is not None:
            above = self._key(typed)
            if above in seen:
                return min(seen[seen.index(above) :])
            seen.append(above)
        return seen[-1]

    def shown(self, key: str, parents: Mapping[str, str]) -> str:
        if key in self.names:
            return self.names[key]
        return next(" ".join(typed.split()) for _, typed in sorted(parents.items()) if self._key(typed) == key)

    def _key(self, typed: str) -> str:
        business_id = canonical(typed) or typed
        known = self._by_id.get(compact(business_id)) if compact(business_id) else None
        return known or self._by_name.get(folded(typed)) or folded(business_id)


def folded(name: str) -> str:
    """Return a name without what two people write differently: case and spaces.

    >>> folded(" Koivu  OY ")
    'koivu oy'
    """
    return " ".join(name.casefold().split())


def _joint_need(review: Review, rows: Sequence[CustomerReview]) -> Decimal:
    window = review.window_places
    by_month = [from_cents(sum(cents)) for cents in zip(*(row.need_cents[window] for row in rows), strict=True)]
    return basis_need(by_month, review.policy.need_basis)


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    told = [amount for amount in amounts if amount is not None]
    return sum(told, NOTHING) if len(told) == len(amounts) else None
