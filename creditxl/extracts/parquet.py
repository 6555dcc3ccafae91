"""Parquet files: typed columns under their names as headings, which count as row 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct

from creditxl.extracts import sentences
from creditxl.extracts.amounts import CENTS_IN_UNIT, DECIMALS, MAX_CENTS
from creditxl.extracts.body import GRID_ROWS
from creditxl.extracts.faults import Fault
from creditxl.extracts.grid import FAULTY, ROW, Grid, Layout
from creditxl.extracts.package import guarded
from creditxl.extracts.recognise import Match, recognise
from creditxl.extracts.workbook import NEARLY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from creditxl.extracts.config import Config

FIRST_ROW = 2


class Table(Struct, frozen=True):
    """A Parquet file whose column names were looked at."""

    path: Path
    match: Match | None
    rows: Sequence[Sequence[str]]
    sheet: str = ""
    form: str = "Parquet"

    def read(self, match: Match, columns: Collection[str]) -> Iterator[Grid]:
        """Yield the columns asked for of what the file was recognised as, many rows at a time.

        Raises:
            RefusedError: The file is broken.
        """
        positions = {name: place for name, place in match.columns.items() if name in columns}
        layout = Layout.of(match.kind, positions)
        with guarded(sentences.broken_table):
            scanned = pl.scan_parquet(self.path, glob=False)
            rows = scanned.select(pl.len()).collect().item()
        for begin in range(0, max(rows, 1), GRID_ROWS):
            yield self._grid(scanned, layout, begin)

    def _grid(self, scanned: pl.LazyFrame, layout: Layout, begin: int) -> Grid:
        positions = layout.positions
        with guarded(sentences.broken_table):
            wanted = scanned.select(pl.nth(place).alias(name) for name, place in positions.items())
            cells = wanted.slice(begin, GRID_ROWS).collect().with_row_index(ROW, FIRST_ROW + begin)
            texts = [_text(cells[name]).cast(layout.dtype(name)) for name in positions if name not in layout.marks]
            cents, loose, faulty = [], {}, {}
            for name in layout.marks:
                amounts, loose[name], faulty[name] = _amounts(cells[ROW], cells[name])
                cents.append(amounts)
        frame = pl.DataFrame([cells[ROW], *texts, *cents]).select(ROW, *positions)
        marks: dict[str, dict[str, int]] = {name: {} for name in loose}
        return Grid(frame, loose, marks=marks, faulty=faulty)


def look(path: Path, config: Config) -> Table:
    """Return a Parquet file with what its columns' names are.

    Raises:
        RefusedError: The file is broken.
    """
    with guarded(sentences.broken_table), path.open("rb") as file:
        names = list(pl.read_parquet_schema(file))
    return Table(path, recognise([names], config), [names])


def _text(cells: pl.Series) -> pl.Series:
    if cells.dtype.is_nested() or cells.dtype == pl.Binary:
        raise sentences.not_cells(cells.name, str(cells.dtype))
    if cells.dtype.is_float():
        frame = pl.DataFrame({"cell": cells, "whole": cells.cast(pl.Int64, strict=False)})
        is_whole = pl.col("cell") == pl.col("whole")
        shown = pl.when(is_whole).then(pl.col("whole").cast(pl.String)).otherwise(pl.col("cell").cast(pl.String))
        return frame.select(pl.when(pl.col("cell").is_not_nan()).then(shown)).to_series().alias(cells.name)
    if isinstance(cells.dtype, pl.Date | pl.Datetime):
        return cells.dt.to_string("%Y-%m-%d")
    return cells.cast(pl.String)


def _amounts(rows: pl.Series, cells: pl.Series) -> tuple[pl.Series, pl.DataFrame, pl.DataFrame]:
    """Return the cents of a column, its texts, and the numbers that are no amounts."""
    frame = pl.DataFrame({ROW: rows, "cell": cells, "written": _text(cells)})
    if not cells.dtype.is_numeric():
        return pl.Series(cells.name, [None] * len(cells), dtype=pl.Int64), _loose(frame), pl.DataFrame(schema=FAULTY)
    frame = frame.with_columns(cents=_cents(cells.dtype))
    is_amount = (pl.col("cents").abs() <= MAX_CENTS).fill_null(value=False)
    too_large = pl.col("cell").cast(pl.Float64).abs() * CENTS_IN_UNIT > MAX_CENTS
    why = pl.when(too_large).then(pl.lit(str(Fault.TOO_LARGE))).otherwise(pl.lit(str(Fault.DECIMALS)))
    wrong = frame.filter(pl.col("written").is_not_null() & ~is_amount).select(ROW, "written", fault=why)
    cents = frame.select(pl.when(is_amount).then(pl.col("cents").cast(pl.Int64, strict=False)).alias(cells.name))
    return cents.to_series(), _loose(frame.clear()), wrong


def _loose(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(ROW, "written").drop_nulls()


def _cents(kind: pl.DataType) -> pl.Expr:
    """Return the cents of a column of numbers; null where one is no amount of whole cents."""
    cell = pl.col("cell")
    if kind.is_integer():
        return cell.cast(pl.Int128) * CENTS_IN_UNIT
    if isinstance(kind, pl.Decimal):
        # By way of its digits, which are exact: 12.3400 is the whole number 123400 and four decimals.
        digits = cell.cast(pl.String).str.replace(".", "", literal=True).cast(pl.Int128, strict=False)
        excess = 10 ** max(kind.scale - DECIMALS, 0)
        cents = digits // excess * 10 ** max(DECIMALS - kind.scale, 0)
        return pl.when(digits % excess == 0).then(cents)
    cents = (cell * CENTS_IN_UNIT).round().cast(pl.Int64, strict=False)
    return pl.when((cell - cents / CENTS_IN_UNIT).abs() < NEARLY).then(cents)
