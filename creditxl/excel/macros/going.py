"""Going to a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import WorkbookError, msg
from creditxl.excel.macros import tables

if TYPE_CHECKING:
    import xlwings as xw

    from creditxl.excel.macros.running import Caller

TASKS = "Tasks"  # the table of the worklist
GUIDE = "Guide"  # the name of the first cell of the guide


def to_worklist(caller: Caller) -> None:
    """Show the worklist, its first task chosen.

    Raises:
        WorkbookError: There is no worklist any more.
    """
    fix = msg("close the workbook without saving, or run creditxl upgrade in its folder, which makes it anew")
    sheet, tasks = tables.table(caller.book, TASKS, fix)
    go_to(sheet, tasks.data_body_range or tasks.range)


def go_to(sheet: xw.Sheet, cells: xw.Range) -> None:
    """Show a sheet, be it hidden, and choose the first of some of its cells."""
    if not sheet.visible:
        sheet.visible = True
    sheet.book.activate()
    sheet.activate()
    cells[0, 0].select()


def to_guide(caller: Caller) -> None:
    """Show the guide from its first cell.

    Raises:
        WorkbookError: There is no guide any more.
    """
    cells = tables.named(caller.book, GUIDE)
    if cells is None:
        raise WorkbookError(
            msg("the sheet with the guide was deleted"),
            where=caller.book.name,
            fix=msg("close the workbook without saving, or run creditxl upgrade in its folder, which makes it anew"),
        )
    go_to(cells.sheet, cells.sheet.range("A1"))
