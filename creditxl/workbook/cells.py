"""Rows of a table as sheet XML."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from types import NoneType
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

from creditxl.model import from_cents
from creditxl.workbook.layout import LONG_WIDTH, Column, Formula, Kind, Table, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xlsxwriter.sharedstrings import SharedStringTable

    Encode = Callable[[Any], str]

EXCEL_DAY_0 = date(1899, 12, 30).toordinal()
FIRST_SERIAL = 61  # 1 March 1900: before it Excel's days are off by one, for a day that never was
DAY_SECONDS = 86_400
LONGEST_TEXT = 32_767  # UTF-16 units in a cell
LINE_HEIGHT = 15  # points
LETTERS = 1.1  # letters in the room of a digit, by which widths are counted
REPEATED = frozenset({Kind.TEXT, Kind.ID, Kind.STATUS, Kind.DATE, Kind.PLAIN, Kind.INTEGER, Kind.PERCENT, Kind.FACTOR})
NUMERIC = frozenset({Kind.MONEY, Kind.WHOLE, Kind.CENTS, Kind.INTEGER, Kind.PERCENT, Kind.FACTOR})
ROW = "\0"  # stands for the row's number in the pattern of a row
EMPTY = "/>"  # people may fill the cell later
ANY = "%s"
# Columns of numbers alone go into the row as they are: Python's own text of a number is one that XML knows.
NUMBER = "><v>%s</v></c>"
CENTS = "><v>%sE-2</v></c>"  # whole cents with their exponent: exact, and made faster than a fraction


def row_lines(
    table: Table[Any], styles: Sequence[int], strings: SharedStringTable, *, with_formulas: bool = False
) -> Iterator[str]:
    """Yield a table's rows as `<row>` elements.

    Args:
        table: Its values are none of them a `Formula`.
        styles: Index of each column's format.
        strings: Takes the texts.
        with_formulas: Whether every column that has one gets its formula, its value beside it; else those alone that
            stand in all books.
    """
    taken = [table.taken(column) for column in table.columns]
    has_formula = [column.has_formula(is_live=with_formulas) for column in table.columns]
    ends = [
        ANY if has else _end(column.kind, values)
        for column, values, has in zip(table.columns, taken, has_formula, strict=True)
    ]
    parts = _pattern(table, styles, ends).split(ROW)
    if not table.items:
        yield str(table.first_row + 1).join(parts) % ("", *[EMPTY] * len(table.columns))
        return
    # Column by column, so that the loop over the cells is the interpreter's own and not ours.
    columns: list[Iterable[Any]] = [
        values if end != ANY else map(encoder(column.kind, strings), values)
        for column, values, end in zip(table.columns, taken, ends, strict=True)
    ]
    columns = [
        _with_formulas(table, column, cells) if has else cells
        for column, cells, has, end in zip(table.columns, columns, has_formula, ends, strict=True)
        if end != EMPTY
    ]
    for number, cells in enumerate(zip(_heights(table), *columns, strict=True), table.first_row + 1):
        yield str(number).join(parts) % cells


def _end(kind: Kind, values: Sequence[Value]) -> str:
    """Return how the cells of a column end: alike when it is empty or holds numbers alone, else each in its own way."""
    if kind not in NUMERIC:
        return EMPTY if values.count(None) == len(values) > 0 else ANY
    types = set(map(type, values))
    if types == {NoneType}:
        return EMPTY
    if types == {int} and kind is Kind.CENTS:
        return CENTS
    return NUMBER if types and types <= {int, Decimal} else ANY


def _with_formulas(table: Table[Any], column: Column[Any], cells: Iterable[str]) -> Iterator[str]:
    """Yield the cells of a column with the formula of each before its value; the same few stand in every row."""
    written = _Known(lambda template: f"<f>{escape(table.formula(template)[1:])}</f>" if template else "")
    templates = map(column.formula, table.items) if column.formula else ()
    for template, value, cell in zip(templates, table.taken(column), cells, strict=True):
        if not template:
            yield cell
        elif isinstance(value, str):
            yield f' t="str">{written[template]}<v>{escape(clean(value))}</v></c>'
        else:
            yield f">{written[template]}{cell[1:]}"


def _pattern(table: Table[Any], styles: Sequence[int], ends: Sequence[str]) -> str:
    """Return the XML of a row, with `%s` for its height and for the type and value of each cell, or its number.

    Args:
        table: The row's.
        styles: Index of each column's format.
        ends: How the cells of each column end.
    """
    # No cell says where it stands: each follows the one before it (ECMA-376 §18.3.1.4). Half of a file would be names.
    first = f'<c r="{xl_col_to_name(table.column)}{ROW}"'
    cells = (f' s="{style}"{end}' for style, end in zip(styles, ends, strict=True))
    return f'<row r="{ROW}"%s>{first}{"<c".join(cells)}</row>'


def _heights(table: Table[Any]) -> Iterator[str]:
    """Yield the height of each row whose long texts take several lines; Excel may still fit it to what is typed."""
    every = [column for column in table.columns if column.kind is Kind.LONG]
    long = [column for column in every if any(table.taken(column))]
    widths = [int((column.width or LONG_WIDTH) * LETTERS) for column in long]
    if not long:
        yield from repeat("", len(table.items))
    for texts in zip(*map(table.taken, long), strict=True):
        height = _height(texts, widths)
        yield f' ht="{height}"' if height > LINE_HEIGHT else ""


def row_height(columns: Sequence[Column[Any]], values: Sequence[Value]) -> int:
    """Return the height in points that a row's long texts take."""
    long = [
        (value, int((column.width or LONG_WIDTH) * LETTERS))
        for column, value in zip(columns, values, strict=True)
        if column.kind is Kind.LONG
    ]
    return _height([value for value, _ in long], [width for _, width in long])


def _height(texts: Sequence[Value], widths: Sequence[int]) -> int:
    return max(map(_lines, texts, widths), default=1) * LINE_HEIGHT


def _lines(text: Value, width: int) -> int:
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n")) if isinstance(text, str) else 1


def encoder(kind: Kind, strings: SharedStringTable) -> Encode:
    """Return what makes the rest of a `<c>` element of a value of this kind."""
    index = strings._get_shared_string_index  # noqa: SLF001 - the call that XlsxWriter's own cells make

    def text(value: str) -> str:
        return f' t="s"><v>{index(clean(value))}</v></c>' if value else EMPTY

    def day(value: date) -> str:
        serial = value.toordinal() - EXCEL_DAY_0
        return f"><v>{serial}</v></c>" if serial >= FIRST_SERIAL else text(value.isoformat())

    by_type: dict[type, Encode] = {
        NoneType: lambda _: EMPTY,
        str: text,
        int: NUMBER.__mod__,
        Decimal: NUMBER.__mod__,
        date: day,
        datetime: lambda value: f"><v>{moment(value):.10f}</v></c>",
    }
    if kind in REPEATED:
        known: _Known | None = getattr(strings, "encoded", None)
        if known is None:
            known = strings.encoded = _Known(lambda value: by_type[type(value)](value))
        return known.__getitem__
    return lambda value: by_type[type(value)](value)


class _Known(dict[Any, str]):
    """What was made of the values that came before: most texts and days come many times."""

    def __init__(self, make: Encode) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Value) -> str:
        made = self[value] = self._make(value)
        return made


def moment(value: datetime) -> float:
    """Return Excel's serial of a moment, by its own clock."""
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return value.toordinal() - EXCEL_DAY_0 + seconds / DAY_SECONDS


def clean(text: str) -> str:
    """Return a text that a cell can hold: no half of a surrogate pair, and no longer than Excel allows."""
    if text.isascii() and len(text) <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_TEXT]
    return units.decode("utf-16-le", "replace")


def plain(value: Value, kind: Kind) -> str | int | Decimal | date | datetime | None:
    """Return what a cell shows: a formula's value, cents as money."""
    if isinstance(value, Formula):
        return value.value
    return from_cents(value) if kind is Kind.CENTS and isinstance(value, int) else value
