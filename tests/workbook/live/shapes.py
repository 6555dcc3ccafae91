"""What an open workbook shows, cell by cell and rule by rule, to be compared with another."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from creditxl.calc.engine import addresses
from creditxl.calc.engine.numberformats import NumberFormats, area_of
from creditxl.workbook.state import SHEET

if TYPE_CHECKING:
    import xlwings as xw

Shape = dict[str, Any]


def shape(book: xw.Book) -> dict[str, Shape]:
    """Return what every sheet shows, by its name, and the names of the book."""
    found = {sheet.name: _sheet(sheet) for sheet in book.sheets}
    names = {name.name: name.refers_to for name in book.names if "!" not in name.name}
    return found | {"names": names}


def _sheet(sheet: xw.Sheet) -> Shape:
    used = sheet.used_range
    return {
        "used": used.address,
        "formulas": rows(used.options(ndim=2).formula),
        "values": used.options(ndim=2, empty="").value if not _computes(sheet) else None,
        "tables": {table.name: (table.range.address, table.show_autofilter) for table in sheet.tables},
        "formats": _formats(sheet),
        "rules": _rules(sheet),
        "checks": _checks(sheet),
        "hidden columns": _hidden(used.api.Columns),
    }


def differences(found: Any, wanted: Any, where: str = "") -> list[str]:
    """Return where two shapes differ, and how."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        keys = [*found, *(key for key in wanted if key not in found)]
        return [line for key in keys for line in differences(found.get(key), wanted.get(key), f"{where}/{key}")]
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = enumerate(zip(found, wanted, strict=True))
        return [line for place, (one, other) in pairs for line in differences(one, other, f"{where}/{place}")]
    return [] if found == wanted else [f"{where}: {found!r} instead of {wanted!r}"]


def rows(formulas: Any) -> list[list[str]]:
    return [list(line) for line in formulas] if isinstance(formulas, tuple) else [[formulas]]


def _hidden(columns: Any) -> list[int]:
    return [place for place in range(columns.Count) if not columns.getByIndex(place).IsVisible]


def _computes(sheet: xw.Sheet) -> bool:
    """Tell whether functions of creditxl stand on the sheet: they have no value where macros are off."""
    return any(text.startswith("=") for line in rows(sheet.used_range.formula) for text in line)


def _formats(sheet: xw.Sheet) -> dict[tuple[int, int], str]:
    """Return the number format of every cell that is not General."""
    cells, code_of = sheet.used_range.api, cache(NumberFormats(sheet.book.api).code)
    groups = cells.getUniqueCellFormatRanges()
    found = {}
    for place in range(groups.Count):
        group = groups.getByIndex(place)
        code = code_of(group.NumberFormat)
        if sheet.name == SHEET:
            continue  # LibreOffice formats as text whatever text looks like a number
        for address in group.RangeAddresses if code != "General" else ():
            area = area_of(address)
            found |= {
                (row, column): code
                for row in range(area.row, area.last_row + 1)
                for column in range(area.column, area.last_column + 1)
            }
    return found


def _rules(sheet: xw.Sheet) -> list[tuple[str, ...]]:
    """Return the conditional formats: where they hold, and what they ask."""
    found = []
    for rule in sheet.api.ConditionalFormats.getConditionalFormats():
        for place in range(rule.Count):
            entry = rule.getByIndex(place)
            asked = (entry.Formula1, entry.StyleName) if hasattr(entry, "Formula1") else ("bars", "")
            # One rule over several areas does what several rules over one area each do.
            found += [(addresses.text(area_of(area)), *asked) for area in rule.Range.RangeAddresses]
    return sorted(found)


def _checks(sheet: xw.Sheet) -> dict[str, str]:
    """Return which cells ask for an input, and how."""
    groups = sheet.used_range.resize(sheet.used_range.rows.count + 2).api.getUniqueCellFormatRanges()
    found: dict[str, str] = {}
    for place in range(groups.Count):
        group = groups.getByIndex(place)
        asked = group.Validation.InputMessage
        for address in group.RangeAddresses if asked else ():
            area = area_of(address)
            for column in range(area.column, area.last_column + 1):
                first, last = found.get(column, (area.row, area.last_row, ""))[:2]
                found[column] = (min(first, area.row), max(last, area.last_row), asked)
    return found
