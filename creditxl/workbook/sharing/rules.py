"""Rules that colour cells, checks of what is typed, and sparklines: kept as far as they need no macro."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from creditxl.workbook.sharing.markup import Node

    Portable = Callable[[str], str | None]

FORMULAS = frozenset({"formula", "formula1", "formula2", "f"})
KEPT_EXTENSIONS = frozenset({"conditionalFormattings", "dataValidations", "sparklineGroups", "ignoredErrors"})
RULES, CHECKS, SPARKLINES = ("cfRule",), ("dataValidation",), ("sparkline",)


def keep_rules(formatting: Node, portable: Portable) -> bool:
    """Keep the rules of a conditional format that hold in the copy; return whether there are any."""
    _keep(formatting, RULES, portable)
    return formatting.child("cfRule") is not None


def keep_validations(checks: Node, portable: Portable) -> bool:
    """Keep the data validations that hold in the copy; return whether there are any."""
    _keep(checks, CHECKS, portable)
    checks.attributes["count"] = str(len(checks.elements))
    return bool(checks.elements)


def keep_extensions(extensions: Node, portable: Portable) -> bool:
    """Keep what Excel 2010 and later add to a sheet, as far as it holds; return whether anything is left."""
    extensions.children = [each for each in extensions.elements if _keep_extension(each, portable)]
    return bool(extensions.elements)


def _keep_extension(extension: Node, portable: Portable) -> bool:
    extension.keep(KEPT_EXTENSIONS)
    for held in extension.elements:
        match held.local:
            case "conditionalFormattings":
                held.children = [each for each in held.elements if keep_rules(each, portable)]
            case "dataValidations":
                keep_validations(held, portable)
            case "sparklineGroups":
                held.children = [each for each in held.elements if _keep_sparklines(each, portable)]
    extension.children = [held for held in extension.elements if held.children]
    return bool(extension.elements)


def _keep_sparklines(group: Node, portable: Portable) -> bool:
    lines = group.child("sparklines")
    dates = group.child("f")
    if lines is None or (dates is not None and not _hold(dates, portable)):
        return False
    _keep(lines, SPARKLINES, portable)
    return bool(lines.elements)


def _keep(container: Node, items: tuple[str, ...], portable: Portable) -> None:
    container.children = [each for each in container.elements if each.local not in items or _hold(each, portable)]


def _hold(item: Node, portable: Portable) -> bool:
    """Write a rule's formulas so that they hold in the copy; return whether all could be."""
    for node in item.walk():
        if node.local in FORMULAS and not node.elements:
            formula = portable(node.text)
            if formula is None:
                return False
            node.say(formula)
        elif node.local == "cfvo" and node.attributes.get("val"):
            bound = portable(node.attributes["val"])
            if bound is None:
                return False
            node.attributes["val"] = bound
    return True
