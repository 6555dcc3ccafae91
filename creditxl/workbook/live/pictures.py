"""A picture of an open workbook, taken before it is written, by which it becomes what it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from creditxl.workbook.live.arranging import Arrangement, arrange, arrangement, headings_of, set_name
from creditxl.workbook.live.contents import Matrix, height_of, width_of
from creditxl.workbook.live.filling import contents_of, fill
from creditxl.workbook.live.places import Live, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xlwings as xw

    from creditxl.workbook.layout import Book, Sheet


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """One sheet as it stood.

    Args:
        sheet: Its name then.
        arrangement: Where its lists and grids stood.
        rows: What its cells held, from the first row and column on.
        names: What the names of its cells referred to.
    """

    sheet: str
    arrangement: Arrangement
    rows: Matrix = field(repr=False)
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the program had written in a workbook, and what people had typed into it.

    Args:
        sheets: Those that a layout was about to be written into.
        tables: Names of all tables then.
    """

    sheets: tuple[SheetPicture, ...]
    tables: frozenset[str]


def take(live: Live, layout: Book) -> Picture:
    """Return a picture of the sheets that a layout is about to be written into."""
    found = ((sheet, live.sheet_of(sheet)) for sheet in layout.sheets)
    sheets = tuple(_picture(live, sheet, tab) for sheet, tab in found if tab is not None)
    return Picture(sheets, frozenset(live.tables))


def restore(live: Live, picture: Picture) -> None:
    """Bring a workbook back to what it was; sheets that came since go, and those that went do not come back."""
    for name in set(live.looks) & set(live.tables) - picture.tables:
        live.tables.pop(name).parent.delete()
        del live.looks[name]
    tabs = [(_tab(live, sheet), sheet) for sheet in picture.sheets]
    for tab, sheet in tabs:
        places = sheet.arrangement.places
        arrange(live, tab, [live.place(one.name, is_list=one.is_list) for one in places], sheet.arrangement)
    for tab, sheet in tabs:
        fill(tab, sheet.rows, sheet.arrangement.places)
        for name, target in sheet.names.items():
            set_name(live.book, name, target)


def _picture(live: Live, sheet: Sheet, tab: xw.Sheet) -> SheetPicture:
    wanted = arrangement(sheet)
    places = tuple(_with_headings(live, place) for place in live.places(sheet))
    rows = _height(sheet, tab, places, wanted.places)
    width = max([width_of(sheet), *(place.column + place.columns for place in places)])
    names = {
        name.name: str(live.book.names[name.name].refers_to)
        for name in sheet.names
        if live.book.names.contains(name.name)
    }
    matrix = contents_of(tab.range((1, 1), (rows, width))) if rows else []
    return SheetPicture(tab.name, Arrangement(places, wanted.gaps), matrix, names)


def _with_headings(live: Live, place: Place) -> Place:
    headings = tuple(headings_of(live.tables[place.name])) if place.is_list else ()
    return Place(place.name, place.row, place.column, place.rows, place.columns, place.is_list, place.looks, headings)


def _height(sheet: Sheet, tab: xw.Sheet, places: Sequence[Place], wanted: Sequence[Place]) -> int:
    """Return how many rows are the program's: what stands below the last list or grid is as high as it will be."""
    if not places:
        return max(height_of(sheet), tab.used_range.last_cell.row)
    return places[-1].end + height_of(sheet) - wanted[-1].end


def _tab(live: Live, picture: SheetPicture) -> xw.Sheet:
    for place in picture.arrangement.places:
        area = live.area(place.name, is_list=place.is_list)
        if area is not None:
            return area.sheet
    return live.book.sheets[picture.sheet]
