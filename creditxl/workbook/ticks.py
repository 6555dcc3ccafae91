"""What people tick of customers: warning signs, and the check of new ones; kept by business id over every refresh."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from creditxl.errors import WorkbookError, msg
from creditxl.labels import LANGUAGES, Labels, label
from creditxl.model import NO_WORDS
from creditxl.workbook.view import Which

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from creditxl.workbook.layout import Value
    from creditxl.workbook.previous import Earlier

# Where the next refresh finds them.
SIGNS_TABLE = "WarningSigns"
CHECKS_TABLE = "NewCustomers"
BUSINESS_ID = label("Business id")
NAME = label("Customer")
COMMENT = label("Comment")
# The leaflet's signs 2 to 5 of a weakening customer.
SIGNS = (
    label("Questionable credit decisions"),
    label("New financing or bank"),
    label("Watched by creditors"),
    label("Explanations"),
)
# What the leaflet asks of every new customer.
POINTS = (
    label("Financial situation"),
    label("Credit history"),
    label("Debtors and creditors"),
    label("Risk analysis"),
    label("Follow-up agreed"),
    label("New figures gathered"),
)
CHECKED_ON = label("Checked on")
CHECKED_BY = label("Checked by")
SIGN_HEADINGS = (*SIGNS, COMMENT)
CHECK_HEADINGS = (*POINTS, CHECKED_ON, CHECKED_BY, COMMENT)


class Ticked(Struct, frozen=True):
    """What stands in one customer's own columns.

    Args:
        name: Of the customer, for when no extract names it any more.
        typed: As typed, in the order of the headings.
    """

    name: str
    typed: tuple[Value, ...]


class Ticks(Struct, frozen=True):
    """What people ticked, by business id.

    Args:
        signs: By `SIGN_HEADINGS`.
        checks: By `CHECK_HEADINGS`.
    """

    signs: Mapping[str, Ticked] = field(default_factory=dict)
    checks: Mapping[str, Ticked] = field(default_factory=dict)


NO_TICKS = Ticks()
NO = frozenset(word.casefold() for word in NO_WORDS)


def mark(typed: Value) -> Value:
    """Return what someone typed to say that something is so: x, initials, a word; None where it says no.

    >>> mark(" AB "), mark("ei"), mark(Decimal(0))
    ('AB', None, None)
    """
    if isinstance(typed, str):
        return typed.strip() or None if typed.strip().casefold() not in NO else None
    return typed or None


def is_marked(cells: str) -> str:
    """Return the formula's part that says of cells what `mark` says of what stands in them; for an array of them, too.

    Without an array in it: Excel takes none in a rule for colours.
    """
    return f'ISERROR(FIND("|"&LOWER(TRIM({cells}))&"|","||{"|".join(sorted(NO))}|"))'


def read_ticks(books: Mapping[Which, Earlier]) -> Ticks:
    """Return what stands in the workbooks before a refresh; nothing in one that was made before there were ticks.

    Raises:
        WorkbookError: A column of ours is missing from a table.
    """
    book = books.get(Which.INTRUM)
    if book is None:
        return NO_TICKS
    return Ticks(_ticked(book, SIGNS_TABLE, SIGN_HEADINGS), _ticked(book, CHECKS_TABLE, CHECK_HEADINGS))


def _ticked(book: Earlier, table: str, headings: Sequence[str]) -> dict[str, Ticked]:
    found = book.table(table)
    if found is None:
        return {}
    columns, rows = found
    business_id, name, *own = (_place(columns, heading, table, book) for heading in (BUSINESS_ID, NAME, *headings))
    ticked = {}
    for row in rows:
        typed = tuple(value(row[place]) for place in own)
        if row[business_id] and any(one is not None for one in typed):
            ticked[str(row[business_id])] = Ticked(str(row[name] or ""), typed)
    return ticked


def _place(columns: Sequence[str], heading: str, table: str, book: Earlier) -> int:
    """Return where a column stands, in whatever language the book was written."""
    for language in LANGUAGES:
        word = Labels(language).text(heading)
        if word in columns:
            return columns.index(word)
    raise WorkbookError(
        msg(
            "the column {heading} is missing from the table {table} of the last workbook", heading=heading, table=table
        ),
        where=book.place,
        fix=msg("put the column back, or move the file away: then what was ticked in it is not kept"),
    )


def number(typed: Any) -> Decimal | None:  # noqa: ANN401 - whatever stands in the cell
    """Return what a cell holds as a number; None where it holds none."""
    is_number = isinstance(typed, (int, float, Decimal)) and not isinstance(typed, bool)
    return Decimal(str(typed)) if is_number else None


def value(typed: Any) -> Value:  # noqa: ANN401 - whatever stands in the cell
    """Return what someone typed; None where the cell is empty or holds blanks alone."""
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    found = number(typed)
    if found is not None:
        return found
    return typed if isinstance(typed, (str, date)) else str(typed)
