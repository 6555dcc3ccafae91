from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.policy.factors import FactorError, factor
from tests.policy.situations import POLICY

DEFAULT = POLICY.payment_term_factors
STEEP = ((7, Fraction(1, 3)), (14, Fraction(5, 3)), (60, Fraction(2)))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Fraction(1)),
        (7, Fraction(37, 30)),  # exact, where 1.23 would be a rounding
        (14, Fraction(22, 15)),
        (30, Fraction(2)),  # the thesis's example
        (45, Fraction(5, 2)),
        (180, Fraction(7)),  # the last row has a factor
    ],
)
def test_the_default_table_holds_the_formula_at_its_rows(days: int, expected: Fraction) -> None:
    assert factor(days, DEFAULT) == expected


@given(st.integers(0, 180))
def test_the_default_table_gives_the_formula_between_its_rows_too(days: int) -> None:
    assert factor(days, DEFAULT) == 1 + Fraction(days, 30)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (7, Fraction(1, 3)),
        (8, Fraction(11, 21)),  # 1/3 + 1/7 × 4/3
        (14, Fraction(5, 3)),
        (37, Fraction(11, 6)),  # half way from 5/3 to 2
        (60, Fraction(2)),
    ],
)
def test_a_table_of_the_users_own_is_interpolated_exactly(days: int, expected: Fraction) -> None:
    assert factor(days, STEEP) == expected


@pytest.mark.parametrize(
    ("days", "table", "said"),
    [
        (-1, DEFAULT, "from 0 to 180 days"),
        (181, DEFAULT, "from 0 to 180 days"),
        (6, STEEP, "from 7 to 60 days"),  # before the first row nothing is known either
        (61, STEEP, "from 7 to 60 days"),
    ],
)
def test_outside_the_table_there_is_no_factor(days: int, table: tuple[tuple[int, Fraction], ...], said: str) -> None:
    with pytest.raises(FactorError, match=f"payment term of {days} days.*{said}") as raised:
        factor(days, table)

    assert raised.value.message.figures == {"days": days, "first": table[0][0], "last": table[-1][0]}


@given(st.integers(7, 59))
def test_a_longer_term_never_has_a_smaller_factor_in_a_rising_table(days: int) -> None:
    assert factor(days, STEEP) < factor(days + 1, STEEP)
