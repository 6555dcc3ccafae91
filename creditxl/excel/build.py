"""Workbooks with macros and the add-in, built without Excel: the same input gives the same bytes."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from creditxl.excel import ribbon
from creditxl.excel.project import WORKBOOK, vba_project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from creditxl.labels import Labels

CONFIGURATION_SHEET = "xlwings.conf"  # where xlwings looks for its settings, from A1, without a blank row
RELATIONSHIPS, CONTENT_TYPES = "_rels/.rels", "[Content_Types].xml"
WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # in the properties of a file that depends on no day


def attach_macros(book: Workbook) -> None:
    """Give a workbook its VBA project; after this no sheet may be added.

    Each sheet gets the code name of its module, without which Excel would find neither.
    """
    sheets = book.worksheets()
    book.add_vba_project(BytesIO(vba_project(len(sheets))), is_stream=True)
    book.set_vba_name(WORKBOOK)
    for place, sheet in enumerate(sheets, start=1):
        sheet.set_vba_name(f"Sheet{place}")


def add_ribbon(path: Path, labels: Labels) -> None:
    """Add the ribbon tab to a workbook file."""
    with zipfile.ZipFile(path) as package:
        relationships = package.read(RELATIONSHIPS).decode()
    added = f'<Relationship Id="creditxlRibbon" Type="{ribbon.RELATIONSHIP}" Target="{ribbon.PART}"/></Relationships>'
    changes = {
        RELATIONSHIPS: relationships.replace("</Relationships>", added),
        ribbon.PART: ribbon.ribbon(labels),
    }
    _change(path, changes)


def configuration(interpreter: str) -> dict[str, str | bool]:
    """Return what xlwings should know, by name.

    Args:
        interpreter: Absolute path of the Python that has creditxl, on the machine that opens the file; empty for none.
    """
    return {
        "INTERPRETER_WIN": interpreter,
        "INTERPRETER_MAC": interpreter,
        "UDF MODULES": "creditxl.excel.udfs",
        "USE UDF SERVER": True,
        # A stray file beside the workbook must never be imported in the place of a module.
        "ADD_WORKBOOK_TO_PYTHONPATH": False,
        "SHOW CONSOLE": False,
    }


def write_configuration(book: Workbook, interpreter: str) -> None:
    """Add the sheet from which xlwings reads its settings, out of sight where another one can be seen."""
    sheet = book.add_worksheet(CONFIGURATION_SHEET)
    if len(book.worksheets()) > 1:
        sheet.very_hidden()
    for row, (name, value) in enumerate(configuration(interpreter).items()):
        sheet.write_string(row, 0, name)
        if isinstance(value, bool):
            sheet.write_boolean(row, 1, value)
        else:
            sheet.write_string(row, 1, value)


def write_addin(path: Path, labels: Labels, interpreter: str) -> None:
    """Write the add-in: the worksheet functions and the ribbon tab for any workbook.

    `interpreter` is as `configuration` takes it.
    """
    with Workbook(path) as book:
        book.set_properties({"title": "creditxl", "created": NO_DATE})
        write_configuration(book, interpreter)
        attach_macros(book)
    with zipfile.ZipFile(path) as package:
        types = package.read(CONTENT_TYPES).decode()
    _change(path, {CONTENT_TYPES: types.replace(WORKBOOK_TYPE, ADDIN_TYPE)})
    add_ribbon(path, labels)


def _change(path: Path, changes: Mapping[str, str]) -> None:
    """Write a package anew with some parts changed or added."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts |= {name: text.encode() for name, text in changes.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED)
