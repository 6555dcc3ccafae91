"""The refresh from the sheet: everything is read and reckoned before a cell is touched, and written in one burst."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from creditxl import pipeline
from creditxl.errors import msg
from creditxl.excel.macros import home, tables
from creditxl.labels.figures import number
from creditxl.workbook import live
from creditxl.workbook.ahead import AHEAD_TABLE
from creditxl.workbook.books import BOOKS
from creditxl.workbook.kept import CUSTOMERS_TABLE, TASKS_TABLE
from creditxl.workbook.previous import Earlier, earlier, kept_in
from creditxl.workbook.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import xlwings as xw

    from creditxl.excel.macros.home import Home
    from creditxl.excel.macros.running import Caller
    from creditxl.labels import Labels
    from creditxl.review.result import Review
    from creditxl.workbook.kept import Kept
    from creditxl.workbook.state import State
    from creditxl.workbook.view import Which

    Columns = Mapping[str, Sequence[Sequence[Any]]]  # as `State` has them

TASK_KEYS = ("business_id", "action")
# A refresh fills sheets, and makes none whose looks no other has.
WITHOUT_AHEAD = msg(
    "This workbook has no sheet of the need ahead yet: close it, and run creditxl upgrade in its folder."
)


class Before(Struct, frozen=True):
    """What stood in the workbook before a refresh, for what is told of it afterwards.

    Args:
        tasks: Business id and task, as words, of every row of the worklist.
        gap: The sum of the customers' coverage gaps; None where they are not known.
    """

    tasks: frozenset[tuple[str, str]]
    gap: Decimal | None


def refresh(caller: Caller) -> str:
    """Read the extracts, write every sheet anew, and return what is told of it.

    Raises:
        CreditXLError: Something keeps it from being done, and the workbook is as it was.
    """
    home.must_be_writable(caller.book, read_only=caller.read_only)
    state, place, kept = standing(caller.book)
    before = _before(caller.book, state.columns)
    # Of all files, read or passed over: what comes while they are read is newer.
    seen = home.newest_saved(place.extracts) if place.extracts else None
    request, has_ahead = place.request(caller.tell), AHEAD_TABLE in state.columns
    with pipeline.refreshing(request, place.folder, state.which, kept, with_ahead=has_ahead) as found:
        is_left_out = request.config.need_ahead and not has_ahead
        review = replace(found, notes=(*found.notes, WITHOUT_AHEAD)) if is_left_out else found
        view = View.of(review, caller.labels, kept, is_live=True)
        layout = BOOKS[state.which](view)
        caller.tell(msg("writing the sheets"))
        # From here on nothing is broken off: a workbook half written would be of no use.
        live.write(caller.book, layout, caller.show)
        home.note_newest(caller.book, seen)
    now = [(task.customer.business_id, view.actions[task.action.name]) for task in view.tasks[state.which]]
    return _told(review, now, before, caller.labels)


def standing(book: xw.Book) -> tuple[State, Home, Kept]:
    """Return what a workbook is, where it is at home, and what stands in it and the other one.

    Raises:
        CreditXLError: A list of ours is not as it was written, or what is typed cannot be read.
    """
    state, place = home.state(book), home.home(book)
    tables.must_be_as_written(book, state.columns)
    return state, place, kept_before(book, state.which, place.folder)


def kept_before(book: xw.Book, which: Which, folder: Path) -> Kept:
    """Return what stands in both workbooks: in this one, and in the other as it is open here, else on disk.

    Raises:
        WorkbookError: What was typed cannot be read, or a list of ours is not there any more.
    """
    found = {which: _open_one(book)}
    path = folder / which.other.file(is_live=True)
    beside = next((one for one in book.app.books if one.name.casefold() == path.name.casefold()), None)
    if beside is not None:
        found[which.other] = _open_one(beside)
    elif path.is_file():
        found[which.other] = earlier(path)
    return kept_in(found)


def _open_one(book: xw.Book) -> Earlier:
    return Earlier(book.name, partial(live.table_rows, book), partial(live.rows_above, book))


def _before(book: xw.Book, columns: Columns) -> Before:
    tasks = columns_of(book, columns, TASKS_TABLE, TASK_KEYS)
    gaps = columns_of(book, columns, CUSTOMERS_TABLE, ("gap",))
    return Before(
        tasks=frozenset((str(business_id), str(action)) for business_id, action in tasks or ()),
        gap=None if gaps is None else _sum([gap for (gap,) in gaps]),
    )


def columns_of(book: xw.Book, columns: Columns, table: str, keys: Sequence[str]) -> list[list[Any]] | None:
    """Return some columns of a table, row by row; None without the table or one of them."""
    found = live.table_rows(book, table)
    headings = {key: heading for key, heading, *_ in columns.get(table, ())}
    if found is None or not all(headings.get(key) in found[0] for key in keys):
        return None
    places = [found[0].index(headings[key]) for key in keys]
    return [[row[place] for place in places] for row in found[1] if any(cell is not None for cell in row)]


def _sum(amounts: Sequence[Any]) -> Decimal | None:
    """Return a sum; None where an amount is none, such as an error of a formula."""
    if not all(isinstance(amount, (int, float)) for amount in amounts):
        return None
    return sum((Decimal(str(amount)) for amount in amounts), Decimal(0))


def _told(review: Review, now: list[tuple[str, str]], before: Before, labels: Labels) -> str:
    """Return what came in, what to look at and what changed, a line each."""
    newest = max((source.newest for source in review.sources if source.newest), default=None)
    files = {source.file.sha256 for source in review.sources}
    rows = number(Decimal(sum(source.rows_read for source in review.sources)), labels.symbols)
    new, gone = len(set(now) - before.tasks), len(before.tasks - set(now))
    lines = [
        msg("Refreshed as of {as_of}.", as_of=review.as_of),
        msg("Came in: {rows} rows from {files} files", rows=rows, files=len(files)),
        *([msg("Newest date in them: {newest}", newest=newest)] if newest else []),
        msg("Tasks in this workbook: {tasks} (new {new}, open no more {gone})", tasks=len(now), new=new, gone=gone),
        msg("Coverage gap: {gap}", gap=review.totals.gap)
        if before.gap is None
        else msg("Coverage gap: {gap} (before {before})", gap=review.totals.gap, before=before.gap),
        msg("Data issues: {issues}", issues=len(review.issues)),
    ]
    return "\n".join(labels.message(line) for line in lines)
