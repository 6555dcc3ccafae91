"""Workbooks with macros and the add-in, built without Excel: the same input gives the same bytes."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from creditxl import workbook
from creditxl.errors import WorkbookError, msg
from creditxl.excel import ribbon
from creditxl.excel.places import ADDIN, CONFIGURATION_SHEET, FOLDER
from creditxl.excel.project import ENGLISH, WORKBOOK, vba_project
from creditxl.workbook import Kept, View
from creditxl.workbook.file_writer import write_book
from creditxl.workbook.state import UNDO_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from creditxl.labels import Labels
    from creditxl.review.result import Review
    from creditxl.workbook.layout import Book

RELATIONSHIPS, CONTENT_TYPES = "_rels/.rels", "[Content_Types].xml"
WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # in the properties of a file that depends on no day


class Setting(Struct, frozen=True):
    """What a workbook should know of the machine that opens it.

    Args:
        interpreter: Absolute path of the Python there that has creditxl; empty for none.
        home: Absolute path of the folder with `creditxl.toml`; empty for none.
        is_shipped: It is for every machine, and the same bytes wherever it is built: it says nothing of the packages
            that made it, and is stored, not packed, as packing is not the same everywhere.
    """

    interpreter: str = ""
    home: str = ""
    is_shipped: bool = False

    @property
    def compression(self) -> int:
        return zipfile.ZIP_STORED if self.is_shipped else zipfile.ZIP_DEFLATED


def build_all(
    review: Review, folder: Path, labels: Labels, setting: Setting, kept: Kept | None = None
) -> tuple[Path, ...]:
    """Write the two workbooks with macros and the add-in in place of those in the folder: all of them or none.

    The arguments are as `build_workbooks` takes them.

    Returns:
        The workbook on recommendations, the one on limits, and the add-in.

    Raises:
        WorkbookError: As `creditxl.workbook.write`; or the add-in cannot be written or replaced.
    """
    with _new_addin(folder, labels, setting) as addin:
        files = build_workbooks(review, folder, labels, setting, kept)
    return (*files, addin)


def build_workbooks(
    review: Review, folder: Path, labels: Labels, setting: Setting, kept: Kept | None = None
) -> tuple[Path, ...]:
    """Write the two workbooks with macros in place of those that stand in the folder, both or neither.

    Args:
        review: What they show.
        folder: Where they go; made where it is missing.
        labels: Their language.
        setting: What they should know of the machine that opens them.
        kept: What people typed in the ones before; None where there are none.

    Returns:
        The workbook on recommendations and the one on limits.

    Raises:
        WorkbookError: As `creditxl.workbook.write`.
    """

    def write_file(book: Book, path: Path) -> None:
        write_book(book, path, lambda out: _finish(out, labels, setting, is_refreshed=True))
        add_ribbon(path, labels, setting.compression)

    view = View.of(review, labels, kept or Kept(), is_live=True)
    return workbook.write(replace(view, is_shipped=setting.is_shipped), folder, write_file)


def attach_macros(book: Workbook, labels: Labels = ENGLISH) -> None:
    """Give a workbook its VBA project; after this no sheet may be added.

    Each sheet gets the code name of its module, without which Excel would find neither.

    Args:
        book: The workbook.
        labels: The language of what the VBA tells, the functions' help among it.
    """
    sheets = book.worksheets()
    book.add_vba_project(BytesIO(vba_project(len(sheets), labels)), is_stream=True)
    book.set_vba_name(WORKBOOK)
    for place, sheet in enumerate(sheets, start=1):
        sheet.set_vba_name(f"Sheet{place}")


def add_ribbon(path: Path, labels: Labels, compression: int = zipfile.ZIP_DEFLATED) -> None:
    """Add the ribbon tab to a workbook file, which is packed anew."""
    with zipfile.ZipFile(path) as package:
        relationships = package.read(RELATIONSHIPS).decode()
    added = f'<Relationship Id="creditxlRibbon" Type="{ribbon.RELATIONSHIP}" Target="{ribbon.PART}"/></Relationships>'
    changes = {
        RELATIONSHIPS: relationships.replace("</Relationships>", added),
        ribbon.PART: ribbon.ribbon(labels),
    }
    _change(path, changes, compression)


def configuration(interpreter: str, home: str = "") -> dict[str, str | bool]:
    """Return what xlwings and the macros should know, by name; the arguments are as `Setting` takes them."""
    return {
        "INTERPRETER_WIN": interpreter,
        "INTERPRETER_MAC": interpreter,
        "UDF MODULES": "creditxl.excel.udfs",
        "USE UDF SERVER": True,
        # A stray file beside the workbook must never be imported in the place of a module.
        "ADD_WORKBOOK_TO_PYTHONPATH": False,
        "SHOW CONSOLE": False,
        FOLDER: home,
    }


def write_configuration(book: Workbook, interpreter: str, home: str = "") -> None:
    """Add the sheet from which xlwings reads its settings, out of sight where another one can be seen."""
    sheet = book.add_worksheet(CONFIGURATION_SHEET)
    if len(book.worksheets()) > 1:
        sheet.very_hidden()
    for row, (name, value) in enumerate(configuration(interpreter, home).items()):
        sheet.write_string(row, 0, name)
        if isinstance(value, bool):
            sheet.write_boolean(row, 1, value)
        else:
            sheet.write_string(row, 1, value)


def write_addin(path: Path, labels: Labels, setting: Setting) -> None:
    """Write the add-in: the worksheet functions and the ribbon tab for any workbook."""
    with Workbook(path) as book:
        book.set_properties({"title": "creditxl", "created": NO_DATE})
        _finish(book, labels, setting)
    with zipfile.ZipFile(path) as package:
        types = package.read(CONTENT_TYPES).decode()
    _change(path, {CONTENT_TYPES: types.replace(WORKBOOK_TYPE, ADDIN_TYPE)}, setting.compression)
    add_ribbon(path, labels, setting.compression)


@contextmanager
def _new_addin(folder: Path, labels: Labels, setting: Setting) -> Iterator[Path]:
    """Write an add-in, and put it in the place of the one in the folder once what is done meanwhile has been done."""
    target = folder / ADDIN
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _must_be_free(target)
        # Beside the old one, so that a whole file takes its place in one step.
        with tempfile.TemporaryDirectory(prefix=".creditxl-addin-", dir=folder) as made:
            new = Path(made) / ADDIN
            write_addin(new, labels, setting)
            yield target
            _put_in_place(new, target)
    except (FileCreateError, OSError) as error:  # the first is XlsxWriter's name for what the system refused
        raise WorkbookError(
            msg(
                "The workbooks cannot be written to the folder: {reason}",
                reason=getattr(error, "strerror", "") or str(error),
            ),
            where=str(folder),
            fix=msg("choose a folder that you may write to and that has room"),
        ) from error


def _must_be_free(target: Path) -> None:
    """Find out before all the work whether Excel has the add-in open: Windows lets no one else write to it then."""
    try:
        if target.exists():
            target.open("r+b").close()
    except OSError as error:
        raise _taken(target) from error


def _put_in_place(new: Path, target: Path) -> None:
    try:
        new.replace(target)
    except OSError as error:
        raise _taken(target) from error


def _taken(target: Path) -> WorkbookError:
    return WorkbookError(
        msg("{file} cannot be replaced: it is open in another program, or it may not be written", file=target.name),
        where=str(target),
        fix=msg("close Excel, which holds the add-in open, and run again"),
    )


def _finish(book: Workbook, labels: Labels, setting: Setting, *, is_refreshed: bool = False) -> None:
    if is_refreshed:
        book.add_worksheet(UNDO_SHEET).very_hidden()
    write_configuration(book, setting.interpreter, setting.home)
    attach_macros(book, labels)


def _change(path: Path, changes: Mapping[str, str], compression: int) -> None:
    """Write a package anew with some parts changed or added."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts |= {name: text.encode() for name, text in changes.items()}
    with zipfile.ZipFile(path, "w", compression) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, compression)
