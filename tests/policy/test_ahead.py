"""Need ahead: whole months, errors and verdicts, as tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.policy.ahead import (
    Coverage,
    Duel,
    Errors,
    Interval,
    Rival,
    Verdict,
    interval,
    missed,
    verdict,
    whole_months,
)
from creditxl.policy.parameters import load

AS_OF = date(2026, 10, 31)
POLICY = load(AS_OF)
SEP, OCT = date(2026, 9, 1), date(2026, 10, 1)
WON, LOST, EVEN, EMPTY = (
    Duel(Errors(10, 100), Errors(11, 100)),
    Duel(Errors(11, 100), Errors(10, 100)),
    Duel(Errors(10, 100), Errors(10, 100)),
    Duel(Errors(0, 0), Errors(0, 0)),
)


@pytest.mark.parametrize(
    ("newest", "as_of", "last"),
    [
        ([date(2026, 10, 31)], AS_OF, OCT),
        ([date(2026, 10, 24)], AS_OF, OCT),  # seven days before the end is still near it
        ([date(2026, 10, 23)], AS_OF, SEP),  # eight are not
        ([date(2026, 10, 2)], AS_OF, SEP),  # the month has hardly begun in the extract
        ([date(2026, 10, 31)], date(2026, 10, 30), SEP),  # a month that has not ended is no whole one
        ([date(2026, 11, 3)], date(2026, 11, 4), OCT),
        ([date(2026, 11, 3)], AS_OF, OCT),  # entries after the day of the review do no harm
        ([date(2026, 10, 31), date(2026, 9, 30)], AS_OF, SEP),  # the company that lags behind decides
        ([date(2026, 10, 31), date(2026, 7, 31)], AS_OF, date(2026, 7, 1)),  # three months behind is still waited for
        ([date(2026, 10, 31), date(2026, 7, 30)], AS_OF, OCT),  # more than that: the company has ended
    ],
)
def test_the_last_whole_month_is_one_that_all_entries_reach(newest, as_of, last) -> None:
    months = whole_months(date(2026, 7, 1), newest, as_of, POLICY)

    assert months[0] == date(2026, 7, 1)
    assert months[-1] == last


def test_whole_months_follow_each_other() -> None:
    assert whole_months(date(2025, 11, 1), [date(2026, 2, 28)], date(2026, 2, 28), POLICY) == (
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    )
    assert whole_months(OCT, [date(2026, 10, 2)], AS_OF, POLICY) == ()


@pytest.mark.parametrize(
    ("last_month", "last_year", "need_now", "expected"),
    [
        (WON, WON, WON, Verdict.SHOWN),
        (LOST, WON, WON, Verdict.NOT_BETTER),
        (WON, LOST, WON, Verdict.NOT_BETTER),
        (WON, WON, LOST, Verdict.NOT_BETTER),
        (WON, EVEN, WON, Verdict.NOT_BETTER),  # as good is not better
        (WON, None, WON, Verdict.TOO_SHORT),  # a rival that was not there has not been beaten
        (EMPTY, EMPTY, EMPTY, Verdict.TOO_SHORT),
    ],
)
def test_a_forecast_is_shown_where_it_beats_every_rival(last_month, last_year, need_now, expected) -> None:
    fought = zip(Rival, (last_month, last_year, need_now), strict=True)

    assert verdict({rival: duel for rival, duel in fought if duel}) is expected


def test_errors_and_coverage_are_told_as_shares() -> None:
    assert missed([(100, 80), (50, 70), (0, 0)]) == Errors(40, 150)
    assert Errors(40, 150).share == Decimal("0.267")
    assert Coverage(4, 5).share == Decimal("0.800")
    assert Coverage(0, 0).share is None


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_an_interval_holds_its_point_and_nothing_below_zero(point, low, high) -> None:
    found = interval(point, low, high)

    assert 0 <= found.low <= found.point <= found.high
    assert found == interval(found.point, found.low, found.high)
    assert found.point == max(0, point)
    assert isinstance(found, Interval)
