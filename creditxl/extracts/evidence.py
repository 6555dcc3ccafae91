"""What all cells of a file decide for each of them: which comes first in its dates, its decimal marks, its signs.

A file is read many rows at a time. What its rows so far have shown is taken to hold for the rest, which it nearly
always does; where the whole file shows otherwise, it is read once more, with what is now known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from creditxl.extracts import amount_column, dates, ledger, sentences
from creditxl.extracts.dates import Order
from creditxl.extracts.ledger import CreditNotes
from creditxl.tables.columns import COLUMNS, CellType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from creditxl.extracts.amount_column import Mark, Proofs
    from creditxl.extracts.grid import Grid
    from creditxl.extracts.sentences import Said
    from creditxl.tables.columns import Kind


class Decided(Struct, frozen=True):
    """How cells are read.

    Args:
        order: Of the days and months of the file's dates.
        marks: Amount column → its decimal mark.
        turned: Amount columns in which credit notes are to be made negative.
    """

    order: Order
    marks: Mapping[str, Mark]
    turned: frozenset[str] = frozenset()

    def reads_as(self, other: Decided) -> bool:
        """Return whether both read every cell alike, whatever proves them."""
        return self._ways == other._ways and self.turned == other.turned

    @property
    def _ways(self) -> tuple[bool, dict[str, tuple[str | None, bool, bool]]]:
        marks = {name: (mark.mark, mark.is_disputed, mark.is_refused) for name, mark in self.marks.items()}
        return self.order.month_first is not None, marks


class Evidence:
    """What the grids of one file have shown so far."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.orders: dict[str, Order] = {}
        self.seen: dict[str, int] = {}  # of a date column's different texts
        self.proofs: dict[str, Proofs] = {}
        self.notes = CreditNotes()

    def add(self, grid: Grid) -> None:
        """Take in the cells of further rows as they are written."""
        for name in grid.frame.columns[1:]:
            if COLUMNS[self.kind][name].cell is CellType.DATE:
                self._add_dates(name, grid.frame[name])
        for name, loose in grid.loose.items():
            found = amount_column.prove(loose["written"], grid.marks[name])
            self.proofs[name] = self.proofs[name].plus(found) if name in self.proofs else found

    def add_amounts(self, frame: pl.DataFrame) -> None:
        """Take in the amounts of a ledger's rows as they were read."""
        self.notes = self.notes.plus(ledger.credit_notes(frame))

    def _add_dates(self, name: str, cells: pl.Series) -> None:
        kept = cells.dtype
        if not isinstance(kept, pl.Categorical):
            return
        different = kept.categories.to_series()
        # What another thread is putting there meanwhile is looked at with the next grid.
        begin = self.seen.get(name, 0)
        filled = different[begin:].is_null().arg_true()
        self.seen[name] = begin + int(filled[0]) if len(filled) else len(different)
        order = dates.settle(sorted(different[begin:].drop_nulls()))
        self.orders[name] = self.orders[name].plus(order) if name in self.orders else order

    @property
    def decided(self) -> Decided:
        order = Order()
        for each in self.orders.values():
            order = order.before(each)
        return Decided(order, self._marks(), self.notes.turned)

    def _marks(self) -> dict[str, Mark]:
        """Return each amount column's mark; one that proves none by itself takes that of the file's others."""
        marks = {name: proofs.mark for name, proofs in self.proofs.items()}
        proven = {mark.mark for mark in marks.values() if mark.mark and not mark.is_disputed}
        shared = proven.pop() if len(proven) == 1 else None
        return {name: mark if mark.mark else replace(mark, mark=shared) for name, mark in marks.items()}

    def check_dates(self) -> None:
        """Refuse a file whose dates can be read in two ways, or contradict each other.

        Raises:
            RefusedError: As said.
        """
        order = self.decided.order
        if order.day_first is not None and order.month_first is not None:
            raise sentences.contradictory_dates(order.day_first, order.month_first)
        if order.is_open:
            raise sentences.open_dates(order.open_case or "")

    def refused(self) -> dict[str, tuple[str, Said]]:
        """Return the columns that cannot be read as a whole, each with a cell of it and what is to be said."""
        found = {}
        for name, mark in self.decided.marks.items():
            if mark.is_tied:
                found[name] = self.proofs[name].loose or "", sentences.both_marks()
            elif mark.is_refused:
                cell = mark.two_ways or ""
                found[name] = cell, sentences.two_ways_amount(cell)
        return found
