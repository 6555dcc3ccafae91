"""Charts: they go on showing their cells; what the copy has not is shown by the values last drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from creditxl.workbook.sharing.markup import Node

    Portable = Callable[[str], str | None]

# The pivot table behind it, the file it was copied from, the printer.
LEFT_OUT = frozenset({"pivotSource", "pivotFmts", "externalData", "printSettings"})
LITERALS = {"numRef": ("numCache", "numLit"), "strRef": ("strCache", "strLit")}
REFERENCES = frozenset({*LITERALS, "multiLvlStrRef"})
FORMULAS = frozenset({"f", "sqref"})


def edit_chart(chart: Node, portable: Portable) -> Node:
    """Return a chart that leads to cells of the copy alone."""
    for node in chart.walk():
        node.children = [child for child in node.children if isinstance(child, str) or child.local not in LEFT_OUT]
    _edit(chart, portable, owner="")
    return chart


def edit_new_chart(chart: Node, portable: Portable) -> Node | None:
    """Return a chart of the newer kind; None where it shows what the copy has not."""
    for node in chart.walk():
        node.children = [child for child in node.children if isinstance(child, str) or child.local not in LEFT_OUT]
        if node.local == "f":
            formula = portable(node.text)
            if formula is None:
                return None
            node.say(formula)
    return chart


def _edit(node: Node, portable: Portable, *, owner: str) -> None:
    for child in node.elements:
        if child.local == "ext":
            if not _hold(child, portable):
                node.replace(child)
        elif child.local in REFERENCES:
            if not _hold(child, portable):
                _show_values(node, child, owner)
        else:
            _edit(child, portable, owner=node.local)
    node.children = [
        child for child in node.children if isinstance(child, str) or child.children or not _needs_children(child)
    ]


def _hold(item: Node, portable: Portable) -> bool:
    for node in item.walk():
        if node.local in FORMULAS:
            formula = portable(node.text)
            if formula is None:
                return False
            node.say(formula)
    return True


def _show_values(parent: Node, reference: Node, owner: str) -> None:
    """Put the values that a reference last had in its place; a title's or label's text goes with its reference."""
    if parent.local == "tx":
        shown = next((node for node in reference.walk() if node.local == "v"), None) if owner == "ser" else None
        parent.replace(reference, *([shown] if shown is not None else []))
        return
    cache, literal = LITERALS.get(reference.local, ("", ""))
    values = reference.child(cache)
    if values is None:
        parent.replace(reference)
    else:
        values.tag = values.named(literal)
        parent.replace(reference, values)


def _needs_children(node: Node) -> bool:
    return node.local in {"tx", "cat", "val", "xVal", "yVal", "bubbleSize", "plus", "minus", "extLst"}
