"""While a workbook is saved its VBA is the one it came with: LibreOffice writes the modules that it holds."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from creditxl.calc import unoapi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BEGINNINGS: Final = ("OnSave", "OnSaveAs", "OnCopyTo")
_ENDS: Final = tuple(name + end for name in _BEGINNINGS for end in ("Done", "Failed"))

_left_alone: set[str] = set()  # RuntimeUIDs of documents


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
        if step is not None and event.Source.RuntimeUID not in _left_alone:
            step()

    def disposing(self, event: unoapi.UnoObject) -> None:
        """The document goes, and nothing is held."""


@contextmanager
def left_alone(document: unoapi.UnoObject) -> Iterator[None]:
    """Leave the modules of a document as they are while it is saved to a file that takes none of them.

    LibreOffice ends at once where a module is replaced while it runs, and so do the macros that save a copy.
    """
    _left_alone.add(document.RuntimeUID)
    try:
        yield
    finally:
        _left_alone.discard(document.RuntimeUID)


def keep(document: unoapi.UnoObject, restore: Callable[[], None], replace: Callable[[], None]) -> None:
    """Restore a document's modules whenever it begins to be saved, and replace them when that has ended."""
    uno = unoapi.load()
    base = importlib.import_module("unohelper").Base
    listener = uno.getClass("com.sun.star.document.XDocumentEventListener")
    kind: unoapi.UnoObject = type("UnoKeeper", (Keeper, base, listener), {})
    document.addDocumentEventListener(kind(restore, replace))
