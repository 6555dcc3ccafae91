"""Writing a layout into an open workbook: all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import Message, WorkbookError, msg
from creditxl.workbook.live.arranging import arrange, arrangement, reference, set_name
from creditxl.workbook.live.busy import is_busy
from creditxl.workbook.live.checking import check
from creditxl.workbook.live.contents import Contents
from creditxl.workbook.live.filling import fill
from creditxl.workbook.live.gaps import keep_beside, spare_rows, take_out, typed_rows
from creditxl.workbook.live.keeping import Written, keep
from creditxl.workbook.live.pictures import Picture, restore, take
from creditxl.workbook.live.places import Live, wanted
from creditxl.workbook.live.quietness import quiet
from creditxl.workbook.live.tabs import add_tab, delete_tabs
from creditxl.workbook.live.widths import widen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import xlwings as xw

    from creditxl.workbook.layout import Book, Sheet

    Tell = Callable[[Message], None]
    Tabs = Sequence[tuple[Sheet, xw.Sheet]]


def write(book: xw.Book, layout: Book, tell: Tell) -> None:
    """Write a layout into an open workbook; what people typed outside of it stays.

    Args:
        book: The open workbook, which a layout of the same kind was written into before.
        layout: What it is to show.
        tell: Told what is being done, for the status bar.

    Raises:
        WorkbookError: It cannot be written; it stands as it was.
    """
    live = Live(book)
    check(live, layout)
    with quiet(book):
        before = take(live, layout)
        try:
            keep(live, before, _write(live, layout, tell))
        except BaseException as error:
            # Whatever it was, of Excel, LibreOffice or the person at the keyboard: nothing of it may stay.
            restore(live, before)
            if isinstance(error, Exception) and not is_busy(error):
                raise _failed(book, error) from error
            raise
        delete_tabs(live, layout, tell)


def picture(book: xw.Book, layout: Book) -> Picture:
    """Return what stands in a workbook, before a layout is written into it."""
    return take(Live(book), layout)


def undo(book: xw.Book, before: Picture) -> None:
    """Bring a workbook back to what it was before a layout was written into it; deleted sheets do not come back."""
    with quiet(book):
        restore(Live(book), before)


def _write(live: Live, layout: Book, tell: Tell) -> list[Written]:
    """Write every sheet, and return what was written into which."""
    written: list[Written] = []
    tabs = list(_tabs(live, layout))
    # All sheets are made room on first: formulas refer to the headings of others.
    for sheet, tab in tabs:
        take_out(tab, spare_rows(live, sheet, tab))
        arrange(live, tab, live.places(sheet), arrangement(sheet))
    names = {sheet.name: tab.name for sheet, tab in tabs}
    for sheet, tab in tabs:
        tell(msg("Writing {sheet}…", sheet=tab.name))
        contents = Contents(sheet, names, is_live=layout.is_live)
        if not sheet.tables:
            contents.reach(tab.used_range.last_cell.row)
        keep_beside(tab, sheet, contents)
        fill(tab, contents.rows, tuple(map(wanted, sheet.tables)), typed_rows(tab, sheet, contents))
        widen(tab, sheet)
        _set_names(live.book, tab, sheet)
        written.append(Written(tab.name, sheet, contents.rows))
    return written


def _tabs(live: Live, layout: Book) -> Iterator[tuple[Sheet, xw.Sheet]]:
    """Yield the sheets of a layout with those of the workbook; new ones are put behind the one before."""
    before = live.book.sheets[0]
    for sheet in layout.sheets:
        before = live.sheet_of(sheet) or add_tab(live, sheet.name, wanted(sheet.tables[0]), before)
        yield sheet, before


def _set_names(book: xw.Book, tab: xw.Sheet, sheet: Sheet) -> None:
    """Let the names of cells refer to where these stand now."""
    for name in sheet.names:
        cells = tab.range((name.row + 1, name.column + 1), (name.row + 1, name.column + name.columns))
        set_name(book, name.name, reference(cells))


def _failed(book: xw.Book, error: Exception) -> WorkbookError:
    return WorkbookError(
        msg("the workbook could not be written: {reason}", reason=str(error)),
        where=book.name,
        fix=msg("it stands as it was; leave the cell that you are typing in, and refresh again"),
    )
