"""Relative references, moved as Excel moves them when one formula fills several cells."""

from __future__ import annotations

import re

from creditxl.calc.engine.addresses import MAX_COLUMNS, MAX_ROWS, column_letters, column_number

_TOKEN = re.compile(
    r"""
    (?P<kept>"(?:[^"]|"")*" | '(?:[^']|'')*'! | \[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])
  | (?<![\w.$])(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})(?![\w.(!\[])
  | (?<![\w.$])(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!])
  | (?<![\w.$])(?P<rows>\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w.])
    """,
    re.VERBOSE,
)
_PART = re.compile(r"(?P<fixed_column>\$?)(?P<column>[A-Za-z]*)(?P<fixed_row>\$?)(?P<row>\d*)")
_GONE = "#REF!"


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return the formula with its relative references moved down and right; what leaves the sheet is `#REF!`."""

    def moved(token: re.Match[str]) -> str:
        if token["kept"]:
            return token[0]
        parts = [_moved(part, rows, columns) for part in token[0].split(":")]
        return _GONE if _GONE in parts else ":".join(parts)

    return _TOKEN.sub(moved, formula) if rows or columns else formula


def _moved(reference: str, rows: int, columns: int) -> str:
    if re.fullmatch(r"\$?\d+", reference):
        return _row(reference, rows)
    part = _PART.fullmatch(reference)
    if part is None:
        return reference
    column = column_number(part["column"]) + (0 if part["fixed_column"] else columns)
    row = _row(part["fixed_row"] + part["row"], rows) if part["row"] else ""
    if not 1 <= column <= MAX_COLUMNS or row == _GONE:
        return _GONE
    return f"{part['fixed_column']}{column_letters(column)}{row}"


def _row(reference: str, rows: int) -> str:
    if reference.startswith("$"):
        return reference
    row = int(reference) + rows
    return str(row) if 1 <= row <= MAX_ROWS else _GONE
