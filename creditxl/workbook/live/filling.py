"""The cells of an open sheet: read as they stand, and written all at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from creditxl.workbook.live.contents import Text, day, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    import xlwings as xw

    from creditxl.workbook.live.contents import Content, Matrix
    from creditxl.workbook.live.places import Place

LONGEST_IN_MATRIX = 8000  # characters; Excel takes no longer text among several cells at once
AS_TEXT = "@"  # the number format of cells that keep what is written into them


def fill(tab: xw.Sheet, matrix: Matrix, places: Sequence[Place], left_out: Collection[int] = ()) -> None:
    """Write a sheet's cells, from its first one on: all in one call, but for rows that are left out."""
    if not matrix:
        return
    rows = spelled(matrix, _text_cells(tab, places))
    later = _put_off_long(rows)
    for first, end in _runs(len(rows), left_out):
        tab.range((first + 1, 1), (end, len(rows[0]))).formula = rows[first:end]
    for row, column, text in later:
        tab.range((row + 1, column + 1)).value = text


def _text_cells(tab: xw.Sheet, places: Sequence[Place]) -> Callable[[int, int], bool]:
    """Return what tells which cells are formatted as text: columns of lists and grids, below their headings."""
    columns: dict[int, list[range]] = {}
    for place in places:
        for column in range(place.column, place.column + place.columns):
            body = tab.range((place.row + 2, column + 1), (place.end, column + 1))
            if body.number_format == AS_TEXT:
                columns.setdefault(column, []).append(range(place.row + 1, place.end))

    def is_text(row: int, column: int) -> bool:
        return any(row in rows for rows in columns.get(column, ()))

    return is_text


def _put_off_long(rows: list[list[Any]]) -> list[tuple[int, int, str]]:
    """Take the texts out of a matrix that are too long to be written with others, and return them."""
    found = [
        (row, column, value)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if isinstance(value, str) and len(value) > LONGEST_IN_MATRIX
    ]
    for row, column, _ in found:
        rows[row][column] = None
    return found


def _runs(count: int, left_out: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield first and end of each run of rows that are written."""
    first = 0
    for row in [*sorted(left_out), count]:
        if row > first:
            yield first, row
        first = row + 1


def contents_of(cells: xw.Range) -> Matrix:
    """Return what cells hold, so that writing it back gives the same: formulas, numbers, text."""
    shown = cells.options(ndim=2).value
    formulas = _lines(cells.formula)
    return [list(map(_content, *lines)) for lines in zip(formulas, shown, strict=True)]


def _lines(formulas: Any) -> Sequence[Sequence[str]]:  # noqa: ANN401 - text for one cell, rows for several
    return formulas if isinstance(formulas, tuple) else [[formulas]]


def _content(formula: str, shown: Any) -> Content:  # noqa: ANN401 - whatever stands in the cell
    if isinstance(formula, str) and formula.startswith("=") and formula != shown:
        return formula
    if shown is None and formula:
        return formula  # an error that a person typed, such as #N/A
    if isinstance(shown, str):
        return Text(shown) if shown else None
    if isinstance(shown, dt.date):
        return day(shown)
    return None if shown is None else float(shown)


def holds_something(cells: xw.Range) -> bool:
    """Tell whether any cell of a range is filled."""
    return any(value not in {None, ""} for row in cells.options(ndim=2).value for value in row)
