"""What the file says of itself: its title and its day, and no person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.workbook.sharing.drawing import is_path
from creditxl.workbook.sharing.markup import written

if TYPE_CHECKING:
    from creditxl.workbook.sharing.markup import Node

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
KEPT = frozenset({"title", "subject", "created"})


def core_properties(found: Node) -> bytes:
    """Return the properties that name neither a person nor a place on their machine."""
    found.keep(KEPT)
    found.children = [node for node in found.elements if not is_path(node.text)]
    return written(found)
