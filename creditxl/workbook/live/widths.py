"""Columns as wide as their amounts: too narrow a one shows #### in place of a figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from creditxl.workbook.build import AMOUNTS
from creditxl.workbook.cells import plain

if TYPE_CHECKING:
    import xlwings as xw

    from creditxl.workbook.layout import Column, Sheet, Table

AIR = 2  # characters beside the largest amount: its indent


def widen(tab: xw.Sheet, sheet: Sheet) -> None:
    """Widen the columns of amounts that are too narrow; those that people made wider, or folded away, stay."""
    for table in sheet.tables:
        for place, column in enumerate(table.columns, table.column):
            if table.is_list and column.kind in AMOUNTS:
                cell = tab.range((table.row + 1, place + 1))
                now, needed = cell.column_width, _needed(table, column)
                if now and now < needed and not cell.columns.hidden:
                    cell.column_width = needed


def _needed(table: Table[Any], column: Column[Any]) -> float:
    shown = (plain(value, column.kind) for value in table.taken(column))
    longest = max((len(f"{amount:,.2f}") for amount in shown if isinstance(amount, int | Decimal)), default=0)
    return longest + AIR
