"""While a workbook is saved its VBA is the one it came with: LibreOffice writes the modules that it holds."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from creditxl.calc import unoapi

if TYPE_CHECKING:
    from collections.abc import Callable

_BEGINNINGS: Final = ("OnSave", "OnSaveAs", "OnCopyTo")
_ENDS: Final = tuple(name + end for name in _BEGINNINGS for end in ("Done", "Failed"))


class Keeper:
    """Listens to a document (com.sun.star.document.XDocumentEventListener).

    Args:
        restore: Puts the document's own modules back.
        replace: Puts ours in their place again.
    """

    def __init__(self, restore: Callable[[], None], replace: Callable[[], None]) -> None:
        self._steps = dict.fromkeys(_BEGINNINGS, restore) | dict.fromkeys(_ENDS, replace)

    def documentEventOccured(self, event: unoapi.UnoObject) -> None:  # noqa: N802 - UNO's name
        step = self._steps.get(event.EventName)
        if step is not None:
            step()

    def disposing(self, event: unoapi.UnoObject) -> None:
        """The document goes, and nothing is held."""


def keep(document: unoapi.UnoObject, restore: Callable[[], None], replace: Callable[[], None]) -> None:
    """Restore a document's modules whenever it begins to be saved, and replace them when that has ended."""
    uno = unoapi.load()
    base = importlib.import_module("unohelper").Base
    listener = uno.getClass("com.sun.star.document.XDocumentEventListener")
    kind: unoapi.UnoObject = type("UnoKeeper", (Keeper, base, listener), {})
    document.addDocumentEventListener(kind(restore, replace))
