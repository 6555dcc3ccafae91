"""A layout into an open workbook, through xlwings alone: Excel's, or LibreOffice's by the engine of `creditxl.calc`."""

from creditxl.workbook.live.busy import is_busy
from creditxl.workbook.live.pictures import Picture
from creditxl.workbook.live.reading import rows_above, table_rows
from creditxl.workbook.live.undoing import undo_refresh, undoing
from creditxl.workbook.live.writing import picture, undo, write

__all__ = ["Picture", "is_busy", "picture", "rows_above", "table_rows", "undo", "undo_refresh", "undoing", "write"]
