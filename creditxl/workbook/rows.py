"""Rows of a table as sheet XML, made and packed by Polars: outside of the interpreter, which goes on meanwhile."""

from __future__ import annotations

from struct import calcsize, unpack
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import polars as pl
from msgspec import Struct
from msgspec.structs import replace
from xlsxwriter.utility import xl_col_to_name

from creditxl.workbook.cells import EMPTY, VALUE, clean, encoder, heights
from creditxl.workbook.values import Cells, around, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from creditxl.workbook.layout import Column, Table, Value
    from creditxl.workbook.values import Values

    Piece = str | pl.Expr

LEVEL = 2  # of 9: here files get smaller by it than with zlib's first, in less time
HEADER, TRAILER = 10, "<II"  # of gzip (RFC 1952): a header without names, and checksum and size at the end
ROUND = 2**32  # at so many bytes gzip begins to count anew
MOST_DIGITS = 3  # of a whole number, for each byte that holds it; of text there are no more than the bytes that hold it
MOST_BYTES = 4  # of a letter


class Packed(Struct, frozen=True):
    """What has been packed, as a zip package holds it.

    Args:
        content: Deflated (RFC 1951).
        checksum: CRC-32 of what it was.
        size: Bytes that it was.
    """

    content: bytes
    checksum: int
    size: int


class Rows(Struct, frozen=True):
    """A table's rows as `<row>` elements, made when they are packed.

    Args:
        frame: What the cells hold; no row of it waits as XML.
        row: A row's XML from it.
        fixed: Bytes in each row beside what `frame` holds, at most.
    """

    frame: pl.DataFrame
    row: pl.Expr
    fixed: int

    def packed(self, before: str, after: str, beside: Path) -> Packed:
        """Return the rows between two texts; the same ones give the same bytes.

        Args:
            before: Of the rows.
            after: Likewise.
            beside: A file that is made meanwhile, and taken away: handing each piece over to Python would wait for
                whatever else runs there.
        """
        rows = self.frame.lazy().select(row=self.row)
        lines = pl.concat((pl.LazyFrame({"row": [before]}), rows, pl.LazyFrame({"row": [after]})))
        lines.sink_csv(
            beside,
            check_extension=False,
            include_header=False,
            line_terminator="",
            quote_style="never",
            compression="gzip",
            compression_level=LEVEL,
        )
        content = beside.read_bytes()
        beside.unlink()
        end = len(content) - calcsize(TRAILER)
        checksum, size = unpack(TRAILER, content[end:])
        if self._most() + MOST_BYTES * len(before + after) >= ROUND:
            size = lines.select(pl.col("row").str.len_bytes().cast(pl.UInt64).sum()).collect().item()
        return Packed(content[HEADER:end], checksum, size)

    def _most(self) -> int:
        """Return a bound of the bytes that the rows take."""
        return MOST_DIGITS * int(self.frame.estimated_size()) + self.frame.height * self.fixed


def rows_of(table: Table[Any], styles: Sequence[int], *, with_formulas: bool = False) -> Rows:
    """Return a table's rows; the values are taken over now.

    Args:
        table: Its values are none of them a `Formula`.
        styles: Index of each column's format.
        with_formulas: Whether every column that has one gets its formula, its value beside it; else those alone that
            stand in all books.
    """
    count = max(1, len(table.items))
    frame = {"number": pl.int_range(table.first_row + 1, table.first_row + 1 + count, eager=True)}
    pieces: list[Piece] = ['<row r="', pl.col("number"), '"']
    high = heights(table)
    if high is not None:
        frame["height"] = pl.Series(high, dtype=pl.String)
        pieces.append(pl.col("height"))
    pieces += [f'><c r="{xl_col_to_name(table.column)}', pl.col("number"), '"']
    fixed = 0
    for place, (column, style) in enumerate(zip(table.columns, styles, strict=True)):
        # No cell says where it stands but the first: each follows the one before it (ECMA-376 §18.3.1.4).
        pieces.append(f' s="{style}"' if place == 0 else f'<c s="{style}"')
        made = _cells(table, column, has_formula=column.has_formula(is_live=with_formulas))
        if made is None:
            pieces.append(EMPTY)
            continue
        held = pl.col(f"column {place}")
        frame[f"column {place}"] = made.held
        if made.held.null_count():
            cell = pl.concat_str(pl.lit(made.before), held, pl.lit(made.after))
            pieces.append(cell.fill_null(EMPTY))
            fixed += _bytes(made.before, made.after, EMPTY)
        else:
            pieces += [made.before, held, made.after]
    pieces.append("</row>")
    fixed += _bytes(*(piece for piece in pieces if isinstance(piece, str)))
    return Rows(pl.DataFrame(frame), pl.concat_str(_merged(pieces)), fixed)


def _bytes(*texts: str) -> int:
    return sum(len(text.encode()) for text in texts)


def _merged(pieces: Sequence[Piece]) -> Iterator[pl.Expr]:
    """Yield the pieces of a row, the fixed ones beside each other as one."""
    fixed = ""
    for piece in pieces:
        if isinstance(piece, str):
            fixed += piece
            continue
        if fixed:
            yield pl.lit(fixed)
        yield piece
        fixed = ""
    yield pl.lit(fixed)


def _cells(table: Table[Any], column: Column[Any], *, has_formula: bool) -> Cells | None:
    """Return what a column's cells hold; None where all are blank."""
    values = values_of(table.taken(column), column.kind)
    return _with_formulas(table, column, values) if has_formula and table.items else values.cells


def _with_formulas(table: Table[Any], column: Column[Any], values: Values) -> Cells:
    """Return the cells of a column with the formula of each before its value; in most columns all have the same one."""
    templates = list(map(column.formula, table.items)) if column.formula else []
    different = set(templates)
    cells = values.cells
    if cells is None or cells.is_ready or cells.held.null_count() or len(different) > 1 or "" in different:
        written = {template: _formula(table, template) for template in different}
        each = map(_with_formula, map(written.__getitem__, templates), values, map(encoder(column.kind), values))
        return Cells(pl.Series(each, dtype=pl.String), is_ready=True)
    formula = _formula(table, templates[0])
    if cells.is_text:
        return Cells(cells.held, *around(f' t="str">{formula}{VALUE}'))
    return replace(cells, before=f">{formula}{cells.before.removeprefix('>')}")


def _formula(table: Table[Any], template: str) -> str:
    return f"<f>{escape(table.formula(template)[1:])}</f>" if template else ""


def _with_formula(formula: str, value: Value, cell: str) -> str:
    if not formula:
        return cell
    if isinstance(value, str):
        return f' t="str">{formula}{VALUE % escape(clean(value))}'
    return f">{formula}{cell[1:]}"
