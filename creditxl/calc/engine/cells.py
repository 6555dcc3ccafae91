"""The contents of a range, read and written in bulk: one UNO call carries all values, however many cells there are.

What a call cannot carry comes after it, by runs of cells in a column: formulas, and the formats that make a number a
date or a boolean.
"""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Final

from creditxl.calc.engine.formulas import to_calc, to_excel
from creditxl.calc.engine.numberformats import Formatted, NumberFormats, Shows, area_of
from creditxl.calc.engine.shifting import shifted
from creditxl.calc.engine.values import ERROR_TEXTS, UNREAD_ERROR, Entry, Kind, Raw, entry, error_of, moment_of
from creditxl.calc.unoapi import enum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from creditxl.calc.engine.addresses import Area
    from creditxl.calc.unoapi import UnoObject

Rows = list[list[object]]
_WORTH_FILLING: Final = 8  # rows with one formula


def null_date(document: UnoObject) -> dt.datetime:
    """Return the day whose serial number is 0: 1899-12-30, or 1904-01-01 in old Macintosh workbooks."""
    day = document.NullDate
    return dt.datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001 - workbooks know no time zones


def read(document: UnoObject, cells: UnoObject, *, name_errors: bool) -> list[list[Raw]]:
    """Return the values of a range: None for an empty cell, dates and booleans by number format.

    `name_errors` looks up which error a cell holds, one call a cell; without it every error is `UNREAD_ERROR`.
    """

    def error(row: int, column: int) -> Raw:
        return error_of(cells.getCellByPosition(column, row).getError()) if name_errors else UNREAD_ERROR

    rows: list[list[Raw]] = [
        # UNO gives "" for an empty cell and None for an error.
        [(error(row, column) if value is None else value or _nothing(value)) for column, value in enumerate(line)]
        for row, line in enumerate(cells.getDataArray())
    ]
    if any(type(value) is float for line in rows for value in line):
        _read_formatted(document, cells, rows)
    return rows


def _nothing(value: str | float) -> float | None:
    return None if value == "" else 0.0


def _read_formatted(document: UnoObject, cells: UnoObject, rows: list[list[Raw]]) -> None:
    top, origin = cells.RangeAddress, null_date(document)
    meaning: dict[Shows, Callable[[float], Raw]] = {
        Shows.MOMENT: lambda number: moment_of(number, origin),
        Shows.LOGICAL: bool,
    }
    for formatted in NumberFormats(document).areas(cells):
        become = meaning.get(formatted.shows)
        if become is None:
            continue
        area = formatted.area
        for row in rows[area.row - 1 - top.StartRow : area.last_row - top.StartRow]:
            for column in range(area.column - 1 - top.StartColumn, area.last_column - top.StartColumn):
                value = row[column]
                row[column] = become(value) if type(value) is float else value


def write(document: UnoObject, cells: UnoObject, rows: Rows, *, table: str | None = None) -> None:
    """Write one value a cell; `rows` has the shape of the range.

    Raises:
        WorkbookError: A cell cannot hold a value, or a formula cannot be said in Calc's grammar.
    """
    formats, origin = NumberFormats(document), null_date(document)
    areas = formats.areas(cells)
    as_text = _text_cells(cells, areas)
    entries = [
        [
            entry(value, as_text=type(value) is str and as_text(row, column), null_date=origin)
            for column, value in enumerate(line)
        ]
        for row, line in enumerate(rows)
    ]
    if any(formatted.shows is Shows.LOGICAL for formatted in areas):
        _forget_logical(cells, areas)
    kept = _formats_of_quoted(cells, entries)
    cells.setDataArray(tuple(tuple(_content(one) for one in line) for line in entries))
    for cell, key in kept:
        cell.NumberFormat = key
    _note_headings(document, cells)
    _write_formulas(cells, entries, table)
    _write_formats(cells, formats, entries)


def read_formulas(cells: UnoObject) -> list[list[str]]:
    """Return each cell's formula in Excel's grammar, or its constant as text."""
    texts = [list(line) for line in cells.getFormulaArray()]
    # Text that only looks like a formula, in a cell formatted as text, reads the same as one.
    doubtful = any(text.startswith("=") for line in texts for text in line)
    shown = cells.getDataArray() if doubtful else texts
    return [
        [_formula(text, value) for text, value in zip(*lines, strict=True)] for lines in zip(texts, shown, strict=True)
    ]


def _formula(text: str, value: object) -> str:
    if text.startswith("{="):
        return to_excel(text[1:-1])
    if text.startswith("=") and text != value:
        return text[1:] if text[1:] in ERROR_TEXTS else to_excel(text)
    return text.removeprefix("'")


def _content(one: Entry) -> str | float:
    return "" if one.kind is Kind.FORMULA else one.content


def _text_cells(cells: UnoObject, areas: Sequence[Formatted]) -> Callable[[int, int], bool]:
    """Return what tells whether a cell, by its place in the range from 0, is formatted as text."""
    top = cells.RangeAddress
    rows: dict[int, list[range]] = {}
    for area in (formatted.area for formatted in areas if formatted.shows is Shows.TEXT):
        for column in range(area.column, area.last_column + 1):
            rows.setdefault(column, []).append(range(area.row, area.last_row + 1))

    def as_text(row: int, column: int) -> bool:
        return any(top.StartRow + row + 1 in part for part in rows.get(top.StartColumn + column + 1, ()))

    return as_text


def _forget_logical(cells: UnoObject, areas: Sequence[Formatted]) -> None:
    """A number where a boolean stood is a number again: Excel keeps booleans in the value, not in the format."""
    sheet = cells.Spreadsheet
    for area in (formatted.area for formatted in areas if formatted.shows is Shows.LOGICAL):
        uno_range(sheet, area).NumberFormat = 0


def _formats_of_quoted(cells: UnoObject, entries: list[list[Entry]]) -> list[tuple[UnoObject, int]]:
    """Return the formats of cells that text is put into which looks like a number: LibreOffice would change them."""
    found = []
    for column, first, last in _runs(entries, {Kind.QUOTED}, over_gaps=False):
        run = cells.getCellRangeByPosition(column, first, column, last)
        alike = run.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE"
        parts = [run] if alike else [run.getCellByPosition(0, row) for row in range(last - first + 1)]
        found += [(part, int(part.NumberFormat)) for part in parts]
    return found


def _note_headings(document: UnoObject, cells: UnoObject) -> None:
    """Let LibreOffice take note of tables' new headings: while redrawing is held back, formulas go by the old ones."""
    if document.hasControllersLocked() and any(_covers(cells.RangeAddress, area) for area in _tables(document)):
        document.unlockControllers()
        document.lockControllers()


def _tables(document: UnoObject) -> Iterator[UnoObject]:
    ranges = document.DatabaseRanges
    return (ranges.getByName(name).DataArea for name in ranges.ElementNames)


def _covers(cells: UnoObject, table: UnoObject) -> bool:
    """Tell whether cells hold a heading of a table."""
    return bool(
        cells.Sheet == table.Sheet
        and cells.StartRow <= table.StartRow <= cells.EndRow
        and cells.StartColumn <= table.EndColumn
        and table.StartColumn <= cells.EndColumn
    )


def _write_formulas(cells: UnoObject, entries: list[list[Entry]], table: str | None) -> None:
    for column, first, last in _runs(entries, {Kind.FORMULA}, over_gaps=False):
        texts = [str(line[column].content) for line in entries[first : last + 1]]
        for start, count, alike in _stretches(texts):
            stretch = cells.getCellRangeByPosition(column, first + start, column, first + start + count - 1)
            if not (alike and _fill(stretch, to_calc(texts[start], table=table))):
                formulas = ((to_calc(text, table=table),) for text in texts[start : start + count])
                stretch.setFormulaArray(tuple(formulas))


def _stretches(texts: list[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield first, count, and whether it is one formula that is the same in every row, of each stretch of formulas."""
    begun = start = 0
    for text, same in groupby(texts):
        count = sum(1 for _ in same)
        if count >= _WORTH_FILLING and shifted(text, 1, 0) == text:
            if start > begun:
                yield begun, start - begun, False
            yield start, count, True
            begun = start + count
        start += count
    if start > begun:
        yield begun, start - begun, False


def _fill(cells: UnoObject, formula: str) -> bool:
    """Write a formula once and fill the rest with it, as LibreOffice takes long to read references to tables.

    Filling carries the first cell's format along, and passes by what is hidden: where either matters, do nothing and
    say so.
    """
    shown = cells.Columns.IsVisible
    cells.Columns.IsVisible = True
    visible = cells.queryVisibleCells().RangeAddresses
    even = len(visible) == 1 and area_of(visible[0]) == area_of(cells.RangeAddress)
    filled = even and cells.getUniqueCellFormatRanges().Count == 1
    if filled:
        cells.getCellByPosition(0, 0).setFormula(formula)
        cells.fillAuto(enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)
    cells.Columns.IsVisible = shown
    return filled


def _write_formats(cells: UnoObject, formats: NumberFormats, entries: list[list[Entry]]) -> None:
    for kinds, key in (
        ({Kind.DATE, Kind.DATETIME}, None),
        ({Kind.LOGICAL}, Kind.LOGICAL),
    ):
        for column, first, last in _runs(entries, kinds, over_gaps=True):
            run = cells.getCellRangeByPosition(column, first, column, last)
            timed = any(line[column].kind is Kind.DATETIME for line in entries[first : last + 1])
            kind = key or (Kind.DATETIME if timed else Kind.DATE)
            if kind is Kind.LOGICAL or _takes_dates(formats, run):
                run.NumberFormat = formats.key_of(kind)


def _takes_dates(formats: NumberFormats, run: UnoObject) -> bool:
    """A format that somebody chose stays: dates change General alone, as in Excel."""
    return all(formatted.shows is Shows.GENERAL for formatted in formats.areas(run))


def _runs(entries: list[list[Entry]], kinds: set[Kind], *, over_gaps: bool) -> Iterator[tuple[int, int, int]]:
    """Yield column, first and last row of each run of cells of those kinds, reaching over empty cells where asked."""
    for column in range(len(entries[0])):
        first = last = None
        for row, line in enumerate(entries):
            one = line[column]
            if one.kind in kinds:
                first, last = (row if first is None else first), row
            elif first is not None and last is not None and not (over_gaps and one.content == ""):
                yield column, first, last
                first = last = None
        if first is not None and last is not None:
            yield column, first, last


def uno_range(sheet: UnoObject, area: Area) -> UnoObject:
    """Return the range of a sheet that covers the area."""
    return sheet.getCellRangeByPosition(area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1)
