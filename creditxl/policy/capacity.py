"""The insurer's total: what limits use of it, what could be freed, and which gaps that would fill (rule R19).

The gaps are filled here in the order of their size; `creditxl.review.optimum` finds the plan that fills the most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from creditxl.policy.cover import gap
from creditxl.policy.money import NOTHING, round_up
from creditxl.policy.status import is_excess

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from creditxl.policy.parameters import Policy


class Claim(Struct, frozen=True, kw_only=True):
    """What one customer has and calls for of the insurer's total; amounts in the ledger's currency.

    Args:
        customer: Whose it is.
        limit: In force.
        cover: Rule R10: the larger of the limit and what a valid recommendation covers.
        is_active: Rule R7.
        is_rejected: Its recommendation is.
        is_refused: The insurer will not give more than it has.
    """

    customer: str
    need: Decimal
    limit: Decimal
    cover: Decimal
    is_active: bool
    is_insurable: bool
    is_rejected: bool
    is_refused: bool


class Fill(Struct, frozen=True):
    """A gap that the free amount would fill, whole or in part; amounts in the ledger's currency.

    Args:
        claim: Whose gap it is.
        asked: What a limit as high as the need takes of the total, beside the limit in force.
        given: What it gets of that.
        filled: The part of the gap that it fills.
        left: What is left after it.
    """

    claim: Claim
    asked: Decimal
    given: Decimal
    filled: Decimal
    left: Decimal

    @property
    def limit(self) -> Decimal:
        """The limit afterwards: a whole number of steps."""
        return self.claim.limit + self.given

    @property
    def is_whole(self) -> bool:
        return self.filled == _gap(self.claim)


class Capacity(Struct, frozen=True):
    """The insurer's total and its use; amounts in the ledger's currency.

    Args:
        total: Of the insurer; 0 while it is not known.
        used: Of all limits in force.
        needed: Of the needs that only a limit can cover.
        cancelled: What cancelling limits without sales frees.
        reduced: What reducing limits well above the need frees.
        gaps: Of the needs that only a limit can cover.
        fills: The largest gap first.
    """

    total: Decimal
    used: Decimal
    needed: Decimal
    cancelled: Decimal
    reduced: Decimal
    gaps: Decimal
    fills: tuple[Fill, ...]

    @property
    def freed(self) -> Decimal:
        return self.cancelled + self.reduced

    @property
    def free(self) -> Decimal:
        """What may be given: the freed, and what is left of the total; less where more than the total is in use."""
        return max(NOTHING, self.freed + (self.total - self.used if self.total else NOTHING))


def capacity(claims: Sequence[Claim], policy: Policy) -> Capacity:
    """Return how the insurer's total is used, and what would become of what could be freed (rule R19)."""
    only = [claim for claim in claims if takes_limit(claim, policy)]
    given_back = [(claim.is_active, freed(claim, policy)) for claim in claims]
    found = Capacity(
        total=policy.insurer_total,
        used=sum((claim.limit for claim in claims), NOTHING),
        needed=sum((claim.need for claim in only), NOTHING),
        cancelled=sum((amount for is_active, amount in given_back if not is_active), NOTHING),
        reduced=sum((amount for is_active, amount in given_back if is_active), NOTHING),
        gaps=sum((_gap(claim) for claim in only), NOTHING),
        fills=(),
    )
    return replace(found, fills=tuple(_fills(fillable(claims, policy), found.free, policy)))


def takes_limit(claim: Claim, policy: Policy) -> bool:
    """Tell whether only a limit can cover a need: it is above what a recommendation covers, or that was rejected."""
    return (
        claim.is_active
        and claim.is_insurable
        and claim.need > 0
        and (claim.need > policy.recommendation_ceiling or claim.is_rejected)
    )


def freed(claim: Claim, policy: Policy) -> Decimal:
    """Return what a limit gives back: all of it without sales, what is above the applied need (R8) when in excess."""
    if not claim.is_active or not claim.limit:
        return claim.limit
    if is_excess(claim.need, claim.limit, policy):
        # A step coarser than the excess leaves nothing to reduce.
        return max(NOTHING, claim.limit - round_up(claim.need, policy.limit_step))
    return NOTHING


def fillable(claims: Sequence[Claim], policy: Policy) -> list[Claim]:
    """Return the claims whose gap a limit can fill, the largest gap first: the insurer has not refused more."""
    found = [one for one in claims if takes_limit(one, policy) and not one.is_refused and _gap(one) > 0]
    return sorted(found, key=lambda one: (-_gap(one), one.customer))


def given_up_to(claim: Claim, amount: Decimal, policy: Policy) -> Decimal:
    """Return what a claim takes of an amount: up to the need rounded up, so that its limit is whole steps (rule R8)."""
    whole_steps = (claim.limit + amount) // policy.limit_step * policy.limit_step
    return max(NOTHING, min(round_up(claim.need, policy.limit_step), whole_steps) - claim.limit)


def fill(claim: Claim, given: Decimal, free: Decimal, policy: Policy) -> Fill:
    """Return what giving a part of the free amount does to a gap.

    A limit does not add to what a recommendation covers (rule R10): filling a gap takes a limit as high as the need.
    """
    asked = round_up(claim.need, policy.limit_step) - claim.limit
    filled = _gap(claim) - gap(claim.need, max(claim.cover, claim.limit + given))
    return Fill(claim, asked, given, filled, free - given)


def _fills(claims: Sequence[Claim], free: Decimal, policy: Policy) -> Iterator[Fill]:
    """Yield the gaps that an amount fills, in their order, until it is spent.

    One whose limit would not reach above the recommendation fills nothing, and is left to the next gap.
    """
    left = free
    for claim in claims:
        found = fill(claim, given_up_to(claim, left, policy), left, policy)
        if found.filled > 0:
            left = found.left
            yield found


def _gap(claim: Claim) -> Decimal:
    return gap(claim.need, claim.cover)
