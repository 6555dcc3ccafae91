"""What must hold before anything of an open workbook is touched; every refusal says what to do."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from creditxl.errors import WorkbookError, msg
from creditxl.workbook.live.arranging import headings_of
from creditxl.workbook.live.busy import is_busy
from creditxl.workbook.live.contents import width_of
from creditxl.workbook.live.filling import holds_something
from creditxl.workbook.live.gaps import spare_rows
from creditxl.workbook.live.places import by_row, gone
from creditxl.workbook.live.tabs import is_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings as xw

    from creditxl.errors import Message
    from creditxl.workbook.layout import Book, Sheet
    from creditxl.workbook.live.places import Live, Place

LAST_CELL = (1_048_576, 16_384)


def check(live: Live, layout: Book) -> None:
    """Find out whether a layout can be written into a workbook.

    Raises:
        WorkbookError: Something stands in the way; nothing was changed.
    """
    if is_read_only(live.book):
        raise _refused(
            live.book.name,
            msg("the workbook is open for reading alone"),
            msg("close it where else it is open, or save it under another name, and refresh again"),
        )
    for sheet in layout.sheets:
        tab = live.sheet_of(sheet)
        if tab is not None:
            _check_sheet(live, sheet, tab)
        elif not is_new(live, sheet):
            raise gone(sheet.tables[0].name if sheet.tables else sheet.name, sheet.name)


def is_read_only(book: xw.Book) -> bool:
    """Tell whether a workbook can be saved under its name; xlwings has no word for it."""
    for name in ("ReadOnly", "isReadonly"):  # Excel's on Windows, LibreOffice's
        found = getattr(book.api, name, None)
        if found is not None:
            return bool(found() if callable(found) else found)
    return False


def _check_sheet(live: Live, sheet: Sheet, tab: xw.Sheet) -> None:
    _must_be_open(tab)
    for table in sheet.tables:
        if live.area(table.name, is_list=table.is_list) is None:
            raise gone(table.name, tab.name)
        if table.is_list:
            _must_be_whole(live, table.name, tab)
            _must_have_columns(live, table.name, tab)
    places = live.places(sheet)
    for place, table in zip(places, by_row(sheet), strict=True):
        _must_begin(place, table.column, tab)
        _must_stand_alone(place, place.column + place.columns if place.is_list else width_of(sheet), tab)
    _must_be_in_order(places, tab)
    spare_rows(live, sheet, tab)


def _must_be_open(tab: xw.Sheet) -> None:
    try:
        # Emptying an empty cell changes nothing, and is refused where anything would be.
        tab.range(LAST_CELL).clear_contents()
    except Exception as error:
        if is_busy(error):
            raise
        raise _refused(
            tab.name,
            msg("the sheet {sheet} is protected", sheet=tab.name),
            msg("take the protection off (Review, Unprotect Sheet), and refresh again"),
        ) from error


def _must_be_whole(live: Live, name: str, tab: xw.Sheet) -> None:
    """A list has its headings and no total row, and no rows that a refresh did not write."""
    table = live.tables[name]
    if not table.show_headers:
        raise _refused(
            tab.name,
            msg("the list {table} has no headings", table=name),
            msg("turn them on (Table Design, Header Row), and refresh again"),
        )
    if table.show_totals:
        raise _refused(
            tab.name,
            msg("the list {table} has a total row", table=name),
            msg("turn it off (Table Design, Total Row), and refresh again: the totals stand above the headings"),
        )
    added = table.range.shape[0] - 1 - live.written(name)[1]
    if added > 0:
        raise _refused(
            tab.name,
            msg("{count} rows were added to {table}", count=added, table=name),
            msg("move them below the list or onto a sheet of your own, delete them there, and refresh again"),
        )


def _must_have_columns(live: Live, name: str, tab: xw.Sheet) -> None:
    known = [str(heading) for _, heading, *_ in live.columns.get(name, ())]
    found = headings_of(live.tables[name])
    if known and found != known:
        fix = msg("undo that, and refresh again; columns of your own go beyond the list")
        raise _refused(tab.name, _difference(name, known, found), fix)


def _difference(table: str, known: Sequence[str], found: Sequence[str]) -> Message:
    """Say what became of a list's columns."""
    missing = [one for one in known if one not in found]
    new = [one for one in found if one not in known]
    if missing and len(known) == len(found):
        return msg(
            "the column {column} of the list {table} was renamed to {name}",
            column=missing[0],
            table=table,
            name=new[0] if new else "",
        )
    if missing:
        return msg("the column {column} of the list {table} was deleted", column=missing[0], table=table)
    if new:
        return msg("the column {column} was added to the list {table}", column=new[0], table=table)
    return msg("the columns of the list {table} were moved", table=table)


def _must_begin(place: Place, column: int, tab: xw.Sheet) -> None:
    if place.column != column:
        raise _refused(
            tab.name,
            msg("columns were put in or taken out before {table}", table=place.name),
            msg("undo that, and refresh again; columns of your own go to the right"),
        )


def _must_stand_alone(place: Place, right: int, tab: xw.Sheet) -> None:
    """A list's rows move: what a person wrote beside them would stand beside others."""
    last = tab.used_range.last_cell.column
    if last <= right:
        return
    cells = tab.range((place.row + 2, right + 1), (place.end, last))
    if holds_something(cells):
        raise _refused(
            tab.name,
            msg(
                "cells beside {table} are filled, in {cells}: its rows will move, and these will not",
                table=place.name,
                cells=cells.address.replace("$", ""),
            ),
            msg("move them below or onto a sheet of your own, and refresh again"),
        )


def _must_be_in_order(places: Sequence[Place], tab: xw.Sheet) -> None:
    for above, below in pairwise(places):
        if below.row < above.end:
            raise _refused(
                tab.name,
                msg("{table} does not stand below {above} any more", table=below.name, above=above.name),
                msg("undo that, or make the workbook anew with creditxl upgrade, which keeps what people typed"),
            )


def _refused(where: str, fact: Message, fix: Message) -> WorkbookError:
    return WorkbookError(fact, where=where, fix=fix)
