"""Charts, pictures and shapes of a sheet, without buttons, slicers, form controls and the paths of linked files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from creditxl.workbook.sharing.markup import parts_of

if TYPE_CHECKING:
    from creditxl.workbook.sharing.markup import Node

SHOWN = ("sp", "graphicFrame", "pic", "cxnSp")
ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor", "relSizeAnchor", "absSizeAnchor"})
OF_CONTROLS = ("compatExt",)  # how a form control's shape names its twin in the older drawing
_PATH = re.compile(
    r"(?:^|[^A-Za-z])[A-Za-z]:[\\/]|\\\\[^\\]+\\|file:|(?:^|[\s'\"(])/(?:Users|home|Volumes)/", re.IGNORECASE
)
_OF_PEOPLE = frozenset({"Note"})


def is_path(text: str) -> bool:
    """Return whether a text names a place on somebody's machine."""
    return bool(_PATH.search(text))


def edit_drawing(drawing: Node) -> Node | None:
    """Return a drawing without what a person would press; None where nothing is left.

    Args:
        drawing: Without what leads to parts that are left out.
    """
    _keep_shown(drawing)
    for node in drawing.walk():
        node.without("textlink")
        if node.attributes.get("macro"):
            node.attributes["macro"] = ""
        for name in ("descr", "title"):
            if is_path(node.attributes.get(name, "")):
                node.without(name)
    drawing.children = [child for child in drawing.elements if _holds(child)]
    return drawing if drawing.elements else None


def _keep_shown(node: Node) -> None:
    node.children = [child for child in node.children if isinstance(child, str) or _is_shown(child)]
    for child in node.elements:
        _keep_shown(child)


def _is_shown(node: Node) -> bool:
    match node.local:
        case "sp":
            return not node.attributes.get("macro") and not node.has(*OF_CONTROLS)
        case "graphicFrame":
            return node.has("chart")
        case "pic":
            return any(parts_of(tag)[1] == "embed" for found in node.walk() for tag in found.attributes)
        case "AlternateContent":
            choice = node.child("Choice")
            return choice is not None and not choice.has(*OF_CONTROLS) and _may_show(choice)
    return True


def _may_show(choice: Node) -> bool:
    """Return whether one of two ways to show something shows more than a slicer or a control."""
    shapes = [found for found in choice.walk() if found.local in SHOWN]
    return not shapes or any(_is_shown(found) for found in shapes)


def _holds(child: Node) -> bool:
    return child.local not in {*ANCHORS, "AlternateContent"} or child.has(*SHOWN)


def edit_old_drawing(drawing: Node) -> Node | None:
    """Return an old-style drawing with the frames of notes and the pictures of page heads alone; None without any."""
    drawing.children = [
        child for child in drawing.elements if child.local in {"shapelayout", "shapetype"} or _stays(child)
    ]
    for node in drawing.walk():
        node.attributes = {tag: value for tag, value in node.attributes.items() if not _tells(tag, value)}
    return drawing if drawing.has("shape") else None


def _stays(shape: Node) -> bool:
    client = shape.child("ClientData")
    if client is None:
        return shape.local == "shape" and shape.has("imagedata")
    return client.attributes.get("ObjectType") in _OF_PEOPLE


def _tells(tag: str, value: str) -> bool:
    local = parts_of(tag)[1]
    return local in {"title", "href", "src"} or (local == "alt" and is_path(value))
