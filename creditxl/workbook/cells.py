"""Rows of a table as sheet XML."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from creditxl.model import from_cents
from creditxl.workbook.layout import LONG_WIDTH, Formula, Kind, Table, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlsxwriter.sharedstrings import SharedStringTable

    Encode = Callable[[Any], str]

EXCEL_DAY_0 = date(1899, 12, 30).toordinal()
FIRST_SERIAL = 61  # 1 March 1900: before it Excel's days are off by one, for a day that never was
DAY_SECONDS = 86_400
LONGEST_TEXT = 32_767  # UTF-16 units in a cell
LINE_HEIGHT = 15  # points
LETTERS = 1.1  # letters in the room of a digit, by which widths are counted
REPEATED = frozenset({Kind.TEXT, Kind.ID, Kind.STATUS, Kind.DATE, Kind.PLAIN})
ROW = "\0"  # stands for the row's number in the pattern of a row
EMPTY = "/>"


def row_lines(table: Table[Any], styles: Sequence[int], strings: SharedStringTable) -> Iterator[str]:
    """Yield a table's rows as `<row>` elements.

    Args:
        table: Its values hold no formula.
        styles: Index of each column's format.
        strings: Takes the texts.
    """
    pattern = _pattern(table, styles)
    if not table.items:
        yield pattern.replace(ROW, str(table.first_row + 1)) % ("", *[EMPTY] * len(table.columns))
        return
    # Column by column, so that the loop over the cells is the interpreter's own and not ours.
    # Long texts are sentences made for the sheet, and are looked at twice.
    long = {column.key: list(map(column.value, table.items)) for column in table.columns if column.kind is Kind.LONG}
    values = (long.get(column.key) or map(column.value, table.items) for column in table.columns)
    columns = [map(encoder(column.kind, strings), found) for column, found in zip(table.columns, values, strict=True)]
    for number, cells in enumerate(zip(_heights(table, long), *columns, strict=True), table.first_row + 1):
        yield pattern.replace(ROW, str(number)) % cells


def _pattern(table: Table[Any], styles: Sequence[int]) -> str:
    """Return the XML of a row, with `%s` for its height and for the type and value of each cell."""
    names = (xl_col_to_name(table.column + place) for place in range(len(table.columns)))
    cells = (f'<c r="{name}{ROW}" s="{style}"%s' for name, style in zip(names, styles, strict=True))
    return f'<row r="{ROW}"%s>{"".join(cells)}</row>'


def _heights(table: Table[Any], long: Mapping[str, Sequence[Value]]) -> Iterator[str]:
    """Yield the height of each row whose long texts take several lines; Excel may still fit it to what is typed."""
    widths = [int((column.width or LONG_WIDTH) * LETTERS) for column in table.columns if column.key in long]
    if not long:
        yield from repeat("", len(table.items))
    for texts in zip(*long.values(), strict=True):
        lines = max(map(_lines, texts, widths))
        yield f' ht="{lines * LINE_HEIGHT}"' if lines > 1 else ""


def _lines(text: Value, width: int) -> int:
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n")) if isinstance(text, str) else 1


def encoder(kind: Kind, strings: SharedStringTable) -> Encode:
    """Return what makes the rest of a `<c>` element of a value of this kind."""
    if kind is Kind.CENTS:
        # Whole cents with their exponent: exact, and made faster than a fraction.
        return "><v>{}E-2</v></c>".format
    index = strings._get_shared_string_index  # noqa: SLF001 - the call that XlsxWriter's own cells make

    def text(value: str) -> str:
        return f' t="s"><v>{index(clean(value))}</v></c>' if value else EMPTY

    def day(value: date) -> str:
        serial = value.toordinal() - EXCEL_DAY_0
        return f"><v>{serial}</v></c>" if serial >= FIRST_SERIAL else text(value.isoformat())

    by_type: dict[type, Encode] = {
        type(None): lambda _: EMPTY,
        str: text,
        int: "><v>{}</v></c>".format,
        Decimal: "><v>{:f}</v></c>".format,
        date: day,
        datetime: lambda value: f"><v>{moment(value):.10f}</v></c>",
    }
    if kind in REPEATED:
        return _Known(lambda value: by_type[type(value)](value)).__getitem__
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
