from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.model import Activity
from creditxl.policy.bounds import RuleError
from creditxl.policy.money import from_cents, half_up, round_up
from creditxl.policy.need import NeedBasis, activity, basis_need, is_active, limit_need, needs_cents

if TYPE_CHECKING:
    from collections.abc import Iterable

HALF = Fraction(5, 2)  # 45 days
cents = st.integers(-(10**12), 10**12)
factors = st.fractions(min_value=Fraction(1, 100), max_value=20, max_denominator=900)
parts = st.lists(st.tuples(cents, factors), max_size=12)


def need_cents(sales: Iterable[tuple[int, Fraction]]) -> int:
    """Return the need of a customer to whom each company sells in one month alone."""
    accounts = [((amount,), each) for amount, each in sales]
    return needs_cents(accounts or [((0,), Fraction(1))])[0]


def long_division(sales: list[tuple[int, Fraction]]) -> int:
    """Return the need by another way: one denominator for all, whole numbers, and the remainder looked at."""
    denominator = 1
    for _, each in sales:
        denominator *= each.denominator
    total = sum(amount * each.numerator * (denominator // each.denominator) for amount, each in sales)
    whole, rest = divmod(total, denominator)
    return max(0, whole + (2 * rest >= denominator))


@pytest.mark.parametrize(
    ("sales", "expected"),
    [
        ([], 0),
        ([(100_000, Fraction(2))], 200_000),  # the thesis's example: 1 000 at 30 days
        ([(1, HALF)], 3),  # 2.5 cents: half a cent goes up, and 2 is even
        ([(3, HALF)], 8),  # 7.5
        ([(101, HALF)], 253),  # 252.5
        ([(100, Fraction(37, 30))], 123),  # 123.33
        ([(100, Fraction(22, 15))], 147),  # 146.67
        ([(1, HALF), (1, HALF)], 5),  # summed before it is rounded: 5, not 3 + 3
        ([(1, Fraction(37, 30)), (1, Fraction(22, 15))], 3),  # 2.7 exactly
        ([(1, Fraction(4, 3)), (1, Fraction(7, 6))], 3),  # 2.5 from two denominators
        ([(100_000, Fraction(2)), (-50_000, Fraction(22, 15))], 126_667),  # a company's credit notes count
        ([(50_000, Fraction(1)), (-60_000, Fraction(1))], 0),  # the group's sum is floored
        ([(50_000, Fraction(1)), (-40_000, Fraction(2))], 0),  # sales 100 up, need 300 down
        ([(-1, HALF)], 0),
        ([(0, HALF)], 0),
    ],
)
def test_a_months_need_is_the_exact_sum_rounded_once(sales: list[tuple[int, Fraction]], expected: int) -> None:
    assert need_cents(sales) == expected


@given(parts)
def test_the_need_agrees_with_a_long_division(sales: list[tuple[int, Fraction]]) -> None:
    assert need_cents(sales) == long_division(sales)


@given(parts)
def test_the_need_is_within_half_a_cent_of_the_exact_sum(sales: list[tuple[int, Fraction]]) -> None:
    exact = sum((amount * each for amount, each in sales), Fraction())
    found = Fraction(need_cents(sales))

    assert found == 0 if exact < Fraction(-1, 2) else -Fraction(1, 2) < found - max(exact, Fraction()) <= Fraction(1, 2)


@given(parts, cents.filter(lambda amount: amount >= 0), factors)
def test_more_sales_never_make_a_smaller_need(sales: list[tuple[int, Fraction]], more: int, each: Fraction) -> None:
    assert need_cents([*sales, (more, each)]) >= need_cents(sales)


@given(parts)
def test_the_order_of_the_companies_does_not_matter(sales: list[tuple[int, Fraction]]) -> None:
    assert need_cents(reversed(sales)) == need_cents(sales)


@given(parts)
def test_amounts_and_cents_give_one_need(sales: list[tuple[int, Fraction]]) -> None:
    amounts = [(Decimal(amount) / 100, each) for amount, each in sales]

    assert limit_need(amounts) == Decimal(need_cents(sales)) / 100


@pytest.mark.parametrize(
    ("sales", "expected"),
    [
        ("1000", "2500.00"),
        ("0.01", "0.03"),
        ("0.002", "0.01"),  # half a cent from sales finer than cents
        ("0.0019", "0.00"),
        ("-5", "0.00"),
    ],
)
def test_a_need_is_shown_in_cents(sales: str, expected: str) -> None:
    assert str(limit_need([(Decimal(sales), HALF)])) == expected


@pytest.mark.parametrize(
    ("basis", "needs", "expected"),
    [
        (NeedBasis.PEAK, ["1.00", "3.00", "2.00"], "3.00"),
        (NeedBasis.LATEST, ["1.00", "3.00", "2.00"], "2.00"),
        (NeedBasis.AVERAGE, ["1.00", "3.00", "2.00"], "2.00"),
        (NeedBasis.AVERAGE, ["0.01", "0.00"], "0.01"),  # half a cent goes up
        (NeedBasis.AVERAGE, ["0.03", "0.02"], "0.03"),  # also from an even cent
        (NeedBasis.AVERAGE, ["0.01", "0.00", "0.00"], "0.00"),
        (NeedBasis.AVERAGE, ["100.00", "100.00", "100.01"], "100.00"),
        (NeedBasis.PEAK, ["0.00"], "0.00"),
    ],
)
def test_the_basis_picks_one_need_from_the_months(basis: NeedBasis, needs: list[str], expected: str) -> None:
    assert basis_need([Decimal(need) for need in needs], basis) == Decimal(expected)


@pytest.mark.parametrize("basis", list(NeedBasis))
def test_no_month_makes_no_need(basis: NeedBasis) -> None:
    with pytest.raises(RuleError, match="at least one month"):
        basis_need([], basis)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=24))
def test_the_average_agrees_with_decimal_rounding(needs: list[int]) -> None:
    amounts = [Decimal(need) / 100 for need in needs]
    expected = (sum(amounts, Decimal(0)) / len(amounts)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    assert basis_need(amounts, NeedBasis.AVERAGE) == expected
    assert min(amounts) <= basis_need(amounts, NeedBasis.AVERAGE) <= basis_need(amounts, NeedBasis.PEAK)


@pytest.mark.parametrize(
    ("amount", "step", "expected"),
    [
        ("0", "1000", "0"),
        ("0.01", "1000", "1000"),
        ("999.99", "1000", "1000"),
        ("1000", "1000", "1000"),  # whole already
        ("1000.01", "1000", "2000"),
        ("42000.00", "1000", "42000"),
        ("41000.50", "500", "41500"),
        ("1.25", "0.5", "1.5"),
        ("-0.01", "1000", "0"),
    ],
)
def test_an_amount_applied_for_is_rounded_up_to_the_step(amount: str, step: str, expected: str) -> None:
    found = round_up(Decimal(amount), Decimal(step))

    assert found == Decimal(expected)
    assert not found.is_signed()


@pytest.mark.parametrize("step", ["0", "-1000"])
def test_there_is_no_rounding_to_a_step_of_nothing(step: str) -> None:
    with pytest.raises(RuleError, match="a step above 0"):
        round_up(Decimal(1), Decimal(step))


@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_rounding_up_is_the_nearest_step_above(amount: int, step: int) -> None:
    found = round_up(from_cents(amount), Decimal(step))

    assert found % step == 0
    assert found - step < from_cents(amount) <= found


@pytest.mark.parametrize(("numerator", "expected"), [(-3, -1), (-1, 0), (1, 1), (3, 2), (4, 2)])
def test_halves_go_towards_plus_infinity(numerator: int, expected: int) -> None:
    assert half_up(numerator, 2) == expected


@pytest.mark.parametrize(
    ("sales", "expected"),
    [
        ([1, 1, 1], Activity.ACTIVE),
        ([0, 0, 1], Activity.ACTIVE),  # the latest month alone
        ([1, 0, 0], Activity.UNCLEAR),
        ([1, 1, -1], Activity.UNCLEAR),  # credit notes above sales are no sales
        ([0, 0, 0], Activity.INACTIVE),
        ([-1, 0, -5], Activity.INACTIVE),
        ([Decimal("0.00"), Decimal("0.01")], Activity.ACTIVE),
        ([], Activity.INACTIVE),
    ],
)
def test_activity_looks_at_the_window_and_its_latest_month(sales: list[int | Decimal], expected: Activity) -> None:
    assert activity(sales) is expected
    assert is_active(sales) is (expected is not Activity.INACTIVE)
