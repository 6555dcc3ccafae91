"""Number formats of a document: what they make of a number, and their codes as Excel writes them."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from msgspec import Struct

from creditxl.calc import unoapi
from creditxl.calc.engine.addresses import Area
from creditxl.calc.engine.values import Kind
from creditxl.errors import WorkbookError, msg

# com.sun.star.util.NumberFormat
_DATE_OR_TIME: Final = 2 | 4
_TEXT: Final = 256
_LOGICAL: Final = 1024

_WRITTEN: Final = {Kind.DATE: "yyyy-mm-dd", Kind.DATETIME: "yyyy-mm-dd hh:mm:ss", Kind.LOGICAL: "BOOLEAN"}
_LITERAL = re.compile(r'("[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P)')


class Shows(Enum):
    """What a number format shows a number as."""

    GENERAL = auto()
    NUMBER = auto()
    MOMENT = auto()
    LOGICAL = auto()
    TEXT = auto()


class Formatted(Struct, frozen=True):
    """An area whose cells share a number format."""

    area: Area
    shows: Shows


class NumberFormats:
    """The number formats of one document, in the English that Excel's files and macros use."""

    def __init__(self, document: unoapi.UnoObject) -> None:
        self._formats = document.NumberFormats
        self._locale = unoapi.struct("com.sun.star.lang.Locale", Language="en", Country="US")

    def key(self, code: str) -> int:
        """Return the document's key of a format code.

        Raises:
            WorkbookError: LibreOffice cannot read the code.
        """
        known = int(self._formats.queryKey(code, self._locale, False))  # noqa: FBT003 - UNO takes no keywords
        if known >= 0:
            return known
        try:
            return int(self._formats.addNew(code, self._locale))
        except unoapi.failure("com.sun.star.util.MalformedNumberFormatException") as error:
            raise WorkbookError(
                msg("the number format {code} cannot be read", code=code),
                where="Range.number_format",
                fix=msg("write it in English, as Excel shows it under Custom: 0.00, dd.mm.yyyy, @"),
            ) from error

    def key_of(self, kind: Kind) -> int:
        return self.key(_WRITTEN[kind])

    def code(self, key: int) -> str:
        """Return the code as Excel writes it: date letters small."""
        code = str(self._formats.getByKey(key).FormatString)
        if not self._formats.getByKey(key).Type & _DATE_OR_TIME:
            return code
        parts = _LITERAL.split(code)
        return "".join(part if place % 2 else part.lower() for place, part in enumerate(parts))

    def shows(self, key: int) -> Shows:
        found = self._formats.getByKey(key)
        if found.Type & _TEXT:
            return Shows.TEXT
        if found.Type & _LOGICAL:
            return Shows.LOGICAL
        if found.Type & _DATE_OR_TIME:
            return Shows.MOMENT
        return Shows.GENERAL if found.FormatString == "General" else Shows.NUMBER

    def areas(self, cells: unoapi.UnoObject) -> list[Formatted]:
        """Return the areas of a range by what their formats show; one area where all cells share one."""
        if cells.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE":
            return [Formatted(area_of(cells.RangeAddress), self.shows(cells.NumberFormat))]
        groups = cells.getUniqueCellFormatRanges()
        found: list[Formatted] = []
        for place in range(groups.Count):
            group = groups.getByIndex(place)
            shows = self.shows(group.NumberFormat)
            found += [Formatted(area_of(address), shows) for address in group.RangeAddresses]
        return found


def area_of(address: unoapi.UnoObject) -> Area:
    """Return the area of a com.sun.star.table.CellRangeAddress, which counts from 0."""
    rows, columns = address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1
    return Area(address.StartRow + 1, address.StartColumn + 1, rows, columns)
