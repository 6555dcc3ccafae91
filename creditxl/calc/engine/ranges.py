"""A rectangle of cells, as xlwings sees it. Formats stand in `formats`, contents in `cells`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from xlwings import NoSuchObjectError, base_classes

from creditxl.calc import unoapi
from creditxl.calc.engine import addresses, cells
from creditxl.calc.engine.addresses import Area
from creditxl.calc.engine.arrays import ArrayFormulas
from creditxl.calc.engine.formats import Formats
from creditxl.calc.engine.mirror import Mirror
from creditxl.calc.engine.moving import Moving
from creditxl.calc.engine.numberformats import area_of
from creditxl.calc.engine.shifting import shifted
from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.calc.engine.names import Name
    from creditxl.calc.engine.sheets import Sheet
    from creditxl.calc.engine.tables import Table
    from creditxl.calc.engine.values import Raw

# com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA; the rest are notes, styles and hard attributes
_CONTENTS: Final = 1 | 2 | 4 | 16
_FORMATS: Final = 32 | 64
_NOTES: Final = 8
_DIRECTIONS: Final = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


class Range(ArrayFormulas, Formats, Moving, Mirror, base_classes.Range):
    """Cells of one sheet. Values go in and out in one UNO call, whatever their number."""

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self.sheet = sheet
        self.area = addresses.check(area)
        self.options: dict[str, object] | None = None  # set by xlwings on each use

    @property
    def api(self) -> unoapi.UnoObject:
        """Return LibreOffice's own object, or None where the range holds no cell."""
        return cells.uno_range(self.sheet.api, self.area) if self.area else None

    @property
    def coords(self) -> tuple[int, int, int, int]:
        return self.area.row, self.area.column, self.area.rows, self.area.columns

    def __len__(self) -> int:
        return self.area.rows * self.area.columns

    @property
    def row(self) -> int:
        return self.area.row

    @property
    def column(self) -> int:
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.rows, self.area.columns

    @property
    def max_cells_per_read(self) -> None:
        """No bound: LibreOffice takes any range in one call."""

    @property
    def max_cells_per_write(self) -> None:
        """No bound: LibreOffice takes any range in one call."""

    def __call__(self, *position: int) -> Range:
        """Return one cell, by its place along the rows or by row and column, both from 1; it may lie outside."""
        if len(position) == 1:
            row, column = divmod(position[0] - 1, self.area.columns)
        else:
            row, column = position[0] - 1, position[1] - 1
        return Range(self.sheet, Area(self.area.row + row, self.area.column + column, 1, 1))

    # Contents

    @property
    def raw_value(self) -> Raw | list[list[Raw]]:
        """The values: of one cell itself, else a list of rows. Errors say which they are under `err_to_str` alone."""
        if not self.area:
            return None
        rows = cells.read(self.sheet.document, self.api, name_errors=bool((self.options or {}).get("err_to_str")))
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        """Write one value into every cell, or a list of rows of the range's shape; see `values.entry`."""
        if not self.area:
            return
        if value in (None, "") and not isinstance(value, list | tuple):
            self.clear_contents()
            return
        rows = self._rows(value)
        with self.changing():
            cells.write(self.sheet.document, self.api, rows, table=self._table_name(rows))

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...] | None:
        """The formulas in Excel's grammar; constants as text."""
        if not self.area:
            return None
        rows = cells.read_formulas(self.api)
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, value: object) -> None:
        self.raw_value = value

    def clear_contents(self) -> None:
        with self.changing(formats=True):
            self.api.clearContents(_CONTENTS)

    def clear_formats(self) -> None:
        with self.changing(formats=True):
            self.api.clearContents(_FORMATS)

    def clear(self) -> None:
        with self.changing(formats=True):
            self.api.clearContents(_CONTENTS | _FORMATS | _NOTES)

    def _rows(self, value: object) -> list[list[object]]:
        if not isinstance(value, list | tuple):
            return [
                [self._filled(value, row, column) for column in range(self.area.columns)]
                for row in range(self.area.rows)
            ]
        rows = [list(line) for line in value] if value and isinstance(value[0], list | tuple) else [list(value)]
        shape = len(rows), len(rows[0])
        if shape != self.shape or any(len(line) != shape[1] for line in rows):
            raise WorkbookError(
                msg(
                    "{rows} × {columns} values do not fit into {address}",
                    rows=shape[0],
                    columns=shape[1],
                    address=self.address,
                ),
                where=self.sheet.name,
                fix=msg("write as many rows and columns as the range has"),
            )
        return rows

    @staticmethod
    def _filled(value: object, row: int, column: int) -> object:
        """Return the value for one cell of a filled range: a formula's relative references move along."""
        return shifted(value, row, column) if isinstance(value, str) and value.startswith("=") else value

    def _table_name(self, rows: list[list[object]]) -> str | None:
        """Return the table that the range stands in, if a formula leaves its table's name out (`[@Sales]`)."""
        if not any(
            isinstance(value, str) and value.startswith("=") and "[" in value for line in rows for value in line
        ):
            return None
        return self.table.name if self.table else None

    @contextmanager
    def changing(self, *, formats: bool = False) -> Iterator[None]:
        """Say what LibreOffice leaves unsaid when it refuses a change; a format's change it ignores without a word."""
        locked = bool(self.sheet.api.isProtected())
        if formats and (locked or self.sheet.document.isReadonly()):
            raise self._refused(locked=locked)
        try:
            yield
        except unoapi.failure("com.sun.star.uno.RuntimeException") as error:
            raise self._refused(locked=locked) from error

    def _refused(self, *, locked: bool) -> WorkbookError:
        if self.sheet.document.isReadonly():
            fact, fix = msg("the workbook is open for reading alone"), msg("open it without read_only")
        elif locked:
            fact, fix = msg("the sheet is protected"), msg("take the protection off first")
        else:
            fact = msg("LibreOffice refused to change the cells")
            fix = msg("do not write into a part of an array formula or of merged cells")
        return WorkbookError(fact, where=addresses.sheet_prefix(self.sheet.name) + self.address, fix=fix)

    # Where it is

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:  # noqa: FBT001 - xlwings calls it so
        """Return the address; `external` puts `[Book.xlsx]Sheet1!` before it."""
        own = addresses.text(self.area, row_absolute=row_absolute, column_absolute=col_absolute)
        return addresses.sheet_prefix(self.sheet.name, self.sheet.book.name) + own if external else own

    @property
    def address(self) -> str:
        return addresses.text(self.area)

    def end(self, direction: str) -> Range:
        """Return the cell that Ctrl and an arrow key lead to: the end of a block of filled cells, or the next one."""
        down, right = _DIRECTIONS[direction]
        used = self.sheet.used_area
        ahead = self._strip(down, right, used)
        filled = [text != "" for text in ahead]
        steps = _steps(filled)
        if steps is None:  # nothing more that way: the edge of the sheet
            edge = {1: (addresses.MAX_ROWS, addresses.MAX_COLUMNS), -1: (1, 1)}[down or right]
            return Range(self.sheet, Area(edge[0] if down else self.row, edge[1] if right else self.column, 1, 1))
        return Range(self.sheet, Area(self.row + down * steps, self.column + right * steps, 1, 1))

    def _strip(self, down: int, right: int, used: Area) -> list[str]:
        """Return what stands in the cells from this one to the end of the used area, nearest first."""
        last_row = max(used.last_row, self.row) if down > 0 else 1 if down else self.row
        last_column = max(used.last_column, self.column) if right > 0 else 1 if right else self.column
        strip = addresses.joined(Area(self.row, self.column, 1, 1), Area(last_row, last_column, 1, 1))
        lines = cells.uno_range(self.sheet.api, strip).getFormulaArray()
        texts = [text for line in lines for text in line]
        return texts if down + right > 0 else texts[::-1]

    @property
    def current_region(self) -> Range:
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return Range(self.sheet, area_of(cursor.RangeAddress))

    @property
    def table(self) -> Table | None:
        for table in self.sheet.tables:
            area = table.range.area
            if area.row <= self.row <= area.last_row and area.column <= self.column <= area.last_column:
                return table
        return None

    @property
    def name(self) -> Name | None:
        """The defined name of exactly these cells, if there is one."""
        for name in self.sheet.book.names:
            try:
                area = name.refers_to_range
            except NoSuchObjectError:
                continue
            if area.sheet.name == self.sheet.name and area.area == self.area:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        prefix = addresses.sheet_prefix(self.sheet.name)
        self.sheet.book.names.add(value, f"={prefix}{self.address}")

    def select(self) -> None:
        self.sheet.activate()
        self.sheet.document.CurrentController.select(self.api)


def _steps(filled: list[bool]) -> int | None:
    """Return how far Ctrl and an arrow key go, or None to the edge; `filled` begins with the cell itself."""
    if len(filled) > 1 and filled[0] and filled[1]:
        return (filled.index(False) if False in filled else len(filled)) - 1
    return filled.index(True, 1) if True in filled[1:] else None
