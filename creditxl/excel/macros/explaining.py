"""The chosen row explained: the customer's entries, months, terms, rules and tasks on a sheet of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl import pipeline
from creditxl.errors import WorkbookError, msg
from creditxl.excel.macros import home, tables
from creditxl.excel.macros.going import go_to
from creditxl.excel.macros.page import write_page
from creditxl.excel.macros.refreshing import kept_before
from creditxl.workbook.explanation import WayBack, explanation_sheet
from creditxl.workbook.live import is_busy

if TYPE_CHECKING:
    import xlwings as xw

    from creditxl.excel.macros.running import Caller
    from creditxl.workbook.state import State

NAME = "Explanation"  # of the first cell of the sheet, by which it is found again whatever it is called
KEY = "business_id"


def explain(caller: Caller) -> None:
    """Write the explanation of the customer in the chosen row, and show it.

    Raises:
        CreditXLError: No customer is chosen, the extracts do not hold it, or they cannot be read.
    """
    home.must_be_writable(caller.book, read_only=caller.read_only)
    state, place = home.state(caller.book), home.home(caller.book)
    tables.must_be_as_written(caller.book, state.columns)
    business_id, back = _chosen(caller.book, state)
    kept = kept_before(caller.book, state.which, place.folder)
    explanation = pipeline.explain(place.request(caller.tell), business_id, kept)
    sheet = explanation_sheet(explanation, caller.labels, back)
    caller.tell(msg("writing the explanation"))
    caller.app.screen_updating = False
    found = tables.named(caller.book, NAME)
    paper = _new_paper(caller.book, sheet.name) if found is None else found.sheet
    try:
        write_page(paper, sheet)
    except Exception as error:
        if found is None:
            paper.delete()
        raise _refused(error, paper.name) from error
    go_to(paper, paper.range("A1"))


def _chosen(book: xw.Book, state: State) -> tuple[str, WayBack]:
    """Return the business id in the chosen row, and the way back to it."""
    cells = book.app.selection
    if cells is None or cells.sheet.book.name != book.name:
        raise _no_customer(book.name)
    cell, sheet = cells[0, 0], cells.sheet
    address = cell.get_address(row_absolute=False, column_absolute=False)
    for table in sheet.tables:
        headings = {key: heading for key, heading, *_ in state.columns.get(table.name, ())}
        found = tables.in_row_of(cell, table, [headings[KEY]]) if KEY in headings else None
        if found and found[0]:
            return str(found[0]), WayBack(sheet.name, address)
    where = f"{sheet.name}, {address}"
    raise _no_customer(where)


def _no_customer(where: str) -> WorkbookError:
    return WorkbookError(
        msg("no customer stands in the chosen row"),
        where=where,
        fix=msg("choose a cell in a row of a list of customers or tasks, and try again"),
    )


def _new_paper(book: xw.Book, name: str) -> xw.Sheet:
    """Return a new sheet, of a name that no other has, for this explanation and those to come."""
    taken = {sheet.name.casefold() for sheet in book.sheets}
    names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    free = next(one for one in names if one.casefold() not in taken)
    try:
        paper = book.sheets.add(free, after=_last_shown(book))
    except Exception as error:
        raise _refused(error, book.name) from error
    if NAME in [one.name for one in book.names]:
        book.names[NAME].delete()
    book.names.add(NAME, "='{}'!$A$1".format(paper.name.replace("'", "''")))
    return paper


def _refused(error: Exception, where: str) -> Exception:
    """Return what is told of an explanation that Excel did not take; that it is busy is told as such."""
    if is_busy(error):
        return error
    return WorkbookError(
        msg("the explanation cannot be written: the workbook or the sheet is protected"),
        where=where,
        fix=msg("take the protection off (Review, Protect Workbook or Unprotect Sheet), and try again"),
    )


def _last_shown(book: xw.Book) -> xw.Sheet:
    return [sheet for sheet in book.sheets if sheet.visible][-1]
