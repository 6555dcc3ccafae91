"""Putting a sheet together: headings, notes, totals and one list, with columns as wide as what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from creditxl.errors import WorkbookError, msg
from creditxl.workbook.layout import LAST_ROW, LONG_WIDTH, Cell, Column, Formula, Kind, Look, Sheet, Table
from creditxl.workbook.taking import with_values
from creditxl.workbook.values import longest, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from creditxl.labels import Labels
    from creditxl.workbook.layout import Value

Item = TypeVar("Item")

FIXED = {Kind.LONG: LONG_WIDTH, Kind.DATE: 12.0, Kind.MOMENT: 17.0, Kind.FACTOR: 11.0, Kind.PERCENT: 10.0}
AMOUNTS = frozenset({Kind.MONEY, Kind.CENTS})
WIDEST = 44.0
LEAST_MONEY = 13.0
FILTER_BUTTON = 5  # characters that a heading's filter button hides
AIR = 4  # characters beside the widest value


class Heading(Struct, frozen=True):
    """What stands above a sheet's list.

    Args:
        sheet: Name of the sheet.
        note: What the reader should know of it, a sentence a row.
        empty: Said before the notes where the list has nothing.
        room: How many rows below the notes are left free, for what the sheet puts there.
    """

    sheet: str
    title: str
    subtitle: str
    notes: tuple[str, ...] = ()
    empty: str = ""
    room: int = 0


def list_sheet(
    heading: Heading,
    table: Table[Item],
    labels: Labels,
    *,
    bands: Sequence[tuple[str, str]] = (),
    frozen_columns: int = 2,
    printed_columns: int = 0,
) -> Sheet:
    """Return a sheet that holds one list under its headings.

    Args:
        heading: What stands above it.
        table: Its `row` is set here.
        labels: For the words of its own.
        bands: Words above several columns, each with the key of the first of them.
        frozen_columns: How many columns stay in sight.
        printed_columns: How many columns are printed; 0 for all.

    Raises:
        WorkbookError: The list has more rows than a sheet.
    """
    table = with_values(table)
    notes = heading.notes if table.items else (heading.empty, *heading.notes)
    row = 2 + len(notes) + heading.room + 1  # title, subtitle, notes, a blank row
    cells = [
        Cell(0, 0, heading.title, Look.TITLE),
        Cell(1, 0, heading.subtitle, Look.SUBTITLE),
        *(Cell(2 + place, 0, note, Look.NOTE) for place, note in enumerate(notes)),
    ]
    if bands:
        cells += [Cell(row, table.position(key), text, Look.BAND) for text, key in bands]
        row += 1
    if any(column.total for column in table.columns):
        cells += _totals(table, row, labels)
        row += 1
    placed = replace(table, row=row)
    _must_fit(placed, heading.sheet)
    widths = tuple(fitted(column, table.taken(column)) for column in table.columns)
    return Sheet(
        heading.sheet,
        tuple(cells),
        (placed,),
        widths=widths,
        frozen=(row + 1, frozen_columns),
        printed_columns=printed_columns,
    )


def first_free_row(sheet: Sheet) -> int:
    """Return the row below a sheet's notes."""
    return 1 + max(cell.row for cell in sheet.cells if cell.look in {Look.SUBTITLE, Look.NOTE})


def fitted(column: Column[Any], values: Sequence[Value]) -> float:
    """Return the width of a column in characters: its own, or what its heading and values take."""
    if column.width is not None:
        return column.width
    longest_word = max(map(len, column.label.split()), default=0)
    heading = max(longest_word, len(column.label) / 2) + FILTER_BUTTON
    if column.kind in FIXED:
        return max(FIXED[column.kind], heading)
    if column.kind in AMOUNTS:
        largest = values_of(values, column.kind).told.largest
        return max(LEAST_MONEY, heading, len(f"{largest:,.2f}") + AIR)
    return min(WIDEST, max(heading, longest(values) + AIR))


def total(table: Table[Any], key: str) -> Decimal:
    """Return the sum of an amount column."""
    column = table.columns[table.position(key) - table.column]
    return values_of(table.taken(column), column.kind).total()


def _totals(table: Table[Item], row: int, labels: Labels) -> list[Cell]:
    """Return sums that follow the filters, above the headings so that a longer list never meets them."""
    cells = [Cell(row, table.column, labels.text("Total of the rows shown"), Look.TOTAL)]
    for column in table.columns:
        if column.total:
            formula = Formula(f"=SUBTOTAL(109,{table.reference(column.key)})", total(table, column.key))
            cells.append(Cell(row, table.position(column.key), formula, Look.TOTAL, Kind.MONEY))
    return cells


def _must_fit(table: Table[Any], sheet: str) -> None:
    if table.last_row > LAST_ROW:
        raise WorkbookError(
            msg("A sheet holds {most} rows; {rows} do not fit", most=LAST_ROW + 1, rows=len(table.items)),
            where=sheet,
            fix=msg("review the companies of the group in parts, each from its own folder of extracts"),
        )
