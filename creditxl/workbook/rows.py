"""Rows of a table as sheet XML, column by column in Polars: outside of the interpreter, which goes on meanwhile."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from creditxl.workbook.cells import EMPTY, VALUE, clean, encoder, heights
from creditxl.workbook.values import Cells, around, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from creditxl.workbook.layout import Column, Table, Value
    from creditxl.workbook.values import Values

    Piece = str | pl.Expr

ROWS_AT_ONCE = 2_000


def row_pieces(table: Table[Any], styles: Sequence[int], *, with_formulas: bool = False) -> Iterator[bytes]:
    """Return a table's rows as `<row>` elements in UTF-8, some thousand at a time.

    The values are taken over now; the rows are made when they are asked for, in whatever thread.

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
    for place, (column, style) in enumerate(zip(table.columns, styles, strict=True)):
        # No cell says where it stands but the first: each follows the one before it (ECMA-376 §18.3.1.4).
        pieces.append(f' s="{style}"' if place == 0 else f'<c s="{style}"')
        made = _cells(table, column, has_formula=column.has_formula(is_live=with_formulas))
        if made is None:
            pieces.append(EMPTY)
            continue
        held = pl.col(f"column {place}")
        frame[f"column {place}"] = made.held
        cell = pl.concat_str(pl.lit(made.before), held, pl.lit(made.after))
        pieces += [cell.fill_null(EMPTY)] if made.held.null_count() else [made.before, held, made.after]
    return _made(pl.DataFrame(frame), pl.concat_str(_merged([*pieces, "</row>"])))


def _made(frame: pl.DataFrame, row: pl.Expr) -> Iterator[bytes]:
    for begin in range(0, frame.height, ROWS_AT_ONCE):
        written = BytesIO()
        rows = frame.slice(begin, ROWS_AT_ONCE).select(row)
        rows.write_csv(written, include_header=False, line_terminator="", quote_style="never")
        yield written.getvalue()


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
    return cells._replace(before=f">{formula}{cells.before.removeprefix('>')}")


def _formula(table: Table[Any], template: str) -> str:
    return f"<f>{escape(table.formula(template)[1:])}</f>" if template else ""


def _with_formula(formula: str, value: Value, cell: str) -> str:
    if not formula:
        return cell
    if isinstance(value, str):
        return f' t="str">{formula}{VALUE % escape(clean(value))}'
    return f">{formula}{cell[1:]}"
