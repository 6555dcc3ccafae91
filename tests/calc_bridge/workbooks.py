"""Workbooks as creditxl builds them: XlsxWriter's cells and the VBA project."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_cell_to_rowcol

from creditxl.excel.build import attach_macros, write_configuration
from creditxl.excel.places import CONFIGURATION_SHEET
from creditxl.excel.project import WORKBOOK, class_modules, project_of, standard_modules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from creditxl.calc.unoapi import UnoObject

TEXT = 2  # com.sun.star.sheet.FormulaResult
HEADINGS = ("Myynti", "Maksuehto", "Limiitintarve")
STALE = -1  # cached beside every formula: a value that no function gives
ERRORS = {
    521: "#NULL!",
    532: "#DIV/0!",
    519: "#VALUE!",
    524: "#REF!",
    525: "#NAME?",
    503: "#NUM!",
    32767: "#N/A",
    504: "Err:504",  # LibreOffice's own: a function cannot take such an argument
}


def write(
    path: Path, cells: Mapping[str, object], *, from_1904: bool = False, opening: str = "", table: str = ""
) -> None:
    """Write a workbook; a range such as C1:C3 takes an array formula.

    `opening` replaces the module run on opening. `table` is the range of a table tblNeeds, headings in its first row.
    """
    with Workbook(path, {"date_1904": from_1904}) as book:
        sheet = book.add_worksheet("Laskuri")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for place, value in cells.items():
            if ":" in place:
                sheet.write_array_formula(place, f"{{{value}}}", None, STALE)
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(place, value, None, STALE)
            elif isinstance(value, date):
                sheet.write_datetime(place, value, day)
            elif isinstance(value, str):
                sheet.write_string(place, value)
            else:
                sheet.write(place, value)
        if table:
            first, last = (xl_cell_to_rowcol(corner) for corner in table.split(":"))
            columns = [{"header": heading} for heading in HEADINGS[: last[1] - first[1] + 1]]
            sheet.add_table(table, {"name": "tblNeeds", "columns": columns})
        write_configuration(book, "")
        if opening:
            _attach(book, standard_modules() | {"CreditxlOpening": opening})
        else:
            attach_macros(book)


def _attach(book: Workbook, modules: Mapping[str, str]) -> None:
    sheets = book.worksheets()
    assert sheets[-1].name == CONFIGURATION_SHEET
    book.add_vba_project(BytesIO(project_of(len(sheets), modules, class_modules())), is_stream=True)
    book.set_vba_name(WORKBOOK)
    for place, sheet in enumerate(sheets, start=1):
        sheet.set_vba_name(f"Sheet{place}")


def shown(document: UnoObject, place: str) -> object:
    """Return what a cell holds: a number, a text, True or False, or the name of an error."""
    cell = document.Sheets.getByIndex(0).getCellRangeByName(place)
    if cell.getError():
        return ERRORS[cell.getError()]
    if cell.String in {"TRUE", "FALSE"}:
        return cell.String == "TRUE"
    is_text = cell.FormulaResultType2 == TEXT if cell.Formula.startswith(("=", "{=")) else cell.Type.value == "TEXT"
    return cell.String if is_text else cell.Value
