"""The customer ledger of all companies: its sums, its totals, and how far it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import narwhals as nw
import polars as pl

from creditxl.errors import ExtractError, Issue, msg
from creditxl.model import SALES, from_cents
from creditxl.tables.ageing import Claims, sum_claims
from creditxl.tables.habits import Habits, sum_delays
from creditxl.tables.joined import FileUse, LedgerTotals
from creditxl.tables.ledger import OpenAmounts, months_of, sales_by_account, sum_open, sum_sales

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from creditxl.model import AccountSales
    from creditxl.tables.ledger import AccountKey
    from creditxl.tables.raw import RawTable

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


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger by account; `open_amounts` is None when no file gives remaining amounts."""

    months: tuple[date, ...]  # those with sales, oldest first
    sales: Mapping[AccountKey, AccountSales]
    habits: Habits
    open_amounts: Mapping[AccountKey, OpenAmounts] | None
    claims: Claims | None  # likewise
    newest_by_company: Mapping[str, date]
    files: Mapping[str, str]  # company → the file that holds its ledger, the first of several
    totals: LedgerTotals
    uses: tuple[FileUse, ...]
    issues: tuple[Issue, ...]


def read_ledger(tables: Sequence[RawTable], left_out: Sequence[Issue], as_of: date) -> Ledger:
    """Sum the entries of all files by account.

    Args:
        tables: The raw tables of kind `entries`.
        left_out: The readers' issues; those with an amount kept sales out of the tables.
        as_of: Entries posted later take no part.

    Raises:
        ExtractError: No entry is posted on or before `as_of`.
    """
    tells_closing = any("closed_on" in table.frame.columns for table in tables)
    schema = SCHEMA | CLOSED if tells_closing else SCHEMA
    entries = pl.concat([_filled(t.frame, schema) for t in tables]) if tables else pl.DataFrame(schema=schema)
    _check_reach(entries, as_of)
    now = nw.from_native(entries.lazy()).filter(nw.col("posting_date") <= as_of)
    uses = tuple(_use(table) for table in tables)
    sums = _collect(sum_sales(now))
    months = months_of(sums)
    open_amounts = _open_amounts(tables, now, as_of)
    return Ledger(
        months=months,
        sales=sales_by_account(sums, months),
        habits=Habits(sums, _collect(sum_delays(now)) if tells_closing else None),
        open_amounts=open_amounts,
        claims=None if open_amounts is None else Claims(_collect(sum_claims(now))),
        newest_by_company=_newest_by_company(entries),
        files={
            company: t.file.name for t, use in zip(tables[::-1], uses[::-1], strict=True) for company in use.companies
        },
        totals=LedgerTotals(
            gross=_gross(entries.lazy()),
            gross_after_as_of=_gross(entries.lazy().filter(pl.col("posting_date") > as_of)),
            gross_left_out=sum((issue.amount for issue in left_out if issue.amount is not None), from_cents(0)),
        ),
        uses=uses,
        issues=tuple(_without_remaining(tables)),
    )


def _filled(frame: pl.DataFrame, schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    columns = [
        pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in schema.items()
    ]
    return frame.select(columns).with_columns(
        pl.col("remaining_amount").fill_null(0), pl.col("disputed").fill_null(value=False)
    )


def _check_reach(entries: pl.DataFrame, as_of: date) -> None:
    oldest = cast("date | None", entries["posting_date"].min())
    if oldest is not None and oldest > as_of:
        raise ExtractError(
            msg("no entry is posted on or before {as_of}; the oldest is of {oldest}", as_of=as_of, oldest=oldest),
            where="entries",
            fix=msg("give a later date, or extract the ledger from further back"),
        )


def _use(table: RawTable) -> FileUse:
    frame = table.frame
    companies = tuple(frame["company"].unique().cast(pl.String).sort().to_list())
    return FileUse(frame.height, cast("date | None", frame["posting_date"].max()), companies, _gross(frame.lazy()))


def _gross(entries: pl.LazyFrame) -> Decimal:
    sales = entries.filter(pl.col("document_type").cast(pl.String).is_in(SALES))
    return from_cents(sales.select(pl.col("amount").sum()).collect().item())


def _newest_by_company(entries: pl.DataFrame) -> dict[str, date]:
    newest = entries.lazy().group_by("company").agg(pl.col("posting_date").max()).collect()
    return dict(newest.iter_rows())


def _collect(sums: nw.LazyFrame[Any]) -> pl.DataFrame:
    return cast("pl.DataFrame", sums.collect(backend="polars").to_native())


def _open_amounts(
    tables: Sequence[RawTable], entries: nw.LazyFrame[Any], as_of: date
) -> dict[AccountKey, OpenAmounts] | None:
    if not any("remaining_amount" in table.frame.columns for table in tables):
        return None
    return {(row[0], row[1]): OpenAmounts(*row[2:]) for row in _collect(sum_open(entries, as_of)).iter_rows()}


def _without_remaining(tables: Sequence[RawTable]) -> Iterator[Issue]:
    lacking = [table for table in tables if "remaining_amount" not in table.frame.columns]
    if len(lacking) == len(tables):
        return
    for table in lacking:
        yield Issue(
            table.file.name,
            None,
            "",
            "",
            msg("no column of remaining amounts: its entries are not in the open receivables"),
            msg("export the remaining amount too"),
        )
