"""A person who types into a workbook's file: that cell alone is changed, and all the rest stays byte for byte."""

from __future__ import annotations

import re
import warnings
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import range_boundaries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def type_in(path: Path, table: str, row: Mapping[str, str], typed: Mapping[str, str | int]) -> None:
    """Type into the row of a table which has these cells, under these headings."""
    with warnings.catch_warnings(action="ignore"):  # of what openpyxl does not know; nothing is saved by it
        book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    left, top, _, bottom = range_boundaries(sheet.tables[table].ref)
    headings = [column.name for column in sheet.tables[table].tableColumns]
    places = {heading: left + headings.index(heading) for heading in (*row, *typed)}
    (found,) = (
        line
        for line in range(top + 1, bottom + 1)
        if all(sheet.cell(line, places[heading]).value == shown for heading, shown in row.items())
    )
    part = f"xl/worksheets/sheet{book.worksheets.index(sheet) + 1}.xml"
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    for heading, value in typed.items():
        text = _put(text, found, places[heading], value)
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _put(sheet: str, line: int, place: int, value: str | int) -> str:
    """Return the sheet with another value in a cell; the lists' cells follow each other from the first column on."""
    row = re.search(rf'<row r="{line}"[^>]*>(.*?)</row>', sheet)
    assert row, f"row {line} is written into its file in another way"
    cells = re.findall(r"<c(?: [^>/]*)?(?:/>|>.*?</c>)", row[1])
    assert "".join(cells) == row[1]
    old = re.fullmatch(r'<c((?: r="\w+")?(?: s="\d+")?)(?: t="\w+")?(?:/>|>.*?</c>)', cells[place - 1])
    assert old, f"{cells[place - 1]} is written in another way"
    what = f"<v>{value}</v></c>" if isinstance(value, int) else f"<is><t>{escape(value)}</t></is></c>"
    kind = "" if isinstance(value, int) else ' t="inlineStr"'
    cells[place - 1] = f"<c{old[1]}{kind}>{what}"
    return f"{sheet[: row.start(1)]}{''.join(cells)}{sheet[row.end(1) :]}"
