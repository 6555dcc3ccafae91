"""Sheets of a workbook."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from xlwings import base_classes

from creditxl.calc import unoapi
from creditxl.calc.engine import addresses
from creditxl.calc.engine.addresses import MAX_COLUMNS, MAX_ROWS, Area
from creditxl.calc.engine.mirror import Mirror
from creditxl.calc.engine.names import Names
from creditxl.calc.engine.numberformats import area_of
from creditxl.calc.engine.ranges import Range
from creditxl.calc.engine.shapes import Shapes
from creditxl.calc.engine.tables import Tables
from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.calc.engine.books import Book

Corner = str | tuple[int, ...] | Range


class Sheets(Mirror, base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> unoapi.UnoObject:
        return self.book.api.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.api.CurrentController.ActiveSheet)

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(self):
                raise IndexError(name_or_index)
            return Sheet(self.book, self.api.getByIndex(name_or_index - 1))
        for name in self.api.ElementNames:
            if name.casefold() == name_or_index.casefold():
                return Sheet(self.book, self.api.getByName(name))
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (self(place) for place in range(1, len(self) + 1))

    def __contains__(self, name: str) -> bool:
        return any(sheet.name.casefold() == name.casefold() for sheet in self)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Add a sheet, before the active one unless told otherwise, and show it."""
        place = after.index if after else (before or self.active).index - 1
        chosen = name or self._free_name()
        self.api.insertNewByName(chosen, place)
        made = self(chosen)
        made.activate()
        return made

    def _free_name(self) -> str:
        return next(name for number in range(1, len(self) + 2) if (name := f"Sheet{number}") not in self)


class Sheet(Mirror, base_classes.Sheet):
    def __init__(self, book: Book, sheet: unoapi.UnoObject) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> unoapi.UnoObject:
        """Return LibreOffice's own object.

        It shrinks and shifts like any range when cells are inserted or deleted at the sheet's edge, and counts
        positions from where it begins: then it is fetched anew.
        """
        address = self._sheet.RangeAddress
        if area_of(address) != Area(1, 1, MAX_ROWS, MAX_COLUMNS):
            self._sheet = self.book.api.Sheets.getByIndex(address.Sheet)
        return self._sheet

    @property
    def book(self) -> Book:
        return self._book

    @property
    def document(self) -> unoapi.UnoObject:
        return self.book.api

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)

    @property
    def index(self) -> int:
        return int(self._sheet.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        return bool(self.api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.api.IsVisible = bool(value)

    @property
    def protected(self) -> bool:
        """Whether the sheet is protected; xlwings has no word for it, so macros ask `sheet.impl`."""
        return bool(self.api.isProtected())

    def protect(self, password: str = "") -> None:
        self.api.protect(password)

    def unprotect(self, password: str = "") -> None:
        """Take the protection off.

        Raises:
            WorkbookError: The password is another.
        """
        try:
            self.api.unprotect(password)
        except unoapi.failure("com.sun.star.lang.IllegalArgumentException") as error:
            raise WorkbookError(
                msg("the password does not take the protection off"),
                where=self.name,
                fix=msg("give the password that the sheet was protected with"),
            ) from error

    @property
    def names(self) -> Names:
        return Names(self.book, self)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def shapes(self) -> Shapes:
        return Shapes(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    # Cells

    @property
    def cells(self) -> Range:
        return Range(self, Area(1, 1, MAX_ROWS, MAX_COLUMNS))

    @property
    def used_area(self) -> Area:
        """The area from the first used cell to the last; A1 on an empty sheet."""
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)  # noqa: FBT003 - UNO takes no keywords
        cursor.gotoEndOfUsedArea(True)  # noqa: FBT003 - UNO takes no keywords
        return area_of(cursor.RangeAddress)

    @property
    def used_range(self) -> Range:
        return Range(self, self.used_area)

    def range_of(self, area: Area) -> Range:
        return Range(self, area)

    def range(self, arg1: Corner, arg2: Corner | None = None) -> Range:
        """Return a range by address, name, table (`tbl`, `tbl[Sales]`), position, or two corners of these."""
        first = self._corner(arg1)
        if arg2 is None:
            return first
        return Range(self, addresses.joined(first.area, self._corner(arg2).area))

    def _corner(self, corner: Corner) -> Range:
        if isinstance(corner, Range):
            return corner
        if isinstance(corner, str):
            area = addresses.parse(corner)
            return Range(self, area) if area else self._named(corner)
        row, column, *size = corner
        rows, columns = size or (1, 1)
        return Range(self, Area(row, column, rows, columns))

    def _named(self, reference: str) -> Range:
        sheet_name, rest = addresses.split_sheet(reference)
        area = addresses.parse(rest)
        if sheet_name is not None and area and sheet_name in self.book.sheets:
            return Range(self.book.sheets(sheet_name), area)
        for names in (self.names, self.book.names):
            if names.contains(reference):
                return names(reference).refers_to_range
        table, _, column = reference.partition("[")
        return self._of_table(table, column.removesuffix("]"), reference)

    def _of_table(self, name: str, column: str, reference: str) -> Range:
        for sheet in self.book.sheets:
            if name in sheet.tables:
                table = sheet.tables(name)
                found = {"#all": table.range, "#headers": table.header_row_range, "": table.data_body_range}
                area = found[column.casefold()] if column.casefold() in found else table.columns(column).data_body_range
                if area is not None:
                    return area
        raise WorkbookError(
            msg("{reference} is no address, name or table of this workbook", reference=reference),
            where=self.name,
            fix=msg("write an address such as A1:B2, or define the name"),
        )

    # The sheet as a whole

    def activate(self) -> None:
        self.book.api.CurrentController.setActiveSheet(self.api)

    def select(self) -> None:
        self.activate()

    @contextmanager
    def shown(self) -> Iterator[unoapi.UnoObject]:
        """Show the sheet for as long as its view is changed, and give its book's controller."""
        controller = self.book.api.CurrentController
        before = controller.ActiveSheet
        controller.setActiveSheet(self.api)
        try:
            yield controller
        finally:
            controller.setActiveSheet(before)

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        self.used_range.clear_formats()

    def clear(self) -> None:
        self.used_range.clear()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        if len(self.book.sheets) == 1:
            raise WorkbookError(
                msg("a workbook keeps one sheet at least"),
                where=self.name,
                fix=msg("add a sheet before this one is deleted"),
            )
        sheets, name = self.book.api.Sheets, self.name
        # Deleting one of the later sheets, LibreOffice 7.4 drops the tables of the sheet before it; the first has none.
        sheets.moveByName(name, 0)
        sheets.removeByName(name)

    def copy(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        """Copy the sheet within its workbook."""
        target = before or after
        if target is None or target.book.name != self.book.name:
            raise WorkbookError(
                msg("Calc copies a sheet within its own workbook alone"),
                where=self.name,
                fix=msg("name a sheet of the same workbook as before or after"),
            )
        sheets = self.book.sheets
        copies = (f"{self.name} ({number})" for number in range(2, len(sheets) + 3))
        name = next(name for name in copies if name not in sheets)
        self.book.api.Sheets.copyByName(self.name, name, target.index if after else target.index - 1)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        place = before.index - 1 if before else after.index if after else self.index
        self.book.api.Sheets.moveByName(self.name, place)


class FreezePanes(Mirror, base_classes.FreezePanes):
    """Rows and columns that stay in sight."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Keep the rows and columns of this address in sight: `1:2`, `A:A`, or both of `A1:B2`."""
        area = self.sheet.range(frozen_range).area
        rows = 0 if area.rows == MAX_ROWS else area.last_row
        columns = 0 if area.columns == MAX_COLUMNS else area.last_column
        with self.sheet.shown() as controller:
            controller.freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:
        with self.sheet.shown() as controller:
            controller.freezeAtPosition(0, 0)
