"""What a sheet's cells are to hold, as one matrix; and text made safe from being read as anything else."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from creditxl.workbook.cells import EXCEL_DAY_0, FIRST_SERIAL, clean, moment, plain
from creditxl.workbook.layout import Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from creditxl.workbook.layout import Column, Kind, Sheet, Table, Value

NO_FIGURE = "–"
# Words without digits that Excel reads as something else, in English, Finnish and Swedish.
LOGICAL = frozenset({"TRUE", "FALSE", "TOSI", "EPÄTOSI", "SANT", "FALSKT"})
HARMLESS = re.compile(r"[^\W\d_][^\d]*|[✓●▲◆○✗] [^\d]*")
_LINK = re.compile(r""" "\#' ((?:[^']|'')+) '!A1" , "((?:[^"]|"")*)" """, re.VERBOSE)  # to a sheet, and what it shows


class Text(str):
    """Text that must stay text; a plain str in a matrix is a formula."""

    __slots__ = ()


Content = Text | str | float | None
Matrix = list[list[Content]]


class Contents:
    """What one sheet is to hold.

    Args:
        rows: The matrix, from the sheet's first row and column on.
        ours: The rows that hold something of ours; in the others stays what a person typed.
    """

    def __init__(self, sheet: Sheet, tabs: Mapping[str, str], *, is_live: bool) -> None:
        self._tabs = tabs
        self._is_live = is_live
        self.ours: set[int] = set()
        self.rows: Matrix = [[None] * width_of(sheet) for _ in range(height_of(sheet))]
        for cell in sheet.cells:
            self._put(cell.row, cell.column, self._content(cell.link or cell.value, cell.kind))
        for figure in sheet.figures:
            shown = NO_FIGURE if figure.value is None else figure.value
            self._put(figure.row, figure.column, Text(figure.label))
            self._put(figure.row + 1, figure.column, self._content(shown, figure.kind))
            self._put(figure.row + 2, figure.column, Text(figure.note))
        for table in sheet.tables:
            self._put_table(table)

    def reach(self, height: int) -> None:
        """Let the matrix empty what stands below it, down to a row: on a sheet that is the program's alone."""
        width = len(self.rows[0])
        self.ours |= set(range(len(self.rows), height))
        self.rows += [[None] * width for _ in range(len(self.rows), height)]

    def _put(self, row: int, column: int, content: Content) -> None:
        self.rows[row][column] = content
        self.ours.add(row)

    def _put_table(self, table: Table[Any]) -> None:
        for place, column in enumerate(table.columns, table.column):
            self._put(table.row, place, Text(clean(column.label)))
        self.ours |= set(range(table.first_row, table.last_row + 1))
        columns = [self._column(table, column) for column in table.columns]
        first, end = table.column, table.last_column + 1
        for row, values in enumerate(zip(*columns, strict=True), table.first_row):
            self.rows[row][first:end] = values

    def _column(self, table: Table[Any], column: Column[Any]) -> Iterator[Content]:
        if not table.items:
            return iter((None,))
        encode, values = self._encoder(column.kind), table.taken(column)
        if column.formula is None or not column.has_formula(is_live=self._is_live):
            return map(encode, values)
        templates = map(column.formula, table.items)
        text = cache(table.formula)  # a column has few different ones
        # Without a formula of its own an item shows its value.
        return (text(one) if one else encode(value) for one, value in zip(templates, values, strict=True))

    def _encoder(self, kind: Kind) -> Callable[[Value], Content]:
        return lambda value: self._content(value, kind)

    def _content(self, value: Value, kind: Kind) -> Content:
        if isinstance(value, Formula):
            return self._renamed(value.text)
        shown = plain(value, kind)
        if isinstance(shown, str):
            return Text(clean(shown)) if shown else None
        if isinstance(shown, int | Decimal):
            return float(shown)
        return None if shown is None else day(shown)

    def _renamed(self, formula: str) -> str:
        """Return a formula whose links lead to sheets by the names that people gave their tabs, and show these."""
        return _LINK.sub(self._led, formula) if "#'" in formula else formula

    def _led(self, link: re.Match[str]) -> str:
        name, shown = link[1].replace("''", "'").replace('""', '"'), link[2].replace('""', '"')
        tab = self._tabs.get(name, name)
        words = (tab if shown == name else shown).replace('"', '""')
        return '"#\'{}\'!A1","{}"'.format(tab.replace("'", "''").replace('"', '""'), words)


def width_of(sheet: Sheet) -> int:
    """Return how many columns of a sheet are the program's."""
    ends = [cell.column + 1 for cell in sheet.cells] + [figure.column + 1 for figure in sheet.figures]
    return max([*ends, *(table.last_column + 1 for table in sheet.tables)], default=0)


def height_of(sheet: Sheet) -> int:
    """Return the row after the last one that holds something of the program's."""
    ends = [cell.row + 1 for cell in sheet.cells] + [figure.row + 3 for figure in sheet.figures]
    return max([*ends, *(table.last_row + 1 for table in sheet.tables)], default=0)


def day(value: date) -> Content:
    """Return the number that Excel keeps for a day or a moment; days before its own time are text."""
    if isinstance(value, datetime):
        return moment(value)
    serial = value.toordinal() - EXCEL_DAY_0
    return float(serial) if serial >= FIRST_SERIAL else Text(value.isoformat())


def safe(text: str) -> str:
    """Return what to write into a cell so that it shows this text, whatever it looks like and Excel speaks.

    A leading apostrophe says that text follows; it is left out only before words without any digit, as no number, day,
    amount or share is without.
    """
    plain_words = HARMLESS.fullmatch(text) and text.upper() not in LOGICAL
    return text if plain_words else f"'{text}"


def spelled(rows: Sequence[Sequence[Content]], is_text: Callable[[int, int], bool]) -> list[list[Any]]:
    """Return a matrix as it is written: text as it is into cells that are formatted as text, made safe elsewhere.

    Args:
        rows: From the sheet's first row and column on.
        is_text: Whether the cell of a row and column is formatted as text.
    """
    known: dict[str, str] = {}

    def one(value: Content, row: int, column: int) -> Any:  # noqa: ANN401 - as xlwings takes it
        if type(value) is not Text:
            return value
        if is_text(row, column):
            return str(value)
        if value not in known:
            known[value] = safe(value)
        return known[value]

    return [[one(value, row, column) for column, value in enumerate(line)] for row, line in enumerate(rows)]
