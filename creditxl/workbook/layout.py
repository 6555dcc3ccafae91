"""What stands where in the two workbooks: neutral nouns that every writer understands.

Rows and columns count from 0. A writer (a new file, a live book) puts a `Book` on paper and decides nothing but looks.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

LAST_ROW = 1_048_575  # of a sheet
LONG_WIDTH = 60.0  # of a column of long texts, in characters, where it has no width of its own

REFERENCE = re.compile(r"\{([\w-]+)(?::([\w-]+))?\}")  # in a column's formula: a cell of its row, or several

Item = TypeVar("Item")


class Kind(StrEnum):
    """What a cell holds, and so how it is shown."""

    TEXT = "text"
    LONG = "long"  # text of several lines
    ID = "id"  # text that looks like a number, and must stay as it is
    STATUS = "status"  # text that begins with the mark of its tone
    MONEY = "money"  # Decimal, ledger currency
    CENTS = "cents"  # int, shown as money
    WHOLE = "whole"  # Decimal or int, shown without decimals
    DATE = "date"
    MONTH = "month"  # date, shown as its month
    MOMENT = "moment"  # datetime
    INTEGER = "integer"
    FACTOR = "factor"  # Decimal
    PERCENT = "percent"  # Decimal, 1 is 100 %
    LINK = "link"  # a formula that leads elsewhere
    PLAIN = "plain"  # whatever it is: a setting's number or word


class Role(StrEnum):
    """Who fills a column."""

    OUTPUT = "output"  # shown as it came
    COMPUTED = "computed"  # by the rules; a formula in a live book
    INPUT = "input"  # a person types here


class Look(StrEnum):
    """How a cell outside tables looks."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    NOTE = "note"
    SECTION = "section"  # heads a part of a sheet
    BAND = "band"  # above the headings of several columns
    TOTAL = "total"
    STATUS = "status"  # begins with the mark of its tone
    MARK = "mark"  # the legend's: a mark alone
    LINK = "link"
    TEXT = "text"
    INPUT = "input"  # a person chooses here
    SAMPLE_OUTPUT = "sample_output"  # the legend's: a heading and a cell of each role
    SAMPLE_COMPUTED = "sample_computed"
    SAMPLE_INPUT = "sample_input"


class Formula(Struct, frozen=True):
    """A formula in English function names, with the value that it has now."""

    text: str
    value: str | int | Decimal


Value = str | int | Decimal | date | datetime | Formula | None
if TYPE_CHECKING:
    Take = Callable[[Item], Value] | str


class Column(Struct, Generic[Item], frozen=True):
    """One column of a table.

    Args:
        key: Language-neutral name.
        label: Heading in the book's language.
        value: Takes the cell's value from an item; or names the item's attribute, with a dot before one of that, and
            in brackets the place of one of several: "items.ages[0]".
        words: What is shown for each value; empty where it is shown as it is.
        width: In characters; None fits the widest value.
        folded: Stands folded away until someone unfolds it.
        choices: What an input may be; empty for anything of its kind.
        hint: What an input asks for, shown when its cell is chosen.
        most: The largest number that an input of whole numbers takes; 0 for any.
        bars: Whether the amounts carry bars.
        total: Whether the sum of what the filters leave stands above it.
        formula: Gives the formula that reckons an item's value in a live book, with `{key}` for a cell of the same row
            and `{first:last}` for several beside each other; empty where the value stands by itself.
        everywhere: The formula asks no function of ours, and stands in books without macros too.
    """

    key: str
    label: str
    value: Take[Item]
    kind: Kind = Kind.TEXT
    role: Role = Role.OUTPUT
    words: Mapping[Any, str | None] = field(default_factory=dict)
    width: float | None = None
    folded: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    most: int = 0
    bars: bool = False
    total: bool = False
    formula: Callable[[Item], str] | None = None
    everywhere: bool = False

    def take(self, item: Item) -> Value:
        """Return the cell's value of an item."""
        value = taker(self.value)(item) if isinstance(self.value, str) else self.value(item)
        return self.words[value] if self.words else value

    def has_formula(self, *, is_live: bool) -> bool:
        """Tell whether its cells hold a formula in a book of this kind."""
        return self.formula is not None and (is_live or self.everywhere)


class Table(Struct, Generic[Item], frozen=True):
    """Rows under headings.

    Args:
        name: Of the Excel table, language-neutral and unique in its book.
        row: Where its headings stand.
        items: One a row; empty leaves one blank row, as Excel wants.
        is_list: An Excel table with filters; else a plain grid.
        done: Key of the column that, once filled, greys its row.
        values: Of the columns by key, where they have been taken already.
    """

    name: str
    row: int
    columns: tuple[Column[Item], ...]
    items: Sequence[Item]
    column: int = 0
    is_list: bool = True
    done: str = ""
    values: Mapping[str, Sequence[Value]] = field(default_factory=dict)

    def taken(self, column: Column[Item]) -> Sequence[Value]:
        """Return the values of one of the columns, an item each."""
        known = self.values.get(column.key)
        return [column.take(item) for item in self.items] if known is None else known

    @property
    def first_row(self) -> int:
        return self.row + 1

    @property
    def last_row(self) -> int:
        return self.row + max(1, len(self.items))

    @property
    def last_column(self) -> int:
        return self.column + len(self.columns) - 1

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Yield the values, row by row, with the formulas that stand in all books; one blank row where is no item."""
        if not self.items:
            yield (None,) * len(self.columns)
        for item in self.items:
            yield tuple(self._value(column, item) for column in self.columns)

    def _value(self, column: Column[Item], item: Item) -> Value:
        value = column.take(item)
        if column.everywhere and column.formula is not None and isinstance(value, str | int | Decimal):
            return Formula(self.formula(column.formula(item)), value)
        return value

    def position(self, key: str) -> int:
        """Return the sheet's column in which the table's column `key` stands."""
        return self.column + [column.key for column in self.columns].index(key)

    def reference(self, key: str) -> str:
        """Return the structured reference to a column: `Customers[Limit need]`."""
        return f"{self.name}[{self._label(key)}]"

    def formula(self, template: str) -> str:
        """Return a column's formula as it stands in a row: `=COVERAGE_GAP({need},…)` with its references in full.

        LibreOffice reads no shorter form than `Customers[[#This Row],[Limit need]]`.
        """
        return REFERENCE.sub(lambda found: f"{self.name}[[#This Row],{self._cells(*found.groups())}]", template)

    def _cells(self, first: str, last: str | None) -> str:
        cells = f"[{self._label(first)}]"
        return f"{cells}:[{self._label(last)}]" if last and last != first else cells

    def _label(self, key: str) -> str:
        return _escaped(self.columns[self.position(key) - self.column].label)


class Cell(Struct, frozen=True):
    """A cell outside tables.

    Args:
        link: Names the sheet that it leads to.
        choices: Name of the cells that hold what it may be; empty for anything.
        hint: What it asks for, shown when it is chosen.
    """

    row: int
    column: int
    value: Value
    look: Look = Look.TEXT
    kind: Kind = Kind.TEXT
    link: str = ""
    choices: str = ""
    hint: str = ""


class KeyFigure(Struct, frozen=True):
    """A large number in three cells, one below another: its label, itself, what it means."""

    row: int
    column: int
    label: str
    value: Decimal | int | None
    kind: Kind
    note: str


class Chart(Struct, frozen=True):
    """Bars of one column of a grid on the same sheet, largest on top.

    Args:
        description: What the picture tells, for those who cannot see it.
        height: In rows.
        width: In columns.
    """

    row: int
    column: int
    table: Table[Any]
    names: str
    amounts: str
    description: str
    height: int
    width: int


class Button(Struct, frozen=True):
    """What runs a macro of a live book.

    Args:
        macro: Of the workbook's VBA.
        width: In columns.
    """

    row: int
    column: int
    macro: str
    caption: str
    description: str
    width: int = 1


class Name(Struct, frozen=True):
    """A name by which formulas find a cell, or several beside each other."""

    name: str
    row: int
    column: int
    columns: int = 1


class Sheet(Struct, frozen=True):
    """One sheet.

    Args:
        widths: Of its columns, in characters.
        frozen: How many rows and columns stay in sight.
        printed_columns: How many of its columns are printed; 0 for all.
        buttons: Of a live book alone.
        names: Of cells on it.
        is_hidden: So that no one can show it but by VBA: what the program keeps for itself.
    """

    name: str
    cells: tuple[Cell, ...] = ()
    tables: tuple[Table[Any], ...] = ()
    figures: tuple[KeyFigure, ...] = ()
    charts: tuple[Chart, ...] = ()
    buttons: tuple[Button, ...] = ()
    names: tuple[Name, ...] = ()
    widths: tuple[float, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    printed_columns: int = 0
    is_overview: bool = False
    is_hidden: bool = False


class Book(Struct, frozen=True):
    """One workbook.

    Args:
        currency: Symbol behind large amounts.
        version: Of creditxl; the file carries it, and extracts are told from our own files by it.
        page: The word before a page's number.
        is_live: It has macros, and formulas in its columns; else values alone.
    """

    file_name: str
    title: str
    subject: str
    as_of: date
    version: str
    currency: str
    page: str
    sheets: tuple[Sheet, ...]
    is_live: bool = False


def taker(path: str) -> Callable[[Any], Any]:
    """Return what takes the value that a path names."""
    path, place = place_in(path)
    if place is None:
        return attrgetter(path)
    several = attrgetter(path)
    return lambda item: several(item)[place]


def place_in(path: str) -> tuple[str, int | None]:
    """Return a path without the place that it ends with, and that place; None where it has none.

    >>> place_in("items.ages[0]"), place_in("items")
    (('items.ages', 0), ('items', None))
    """
    several, bracket, place = path.removesuffix("]").partition("[")
    return several, int(place) if bracket else None


def link(sheet: str) -> Formula:
    """Return a cell that leads to a sheet: a formula, as a link would stay behind when the rows below move."""
    quoted = sheet.replace("'", "''").replace('"', '""')
    shown = sheet.replace('"', '""')
    return Formula(f'=HYPERLINK("#\'{quoted}\'!A1","{shown}")', sheet)


def _escaped(label: str) -> str:
    """Escape a heading for a structured reference."""
    return "".join(f"'{letter}" if letter in "[]#'@" else letter for letter in label)
