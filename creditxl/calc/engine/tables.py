"""Excel tables, which LibreOffice keeps as database ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from creditxl.calc import unoapi
from creditxl.calc.engine.addresses import Area
from creditxl.calc.engine.mirror import Mirror, member_of
from creditxl.calc.engine.numberformats import area_of
from creditxl.calc.failures import MissingInCalcError
from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings as xw

    from creditxl.calc.engine.ranges import Range
    from creditxl.calc.engine.sheets import Sheet


def address_struct(sheet: Sheet, area: Area) -> unoapi.UnoObject:
    return unoapi.struct(
        "com.sun.star.table.CellRangeAddress",
        Sheet=sheet.index - 1,
        StartRow=area.row - 1,
        StartColumn=area.column - 1,
        EndRow=area.last_row - 1,
        EndColumn=area.last_column - 1,
    )


class Tables(Mirror, base_classes.Tables):
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def api(self) -> unoapi.UnoObject:
        return self.sheet.document.DatabaseRanges

    def __iter__(self) -> Iterator[Table]:
        ranges, index = self.api, self.sheet.index - 1
        for name in ranges.ElementNames:
            found = ranges.getByName(name)
            if found.IsUserDefined and found.DataArea.Sheet == index:
                yield Table(self.sheet, str(name))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: str) -> bool:
        return any(table.name.casefold() == name.casefold() for table in self)

    def __call__(self, name_or_index: str | int) -> Table:
        tables = list(self)
        if isinstance(name_or_index, int):
            return tables[name_or_index - 1]
        for table in tables:
            if table.name.casefold() == name_or_index.casefold():
                return table
        raise KeyError(name_or_index)

    def add(  # noqa: PLR0913, PLR0917 - xlwings' signature
        self,
        source_type: str | None = None,
        source: xw.Range | None = None,
        link_source: str | None = None,
        has_headers: bool = True,  # noqa: FBT001, FBT002 - xlwings' signature
        destination: xw.Range | None = None,
        table_style_name: str | None = None,  # noqa: ARG002 - Calc 7.4 has no table styles
        name: str | None = None,
    ) -> Table:
        """Make a table of a range. Styles are left out: Calc has none."""
        if source is None or source_type or link_source or destination:
            raise WorkbookError(
                msg("a table is made of a range of cells alone"),
                where="Tables.add",
                fix=msg("give the range as source, and leave source_type, link_source and destination out"),
            )
        chosen = name or self._free_name()
        self.api.addNewByName(chosen, address_struct(self.sheet, source.impl.area))
        self.api.getByName(chosen).ContainsHeader = has_headers
        return Table(self.sheet, chosen)

    def _free_name(self) -> str:
        taken = {str(name).casefold() for name in self.api.ElementNames}
        return next(name for number in range(1, len(taken) + 2) if (name := f"Table{number}").casefold() not in taken)


class Table(Mirror, base_classes.Table):
    def __init__(self, sheet: Sheet, name: str) -> None:
        self.sheet = sheet
        self._name = name

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def api(self) -> unoapi.UnoObject:
        return self.sheet.document.DatabaseRanges.getByName(self._name)

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)
        self._name = value

    @property
    def display_name(self) -> str:
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def range(self) -> Range:
        return self.sheet.range_of(area_of(self.api.DataArea))

    @property
    def show_headers(self) -> bool:
        return bool(self.api.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        self.api.ContainsHeader = bool(value)

    @property
    def show_totals(self) -> bool:
        return bool(self.api.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:  # noqa: ARG002 - refused whatever it is
        """Excel would add or delete a row here, which Calc does not do."""
        raise MissingInCalcError(member_of(self, "show_totals", "setting "))

    @property
    def show_autofilter(self) -> bool:
        return bool(self.api.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.api.AutoFilter = bool(value)

    @property
    def header_row_range(self) -> Range | None:
        area = self.range.area
        return self.sheet.range_of(Area(area.row, area.column, 1, area.columns)) if self.show_headers else None

    @property
    def totals_row_range(self) -> Range | None:
        area = self.range.area
        return self.sheet.range_of(Area(area.last_row, area.column, 1, area.columns)) if self.show_totals else None

    @property
    def data_body_range(self) -> Range | None:
        """The rows between headings and totals; None where there are none."""
        area = self.range.area
        above, below = int(self.show_headers), int(self.show_totals)
        rows = area.rows - above - below
        return self.sheet.range_of(Area(area.row + above, area.column, rows, area.columns)) if rows > 0 else None

    @property
    def insert_row_range(self) -> None:
        """Calc keeps no row for new entries."""

    @property
    def columns(self) -> TableColumns:
        return TableColumns(self)

    def resize(self, range: xw.Range) -> None:  # noqa: A002 - xlwings' signature
        """Make the table cover another range, which begins with the same row of headings."""
        area, now = range.impl.area, self.range.area
        if area.row != now.row or range.impl.sheet.name != self.sheet.name:
            raise WorkbookError(
                msg("the table {table} cannot move to {address}", table=self.name, address=range.impl.address),
                where=self.sheet.name,
                fix=msg("give a range that begins in row {row} of the same sheet", row=now.row),
            )
        self.api.setDataArea(address_struct(self.sheet, area))


class TableColumns(Mirror, base_classes.TableColumns):
    """A table's columns by heading or place."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def parent(self) -> Table:
        return self.table

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self.table, place) for place in range(1, len(self) + 1))

    def __len__(self) -> int:
        return self.table.range.area.columns

    def __contains__(self, name: str) -> bool:
        return any(column.name == name for column in self)

    def __call__(self, name_or_index: str | int) -> TableColumn:
        columns = list(self)
        if isinstance(name_or_index, int):
            return columns[name_or_index - 1]
        for column in columns:
            if column.name.casefold() == name_or_index.casefold():
                return column
        raise KeyError(name_or_index)


class TableColumn(Mirror, base_classes.TableColumn):
    def __init__(self, table: Table, index: int) -> None:
        self.table = table
        self._index = index

    @property
    def index(self) -> int:
        return self._index

    @property
    def name(self) -> str:
        """The heading; without headings `Column1`, `Column2` and so on, as in Excel."""
        header = self.table.header_row_range
        return f"Column{self._index}" if header is None else str(header(1, self._index).raw_value or "")

    @property
    def range(self) -> Range:
        return self._of(self.table.range)

    @property
    def data_body_range(self) -> Range | None:
        body = self.table.data_body_range
        return None if body is None else self._of(body)

    def _of(self, whole: Range) -> Range:
        area = whole.area
        return self.table.sheet.range_of(Area(area.row, area.column + self._index - 1, area.rows, 1))
