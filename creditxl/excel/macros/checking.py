"""Whether what stands on the sheets still holds: the totals, the data issues, and the formulas."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.excel.functions import FUNCTIONS
from creditxl.excel.macros import home, tables
from creditxl.workbook.evidence import ISSUES
from creditxl.workbook.layout import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import xlwings as xw

    from creditxl.errors import Message
    from creditxl.excel.macros.running import Caller
    from creditxl.workbook.state import State

CHECKS = "Checks"  # the grid on the first sheet: a total, what the sheets say, what the review says, a mark
FUNCTION = re.compile(r"[A-Z][A-Z0-9_]*(?=\()")
BY_TERM = frozenset({"LIMIT_NEED", "PAYMENT_TERM_FACTOR"})
NAMES = frozenset(function.name for function in FUNCTIONS)
TOLERANCE = 0.005  # half a cent: sums of binary fractions drift by far less
MOST_SHOWN = 5  # places of a kind that a message names; the rest is counted


class Edited(Struct, frozen=True):
    """Cells of a computed column that hold no formula, or one that does not ask what the rest of the column asks."""

    sheet: str
    heading: str
    cells: tuple[str, ...]


def check(caller: Caller) -> str:
    """Compute the formulas, and return which totals hold, how many data issues there are, and what was edited.

    Raises:
        WorkbookError: The workbook was made by another version, or its totals were deleted.
    """
    state = home.state(caller.book)
    tables.must_be_as_written(caller.book, state.columns)
    caller.tell(msg("computing the formulas"))
    caller.app.calculate()
    caller.tell(msg("checking the totals"))
    totals = list(_totals(caller.book))
    caller.tell(msg("checking the formulas"))
    edited = list(_edited(caller.book, state))
    lines = [*_told_totals(totals), msg("Data issues: {issues}", issues=_issues(caller.book)), *_told_edited(edited)]
    return "\n\n".join(caller.labels.message(line) for line in lines)


def _totals(book: xw.Book) -> Iterator[tuple[str, float | None, float | None]]:
    """Yield each total: its name, what the sheets say, and what the review says; None where that is no number."""
    cells = tables.named(book, CHECKS)
    if cells is None:
        raise WorkbookError(
            msg("the totals of the first sheet were deleted"),
            where=book.name,
            fix=msg("close the workbook without saving, or run creditxl upgrade in its folder, which makes it anew"),
        )
    for title, found, expected, *_ in cells.options(ndim=2).value[1:]:
        if title:
            yield str(title), _number(found), _number(expected)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _told_totals(totals: Sequence[tuple[str, float | None, float | None]]) -> list[Message]:
    wrong = [
        title
        for title, found, expected in totals
        if found is None or expected is None or abs(found - expected) >= TOLERANCE
    ]
    if not wrong:
        return [msg("All {count} totals add up.", count=len(totals))]
    return [
        msg(
            "{count} of {all} totals do not add up: {titles}. Refresh the workbook, or undo what was typed over.",
            count=len(wrong),
            all=len(totals),
            titles="; ".join(wrong),
        )
    ]


def _issues(book: xw.Book) -> int:
    fix = msg("refresh from a workbook that has all its sheets; creditxl upgrade makes one")
    _, table = tables.table(book, ISSUES, fix)
    return sum(any(cell is not None for cell in row) for row in _body(table, "value"))


def _edited(book: xw.Book, state: State) -> Iterator[Edited]:
    for sheet, table in tables.tables(book):
        computed = {heading for _, heading, _, role, *_ in state.columns.get(table.name, ()) if role == Role.COMPUTED}
        body = table.data_body_range
        if not computed or body is None:
            continue
        headings = tables.headings(table)
        columns = dict(zip(headings, zip(*_body(table, "formula"), strict=True), strict=True))
        for heading, rows in _other_rows({one: column for one, column in columns.items() if one in computed}):
            cells = (body[row, headings.index(heading)] for row in rows)
            places = (cell.get_address(row_absolute=False, column_absolute=False) for cell in cells)
            yield Edited(sheet.name, heading, tuple(places))


def _other_rows(columns: Mapping[str, Sequence[object]]) -> Iterator[tuple[str, list[int]]]:
    """Yield the columns in which a cell asks none of the functions that its column asks, and the rows of such cells.

    A column may have several forms of its formula. And a customer to whom companies sell on several terms has no one
    term to reckon from: in its row all the figures that rest on the term stand by themselves.
    """
    usual = {heading: _usual(column) for heading, column in columns.items()}
    other = {heading: _without(columns[heading], asked) for heading, asked in usual.items() if asked}
    by_term = [heading for heading in other if usual[heading] & BY_TERM]
    by_themselves = set.intersection(*(other[heading] for heading in by_term)) if len(by_term) > 1 else set()
    for heading, rows in other.items():
        found = sorted(rows - by_themselves if heading in by_term else rows)
        if found:
            yield heading, found


def _usual(column: Sequence[object]) -> set[str]:
    """Return the functions that most cells of a column ask; none where it has no formulas."""
    formulas = Counter(cell for cell in column if isinstance(cell, str) and cell.startswith("="))
    return _functions(formulas.most_common(1)[0][0]) if formulas else set()


def _without(column: Sequence[object], asked: set[str]) -> set[int]:
    return {
        row
        for row, cell in enumerate(column)
        if not (isinstance(cell, str) and cell.startswith("=") and asked <= _functions(cell))
    }


def _functions(formula: str) -> set[str]:
    return set(FUNCTION.findall(formula)) & NAMES


def _body(table: xw.main.Table, what: str) -> list[tuple[Any, ...]]:
    """Return the values or the formulas of a table, row by row."""
    cells = table.data_body_range
    if cells is None:
        return []
    if what == "value":
        return [tuple(row) for row in cells.options(ndim=2).value]
    found = cells.formula
    return [(found,)] if isinstance(found, str) else [tuple(row) for row in found]


def _told_edited(edited: Sequence[Edited]) -> list[Message]:
    if not edited:
        return [msg("Every computed column is as the refresh wrote it.")]
    lines = [
        msg(
            "Typed over a formula on {sheet}, {heading}: {cells}",
            sheet=one.sheet,
            heading=one.heading,
            cells=", ".join(one.cells[:MOST_SHOWN]) + (" …" if len(one.cells) > MOST_SHOWN else ""),
        )
        for one in edited
    ]
    return [*lines[:MOST_SHOWN], msg("A refresh puts the formulas back.")]
