"""The values of a column, and what its cells hold: told once for all sheets that show them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from types import NoneType
from typing import TYPE_CHECKING, cast, overload

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from creditxl.model import from_cents
from creditxl.workbook.cells import CENTS, LONGEST_TEXT, NUMBER, PLAIN_TEXT, SPECIAL, TEXT, encoder
from creditxl.workbook.layout import Kind, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST_LETTERS = LONGEST_TEXT // 2  # a letter takes two units at most
TEXTS = frozenset({Kind.TEXT, Kind.LONG, Kind.ID, Kind.STATUS})  # whose values are texts in nearly all columns
ODD, LONGEST, BLANK, LARGEST = "odd", "longest", "blank", "largest"


class Cells(Struct, frozen=True):
    """What the cells of a column hold, and what stands around it in each.

    Args:
        held: Null where a cell is blank.
        before: Of the rest of a `<c>` element, its tag's end among it.
        is_ready: Each is the rest of the element by itself: they differ in more than their values.
    """

    held: pl.Series
    before: str = ""
    after: str = ""
    is_ready: bool = False

    @property
    def is_text(self) -> bool:
        return self.before == AROUND_TEXT[0]


class Values(Sequence[Value]):
    """A column's values, one of each item."""

    def __init__(self, items: Sequence[Value], kind: Kind) -> None:
        self._items = items
        self.kind = kind
        self._told: Told | None = None

    @property
    def items(self) -> Sequence[Value]:
        """Return them in a sequence of Python's own, which is quicker to go through."""
        return self._items

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Value]:
        return iter(self.items)

    @overload
    def __getitem__(self, place: int) -> Value: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Value]: ...

    def __getitem__(self, place: int | slice) -> Value | Sequence[Value]:
        return self.items[place]

    @property
    def cells(self) -> Cells | None:
        """What the cells hold; None where all are blank."""
        return self.told.cells

    @property
    def told(self) -> Told:
        """What the cells hold, and how much room they take."""
        if self._told is None:
            tell((self,))
        return cast("Told", self._told)

    def total(self) -> Decimal:
        """Return the sum of a column of amounts, exactly."""
        if self.kind is Kind.CENTS:
            return from_cents(sum(cast("Iterable[int]", self.items)))
        return sum(cast("Iterable[Decimal]", filter(None, self.items)), Decimal(0))

    def begun(self) -> Cells | None:
        """Return the cells as far as one column tells them by itself; None where all are blank."""
        if self.kind in TEXTS and (held := _texts(self.items)) is not None:
            return None if held.null_count() == len(held) else Cells(held, *AROUND_TEXT)
        types = set(map(type, self.items))
        if types <= {NoneType}:
            return None
        return _alike(self.kind, self.items, types) or self.one_by_one()

    def one_by_one(self) -> Cells:
        """Return the cells where each goes its own way."""
        return Cells(pl.Series(map(encoder(self.kind), self.items), dtype=pl.String), is_ready=True)


class Picked(Values):
    """Some of another column's values, in an order of their own."""

    def __init__(self, of: Values, places: Places) -> None:
        super().__init__((), of.kind)
        self._of = of
        self._places = places

    def __len__(self) -> int:
        return len(self._places.each)

    @property
    def items(self) -> Sequence[Value]:
        """Return them in a sequence of Python's own; picked when someone asks, as most ask for the cells alone."""
        return self._picked

    @cached_property
    def _picked(self) -> Sequence[Value]:
        values = self._of.items
        return [values[place] for place in self._places.each]

    def begun(self) -> Cells | None:
        """Return the cells as far as one column tells them by itself; None where all are blank."""
        cells = self._of.cells
        if cells is None:
            return None
        held = cells.held[self._places.series]
        return None if held.null_count() == len(held) else replace(cells, held=held)


class Places:
    """Where the values of some rows stand among those of all."""

    def __init__(self, each: Sequence[int]) -> None:
        self.each = each

    @cached_property
    def series(self) -> pl.Series:
        return pl.Series(self.each, dtype=pl.UInt32)


class Told(Struct, frozen=True):
    """What is told of a column.

    Args:
        cells: None where all are blank.
        longest: How many letters the longest value takes as it is; None where that is not known.
        largest: The largest number, whatever its sign, as near as a width asks for; 0 for what is none.
    """

    cells: Cells | None
    longest: int | None = 0
    largest: float = 0


def longest(values: Sequence[Value]) -> int:
    """Return how many letters the longest value of a column takes as it is."""
    told = values.told.longest if isinstance(values, Values) else None
    return max(map(len, map(str, filter(None, values))), default=0) if told is None else told


def values_of(taken: Sequence[Value], kind: Kind) -> Values:
    """Return a column's values as they are where they can tell, else as such that can."""
    return taken if isinstance(taken, Values) else Values(taken, kind)


def tell(columns: Iterable[Values]) -> None:
    """Let the columns of a list tell what they hold, all at once: each question by itself takes its own while."""
    waiting = [column for column in columns if column._told is None]  # noqa: SLF001 - this is theirs
    begun = [column.begun() for column in waiting]
    asked = [
        {} if cells is None else _questions(column, cells, pl.col(str(place)))
        for place, (column, cells) in enumerate(zip(waiting, begun, strict=True))
    ]
    every = {f"{place} {name}": question for place, own in enumerate(asked) for name, question in own.items()}
    frame = pl.DataFrame({str(place): cells.held for place, cells in enumerate(begun) if cells is not None})
    answers = frame.select(**every).row(0, named=True) if every else {}
    for place, (column, cells) in enumerate(zip(waiting, begun, strict=True)):
        own = {name: answers[f"{place} {name}"] for name in asked[place]}
        column._told = _answered(column, cells, own)  # noqa: SLF001 - likewise


def _questions(column: Values, cells: Cells, held: pl.Expr) -> Mapping[str, pl.Expr]:
    """Return what is to be asked of a column's cells."""
    if cells.is_ready:
        return {}
    if not cells.is_text:
        letters = held.cast(pl.String).str.len_chars().max()
        return {LARGEST: held.cast(pl.Float64).abs().max(), LONGEST: letters}
    letters = held.str.len_chars()
    if isinstance(column, Picked):  # from what has been asked of all
        return {LONGEST: letters.max()}
    is_odd = held.str.contains(SPECIAL.pattern) | (letters > MOST_LETTERS)
    return {ODD: is_odd.any(), BLANK: (held == "").any(), LONGEST: letters.max()}


def _answered(column: Values, cells: Cells | None, answers: Mapping[str, object]) -> Told:
    if cells is None:
        return Told(None)
    if cells.is_ready or answers.get(ODD):
        return Told(cells if cells.is_ready else column.one_by_one(), longest=None)
    if answers.get(BLANK):
        cells = replace(cells, held=cells.held.set(cells.held == "", None))
    largest = cast("float", answers.get(LARGEST, 0))
    return Told(cells, cast("int", answers[LONGEST]), largest / 100 if column.kind is Kind.CENTS else largest)


def _alike(kind: Kind, values: Sequence[Value], types: set[type]) -> Cells | None:
    """Return the cells of a column of one kind of values; None where it is another."""
    filled = types - {NoneType}
    if filled == {int}:
        return Cells(pl.Series(values, dtype=pl.Int64), *around(CENTS if kind is Kind.CENTS else NUMBER))
    if filled <= {int, Decimal}:
        # Python's own text of a number is one that XML knows.
        numbers = list(map(str, values)) if types == filled else [None if one is None else str(one) for one in values]
        return Cells(pl.Series(numbers, dtype=pl.String), *around(NUMBER))
    texts = _texts(values) if filled == {str} else None
    return None if texts is None else Cells(texts, *AROUND_TEXT)


def _texts(values: Sequence[Value]) -> pl.Series | None:
    """Return texts and blanks as a series; None where a value is neither, or holds half of a surrogate pair."""
    try:
        return pl.Series(values, dtype=pl.String)
    except (TypeError, UnicodeEncodeError):
        return None


def around(cell: str) -> tuple[str, str]:
    """Return what stands before and after the value of a cell."""
    before, _, after = cell.partition("%s")
    return before, after


AROUND_TEXT = around(TEXT % PLAIN_TEXT)
