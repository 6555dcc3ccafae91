"""A worksheet: formulas give way to their values, and nothing stays that only macros or other files would use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from creditxl.errors import msg
from creditxl.workbook.sharing import rules
from creditxl.workbook.sharing.markup import (
    DECLARATION,
    MAIN,
    Closed,
    Node,
    Opened,
    RefusedError,
    end,
    markup,
    pieces,
    start,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from creditxl.workbook.sharing.formulas import Known

SPACE = "http://www.w3.org/XML/1998/namespace space xml"
SPINE = ("worksheet", "sheetData")
# Left out: form controls, embedded objects, views and scenarios under people's names, settings of printers, smart tags.
KEPT = frozenset(
    {
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "row", "sheetProtection", "autoFilter"),
        *("sortState", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks"),
        *("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "ignoredErrors"),
        *("drawing", "legacyDrawing", "legacyDrawingHF", "picture", "tableParts", "extLst"),
    }
)


class Values(Struct):
    """What the sheets' cells told while they were read.

    Args:
        keeps_rich: Cells may lead to pictures that stand in cells.
        strings: Places of the shared texts that the copy uses.
        formulas: How many gave way to their values.
    """

    keeps_rich: bool = False
    strings: set[int] = field(default_factory=set)
    formulas: int = 0


class Scope(Struct, frozen=True):
    """Where a sheet stands.

    Args:
        place: Of the sheet among all of the source, from 0.
        is_active: It is the one that is seen first.
        kept: Ids of the relationships that the copy keeps.
    """

    name: str
    place: int
    is_active: bool
    kept: Collection[str]
    known: Known


def edit_sheet(chunks: Iterable[bytes], scope: Scope, values: Values, prune: Callable[[Node], bool]) -> bytes:
    """Return a worksheet's or chart sheet's part of the copy.

    Args:
        chunks: The part's bytes.
        scope: Which sheet it is.
        values: Told of what the cells use.
        prune: Takes away below a node what leads to parts that are left out, and returns whether the node may stay.

    Raises:
        RefusedError: A formula has no value.
    """
    return f"{DECLARATION}{''.join(_edited(chunks, scope, values, prune))}".encode()


def _edited(chunks: Iterable[bytes], scope: Scope, values: Values, prune: Callable[[Node], bool]) -> Iterator[str]:
    row = 0
    for piece in pieces(chunks, (*SPINE, "chartsheet")):
        match piece:
            case Opened(node):
                yield start(node)
            case Closed(node):
                yield end(node)
            case Node() if piece.local == "row":
                written = piece.attributes.get("r", "")
                row = int(written) if written.isdecimal() else row + 1
                _keep_values(piece, row, scope, values)
                yield markup(piece)
            case Node() if piece.space in MAIN and piece.local in KEPT and prune(piece) and _edit(piece, scope):
                yield markup(piece)


def _keep_values(row: Node, number: int, scope: Scope, values: Values) -> None:
    for place, cell in enumerate(row.elements):
        given = cell.attributes
        given.pop("cm", None)
        if not values.keeps_rich:
            given.pop("vm", None)
        if cell.child("f") is not None:
            if not _has_value(cell):
                raise _without_value(scope.name, given.get("r") or _address(number, place))
            cell.children = [child for child in cell.elements if child.local != "f"]
            _keep_spaces(cell)
            values.formulas += 1
        if given.get("t") == "s" and (value := cell.child("v")) is not None and value.text.strip().isdecimal():
            values.strings.add(int(value.text))


def _keep_spaces(cell: Node) -> None:
    """Hold a text with spaces around it as one that says so: some readers take them off a value."""
    value = cell.child("v")
    if cell.attributes.get("t") == "str" and value is not None and value.text != value.text.strip():
        text = Node(cell.named("t"), {SPACE: "preserve"}, (), [value.text])
        cell.attributes["t"] = "inlineStr"
        cell.children = [Node(cell.named("is"), {}, (), [text])]


def _has_value(cell: Node) -> bool:
    """Return whether a formula's value was stored; only a text may be empty."""
    if cell.attributes.get("t") == "inlineStr":
        return cell.child("is") is not None
    value = cell.child("v")
    return value is not None and (bool(value.text) or cell.attributes.get("t") == "str")


def _address(row: int, place: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415 - for files whose cells do not say where they stand

    return str(xl_rowcol_to_cell(row - 1, place))


def _edit(node: Node, scope: Scope) -> bool:
    """Change a sheet's child other than its rows; return whether it stays."""
    match node.local:
        case "sheetPr":
            node.without("codeName")
        case "sheetViews":
            _set_views(node, scope)
        case "conditionalFormatting":
            return node.attributes.get("pivot") not in {"1", "true"} and rules.keep_rules(node, _portable(scope))
        case "dataValidations":
            return rules.keep_validations(node, _portable(scope))
        case "hyperlinks":
            return _keep_links(node, scope)
        case "tableParts":
            node.attributes["count"] = str(len(node.elements))
            return bool(node.elements)
        case "extLst":
            return rules.keep_extensions(node, _portable(scope))
    return True


def _portable(scope: Scope) -> Callable[[str], str | None]:
    return lambda formula: scope.known.portable(formula, scope.place)


def _set_views(views: Node, scope: Scope) -> None:
    for view in views.elements:
        view.children = [child for child in view.elements if child.local != "pivotSelection"]
        view.without("tabSelected")
        if scope.is_active and view.local == "sheetView":
            view.attributes["tabSelected"] = "1"


def _keep_links(links: Node, scope: Scope) -> bool:
    """Keep links to the web, which `prune` has left, and to places in the copy."""
    for link in links.elements:
        place = link.attributes.get("location")
        if place is None or link.relation_tags():
            continue
        found = scope.known.portable(place, scope.place)
        if found is None:
            links.replace(link)
        else:
            link.attributes["location"] = found
    return bool(links.elements)


def _without_value(sheet: str, cell: str) -> RefusedError:
    return RefusedError(
        msg("the formula in {cell} of the sheet '{sheet}' has no value in the file", cell=cell, sheet=sheet),
        msg("recalculate and save in Excel first"),
    )
