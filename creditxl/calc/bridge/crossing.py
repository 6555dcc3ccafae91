"""Cells between LibreOffice and the worksheet functions.

The functions give what crosses between Excel and Python: an error goes out as a text that begins with `#`, other texts
after a `'`. LibreOffice keeps an error in a number that is none (NaN): what a Basic function gives so, the cell shows
as that error.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from creditxl.calc import unoapi

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = float | int | str | bool | None

VALUE: Final = 2015  # #VALUE! as VBA's CVErr takes it
TEXT_MARK, ERROR_MARK = "'", "#"
DAY: Final = "d"  # the kind of an argument that is a date
_YEAR_1904: Final = 1904
DAYS_TO_1904: Final = 1462
# LibreOffice's number of an error by VBA's.
_OWN: Final = {2000: 521, 2007: 532, 2015: 519, 2023: 524, 2029: 525, 2036: 503, 2042: 32767}
_NO_NUMBER: Final = 0x7FF8 << 48


def error(number: int) -> float:
    """Return what a cell shows as an error, by VBA's number of it; one that LibreOffice lacks becomes #VALUE!."""
    bits = struct.pack("<Q", _NO_NUMBER | _OWN.get(number, _OWN[VALUE]))
    return float(struct.unpack("<d", bits)[0])


def taken(argument: object, document: unoapi.UnoObject, kind: str = "v") -> object:
    """Return an argument of a function as Excel hands it over: a value, or rows of them.

    LibreOffice gives the values of cells, computed before, and calls no function where one of them is an error.

    Args:
        argument: A value, or an array; None where it was left out.
        document: The workbook.
        kind: "d" where the argument is a date: those of a workbook that counts from 1904 are brought to 1900.
    """
    return _later(argument) if kind == DAY and document.NullDate.Year == _YEAR_1904 else argument


def _later(found: object) -> object:
    if isinstance(found, (tuple, list)):
        return tuple(map(_later, found))
    return found + DAYS_TO_1904 if type(found) is float else found


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
