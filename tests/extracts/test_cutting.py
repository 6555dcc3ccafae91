"""Cells are cut as those who wrote them expect, and the quick way as the exact one."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl.extracts import body, delimited, records
from creditxl.extracts.grid import Layout
from creditxl.tables.columns import Kind
from tests.extracts.reading import (
    DATA,
    HEADINGS,
    entry,
    needs_data,
    read_text,
)

cells = st.text(st.sampled_from('ab ;,"\n'), max_size=6)


@settings(deadline=None)  # a busy machine is no failure
@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_a_writer_quotes_is_cut_into_the_same_cells(rows):
    lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows]
    text = records.lines_of("".join(lines).encode())

    cut = [record.cells for record, _ in records.Cutter(";").cut(text, last=True)]

    assert cut == rows


SPECTRUM = sorted(DATA.glob("csv/csv-spectrum/csvs__*.csv"))
OTHER_NUMBER = "csvs__location_coordinates"  # its expected cells are those of another row


@needs_data
@pytest.mark.parametrize(
    "path", [path for path in SPECTRUM if path.stem != OTHER_NUMBER], ids=lambda path: path.stem[6:]
)
def test_the_spectrum_of_csv_is_cut_as_its_authors_expect(path):
    expected = json.loads(path.with_name(path.stem.replace("csvs", "json") + ".json").read_text())
    # The copy of one file lost its carriage returns, which within a cell are not kept here either.
    rows = [[cell.replace("\r\n", "\n") for cell in row.values()] for row in expected]

    head, *found = delimited.records(path, ",")

    assert head == list(expected[0])
    assert found == rows


def test_a_quoted_ledger_is_read_as_an_unquoted_one(tmp_path):
    rows = [HEADINGS, *(entry(document_no=f"L{number}") for number in range(5))]
    plain = "\n".join(";".join(row) for row in rows)
    quoted = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)

    assert read_text(tmp_path, plain)[0].frame.equals(read_text(tmp_path, quoted)[0].frame)


lines = st.lists(st.text(st.sampled_from('ab12;,." \r=\x01'), max_size=14), max_size=8)


@settings(deadline=None)  # a busy machine is no failure
@given(
    lines=lines,
    end=st.sampled_from(["\n", "\r\n"]),
    wanted=st.sampled_from([(0, 1, 2), (0, 2), (1,), (2, 0)]),
    first=st.integers(0, 8),  # so many lines stand in a block of their own
)
def test_what_is_cut_quickly_is_cut_as_by_the_exact_way(lines, end, wanted, first):
    texts = ["x;y;z", *lines]
    begun = "".join(text + end for text in texts[:first]).encode()
    blocks = [(begun, False), (end.join(texts[first:]).encode(), True)]
    names = ("name", "customer_no", "credit_limit")
    layout = Layout.of(Kind.CUSTOMERS, {names[place]: place for place in wanted})

    def plain(row):
        # A carriage return within a line, and spaces around a cell, are taken off when cells are read.
        return [(cell or "").replace("\r", " ").strip() if isinstance(cell, str | None) else cell for cell in row]

    def rows(*, is_exact):
        reader = body.Body(layout, records.Cutter(";", 3), first_row=1, spare=0)
        if is_exact:
            reader._regular = lambda _, is_plain: None  # noqa: ARG005, SLF001 - so that nothing is taken for regular
        (grid,) = reader.grids(blocks)
        loose = [row for frame in grid.loose.values() for row in frame.rows()]
        return list(map(plain, [*grid.frame.rows(), *loose])), grid.broken

    assert rows(is_exact=False) == rows(is_exact=True)
