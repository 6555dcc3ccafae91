"""The cells of one extract under canonical names, as they stand in the file, before they are checked.

Most columns hold few different texts: they are kept as categories, and each different text is read once. Amounts differ
from row to row: the plain ones are cents already, the others stay as loose texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct, field

from creditxl.extracts import amounts
from creditxl.tables.columns import COLUMNS, CellType, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from creditxl.extracts.faults import Fault, Place
    from creditxl.extracts.sentences import Said

ROW = "row"
LOOSE = {ROW: pl.UInt32, "written": pl.String}
FAULTY = {**LOOSE, "fault": pl.String}
TEXT_PER_ROW = frozenset({"document_no"})  # nearly every row has its own: categories would only cost


class Broken(Struct, frozen=True):
    """A row that could not be cut into cells."""

    row: int
    written: str
    fault: Fault


class Grid(Struct, frozen=True):
    """What was found below the headings.

    Args:
        frame: `row` as Excel counts, ascending; amounts in cents where plain, else null; other columns as text.
        loose: Amount column → `row` and `written` of its cells that are not plain.
        broken: Rows that are in no frame.
        marks: Amount column → decimal mark → how many plain cells prove it.
        faulty: Amount column → cells that are numbers and yet no amounts, as `FAULTY` says.
        notes: What is said of the whole file.
    """

    frame: pl.DataFrame
    loose: dict[str, pl.DataFrame]
    broken: tuple[Broken, ...] = ()
    marks: dict[str, dict[str, int]] = field(default_factory=dict)
    faulty: dict[str, pl.DataFrame] = field(default_factory=dict)
    notes: tuple[tuple[Place, Said], ...] = ()

    @property
    def rows_read(self) -> int:
        return self.frame.height + len(self.broken)


class Layout(Struct, frozen=True):
    """Which columns are wanted, where they stand, and how they are kept.

    Args:
        positions: Canonical column → position in the file.
        marks: Amount column → the decimal mark that its plain cells are tried with.
        groups: Amount column → the mark that stands between their thousands; none where there is none.
    """

    kind: Kind
    positions: dict[str, int]
    categories: dict[str, pl.Categories]
    marks: dict[str, str]
    groups: dict[str, str]

    @classmethod
    def of(cls, kind: Kind, positions: dict[str, int], samples: Sequence[Sequence[str]] = ()) -> Layout:
        """Lay out the columns; `samples` are the file's first rows, which show the decimal marks."""
        money = [name for name in positions if COLUMNS[kind][name].cell is CellType.AMOUNT]
        kept = {name: pl.Categories.random() for name in positions if name not in money and name not in TEXT_PER_ROW}
        marks = {name: _sampled_mark(samples, positions[name]) for name in money}
        groups = {name: _sampled_group(samples, positions[name], marks[name]) for name in money}
        return cls(kind, positions, kept, marks, groups)

    def dtype(self, column: str) -> pl.DataType:
        kept = self.categories.get(column)
        return pl.String() if kept is None else pl.Categorical(kept)

    def plain_cents(self, column: str) -> pl.Expr:
        """Return the cents of amounts such as 1234,56 and 1 234,56; null for every other form."""
        mark, group = self.marks[column], self.groups[column]
        grouped = rf"|[0-9]{{1,3}}(?:[{group}][0-9]{{3}}){{1,3}}" if group else ""
        plain = pl.col(column).str.contains(rf"^-?(?:[0-9]{{1,13}}{grouped})[{mark}][0-9]{{2}}$")
        digits = pl.col(column).str.replace(mark, "", literal=True)
        if group:
            digits = digits.str.replace_all(group, "", literal=True)
        return pl.when(plain).then(digits.cast(pl.Int64, strict=False))

    def with_cents(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Read the plain amounts; what is loose stays under `loose_name`."""
        return frame.with_columns(
            *(self.plain_cents(column).alias(column) for column in self.marks),
            *(
                pl.when(self.plain_cents(column).is_null()).then(pl.col(column)).alias(loose_name(column))
                for column in self.marks
            ),
        )


def loose_name(column: str) -> str:
    return f"loose {column}"


def gather(layout: Layout, frames: Iterable[pl.DataFrame], broken: Iterable[Broken] = ()) -> Grid:
    """Put frames of `Layout.with_cents` together, each with `row`, the layout's columns and the loose amounts."""
    parts = [_empty(layout), *frames]
    loose = {column: pl.concat([_loose(part, column) for part in parts]) for column in layout.marks}
    wanted = [ROW, *layout.positions]
    frame = pl.concat([part.select(wanted) for part in parts])
    marks = {column: {mark: frame.height - frame[column].null_count()} for column, mark in layout.marks.items()}
    return Grid(frame, loose, tuple(broken), marks)


def packed(layout: Layout, rows: Sequence[int], cells: dict[str, list[str | None]]) -> pl.DataFrame:
    """Return a frame for `gather` of columns of text."""
    columns = {name: pl.Series(name, cells[name], dtype=pl.String) for name in layout.positions}
    frame = pl.DataFrame({ROW: pl.Series(rows, dtype=pl.UInt32), **columns})
    kept = [pl.col(name).cast(layout.dtype(name)) for name in layout.categories]
    return layout.with_cents(frame.lazy().with_columns(kept)).collect()


def _loose(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    name = loose_name(column)
    return frame.select(ROW, pl.col(name).alias("written")).drop_nulls("written")


def _empty(layout: Layout) -> pl.DataFrame:
    return packed(layout, [], {name: [] for name in layout.positions})


def _sampled_mark(rows: Sequence[Sequence[str]], position: int) -> str:
    written = (row[position] for row in rows if position < len(row))
    return next((mark for cell in written if (mark := amounts.proven_mark(cell))), amounts.COMMA)


def _sampled_group(rows: Sequence[Sequence[str]], position: int, mark: str) -> str:
    pattern = re.compile(rf"-?[0-9]{{1,3}}([ '.,\u00a0\u202f\u2019])[0-9]{{3}}.*[{mark}][0-9]{{2}}-?")
    found = (pattern.fullmatch(row[position].strip()) for row in rows if position < len(row))
    return next((match[1] for match in found if match and match[1] != mark), "")
