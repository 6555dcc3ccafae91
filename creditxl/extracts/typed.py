"""Raw cells into typed columns. Nothing is dropped here: each cell that cannot be read is listed with its fault."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from creditxl.extracts import amount_column, dates, sentences, words
from creditxl.extracts.amounts import CENTS_IN_UNIT
from creditxl.extracts.config import days
from creditxl.extracts.faults import Fault
from creditxl.extracts.grid import FAULTY, ROW
from creditxl.tables.columns import COLUMNS, CellType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from creditxl.extracts.amount_column import Mark
    from creditxl.extracts.config import Config
    from creditxl.extracts.dates import Order
    from creditxl.extracts.grid import Grid
    from creditxl.extracts.sentences import Said
    from creditxl.tables.columns import Column, Kind

# What spreadsheets write for a formula that failed, in the three languages; "#N/A" and the like.
ERRORS = frozenset(
    {
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!"),
        *("#PUUTTUU!", "#VIITTAUS!", "#ARVO!", "#JAKO/0!", "#NIMI?", "#LUKU!", "#TYHJÄ!"),
        *("#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!", "#DIVISION/0!", "#NAMN?", "#OGILTIGT!", "#SKÄRNING!"),
    }
)

_TYPES: dict[CellType, pl.DataType] = {
    CellType.TEXT: pl.String(),
    CellType.AMOUNT: pl.Int64(),
    CellType.DATE: pl.Date(),
    CellType.DAYS: pl.Int64(),
    CellType.FLAG: pl.Boolean(),
    CellType.CHOICE: pl.String(),
}

UNSEEN = "\u200b\u200e\u200f\ufeff"  # of no width; pasted texts bring them along

BAD = {**FAULTY, "column": pl.String}


@dataclass(frozen=True, slots=True)
class Typed:
    """One extract with its cells read.

    Args:
        frame: `row` and the columns, typed; null where a cell is empty or cannot be read.
        bad: The cells that cannot be read, as `BAD` says.
        refused: Columns that cannot be read as a whole, each with a cell of it and what is to be said.
    """

    frame: pl.DataFrame
    bad: pl.DataFrame
    refused: dict[str, tuple[str, Said]]


def dtype(column: Column) -> pl.DataType:
    """Return the Polars type of a column of the contract."""
    return _TYPES[column.cell]


def read(kind: Kind, grid: Grid, config: Config) -> Typed:
    """Read every cell of an extract.

    Raises:
        RefusedError: The dates of the file can be read in two ways, or contradict each other.
    """
    contract, rows = COLUMNS[kind], grid.frame[ROW]
    order = _order(kind, grid)
    marks = _marks(grid)
    refused = {name: said for name, mark in marks.items() if (said := _refusal(mark, grid.loose[name])) is not None}
    columns, bad = [rows], [pl.DataFrame(schema=BAD)]
    for name in grid.frame.columns[1:]:
        column = contract[name]
        if name in refused:
            values, faults = pl.Series([None] * grid.frame.height, dtype=pl.Int64), pl.DataFrame(schema=FAULTY)
        elif name in marks:
            values, faults = _amounts(grid, name, marks[name], config.currency)
        else:
            own = config.choices.get(kind, {}).get(name, {})
            values, faults = _texts(rows, grid.frame[name], partial(_cell, _parser(column, order, own)), dtype(column))
        columns.append(values.alias(name))
        bad += [each.with_columns(column=pl.lit(name)) for each in (faults, grid.faulty.get(name)) if each is not None]
    return Typed(pl.DataFrame(columns), pl.concat(bad), refused)


def _order(kind: Kind, grid: Grid) -> Order:
    names = [name for name in grid.frame.columns[1:] if COLUMNS[kind][name].cell is CellType.DATE]
    order = dates.settle(cell for name in names for cell in _different(grid.frame[name]))
    if order.day_first is not None and order.month_first is not None:
        raise sentences.contradictory_dates(order.day_first, order.month_first)
    if order.is_open:
        raise sentences.open_dates(order.open_case or "")
    return order


def _marks(grid: Grid) -> dict[str, Mark]:
    """Return each amount column's mark; one that proves none by itself takes that of the file's others."""
    marks = {name: amount_column.settle(loose["written"], grid.marks[name]) for name, loose in grid.loose.items()}
    proven = {mark.mark for mark in marks.values() if mark.mark and not mark.is_disputed}
    shared = proven.pop() if len(proven) == 1 else None
    return {name: mark if mark.mark else replace(mark, mark=shared) for name, mark in marks.items()}


def _refusal(mark: Mark, loose: pl.DataFrame) -> tuple[str, Said] | None:
    if mark.is_tied:
        return str(loose["written"][0]) if loose.height else "", sentences.both_marks()
    if mark.mark is None and mark.two_ways is not None:
        return mark.two_ways, sentences.two_ways_amount(mark.two_ways)
    return None


def _amounts(grid: Grid, name: str, mark: Mark, currency: str) -> tuple[pl.Series, pl.DataFrame]:
    rows, cents, loose = grid.frame[ROW], grid.frame[name], grid.loose[name]
    tried = next(iter(grid.marks[name]), None)
    if tried is not None and mark.mark not in {None, tried}:
        # Read with the mark that the first rows show, and the rest of the file shows the other one.
        loose = pl.concat([loose, _written(rows, cents, tried)]).sort(ROW)
        cents = pl.Series([None] * len(cents), dtype=pl.Int64)
    written = loose.with_columns(pl.col("written").str.strip_chars()).filter(pl.col("written") != "")
    values, faults = amount_column.read(written["written"], mark, currency)
    places = rows.search_sorted(written[ROW])
    bad = written[sorted(faults)] if faults else written.clear()
    why = pl.Series("fault", [str(faults[place]) for place in sorted(faults)], dtype=pl.String)
    is_error = pl.col("written").is_in(ERRORS)
    bad = bad.with_columns(why).with_columns(
        pl.when(is_error).then(pl.lit(str(Fault.ERROR_CELL))).otherwise(pl.col("fault")).alias("fault")
    )
    return cents.scatter(places, values), bad


def _written(rows: pl.Series, cents: pl.Series, mark: str) -> pl.DataFrame:
    """Return plain cents as they were written."""
    frame = pl.DataFrame({ROW: rows, "cents": cents}).drop_nulls()
    size = pl.col("cents").abs()
    sign = pl.when(pl.col("cents") < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole, part = (size // CENTS_IN_UNIT).cast(pl.String), (size % CENTS_IN_UNIT).cast(pl.String).str.zfill(2)
    return frame.select(ROW, pl.concat_str(sign, whole, pl.lit(mark), part).alias("written"))


def _texts(
    rows: pl.Series, cells: pl.Series, read_cell: Callable[[str], Any], kept: pl.DataType
) -> tuple[pl.Series, pl.DataFrame]:
    """Read a column of categories: each different text once."""
    if not isinstance(cells.dtype, pl.Categorical):
        return _each(rows, cells)
    different = cells.dtype.categories.to_series().to_list()
    values, faults = [], {}
    for code, written in enumerate(different):
        value = None if written is None else read_cell(written)
        if isinstance(value, Fault):
            faults[code] = value
        values.append(None if isinstance(value, Fault) else value)
    codes = cells.to_physical()
    return pl.Series(values, dtype=kept).gather(codes), _bad(rows, codes, different, faults)


def _bad(rows: pl.Series, codes: pl.Series, different: list[str], faults: dict[int, Fault]) -> pl.DataFrame:
    if not faults:
        return pl.DataFrame(schema=FAULTY)
    listed = pl.DataFrame(
        {
            "code": pl.Series(list(faults), dtype=codes.dtype),
            "written": [different[code] for code in faults],
            "fault": [str(why) for why in faults.values()],
        }
    )
    found = pl.DataFrame({ROW: rows, "code": codes}).join(listed, on="code", how="inner", maintain_order="left")
    return found.select(list(FAULTY))


def _each(rows: pl.Series, cells: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
    """Read a column of text that differs from row to row."""
    frame = pl.DataFrame({ROW: rows, "written": cells.str.strip_chars()})
    is_error = pl.col("written").is_in(ERRORS)
    kept = pl.when((pl.col("written") != "") & ~is_error).then(pl.col("written"))
    bad = frame.filter(is_error).with_columns(pl.lit(str(Fault.ERROR_CELL)).alias("fault"))
    return frame.select(kept).to_series(), bad


def _different(cells: pl.Series) -> list[str]:
    """Return the different texts of a column of categories, in an order that no thread decides."""
    kept = cells.dtype
    return sorted(kept.categories.to_series().drop_nulls()) if isinstance(kept, pl.Categorical) else []


def _cell(parse: Callable[[str], Any], written: str) -> object:
    cell = _without_guard(written.strip().strip(UNSEEN).strip())
    if not cell:
        return None
    return Fault.ERROR_CELL if cell.upper() in ERRORS else parse(cell)


def _without_guard(cell: str) -> str:
    """Return the text of `="00012"`, which exports write so that a spreadsheet keeps the zeros."""
    return cell[2:-1].strip() if cell.startswith('="') and cell.endswith('"') else cell


def _parser(column: Column, order: Order, own: Mapping[str, str]) -> Callable[[str], Any]:
    if column.choices is not None:
        return partial(_word, words.choices(column.choices, own))
    match column.cell:
        case CellType.DATE:
            return partial(dates.parse, order=order)
        case CellType.DAYS:
            return days
        case CellType.FLAG:
            return partial(_word, words.flags())
        case _:
            return str


def _word(known: Mapping[str, Any], cell: str) -> object:
    return known.get(words.normalised(cell), Fault.UNKNOWN_WORD)
