"""Copies beside workbooks that are made anew, where these hold what would else be lost: sheets of a person's own."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from creditxl.errors import WorkbookError, msg
from creditxl.labels import LANGUAGES, Labels, label
from creditxl.workbook.table_places import sheet_tables
from creditxl.workbook.view import Which

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from creditxl.errors import Message

# By what is ours a sheet is known: by its list, whatever its tab is called; where it has none, by the tab's name.
LISTS = re.compile(
    r"Tasks|EarlierNotes|Customers|ThreeMonthCheck|Renewals|NewCustomers|WarningSigns|Groups|GroupMembers"
    r"|Limits|LimitsWithoutSales|Term(\d+|Several|Others)|Capacity|Losses|History"
    r"|Deadlines|Receivables|NeedAhead|Changes|Factors|Issues|Sources"
)
WITHOUT_LISTS = (label("Overview"), label("Calculator"), label("Settings"), label("Guide"))


@contextmanager
def own_sheets_kept(folder: Path) -> Iterator[tuple[Message, ...]]:
    """Keep the files of a folder's workbooks that have sheets of a person's own: a new file has none of these.

    Yields what is to be told of it, a sentence a file. Where what follows fails, the copies are taken away again.

    Raises:
        WorkbookError: They cannot be copied.
    """
    paths = [folder / which.file(is_live=False) for which in Which]
    found = {path: own for path in paths if path.is_file() and (own := own_sheets(path))}
    with saved(list(found)) as copies:
        yield tuple(
            msg(
                "{file} had sheets that are not creditxl's, and has them no more: {sheets}. They stand in {copy}.",
                file=path.name,
                sheets=", ".join(found[path]),
                copy=copy.name,
            )
            for path, copy in zip(found, copies, strict=True)
        )


def own_sheets(path: Path) -> list[str]:
    """Return the sheets of a workbook's file that a person has put there."""
    ours = {Labels(language).text(name) for language in LANGUAGES for name in WITHOUT_LISTS}
    return [
        sheet
        for sheet, tables in sheet_tables(path).items()
        if sheet not in ours and not any(map(LISTS.fullmatch, tables))
    ]


@contextmanager
def saved(books: Sequence[Path]) -> Iterator[list[Path]]:
    """Copy workbooks under names that are free; where what follows fails, take the copies away again.

    Raises:
        WorkbookError: They cannot be copied.
    """
    copies: list[Path] = []
    try:
        for book in books:
            copies.append(_free(book))
            _copy(book, copies[-1])
        yield copies
    except BaseException:
        for copy in copies:
            copy.unlink(missing_ok=True)
        raise


def _copy(book: Path, copy: Path) -> None:
    try:
        shutil.copy2(book, copy)
    except OSError as error:
        raise WorkbookError(
            msg("the workbooks cannot be copied: {reason}", reason=error.strerror or str(error)),
            where=str(book.parent),
            fix=msg("choose a folder that you may write to and that has room"),
        ) from error


def _free(book: Path) -> Path:
    """Return a name for a copy, which no file has: `name.xlsm.bak`, else with a number."""
    number = 1
    while True:
        copy = book.with_name(f"{book.name}.bak{'' if number == 1 else number}")
        if not copy.exists():
            return copy
        number += 1
