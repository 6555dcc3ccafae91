"""Sheets that come and go: one for each payment term."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.workbook.live.filling import holds_something
from creditxl.workbook.live.places import gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import xlwings as xw

    from creditxl.errors import Message
    from creditxl.workbook.layout import Book, Sheet
    from creditxl.workbook.live.places import Live, Place


def is_new(live: Live, sheet: Sheet) -> bool:
    """Tell whether a layout's sheet was not in the workbook when it was last written."""
    return bool(sheet.tables) and all(table.is_list and table.name not in live.columns for table in sheet.tables)


def add_tab(live: Live, name: str, table: Place, before: xw.Sheet) -> xw.Sheet:
    """Return a new sheet behind another: a copy of the one whose list is most alike, with its looks and rules."""

    def likeness(other: str) -> float:
        return SequenceMatcher(None, live.looks[other], table.looks, autojunk=False).ratio()

    donors = [other for other in live.looks if other in live.tables and len(live.tables[other].parent.tables) == 1]
    if not donors:
        raise gone(table.name, live.book.name)
    donor = max(donors, key=likeness)
    tab = live.tables[donor].parent.copy(after=before, name=_free_name(live.book, name))
    copied = tab.tables[0]
    copied.name = table.name
    live.tables[table.name] = copied
    live.looks[table.name] = list(live.looks[donor])
    return tab


def _free_name(book: xw.Book, name: str) -> str:
    taken = {sheet.name.casefold() for sheet in book.sheets}
    names = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    return next(one for one in names if one.casefold() not in taken)


def left_over(live: Live, layout: Book) -> Iterator[tuple[str, xw.Sheet]]:
    """Yield the lists that a workbook has and a layout has not, with their sheets."""
    shown = {table.name for sheet in layout.sheets for table in sheet.tables}
    for name in live.columns:
        if name not in shown and name in live.tables:
            yield name, live.tables[name].parent


def delete_tabs(live: Live, layout: Book, tell: Callable[[Message], None]) -> None:
    """Delete the sheets whose lists are no more, but for those on which people wrote something of their own."""
    for name, tab in list(left_over(live, layout)):
        if has_own_cells(live.tables[name]):
            tell(msg("{sheet} is not needed any more; it stays as it was, for what you wrote there.", sheet=tab.name))
        else:
            delete_tab(tab, tell)


def delete_tab(tab: xw.Sheet, tell: Callable[[Message], None]) -> None:
    """Delete a sheet; where that cannot be, it stays, and that is told."""
    name = tab.name
    try:
        tab.delete()
    except Exception as error:  # noqa: BLE001 - Excel and LibreOffice fail each with its own; all else is written by now
        tell(msg("{sheet} is not needed any more, and could not be deleted: {reason}", sheet=name, reason=str(error)))


def has_own_cells(table: xw.main.Table) -> bool:
    """Tell whether anything stands below a list or to its right."""
    cells, used = table.range, table.parent.used_range
    end, right = cells.last_cell.row, cells.last_cell.column
    last = used.last_cell
    below = (end + 1, 1), (last.row, max(right, last.column))
    beside = (1, right + 1), (last.row, last.column)
    return any(
        holds_something(table.parent.range(first, corner))
        for first, corner in (below, beside)
        if first[0] <= corner[0] and first[1] <= corner[1]
    )
