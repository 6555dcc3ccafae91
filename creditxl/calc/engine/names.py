"""Defined names, of a workbook or of one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlwings import NoSuchObjectError, base_classes

from creditxl.calc import unoapi
from creditxl.calc.engine.addresses import sheet_prefix, split_sheet
from creditxl.calc.engine.formulas import to_calc, to_excel
from creditxl.calc.engine.mirror import Mirror

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.calc.engine.books import Book
    from creditxl.calc.engine.ranges import Range
    from creditxl.calc.engine.sheets import Sheet

_PLAIN: Final = 0  # com.sun.star.sheet.NamedRangeFlag: no filter, print area or heading


class Names(Mirror, base_classes.Names):
    """The names of a workbook with those of its sheets, or of one sheet alone."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> unoapi.UnoObject:
        owner = self.book.api if self.sheet is None else self.sheet.api
        return owner.NamedRanges

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self]

    def __iter__(self) -> Iterator[Name]:
        if self.sheet is None:
            yield from (Name(self.book, None, str(name)) for name in self.api.ElementNames)
        for sheet in self.book.sheets if self.sheet is None else [self.sheet]:
            yield from (Name(self.book, sheet, str(name)) for name in sheet.api.NamedRanges.ElementNames)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def contains(self, name_or_index: str | int) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return self._find(name_or_index) is not None

    def __call__(self, name_or_index: str | int) -> Name:
        if isinstance(name_or_index, int):
            return list(self)[name_or_index - 1]
        found = self._find(name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def _find(self, name: str) -> Name | None:
        sought = name.casefold()
        for known in self:
            if sought == known.name.casefold() or (self.sheet is not None and sought == known.local_name.casefold()):
                return known
        return None

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name; `Sheet1!name` belongs to that sheet. One of the same name is replaced, as in Excel."""
        sheet_name, local = split_sheet(name)
        sheet = self.sheet if sheet_name is None else self.book.sheets(sheet_name)
        made = Name(self.book, sheet, local)
        if made.api_owner.hasByName(local):
            made.api_owner.removeByName(local)
        content = to_calc(refers_to).removeprefix("=")
        made.api_owner.addNewByName(local, content, unoapi.struct("com.sun.star.table.CellAddress"), _PLAIN)
        return made


class Name(Mirror, base_classes.Name):
    def __init__(self, book: Book, sheet: Sheet | None, local_name: str) -> None:
        self.book = book
        self.sheet = sheet
        self.local_name = local_name

    @property
    def api_owner(self) -> unoapi.UnoObject:
        owner = self.book.api if self.sheet is None else self.sheet.api
        return owner.NamedRanges

    @property
    def api(self) -> unoapi.UnoObject:
        return self.api_owner.getByName(self.local_name)

    @property
    def name(self) -> str:
        return self.local_name if self.sheet is None else sheet_prefix(self.sheet.name) + self.local_name

    @name.setter
    def name(self, value: str) -> None:
        local = split_sheet(value)[1]
        self.api.setName(local)
        self.local_name = local

    @property
    def refers_to(self) -> str:
        return to_excel("=" + str(self.api.Content))

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(to_calc(value).removeprefix("="))

    @property
    def refers_to_range(self) -> Range:
        """The cells that the name stands for.

        Raises:
            NoSuchObjectError: It stands for a constant or a formula.
        """
        cells = self.api.getReferredCells()
        if cells is None:
            message = f"the name {self.name} is {self.refers_to} and not a range"
            raise NoSuchObjectError(message)
        return self.book.range_at(cells.RangeAddress)

    def delete(self) -> None:
        self.api_owner.removeByName(self.local_name)
