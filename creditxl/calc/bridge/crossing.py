"""Cells between LibreOffice and the worksheet functions.

The functions take and give what crosses between Excel and Python: an error comes in as the whole number that COM makes
of it and goes out as a text that begins with `#`; other texts go out after a `'`. LibreOffice keeps an error in a
number that is none (NaN): what a Basic function gives so, the cell shows as that error.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from creditxl.calc import unoapi
from creditxl.calc.engine.numberformats import NumberFormats, Shows

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = float | int | str | bool | None

VALUE: Final = 2015  # #VALUE! as VBA's CVErr takes it
FIRST_CODE: Final = -2146828288  # of COM's error values, to which the number of CVErr is added
TEXT_MARK, ERROR_MARK = "'", "#"
DAY: Final = "d"  # the kind of an argument that is a date
_YEAR_1904: Final = 1904
DAYS_TO_1904: Final = 1462
# LibreOffice's number of an error by VBA's, and back: some of LibreOffice's say the same.
_OWN: Final = {2000: 521, 2007: 532, 2015: 519, 2023: 524, 2029: 525, 2036: 503, 2042: 32767}
_OF_VBA: Final = {own: number for number, own in _OWN.items()} | {502: 2036, 523: 2036}
_NO_NUMBER: Final = 0x7FF8 << 48


def error(number: int) -> float:
    """Return what a cell shows as an error, by VBA's number of it; one that LibreOffice lacks becomes #VALUE!."""
    bits = struct.pack("<Q", _NO_NUMBER | _OWN.get(number, _OWN[VALUE]))
    return float(struct.unpack("<d", bits)[0])


def com_error(own: int) -> int:
    """Return LibreOffice's error as COM says it; one that Excel lacks becomes #VALUE!."""
    return FIRST_CODE + _OF_VBA.get(own, VALUE)


def taken(argument: unoapi.UnoObject, document: unoapi.UnoObject, kind: str = "v") -> object:
    """Return an argument of a function as Excel hands it over: a value, or rows of them.

    Args:
        argument: A value, an array, or VBA's Range object.
        document: The workbook that the range is in.
        kind: "d" where the argument is a date: those of a workbook that counts from 1904 are brought to 1900.
    """
    found = _values(argument, document)
    return _later(found) if kind == DAY and document.NullDate.Year == _YEAR_1904 else found


def _values(argument: unoapi.UnoObject, document: unoapi.UnoObject) -> object:
    if argument is None or isinstance(argument, (str, float, int, tuple)):
        return argument
    cells = getattr(argument, "CellRange", None)
    # Several areas have no rows and columns to answer in.
    return from_range(cells, document) if hasattr(cells, "getDataArray") else FIRST_CODE + VALUE


def _later(found: object) -> object:
    if isinstance(found, (tuple, list)):
        return tuple(map(_later, found))
    return found + DAYS_TO_1904 if type(found) is float else found


def from_range(cells: unoapi.UnoObject, document: unoapi.UnoObject) -> object:
    """Return the values of a range: None for an empty cell, and COM's number for an error.

    A logical value is a number with a format in LibreOffice.
    """
    rows = cells.getDataArray()
    # UNO gives "" for an empty cell and None for an error.
    if any(value is None or value == "" for line in rows for value in line):
        rows = [
            [_clear(cells, row, column, value) for column, value in enumerate(line)] for row, line in enumerate(rows)
        ]
    if any(value in (0.0, 1.0) for line in rows for value in line):
        rows = _with_flags(cells, rows, document)
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _clear(cells: unoapi.UnoObject, row: int, column: int, value: Value) -> Value:
    if value is None:
        return com_error(cells.getCellByPosition(column, row).getError())
    return None if value == "" else value


def _with_flags(cells: unoapi.UnoObject, rows: Sequence[Sequence[Value]], document: unoapi.UnoObject) -> object:
    changed = [list(line) for line in rows]
    top = cells.RangeAddress
    for formatted in NumberFormats(document).areas(cells):
        if formatted.shows is not Shows.LOGICAL:
            continue
        area = formatted.area
        for line in changed[area.row - 1 - top.StartRow : area.last_row - top.StartRow]:
            for column in range(area.column - 1 - top.StartColumn, area.last_column - top.StartColumn):
                value = line[column]
                line[column] = bool(value) if type(value) is float else value
    return changed


def given(answer: Sequence[Sequence[Value]]) -> unoapi.UnoObject:
    """Return what a function answered as Basic gives it to a cell: a value alone, or an array of two dimensions."""
    rows = tuple(tuple(map(_shown, line)) for line in answer)
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    # A sequence of sequences would become an array of arrays, which no cell takes.
    items = unoapi.load().Any("[][]any", rows)
    return unoapi.struct("com.sun.star.script.ArrayWrapper", IsZeroIndex=False, Array=items)


def _shown(cell: Value) -> Value:
    if not isinstance(cell, str):
        return cell
    return error(int(cell[1:])) if cell.startswith(ERROR_MARK) else cell.removeprefix(TEXT_MARK)
