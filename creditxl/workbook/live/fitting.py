"""Making room in an open sheet: whole rows and columns in and out, until every list and grid stands where it should.

Rows go in after a list's first one and out from its second one on, so that looks, rules, charts and references follow.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings as xw

    from creditxl.workbook.live.places import Place


def insert_rows(sheet: xw.Sheet, row: int, count: int) -> None:
    """Put whole rows in before a row counted from 0; they look like the row above."""
    sheet.range(f"{row + 1}:{row + count}").insert("down")


def delete_rows(sheet: xw.Sheet, row: int, count: int) -> None:
    sheet.range(f"{row + 1}:{row + count}").delete("up")


def change_rows(sheet: xw.Sheet, row: int, more: int) -> None:
    """Put rows in before a row, or take rows out from it on."""
    if more > 0:
        insert_rows(sheet, row, more)
    elif more < 0:
        delete_rows(sheet, row, -more)


def fit_rows(sheet: xw.Sheet, now: Sequence[Place], then: Sequence[Place], gaps: Sequence[int]) -> None:
    """Bring lists and grids to the rows where they should stand.

    Args:
        sheet: The sheet of all of them.
        now: Where they stand, from top to bottom.
        then: Where they should.
        gaps: For each, the row above it at which the gap above it grows or shrinks.
    """
    moved = 0
    for old, new, gap in zip(now, then, gaps, strict=True):
        more = new.row - (old.row + moved)
        change_rows(sheet, gap, more)
        moved += more
        # The first row of a list is always there: what is put in after it looks like it.
        change_rows(sheet, new.row + 2, new.rows - old.rows)
        moved += new.rows - old.rows


def fit_columns(sheet: xw.Sheet, left: int, looks: list[str], then: Sequence[str]) -> list[int]:
    """Bring a list's columns to the looks that they should have, and return the places of the new ones.

    Args:
        sheet: The sheet of the list.
        left: The sheet's column in which the list begins.
        looks: Of the columns as they stand; keeps up with what is done.
        then: Of the columns as they should be.
    """
    new: set[int] = set()
    steps = SequenceMatcher(None, looks, then, autojunk=False).get_opcodes()
    # From the right, so that what stands on the left keeps its place.
    for what, first, last, start, end in reversed(steps):
        if what in {"delete", "replace"}:
            _columns(sheet, left + first, last - first).delete("left")
            del looks[first:last]
        if what in {"insert", "replace"}:
            for look in reversed(then[start:end]):
                _insert_column(sheet, left, looks, first, look)
            new |= set(range(start, end))
    return sorted(new)


def _insert_column(sheet: xw.Sheet, left: int, looks: list[str], place: int, look: str) -> None:
    """Put a column in, behind one of its look if there is one beside: it takes its look from the left."""
    is_before_its_like = place < len(looks) and looks[place] == look
    follows_its_like = place > 0 and looks[place - 1] == look
    at = place + (is_before_its_like and not follows_its_like)
    _columns(sheet, left + at, 1).insert("right")
    looks.insert(at, look)


def _columns(sheet: xw.Sheet, first: int, count: int) -> xw.Range:
    return sheet.range(f"{xl_col_to_name(first)}:{xl_col_to_name(first + count - 1)}")
