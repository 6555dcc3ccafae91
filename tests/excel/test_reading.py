"""Cells as the rules take them: what is quick for most cells is what holds for all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.excel.cells import CellProblem
from creditxl.excel.reading import whole

numbers = st.one_of(st.floats(), st.integers(-(10**18), 10**18).map(float), st.floats(-1e6, 1e6).map(round).map(float))


@given(numbers)
def test_a_whole_number_is_what_excel_shows_to_fifteen_digits(cell: float) -> None:
    shown = Decimal(f"{cell:.15g}")

    if shown.is_finite() and shown == shown.to_integral_value():
        assert whole(cell) == int(shown)
    else:
        with pytest.raises(CellProblem):
            whole(cell)
