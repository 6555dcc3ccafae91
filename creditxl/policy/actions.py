"""What someone should do about a customer: the table of rules section 5, one function a row, in the table's order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.model import Action, ActionName, Activity, Owner, RecommendationStatus
from creditxl.policy.calendar import is_within
from creditxl.policy.money import NOTHING
from creditxl.policy.position import (
    Position,
    applied,
    is_checked,
    is_continuous,
    is_new,
    is_refused,
    is_short_of_limit,
    needs_limit,
    needs_recommendation,
)
from creditxl.policy.status import is_excess

if TYPE_CHECKING:
    from creditxl.errors import Message
    from creditxl.policy.parameters import Policy

__all__ = ["Position", "actions"]

REPORTED = frozenset({RecommendationStatus.BELOW_NEED, RecommendationStatus.REJECTED})


def actions(position: Position, policy: Policy) -> tuple[Action, ...]:
    """Return every action whose row holds, in the table's order, none twice."""
    return tuple([action for row in ROWS if (action := row(position, policy)) is not None])


def _apply_quick(position: Position, policy: Policy) -> Action | None:
    if not (needs_recommendation(position, policy) and is_new(position, policy)):
        return None
    reason = msg(
        "A customer created less than {months} months ago; no valid recommendation or limit covers the need, {need}.",
        months=policy.new_customer_months,
        need=position.need,
    )
    # A quick recommendation is approved or rejected, and has no amount.
    return Action(ActionName.APPLY_QUICK, Owner.RECEIVABLES_CLERK, None, None, reason)


def _apply_continuous(position: Position, policy: Policy) -> Action | None:
    if not needs_recommendation(position, policy) or is_new(position, policy):
        return None
    reason = msg("No valid recommendation or limit covers the need, {need}.", need=position.need)
    return Action(ActionName.APPLY_CONTINUOUS, Owner.RECEIVABLES_CLERK, applied(position, policy), None, reason)


def _convert_to_continuous(position: Position, policy: Policy) -> Action | None:
    if position.activity is not Activity.ACTIVE or not position.is_insurable or not is_checked(position, policy):
        return None
    reason = msg(
        "Created {months} months ago and buying still; the need is {need}, and the recommendation is a quick one.",
        months=policy.check_after_months,
        need=position.need,
    )
    until = position.recommendation.valid_until
    return Action(ActionName.CONVERT_TO_CONTINUOUS, Owner.RECEIVABLES_CLERK, applied(position, policy), until, reason)


def _ask_seller(position: Position, policy: Policy) -> Action | None:
    if position.activity is not Activity.UNCLEAR or not is_checked(position, policy):
        return None
    until = position.recommendation.valid_until
    amount = applied(position, policy)
    return Action(ActionName.ASK_SELLER, Owner.RECEIVABLES_CLERK, amount, until, _question(position, policy))


def _question(position: Position, policy: Policy) -> Message:
    months, need = policy.check_after_months, position.need
    if position.seller:
        return msg(
            "Created {months} months ago, no sales in the latest month; the need is {need}. "
            "Ask {seller} if sales go on.",
            months=months,
            need=need,
            seller=position.seller,
        )
    if position.business_line:
        return msg(
            "Created {months} months ago, no sales in the latest month; the need is {need}. "
            "No seller is named: ask the business line {business_line} if sales go on.",
            months=months,
            need=need,
            business_line=position.business_line,
        )
    return msg(
        "Created {months} months ago, no sales in the latest month; the need is {need}. "
        "No seller is named: find out who sells, and ask if sales go on.",
        months=months,
        need=need,
    )


def _apply_limit(position: Position, policy: Policy) -> Action | None:
    """Return the row's action; nothing is applied for where the need is 0."""
    is_above = position.need > policy.recommendation_ceiling
    if not (
        is_short_of_limit(position) and position.limit.amount == 0 and (is_above or position.recommendation.is_rejected)
    ):
        return None
    if is_above:
        reason = msg(
            "Need {need} is above the {ceiling} that a recommendation covers; no limit.",
            need=position.need,
            ceiling=policy.recommendation_ceiling,
        )
    else:
        reason = msg("The recommendation was rejected; the need is {need}, and there is no limit.", need=position.need)
    return Action(ActionName.APPLY_LIMIT, Owner.INSURANCE_MANAGER, applied(position, policy), None, reason)


def _increase_limit(position: Position, policy: Policy) -> Action | None:
    """Return the row's action; a pending application is not made again."""
    if not (is_short_of_limit(position) and position.limit.amount > 0 and needs_limit(position, policy)):
        return None
    reason = msg(
        "The limit, {limit}, is below the need, {need}, and no recommendation covers it.",
        limit=position.limit.amount,
        need=position.need,
    )
    return Action(ActionName.INCREASE_LIMIT, Owner.INSURANCE_MANAGER, applied(position, policy), None, reason)


def _escalate(position: Position, policy: Policy) -> Action | None:
    """Return the row's action; there is nothing to decide on where the need is 0."""
    if not (position.is_active and position.need > 0 and is_refused(position) and needs_limit(position, policy)):
        return None
    limit = position.limit
    if limit.is_refused_decision:
        reason = msg(
            "The insurer refused a limit; the need is {need}, and no recommendation covers it.", need=position.need
        )
    else:
        reason = msg(
            "The insurer granted {granted} of the {requested} asked for; the need is {need}, "
            "and no recommendation covers it.",
            granted=limit.granted or NOTHING,
            requested=limit.requested or NOTHING,
            need=position.need,
        )
    return Action(ActionName.ESCALATE, Owner.CFO_AND_BUSINESS_LINE, applied(position, policy), None, reason)


def _reduce_limit(position: Position, policy: Policy) -> Action | None:
    limit, need = position.limit.amount, position.need
    if not (position.is_active and limit > 0 and is_excess(need, limit, policy)):
        return None
    reduced = applied(position, policy)
    if reduced >= limit:  # a step coarser than the excess leaves nothing to reduce
        return None
    reason = msg(
        "The limit, {limit}, is {excess} above the need, {need}, and uses up the insurer's total.",
        limit=limit,
        excess=limit - need,
        need=need,
    )
    return Action(ActionName.REDUCE_LIMIT, Owner.INSURANCE_MANAGER, reduced, None, reason)


def _cancel_limit(position: Position, policy: Policy) -> Action | None:
    limit = position.limit.amount
    if position.is_active or limit <= 0:
        return None
    reason = msg(
        "No sales in the last {months} months, and a limit of {limit}.", months=policy.need_months, limit=limit
    )
    return Action(ActionName.CANCEL_LIMIT, Owner.INSURANCE_MANAGER, limit, None, reason)


def _cancel_recommendation(position: Position, policy: Policy) -> Action | None:
    recommendation = position.recommendation
    renews_on = recommendation.renews_on
    if position.is_active or renews_on is None or not (is_continuous(position) and recommendation.is_valid):
        return None
    if not is_within(renews_on, position.as_of, policy.renewal_notice_months):
        return None
    reason = msg(
        "No sales in the last {months} months; the continuous recommendation renews on {renews_on}, "
        "and cancelling it before saves the annual fee.",
        months=policy.need_months,
        renews_on=renews_on,
    )
    return Action(ActionName.CANCEL_RECOMMENDATION, Owner.INSURANCE_MANAGER, None, renews_on, reason)


def _report_recommendation(position: Position, policy: Policy) -> Action | None:
    recommendation, limit, need = position.recommendation, position.limit.amount, position.need
    if not (position.is_active and is_continuous(position) and limit < need and recommendation.status in REPORTED):
        return None
    if recommendation.is_rejected:
        reason = msg(
            "The continuous recommendation was rejected, and the limit, {limit}, is below the need, {need}: "
            "tell the insurance manager.",
            limit=limit,
            need=need,
        )
    else:
        reason = msg(
            "The continuous recommendation, {amount}, and the limit, {limit}, are below the need, {need}: "
            "tell the insurance manager.",
            amount=recommendation.amount or NOTHING,
            limit=limit,
            need=need,
        )
    amount = applied(position, policy)
    return Action(ActionName.REPORT_RECOMMENDATION, Owner.RECEIVABLES_CLERK, amount, None, reason)


def _notify_receivables(position: Position, _policy: Policy) -> Action | None:
    previous, limit = position.previous_limit, position.limit.amount
    if previous is None or limit <= previous:
        return None
    reason = msg(
        "The limit rose from {previous} to {limit} since the last refresh: tell the receivables office.",
        previous=previous,
        limit=limit,
    )
    return Action(ActionName.NOTIFY_RECEIVABLES, Owner.INSURANCE_MANAGER, limit, None, reason)


def _check_term(position: Position, policy: Policy) -> Action | None:
    if not position.is_active:
        return None
    days, invoiced, most = position.term_days, position.invoice_term_days, policy.max_payment_term
    is_longer = invoiced is not None and invoiced > days
    if days > most:
        reason = msg("The payment term is {days} days; the policy allows {most}.", days=days, most=most)
    elif is_longer:
        reason = msg(
            "The invoices' median term is {invoiced} days; {days} were agreed.", invoiced=invoiced or 0, days=days
        )
    else:
        return None
    return Action(ActionName.CHECK_TERM, Owner.RECEIVABLES_CLERK, None, None, reason)


def _secure_otherwise(position: Position, _policy: Policy) -> Action | None:
    if position.is_insurable or not position.is_active:
        return None
    reason = msg(
        "The customer cannot be insured, and the need is {need}: ask for prepayment, a guarantee or a shorter term.",
        need=position.need,
    )
    return Action(ActionName.SECURE_OTHERWISE, Owner.BUSINESS_LINE, position.need, None, reason)


Row = Callable[[Position, "Policy"], Action | None]
ROWS: tuple[Row, ...] = (
    _apply_quick,
    _apply_continuous,
    _convert_to_continuous,
    _ask_seller,
    _apply_limit,
    _increase_limit,
    _escalate,
    _reduce_limit,
    _cancel_limit,
    _cancel_recommendation,
    _report_recommendation,
    _notify_receivables,
    _check_term,
    _secure_otherwise,
)
