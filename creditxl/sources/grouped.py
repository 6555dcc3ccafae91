"""Entries that a database has brought together by what they have in common, summed by the rules' own functions.

The database only puts alike entries together: of one customer, type, month and number of days. What counts as a sale,
what is insured and what is overdue is told by `tables.ledger` and `tables.habits`, as for the rows of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import narwhals as nw
import polars as pl
from msgspec import Struct

from creditxl.sources.flags import Flags
from creditxl.sources.profile import CREDIT, SCHEMA, Profile
from creditxl.sources.rows import text_of
from creditxl.tables.ageing import sum_claims
from creditxl.tables.columns import Kind
from creditxl.tables.habits import sum_delays
from creditxl.tables.ledger import sum_sales

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from creditxl.errors import Issue
    from creditxl.extracts.config import Config
    from creditxl.extracts.recognise import Match
    from creditxl.sources.naming import Named
    from creditxl.tables.raw import LedgerPart


ALIKE = {
    "company": pl.String,
    "customer_no": pl.String,
    "type": pl.String,
    "currency": pl.String,
    "negative": pl.Boolean,
}
MONTH = {"year": pl.Int32, "month": pl.Int8, "days": pl.Int64}
SALES = {
    **ALIKE,
    **MONTH,
    "later": pl.Boolean,
    "cents": pl.Int64,
    "entries": pl.Int64,
    "oldest": pl.Date,
    "newest": pl.Date,
}
DELAYS = {**ALIKE, **MONTH, "cents": pl.Int64}
OPEN = {**ALIKE, "disputed": pl.String, "posting_date": pl.Date, "due_date": pl.Date, "cents": pl.Int64}


class Grouped(Struct, frozen=True):
    """What a database gave.

    Args:
        sales: Columns `SALES`; `days` are from posting to due date.
        delays: Columns `DELAYS`, of the months and days of closing; None where it is not told when entries were closed.
        open: Columns `OPEN`; `cents` remain; None without remaining amounts.
        left_out: Entries that cannot be used; they are in no sum.
        lost: How many they are; an entry of which only the remaining amount cannot be used is none of them.
    """

    sales: pl.DataFrame
    delays: pl.DataFrame | None
    open: pl.DataFrame | None
    left_out: Sequence[Issue]
    lost: int


def frame_of(rows: Iterable[Sequence[Any]], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """Return a database's rows as a frame: numbers that stand for yes and no as such, exact numbers as integers."""
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in schema]
    return pl.DataFrame(
        [
            pl.Series(name, [_value(value, kind) for value in column], dtype=kind)
            for (name, kind), column in zip(schema.items(), columns, strict=True)
        ]
    )


def part_of(place: Named, match: Match, grouped: Grouped, config: Config) -> tuple[LedgerPart, list[Issue]]:
    """Return a ledger's sums, and the issues of what is not in them."""
    keys = [name for name in SCHEMA if name not in {"entries", "cents", "oldest", "newest"}]
    counted = grouped.sales.group_by(keys).agg(
        pl.col("entries").sum(), pl.col("cents").sum(), pl.col("oldest").min(), pl.col("newest").max()
    )
    profile = Profile.of(counted.select(list(SCHEMA)), place, match, config)
    flags = Flags.of(() if grouped.open is None else grouped.open["disputed"])
    sums = _Sums(profile, flags)
    sales, delays, claims = sums.sales(grouped.sales), sums.delays(grouped.delays), sums.claims(grouped.open)
    part = profile.part(place, lost=grouped.lost, sales=sales, delays=delays, claims=claims)
    return part, [*grouped.left_out, *profile.issues, *flags.issues(place, match)]


class _Sums(Struct, frozen=True):
    profile: Profile
    flags: Flags

    def sales(self, found: pl.DataFrame) -> pl.DataFrame:
        first = pl.date("year", "month", 1)
        entries = (
            self._usable(found, "amount")
            .filter(~pl.col("later"))
            .with_columns(posting_date=first, due_date=first + pl.duration(days="days"))
        )
        return _collected(sum_sales(nw.from_native(entries)))

    def delays(self, found: pl.DataFrame | None) -> pl.DataFrame | None:
        if found is None:
            return None
        first = pl.date("year", "month", 1)
        entries = self._usable(found, "amount").with_columns(closed_on=first, due_date=first - pl.duration(days="days"))
        return _collected(sum_delays(nw.from_native(entries)))

    def claims(self, found: pl.DataFrame | None) -> pl.DataFrame | None:
        if found is None:
            return None
        disputed = pl.col("disputed").replace_strict(self.flags.known, default=False, return_dtype=pl.Boolean)
        entries = self._usable(found, "remaining_amount").with_columns(disputed=disputed.fill_null(value=False))
        return _collected(sum_claims(nw.from_native(entries)))

    def _usable(self, found: pl.DataFrame, amount: str) -> pl.LazyFrame:
        """Return the entries whose type is known, signed, in the ledger's currency."""
        kind = pl.col("type").replace_strict(self.profile.types, default=None, return_dtype=pl.String)
        is_note = pl.col("document_type") == CREDIT
        # The remaining amounts of credit notes are turned only where they too are all positive.
        is_signed = found.filter(pl.col("type").is_in([t for t, k in self.profile.types.items() if k == CREDIT]))
        turned = self.profile.turned and not is_signed["negative"].any()
        cents = pl.when(is_note).then(-pl.col("cents")).otherwise(pl.col("cents")) if turned else pl.col("cents")
        return (
            found.lazy()
            .with_columns(document_type=kind)
            .filter(
                pl.col("document_type").is_not_null(),
                ~pl.col("currency").is_in(self.profile.currencies).fill_null(value=False),
            )
            .with_columns(cents.alias(amount))
        )


def _value(value: object, kind: type[pl.DataType]) -> object:
    if value is None:
        return None
    if kind is pl.Boolean:
        return bool(value)
    if kind is pl.String:
        return text_of(Kind.ENTRIES, "disputed", value)
    return int(cast("int", value)) if kind.is_integer() else value


def _collected(sums: nw.LazyFrame[Any]) -> pl.DataFrame:
    return cast("pl.DataFrame", sums.collect(backend="polars").to_native())
