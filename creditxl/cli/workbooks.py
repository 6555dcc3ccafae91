"""What a workbook with macros says of itself, read from its file: nothing in it is run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.excel.places import ADDIN, CONFIGURATION_SHEET
from creditxl.workbook import Which
from creditxl.workbook.state import SHEET, State, read_state

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from python_calamine import CalamineWorkbook

LOCKS = ("~${name}", ".~lock.{name}#")  # what Excel and LibreOffice put beside a workbook that they have open
XLWINGS_VERSION = re.compile(r'XLWINGS_VERSION As String = "([^"]+)"')
BUILT_VERSION = re.compile(r'BUILT_VERSION As String = "([^"]+)"')


class Written(Struct, frozen=True):
    """What stands in a workbook.

    Args:
        settings: Of xlwings and the macros, by name; empty where there are none.
        state: What creditxl keeps for itself there; why it cannot be read, where it cannot, as in the add-in.
    """

    path: Path
    settings: Mapping[str, str]
    state: State | WorkbookError

    @property
    def language(self) -> str | None:
        return None if isinstance(self.state, WorkbookError) else self.state.language


def written_in(path: Path) -> Written:
    """Return what stands in a workbook.

    Raises:
        WorkbookError: The file cannot be read, or is no workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - help must come at once

    try:
        book = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError) as error:
        raise WorkbookError(
            msg("the workbook cannot be read: {reason}", reason=str(error)),
            where=str(path),
            fix=msg("name one of the follow-up workbooks, an .xlsm file that creditxl init has made"),
        ) from error
    settings = {str(name): str(value) for name, value, *_ in _rows(book, CONFIGURATION_SHEET)}
    return Written(path, settings, _state(book, path))


def live_books(folder: Path) -> dict[Which, Path]:
    """Return the workbooks with macros that stand in a folder."""
    paths = {which: folder / which.file(is_live=True) for which in Which}
    return {which: path for which, path in paths.items() if path.is_file()}


def addin_in(folder: Path) -> Path | None:
    """Return the add-in that stands in a folder; None where none does."""
    path = folder / ADDIN
    return path if path.is_file() else None


def lock_of(path: Path) -> Path | None:
    """Return the mark that Excel or LibreOffice puts beside a workbook that it has open; None where there is none."""
    marks = (path.with_name(lock.format(name=path.name)) for lock in LOCKS)
    return next((mark for mark in marks if mark.exists()), None)


def vba_xlwings(path: Path) -> str | None:
    """Return the version of xlwings that a workbook's VBA was made for; None where there is no such VBA."""
    return _found_in(path, "xlwings", XLWINGS_VERSION)


def vba_creditxl(path: Path) -> str | None:
    """Return the version of creditxl that made a workbook's or the add-in's VBA; None where there is no such VBA."""
    return _found_in(path, "CreditxlFunctions", BUILT_VERSION)


def _found_in(path: Path, module: str, what: re.Pattern[str]) -> str | None:
    from pyopenvba import ExcelFile, PyOpenVBAError  # noqa: PLC0415 - needed when a workbook is looked into

    try:
        with ExcelFile(path) as book:
            found = what.search(book.get_module(module))
    except (PyOpenVBAError, KeyError, OSError, ValueError):
        return None
    return found[1] if found else None


def _state(book: CalamineWorkbook, path: Path) -> State | WorkbookError:
    try:
        return read_state([row[:2] for row in _rows(book, SHEET)], str(path))
    except WorkbookError as error:
        return error


def _rows(book: CalamineWorkbook, sheet: str) -> list[list[object]]:
    """Return the rows of a sheet with a name and a value; none where there is no such sheet."""
    if sheet not in book.sheet_names:
        return []
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python() if len(row) > 1 and row[0]]
