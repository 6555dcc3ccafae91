"""What moves cells about: insert, delete, copy, merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.calc import unoapi
from creditxl.calc.engine.addresses import Area
from creditxl.calc.engine.cells import uno_range
from creditxl.calc.engine.numberformats import area_of
from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import xlwings as xw

    from creditxl.calc.engine.sheets import Sheet


class Moving:
    """Members of a range that shift, copy or join its cells."""

    if TYPE_CHECKING:
        sheet: Sheet
        area: Area

        @property
        def api(self) -> unoapi.UnoObject: ...

        def changing(self, *, formats: bool = False) -> AbstractContextManager[None]: ...

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:  # noqa: ARG002 - as xlwings
        """Push the cells down or to the right; without `shift`, whichever moves fewer. Formats come from before."""
        mode = {"down": "DOWN", "right": "RIGHT", None: "DOWN" if self.area.columns >= self.area.rows else "RIGHT"}[
            shift
        ]
        with self.changing(formats=True):
            self.sheet.api.insertCells(self.api.RangeAddress, unoapi.enum("com.sun.star.sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        """Take the cells out and close the gap from below or from the right."""
        mode = {"up": "UP", "left": "LEFT", None: "UP" if self.area.columns >= self.area.rows else "LEFT"}[shift]
        with self.changing(formats=True):
            self.sheet.api.removeRange(self.api.RangeAddress, unoapi.enum("com.sun.star.sheet.CellDeleteMode", mode))

    def copy(self, destination: xw.Range | None = None) -> None:
        """Copy contents and formats to the cells that begin at `destination`, a range of the same workbook."""
        if destination is None:
            raise WorkbookError(
                msg("there is no clipboard to copy to"),
                where="Range.copy",
                fix=msg("name the destination: Range.copy(destination)"),
            )
        target = destination.impl
        with target.changing(formats=True):
            self.sheet.api.copyRange(target.api.getCellByPosition(0, 0).CellAddress, self.api.RangeAddress)

    def move(self, destination: xw.Range) -> None:
        target = destination.impl
        with self.changing(formats=True), target.changing(formats=True):
            self.sheet.api.moveRange(target.api.getCellByPosition(0, 0).CellAddress, self.api.RangeAddress)

    def merge(self, across: bool = False) -> None:  # noqa: FBT001, FBT002 - xlwings' signature
        lines = range(self.area.rows) if across else range(1)
        height = 1 if across else self.area.rows
        with self.changing(formats=True):
            for line in lines:
                area = Area(self.area.row + line, self.area.column, height, self.area.columns)
                uno_range(self.sheet.api, area).merge(True)  # noqa: FBT003 - UNO takes no keywords

    def unmerge(self) -> None:
        with self.changing(formats=True):
            self.merge_area.api.merge(False)  # noqa: FBT003 - UNO takes no keywords

    @property
    def merge_cells(self) -> bool:
        """Whether the range holds merged cells."""
        return bool(self.merge_area.api.IsMerged)

    @property
    def merge_area(self) -> Moving:
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToMergedArea()
        return type(self)(self.sheet, area_of(cursor.RangeAddress))  # type: ignore[call-arg] # Range's own constructor
