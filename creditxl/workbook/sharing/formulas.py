"""Which formulas of rules, checks and charts still hold in a copy that has values alone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_AREA = rf"{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[0-9]+:\$?[0-9]+"
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<error>\#[A-Z0-9/]+[!?]?)
    |(?P<sheet>{_SHEET})
    |(?P<area>(?:{_AREA})(?![\w.(!\[]))
    |(?P<number>[0-9]+(?:\.[0-9]*)?(?:[Ee][+-]?[0-9]+)?|\.[0-9]+(?:[Ee][+-]?[0-9]+)?)
    |(?P<function>[^\W\d][\w.]*(?=\())
    |(?P<name>[^\W\d][\w.?\\]*|\\[\w.?\\]*)
    |(?P<sign>[-+*/^&=<>%(),:;{{}}\s])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
# Excel's own functions of later years go into files under these marks; one without is of 2007 or a person's own.
_LATER = ("_xlfn.", "_xlws.")
_OF_SPILLS = frozenset({"_xlfn.anchorarray"})  # a copy's cells do not spill
_CONSTANTS = frozenset({"true", "false"})
_FIXED_AREA = re.compile(rf"{_SHEET}\$[A-Z]{{1,3}}\$[0-9]{{1,7}}(?::\$[A-Z]{{1,3}}\$[0-9]{{1,7}})?")


class Known(Struct, frozen=True):
    """What a formula of the copy may speak of.

    Args:
        sheets: Names of the sheets that are kept, in small letters.
        names: (Name in small letters, place of its sheet or None) → what it stands for; the copy has none of them.
    """

    sheets: frozenset[str]
    names: Mapping[tuple[str, int | None], str]

    def portable(self, formula: str, sheet: int | None = None) -> str | None:
        """Return a formula with its names written out; None where it needs what the copy has not.

        Args:
            formula: Without its equals sign.
            sheet: Place of the sheet it stands on, for names that are this sheet's own.
        """
        # "[0]!name" is a name of this very file.
        return self._portable(formula.replace("[0]!", ""), sheet)

    def _portable(self, formula: str, sheet: int | None) -> str | None:
        words: list[str] = []
        before = ""
        for found in _TOKEN.finditer(formula):
            kind = str(found.lastgroup)
            word = self._word(kind, found.group(), sheet, is_on_sheet=before == "sheet")
            if word is None:
                return None
            words.append(word)
            before = kind
        return "".join(words)

    def _word(self, kind: str, word: str, sheet: int | None, *, is_on_sheet: bool) -> str | None:
        match kind:
            case "sheet":
                return word if _plain(word[:-1]) in self.sheets else None
            case "function":
                return word if is_excels_own(word) else None
            case "name":
                return word if word.casefold() in _CONSTANTS else self._area_of(word, sheet, is_on_sheet=is_on_sheet)
            case "error" | "other":
                return None
            case _:
                return word

    def _area_of(self, name: str, sheet: int | None, *, is_on_sheet: bool) -> str | None:
        """Return the cells that a name stands for; None for a name that is more than that."""
        key = name.casefold()
        meant = self.names.get((key, sheet)) or self.names.get((key, None))
        if is_on_sheet or meant is None or not _FIXED_AREA.fullmatch(meant):
            return None
        return self._portable(meant, sheet)


def is_excels_own(function: str) -> bool:
    """Return whether Excel has a function without any macro or add-in."""
    name = function.casefold()
    if name.startswith(_LATER):
        return name not in _OF_SPILLS
    return function.upper() in _functions_of_2007()


def _plain(sheet: str) -> str:
    quoted = sheet.startswith("'")
    return (sheet[1:-1].replace("''", "'") if quoted else sheet).casefold()


@cache
def _functions_of_2007() -> frozenset[str]:
    # openpyxl knows them, and is loaded only for a workbook whose rules call any.
    from openpyxl.utils import FORMULAE  # noqa: PLC0415 - see above

    return frozenset(FORMULAE)
