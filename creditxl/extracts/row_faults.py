"""The rows and cells of one extract that cannot be read, each an issue; past a certain number, all in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from creditxl.extracts import ledger, sentences
from creditxl.extracts.faults import Fault, Place
from creditxl.extracts.grid import ROW
from creditxl.model import SALES, from_cents
from creditxl.tables.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from creditxl.errors import Issue
    from creditxl.extracts.extract import Extract
    from creditxl.extracts.grid import Broken

MOST_ISSUES = 10_000  # of the cells of one file; further ones are said and summed in one


class RowFaults:
    """What is wrong with the rows of one extract, taken in many rows at a time, from above."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.broken: list[Broken] = []  # the first
        self.broken_count = 0
        self.cells: list[Issue] = []  # the first
        self.cell_count = 0
        self.further: Decimal | None = None  # gross sales of rows that none of the first issues tells of
        self.order = {name: place for place, name in enumerate(COLUMNS[extract.kind])}

    def add(self, broken: Sequence[Broken], frame: pl.DataFrame, bad: pl.DataFrame, lost: pl.Series) -> None:
        """Take in further rows.

        Args:
            broken: Rows that could not be cut into cells.
            frame: The others.
            bad: Those of their cells that cannot be read, as `typed.BAD` says.
            lost: The rows that are left out for it.
        """
        self.broken += broken[: max(MOST_ISSUES - len(self.broken), 0)]
        self.broken_count += len(broken)
        if not bad.height:
            return
        place = pl.col("column").replace_strict(self.order, return_dtype=pl.UInt8)
        listed = bad.with_columns(order=place).sort(ROW, "order")
        shown = listed.head(max(MOST_ISSUES - len(self.cells), 0))
        self.cells += self._issues(frame, shown, lost)
        self.cell_count += listed.height
        if shown.height < listed.height:
            rest = frame.join(_lost(listed, lost), on=ROW, how="semi").join(shown, on=ROW, how="anti")
            amount = ledger.gross_sales(rest)
            self.further = amount if self.further is None else self.further + (amount or 0)

    def issues(self) -> list[Issue]:
        """Return an issue for each of the first faults by row, and one for all others."""
        broken = [
            self.extract.issue(Place(row.row, value=row.written), self.extract.said("", row.fault, row.written))
            for row in self.broken
        ]
        issues = sorted([*broken, *self.cells], key=lambda issue: issue.row or 0)
        further = self.broken_count + self.cell_count - len(issues)
        if further:
            issues.append(self.extract.issue(Place(amount=self.further), sentences.further_rows(further)))
        return issues

    def _issues(self, frame: pl.DataFrame, shown: pl.DataFrame, lost: pl.Series) -> Iterable[Issue]:
        amounts = _amounts(frame, shown, lost)
        for row, written, fault, column, _ in shown.iter_rows():
            place = Place(row, self.extract.heading(column), written, amounts.pop(row, None))
            yield self.extract.issue(place, self.extract.said(column, Fault(fault), written))


def _amounts(frame: pl.DataFrame, shown: pl.DataFrame, lost: pl.Series) -> dict[int, Decimal]:
    """Return the gross sales of the rows that are left out, by row: each is said with the row's first issue."""
    if not {"document_type", "amount"} <= set(frame.columns):
        return {}
    # An amount in another currency is no part of these sums.
    foreign = shown.filter((pl.col("column") == "amount") & (pl.col("fault") == str(Fault.CURRENCY)))
    rows = (
        frame.join(_lost(shown, lost), on=ROW, how="semi")
        .join(foreign, on=ROW, how="anti")
        .filter(pl.col("document_type").is_in(SALES) & pl.col("amount").is_not_null())
    )
    return {row: from_cents(cents) for row, cents in rows.select(ROW, "amount").iter_rows()}


def _lost(listed: pl.DataFrame, lost: pl.Series) -> pl.DataFrame:
    return listed.filter(pl.col(ROW).is_in(lost.implode())) if len(lost) else listed.clear()
