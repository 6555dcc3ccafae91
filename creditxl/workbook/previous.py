"""What the last refresh and people since then left in the workbooks: limits to compare with, notes to keep."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from creditxl.errors import WorkbookError, msg
from creditxl.labels import LANGUAGES, Labels
from creditxl.model import ActionName
from creditxl.workbook import limits, notes
from creditxl.workbook.view import EULER_FILE, INTRUM_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from creditxl.workbook.layout import Value
    from creditxl.workbook.notes import Notes


def previous_limits(folder: Path) -> dict[str, Decimal] | None:
    """Return the limits in force at the last refresh, by business id; None when there was none.

    Args:
        folder: Where the workbooks stand, before this refresh writes them anew.

    Raises:
        WorkbookError: A file of the insurer's workbook's name is there and is none of ours.
    """
    book = folder / EULER_FILE
    if not os.path.exists(book):  # noqa: PTH110 - unlike Path's, it answers no to a name that no file can have
        return None
    rows = _rows(book, limits.TABLE, (limits.BUSINESS_ID, limits.LIMIT))
    return {str(business_id): _amount(business_id, limit, book) for business_id, limit in rows if business_id}


def _amount(business_id: str, typed: Any, book: Path) -> Decimal:  # noqa: ANN401 - whatever stands in the cell
    if isinstance(typed, (int, float)) and not isinstance(typed, bool):
        return Decimal(str(typed))
    raise WorkbookError(
        msg(
            "the limit of {customer} in the last workbook is no amount: '{typed}'",
            customer=business_id,
            typed=str(typed),
        ),
        where=str(book),
        fix=msg("enter the limit there again, or move the file away: then no limit counts as new"),
    )


def previous_notes(folder: Path) -> Notes:
    """Return what people typed beside their tasks, by business id and action; empty before the first refresh.

    Args:
        folder: Where the workbooks stand, before this refresh writes them anew.

    Raises:
        WorkbookError: A file of a workbook's name is there and is none of ours.
    """
    names = {Labels(language).status(name): name for language in LANGUAGES for name in ActionName}
    kept: Notes = {}
    for business_id, action, *typed in _noted_rows(folder):
        note = notes.Note(*map(_value, typed))
        if note != notes.Note() and action in names:
            kept[str(business_id), names[action]] = note
    return kept


def _noted_rows(folder: Path) -> Iterator[list[Any]]:
    """Yield id, task and what was typed of every row: of tasks that are no more first, so that later ones prevail."""
    headings = (notes.BUSINESS_ID, notes.TASK, notes.DONE, notes.DONE_ON, notes.COMMENT)
    books = [folder / file for file in (INTRUM_FILE, EULER_FILE) if (folder / file).exists()]
    for book in books:
        yield from _rows(book, notes.EARLIER_TABLE, headings, may_miss=True)
    for book in books:
        yield from _rows(book, notes.TASKS_TABLE, headings)


def _rows(book: Path, table: str, headings: tuple[str, ...], *, may_miss: bool = False) -> list[list[Any]]:
    """Return the columns under these headings of one of a book's tables, row by row."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - needed when there is a book

    try:
        opened = CalamineWorkbook.from_path(book, load_tables=True)
        if may_miss and table not in (opened.table_names or ()):
            return []
        found = opened.get_table_by_name(table)
    except (CalamineError, KeyError, OSError, ValueError) as error:
        raise _not_ours(book) from error
    columns = [str(heading) for heading in found.columns]
    places = [_place(columns, heading, book) for heading in headings]
    return [[row[place] for place in places] for row in found.to_python()]


def _place(columns: list[str], heading: str, book: Path) -> int:
    """Return where a column stands, in whatever language the book was written."""
    for language in LANGUAGES:
        word = Labels(language).text(heading)
        if word in columns:
            return columns.index(word)
    raise _not_ours(book)


def _value(typed: Any) -> Value:  # noqa: ANN401 - whatever stands in the cell
    if typed == "":
        return None
    if isinstance(typed, (int, float)) and not isinstance(typed, bool):
        return Decimal(str(typed))
    return typed if isinstance(typed, (str, date)) else str(typed)


def _not_ours(book: Path) -> WorkbookError:
    return WorkbookError(
        msg("what the last refresh left cannot be read from the workbook that is there"),
        where=str(book),
        fix=msg("move the file away, or choose another folder to write to"),
    )
