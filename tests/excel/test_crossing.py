"""How cells cross between VBA and Python, and that nothing in them is mistaken on the way."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.excel.cells import NA, NUM, VALUE, CellError, grid, spread
from creditxl.excel.wire import from_excel, to_excel

COM_NA = -2146826246  # what COM makes of #N/A


@pytest.mark.parametrize(
    ("given_cells", "expected"),
    [
        (5.0, ((5.0,),)),
        (None, ((None,),)),
        ((1.0, 2.0), ((1.0, 2.0),)),  # a row
        (((1.0,), (2.0,)), ((1.0,), (2.0,))),  # a column
        ([[1.0, "a"], [None, True]], ((1.0, "a"), (None, True))),
        ((), ((None,),)),
        (((1.0,), (2.0, 3.0)), ((VALUE,),)),  # no rectangle
        (((), ()), ((VALUE,),)),
        ((1.0, (2.0,)), ((VALUE,),)),
        ({1: 2}, ((VALUE,),)),  # nothing that a cell holds
    ],
)
def test_an_argument_is_rows_of_cells(given_cells, expected):
    assert grid(given_cells) == expected


def test_ranges_of_different_sizes_are_filled_with_what_is_absent():
    column, row = ((1,), (2,), (3,)), ((10, 20),)

    assert spread([column, row], 0) == (((1, 10), (1, 20)), ((2, 10), (2, 20)), ((3, 10), (3, 20)))
    assert spread([column, ((7,), (8,))], 0) == (((1, 7),), ((2, 8),), ((3, 0),))
    assert spread([((1, 2, 3),), ((7, 8), (9, 9))], 0) == (((1, 7), (2, 8), (3, 0)), ((1, 9), (2, 9), (3, 0)))
    assert spread([], 0) == (((),),)


@pytest.mark.parametrize(
    ("given_cell", "expected"),
    [
        (COM_NA, NA),
        (-2146826281, CellError(2007)),
        (-2146826243, CellError(2045)),  # #SPILL!, which xlwings does not know
        (float(COM_NA), float(COM_NA)),  # a number of a cell is floating point, and stays one
        ("#N/A", "#N/A"),  # a text that looks like an error is a text
        (42, 42),
        (True, True),
    ],
)
def test_errors_come_in_as_errors_and_nothing_else_does(given_cell, expected):
    assert from_excel(given_cell) == expected
    assert from_excel(((given_cell, 1.0), (2.0, given_cell))) == ((expected, 1.0), (2.0, expected))


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (2000.0, 2000.0),
        (14, 14),
        (True, True),
        (Decimal("0.1"), 0.1),
        ("valid", "'valid"),
        ("", "'"),
        ("#2042", "'#2042"),
        ("'", "''"),
        (NA, "#2042"),
        (CellError(2050), "#2050"),
        (None, "#2042"),  # nothing is never an empty text
        (float("nan"), "#2036"),
        (float("-inf"), "#2036"),
        (Decimal("NaN"), "#2036"),
        (date(2026, 1, 1), "'2026-01-01"),
    ],
)
def test_results_go_out_as_numbers_or_marked_texts(result, expected):
    assert to_excel(result) == [[expected]]


def unmarked(cell):
    """Read a result as the VBA does."""
    if not isinstance(cell, str):
        return cell
    return cell[1:] if cell[0] == "'" else CellError(int(cell[1:]))


@given(st.one_of(st.text(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.just(NUM)))
def test_every_result_is_read_as_what_it_was(result):
    assert unmarked(to_excel(result)[0][0]) == result
