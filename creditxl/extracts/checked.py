"""Typed cells into the rows that can be used, and an issue for everything that cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from creditxl.errors import Issue
from creditxl.extracts import ledger, sentences, typed, words
from creditxl.extracts.config import constant
from creditxl.extracts.faults import Fault, Place, RefusedError
from creditxl.extracts.grid import ROW
from creditxl.model import SALES, from_cents
from creditxl.tables.columns import COLUMNS, Kind

if TYPE_CHECKING:
    from decimal import Decimal

    from creditxl.extracts.config import Config
    from creditxl.extracts.grid import Grid
    from creditxl.extracts.recognise import Match
    from creditxl.extracts.sentences import Said

MOST_ISSUES = 10_000  # of the cells of one file; further ones are said and summed in one


@dataclass(frozen=True, slots=True)
class Extract:
    """One table of a file on its way to a `RawTable`.

    Args:
        name: Of the file, as issues show it.
        company: For rows that name none.
    """

    name: str
    match: Match
    company: str
    config: Config

    @property
    def kind(self) -> Kind:
        return self.match.kind

    def heading(self, column: str) -> str:
        """Return the file's own heading of a column; of a constant, the column itself."""
        return self.match.headings.get(column, column)

    def issue(self, place: Place, said: Said) -> Issue:
        return Issue(self.name, place.row, place.column, sentences.cut(place.value), *said, place.amount)

    def said(self, column: str, fault: Fault, written: str) -> Said:
        """Say what is wrong with a cell or, where no column is meant, with a row."""
        kind = COLUMNS[self.kind][column].choices if column else None
        accepted = self.config.currency if fault is Fault.CURRENCY else words.named(kind)
        return sentences.fault(fault, written, self.heading(column) if column else "", accepted=accepted)


def check(extract: Extract, grid: Grid) -> tuple[pl.DataFrame, list[Issue]]:
    """Return the rows that can be used and the issues of the others.

    Raises:
        RefusedError: The file cannot be used as a whole.
    """
    if not grid.frame.height and len(grid.broken) > 1:
        first = grid.broken[0]
        raise RefusedError(*extract.said("", first.fault, first.written), place=Place(value=first.written))
    cells = typed.read(extract.kind, grid, extract.config)
    issues = [*_doubled(extract), *(extract.issue(place, said) for place, said in grid.notes)]
    frame = _with_constants(extract, cells.frame)
    bad = cells.bad
    if extract.kind is Kind.ENTRIES:
        place = Place(column=extract.heading("document_type"))
        if mixed := ledger.positive_among_negative(frame):
            issues.append(extract.issue(place, sentences.mixed_credit_notes(mixed)))
        frame, turned = ledger.with_signs(frame)
        if turned:
            issues.append(extract.issue(place, sentences.turned_credit_notes(turned)))
        bad = pl.concat([bad, ledger.foreign_amounts(frame, extract.match.headings, extract.config.currency)])
    for name, (written, said) in cells.refused.items():
        place = Place(column=extract.heading(name), value=written)
        if COLUMNS[extract.kind][name].required:
            raise RefusedError(*said, place=place)
        issues.append(extract.issue(place, said))
    bad = pl.concat([bad, *_empty(extract.kind, frame, bad)])
    _refuse_unreadable(extract, frame, bad)
    costly = [name for name, column in COLUMNS[extract.kind].items() if column.required or column.costs_row]
    lost = bad.filter(pl.col("column").is_in(costly))[ROW].unique()
    issues += _row_issues(extract, grid, frame, bad, lost)
    return _in_order(extract, _without(frame, bad, lost)), issues


def _doubled(extract: Extract) -> list[Issue]:
    """Refuse a needed column whose heading stands twice; leave out another."""
    issues = []
    for name in extract.match.doubled:
        heading = extract.heading(name)
        place, said = Place(column=heading), sentences.doubled_column(heading)
        if name in _needed(extract.kind):
            raise RefusedError(*said, place=place)
        issues.append(extract.issue(place, said))
    return issues


def _with_constants(extract: Extract, frame: pl.DataFrame) -> pl.DataFrame:
    contract, own = COLUMNS[extract.kind], extract.config.choices.get(extract.kind, {})
    constants = extract.config.constants.get(extract.kind, {})
    return frame.with_columns(
        pl.lit(constant(extract.kind, name, written, own.get(name, {})), dtype=typed.dtype(contract[name])).alias(name)
        for name, written in constants.items()
        if name not in frame.columns
    )


def _needed(kind: Kind) -> list[str]:
    return [name for name, column in COLUMNS[kind].items() if column.required]


def _empty(kind: Kind, frame: pl.DataFrame, bad: pl.DataFrame) -> list[pl.DataFrame]:
    """List the empty cells of columns that a row cannot do without."""
    found = []
    for name, column in COLUMNS[kind].items():
        if not column.required or column.may_be_empty or name not in frame.columns or not frame[name].null_count():
            continue
        empty = frame.filter(pl.col(name).is_null()).select(
            ROW, written=pl.lit(""), fault=pl.lit(str(Fault.EMPTY)), column=pl.lit(name)
        )
        found.append(empty.join(bad.filter(pl.col("column") == name), on=ROW, how="anti"))
    return found


def _refuse_unreadable(extract: Extract, frame: pl.DataFrame, bad: pl.DataFrame) -> None:
    """Refuse a file of whose needed column no cell can be read. A single row is left to its own issue."""
    for name in _needed(extract.kind):
        found = bad.filter(pl.col("column") == name)
        if not found.height or frame.height == 1:
            continue
        good = frame.filter(pl.col(name).is_not_null()).join(found, on=ROW, how="anti")
        if not good.height:
            first = found.sort(ROW).row(0, named=True)
            said = extract.said(name, Fault(first["fault"]), first["written"])
            amount = ledger.gross_sales(frame)
            raise sentences.column_refused(extract.heading(name), first["written"], said, amount)


def _row_issues(extract: Extract, grid: Grid, frame: pl.DataFrame, bad: pl.DataFrame, lost: pl.Series) -> list[Issue]:
    broken = [
        extract.issue(Place(row.row, value=row.written), extract.said("", row.fault, row.written))
        for row in grid.broken[:MOST_ISSUES]
    ]
    order = {name: place for place, name in enumerate(COLUMNS[extract.kind])}
    listed = bad.with_columns(order=pl.col("column").replace_strict(order, return_dtype=pl.UInt8)).sort(ROW, "order")
    shown = listed.head(MOST_ISSUES)
    amounts = _amounts(frame, shown, lost)
    issues = []
    for row, written, fault, column, _ in shown.iter_rows():
        place = Place(row, extract.heading(column), written, amounts.pop(row, None))
        issues.append(extract.issue(place, extract.said(column, Fault(fault), written)))
    issues = sorted([*broken, *issues], key=lambda issue: issue.row or 0)
    further = len(grid.broken) + listed.height - len(issues)
    if further:
        rest = frame.join(_lost(listed, lost), on=ROW, how="semi").join(shown, on=ROW, how="anti")
        place = Place(amount=ledger.gross_sales(rest))
        issues.append(extract.issue(place, sentences.further_rows(further)))
    return issues


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


def _without(frame: pl.DataFrame, bad: pl.DataFrame, lost: pl.Series) -> pl.DataFrame:
    """Return the rows that are left, without what cannot be read in them."""
    kept = frame.filter(~pl.col(ROW).is_in(lost.implode())) if len(lost) else frame
    foreign = bad.filter((pl.col("column") == "remaining_amount") & (pl.col("fault") == str(Fault.CURRENCY)))[ROW]
    if not len(foreign):
        return kept
    is_foreign = pl.col(ROW).is_in(foreign.implode())
    return kept.with_columns(remaining_amount=pl.when(~is_foreign).then(pl.col("remaining_amount")))


def _in_order(extract: Extract, frame: pl.DataFrame) -> pl.DataFrame:
    company = pl.lit(extract.company)
    if "company" in frame.columns:
        company = pl.col("company").fill_null(company)
    names = ["company", *(name for name in COLUMNS[extract.kind] if name in frame.columns and name != "company")]
    return frame.with_columns(company=company).select(*names, ROW)
