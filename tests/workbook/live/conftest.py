"""Workbooks as files, opened in a LibreOffice of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from creditxl.workbook.file_writer import write_book
from tests.calc.conftest import app, office  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import xlwings as xw

    from creditxl.workbook.layout import Book

    Opened = Callable[[Book], xw.Book]


@pytest.fixture
def opened(app: xw.App, tmp_path: Path) -> Iterator[Opened]:  # noqa: F811 - the fixture of that name
    """What writes a layout to a file and opens it."""
    books: list[xw.Book] = []

    def of(layout: Book) -> xw.Book:
        path = tmp_path / f"book{len(books)}.xlsx"
        write_book(layout, path)
        books.append(app.books.open(path))
        return books[-1]

    yield of
    for book in books:
        book.close()
