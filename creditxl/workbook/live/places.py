"""Where lists and grids stand in an open workbook: found by their tables and names, whatever the tabs are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.workbook import state
from creditxl.workbook.live.busy import is_busy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlwings as xw

    from creditxl.workbook.layout import Sheet, Table


class Place(Struct, frozen=True):
    """Where a list or a grid stands, headings included; rows and columns count from 0.

    Args:
        name: Of the Excel table, or the defined name of a grid.
        looks: Of each column, what says which columns look alike; empty where columns never vary.
        headings: Of each column of a list.
    """

    name: str
    row: int
    column: int
    rows: int
    columns: int
    is_list: bool
    looks: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The row after its last."""
        return self.row + self.rows


class Live:
    """An open workbook as the program looks at it: its sheets by lists and grids, and what was last written.

    Args:
        facts: What the hidden sheet says, by name.
        tables: Every Excel table by its name.
        columns: Of each list as last written: key, heading, kind, role, folded.
        looks: Of each list's columns as they stand now, from the left.
    """

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self.facts = dict(facts_of(book))
        self.columns = dict(state.read_state(self.facts.items(), book.name).columns)
        self.looks = {name: list(looks_of(columns)) for name, columns in self.columns.items()}
        self.tables: dict[str, xw.main.Table] = {table.name: table for sheet in book.sheets for table in sheet.tables}

    def table(self, name: str) -> xw.main.Table:
        return self.tables[name]

    def written(self, name: str) -> tuple[int, int]:
        """Return the row of a list's headings, and how many rows it had below, as last written; else as it stands."""
        kept = self.facts.get(f"{state.PLACE}{name}")
        if kept is None:
            area = self.tables[name].range
            return area.row - 1, area.shape[0] - 1
        row, rows = map(int, kept.split())
        return row, rows

    def places(self, sheet: Sheet) -> list[Place]:
        """Return where the lists and grids of a layout's sheet stand now, in their order there."""
        return [self.place(table.name, is_list=table.is_list) for table in by_row(sheet)]

    def sheet_of(self, sheet: Sheet) -> xw.Sheet | None:
        """Return the sheet that a layout's sheet stands for; None where there is none."""
        for table in sheet.tables:
            area = self.area(table.name, is_list=table.is_list)
            if area is not None:
                return area.sheet
        if sheet.tables:
            return None
        return next((found for found in self.book.sheets if found.name == sheet.name), None)

    def area(self, name: str, *, is_list: bool) -> xw.Range | None:
        """Return the cells of a list or a grid; None where it is gone."""
        if is_list:
            return self.tables[name].range if name in self.tables else None
        if not self.book.names.contains(name):
            return None
        try:
            return self.book.names[name].refers_to_range
        except Exception as error:  # its cells were deleted, which Excel and LibreOffice each say in their own way
            if is_busy(error):
                raise
            return None

    def place(self, name: str, *, is_list: bool) -> Place:
        """Return where a list or a grid stands now."""
        area = self.area(name, is_list=is_list)
        if area is None:
            raise gone(name, self.book.name)
        rows, columns = area.shape
        looks = tuple(self.looks.get(name, ())) if is_list else ()
        return Place(name, area.row - 1, area.column - 1, rows, columns, is_list, looks)


def by_row(sheet: Sheet) -> list[Table[Any]]:
    """Return a sheet's lists and grids from top to bottom."""
    return sorted(sheet.tables, key=lambda table: table.row)


def facts_of(book: xw.Book) -> Iterator[tuple[str, str]]:
    """Yield what the program keeps for itself in a workbook: names and values."""
    if state.SHEET not in [sheet.name for sheet in book.sheets]:
        raise WorkbookError(
            msg("the workbook lacks the hidden sheet {sheet}, by which a refresh finds its way", sheet=state.SHEET),
            where=book.name,
            fix=msg("make the workbook anew with creditxl upgrade, which keeps what people typed"),
        )
    rows = book.sheets[state.SHEET].used_range.options(ndim=2).value
    for name, value, *_ in rows:
        if name:
            yield str(name), str(value or "")


def looks_of(columns: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Yield the look of each of a list's columns as they are kept."""
    for key, _, kind, role, folded in columns:
        yield look(str(key), str(kind), str(role), folded=bool(folded))


def look(key: str, kind: str, role: str, *, folded: bool) -> str:
    """Return what says which columns look alike: months of one figure do."""
    family = "".join("#" if letter.isdigit() else letter for letter in key)
    return f"{family} {kind} {role} {'folded' if folded else 'open'}"


def wanted(table: Table[Any]) -> Place:
    """Return where a table of a layout is to stand."""
    looks = tuple(look(one.key, one.kind, one.role, folded=one.folded) for one in table.columns)
    headings = tuple(one.label for one in table.columns)
    rows = table.last_row - table.row + 1
    known = (looks, headings) if table.is_list else ((), ())
    return Place(table.name, table.row, table.column, rows, len(table.columns), table.is_list, *known)


def gone(name: str, where: str) -> WorkbookError:
    return WorkbookError(
        msg("{table} is not in the workbook: its sheet was deleted, or the table or name was renamed", table=name),
        where=where,
        fix=msg("undo that, or make the workbook anew with creditxl upgrade, which keeps what people typed"),
    )
