"""What holds for every worksheet function: ranges, errors, empty cells, wrong types, too few or too many arguments."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.excel.cells import NA, NAME, REF, VALUE, CellError
from creditxl.excel.functions import FUNCTIONS
from creditxl.excel.registry import Empty
from tests.excel.functions.asking import call

TODAY = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((((1000,), (None,), ("1,5",), (NAME,)), 30), ((2000.0,), (0.0,), (VALUE,), (NAME,))),  # a column
        (((1000, 2000), 30), ((2000.0, 4000.0),)),  # a row
        ((((1000,), (2000,)), ((0, 30),)), ((1000.0, 2000.0), (2000.0, 4000.0))),  # a column and a row
        ((((1000, 2000), (3000, 4000)), 30), ((2000.0, 4000.0), (6000.0, 8000.0))),
        ((((1000,), (2000,), (3000,)), ((30,), (0,))), ((2000.0,), (2000.0,), (NA,))),  # one range is longer
        ((((1000,), (2000,)), 30, "x"), ((VALUE,), (VALUE,))),  # a bad table fails every cell
        ((((1000,),), 30), 2000.0),  # a range of one cell
        (([[1000], [2000]], 30), ((2000.0,), (4000.0,))),
        ((((1000,), (2000, 3000)), 30), VALUE),  # no rectangle
        (((), 30), 0.0),
    ],
)
def test_ranges_spill_and_single_cells_go_with_every_row(cells, expected):
    assert call("LIMIT_NEED", *cells) == expected


amounts = st.decimals(0, 10**9, places=2)


@given(sales=st.lists(amounts.map(float), min_size=1, max_size=20), days=st.integers(-5, 200))
def test_a_range_gives_what_its_cells_give_one_by_one(sales, days):
    spilled = call("LIMIT_NEED", tuple((cell,) for cell in sales), days)
    single = [call("LIMIT_NEED", cell, days) for cell in sales]

    assert (spilled if len(sales) > 1 else ((spilled,),)) == tuple((cell,) for cell in single)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_says_of_each_argument_what_an_error_and_an_empty_cell_mean(function):
    usual = {
        "as_of": TODAY,
        "due_date": TODAY,
        "days": 1,
        "decided_on": TODAY,
        "term": 30,
        "margin": 0.05,
        "id": "0201256-6",
    }
    cells = [usual.get(name) for name in function.arguments]
    for place, argument in enumerate(function.arguments.values()):
        with_error = [*cells[:place], REF, *cells[place + 1 :]]
        without = [*cells[:place], None, *cells[place + 1 :]]

        assert function(*with_error) == REF
        assert (function(*without) == NA) == (argument.empty is Empty.NEEDED)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_wrong_type_in_any_argument_is_an_error_value_and_never_an_exception(function):
    for cell in ("?", True, object(), 1e308, -1e308, [], "x" * 40000, date.min, date.max):
        for place in range(len(function.arguments)):
            cells = [None] * len(function.arguments)
            cells[place] = cell

            assert isinstance(function(*cells), (CellError, float, int, str, bool))


def test_too_few_or_too_many_arguments_name_those_that_there_are():
    with pytest.raises(TypeError, match="LIMIT_NEED takes sales, term, factors; 1 arguments were given"):
        call("LIMIT_NEED", 1000)
    with pytest.raises(TypeError, match="4 arguments were given"):
        call("LIMIT_NEED", 1000, 30, None, 5)
