"""How sheets are printed."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from creditxl.workbook.layout import LAST_ROW

if TYPE_CHECKING:
    from creditxl.workbook.bulk import BulkSheet
    from creditxl.workbook.layout import Book, Sheet, Table

PAPER_A4 = 9
PAGE_WIDTH = 215  # characters that can still be read on one lying A4: two thirds of the usual size


def set_print(paper: BulkSheet, sheet: Sheet, book: Book) -> None:
    """Set how a sheet is printed: on A4, its headings on every page, as small as can still be read."""
    paper.set_landscape()
    paper.set_paper(PAPER_A4)
    pages = _pages_wide(sheet)
    paper.fit_to_pages(pages, 0)
    if pages > 1:
        paper.repeat_columns(0, sheet.frozen[1] - 1)
    paper.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    for table in sheet.tables:
        if table.is_list or _is_all_there_is(table, sheet):
            paper.repeat_rows(table.row)
        if table.is_list and sheet.printed_columns:
            paper.print_area(0, 0, rules_end(table), sheet.printed_columns - 1)
    title, name, day = (text.replace("&", "&&") for text in (book.title, sheet.name, book.subject))
    # A space after the font's size: a text may begin with a digit.
    paper.set_footer(f"&L&8 {title} · {name}&C&8 {book.page} &P / &N&R&8 {day}")


def _is_all_there_is(grid: Table[Any], sheet: Sheet) -> bool:
    """Tell whether a grid is its sheet's only one, and its headings stay in sight: what is below them is its rows."""
    return len(sheet.tables) == 1 and sheet.frozen[0] == grid.first_row


def _pages_wide(sheet: Sheet) -> int:
    """Return on how many pages beside each other a sheet is printed so that it can be read.

    Whose rows they are stands on each of them: the columns that stay in sight.
    """
    folded = {
        place
        for table in sheet.tables
        for place, column in enumerate(table.columns, table.column)
        if column.folded and table.is_list
    }
    printed = sheet.widths[: sheet.printed_columns or None]
    widths = [0 if place in folded else width for place, width in enumerate(printed)]
    repeated = sum(widths[: sheet.frozen[1]])
    if sheet.is_overview or not repeated or sum(widths) <= PAGE_WIDTH:
        return 1
    return ceil((sum(widths) - repeated) / (PAGE_WIDTH - repeated))


def rules_end(table: Table[Any]) -> int:
    """Return the row to which rules reach: one past the last, so that rows put in after the first stand within."""
    return min(table.last_row + 1, LAST_ROW)
