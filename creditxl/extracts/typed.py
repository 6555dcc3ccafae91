"""Raw cells into typed columns. Nothing is dropped here: each cell that cannot be read is listed with its fault."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import polars as pl
from msgspec import Struct

from creditxl.extracts import amount_column, dates, words
from creditxl.extracts.amounts import CENTS_IN_UNIT
from creditxl.extracts.config import days
from creditxl.extracts.faults import Fault
from creditxl.extracts.grid import FAULTY, ROW
from creditxl.tables.columns import COLUMNS, CellType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from creditxl.extracts.amount_column import Mark
    from creditxl.extracts.config import Config
    from creditxl.extracts.dates import Order
    from creditxl.extracts.evidence import Decided
    from creditxl.extracts.grid import Grid
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
# A text that neither begins nor ends with what is taken off, and is no error.
_TAKEN_OFF = rf"\s\x00-\x1f{UNSEEN}"
AS_IT_IS = rf"(?s)^[^{_TAKEN_OFF}#=](?:.*[^{_TAKEN_OFF}])?$"

BAD = {**FAULTY, "column": pl.String}


class Typed(Struct, frozen=True):
    """Rows of one extract with their cells read.

    Args:
        frame: `row` and the columns, typed; null where a cell is empty or cannot be read.
        bad: The cells that cannot be read, as `BAD` says.
    """

    frame: pl.DataFrame
    bad: pl.DataFrame


def dtype(column: Column) -> pl.DataType:
    """Return the Polars type of a column of the contract."""
    return _TYPES[column.cell]


class Reader:
    """Reads the cells of one extract, many rows at a time; what a text means is found once for all of them."""

    def __init__(self, kind: Kind, config: Config) -> None:
        self.kind = kind
        self.config = config
        self.texts: dict[str, _Texts] = {}
        self.month_first = False

    def read(self, grid: Grid, decided: Decided) -> Typed:
        """Read every cell of some rows."""
        rows = grid.frame[ROW]
        month_first = decided.order.month_first is not None
        if month_first != self.month_first:
            self.texts, self.month_first = {}, month_first
        columns, bad = [rows], [pl.DataFrame(schema=BAD)]
        for name in grid.frame.columns[1:]:
            values, faults = self._column(grid, name, decided)
            columns.append(values.alias(name))
            found = (faults, grid.faulty.get(name))
            bad += [each.with_columns(column=pl.lit(name)) for each in found if each is not None and each.height]
        return Typed(pl.DataFrame(columns), pl.concat(bad))

    def _column(self, grid: Grid, name: str, decided: Decided) -> tuple[pl.Series, pl.DataFrame]:
        mark = decided.marks.get(name)
        if mark is not None and mark.is_refused:
            return pl.Series([None] * grid.frame.height, dtype=pl.Int64), pl.DataFrame(schema=FAULTY)
        if mark is not None:
            return _amounts(grid, name, mark, self.config.currency)
        cells = grid.frame[name]
        if not isinstance(cells.dtype, pl.Categorical):
            return _each(grid.frame[ROW], cells)
        if name not in self.texts:
            column = COLUMNS[self.kind][name]
            own = self.config.choices.get(self.kind, {}).get(name, {})
            self.texts[name] = _Texts(_parser(column, decided.order, own), dtype(column))
        return self.texts[name].read(grid.frame[ROW], cells)


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


class _Texts:
    """The different texts of a column of categories, each read once."""

    def __init__(self, parse: Callable[[str], Any], kept: pl.DataType) -> None:
        self.parse = parse
        self.values = pl.Series([], dtype=kept)
        self.known = 0
        self.faults: dict[int, tuple[str, Fault]] = {}

    def read(self, rows: pl.Series, cells: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
        """Return the values of cells, and those that cannot be read."""
        codes = cells.to_physical()
        self._add(cast("pl.Categorical", cells.dtype).categories.to_series())
        return self.values.gather(codes), self._bad(rows, codes)

    def _add(self, different: pl.Series) -> None:
        new = different[self.known :]
        if self.parse is str:
            # Nearly all texts stay as they are written, and are not looked at one by one.
            others = (~new.str.contains(AS_IT_IS).fill_null(value=False)).arg_true()
            found = new.scatter(others, pl.Series(self._read(new[others], others), dtype=pl.String))
        else:
            found = pl.Series(self._read(new, range(len(new))), dtype=self.values.dtype)
        self.values = pl.concat([self.values[: self.known], found])
        # Another thread may be putting further texts there: what has no text yet is looked at again.
        empty = different.is_null().arg_true()
        self.known = int(empty[0]) if len(empty) else len(different)

    def _read(self, new: pl.Series, places: Iterable[int]) -> list[Any]:
        values: list[Any] = []
        for place, written in zip(places, new.to_list(), strict=True):
            value = None if written is None else _cell(self.parse, written)
            if isinstance(value, Fault):
                self.faults[self.known + place] = written, value
            values.append(None if isinstance(value, Fault) else value)
        return values

    def _bad(self, rows: pl.Series, codes: pl.Series) -> pl.DataFrame:
        if not self.faults:
            return pl.DataFrame(schema=FAULTY)
        listed = pl.DataFrame(
            {
                "code": pl.Series(list(self.faults), dtype=codes.dtype),
                "written": [written for written, _ in self.faults.values()],
                "fault": [str(why) for _, why in self.faults.values()],
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
