"""What the last refresh and people since then left in the workbooks: what to compare with, and what to keep."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.labels import LANGUAGES, Labels
from creditxl.review.result import Before
from creditxl.workbook import kept, snapshots
from creditxl.workbook.kept import Kept, Note, Notes
from creditxl.workbook.period import chosen_in
from creditxl.workbook.table_places import table_places
from creditxl.workbook.ticks import mark, number, read_ticks, value
from creditxl.workbook.view import Which

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from creditxl.workbook.snapshots import Snapshot

Rows = tuple["Sequence[str]", "Sequence[Sequence[Any]]"]  # headings, and the values under them


class Earlier(Struct, frozen=True):
    """One of the two workbooks, as it stands before a refresh.

    Args:
        place: The file, for messages.
        table: Returns what stands in a table; None where the workbook has none of that name.
        above: Returns what stands above a table on its sheet, row by row.
    """

    place: str
    table: Callable[[str], Rows | None]
    above: Callable[[str], Sequence[Sequence[Any]]]


def kept_on_disk(folder: Path, *, is_live: bool) -> Kept:
    """Return what stands in the workbooks of a folder; nothing before the first refresh.

    Raises:
        WorkbookError: A file of a workbook's name is there and is none of ours, or what was typed cannot be read.
    """
    return kept_in(earlier_on_disk(folder, is_live=is_live))


def earlier_on_disk(folder: Path, *, is_live: bool) -> dict[Which, Earlier]:
    """Return the workbooks that stand in a folder."""
    paths = {which: folder / which.file(is_live=is_live) for which in Which}
    # Unlike Path's own, it answers no to a name that no file can have.
    return {which: earlier(path) for which, path in paths.items() if os.path.exists(path)}  # noqa: PTH110 - see above


def earlier(path: Path) -> Earlier:
    """Return a workbook's file, opened once for all its tables."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - needed when there is a book

    try:
        opened, places = CalamineWorkbook.from_path(path), table_places(path)
    except (CalamineError, OSError, ValueError, KeyError, ParseError, BadZipFile) as error:
        raise _not_ours(str(path)) from error

    @cache
    def cells(sheet: str) -> Sequence[Sequence[Any]]:
        return opened.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

    @cache
    def table(name: str) -> Rows | None:
        if name not in places:
            return None
        place = places[name]
        columns = slice(place.first_column, place.last_column + 1)
        headings, *rows = cells(place.sheet)[place.heading : place.last_row + 1]
        return [str(heading) for heading in headings[columns]], [row[columns] for row in rows]

    def above(name: str) -> Sequence[Sequence[Any]]:
        return cells(places[name].sheet)[: places[name].heading] if name in places else []

    return Earlier(str(path), table, above)


def kept_in(books: Mapping[Which, Earlier]) -> Kept:
    """Return what stands in the two workbooks, or in the one that is there.

    Raises:
        WorkbookError: A table or a column of ours is missing, or what was typed cannot be read.
    """
    intrum, euler = books.get(Which.INTRUM), books.get(Which.EULER)
    return Kept(
        history=_history(euler) if euler else (),
        ticks=read_ticks(books),
        parents=_parents(intrum) if intrum else {},
        notes=_notes(list(books.values())),
        before=Before(limits=_limits(euler) if euler else None, terms=_terms(intrum) if intrum else {}),
        period=_period(intrum) if intrum else None,
    )


def _period(book: Earlier) -> tuple[date, date] | None:
    found = book.table(kept.CUSTOMERS_TABLE)
    return chosen_in(book.above(kept.CUSTOMERS_TABLE), found[0]) if found else None


def _limits(book: Earlier) -> dict[str, Decimal] | None:
    """Return the limits of the last refresh; None where there was none, and the workbook waits for its first."""
    sources = book.table(kept.SOURCES_TABLE)
    if sources is not None and not any(map(any, sources[1])):
        return None
    rows = _rows(book, kept.LIMITS_TABLE, (kept.BUSINESS_ID, kept.LIMIT))
    return {str(business_id): _limit(business_id, limit, book) for business_id, limit in rows if business_id}


def _limit(business_id: str, typed: Any, book: Earlier) -> Decimal:  # noqa: ANN401 - whatever stands in the cell
    found = number(typed)
    if found is None:
        raise WorkbookError(
            msg(
                "the limit of {customer} in the last workbook is no amount: '{typed}'",
                customer=business_id,
                typed=str(typed),
            ),
            where=book.place,
            fix=msg("enter the limit there again, or move the file away: then no limit counts as new"),
        )
    return found


def _terms(book: Earlier) -> dict[str, int]:
    """Return the terms that people typed; those of customers who are none any more stand among the earlier notes."""
    headings = (kept.BUSINESS_ID, kept.OWN_TERM)
    earlier = _rows(book, kept.EARLIER_TABLE, headings) if book.table(kept.EARLIER_TABLE) else []
    rows = [*earlier, *_rows(book, kept.CUSTOMERS_TABLE, headings)]
    return {str(business_id): _days(business_id, typed, book) for business_id, typed in rows if typed not in {"", None}}


def _parents(book: Earlier) -> dict[str, str]:
    """Return the parents that people typed; a workbook from before there were groups has no column for them."""
    if book.table(kept.GROUPS_TABLE) is None:
        return {}
    headings = (kept.BUSINESS_ID, kept.PARENT)
    rows = [*_rows(book, kept.EARLIER_TABLE, headings), *_rows(book, kept.CUSTOMERS_TABLE, headings)]
    typed = ((str(business_id), _text(parent)) for business_id, parent in rows if business_id)
    return {business_id: parent for business_id, parent in typed if parent}


def _text(typed: Any) -> str:  # noqa: ANN401 - whatever stands in the cell
    """Return what was typed as text: a business id without its hyphen is a number to a cell."""
    found = number(typed)
    return str(int(found) if found is not None and found == int(found) else "" if typed is None else typed).strip()


def _days(business_id: str, typed: Any, book: Earlier) -> int:  # noqa: ANN401 - whatever stands in the cell
    found = number(typed)
    if found is None or found != int(found) or found < 0:
        raise WorkbookError(
            msg(
                "the own payment term of {customer} is no whole number of days: '{typed}'",
                customer=str(business_id),
                typed=str(typed),
            ),
            where=book.place,
            fix=msg("type the days as a number such as 30, or empty the cell"),
        )
    return int(found)


def _history(book: Earlier) -> tuple[Snapshot, ...]:
    found = book.table(snapshots.HISTORY_TABLE)
    return snapshots.read(_rows(book, snapshots.HISTORY_TABLE, snapshots.HEADINGS), book.place) if found else ()


def _notes(books: Sequence[Earlier]) -> Notes:
    """Return what people typed beside tasks.

    Raises:
        WorkbookError: Something is typed in a row that is no task's, or in two rows of one task: it has no place.
    """
    names = snapshots.task_names()
    found: Notes = {}
    for place, (business_id, action, done, done_on, comment, cause) in _noted_rows(books):
        note = Note(mark(value(done)), value(done_on), value(comment), str(cause or ""))
        if not note.is_typed:
            continue
        if not business_id or action not in names:
            raise _no_task(business_id, action, note, place)
        key = str(business_id), names[action]
        if key in found and found[key].typed != note.typed:
            raise _two_rows(business_id, action, place)
        found[key] = note
    return found


def _no_task(business_id: Any, action: Any, note: Note, place: str) -> WorkbookError:  # noqa: ANN401 - as in the cells
    return WorkbookError(
        msg(
            "'{typed}' stands beside the customer '{customer}' and the task '{task}', which is no task of creditxl's",
            typed=note.words,
            customer=_text(business_id),
            task=_text(action),
        ),
        where=place,
        fix=msg(
            "put the row's own business id and task back; or move what is typed elsewhere and empty its cells, and "
            "refresh again"
        ),
    )


def _two_rows(business_id: Any, action: Any, place: str) -> WorkbookError:  # noqa: ANN401 - whatever stands in the cells
    return WorkbookError(
        msg(
            "the task '{task}' of the customer '{customer}' stands in two rows, and something else is typed in each",
            customer=_text(business_id),
            task=_text(action),
        ),
        where=place,
        fix=msg("put into one of the rows what is to be kept, empty the other one's cells, and refresh again"),
    )


def _noted_rows(books: Sequence[Earlier]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the place, and id, task and what was typed of every row."""
    headings = (kept.BUSINESS_ID, kept.TASK, kept.DONE, kept.DONE_ON, kept.COMMENT, kept.CAUSE)
    for table in (kept.EARLIER_TABLE, kept.TASKS_TABLE):
        for book in books:
            # Workbooks from before done tasks left the worklist have no list of them.
            if table == kept.TASKS_TABLE or book.table(table) is not None:
                for row in _rows(book, table, headings):
                    yield f"{book.place}, {table}", row


def _rows(book: Earlier, table: str, headings: tuple[str, ...]) -> list[list[Any]]:
    """Return the columns under these headings of one of a book's tables, row by row."""
    found = book.table(table)
    if found is None:
        raise _not_ours(book.place)
    columns, rows = found
    places = [_place(columns, heading, book) for heading in headings]
    return [[row[place] for place in places] for row in rows]


def _place(columns: Sequence[str], heading: str, book: Earlier) -> int:
    """Return where a column stands, in whatever language the book was written."""
    for language in LANGUAGES:
        word = Labels(language).text(heading)
        if word in columns:
            return columns.index(word)
    raise _not_ours(book.place)


def _not_ours(place: str) -> WorkbookError:
    return WorkbookError(
        msg("what the last refresh left cannot be read from the workbook that is there"),
        where=place,
        fix=msg("move the file away, or choose another folder to write to"),
    )
