"""Formulas between Excel's grammar, which macros write, and Calc's, which UNO's bulk calls speak.

LibreOffice's own FormulaParser knows both, but takes one formula a call, drops error constants and does not print
table references (7.4). Formulas of one cell or a thousand go through the same few lines here instead.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Callable

# Functions whose names differ, Excel's first; LibreOffice's FormulaOpCodeMapper, languages OOXML and API.
_NAMES: Final = {
    "CEILING": "CEILING.XCL",
    "CEILING.MATH": "CEILING",
    "FLOOR": "FLOOR.XCL",
    "FLOOR.MATH": "FLOOR",
    "FORECAST.ETS": "FORECAST.ETS.ADD",
    "FORECAST.ETS.CONFINT": "FORECAST.ETS.PI.ADD",
    "FORECAST.ETS.STAT": "FORECAST.ETS.STAT.ADD",
    "FORMULATEXT": "FORMULA",
    "PDURATION": "DURATION",
    "RRI": "ZGZ",
    "SKEW.P": "SKEWP",
}
_NAMES_BACK: Final = {calc: excel for excel, calc in _NAMES.items()}
_ADD_IN = re.compile(r"COM\.SUN\.STAR\.SHEET\.ADDIN\.\w+\.GET(\w+)", re.IGNORECASE)
_PREFIX = re.compile(r"(_xlfn\.|_xlws\.|_xludf\.)+", re.IGNORECASE)
_ITEMS = {"#all": "#All", "#headers": "#Headers", "#data": "#Data", "#totals": "#Totals", "#this row": "#This Row"}

_COMMON = r"""
    (?P<string>"(?:[^"]|"")*")
  | (?P<error>\#(?:N/A|DIV/0!|NAME\?|NULL!|NUM!|REF!|VALUE!))
  | (?P<columns>\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])
"""
_REST = r"""
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w:]))
  | (?P<function>[^\W\d][\w.\\]*(?=\())
  | (?P<word>[\w$.\\?]+)
  | (?P<space>\s+)
  | (?P<sign>.)
"""
_EXCEL = re.compile(
    _COMMON + r"""  | (?P<quoted>'(?:[^']|'')*')!  | (?P<sheet>[\w.]+)!""" + _REST, re.VERBOSE | re.DOTALL
)
_CELL = r"(?=\$?[A-Z]{1,3}(?:\$?\d+|:\$?[A-Z]{1,3})(?![\w(.])|\$?\d+:\$?\d|\#REF!)"
_CALC = re.compile(
    _COMMON + rf"""  | \$?(?P<quoted>'(?:[^']|'')*')\.  | \$?(?P<sheet>[^\W\d]\w*)\.{_CELL}""" + _REST,
    re.VERBOSE | re.DOTALL,
)

_ROW, _BETWEEN = re.compile(r"@(\[.*\]|[^\[\]]*)"), re.compile(r"\]\s*[,;]\s*\[")


@lru_cache(maxsize=4096)  # a column has one formula in all its rows
def to_calc(formula: str, *, table: str | None = None) -> str:
    """Return a formula of Excel's grammar (`=SUM(A1,Sheet2!B2)`) in Calc's (`=SUM(A1;$Sheet2.B2)`).

    Args:
        formula: With or without its equals sign, in English.
        table: The table that the formula stands in, for references that leave its name out (`[@Sales]`).

    Raises:
        WorkbookError: The formula refers to another workbook, or across sheets.
    """

    def sheet(name: str) -> str:
        if "[" in name or ":" in name:
            raise _unsupported(formula)
        return f"${name}."

    def columns(text: str, before: str) -> str:
        owner = "" if before in {"word", "columns"} else table or ""
        return owner + _columns_to_calc(text)

    separators = {"(": ";", "{": ";", "": "~"}
    return _translate(formula, _EXCEL, sheet, columns, _function_to_calc, _Signs(",", separators, {";": "|"}, "!", "@"))


@lru_cache(maxsize=4096)
def to_excel(formula: str) -> str:
    """Return a formula of Calc's grammar in Excel's, the reverse of `to_calc`."""
    separators = {"(": ",", "{": ",", "": ","}
    signs = _Signs(";", separators, {"|": ";"}, "", "", others={"~": ",", "!": " "})
    return _translate(
        formula, _CALC, lambda name: f"{name}!", lambda text, _: _columns_back(text), _function_back, signs
    )


class _Signs:
    """How separators turn: by what encloses them; `rows` in array constants; blank between operands; dropped signs."""

    def __init__(
        self,
        separator: str,
        by_bracket: dict[str, str],
        rows: dict[str, str],
        intersection: str,
        dropped: str,
        *,
        others: dict[str, str] | None = None,
    ) -> None:
        self.separator = separator
        self.by_bracket = by_bracket
        self.rows = rows
        self.intersection = intersection
        self.dropped = dropped
        self.others = others or {}

    def turn(self, sign: str, bracket: str) -> str:
        if sign == self.separator:
            return self.by_bracket[bracket]
        if bracket == "{" and sign in self.rows:
            return self.rows[sign]
        return "" if sign == self.dropped else self.others.get(sign, sign)


def _translate(
    formula: str,
    grammar: re.Pattern[str],
    sheet: Callable[[str], str],
    columns: Callable[[str, str], str],
    function: Callable[[str], str],
    signs: _Signs,
) -> str:
    done: list[str] = []
    brackets: list[str] = []  # "(" after a function's name, "{", or "" for a bracket that only groups
    before = ""
    for match in grammar.finditer(formula):
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if kind in {"quoted", "sheet"}:
            done.append(sheet(text))
        elif kind == "columns":
            done.append(columns(text, before))
        elif kind == "function":
            done.append(function(text))
        elif kind == "space" and signs.intersection and _intersects(formula, match, before):
            done.append(signs.intersection)
        elif kind == "sign":
            done.append(signs.turn(text, brackets[-1] if brackets else ""))
            _enclose(text, before, brackets)
        else:
            done.append(text)
        before = kind if kind != "sign" else text
    return "".join(done)


def _enclose(sign: str, before: str, brackets: list[str]) -> None:
    if sign in "({":
        brackets.append(sign if sign == "{" or before == "function" else "")
    elif sign in ")}" and brackets:
        brackets.pop()


def _intersects(formula: str, space: re.Match[str], before: str) -> bool:
    after = formula[space.end() : space.end() + 1]
    return before in {"word", "columns", ")"} and (after.isalnum() or after in {"$", "'", "_"})


def _function_to_calc(name: str) -> str:
    bare = _PREFIX.sub("", name)
    return _NAMES.get(bare.upper(), bare)


def _function_back(name: str) -> str:
    add_in = _ADD_IN.fullmatch(name)
    return add_in[1] if add_in else _NAMES_BACK.get(name.upper(), name)


def _columns_to_calc(text: str) -> str:
    row = _ROW.fullmatch(text[1:-1])
    if row is None:
        return _BETWEEN.sub("];[", text)
    if not row[1]:
        return "[#This Row]"
    return f"[[#This Row];{_BETWEEN.sub('];[', row[1]) if row[1].startswith('[') else f'[{row[1]}]'}]"


def _columns_back(text: str) -> str:
    separated = _BETWEEN.sub("],[", text)
    return re.sub(r"#[a-zA-Z ]+(?=\])", lambda item: _ITEMS.get(item[0].lower(), item[0]), separated)


def _unsupported(formula: str) -> WorkbookError:
    return WorkbookError(
        msg("the formula {formula} refers to another workbook or to several sheets at once", formula=formula),
        where="Range.formula",
        fix=msg("bring the cells onto one sheet of this workbook"),
    )
