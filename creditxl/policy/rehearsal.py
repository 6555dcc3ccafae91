"""If a customer failed today: what the insurer would pay, and why each other euro is lost: rules R12, R15 and R16."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.policy.loss import loss_estimate, sales_to_recover
from creditxl.policy.money import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from creditxl.policy.parameters import Policy


class Reason(StrEnum):
    """Why a euro is not insured; a euro has one reason, the first that holds, and the deductible is the last."""

    NOT_INSURABLE = "not_insurable"
    DISPUTED = "disputed"
    LONG_TERM = "long_term"
    FEES = "fees"
    NO_COVER = "no_cover"
    ABOVE_COVER = "above_cover"
    DEDUCTIBLE = "deductible"


REASONS = tuple(Reason)


class Owed(Struct, frozen=True, kw_only=True):
    """What a customer owes, ledger currency; every part less what was paid or credited and not yet applied to it.

    Args:
        open: All of it, the sum of the parts.
        disputed: Neither interest nor reminder fees.
        long_term: Invoices on a term over the maximum (rule R3), not disputed.
        fees: Interest and reminder fees.
    """

    open: Decimal
    disputed: Decimal = NOTHING
    long_term: Decimal = NOTHING
    fees: Decimal = NOTHING


class Rehearsal(Struct, frozen=True):
    """What a default today would cost, ledger currency.

    Args:
        receivables: What is owed, never below 0.
        insured: The part of it that the cover reaches, before the deductible.
        compensation: What the insurer would pay of it.
        uninsured: What each reason takes, those that take nothing left out: with the compensation, the receivables.
        loss: Receivables less compensation.
        sales_to_recover: The sales that make the loss good.
    """

    receivables: Decimal
    insured: Decimal
    compensation: Decimal
    uninsured: Mapping[Reason, Decimal]
    loss: Decimal
    sales_to_recover: Decimal

    @property
    def deductible(self) -> Decimal:
        """The seller's own share of the insured part."""
        return self.uninsured.get(Reason.DEDUCTIBLE, NOTHING)

    @property
    def main_reason(self) -> Reason | None:
        """The reason that takes the most; of equal ones the first; None where nothing would be lost."""
        return max(self.uninsured, key=lambda reason: self.uninsured[reason], default=None)


def rehearse(owed: Owed, cover: Decimal, *, is_insurable: bool, policy: Policy) -> Rehearsal:
    """Return what a customer's default today would cost (rules R15, R16), and why.

    What was paid or credited and not yet applied makes up for what the insurance leaves out first: no more than is
    owed is lost, and no more than is owed is insured.

    Args:
        owed: As the ledger tells it.
        cover: Rule R10; 0 for a customer that is not insurable.
        is_insurable: Rule R12.
        policy: Deductible and profit margin.
    """
    receivables = max(owed.open, NOTHING)
    outside = owed.disputed + owed.long_term + owed.fees
    insurable = min(max(owed.open - outside, NOTHING), receivables) if is_insurable else NOTHING
    insured = min(insurable, cover)
    found = loss_estimate(receivables, cover, policy.deductible, insured=insurable)
    left_out = _left_out(owed, receivables - insurable) if is_insurable else {Reason.NOT_INSURABLE: receivables}
    short = Reason.ABOVE_COVER if cover > 0 else Reason.NO_COVER
    uninsured = {**left_out, short: insurable - insured, Reason.DEDUCTIBLE: insured - found.compensation}
    return Rehearsal(
        receivables=receivables,
        insured=insured,
        compensation=found.compensation,
        uninsured={reason: amount for reason, amount in uninsured.items() if amount},
        loss=found.loss,
        sales_to_recover=sales_to_recover(found.loss, policy.profit_margin),
    )


def _left_out(owed: Owed, amount: Decimal) -> dict[Reason, Decimal]:
    """Return what takes the amount that is not insurable: each part in turn, until the amount is used up."""
    if not amount:
        return {}
    parts = {Reason.DISPUTED: owed.disputed, Reason.LONG_TERM: owed.long_term, Reason.FEES: owed.fees}
    taken: dict[Reason, Decimal] = {}
    for reason, part in parts.items():
        taken[reason] = min(max(part, NOTHING), amount)
        amount -= taken[reason]
    return taken
