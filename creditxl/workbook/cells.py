"""The cells of a sheet as XML, and the heights of its rows."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING, Any

from xlsxwriter.xmlwriter import XMLwriter

from creditxl.model import from_cents
from creditxl.workbook.layout import LONG_WIDTH, Column, Formula, Kind, Table, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Encode = Callable[[Any], str]

EXCEL_DAY_0 = date(1899, 12, 30).toordinal()
FIRST_SERIAL = 61  # 1 March 1900: before it Excel's days are off by one, for a day that never was
DAY_SECONDS = 86_400
LONGEST_TEXT = 32_767  # UTF-16 units in a cell
HALF = re.compile("[\ud800-\udfff]")  # of a surrogate pair
LINE_HEIGHT = 15  # points
LETTERS = 1.1  # letters in the room of a digit, by which widths are counted
# In a text that has none of these nothing is escaped, and no white space is to be preserved; few have any.
SPECIAL = re.compile("[&<>\x00-\x1f\ufffe\uffff]|_x|^\\s|\\s$")
EMPTY = "/>"  # people may fill the cell later
# Python's own text of a number is one that XML knows.
VALUE = "<v>%s</v></c>"
NUMBER = f">{VALUE}"
CENTS = "><v>%sE-2</v></c>"  # whole cents with their exponent: exact, and made faster than a fraction
TEXT = ' t="inlineStr"><is>%s</is></c>'  # a text stands in its cell, in a `<t>` element
PLAIN_TEXT = "<t>%s</t>"  # one in which nothing is escaped
_XML = XMLwriter()


def heights(table: Table[Any]) -> list[str] | None:
    """Return the height of each row, as an attribute, whose long texts take several lines; None without any.

    Excel may still fit it to what is typed.
    """
    every = [column for column in table.columns if column.kind is Kind.LONG]
    long = [column for column in every if any(table.taken(column))]
    if not long:
        return None
    widths = [int((column.width or LONG_WIDTH) * LETTERS) for column in long]
    found = (_height(texts, widths) for texts in zip(*map(table.taken, long), strict=True))
    return [f' ht="{height}"' if height > LINE_HEIGHT else "" for height in found]


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


def encoder(kind: Kind) -> Encode:
    """Return what makes the rest of a `<c>` element of a value of this kind."""
    by_type: dict[type, Encode] = {
        NoneType: lambda _: EMPTY,
        str: _text,
        int: (CENTS if kind is Kind.CENTS else NUMBER).__mod__,
        Decimal: NUMBER.__mod__,
        date: _day,
        datetime: lambda value: f"><v>{moment(value):.10f}</v></c>",
    }
    return _Known(lambda value: by_type[type(value)](value)).__getitem__


def _text(value: str) -> str:
    return TEXT % text_element(clean(value)) if value else EMPTY


def _day(value: date) -> str:
    serial = value.toordinal() - EXCEL_DAY_0
    return f"><v>{serial}</v></c>" if serial >= FIRST_SERIAL else _text(value.isoformat())


def text_element(text: str) -> str:
    """Return a text as a `<t>` element, which readers take for text whatever stands in it."""
    if not SPECIAL.search(text):
        return PLAIN_TEXT % text
    space = ' xml:space="preserve"' if text != text.strip() else ""
    escaped = _XML._escape_data(_XML._escape_control_characters(text))  # noqa: SLF001 - as XlsxWriter's own cells are
    return f"<t{space}>{escaped}</t>"


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
    # A letter takes two units at most.
    if 2 * len(text) <= LONGEST_TEXT and not HALF.search(text):
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_TEXT]
    return units.decode("utf-16-le", "replace")


def plain(value: Value, kind: Kind) -> str | int | Decimal | date | datetime | None:
    """Return what a cell shows: a formula's value, cents as money."""
    if isinstance(value, Formula):
        return value.value
    return from_cents(value) if kind is Kind.CENTS and isinstance(value, int) else value
