"""Calendar months: a month is the date of its first day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS_A_YEAR = 12


def month_of(day: date) -> date:
    """Return the first day of a date's month.

    >>> month_of(date(2026, 11, 22))
    datetime.date(2026, 11, 1)
    """
    return day.replace(day=1)


def last_day(month: date) -> date:
    """Return the last day of a date's month.

    >>> last_day(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return month.replace(day=monthrange(month.year, month.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day some calendar months later, or that month's last day where it is shorter (rule R9).

    Args:
        day: Any date.
        months: Calendar months; negative goes back.

    Raises:
        ValueError: The result is outside the calendar's years, 1 to 9999.

    >>> add_months(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    years, month0 = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    first = date(day.year + years, month0 + 1, 1)
    return first.replace(day=min(day.day, last_day(first).day))


def is_within(day: date, start: date, months: int) -> bool:
    """Tell whether a day is a date or comes at most so many calendar months after it.

    >>> is_within(date(2026, 11, 30), date(2026, 10, 31), 1), is_within(date(2026, 12, 1), date(2026, 10, 31), 1)
    (True, False)
    """
    return start <= day <= add_months(start, months)


def window(as_of: date, months: int) -> tuple[date, ...]:
    """Return the last complete calendar months, oldest first (rule R6).

    A month is complete when its last day is `as_of` or earlier.

    Args:
        as_of: The day of the review.
        months: How many, >= 1.

    >>> window(date(2026, 4, 30), 2), window(date(2026, 4, 29), 1)
    ((datetime.date(2026, 3, 1), datetime.date(2026, 4, 1)), (datetime.date(2026, 3, 1),))
    """
    after = month_of(as_of + timedelta(days=1))
    return tuple(add_months(after, back) for back in range(-months, 0))
