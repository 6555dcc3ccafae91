"""What crosses between a sheet and a worksheet function: cell values, errors among them, in rows and columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from msgspec import Struct

Item = TypeVar("Item")


class CellError(Struct, frozen=True):
    """An error of Excel as a value of its own, never as a text or a number.

    Args:
        number: As VBA's `CVErr` takes it.

    >>> str(CellError(2042))
    '#N/A'
    """

    number: int

    def __str__(self) -> str:
        return NAMES.get(self.number, f"#ERROR {self.number}")


NULL, DIV0, VALUE, REF, NAME, NUM, NA = map(CellError, (2000, 2007, 2015, 2023, 2029, 2036, 2042))
NAMES = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}

CellValue = float | int | str | bool | date | Decimal | CellError | None
USUAL = frozenset({float, str, int, bool})
Grid = tuple[tuple[Item, ...], ...]
Cells = Grid[CellValue]


class CellProblem(Exception):  # noqa: N818 - no failure of the program: the cell shows it
    """A cell that a function cannot take: what its result shows instead of a value."""

    def __init__(self, error: CellError) -> None:
        super().__init__(str(error))
        self.error = error


def grid(given: object) -> Cells:
    """Return an argument as rows of cells: a cell alone is one row of one, a flat sequence is one row.

    >>> grid(5), grid([1, 2]), grid([[1], [2]])
    (((5,),), ((1, 2),), ((1,), (2,)))
    """
    if not isinstance(given, (list, tuple)):
        return ((cell_of(given),),)
    if not any(isinstance(row, (list, tuple)) for row in given):
        return (tuple(map(cell_of, given)) or (None,),)
    rows = tuple(tuple(map(cell_of, row)) if isinstance(row, (list, tuple)) else () for row in given)
    is_even = len({len(row) for row in rows}) == 1 and rows[0]
    return rows if is_even else ((VALUE,),)


def cell_of(given: object) -> CellValue:
    """Return a value as a cell holds it; `#VALUE!` for what no cell holds."""
    # The usual kinds first: to look through the union takes its time, and thousands of cells come one by one.
    if type(given) in USUAL:
        return cast("CellValue", given)
    return given if isinstance(given, CellValue) else VALUE


def spread(grids: list[Grid[Item]], absent: Item) -> Grid[tuple[Item, ...]]:
    """Return the arguments of every cell of the result.

    A single cell, row or column is repeated along what it lacks, and what another argument reaches beyond is `absent`:
    as Excel's own functions do with ranges of different sizes.

    >>> spread([((1, 2),), ((8,), (9,))], 0)
    (((1, 8), (2, 8)), ((1, 9), (2, 9)))
    """
    rows = max((len(one) for one in grids), default=1)
    columns = max((len(one[0]) for one in grids), default=1)
    if rows == columns == 1:
        return ((tuple(one[0][0] for one in grids),),)
    # Each argument is brought to the result's size first: then a range of thousands of rows is one zip.
    sized = [_sized(one, rows, columns, absent) for one in grids]
    return tuple(tuple(zip(*lines, strict=True)) for lines in zip(*sized, strict=True))


def _sized(one: Grid[Item], rows: int, columns: int, absent: Item) -> Grid[Item]:
    lines = one * rows if len(one) == 1 else one + ((absent,) * len(one[0]),) * (rows - len(one))
    if len(one[0]) == columns:
        return lines
    if len(one[0]) == 1:
        return tuple(line * columns for line in lines)
    return tuple(line + (absent,) * (columns - len(line)) for line in lines)
