"""The insurer's total: what limits use of it, what could be freed, and which gaps that would fill (rule R19)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from creditxl.policy.cover import gap
from creditxl.policy.money import round_up
from creditxl.policy.status import is_excess

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from creditxl.policy.parameters import Policy

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
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


@dataclass(frozen=True, slots=True)
class Fill:
    """A gap that the freed amount would fill, whole or in part; amounts in the ledger's currency.

    Args:
        claim: Whose gap it is.
        asked: What a limit as high as the need takes of the total, beside the limit in force.
        given: What is left of that when the larger gaps have been filled.
        filled: The part of the gap that it fills.
        left: What is left after it.
    """

    claim: Claim
    asked: Decimal
    given: Decimal
    filled: Decimal
    left: Decimal

    @property
    def is_whole(self) -> bool:
        return self.filled == _gap(self.claim)


@dataclass(frozen=True, slots=True)
class Capacity:
    """The insurer's total and its use; amounts in the ledger's currency.

    Args:
        used: Of all limits in force.
        needed: Of the needs that only a limit can cover.
        cancelled: What cancelling limits without sales frees.
        reduced: What reducing limits well above the need frees.
        gaps: Of the needs that only a limit can cover.
        fills: The largest gap first.
    """

    used: Decimal
    needed: Decimal
    cancelled: Decimal
    reduced: Decimal
    gaps: Decimal
    fills: tuple[Fill, ...]

    @property
    def freed(self) -> Decimal:
        return self.cancelled + self.reduced


def capacity(claims: Sequence[Claim], policy: Policy) -> Capacity:
    """Return how the insurer's total is used, and what would become of what could be freed (rule R19)."""
    only = [claim for claim in claims if takes_limit(claim, policy)]
    cancelled = sum((freed(claim, policy) for claim in claims if not claim.is_active), NOTHING)
    reduced = sum((freed(claim, policy) for claim in claims if claim.is_active), NOTHING)
    return Capacity(
        used=sum((claim.limit for claim in claims), NOTHING),
        needed=sum((claim.need for claim in only), NOTHING),
        cancelled=cancelled,
        reduced=reduced,
        gaps=sum((_gap(claim) for claim in only), NOTHING),
        fills=tuple(_fills(only, cancelled + reduced, policy)),
    )


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
    if not claim.is_active:
        return claim.limit
    if is_excess(claim.need, claim.limit, policy):
        # A step coarser than the excess leaves nothing to reduce.
        return max(NOTHING, claim.limit - round_up(claim.need, policy.limit_step))
    return NOTHING


def _fills(claims: Sequence[Claim], free: Decimal, policy: Policy) -> Iterator[Fill]:
    """Yield the gaps that an amount fills, the largest first, until it is spent.

    A limit does not add to what a recommendation covers (rule R10): filling a gap takes a limit as high as the need.
    One that would not reach above the recommendation fills nothing, and is left to the next gap.
    """
    left = free
    for claim in sorted(claims, key=_gap, reverse=True):
        asked = round_up(claim.need, policy.limit_step) - claim.limit
        given = min(asked, left)
        filled = _gap(claim) - gap(claim.need, max(claim.cover, claim.limit + given))
        if filled > 0 and not claim.is_refused:
            left -= given
            yield Fill(claim, asked, given, filled, left)


def _gap(claim: Claim) -> Decimal:
    return gap(claim.need, claim.cover)
