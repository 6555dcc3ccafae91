"""Rows that people put in above a list or a grid: empty ones go again, and nothing else may stand there."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from creditxl.errors import WorkbookError, msg
from creditxl.workbook.layout import Look
from creditxl.workbook.live.contents import width_of
from creditxl.workbook.live.filling import contents_of, holds_something
from creditxl.workbook.live.fitting import delete_rows
from creditxl.workbook.live.places import by_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlwings as xw

    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.live.contents import Contents
    from creditxl.workbook.live.places import Live, Place

ONE_CELL_ROWS = frozenset({Look.TITLE, Look.SUBTITLE, Look.NOTE})  # beside them is room for a person's words


def spare_rows(live: Live, sheet: Sheet, tab: xw.Sheet) -> list[int]:
    """Return the empty rows that people put in above lists and grids.

    Raises:
        WorkbookError: What they put in is not empty.
    """
    found: list[int] = []
    end_now = end_then = 0
    for place, table in zip(live.places(sheet), by_row(sheet), strict=True):
        # Above a list stand more or fewer notes each time; above a grid as much as ever.
        written = live.written(place.name)[0] - end_now if place.is_list else table.row - end_then
        count = place.row - end_now - written
        if count > 0:
            found += _empty_rows(sheet, tab, range(end_now, place.row), range(end_then, table.row), count, place)
        end_now, end_then = place.end, table.last_row + 1
    return found


def _empty_rows(sheet: Sheet, tab: xw.Sheet, now: range, then: range, count: int, place: Place) -> list[int]:
    """Return as many empty rows as were put in: those that stand where the layout has none first."""
    width = max(width_of(sheet), tab.used_range.last_cell.column)
    empty = [not holds_something(tab.range((row + 1, 1), (row + 1, width))) for row in now]
    taken = _taken(sheet)
    wanted = [row not in taken for row in then]
    if sum(empty) - sum(wanted) < count:
        raise WorkbookError(
            msg("{count} rows were put in above {table} and filled", count=count, table=place.name),
            where=tab.name,
            fix=msg("move what they hold below or onto a sheet of your own, delete them, and refresh again"),
        )
    steps = SequenceMatcher(None, empty, wanted, autojunk=False).get_opcodes()
    extra = [row for what, first, last, *_ in steps if what == "delete" for row in range(first, last) if empty[row]]
    others = [row for row, is_empty in enumerate(empty) if is_empty and row not in extra]
    return sorted(now[row] for row in [*extra, *others][:count])


def _taken(sheet: Sheet) -> set[int]:
    return {cell.row for cell in sheet.cells} | {figure.row + add for figure in sheet.figures for add in range(3)}


def take_out(tab: xw.Sheet, rows: Sequence[int]) -> None:
    for row in sorted(rows, reverse=True):
        delete_rows(tab, row, 1)


def typed_rows(tab: xw.Sheet, sheet: Sheet, contents: Contents) -> set[int]:
    """Return the rows in which nothing of the program's stands, and something of a person's."""
    width = width_of(sheet)
    free = (row for row in range(len(contents.rows)) if row not in contents.ours)
    return {row for row in free if holds_something(tab.range((row + 1, 1), (row + 1, width)))}


def keep_beside(tab: xw.Sheet, sheet: Sheet, contents: Contents) -> None:
    """Keep what a person typed beside titles and notes."""
    for row, own in _one_cell_rows(sheet):
        (typed,) = contents_of(tab.range((row + 1, 1), (row + 1, width_of(sheet))))
        for column, content in enumerate(typed):
            if column not in own:
                contents.rows[row][column] = content


def _one_cell_rows(sheet: Sheet) -> Iterator[tuple[int, set[int]]]:
    """Yield the rows of titles and notes alone, with the columns of these."""
    for row in sorted({cell.row for cell in sheet.cells}):
        cells = [cell for cell in sheet.cells if cell.row == row]
        if all(cell.look in ONE_CELL_ROWS for cell in cells):
            yield row, {cell.column for cell in cells}
