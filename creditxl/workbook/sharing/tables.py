"""Tables and notes: a table computes nothing any more, a note names no one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from creditxl.workbook.sharing.markup import Node

# What ties a table to a query or a macro's XML map, or makes it compute.
_OF_QUERIES = ("tableType", "connectionId", "queryTableFieldId", "uniqueName")
_COMPUTING = frozenset({"calculatedColumnFormula", "totalsRowFormula", "xmlColumnPr"})


def edit_table(table: Node) -> Node:
    """Return a table whose columns hold values alone."""
    for node in table.walk():
        node.without(*_OF_QUERIES)
        node.children = [child for child in node.children if isinstance(child, str) or child.local not in _COMPUTING]
        if node.local == "tableColumn":
            node.without("totalsRowFunction")
    return table


def edit_notes(comments: Node) -> Node:
    """Return notes without their writers' names; Excel begins a note with its writer's name, too."""
    names = [author.text for node in comments.elements if node.local == "authors" for author in node.elements]
    for node in comments.walk():
        if node.local == "author":
            node.say("")
        elif node.local == "comment":
            place = node.attributes.get("authorId", "")
            _take_off(node, names[int(place)] if place.isdecimal() and int(place) < len(names) else "")
    return comments


def _take_off(note: Node, name: str) -> None:
    """Take "Name:" and the line's end off the beginning of a note."""
    text = note.text
    for ending in (":\r\n", ":\n", ":"):
        if name and text.startswith(f"{name}{ending}"):
            _cut(note, len(name) + len(ending))
            return


def _cut(node: Node, count: int) -> int:
    """Cut characters off the beginning of what stands in a node; return how many are still to be cut."""
    for place, child in enumerate(node.children):
        if isinstance(child, str):
            node.children[place] = child[count:]
            count -= min(count, len(child))
        else:
            count = _cut(child, count)
        if not count:
            break
    return count
