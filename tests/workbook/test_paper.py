"""How sheets are printed: lying, on A4, and with the headings of their rows on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from creditxl.labels import Labels
from creditxl.workbook import Kept, View, Which
from creditxl.workbook.books import BOOKS
from creditxl.workbook.file_writer import write_book
from tests.workbook.dumps import opened
from tests.workbook.reviews import every_status

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("which", Which)
def test_every_sheet_lies_on_a4_and_repeats_the_headings_of_its_rows(which: Which, tmp_path: Path) -> None:
    book = BOOKS[which](View.of(every_status(), Labels("en"), Kept()))
    write_book(book, tmp_path / "book.xlsx")
    pages = {sheet.title: sheet for sheet in opened(tmp_path / "book.xlsx").worksheets}

    assert {(page.page_setup.orientation, int(page.page_setup.paperSize)) for page in pages.values()} == {
        ("landscape", 9)
    }
    headings = {}
    for sheet in book.sheets:
        lists = [table for table in sheet.tables if table.is_list]
        rows = [table.row + 1 for table in lists or sheet.tables if lists or sheet.frozen[0]]
        headings[sheet.name] = [f"${row}:${row}" for row in rows]
    repeated = {name: page.print_title_rows for name, page in pages.items()}
    assert repeated == {name: rows[0] if rows else None for name, rows in headings.items()}
    assert repeated["Guide"] == repeated["Settings"] == "$5:$5"
    assert repeated["Overview"] is None  # many small grids, one below another
