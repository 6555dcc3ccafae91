from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.calc.engine import addresses
from creditxl.calc.engine.addresses import MAX_COLUMNS, MAX_ROWS, Area


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("A1", Area(1, 1, 1, 1)),
        ("$B$3:D4", Area(3, 2, 2, 3)),
        ("D4:B3", Area(3, 2, 2, 3)),  # corners in either order
        ("A:C", Area(1, 1, MAX_ROWS, 3)),
        ("2:3", Area(2, 1, 2, MAX_COLUMNS)),
        ("XFD1048576", Area(MAX_ROWS, MAX_COLUMNS, 1, 1)),
        ("XFE1", None),  # a column too far
        ("A1048577", None),  # a row too far
        ("A", None),
        ("1", None),
        ("A1:B", None),
        ("as_of", None),
        ("", None),
    ],
)
def test_an_address_is_read(text, area):
    assert addresses.parse(text) == area


@given(st.integers(1, 900), st.integers(1, 900), st.integers(1, 90), st.integers(1, 90))
def test_an_address_written_is_read_back(row, column, rows, columns):
    area = Area(row, column, rows, columns)

    assert addresses.parse(addresses.text(area)) == area


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("Sales", "Sales!"), ("My sheet", "'My sheet'!"), ("It's", "'It''s'!"), ("A1", "'A1'!"), ("Yhtiöt", "Yhtiöt!")],
)
def test_a_sheet_is_quoted_where_it_must_be(name, prefix):
    assert addresses.sheet_prefix(name) == prefix
    assert addresses.split_sheet(f"{prefix}$A$1") == (name, "$A$1")
