"""A sheet of the layout written onto an open sheet that is the program's own: looks first, then every cell at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from creditxl.workbook.layout import Kind
from creditxl.workbook.live.contents import Contents, spelled
from creditxl.workbook.styles import LOOKS, NUMBERS, SHADE

if TYPE_CHECKING:
    import xlwings as xw

    from creditxl.workbook.layout import Sheet, Table

AS_TEXT = frozenset({Kind.TEXT, Kind.ID, Kind.LONG, Kind.STATUS})


def write_page(paper: xw.Sheet, sheet: Sheet) -> None:
    """Write a sheet, which has cells and grids alone, in place of whatever stands on the paper."""
    paper.clear()
    for place, width in enumerate(sheet.widths, 1):
        paper.range((1, place)).column_width = width
    for table in sheet.tables:
        _look(paper, table)
    for cell in sheet.cells:
        font, look = paper.range((cell.row + 1, cell.column + 1)).font, LOOKS[cell.look]
        font.size, font.bold, font.color = look.get("font_size", 11), look.get("bold", False), look["font_color"]
    rows = Contents(sheet, {}, is_live=True).rows
    texts = _text_cells(sheet)
    area = paper.range((1, 1), (len(rows), len(rows[0])))
    area.formula = spelled(rows, lambda row, column: (row, column) in texts)


def _look(paper: xw.Sheet, table: Table[Any]) -> None:
    headings = paper.range((table.row + 1, table.column + 1), (table.row + 1, table.last_column + 1))
    headings.color, headings.font.bold = SHADE, True
    for place, column in enumerate(table.columns, table.column + 1):
        shown = "@" if column.kind in AS_TEXT else "d.m.yyyy" if column.kind is Kind.DATE else NUMBERS.get(column.kind)
        if shown:
            cells = paper.range((table.first_row + 1, place), (table.last_row + 1, place))
            cells.number_format = str(shown)


def _text_cells(sheet: Sheet) -> set[tuple[int, int]]:
    """Return the cells, row and column, that are formatted as text."""
    return {
        (row, place)
        for table in sheet.tables
        for place, column in enumerate(table.columns, table.column)
        if column.kind in AS_TEXT
        for row in range(table.first_row, table.last_row + 1)
    }
