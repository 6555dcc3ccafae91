"""A picture of an open workbook, taken before it is written, by which it becomes what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from creditxl.workbook.live.arranging import Arrangement, arrange, arrangement, headings_of, set_name
from creditxl.workbook.live.contents import Matrix, height_of, width_of
from creditxl.workbook.live.filling import contents_of, fill
from creditxl.workbook.live.places import Live, Place
from creditxl.workbook.live.tabs import add_tab, left_over

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xlwings as xw

    from creditxl.workbook.layout import Book, Sheet

NOTES_END = 3  # the row, of a sheet with one list, at which what stands above the list grows or shrinks


class SheetPicture(Struct, frozen=True):
    """One sheet as it stood.

    Args:
        sheet: Its name then.
        arrangement: Where its lists and grids stood.
        rows: What its cells held, from the first row and column on.
        names: What the names of its cells referred to.
    """

    sheet: str
    arrangement: Arrangement
    rows: Matrix
    names: Mapping[str, str]


class Picture(Struct, frozen=True):
    """What the program had written in a workbook, and what people had typed into it.

    Args:
        sheets: Those that a layout was about to be written into.
        tables: Names of all tables then.
        left_over: Those that the layout has no more, and that may go.
        order: Names of all tabs then, from the left.
    """

    sheets: tuple[SheetPicture, ...]
    tables: frozenset[str]
    left_over: tuple[SheetPicture, ...] = ()
    order: tuple[str, ...] = ()


def take(live: Live, layout: Book) -> Picture:
    """Return a picture of the sheets that a layout is about to be written into."""
    found = ((sheet, live.sheet_of(sheet)) for sheet in layout.sheets)
    sheets = tuple(_picture(live, sheet, tab) for sheet, tab in found if tab is not None)
    others = tuple(_left_over(live, name, tab) for name, tab in left_over(live, layout))
    return Picture(sheets, frozenset(live.tables), others, tuple(tab.name for tab in live.book.sheets))


def _left_over(live: Live, name: str, tab: xw.Sheet) -> SheetPicture:
    place = _with_headings(live, live.place(name, is_list=True))
    cells = tab.range((1, 1), (place.end, place.column + place.columns))
    return SheetPicture(tab.name, Arrangement((place,), (min(NOTES_END, place.row),)), contents_of(cells), {})


def restore(live: Live, picture: Picture) -> None:
    """Bring a workbook back to what it was; sheets that came since go, and those that went do not come back."""
    put_back(live, picture)
    for name in came_since(live, picture):
        live.tables.pop(name).parent.delete()
        del live.looks[name]


def put_back(live: Live, picture: Picture) -> None:
    """Let the sheets of a picture stand as they stood."""
    tabs = [(tab_of(live, sheet), sheet) for sheet in picture.sheets]
    for tab, sheet in tabs:
        places = sheet.arrangement.places
        arrange(live, tab, [live.place(one.name, is_list=one.is_list) for one in places], sheet.arrangement)
    for tab, sheet in tabs:
        fill(tab, sheet.rows, sheet.arrangement.places)
        for name, target in sheet.names.items():
            set_name(live.book, name, target)


def came_since(live: Live, picture: Picture) -> set[str]:
    """Return the lists that stand on sheets of their own which came after a picture was taken."""
    return set(live.looks) & set(live.tables) - picture.tables


def bring_back(live: Live, picture: Picture) -> Picture:
    """Put sheets in for those that went since a picture was taken, and return the picture with these among the rest."""
    back = [one for one in picture.left_over if one.arrangement.places[0].name not in live.tables]
    for one in back:
        add_tab(live, one.sheet, one.arrangement.places[0], _left_of(live.book, one.sheet, picture.order))
    return replace(picture, sheets=(*picture.sheets, *back), left_over=())


def _left_of(book: xw.Book, name: str, order: Sequence[str]) -> xw.Sheet:
    """Return the sheet behind which one stood, of those that there still are."""
    there = {sheet.name for sheet in book.sheets}
    before = [one for one in order[: order.index(name)] if one in there]
    return book.sheets[before[-1]] if before else book.sheets[0]


def again(live: Live, picture: Picture) -> Picture:
    """Return the picture of the same sheets as they stand now."""
    sheets = tuple(_again(live, one) for one in picture.sheets)
    return replace(picture, sheets=sheets, tables=frozenset(live.tables))


def _again(live: Live, then: SheetPicture) -> SheetPicture:
    tab, places = tab_of(live, then), then.arrangement.places
    now = tuple(_with_headings(live, live.place(one.name, is_list=one.is_list)) for one in places)
    used = tab.used_range.last_cell.row
    rows = max(used, len(then.rows)) if not now else now[-1].end + len(then.rows) - places[-1].end
    width = max([len(then.rows[0]), *(place.column + place.columns for place in now)])
    names = {name: str(live.book.names[name].refers_to) for name in then.names if live.book.names.contains(name)}
    cells = contents_of(tab.range((1, 1), (rows, width)))
    return SheetPicture(tab.name, Arrangement(now, then.arrangement.gaps), cells, names)


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


def tab_of(live: Live, picture: SheetPicture) -> xw.Sheet:
    for place in picture.arrangement.places:
        area = live.area(place.name, is_list=place.is_list)
        if area is not None:
            return area.sheet
    return live.book.sheets[picture.sheet]
