"""Bringing every list and grid of an open workbook to its place and size, and its headings to what they should say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.workbook.layout import Look
from creditxl.workbook.live.contents import safe
from creditxl.workbook.live.fitting import fit_columns, fit_rows
from creditxl.workbook.live.places import Place, wanted
from creditxl.workbook.styles import LOOKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings as xw

    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.live.places import Live


class Arrangement(Struct, frozen=True):
    """How a sheet is to stand.

    Args:
        places: Its lists and grids, from top to bottom.
        gaps: For each, the row at which what stands above it grows or shrinks.
        notes: Cells of the rows that may come there: row and column.
        widths: Of the columns, in characters; None where they are not known.
    """

    places: tuple[Place, ...]
    gaps: tuple[int, ...]
    notes: tuple[tuple[int, int], ...] = ()
    widths: tuple[float, ...] = ()


def arrangement(sheet: Sheet) -> Arrangement:
    """Return how a layout's sheet is to stand."""
    tables = sorted(sheet.tables, key=lambda table: table.row)
    starts = [0, *(table.last_row + 1 for table in tables)]
    gaps = tuple(_gap(sheet, start, table.row) for start, table in zip(starts, tables, strict=False))
    notes = tuple((cell.row, cell.column) for cell in sheet.cells if cell.look is Look.NOTE)
    return Arrangement(tuple(map(wanted, tables)), gaps, notes, sheet.widths)


def _gap(sheet: Sheet, start: int, end: int) -> int:
    """Return the row after the first note between two rows, or the first that is empty: there rows come and go."""
    notes = [cell.row for cell in sheet.cells if cell.look is Look.NOTE and start <= cell.row < end]
    taken = {cell.row for cell in sheet.cells} | {figure.row + add for figure in sheet.figures for add in range(3)}
    empty = [row for row in range(start, end) if row not in taken]
    return min(notes) + 1 if notes else min(empty, default=end)


def arrange(live: Live, sheet: xw.Sheet, now: Sequence[Place], then: Arrangement) -> None:
    """Make room on one sheet, and fit its tables and names to it."""
    for old, new in zip(now, then.places, strict=True):
        if old.is_list:
            _show_all(live.tables[old.name])
        if old.looks != new.looks:
            added = fit_columns(sheet, old.column, live.looks[old.name], new.looks)
            _look_alike(sheet, new, added, then.widths)
    fit_rows(sheet, now, then.places, then.gaps)
    if [place.row for place in now] != [place.row for place in then.places]:
        _set_notes(sheet, then.notes)
    for place in then.places:
        _reach(live, sheet, place)
        if place.is_list:
            _set_headings(live.tables[place.name], place)


def _show_all(table: xw.main.Table) -> None:
    """Show the rows that a filter or a person hides: rows of other customers come to stand there."""
    if table.show_autofilter:
        table.show_autofilter = False
        table.show_autofilter = True
    table.range.rows.hidden = False


def _look_alike(sheet: xw.Sheet, place: Place, new: Sequence[int], widths: Sequence[float]) -> None:
    """Give new columns their width, and the look of a column like them where the one on the left is none."""
    for one in new:
        column = place.column + one
        donor = _donor(place, one, set(new))
        if donor is not None:
            cells = sheet.range((1, place.column + donor + 1), (place.end + 1, place.column + donor + 1))
            cells.copy(sheet.range((1, column + 1)))
        whole = sheet.range((1, column + 1))
        if column < len(widths):
            whole.column_width = widths[column]
        whole.columns.hidden = place.looks[one].endswith("folded")


def _donor(place: Place, one: int, new: set[int]) -> int | None:
    """Return the column whose look a new one should have; None where it took it from one like it already."""
    look = place.looks[one]
    if not set(_run(place.looks, one)) <= new:
        return None
    _, kind, role, _ = look.split(" ")
    alike = (other for other in range(len(place.looks)) if other not in new)
    return next((other for other in alike if place.looks[other].split(" ")[1:3] == [kind, role]), None)


def _run(looks: Sequence[str], one: int) -> range:
    """Return the columns around one, beside each other, that look alike."""
    first, last = one, one
    while first > 0 and looks[first - 1] == looks[one]:
        first -= 1
    while last + 1 < len(looks) and looks[last + 1] == looks[one]:
        last += 1
    return range(first, last + 1)


def _set_notes(sheet: xw.Sheet, notes: Sequence[tuple[int, int]]) -> None:
    look = LOOKS[Look.NOTE]
    for row, column in notes:
        font = sheet.range((row + 1, column + 1)).font
        font.size, font.color = look["font_size"], look["font_color"]
        font.bold = False


def _reach(live: Live, sheet: xw.Sheet, place: Place) -> None:
    """Let a table or a grid's name reach over exactly its rows."""
    cells = sheet.range((place.row + 1, place.column + 1), (place.end, place.column + place.columns))
    area = live.area(place.name, is_list=place.is_list)
    if area is not None and area.address == cells.address:
        return
    if place.is_list:
        live.tables[place.name].resize(cells)
    else:
        set_name(live.book, place.name, reference(cells))


def set_name(book: xw.Book, name: str, target: str) -> None:
    """Let a defined name refer to these cells; one that a person deleted is there again."""
    if not book.names.contains(name):
        book.names.add(name, target)
    elif book.names[name].refers_to != target:
        book.names[name].refers_to = target


def reference(cells: xw.Range) -> str:
    """Return cells as a defined name refers to them."""
    quoted = cells.sheet.name.replace("'", "''")
    return f"='{quoted}'!{cells.address}"


def _set_headings(table: xw.main.Table, place: Place) -> None:
    """Write headings before anything that refers to them.

    Excel makes headings that are the same different by itself, while they are written: those that change places are
    given passing names first.
    """
    now = headings_of(table)
    if now == list(place.headings):
        return
    if any(one in now and now.index(one) != at for at, one in enumerate(place.headings)):
        _write_headings(table, [f"creditxl {at}" for at in range(len(place.headings))])
    _write_headings(table, place.headings)
    if headings_of(table) != list(place.headings):
        raise WorkbookError(
            msg("the headings of {table} could not be written", table=place.name),
            where=table.parent.name,
            fix=msg("make the workbook anew with creditxl upgrade, which keeps what people typed"),
        )


def headings_of(table: xw.main.Table) -> list[str]:
    """Return the headings of a list; none where a person has turned them off."""
    cells = table.header_row_range
    found = [] if cells is None else cells.options(ndim=1).value
    return ["" if one is None else str(one) for one in found]


def _write_headings(table: xw.main.Table, headings: Sequence[str]) -> None:
    table.range[0, :].formula = [list(map(safe, headings))]
