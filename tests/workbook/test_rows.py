"""Rows written as ready XML are the very cells that XlsxWriter's own methods write."""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.labels import Labels
from creditxl.workbook import file_writer
from creditxl.workbook.books import euler_book, intrum_book
from creditxl.workbook.cells import CENTS, clean, encoder, moment
from creditxl.workbook.kept import Kept
from creditxl.workbook.layout import Column, Kind, Table
from creditxl.workbook.rows import rows_of
from creditxl.workbook.view import View
from tests.workbook.dumps import opened
from tests.workbook.reviews import every_status

if TYPE_CHECKING:
    from creditxl.workbook.rows import Rows


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
        (Kind.TEXT, "a", ' t="inlineStr"><is><t>a</t></is></c>'),
        (Kind.TEXT, " a & b", ' t="inlineStr"><is><t xml:space="preserve"> a &amp; b</t></is></c>'),
        (Kind.MONEY, Decimal("1E+4"), "><v>1E+4</v></c>"),
        (Kind.MONEY, Decimal("-0.10"), "><v>-0.10</v></c>"),
        (Kind.INTEGER, 12, "><v>12</v></c>"),
        (Kind.DATE, date(2026, 10, 31), "><v>46326</v></c>"),
        (Kind.DATE, date(1900, 3, 1), "><v>61</v></c>"),  # the first day that Excel counts as others do
        (Kind.DATE, date(1900, 2, 28), ' t="inlineStr"><is><t>1900-02-28</t></is></c>'),
        (Kind.CENTS, -205, "><v>-205E-2</v></c>"),
        (Kind.MOMENT, datetime(2026, 10, 31, 12, tzinfo=UTC), "><v>46326.5000000000</v></c>"),
    ],
)
def test_a_value_becomes_the_rest_of_its_cell(kind: Kind, value: Any, xml: str) -> None:
    assert encoder(kind)(value) == xml


def unpacked(rows: Rows, before: str = "", after: str = "") -> str:
    with TemporaryDirectory() as folder:
        packed = rows.packed(before, after, Path(folder, "rows"))
        assert not [*Path(folder).iterdir()]
    content = zlib.decompress(packed.content, wbits=-zlib.MAX_WBITS)
    assert (packed.size, packed.checksum) == (len(content), zlib.crc32(content))
    return content.decode()


def rows_in(table: Table[Any], *, with_formulas: bool = False) -> list[str]:
    rows = rows_of(table, range(len(table.columns)), with_formulas=with_formulas)
    return unpacked(rows).removesuffix("</row>").split("</row>")


def a_list(count: int) -> Rows:
    column: Column[Any] = Column("value", "Value", lambda item: f"é{item}", Kind.TEXT)
    return rows_of(Table("Any", 0, (column,), range(count)), [0])


def test_rows_are_packed_between_the_texts_around_them() -> None:
    text = unpacked(a_list(2), "<ä>\n", '"</ä>,')

    assert text.startswith('<ä>\n<row r="2"><c r="A2" s="0"')
    assert text.endswith('</row>"</ä>,')


def test_rows_tell_their_size_where_gzip_would_count_from_0_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("creditxl.workbook.rows.ROUND", 1)

    assert len(unpacked(a_list(5_000), "é", "after")) > 5_000


VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: st.one_of(
        st.none(), st.text(max_size=5), st.sampled_from(["", " a", "b\n", "_x0041_", "\ud800", "<&>"])
    ),
    Kind.MONEY: st.one_of(st.none(), st.decimals(allow_nan=False, allow_infinity=False, places=2)),
    Kind.CENTS: st.integers(-(10**15), 10**15),
    Kind.INTEGER: st.one_of(st.none(), st.integers(-9999, 9999)),
    Kind.DATE: st.one_of(st.none(), st.dates(date(1890, 1, 1))),
    Kind.PLAIN: st.one_of(st.text(max_size=3), st.integers(0, 9), st.just(Decimal("0.5")), st.dates()),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_a_column_at_once_is_its_cells_one_by_one(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES[kind], min_size=1, max_size=6))
    table = Table("Any", 2, (Column("value", "Value", lambda item: item, kind),), values, column=1)

    assert rows_in(table) == [
        f'<row r="{number}"><c r="B{number}" s="0"{encoder(kind)(value)}' for number, value in enumerate(values, 4)
    ]


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_no_rows_take_more_than_their_bound(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES[kind], min_size=1, max_size=6))
    columns = [Column(f"value {place}", "Value", lambda item: item, kind) for place in range(3)]
    rows = rows_of(Table("Any", 10**6, tuple(columns), values, column=700), range(3))

    assert len(unpacked(rows).encode()) <= rows._most()  # noqa: SLF001 - the size is counted anew from there on


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        ([1, 2], ["><f>1+1</f><v>1</v></c>", "><f>1+1</f><v>2</v></c>"]),
        (["a", "b"], [' t="str"><f>1+1</f><v>a</v></c>', ' t="str"><f>1+1</f><v>b</v></c>']),
        (["a", ""], [' t="str"><f>1+1</f><v>a</v></c>', ' t="str"><f>1+1</f><v></v></c>']),
        (["a<", ""], [' t="str"><f>1+1</f><v>a&lt;</v></c>', ' t="str"><f>1+1</f><v></v></c>']),
        ([Decimal("0.10"), 1], ["><f>1+1</f><v>0.10</v></c>", "><f>1+1</f><v>1</v></c>"]),
    ],
)
def test_a_formula_stands_before_each_value_where_books_are_live(values: list[Any], cells: list[str]) -> None:
    column: Column[Any] = Column("value", "Value", lambda item: item, Kind.PLAIN, formula=lambda _: "=1+1")
    table = Table("Any", 0, (column,), values)

    found = [row.partition(' s="0"')[2] for row in rows_in(table, with_formulas=True)]
    assert found == cells
    assert not any("<f>" in row for row in rows_in(table))


def test_a_row_without_a_formula_of_its_own_has_its_value_alone() -> None:
    column: Column[Any] = Column(
        "value", "Value", lambda item: item, Kind.PLAIN, formula=lambda item: "=1" if item else ""
    )
    table = Table("Any", 0, (column,), [0, 7])

    assert [row.partition(' s="0"')[2] for row in rows_in(table, with_formulas=True)] == [
        "><v>0</v></c>",
        "><f>1</f><v>7</v></c>",
    ]


def test_an_empty_list_has_one_blank_row() -> None:
    column: Column[Any] = Column("value", "Value", lambda item: item, formula=lambda _: "=1")
    table = Table("Any", 4, (column, column), [])

    assert rows_in(table, with_formulas=True) == ['<row r="6"><c r="A6" s="0"/><c s="1"/>']


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

    rows = rows_in(wide)
    assert len(rows) == len(wide.items)
    assert all(' ht="' in row.partition(">")[0] for row in rows)
