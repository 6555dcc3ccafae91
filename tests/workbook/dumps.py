"""A workbook as text, so that what changed in it can be read in a diff."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

VERSION = re.compile(r"(creditxl|polars|XlsxWriter|Python) [0-9][0-9.]*")


def opened(book: Path, *, values: bool = False) -> Workbook:
    """Return a workbook as openpyxl reads it: its formulas, or the values that they carry."""
    with warnings.catch_warnings():
        # It does not know the data bars of Excel 2010, and says so.
        warnings.filterwarnings("ignore", ".*extension is not supported")
        return load_workbook(book, data_only=values)


def dump(book: Path) -> dict[str, str]:
    """Return every sheet of a workbook as text, by its name."""
    formulas, values = opened(book), opened(book, values=True)
    return {sheet.title: "\n".join((*_set_up(sheet), *_cells(sheet, values[sheet.title]))) + "\n" for sheet in formulas}


def _set_up(sheet: Worksheet) -> list[str]:
    widths = ", ".join(
        f"{name} {dimension.width - 0.71:.0f}{' folded' if dimension.hidden else ''}"
        for name, dimension in sorted(sheet.column_dimensions.items(), key=lambda item: (len(item[0]), item[0]))
    )
    page, foot = sheet.page_setup, sheet.oddFooter
    lines = [
        f"frozen at {sheet.freeze_panes}; gridlines {sheet.sheet_view.showGridLines}; widths {widths}",
        f"print {page.orientation or 'portrait'}, paper {page.paperSize}, fit {page.fitToWidth or 1} wide",
        f"print {page.fitToHeight} high, rows {sheet.print_title_rows}, area {sheet.print_area or 'all'}",
        f"foot {foot.left.text} | {foot.center.text} | {foot.right.text}",
    ]
    lines += [f"table {table.name} {table.ref} filter {table.autoFilter.ref}" for table in sheet.tables.values()]
    lines += [
        f"rule {found.sqref} {rule.type} {_terms(rule)}"
        for found in sheet.conditional_formatting
        for rule in found.rules
    ]
    lines += [
        f"input {found.sqref} {found.type} {found.formula1}: {found.prompt}"
        for found in sheet.data_validations.dataValidation
    ]
    return [*lines, f"charts {len(sheet._charts)}", ""]  # noqa: SLF001 - openpyxl tells it nowhere else


def _terms(rule: Any) -> str:
    return " ".join(rule.formula) if rule.formula else ""


def _cells(sheet: Worksheet, values: Worksheet) -> list[str]:
    return [_line(cell, values[cell.coordinate].value) for row in sheet.iter_rows() for cell in row if _shown(cell)]


def _shown(cell: Cell) -> bool:
    return cell.value is not None or cell.fill.fill_type is not None


def _line(cell: Cell, value: Any) -> str:
    shown = VERSION.sub(r"\1 <version>", repr(cell.value))
    if cell.data_type == "f":
        shown = f"{shown} -> {value!r}"
    looks = [cell.number_format, cell.alignment.horizontal or "", "bold" if cell.font.bold else ""]
    looks.append(cell.fill.fgColor.rgb[2:] if cell.fill.fill_type else "")
    looks.append(f"link {cell.hyperlink.location}" if cell.hyperlink else "")
    return f"{cell.coordinate}\t{shown}\t{' '.join(filter(None, looks))}"
