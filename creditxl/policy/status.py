"""The statuses of a customer's insurance and limit: rules section 5, the first that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.model import InsuranceStatus, LimitStatus

if TYPE_CHECKING:
    from decimal import Decimal

    from creditxl.policy.cover import LimitState
    from creditxl.policy.parameters import Policy


def insurance_status(*, need: Decimal, cover: Decimal, is_active: bool, is_insurable: bool) -> InsuranceStatus:
    """Return how far the need is insured; amounts in the ledger's currency."""
    if not is_insurable:
        return InsuranceStatus.NOT_INSURABLE
    if not is_active:
        return InsuranceStatus.NO_SALES
    if need <= cover:
        return InsuranceStatus.COVERED
    return InsuranceStatus.SHORT if cover > 0 else InsuranceStatus.UNCOVERED


def limit_status(  # noqa: PLR0911 - one return a status, in the order that decides
    *, need: Decimal, limit: LimitState, is_active: bool, policy: Policy
) -> LimitStatus:
    """Return where the insurer's limit stands against the need; amounts in the ledger's currency."""
    if limit.is_pending:
        return LimitStatus.PENDING
    if limit.is_refused_decision:
        return LimitStatus.REFUSED
    if limit.is_expired:
        return LimitStatus.EXPIRED
    if limit.amount <= 0:
        return LimitStatus.NONE
    if not is_active:
        return LimitStatus.UNUSED
    if is_excess(need, limit.amount, policy):
        return LimitStatus.EXCESS
    return LimitStatus.ENOUGH if limit.amount >= need else LimitStatus.SHORT


def is_excess(need: Decimal, limit: Decimal, policy: Policy) -> bool:
    """Tell whether a limit is so far above the need that it should be reduced; amounts in the ledger's currency."""
    return limit > need * policy.excess_ratio and limit - need >= policy.excess_amount
