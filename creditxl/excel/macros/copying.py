"""A copy for someone without Python: the workbook as it stands, with values alone."""

from __future__ import annotations

import contextlib
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from creditxl.errors import WorkbookError, msg
from creditxl.excel.macros import home
from creditxl.excel.places import CONFIGURATION_SHEET
from creditxl.workbook import share as sharing
from creditxl.workbook.state import SHEET, UNDO_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings as xw

    from creditxl.excel.macros.running import Caller

SHARED, ENDING = "share", ".xlsx"  # of the copy's name


def share(caller: Caller) -> str:
    """Write the copy, under a name that no file has yet, and return where it stands.

    Raises:
        CreditXLError: The workbook or the copy cannot be written.
    """
    caller.tell(msg("writing a copy with values alone"))
    target = _target(caller.book)
    with _saved_copy(caller.book) as source:
        done = _shared(source, target, caller.book)
    lines = [
        msg(
            "A copy with values alone, without macros, paths and names of people, stands in {place}.",
            place=str(done.path),
        )
    ]
    left_out = [sheet for sheet in done.left_out if sheet not in (CONFIGURATION_SHEET, SHEET, UNDO_SHEET)]
    if left_out:
        lines.append(msg("Left out: {sheets}", sheets=", ".join(left_out)))
    return "\n\n".join(caller.labels.message(line) for line in lines)


def _shared(source: Path, target: Path, book: xw.Book) -> sharing.Shared:
    try:
        return sharing.share(source, target)
    except WorkbookError as error:
        # What is wrong with the file that was lent is wrong with the workbook, whose name a person knows.
        where = book.name if error.where == str(source) else error.where
        raise WorkbookError(error.message, where=where, fix=error.fix) from error


@contextlib.contextmanager
def _saved_copy(book: xw.Book) -> Iterator[Path]:
    """Lend a file with the workbook as it stands, whether or not that was saved."""
    name = book.name.replace("'", "''")
    path = Path(str(book.app.macro(f"'{name}'!SavedCopy")()))
    if not path.is_file():
        raise WorkbookError(msg("the workbook could not be copied"), where=book.name, fix=msg("save it and try again"))
    try:
        yield path
    finally:
        # What is left of it goes with the system's other temporary files.
        with contextlib.suppress(OSError):
            path.unlink()


def _target(book: xw.Book) -> Path:
    """Return a name that no file has yet, such as `euler-limiitit-2026-10-31-share.xlsx`, in the workbook's folder."""
    as_of = home.said(book).get("as_of", "")
    stem = "-".join(filter(None, (Path(book.name).stem, as_of, SHARED)))
    folder = _folder(book)
    names = (f"{stem}{ENDING}" if place == 1 else f"{stem}-{place}{ENDING}" for place in count(1))
    return next(folder / name for name in names if not (folder / name).exists())


def _folder(book: xw.Book) -> Path:
    """Return the workbook's folder; the person's own where the workbook stands behind an address of the web."""
    with contextlib.suppress(Exception):
        # xlwings raises its own error for a workbook on OneDrive or SharePoint whose folder here it cannot find.
        folder = Path(book.fullname).parent
        if folder.is_absolute() and folder.is_dir():
            return folder
    return home.home_folder(book)
