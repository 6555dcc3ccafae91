"""The customer ledger summed by account: gross sales by month, terms seen on invoices, open receivables.

Written once in Narwhals, so that the same sums run on Polars here and on a database or Spark where a ledger is too
large to carry. Amounts are integer cents throughout: sums are exact, and no engine rounds them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
from msgspec import Struct

from creditxl.model import SALES, AccountSales, DocumentType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    DaysBetween = Callable[[str, str], nw.Expr]

NOT_INSURED = (DocumentType.INTEREST.value, DocumentType.REMINDER.value)

AccountKey = tuple[str, str]  # company, customer number


class OpenAmounts(Struct, frozen=True):
    """Open entries of one account at `as_of`, cents (rule R14); summed by customer before any floor is applied."""

    open_cents: int
    insurable_cents: int
    overdue_cents: int
    oldest_due_date: date | None

    def plus(self, other: OpenAmounts) -> OpenAmounts:
        """Return what is open of both."""
        return OpenAmounts(
            self.open_cents + other.open_cents,
            self.insurable_cents + other.insurable_cents,
            self.overdue_cents + other.overdue_cents,
            min(filter(None, (self.oldest_due_date, other.oldest_due_date)), default=None),
        )


def days_between(later: str, earlier: str) -> nw.Expr:
    """Return the days from one column of dates to another."""
    return (nw.col(later) - nw.col(earlier)).dt.total_minutes() // (24 * 60)


def sum_sales(entries: nw.LazyFrame[Any], between: DaysBetween = days_between) -> nw.LazyFrame[Any]:
    """Sum gross sales (rule R4) by account, month and invoices' days to pay.

    Args:
        entries: Columns company, customer_no, document_type, posting_date, due_date, amount (cents).
        between: How the engine takes the days between two dates.

    Returns:
        Columns company, customer_no, month, term_days, cents, invoice_cents; cents of credit notes are negative.
    """
    is_invoice = nw.col("document_type") == DocumentType.INVOICE.value
    days = between("due_date", "posting_date")
    return (
        entries.filter(nw.col("document_type").is_in(SALES))
        .select(
            "company",
            "customer_no",
            month=nw.col("posting_date").dt.truncate("1mo"),
            term_days=nw.when(is_invoice).then(days),
            cents=nw.col("amount"),
            invoice_cents=nw.when(is_invoice).then(nw.col("amount")).otherwise(0),
        )
        .group_by("company", "customer_no", "month", "term_days")
        .agg(nw.col("cents").sum(), nw.col("invoice_cents").sum())
    )


def sum_open(claims: nw.LazyFrame[Any], as_of: date) -> nw.LazyFrame[Any]:
    """Sum open entries by account (rule R14).

    Args:
        claims: As `ageing.sum_claims` returns them.
        as_of: An open amount due before this day is overdue.

    Returns:
        Columns company, customer_no, open_cents, insurable_cents, overdue_cents, oldest_due_date.
    """
    left, is_claim = nw.col("cents"), nw.col("is_claim")
    is_insured = ~nw.col("is_fee") & ~nw.col("disputed")
    return (
        claims.select(
            "company",
            "customer_no",
            open_cents=left,
            insurable_cents=nw.when(is_insured).then(left).otherwise(0),
            overdue_cents=nw.when(is_claim & (nw.col("due_date") < as_of)).then(left).otherwise(0),
            oldest_due_date=nw.when(is_claim).then(nw.col("due_date")),
        )
        .group_by("company", "customer_no")
        .agg(
            nw.col("open_cents").sum(),
            nw.col("insurable_cents").sum(),
            nw.col("overdue_cents").sum(),
            nw.col("oldest_due_date").min(),
        )
    )


def months_of(sums: pl.DataFrame) -> tuple[date, ...]:
    """Return the months of the rows of `sum_sales`, oldest first."""
    return tuple(sums["month"].unique().sort())


def sales_by_account(sums: pl.DataFrame, months: Sequence[date]) -> dict[AccountKey, AccountSales]:
    """Gather the rows of `sum_sales` into one `AccountSales` an account, its cents by `months`."""
    account = ("company", "customer_no")
    terms = _invoice_terms(sums.group_by(*account, "term_days").agg(pl.col("invoice_cents").sum()))
    # Turned by the engine: Python sees a row an account, not a row an account and month.
    wide = sums.pivot(on="month", on_columns=months, index=account, values="cents", aggregate_function="sum")
    return {row[:2]: AccountSales(row[2:], terms.get(row[:2])) for row in wide.fill_null(0).iter_rows()}


def _invoice_terms(sums: pl.DataFrame) -> dict[AccountKey, int | None]:
    weights: dict[AccountKey, dict[int, int]] = defaultdict(dict)
    for company, customer_no, days, cents in sums.filter(
        pl.col("term_days") >= 0, pl.col("invoice_cents") > 0
    ).iter_rows():
        weights[company, customer_no][days] = cents
    return {account: weighted_median(found) for account, found in weights.items()}


def weighted_median(weights: Mapping[int, int]) -> int | None:
    """Return the lowest value at which half of the weight is reached; None without any weight.

    >>> weighted_median({14: 100, 30: 300, 60: 50})
    30
    """
    total = sum(weights.values())
    reached = 0
    for value in sorted(weights):
        reached += weights[value]
        if 2 * reached >= total:
            return value
    return None
