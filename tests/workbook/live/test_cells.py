"""How cells are written: each sheet in one call, text as text, columns wide enough."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from creditxl.calc.engine import cells as engine_cells
from creditxl.workbook import live
from creditxl.workbook.layout import Book, Cell, Column, Kind, Look, Role, Sheet, Table, Value
from creditxl.workbook.live.contents import Text, safe, spelled
from tests.workbook.live.layouts import layout, quietly
from tests.workbook.live.shapes import differences, shape
from tests.workbook.reviews import customer, review
from tests.workbook.test_file import HOSTILE

FACTS = (
    ("workbook", "intrum-suositukset"),
    ("version", "1"),
    ("language", "en"),
    ("as_of", "2026-10-31"),
)


def book(*columns: Column[int], rows: int = 3, notes: tuple[str, ...] = ("A note",)) -> Book:
    """Return a live book of one list, whose items are the numbers of its rows."""
    cells = [Cell(0, 0, "Title", Look.TITLE), *(Cell(2 + row, 0, note, Look.NOTE) for row, note in enumerate(notes))]
    table = Table("Things", 3 + len(notes), columns, range(rows))
    kept = json.dumps([[one.key, one.label, one.kind, one.role, one.folded] for one in columns])
    state = [
        Cell(row, place, text)
        for row, pair in enumerate((*FACTS, ("columns Things", kept)))
        for place, text in enumerate(pair)
    ]
    sheets = (
        Sheet("Things", tuple(cells), (table,), widths=(12.0,) * len(columns)),
        Sheet("creditxl", tuple(state), is_hidden=True),
    )
    return Book("x.xlsm", "T", "S", date(2026, 10, 31), "1", "€", "Page", sheets, is_live=True)


def number(key: str, kind: Kind = Kind.MONEY, factor: Decimal = Decimal("1.25")) -> Column[int]:
    return Column(key, key.capitalize(), lambda row: factor * row, kind)


def always(key: str, value: Value, kind: Kind) -> Column[int]:
    return Column(key, key.capitalize(), lambda _: value, kind)


def test_ten_thousand_rows_of_twenty_columns_go_out_in_one_call(opened, monkeypatch):
    columns = [Column("id", "Id", lambda row: f"{row:05}", Kind.ID), *(number(f"n{place}x") for place in range(19))]
    found, calls = opened(book(*columns)), []
    write = engine_cells.write

    def counted(document, cells, rows, *, table=None):
        calls.append((cells.Spreadsheet.Name, len(rows), len(rows[0])))
        write(document, cells, rows, table=table)

    monkeypatch.setattr(engine_cells, "write", counted)
    live.write(found, book(*columns, rows=10_000), quietly)

    assert calls == [("Things", 10_005, 20), ("creditxl", 5, 2)]
    assert found.sheets[0]["A10005:B10005"].value == ["09999", 9999 * 1.25]


@pytest.mark.parametrize(
    "text",
    ["1", "1,5", "1.5", "31.10.2026", "31/10", "5 %", "12 €", "=A1", "+1", "-1", "@SUM(A1)", "'quoted", "\t=1", "\r=1",
     "TRUE", "tosi", "Falskt", "#N/A", "1E5", "00042", "2026-10-31", "10:30", "Jan 2026", "", " a", "=", "–", "(1)"],
)  # fmt: skip
def test_text_that_excel_may_read_otherwise_goes_out_behind_an_apostrophe(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Koivu Oy", "✓ Katettu", "Äänekoski", "a\nb=c", "Truecolor"])
def test_plain_words_go_out_as_they_are(text):
    assert safe(text) == text


def test_text_goes_as_it_is_into_cells_formatted_as_text():
    rows = [[Text("=1"), Text("00042"), "=A1", 1.5, None]]

    assert spelled(rows, lambda _, column: column == 1) == [["'=1", "00042", "=A1", 1.5, None]]


def test_hostile_texts_stay_texts(opened):
    hostile = [text for text in HOSTILE if "\r" not in text]  # which a file's reader turns into a line's end
    rows = [customer(f"{place:07}-1", name=text, seller=text) for place, text in enumerate(hostile)]
    found = opened(layout(review([])))
    live.write(found, layout(review(rows)), quietly)
    wanted = shape(opened(layout(review(rows))))

    assert not differences(shape(found), wanted)
    read = live.table_rows(found, "Customers")
    assert read is not None
    assert {row[1] for row in read[1]} >= {text for text in hostile if len(text) < 1000 and text.isascii()}


def test_every_kind_of_value_comes_back(opened):
    values = (
        always("text", "00042", Kind.TEXT),
        Column("cents", "Cents", lambda row: 123456 + row, Kind.CENTS),
        always("day", date(2026, 10, 31), Kind.DATE),
        always("early", date(1899, 1, 1), Kind.DATE),
        always("moment", datetime(2026, 10, 31, 12, 30), Kind.MOMENT),  # noqa: DTZ001 - cells know no time zones
        Column("plain", "Plain", lambda row: Decimal("1.5") if row else "1,5", Kind.PLAIN),
        always("blank", None, Kind.MONEY),
        always("long", "=" + "x" * 20_000, Kind.LONG),
        Column("twice", "Twice", lambda row: row, Kind.INTEGER, formula=lambda row: "={cents}*2" if row else ""),
    )
    found = opened(book(*values, rows=1))
    live.write(found, book(*values, rows=2), quietly)
    read = live.table_rows(found, "Things")

    assert read is not None
    same = ["00042", date(2026, 10, 31), "1899-01-01", date(2026, 10, 31), None, "=" + "x" * 20_000]
    assert [[row[place] for place in (0, 2, 3, 4, 6, 7)] for row in read[1]] == [same, same]
    assert [(row[1], row[5], row[8]) for row in read[1]] == [(1234.56, "1,5", 0), (1234.57, 1.5, 2469.14)]
    assert not differences(shape(found), shape(opened(book(*values, rows=2))))


def test_a_column_of_amounts_grows_where_they_find_no_room(opened):
    columns = (number("a"), number("b"), number("c"))
    found = opened(book(*columns))
    found.sheets[0]["A1"].column_width = 20
    large = tuple(number(one, factor=Decimal(10) ** 10) for one in "abc")
    live.write(found, book(*large), quietly)

    assert found.sheets[0]["A1"].column_width == 20
    assert found.sheets[0]["B1"].column_width == len("20,000,000,000.00") + 2


def test_a_column_with_no_like_beside_it_looks_like_one_elsewhere(opened):
    text = always("text", "x", Kind.TEXT)
    status = replace(text, key="status", label="Status", kind=Kind.STATUS, role=Role.COMPUTED)
    other = replace(status, key="other", label="Other")
    found = opened(book(text, status, number("a"), number("b")))
    wanted = book(text, status, number("a"), other, number("b"), notes=("A note", "Another"))
    live.write(found, wanted, quietly)
    expected = shape(opened(wanted))

    assert not differences(shape(found), expected)


def test_notes_come_and_go(opened):
    few, many = book(number("a"), notes=("One",)), book(number("a"), notes=("One", "Two", "Three"))
    found, looks = opened(few), []
    for wanted in (many, few, many):
        live.write(found, wanted, quietly)
        looks.append([found.sheets[0].range((row, 1)).font.size for row in (1, 3, 4, 5)])

        assert not differences(shape(found), shape(opened(wanted)))
    assert looks[0] == looks[2] == [20, 10, 10, 10]
