"""Cell addresses in A1 notation; rows and columns count from 1, as in Excel."""

from __future__ import annotations

import re

from msgspec import Struct

from creditxl.errors import WorkbookError, msg

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384

_A1 = re.compile(r"\$?(?P<column>[A-Za-z]{1,3})?\$?(?P<row>[1-9]\d{0,6})?")
_LETTERS = 26


class Area(Struct, frozen=True):
    """A rectangle of cells. No rows or no columns: an empty slice, which holds no cell."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        return self.column + self.columns - 1

    def __bool__(self) -> bool:
        return self.rows > 0 and self.columns > 0


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def parse(address: str) -> Area | None:
    """Return the area of `A1`, `$A$1:B2`, `A:C` or `1:3`, or None where the text is no such address."""
    first, _, last = address.partition(":")
    start, end = _A1.fullmatch(first), _A1.fullmatch(last or first)
    if start is None or end is None or not (start[0] and end[0]):
        return None
    whole = {bool(part["column"]) for part in (start, end)}, {bool(part["row"]) for part in (start, end)}
    if any(len(given) > 1 for given in whole) or (not last and not (start["column"] and start["row"])):
        return None
    rows = sorted((int(start["row"] or 1), int(end["row"] or MAX_ROWS)))
    columns = sorted((column_number(start["column"] or "A"), column_number(end["column"] or "XFD")))
    if rows[1] > MAX_ROWS or columns[1] > MAX_COLUMNS:
        return None
    return Area(rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1)


def text(area: Area, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """Return the address as Excel writes it: `$A$1`, `$A$1:$B$2`; whole columns and rows are `$A:$C` and `$1:$3`."""
    row, column = ("$" if row_absolute else ""), ("$" if column_absolute else "")
    if not area:
        return f"{column}{column_letters(area.column)}{row}{area.row}{{{area.rows}x{area.columns}}}"
    if area.rows == MAX_ROWS and area.columns != MAX_COLUMNS:
        return f"{column}{column_letters(area.column)}:{column}{column_letters(area.last_column)}"
    if area.columns == MAX_COLUMNS:
        return f"{row}{area.row}:{row}{area.last_row}"
    first = f"{column}{column_letters(area.column)}{row}{area.row}"
    last = f"{column}{column_letters(area.last_column)}{row}{area.last_row}"
    return first if first == last else f"{first}:{last}"


def sheet_prefix(name: str, book: str | None = None) -> str:
    """Return a sheet's name as it stands before an address: `Sales!`, `'My sheet'!`, `[Book.xlsx]Sales!`."""
    whole = name if book is None else f"[{book}]{name}"
    plain = re.fullmatch(r"[^\W\d]\w*", name) and parse(name) is None and re.fullmatch(r"[\w.]*", book or "")
    return f"{whole}!" if plain else "'{}'!".format(whole.replace("'", "''"))


def split_sheet(reference: str) -> tuple[str | None, str]:
    """Return the sheet's name (None where there is none) and the rest of `'My sheet'!A1`."""
    sheet, mark, rest = reference.rpartition("!")
    if not mark:
        return None, reference
    quoted = sheet.startswith("'") and sheet.endswith("'")
    return (sheet[1:-1].replace("''", "'") if quoted else sheet), rest


def joined(first: Area, second: Area) -> Area:
    """Return the smallest area that holds both."""
    row, column = min(first.row, second.row), min(first.column, second.column)
    last_row, last_column = max(first.last_row, second.last_row), max(first.last_column, second.last_column)
    return Area(row, column, last_row - row + 1, last_column - column + 1)


def check(area: Area) -> Area:
    """Return the area.

    Raises:
        IndexError: It counts from 0, as xlwings does not.
        WorkbookError: It lies beyond the sheet.
    """
    if area.row < 1 or area.column < 1:
        message = "rows and columns count from 1"
        raise IndexError(message)
    if area.last_row > MAX_ROWS or area.last_column > MAX_COLUMNS:
        raise WorkbookError(
            msg("row {row}, column {column} is beyond the sheet", row=area.last_row, column=area.last_column),
            where="Range",
            fix=msg("stay within {rows} rows and {columns} columns", rows=MAX_ROWS, columns=MAX_COLUMNS),
        )
    return area
