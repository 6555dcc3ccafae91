"""The workbook's own part: which sheets the copy has, in which order, under which names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import msg
from creditxl.workbook.sharing.formulas import Known
from creditxl.workbook.sharing.markup import MAIN, Node, RefusedError
from creditxl.workbook.sharing.package import no_workbook
from creditxl.workbook.state import SHEET

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# They hold the path of somebody's Python, and what the program keeps for itself. LibreOffice only hides them.
SETTINGS_SHEETS = frozenset({"xlwings.conf", "_xlwings.conf", SHEET})
KEPT_NAMES = frozenset({"_xlnm.print_titles", "_xlnm.print_area", "_xlnm._filterdatabase"})
# Left out: who has the file reserved, web targets, the place it was saved at, other files, pivot caches, add-ins.
KEPT = frozenset({"fileVersion", "workbookPr", "workbookProtection", "bookViews", "sheets", "definedNames"})
KEPT_SETTINGS = frozenset({"date1904", "dateCompatibility", "showObjects", "defaultThemeVersion"})


class Sheet(Struct, frozen=True):
    """A sheet as the workbook lists it.

    Args:
        place: Among all sheets of the source, from 0.
        relationship: Id of the relationship that leads to its part.
        is_of_cells: It has cells or a chart; one of macros or a dialog has not.
    """

    name: str
    place: int
    relationship: str
    state: str
    is_of_cells: bool

    @property
    def is_kept(self) -> bool:
        return self.is_of_cells and self.name.casefold() not in SETTINGS_SHEETS and self.state != "veryHidden"

    @property
    def is_shown(self) -> bool:
        return self.is_kept and self.state != "hidden"


class Outline(Struct, frozen=True):
    """What every part of the copy must know of the workbook.

    Args:
        sheets: Those that are kept, in their order.
        left_out: Names of the others.
        active: The sheet that is seen first.
    """

    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...]
    active: Sheet
    known: Known

    def new_place(self, place: int) -> int | None:
        """Return where a sheet of the source stands in the copy."""
        return next((new for new, sheet in enumerate(self.sheets) if sheet.place == place), None)


def outline(book: Node, of_cells: Collection[str]) -> Outline:
    """Return the sheets and names of a workbook.

    Args:
        book: Its own part.
        of_cells: Ids of the relationships that lead to sheets of cells and charts.

    Raises:
        RefusedError: It is no workbook, or no sheet of it can be shown.
    """
    if book.local != "workbook" or book.space not in MAIN:
        raise no_workbook()
    listed = book.child("sheets")
    sheets = [_sheet(place, node, of_cells) for place, node in enumerate(listed.elements if listed else [])]
    kept = tuple(sheet for sheet in sheets if sheet.is_kept)
    shown = [sheet for sheet in kept if sheet.is_shown]
    if not shown:
        raise RefusedError(
            msg("no sheet of the workbook is left to share: those it has are hidden or hold settings"),
            msg("name one of the follow-up workbooks, an .xlsx or .xlsm file"),
        )
    first = _whole(_view(book).get("activeTab", "0"))
    active = next((sheet for sheet in shown if sheet.place == first), shown[0])
    left_out = tuple(sheet.name for sheet in sheets if not sheet.is_kept)
    return Outline(kept, left_out, active, Known(frozenset(sheet.name.casefold() for sheet in kept), _names(book)))


def edit_book(book: Node, found: Outline) -> Node:
    """Return the workbook's part of the copy."""
    book.children = [child for child in book.elements if child.space in MAIN and child.local in KEPT]
    for child in book.elements:
        match child.local:
            case "workbookPr":
                child.attributes = {name: value for name, value in child.attributes.items() if name in KEPT_SETTINGS}
            case "fileVersion":
                child.without("codeName")
            case "sheets":
                places = {sheet.place for sheet in found.sheets}
                child.children = [node for place, node in enumerate(child.elements) if place in places]
            case "bookViews":
                _set_views(child, found)
            case "definedNames":
                _keep_names(child, found)
    book.children = [child for child in book.elements if child.local != "definedNames" or child.children]
    return book


def _sheet(place: int, node: Node, of_cells: Collection[str]) -> Sheet:
    id_ = next((node.attributes[tag] for tag in node.relation_tags()), "")
    state = node.attributes.get("state", "visible")
    return Sheet(node.attributes.get("name", ""), place, id_, state, id_ in of_cells)


def _view(book: Node) -> Mapping[str, str]:
    views = book.child("bookViews")
    return views.elements[0].attributes if views and views.elements else {}


def _names(book: Node) -> dict[tuple[str, int | None], str]:
    listed = book.child("definedNames")
    return {
        (node.attributes.get("name", "").casefold(), _place(node)): node.text.strip()
        for node in (listed.elements if listed else [])
    }


def _place(name: Node) -> int | None:
    written = name.attributes.get("localSheetId")
    return None if written is None else _whole(written)


def _keep_names(listed: Node, found: Outline) -> None:
    """Keep what is printed and filtered, on the sheets' new places."""
    kept = []
    for node in listed.elements:
        place = _place(node)
        new = None if place is None else found.new_place(place)
        text = node.text.strip()
        if node.attributes.get("name", "").casefold() not in KEPT_NAMES or new is None:
            continue
        if found.known.portable(text, place) == text:
            node.attributes = {name: value for name, value in node.attributes.items() if name in {"name", "hidden"}}
            node.attributes["localSheetId"] = str(new)
            kept.append(node)
    listed.children = [*kept]


def _set_views(views: Node, found: Outline) -> None:
    for view in views.elements:
        if view.local != "workbookView":
            continue
        first = found.new_place(_whole(view.attributes.get("firstSheet", "0")))
        view.without("activeTab", "firstSheet", "uid")
        view.attributes["activeTab"] = str(found.new_place(found.active.place))
        if first:
            view.attributes["firstSheet"] = str(first)
    views.keep({"workbookView"})


def _whole(written: str) -> int:
    return int(written) if written.isdecimal() else 0
