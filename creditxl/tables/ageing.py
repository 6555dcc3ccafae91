"""Open entries by their dates: how old receivables are, what the insurance leaves out, the oldest invoice."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
from msgspec import Struct

from creditxl.model import DocumentType
from creditxl.tables.ledger import NOT_INSURED, OpenAmounts, sum_open

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from creditxl.tables.ledger import AccountKey

ACCOUNT = ("company", "customer_no")
CLAIM_KEY = (*ACCOUNT, "is_claim", "is_fee", "disputed", "is_invoice", "posting_date", "due_date")


def sum_claims(entries: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Sum open entries by account, what they are, and their dates.

    Args:
        entries: Columns company, customer_no, document_type, posting_date, due_date, remaining_amount (cents),
            disputed.

    Returns:
        Columns company, customer_no, is_claim (else a payment or credit not yet applied), is_fee, disputed, is_invoice,
        posting_date, due_date, cents (negative where it is no claim).
    """
    left, kind = nw.col("remaining_amount"), nw.col("document_type")
    return (
        entries.filter(left != 0)
        .select(
            *ACCOUNT,
            "posting_date",
            "due_date",
            "disputed",
            is_claim=left > 0,
            is_fee=kind.is_in(NOT_INSURED),
            is_invoice=kind == DocumentType.INVOICE.value,
            cents=left,
        )
        .group_by(*CLAIM_KEY)
        .agg(nw.col("cents").sum())
    )


class OpenClaims(Struct, frozen=True):
    """What is open of one account, cents.

    Args:
        not_due: Claims on or before their due dates, or without one.
        ages: Overdue claims by age, one more than there are bounds.
        unapplied: Payments and credits not yet applied, 0 or less; with the others, all that is open.
        fees: Interest and reminder fees, less what was credited of them.
        disputed: Neither of these; likewise.
        long_term: Invoices that are none of these, on a term over the longest.
        due_on: The earliest due date of the insurable invoices.
        posted_on: Their earliest posting date.
    """

    not_due: int
    ages: tuple[int, ...]
    unapplied: int
    fees: int
    disputed: int
    long_term: int
    due_on: date | None
    posted_on: date | None

    def plus(self, other: OpenClaims) -> OpenClaims:
        """Return what is open of both."""
        due, posted = (filter(None, days) for days in ((self.due_on, other.due_on), (self.posted_on, other.posted_on)))
        return OpenClaims(
            not_due=self.not_due + other.not_due,
            ages=tuple(map(add, self.ages, other.ages)),
            unapplied=self.unapplied + other.unapplied,
            fees=self.fees + other.fees,
            disputed=self.disputed + other.disputed,
            long_term=self.long_term + other.long_term,
            due_on=min(due, default=None),
            posted_on=min(posted, default=None),
        )


class Claims(Struct, frozen=True):
    """The open entries of all accounts as `sum_claims` returns them, to be told apart by whatever the policy says."""

    sums: pl.DataFrame

    def amounts(self, as_of: date) -> dict[AccountKey, OpenAmounts]:
        """Return the sums of each account that has anything open."""
        found = sum_open(nw.from_native(self.sums.lazy()), as_of).collect(backend="polars")
        return {(row[0], row[1]): OpenAmounts(*row[2:]) for row in found.iter_rows()}

    def by_account(self, as_of: date, bounds: Sequence[int], longest_term: int) -> dict[AccountKey, OpenClaims]:
        """Return what is open of each account that has anything open.

        Args:
            as_of: A claim due before this day is overdue.
            bounds: The last day of each age but the oldest, days after the due date, rising.
            longest_term: An invoice whose due date is more days after its posting is on too long a term.
        """
        is_claim, cents = pl.col("is_claim"), pl.col("cents")
        late = (pl.lit(as_of) - pl.col("due_date")).dt.total_days().fill_null(0)
        plain = ~pl.col("is_fee") & ~pl.col("disputed")
        insurable = plain & is_claim & pl.col("is_invoice")
        term = (pl.col("due_date") - pl.col("posting_date")).dt.total_days()
        starts = (0, *bounds)
        ends = (*bounds, None)
        ages = [
            _sum(is_claim & (late > start) & (pl.lit(value=True) if end is None else late <= end)).alias(f"age_{place}")
            for place, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]
        found = (
            self.sums.lazy()
            .group_by(ACCOUNT)
            .agg(
                _sum(is_claim & (late <= 0)).alias("not_due"),
                _sum(~is_claim).alias("unapplied"),
                _sum(pl.col("is_fee")).alias("fees"),
                _sum(pl.col("disputed") & ~pl.col("is_fee")).alias("disputed_cents"),
                _sum(insurable & (term > longest_term)).alias("long_term"),
                pl.col("due_date").filter(insurable, cents > 0).min(),
                pl.col("posting_date").filter(insurable, cents > 0).min(),
                *ages,
            )
        )
        return {(row[0], row[1]): OpenClaims(row[2], row[9:], *row[3:9]) for row in found.collect().iter_rows()}


def _sum(which: pl.Expr) -> pl.Expr:
    return pl.col("cents").filter(which).sum()
