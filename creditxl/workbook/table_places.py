"""Where the tables of a workbook's file stand, from its package: a reader of cells would read them all to tell it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from xlsxwriter.utility import xl_cell_to_rowcol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BOOK, TABLE = "xl/workbook.xml", "/table"


class TablePlace(NamedTuple):
    """A table's place on its sheet, rows and columns from 0.

    Args:
        heading: The row of its headings.
        last_row: The last row of its list, a row of totals below it left out.
    """

    sheet: str
    heading: int
    last_row: int
    first_column: int
    last_column: int


def table_places(path: Path) -> dict[str, TablePlace]:
    """Return the tables of a workbook by name.

    Raises:
        OSError, KeyError, ValueError, ET.ParseError, zipfile.BadZipFile: It is no whole .xlsx or .xlsm file.
    """
    with ZipFile(path) as package:
        return dict(_tables(package))


def sheet_tables(path: Path) -> dict[str, list[str]]:
    """Return the names of the tables on every sheet of a workbook, by the sheet's name.

    Raises:
        As `table_places`.
    """
    with ZipFile(path) as package:
        return {sheet: [table.attrib["displayName"] for table in tables] for sheet, tables in _sheets(package)}


def _tables(package: ZipFile) -> Iterator[tuple[str, TablePlace]]:
    for sheet, tables in _sheets(package):
        for table in tables:
            yield table.attrib["displayName"], _place(sheet, table)


def _sheets(package: ZipFile) -> Iterator[tuple[str, list[ET.Element]]]:
    """Yield every sheet's name, and its tables."""
    parts = _targets(package, BOOK)
    for sheet in ET.fromstring(package.read(BOOK)).iter(f"{MAIN}sheet"):  # noqa: S314 - the user's own file
        _, part = parts[sheet.attrib[RELATION]]
        targets = (target for kind, target in _targets(package, part).values() if kind.endswith(TABLE))
        yield sheet.attrib["name"], [ET.fromstring(package.read(target)) for target in targets]  # noqa: S314 - likewise


def _place(sheet: str, table: ET.Element) -> TablePlace:
    (top, left), (bottom, right) = map(xl_cell_to_rowcol, table.attrib["ref"].split(":"))
    return TablePlace(sheet, top, bottom - int(table.get("totalsRowCount", "0")), left, right)


def _targets(package: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return what a part refers to: by id the kind, and the part's name."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in package.namelist():
        return {}
    found = ET.fromstring(package.read(relations))  # noqa: S314 - the user's own file
    return {
        one.attrib["Id"]: (
            one.attrib["Type"],
            posixpath.normpath(posixpath.join("/", folder, one.attrib["Target"])).lstrip("/"),
        )
        for one in found
    }
