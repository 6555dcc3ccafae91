"""What a default would cost: rules R15 and R16."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from creditxl.errors import msg
from creditxl.policy.bounds import RuleError
from creditxl.policy.money import NOTHING, ratio_to_cents

DEDUCTIBLE_BOUNDS = ("0.10", "0.25")
LEAST_DEDUCTIBLE, MOST_DEDUCTIBLE = map(Decimal, DEDUCTIBLE_BOUNDS)


class LossEstimate(Struct, frozen=True):
    """What the insurer would pay, and what the seller would lose; ledger currency."""

    compensation: Decimal
    loss: Decimal


def loss_estimate(
    receivables: Decimal,
    cover: Decimal,
    deductible: Decimal,
    *,
    insured: Decimal | None = None,
    counterclaims: Decimal = NOTHING,
) -> LossEstimate:
    """Return compensation and loss if the customer defaulted today (rule R15), rounded to cents, half a cent up.

    Args:
        receivables: All open receivables, ledger currency, >= 0.
        cover: Insured up to this, ledger currency, >= 0 (rule R10).
        deductible: The seller's own share, 0.10 to 0.25.
        insured: Receivables less what the insurance leaves out (rule R12), 0 to `receivables`; None: all of them.
        counterclaims: Undisputed claims of the customer, ledger currency, >= 0.

    Raises:
        RuleError: A figure is outside its bounds.

    >>> loss_estimate(Decimal(50000), Decimal(30000), Decimal("0.10"))
    LossEstimate(compensation=Decimal('27000.00'), loss=Decimal('23000.00'))
    """
    insured = receivables if insured is None else insured
    # Thousands of customers are rehearsed at once: the sentences are made when something is wrong.
    if not all(map(_is_amount, (receivables, cover, insured, counterclaims))):
        raise _refusal(receivables, cover, insured, counterclaims)
    if insured > receivables:
        raise RuleError(
            msg(
                "Insured receivables cannot be above the receivables, {receivables}; they are {insured}",
                receivables=receivables,
                insured=insured,
            )
        )
    _check_deductible(deductible)
    paid_on = min(max(insured - counterclaims, NOTHING), cover)
    # Whole numbers, for exactness: fractions would be reduced at every step, which takes ten times as long.
    paid, paid_parts = paid_on.as_integer_ratio()
    own, own_parts = deductible.as_integer_ratio()
    compensation = ratio_to_cents(paid * (own_parts - own), paid_parts * own_parts)
    return LossEstimate(compensation, loss=ratio_to_cents(*receivables.as_integer_ratio()) - compensation)


def _refusal(receivables: Decimal, cover: Decimal, insured: Decimal, counterclaims: Decimal) -> RuleError:
    """Return what is wrong with the first figure that is no amount of 0 or more; one of them is none."""
    said = (
        (receivables, msg("Receivables must be 0 or more, not {amount}", amount=str(receivables))),
        (cover, msg("Cover must be 0 or more, not {amount}", amount=str(cover))),
        (insured, msg("Insured receivables must be 0 or more, not {amount}", amount=str(insured))),
        (counterclaims, msg("Counterclaims must be 0 or more, not {amount}", amount=str(counterclaims))),
    )
    return RuleError(next(message for amount, message in said if not _is_amount(amount)))


def _is_amount(figure: Decimal) -> bool:
    return figure.is_finite() and figure >= 0


def _check_deductible(deductible: Decimal) -> None:
    if not (deductible.is_finite() and LEAST_DEDUCTIBLE <= deductible <= MOST_DEDUCTIBLE):
        least, most = DEDUCTIBLE_BOUNDS
        raise RuleError(
            msg(
                "A deductible is {least} to {most}, not {deductible}",
                least=least,
                most=most,
                deductible=str(deductible),
            )
        )


def sales_to_recover(loss: Decimal, margin: Decimal) -> Decimal:
    """Return the sales needed to make a loss good (rule R16), rounded to cents, half a cent up.

    Args:
        loss: Ledger currency, >= 0.
        margin: Profit / sales, above 0 and at most 1.

    Raises:
        RuleError: A figure is outside its bounds.

    >>> sales_to_recover(Decimal(100000), Decimal("0.05"))
    Decimal('2000000.00')
    """
    if not _is_amount(loss):
        raise RuleError(msg("Loss must be 0 or more, not {amount}", amount=str(loss)))
    if not (margin.is_finite() and 0 < margin <= 1):
        raise RuleError(msg("A profit margin is above 0 and at most 1, not {margin}", margin=str(margin)))
    lost, lost_parts = loss.as_integer_ratio()
    profit, profit_parts = margin.as_integer_ratio()
    return ratio_to_cents(lost * profit_parts, lost_parts * profit)
