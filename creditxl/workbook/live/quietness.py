"""An open workbook written to without redrawing and reckoning."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings as xw


@contextmanager
def quiet(book: xw.Book) -> Iterator[None]:
    """Hold back redrawing and reckoning, and bring back both and what was chosen, whatever happens."""
    app = book.app
    updating, calculation = app.screen_updating, app.calculation
    sheet, chosen = book.sheets.active, _chosen(book)
    app.screen_updating = False
    app.calculation = "manual"
    try:
        yield
    finally:
        sheet.activate()
        if chosen:
            sheet.range(chosen).select()
        app.calculation = calculation
        app.screen_updating = updating


def _chosen(book: xw.Book) -> str | None:
    """Return the address of the chosen cells; none where another workbook is in front, or a picture is chosen."""
    found = book.app.selection
    return found.address if found is not None and found.sheet.book.name == book.name else None
