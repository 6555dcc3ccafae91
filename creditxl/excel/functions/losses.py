"""What a default would cost: rules R15 and R16."""

from __future__ import annotations

from decimal import Decimal

from creditxl.errors import msg
from creditxl.excel import reading
from creditxl.excel.cells import DIV0, CellProblem
from creditxl.excel.functions.defaults import shipped
from creditxl.excel.functions.needs import COVER
from creditxl.excel.registry import Argument, Empty, Gives, function
from creditxl.policy import loss as losses
from creditxl.policy.loss import DEDUCTIBLE_BOUNDS

LEAST, MOST = (Decimal(bound) * 100 for bound in DEDUCTIBLE_BOUNDS)  # percent


RECEIVABLES = Argument(msg("Open receivables that are insured, 0 or more."), reading.amount, Empty.ZERO)
DEDUCTIBLE = Argument(
    msg(
        "The seller's own share, {least} % to {most} %; the number 0.10 is 10 %. Not given: {share} %.",
        least=LEAST,
        most=MOST,
        share=shipped().deductible * 100,
    ),
    reading.number,
)


@function(Gives.AMOUNT, receivables=RECEIVABLES, cover=COVER, deductible=DEDUCTIBLE)
def compensation(receivables: Decimal, cover: Decimal, deductible: Decimal | None = None) -> Decimal:
    """What the insurer would pay if the customer defaulted today.

    It is the receivables up to the cover, less the deductible.
    """
    share = shipped().deductible if deductible is None else deductible
    return losses.loss_estimate(receivables, cover, share).compensation


@function(Gives.AMOUNT, receivables=RECEIVABLES, cover=COVER, deductible=DEDUCTIBLE)
def loss_estimate(receivables: Decimal, cover: Decimal, deductible: Decimal | None = None) -> Decimal:
    """What the seller would lose if the customer defaulted today.

    It is the receivables less what the insurer would pay: the receivables up to the cover, less the deductible.
    """
    share = shipped().deductible if deductible is None else deductible
    return losses.loss_estimate(receivables, cover, share).loss


@function(
    Gives.AMOUNT,
    loss=Argument(msg("The loss, 0 or more."), reading.amount, Empty.ZERO),
    margin=Argument(msg("Profit / sales, above 0 and at most 1: 0.05 is 5 %."), reading.number, Empty.ZERO),
)
def sales_to_recover(loss: Decimal, margin: Decimal) -> Decimal:
    """Sales needed to make a loss good: loss / profit margin. #DIV/0! where the margin is 0."""
    if margin == 0:
        raise CellProblem(DIV0)
    return losses.sales_to_recover(loss, margin)
