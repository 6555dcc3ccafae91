"""Rows of a table as sheet XML, column by column in Polars: outside of the interpreter, which goes on meanwhile."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from types import NoneType
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from creditxl.workbook.cells import (
    CENTS,
    EMPTY,
    LONGEST_TEXT,
    NUMBER,
    PLAIN_TEXT,
    SPECIAL,
    TEXT,
    VALUE,
    clean,
    encoder,
    heights,
)
from creditxl.workbook.layout import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from creditxl.workbook.layout import Column, Table, Value

    Piece = str | pl.Expr

ROWS_AT_ONCE = 2_000
MOST_LETTERS = LONGEST_TEXT // 2  # a letter takes two units at most


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
        values, before, after = made
        frame[f"column {place}"] = values
        cell = pl.concat_str(pl.lit(before), pl.col(f"column {place}"), pl.lit(after))
        pieces += [cell.fill_null(EMPTY)] if values.null_count() else [before, pl.col(f"column {place}"), after]
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


def _cells(table: Table[Any], column: Column[Any], *, has_formula: bool) -> tuple[pl.Series, str, str] | None:
    """Return what a column's cells hold, null where blank, and what stands around it; None where all are blank."""
    values = table.taken(column)
    types = set(map(type, values))
    if has_formula and table.items:
        return _with_formulas(table, column, values, types)
    if types <= {NoneType}:
        return None
    return _plain(column.kind, values, types) or (_one_by_one(column.kind, values), "", "")


def _plain(kind: Kind, values: Sequence[Any], types: set[type]) -> tuple[pl.Series, str, str] | None:
    """Return the cells of a column of one kind of values; None where it is another."""
    filled = types - {NoneType}
    if filled == {int}:
        return (pl.Series(values, dtype=pl.Int64), *_around(CENTS if kind is Kind.CENTS else NUMBER))
    if filled <= {int, Decimal}:
        # Python's own text of a number is one that XML knows.
        texts = list(map(str, values)) if types == filled else [None if one is None else str(one) for one in values]
        return (pl.Series(texts, dtype=pl.String), *_around(NUMBER))
    return _texts(values) if filled == {str} else None


def _texts(values: Sequence[str | None]) -> tuple[pl.Series, str, str] | None:
    """Return cells of texts, blank ones for texts of no letters; None where one cannot stand there as it is."""
    try:
        texts = pl.Series(values, dtype=pl.String)
    except UnicodeEncodeError:
        return None  # half of a surrogate pair
    blank = texts == ""
    if blank.any():
        texts = texts.set(blank, None)
    is_odd = texts.str.contains(SPECIAL.pattern) | (texts.str.len_chars() > MOST_LETTERS)
    return None if is_odd.any() else (texts, *_around(TEXT % PLAIN_TEXT))


def _around(cell: str) -> tuple[str, str]:
    """Return what stands before and after the value of a cell."""
    before, _, after = cell.partition("%s")
    return before, after


def _one_by_one(kind: Kind, values: Sequence[Value]) -> pl.Series:
    """Return the rest of each cell of a column in which each goes its own way."""
    return pl.Series(map(encoder(kind), values), dtype=pl.String)


def _with_formulas(
    table: Table[Any], column: Column[Any], values: Sequence[Value], types: set[type]
) -> tuple[pl.Series, str, str]:
    """Return the cells of a column with the formula of each before its value; in most columns all have the same one."""
    templates = list(map(column.formula, table.items)) if column.formula else []
    different = set(templates)
    plain = _plain(column.kind, values, types) if len(different) == 1 and NoneType not in types else None
    if plain is None or "" in different:
        written = {template: _formula(table, template) for template in different}
        cells = map(_with_formula, map(written.__getitem__, templates), values, map(encoder(column.kind), values))
        return pl.Series(cells, dtype=pl.String), "", ""
    held, before, after = plain
    formula = _formula(table, templates[0])
    if str in types:
        return (held, *_around(f' t="str">{formula}{VALUE}'))
    return held, f">{formula}{before.removeprefix('>')}", after


def _formula(table: Table[Any], template: str) -> str:
    return f"<f>{escape(table.formula(template)[1:])}</f>" if template else ""


def _with_formula(formula: str, value: Value, cell: str) -> str:
    if not formula:
        return cell
    if isinstance(value, str):
        return f' t="str">{formula}{VALUE % escape(clean(value))}'
    return f">{formula}{cell[1:]}"
