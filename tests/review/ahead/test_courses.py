"""How sales may go on: laws that hold whatever the sales."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl.review.ahead.courses import COURSES, Course, Pool, Shape, courses, total_interval

CENTS = st.integers(-500_000, 5_000_000)


def pool_of(sales):
    places = np.arange(len(sales))
    return (Pool(places, places),)


def ledgers():
    return st.integers(6, 30).flatmap(
        lambda count: st.lists(st.lists(CENTS, min_size=count, max_size=count), min_size=1, max_size=4)
    )


@settings(max_examples=25, deadline=None)
@given(ledgers())
def test_every_course_gives_whole_cents_for_every_account_and_month(rows) -> None:
    sales = np.array(rows)

    found = courses(sales, pool_of(sales), 3)

    assert all(one.shape == (len(rows), 3) and one.dtype == np.int64 for one in found.values())
    assert set(found) <= set(COURSES)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.integers(6, 30))
def test_sales_that_never_change_are_forecast_as_they_are(levels, months) -> None:
    sales = np.repeat(np.array(levels)[:, None], months, axis=1)

    for found in courses(sales, pool_of(sales), 3).values():
        assert found.tolist() == [[level] * 3 for level in levels]


@settings(max_examples=15, deadline=None)
@given(ledgers(), st.integers(1, 10**6))
def test_a_level_that_stays_is_the_accounts_own(rows, cents) -> None:
    sales = np.array([*rows, [cents] * len(rows[0])])  # one that never changes, among others that do

    found = courses(sales, pool_of(sales), 3)

    assert all(found[one][-1].tolist() == [cents] * 3 for one in COURSES if one.shape is Shape.LEVEL)


def test_a_level_is_the_mean_in_which_each_month_weighs_less_than_the_next() -> None:
    sales = np.array([[0, 0, 300, 0, 600, 900, 1200]])
    weights = [0.7**back for back in (4, 3, 2, 1, 0)]  # from its first sale on
    expected = sum(w * cents for w, cents in zip(weights, [300, 0, 600, 900, 1200], strict=True)) / sum(weights)

    found = courses(sales, pool_of(sales), 2)

    assert found[Course(Shape.LEVEL, 0.3)].tolist() == [[round(expected)] * 2]


def test_last_years_season_comes_back() -> None:
    year = [100, 100, 100, 100, 100, 100, 400, 400, 400, 100, 100, 100]
    sales = np.array([[7 * cents for cents in year * 2]])

    found = courses(sales, pool_of(sales), 3)[Course(Shape.YEAR, 0.1)]

    assert found.tolist() == [[700, 700, 700]]
    turned = courses(np.roll(sales, 5, axis=1), pool_of(sales), 3)[Course(Shape.YEAR, 0.1)]
    assert turned.tolist() == [[2800, 2800, 700]]


def test_the_theta_methods_season_is_there_from_two_years_on() -> None:
    year = [100, 100, 100, 100, 100, 100, 400, 400, 400, 100, 100, 100]
    shapes = {
        months: {one.shape for one in courses(np.array([(year * 3)[:months]]), pool_of([0]), 3)}
        for months in (11, 12, 23, 24)
    }

    assert shapes[11] == {Shape.LEVEL, Shape.TREND}
    assert shapes[12] == shapes[23] == {Shape.LEVEL, Shape.TREND, Shape.YEAR}
    assert shapes[24] == set(Shape)


def test_a_trend_goes_on() -> None:
    sales = np.array([[1000 + 100 * month for month in range(18)]])
    last = int(sales[0, -1])

    found = courses(sales, pool_of(sales), 3)[Course(Shape.TREND, 0.5)][0]

    assert last - 100 < found[0] < found[1] < found[2] < last + 400


def test_new_customers_are_no_trend_of_those_who_were_there() -> None:
    steady, late = [1000] * 18, [0] * 10 + [5000] * 8
    sales = np.array([steady, late])

    found = courses(sales, pool_of(sales), 3)[Course(Shape.TREND, 0.1)]

    assert found.tolist() == [[1000] * 3, [5000] * 3]


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=6, max_size=30))
def test_a_totals_interval_holds_its_forecast(level, total) -> None:
    low, high = total_interval(np.array(total), 3, level)

    assert ((low >= 0) & (low <= 1) & (high >= 1)).all()
