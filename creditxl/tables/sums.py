"""The entries of one file summed a part at a time, in a form that a review of any later day can use as it is.

What is open becomes overdue as days go by: it is kept by its dates, and told apart for the day that is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import narwhals as nw
import polars as pl
from msgspec import Struct

from creditxl.model import SALES
from creditxl.tables.ageing import CLAIM_KEY, sum_claims
from creditxl.tables.habits import sum_delays
from creditxl.tables.ledger import sum_sales
from creditxl.tables.raw import LedgerPart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from creditxl.tables.raw import SourceFile

SCHEMA = {
    "company": pl.String,
    "customer_no": pl.String,
    "document_type": pl.String,
    "posting_date": pl.Date,
    "due_date": pl.Date,
    "amount": pl.Int64,
    "remaining_amount": pl.Int64,
    "disputed": pl.Boolean,
}
CLOSED = {"closed_on": pl.Date}  # in some exports alone
ACCOUNT = ("company", "customer_no")
# Accounts come back month by month: summed by the million, entries give far fewer rows than summed by the block.
MOST_ENTRIES = 1_000_000  # that wait to be summed together
MOST_PENDING = 300_000  # rows of sums that wait to be summed in turn


class LedgerSums(Struct, frozen=True):
    """Entries summed.

    Args:
        rows: How many entries.
        days: Columns company, oldest and newest: the posting dates of all entries.
        gross_cents: Gross sales of all entries, summed without any grouping.
        later_cents: Those of them posted after the day of the review.
        sales: As `ledger.sum_sales` returns it, of the entries posted up to the day of the review; so with the others.
        delays: As `habits.sum_delays` returns it; None where it is not told when invoices were closed.
        claims: As `ageing.sum_claims` does; None where there are no remaining amounts.
    """

    rows: int
    days: pl.DataFrame
    gross_cents: int
    later_cents: int
    sales: pl.DataFrame
    delays: pl.DataFrame | None
    claims: pl.DataFrame | None

    @property
    def newest(self) -> date | None:
        return cast("date | None", self.days["newest"].max())

    @property
    def oldest(self) -> date | None:
        return cast("date | None", self.days["oldest"].min())

    def part(self, file: SourceFile, rows_read: int) -> LedgerPart:
        """Return what a review takes from these sums."""
        days = self.days.sort("company")
        return LedgerPart(
            file=file,
            rows_read=rows_read,
            rows_used=self.rows,
            newest_by_company=dict(days.select("company", "newest").iter_rows()),
            oldest=self.oldest,
            gross_cents=self.gross_cents,
            later_cents=self.later_cents,
            sales=self.sales,
            delays=self.delays,
            claims=self.claims,
        )


class Summing:
    """Sums entries many at a time: the sums of the parts are summed in turn."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.done: LedgerSums | None = None
        self.pending: list[LedgerSums] = []
        self.waiting: list[pl.DataFrame] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Sum further entries, of which those posted after the day of the review count in the totals alone."""
        self.waiting.append(frame.select(name for name in frame.columns if name in SCHEMA | CLOSED))
        if sum(part.height for part in self.waiting) > MOST_ENTRIES:
            self._sum()

    def sums(self) -> LedgerSums:
        """Return the sums of all entries; some must have been added, were it none."""
        if self.waiting:
            self._sum()
        self._join()
        return cast("LedgerSums", self.done)

    def _sum(self) -> None:
        self.pending.append(sum_entries(pl.concat(self.waiting), self.as_of))
        self.waiting = []
        if sum(part.sales.height for part in self.pending) > MOST_PENDING:
            self._join()

    def _join(self) -> None:
        parts = self.pending if self.done is None else [self.done, *self.pending]
        self.done, self.pending = join_sums(parts), []


def sum_entries(frame: pl.DataFrame, as_of: date) -> LedgerSums:
    """Sum entries under the names of the contract; columns that are missing are taken for empty."""
    tells_closing = "closed_on" in frame.columns
    entries = _filled(frame, SCHEMA | CLOSED if tells_closing else SCHEMA)
    is_later = pl.col("posting_date") > as_of
    newest = cast("date | None", entries["posting_date"].max())
    has_later = newest is not None and newest > as_of
    now = entries.filter(~is_later).lazy() if has_later else entries.lazy()
    posted = pl.col("posting_date")
    return LedgerSums(
        rows=entries.height,
        days=entries.lazy().group_by("company").agg(oldest=posted.min(), newest=posted.max()).collect(),
        gross_cents=_gross_cents(entries.lazy()),
        later_cents=_gross_cents(entries.lazy().filter(is_later)) if has_later else 0,
        sales=_collect(sum_sales(nw.from_native(now))),
        delays=_collect(sum_delays(nw.from_native(now))) if tells_closing else None,
        claims=_collect(sum_claims(nw.from_native(now))) if "remaining_amount" in frame.columns else None,
    )


def join_sums(parts: Sequence[LedgerSums]) -> LedgerSums:
    """Return the sums of several parts of one file as one."""
    if len(parts) == 1:
        return parts[0]
    days = (
        pl.concat([part.days for part in parts]).group_by("company").agg(pl.col("oldest").min(), pl.col("newest").max())
    )
    delays = [part.delays for part in parts if part.delays is not None]
    claims = [part.claims for part in parts if part.claims is not None]
    return LedgerSums(
        rows=sum(part.rows for part in parts),
        days=days,
        gross_cents=sum(part.gross_cents for part in parts),
        later_cents=sum(part.later_cents for part in parts),
        sales=_joined([part.sales for part in parts], (*ACCOUNT, "month", "term_days")),
        delays=_joined(delays, (*ACCOUNT, "month", "days")) if delays else None,
        claims=_joined(claims, CLAIM_KEY) if claims else None,
    )


def _joined(sums: Sequence[pl.DataFrame], key: Sequence[str]) -> pl.DataFrame:
    return pl.concat(sums).lazy().group_by(key).agg(pl.all().sum()).collect()


def _filled(frame: pl.DataFrame, schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    columns = [
        pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in schema.items()
    ]
    return frame.select(columns).with_columns(
        pl.col("remaining_amount").fill_null(0), pl.col("disputed").fill_null(value=False)
    )


def _gross_cents(entries: pl.LazyFrame) -> int:
    sales = entries.filter(pl.col("document_type").is_in(SALES))
    return int(sales.select(pl.col("amount").sum()).collect().item())


def _collect(sums: nw.LazyFrame[Any]) -> pl.DataFrame:
    # Streamed: of groups that are nearly as many as the entries this engine makes less than the other.
    return cast("pl.DataFrame", sums.collect(backend="polars", engine="streaming").to_native())
