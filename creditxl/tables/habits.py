"""How customers' terms and payments go from month to month: what their first warning sign is measured from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
from msgspec import Struct

from creditxl.model import DocumentType
from creditxl.tables.ledger import days_between

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from creditxl.tables.ledger import AccountKey, DaysBetween

ACCOUNT = ("company", "customer_no")

Weighed = tuple[int, int]  # Σ days × cents and Σ cents, > 0, of some invoices
Halves = tuple[Weighed, Weighed]  # of the earlier months and of the later ones
LEAST_MOVE = 0.49  # days


def sum_delays(entries: nw.LazyFrame[Any], between: DaysBetween = days_between) -> nw.LazyFrame[Any]:
    """Sum closed invoices by account, closing month and days from due date to closing.

    Args:
        entries: Columns company, customer_no, document_type, due_date, closed_on, amount (cents).
        between: How the engine takes the days between two dates.

    Returns:
        Columns company, customer_no, month, days (negative where paid early), cents.
    """
    days = between("closed_on", "due_date")
    return (
        entries.filter(nw.col("document_type") == DocumentType.INVOICE.value)
        .select(
            "company",
            "customer_no",
            month=nw.col("closed_on").dt.truncate("1mo"),
            days=days,
            cents=nw.col("amount"),
        )
        .group_by("company", "customer_no", "month", "days")
        .agg(nw.col("cents").sum())
    )


class Habits(Struct, frozen=True):
    """The ledger's invoices by account and month, to be compared over whatever months the policy says.

    Args:
        terms: As `ledger.sum_sales` returns them.
        delays: As `sum_delays` does; None when no file says when invoices were closed.
    """

    terms: pl.DataFrame
    delays: pl.DataFrame | None

    def terms_between(self, earlier: Sequence[date], later: Sequence[date]) -> dict[AccountKey, Halves]:
        """Return the terms of the invoices posted in some months and in those right after them.

        Accounts that have none in either, or whose terms are the same to half a day, are left out.
        """
        invoices = self.terms.lazy().select(*ACCOUNT, "month", days="term_days", cents="invoice_cents")
        return _halves(invoices.filter(pl.col("days") >= 0), earlier, later)

    def delays_between(self, earlier: Sequence[date], later: Sequence[date]) -> dict[AccountKey, Halves]:
        """Return how late the invoices closed in some months and in those right after them were; likewise."""
        return {} if self.delays is None else _halves(self.delays.lazy(), earlier, later)


def _halves(invoices: pl.LazyFrame, earlier: Sequence[date], later: Sequence[date]) -> dict[AccountKey, Halves]:
    month, days, cents = map(pl.col, ("month", "days", "cents"))
    is_later = month >= later[0]
    sums = (
        invoices.filter(month.is_between(earlier[0], later[-1]), cents > 0, days.is_not_null())
        .select(
            *ACCOUNT,
            earlier_days=pl.when(~is_later).then(days * cents).otherwise(0),
            earlier=pl.when(~is_later).then(cents).otherwise(0),
            later_days=pl.when(is_later).then(days * cents).otherwise(0),
            later=pl.when(is_later).then(cents).otherwise(0),
        )
        .group_by(ACCOUNT)
        .agg(pl.all().sum())
        .filter(pl.col("earlier") > 0, pl.col("later") > 0, _has_moved())
    )
    return {(row[0], row[1]): ((row[2], row[3]), (row[4], row[5])) for row in sums.collect().iter_rows()}


def _has_moved() -> pl.Expr:
    """Tell which means may differ by a whole day once rounded: few do, and those alone are looked at exactly."""
    difference = pl.col("later_days") / pl.col("later") - pl.col("earlier_days") / pl.col("earlier")
    return difference.abs() > LEAST_MOVE
