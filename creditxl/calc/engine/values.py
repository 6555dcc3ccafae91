"""Values between Python, xlwings and Calc, one cell at a time; nothing here speaks to LibreOffice.

Calc holds numbers and text. Dates and booleans are numbers that a format makes so, and errors are results of formulas:
what a cell is to become beside its number or text is its `Kind`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from enum import Enum, auto
from numbers import Integral, Real
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Raw = str | float | bool | dt.datetime | None  # a cell as xlwings' `raw_value` shows it; an error is a `CellError`


class CellError(str):
    """An error in a cell, such as #N/A."""

    __slots__ = ()


UNREAD_ERROR: Final = CellError("#ERROR")  # there is an error; which one is looked up when `err_to_str` asks
_ERRORS: Final = {
    503: "#NUM!",
    521: "#NULL!",
    523: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    530: "#NAME?",
    531: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
ERROR_TEXTS: Final = frozenset({*_ERRORS.values(), "#VALUE!"})
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")
_LIKE_NUMBER = re.compile(r"(?=.*\d).{1,40}|=.*", re.DOTALL)  # any number, day, amount or formula is such a text
_MILLISECONDS_A_DAY: Final = 86_400_000


class Kind(Enum):
    """What a cell becomes, beside the number or text that is written."""

    PLAIN = auto()
    DATE = auto()
    DATETIME = auto()
    LOGICAL = auto()
    FORMULA = auto()  # the text is a formula in Excel's grammar
    QUOTED = auto()  # text after an apostrophe that may look like a number


class Entry(Struct, frozen=True):
    """What is put into one cell."""

    content: str | float
    kind: Kind = Kind.PLAIN


def error_of(code: int) -> CellError:
    """Return Excel's error for LibreOffice's error code; those that Excel lacks are #VALUE!, as in its files."""
    return CellError(_ERRORS.get(code, "#VALUE!"))


def entry(value: object, *, as_text: bool, null_date: dt.datetime) -> Entry:
    """Return what a value becomes in a cell, as Excel takes it.

    Text goes through what Excel does to typed text, unless the cell is formatted as text (`as_text`): `=…` becomes a
    formula, a plain number a number, TRUE and FALSE logical, an error's name the error; a leading apostrophe is left
    out. Dates, percentages and amounts in words of a language stay text.

    Raises:
        WorkbookError: A cell cannot hold such a value.
    """
    if isinstance(value, str):
        return Entry(value) if as_text else _typed(value)
    if value is None:
        return Entry("")
    if isinstance(value, bool):
        return Entry(float(value), Kind.LOGICAL)
    if isinstance(value, dt.date):
        return _dated(value, null_date)
    if isinstance(value, Real | Decimal) and not math.isinf(value):
        return Entry("" if math.isnan(value) else float(value))
    raise WorkbookError(
        msg("a cell cannot hold {value}, a {kind}", value=repr(value), kind=type(value).__name__),
        where="Range.value",
        fix=msg("write a number, text, a date, True or False, or nothing"),
    )


def _typed(text: str) -> Entry:
    if text.startswith("=") and len(text) > 1:
        return Entry(text, Kind.FORMULA)
    if text.startswith("'"):
        return Entry(text[1:], Kind.QUOTED if _LIKE_NUMBER.fullmatch(text[1:]) else Kind.PLAIN)
    if text in ERROR_TEXTS:
        return Entry(f"={text}", Kind.FORMULA)
    if text.upper() in {"TRUE", "FALSE"}:
        return Entry(float(text.upper() == "TRUE"), Kind.LOGICAL)
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return Entry(float(text))
    return Entry(text)


def _dated(value: dt.date, null_date: dt.datetime) -> Entry:
    if isinstance(value, dt.datetime):
        moment = value.replace(tzinfo=None)
        kind = Kind.DATE if moment.time() == dt.time() else Kind.DATETIME
        return Entry((moment - null_date) / dt.timedelta(days=1), kind)
    return Entry(float((value - null_date.date()).days), Kind.DATE)


def moment_of(serial: float, null_date: dt.datetime) -> dt.datetime | float:
    """Return the date and time of a serial number, to the millisecond, or the number where no date is that far off."""
    try:
        return null_date + dt.timedelta(milliseconds=round(serial * _MILLISECONDS_A_DAY))
    except OverflowError:
        return serial


def prepare(value: object) -> object:
    """Return one value of a list or frame as `entry` takes it: numpy's and pandas' own kinds become Python's."""
    if value is None or type(value) in {str, float, bool}:
        return value
    name = type(value).__name__
    if name in {"NaTType", "NAType"}:
        return None
    if name == "datetime64":
        return value.astype("datetime64[us]").item()  # type: ignore[attr-defined] # numpy's; finer ones have no datetime
    if isinstance(value, Integral):
        return float(value)
    return value.item() if hasattr(value, "item") else value


def clean(
    rows: Iterable[Iterable[Raw]],
    *,
    dates: Callable[..., object],
    empty: object,
    numbers: Callable[[float], object] | None,
    errors_as_text: bool,
) -> list[list[object]]:
    """Return raw values as the reader of a range asked for them (xlwings' options of those names)."""

    def one(value: Raw) -> object:
        if value is None or value == "":
            return empty
        if isinstance(value, CellError):
            return str(value) if errors_as_text else None
        if isinstance(value, dt.datetime):
            return value if dates is dt.datetime else dates(**_parts(value))
        if numbers is not None and type(value) is float:
            return numbers(value)
        return value

    return [[one(value) for value in row] for row in rows]


def _parts(moment: dt.datetime) -> dict[str, object]:
    names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return {name: getattr(moment, name) for name in names} | {"tzinfo": None}
