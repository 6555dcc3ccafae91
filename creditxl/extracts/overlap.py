"""Rows of the customer ledger that stand in two files: exports whose periods overlap must not count sales twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

import polars as pl

from creditxl.errors import Issue
from creditxl.extracts import ledger, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from creditxl.tables.raw import RawTable

KEY = ("company", "customer_no", "document_type", "document_no", "posting_date", "amount")


def once(tables: Sequence[RawTable]) -> tuple[list[RawTable], list[Issue]]:
    """Return ledgers without the rows that a newer one has, and an issue for each pair that shares some.

    The newest export tells best what is still open (rule R14), so its rows stay.

    Args:
        tables: Customer ledgers with their document numbers, in the order of their names.
    """
    kept: dict[str, RawTable] = {}
    issues = []
    for table in sorted(tables, key=_newest, reverse=True):
        rest = table
        for newer in kept.values():
            rest, found = _without(rest, newer)
            issues += found
        kept[table.file.name] = rest
    return [kept[table.file.name] for table in tables], issues


def _newest(table: RawTable) -> tuple[date, str]:
    # Of exports that end on one day the later name: a file's own time changes with every copy of it.
    newest = cast("date | None", table.frame["posting_date"].max())
    return newest or date.min, table.file.name


def _without(table: RawTable, newer: RawTable) -> tuple[RawTable, list[Issue]]:
    if not _may_overlap(table.frame, newer.frame):
        return table, []
    numbered = pl.col("document_no").is_not_null()
    known = newer.frame.lazy().filter(numbered).select(KEY).unique()
    again = table.frame.lazy().filter(numbered).join(known, on=KEY, how="semi").collect()
    if not again.height:
        return table, []
    said = sentences.rows_twice(newer.file.name, again.height)
    issue = Issue(table.file.name, None, "", "", *said, ledger.gross_sales(again))
    rest = table.frame.join(again.select("row"), on="row", how="anti", maintain_order="left")
    return replace(table, frame=rest), [issue]


def _may_overlap(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Return whether two ledgers share a company and a period at all; most do not, and that is cheap to see."""
    if not one.height or not other.height:
        return False
    earlier, later = sorted(frame["posting_date"].sort().gather([0, -1]).to_list() for frame in (one, other))
    if later[0] > earlier[1]:
        return False
    return bool(one["company"].unique().is_in(other["company"].unique().implode()).any())
