"""What must add up (rules, section 7): a review whose totals do not is never shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from creditxl.errors import ControlError, msg
from creditxl.model import from_cents
from creditxl.review.result import Totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from creditxl.errors import Message
    from creditxl.model import CustomerReview
    from creditxl.tables.joined import Tables


def control(tables: Tables, customers: Sequence[CustomerReview]) -> Totals:
    """Return the control totals.

    Raises:
        ControlError: Sales were lost on the way, a customer stands twice, or a row's cover and gap are not its need.
    """
    ledger, used = tables.totals, [min(row.need, row.cover) for row in customers]
    totals = Totals(
        customers=len(customers),
        gross_in_extracts=ledger.gross + ledger.gross_left_out,
        gross_in_review=_reviewed(tables, customers),
        gross_left_out=ledger.gross_left_out,
        gross_after_as_of=ledger.gross_after_as_of,
        need=_sum(row.need for row in customers),
        cover_used=_sum(used),
        gap=_sum(row.gap for row in customers),
        limits=_sum(row.limit for row in customers),
    )
    explained = totals.gross_in_review + totals.gross_left_out + totals.gross_after_as_of
    if totals.gross_in_extracts != explained:
        sales = {"read": totals.gross_in_extracts, "explained": explained}
        raise _fault(msg("the extracts hold sales of {read}, the review explains {explained}", **sales))
    for row, cover_used in zip(customers, used, strict=True):
        if row.need != cover_used + row.gap:
            raise _fault(
                msg(
                    "the need of {customer}, {need}, is not its cover, {cover}, and its gap, {gap}",
                    customer=row.business_id,
                    need=row.need,
                    cover=row.cover,
                    gap=row.gap,
                )
            )
    if len({row.business_id for row in customers}) != len(customers):
        raise _fault(msg("a customer stands in the review twice"))
    return totals


def _reviewed(tables: Tables, customers: Sequence[CustomerReview]) -> Decimal:
    """Sum every month's sales of the accounts that stand in a row of the review."""
    accounts = [rating.account for row in customers for rating in row.accounts]
    found = [tables.sales.get((account.company, account.customer_no)) for account in accounts]
    return from_cents(sum([sum(sales.cents) for sales in found if sales]))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _fault(message: Message) -> ControlError:
    fix = msg("this is a fault of the program, and nothing was written; please report it with the extracts' log")
    return ControlError(message, where="review", fix=fix)
