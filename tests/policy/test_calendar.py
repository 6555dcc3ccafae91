from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.policy.calendar import add_months, last_day, month_of, window

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),  # rule R9's own example
        (date(2027, 8, 31), 6, date(2028, 2, 29)),  # a leap year
        (date(2025, 8, 30), 6, date(2026, 2, 28)),
        (date(2025, 8, 28), 6, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),  # over the year's end
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 31), -17, date(2024, 12, 31)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("as_of", "months", "expected"),
    [
        (date(2026, 4, 30), 3, [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]),  # April is complete
        (date(2026, 4, 29), 3, [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]),  # and a day before it is not
        (date(2026, 5, 1), 3, [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]),
        (date(2028, 2, 28), 1, [date(2028, 1, 1)]),  # the 29th is February's last day
        (date(2028, 2, 29), 1, [date(2028, 2, 1)]),
        (date(2026, 1, 15), 2, [date(2025, 11, 1), date(2025, 12, 1)]),
        (date(2025, 12, 31), 1, [date(2025, 12, 1)]),
    ],
)
def test_the_window_holds_the_last_complete_months(as_of: date, months: int, expected: list[date]) -> None:
    assert list(window(as_of, months)) == expected


@given(days, st.integers(1, 36))
def test_every_month_of_the_window_is_complete_and_the_next_one_is_not(as_of: date, months: int) -> None:
    found = window(as_of, months)

    assert len(found) == months
    assert last_day(found[-1]) <= as_of < last_day(last_day(found[-1]) + timedelta(days=1))
    assert all(last_day(one) + timedelta(days=1) == after for one, after in pairwise(found))


@given(days, st.integers(-600, 600))
def test_adding_months_changes_the_month_by_as_many(day: date, months: int) -> None:
    moved = add_months(day, months)

    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and moved == last_day(moved))


@given(days)
def test_a_month_begins_on_its_first_day(day: date) -> None:
    assert month_of(day) == date(day.year, day.month, 1)
