"""Typed cells into the rows that can be used, and an issue for everything that cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct

from creditxl.extracts import ledger, sentences, typed
from creditxl.extracts.config import constant
from creditxl.extracts.evidence import Evidence
from creditxl.extracts.faults import Fault, Place, RefusedError
from creditxl.extracts.grid import ROW, TEXT_PER_ROW
from creditxl.extracts.row_faults import RowFaults
from creditxl.tables.columns import COLUMNS, Kind

if TYPE_CHECKING:
    from decimal import Decimal

    from creditxl.errors import Issue
    from creditxl.extracts.evidence import Decided
    from creditxl.extracts.extract import Extract
    from creditxl.extracts.grid import Grid
    from creditxl.extracts.sentences import Said


class Checking:
    """Checks the rows of one extract, many at a time.

    Args:
        extract: What is checked.
        decided: What the whole of it decided when it was read before; None where this is the first time.
    """

    def __init__(self, extract: Extract, decided: Decided | None = None) -> None:
        self.extract = extract
        self.decided = decided
        self.evidence = Evidence(extract.kind)
        self.read_with: list[Decided] = []
        self.reader = typed.Reader(extract.kind, extract.config)
        self.faults = RowFaults(extract)
        self.needed = {name: _Needed() for name in _needed(extract.kind)}
        self.notes: list[tuple[Place, Said]] = []
        self.rows = 0
        self.gross: Decimal | None = None

    @property
    def rows_read(self) -> int:
        return self.rows + self.faults.broken_count

    def rows_of(self, grid: Grid) -> pl.DataFrame:
        """Return the rows of a grid that can be used, as far as is known of the file."""
        self.evidence.add(grid)
        cells = self.reader.read(grid, self.decided or self.evidence.decided)
        frame, bad = _with_constants(self.extract, cells.frame), cells.bad
        if self.extract.kind is Kind.ENTRIES:
            self.evidence.add_amounts(frame)
        decided = self.decided or self.evidence.decided
        self.read_with.append(decided)
        if self.extract.kind is Kind.ENTRIES:
            frame = ledger.turn(frame, decided.turned)
            headings = self.extract.match.headings
            bad = pl.concat([bad, ledger.foreign_amounts(frame, headings, self.extract.config.currency)])
        bad = pl.concat([bad, *_empty(self.extract.kind, frame, bad)])
        self._take_in(grid, frame, bad)
        lost = bad.filter(pl.col("column").is_in(_costly(self.extract.kind)))[ROW].unique()
        self.faults.add(grid.broken, frame, bad, lost)
        return _in_order(self.extract, _without(frame, bad, lost))

    def _take_in(self, grid: Grid, frame: pl.DataFrame, bad: pl.DataFrame) -> None:
        self.notes += grid.notes
        self.rows += frame.height
        gross = ledger.gross_sales(frame)
        self.gross = gross if self.gross is None else self.gross + (gross or 0)
        for name, needed in self.needed.items():
            needed.add(frame, name, bad.filter(pl.col("column") == name))

    def again(self) -> Decided | None:
        """Return what the whole file decided, where some of its rows were read otherwise."""
        decided = self.evidence.decided
        return None if all(decided.reads_as(each) for each in self.read_with) else decided

    def issues(self) -> list[Issue]:
        """Return the issues of all rows.

        Raises:
            RefusedError: The file cannot be used as a whole.
        """
        extract, broken = self.extract, self.faults.broken
        if not self.rows and self.faults.broken_count > 1:
            first = broken[0]
            raise RefusedError(*extract.said("", first.fault, first.written), place=Place(value=first.written))
        self.evidence.check_dates()
        issues = [*_doubled(extract), *(extract.issue(place, said) for place, said in self.notes)]
        place = Place(column=extract.heading("document_type"))
        if mixed := self.evidence.notes.positive_among_negative:
            issues.append(extract.issue(place, sentences.mixed_credit_notes(mixed)))
        if self.evidence.decided.turned:
            issues.append(extract.issue(place, sentences.turned_credit_notes(self.evidence.notes.above_zero)))
        for name, (written, said) in self.evidence.refused().items():
            place = Place(column=extract.heading(name), value=written)
            if COLUMNS[extract.kind][name].required:
                raise RefusedError(*said, place=place)
            issues.append(extract.issue(place, said))
        self._refuse_unreadable()
        return [*issues, *self.faults.issues()]

    def _refuse_unreadable(self) -> None:
        """Refuse a file of whose needed column no cell can be read. A single row is left to its own issue."""
        for name, needed in self.needed.items():
            if needed.first is None or needed.is_read or self.rows == 1:
                continue
            written, fault = needed.first
            said = self.extract.said(name, Fault(fault), written)
            raise sentences.column_refused(self.extract.heading(name), written, said, self.gross)


def check(extract: Extract, grid: Grid) -> tuple[pl.DataFrame, list[Issue]]:
    """Return the rows of a whole table that can be used, and the issues of the others.

    Raises:
        RefusedError: The table cannot be used as a whole.
    """
    checking = Checking(extract)
    rows = checking.rows_of(grid)
    if (decided := checking.again()) is not None:
        checking = Checking(extract, decided)
        rows = checking.rows_of(grid)
    return rows, checking.issues()


class _Needed(Struct):
    """What is known of a column that no row can do without: whether any cell could be read, and the first that not."""

    is_read: bool = False
    first: tuple[str, str] | None = None

    def add(self, frame: pl.DataFrame, name: str, bad: pl.DataFrame) -> None:
        if self.first is None and bad.height:
            row = bad.sort(ROW).row(0, named=True)
            self.first = row["written"], row["fault"]
        if not self.is_read and name in frame.columns:
            good = frame.filter(pl.col(name).is_not_null())
            self.is_read = bool((good.join(bad, on=ROW, how="anti") if bad.height else good).height)


def _doubled(extract: Extract) -> list[Issue]:
    """Refuse a needed column whose heading stands twice; leave out another."""
    issues = []
    for name in extract.match.doubled:
        heading = extract.heading(name)
        place, said = Place(column=heading), sentences.doubled_column(heading)
        if COLUMNS[extract.kind][name].required:
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
    return [name for name, column in COLUMNS[kind].items() if column.required and name not in TEXT_PER_ROW]


def _costly(kind: Kind) -> list[str]:
    """Return the columns without which a row is left out; its number is not, which most readings do without."""
    columns = COLUMNS[kind].items()
    return [name for name, column in columns if (column.required or column.costs_row) and name not in TEXT_PER_ROW]


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
