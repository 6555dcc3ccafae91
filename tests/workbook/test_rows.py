"""Rows written as ready XML are the very cells that XlsxWriter's own methods write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.sharedstrings import SharedStringTable

from creditxl.labels import Labels
from creditxl.workbook import file_writer
from creditxl.workbook.books import euler_book, intrum_book
from creditxl.workbook.cells import CENTS, clean, encoder, moment
from creditxl.workbook.kept import Kept
from creditxl.workbook.layout import Kind
from creditxl.workbook.view import View
from tests.workbook.dumps import opened
from tests.workbook.reviews import every_status

if TYPE_CHECKING:
    from pathlib import Path


def cells(book: Path) -> list[tuple[Any, ...]]:
    return [
        (
            sheet.title,
            cell.coordinate,
            # XlsxWriter spells a number out to 16 digits, which is one less than it may need.
            float(f"{cell.value:.15g}") if isinstance(cell.value, float) else cell.value,
            cell.data_type,
            cell.number_format,
            cell.fill.fgColor.rgb,
            cell.font.color.rgb if cell.font.color else "",
        )
        for sheet in opened(book)
        for row in sheet
        for cell in row
    ]


@pytest.mark.parametrize("book", [intrum_book, euler_book])
def test_the_fast_way_writes_the_same_cells_as_the_plain_one(
    book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = book(View.of(every_status(), Labels("fi"), Kept()))
    file_writer.write_book(made, tmp_path / "fast.xlsx")
    plain = file_writer._add_list  # noqa: SLF001 - the list without its rows

    def with_rows(paper: Any, table: Any, styles: Any) -> None:
        plain(paper, table, styles)
        file_writer.write_cells(paper, table, file_writer.column_formats(table, styles))
        paper.set_rows = lambda *_: None

    monkeypatch.setattr(file_writer, "_add_list", with_rows)
    file_writer.write_book(made, tmp_path / "plain.xlsx")

    assert cells(tmp_path / "fast.xlsx") == cells(tmp_path / "plain.xlsx")


@pytest.mark.parametrize(
    ("kind", "value", "xml"),
    [
        (Kind.MONEY, None, "/>"),
        (Kind.TEXT, "", "/>"),  # blank, and no text of no letters
        (Kind.TEXT, "a", ' t="s"><v>0</v></c>'),
        (Kind.MONEY, Decimal("1E+4"), "><v>1E+4</v></c>"),
        (Kind.MONEY, Decimal("-0.10"), "><v>-0.10</v></c>"),
        (Kind.INTEGER, 12, "><v>12</v></c>"),
        (Kind.DATE, date(2026, 10, 31), "><v>46326</v></c>"),
        (Kind.DATE, date(1900, 3, 1), "><v>61</v></c>"),  # the first day that Excel counts as others do
        (Kind.DATE, date(1900, 2, 28), ' t="s"><v>0</v></c>'),
        (Kind.MOMENT, datetime(2026, 10, 31, 12, tzinfo=UTC), "><v>46326.5000000000</v></c>"),
    ],
)
def test_a_value_becomes_the_rest_of_its_cell(kind: Kind, value: Any, xml: str) -> None:
    assert encoder(kind, SharedStringTable())(value) == xml


@given(st.integers(-(10**15), 10**15))
def test_cents_are_read_back_as_the_same_amount(cents: int) -> None:
    xml = CENTS % cents

    assert round(Decimal(float(xml.removeprefix("><v>").removesuffix("</v></c>"))), 2) == Decimal(cents).scaleb(-2)


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=50))
def test_a_clean_text_can_be_written_and_differs_only_where_it_could_not(text: str) -> None:
    found = clean(text)

    assert found.encode().decode() == found
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert found == text


def test_a_text_is_cut_at_what_a_cell_holds_and_never_within_a_letter() -> None:
    assert clean("a" * 40_000) == "a" * 32_767
    assert clean("a" * 32_766 + "🐻")[:32_766] == "a" * 32_766
    assert clean("ä" * 32_767) == "ä" * 32_767


def test_a_moment_is_counted_to_the_second() -> None:
    assert moment(datetime(2026, 10, 31, 6, 30, 15, tzinfo=UTC)) == pytest.approx(
        46326 + (6 * 3600 + 30 * 60 + 15) / 86400
    )


def test_long_texts_make_their_row_higher() -> None:
    made = euler_book(View.of(every_status(), Labels("fi"), Kept()))
    worklist = next(table for sheet in made.sheets for table in sheet.tables if table.name == "Tasks")
    wide = replace(
        worklist,
        columns=tuple(replace(column, width=10) if column.key == "reason" else column for column in worklist.columns),
    )

    from creditxl.workbook.cells import row_lines

    lines = list(row_lines(wide, [0] * len(wide.columns), SharedStringTable()))
    assert all(' ht="' in line.partition(">")[0] for line in lines)
