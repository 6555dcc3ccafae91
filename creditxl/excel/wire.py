"""How cells cross between VBA and Python, and how errors survive the crossing.

Into Python come Excel's own values: an error is the whole number that COM makes of it, which no cell's number is, as
those are floating point. Out of Python no error type crosses, so every text that crosses says by its first character
what it is: `'` before a text, `#` before the number of an error. `CreditxlServer.bas` takes that mark off every text
it gets, and makes an error of the second kind. So no text, whoever wrote it, is ever taken for an error.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from creditxl.excel.cells import NA, NUM, CellError, CellValue, cell_of, grid

if TYPE_CHECKING:
    from creditxl.excel.cells import Cells

TEXT, ERROR = "'", "#"
FIRST_CODE = -2146828288  # of COM's error values: 0x800A0000, to which the number of the error is added
LEAST, MOST = 2000, 2299  # numbers of errors that Excel uses or may come to use

Wire = float | int | str | bool


def from_excel(given: object) -> Cells | CellValue:
    """Return what Excel gave for an argument: one value, or rows of them."""
    if type(given) is float:  # most cells are numbers, and thousands of them cross one by one
        return given
    if isinstance(given, (list, tuple)):
        return tuple(tuple(map(_taken, row)) for row in grid(given))
    return _taken(cell_of(given))


def _taken(cell: CellValue) -> CellValue:
    if type(cell) is int and LEAST <= cell - FIRST_CODE <= MOST:
        return CellError(cell - FIRST_CODE)
    return cell


def to_excel(result: object) -> list[list[Wire]]:
    """Return a result as rows for the crossing; a row of one for a single value."""
    if type(result) is float:
        return [[_number(result)]]
    if not isinstance(result, (list, tuple)):
        return [[_marked(cell_of(result))]]
    return [[_marked(cell) for cell in row] for row in grid(result)]


def _marked(cell: CellValue) -> Wire:
    match cell:
        case CellError():
            return f"{ERROR}{cell.number}"
        case str():
            return f"{TEXT}{cell}"
        case None:
            return f"{ERROR}{NA.number}"
        case date():
            return f"{TEXT}{cell.isoformat()}"
        case bool() | int():
            return cell
        case float() | Decimal():
            return _number(float(cell))


def _number(number: float) -> Wire:
    return number if math.isfinite(number) else f"{ERROR}{NUM.number}"
