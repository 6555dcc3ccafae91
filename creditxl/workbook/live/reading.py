"""Reading lists back from an open workbook: what people typed stands in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlwings as xw

Typed = str | float | bool | dt.date | None


def table_rows(book: xw.Book, table: str) -> tuple[list[str], list[list[Typed]]] | None:
    """Return the headings of a list and what stands under them; None where the workbook has no such table.

    Args:
        book: An open workbook.
        table: Name of the Excel table.
    """
    found = next((one for sheet in book.sheets for one in sheet.tables if one.name == table), None)
    if found is None:
        return None
    # One read for both: what is under a filter comes too.
    headings, *rows = found.range.options(ndim=2, dates=dt.date).value
    return ["" if one is None else str(one) for one in headings], [list(map(_typed, row)) for row in rows]


def rows_above(book: xw.Book, table: str) -> list[list[Typed]]:
    """Return what stands above a list on its sheet, row by row; nothing where the workbook has no such table."""
    sheet, found = next(
        ((sheet, one) for sheet in book.sheets for one in sheet.tables if one.name == table), (None, None)
    )
    if sheet is None or found is None or found.range.row == 1:
        return []
    cells = sheet.range((1, found.range.column), (found.range.row - 1, found.range.last_cell.column))
    return [list(map(_typed, row)) for row in cells.options(ndim=2, dates=dt.date).value]


def _typed(value: Any) -> Typed:  # noqa: ANN401 - whatever stands in the cell
    return None if value == "" else value
