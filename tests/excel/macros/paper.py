"""A workbook read from its file as if it were open, without a spreadsheet program: what a macro reads and notes."""

from __future__ import annotations

import warnings
from types import SimpleNamespace
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.utils import range_boundaries

if TYPE_CHECKING:
    from pathlib import Path


class Cells:
    def __init__(self, paper, left, top, right, bottom):
        self.paper, self.row, self.column = paper, top, left
        self.last_cell = SimpleNamespace(row=bottom, column=right)

    def __getitem__(self, place):
        row, column = place
        return self.paper.cell(self.row + row, self.column + column)

    def options(self, **options):
        rows = self.paper.iter_rows(self.row, self.last_cell.row, self.column, self.last_cell.column, values_only=True)
        found = [list(row) for row in rows]
        return SimpleNamespace(value=found[0] if options.get("ndim") == 1 else found)


class Table:
    def __init__(self, paper, found):
        left, top, right, bottom = range_boundaries(found.ref)
        self.name = found.displayName
        self.range = Cells(paper, left, top, right, bottom)
        self.header_row_range = Cells(paper, left, top, right, top)


class Sheet:
    def __init__(self, paper):
        self.paper, self.name = paper, paper.title
        self.used_range = Cells(paper, 1, 1, paper.max_column, paper.max_row)
        self.tables = [Table(paper, found) for found in paper.tables.values()]

    def range(self, first, last):
        return Cells(self.paper, first[1], first[0], last[1], last[0])


class Sheets(list):
    def __getitem__(self, name):
        return next(sheet for sheet in self if sheet.name == name)


class Book:
    """A workbook, and the program that it alone is open in."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        with warnings.catch_warnings(action="ignore"):  # openpyxl passes over what is new in the format
            found = openpyxl.load_workbook(path, data_only=True)
        self.sheets = Sheets(map(Sheet, found.worksheets))
        self.app = SimpleNamespace(books=[self])
