"""Need ahead: which months of a ledger are whole, and when a forecast has earned to be shown.

A forecast is measured on months that have passed, each time from what was known before them. It is shown where its
error is smaller than that of every rival: what anyone can read from the ledger without forecasting.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from creditxl.policy.calendar import MONTHS_A_YEAR, add_months, last_day, month_of, window

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from creditxl.policy.parameters import Policy

TENTH = Decimal("0.001")  # shares are rounded to a tenth of a percent


class Rival(StrEnum):
    """What a forecast must beat: the first two month by month, the last as to the need of all months ahead."""

    LAST_MONTH = "last_month"
    SAME_MONTH_LAST_YEAR = "same_month_last_year"
    NEED_NOW = "need_now"


class Verdict(StrEnum):
    """What the ledger's own history says of its forecast."""

    SHOWN = "shown"
    TOO_SHORT = "too_short"
    NOT_BETTER = "not_better"


class Errors(NamedTuple):
    """Errors summed over customers, months and origins, cents.

    Args:
        missed: Σ |forecast − actual|.
        actual: Σ actual, of the same.
    """

    missed: int
    actual: int

    @property
    def share(self) -> Decimal | None:
        """What was missed as a share of the actual; None where there is nothing to compare with.

        >>> Errors(25, 200).share, Errors(3, 0).share
        (Decimal('0.125'), None)
        """
        return share(self.missed, self.actual)


class Duel(NamedTuple):
    """A forecast and a rival, measured on the same."""

    forecast: Errors
    rival: Errors

    @property
    def is_won(self) -> bool:
        """Tell whether the forecast missed less; as much is not less."""
        return self.forecast.missed < self.rival.missed


class Coverage(NamedTuple):
    """How many outcomes were inside the interval, of how many."""

    inside: int
    outcomes: int

    @property
    def share(self) -> Decimal | None:
        return share(self.inside, self.outcomes)


class Interval(Struct, frozen=True):
    """A forecast with what it should lie between, cents; `low <= point <= high`, and none below 0."""

    low: int
    point: int
    high: int


def interval(point: int, low: int, high: int) -> Interval:
    """Return an interval that holds its point and goes nowhere below 0, as no need does (rule R5).

    >>> interval(10, -5, 8)
    Interval(low=0, point=10, high=10)
    """
    point = max(0, point)
    return Interval(max(0, min(point, low)), point, max(point, high))


def verdict(duels: Mapping[Rival, Duel]) -> Verdict:
    """Return whether a forecast is shown: it must beat every rival, and every rival must have been there to beat."""
    if any(rival not in duels or not duels[rival].forecast.actual for rival in Rival):
        return Verdict.TOO_SHORT
    return Verdict.SHOWN if all(duel.is_won for duel in duels.values()) else Verdict.NOT_BETTER


def whole_months(first: date, newest: Collection[date], as_of: date, policy: Policy) -> tuple[date, ...]:
    """Return the ledger's months that can be taken as whole, oldest first.

    A month is whole when it has ended by `as_of` and every company's entries reach its end, or within
    `ahead_open_days` of it. A company whose newest entry is more than `need_months` before that of the group is taken
    for one that has ended, and waited for no longer.

    Args:
        first: The ledger's first month.
        newest: Each company's newest posting date; at least one.
        as_of: The day of the review.
        policy: For the two bounds.
    """
    latest = max(newest)
    reached = min(day for day in newest if day >= add_months(latest, -policy.need_months))
    last = min(window(as_of, 1)[0], month_of(reached))
    if (last_day(last) - reached).days > policy.ahead_open_days:
        last = add_months(last, -1)
    count = (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month + 1
    return tuple(add_months(first, place) for place in range(count))


def months_after(last: date, count: int) -> tuple[date, ...]:
    """Return the months that follow a month.

    >>> from datetime import date
    >>> months_after(date(2026, 11, 1), 2)
    (datetime.date(2026, 12, 1), datetime.date(2027, 1, 1))
    """
    return tuple(add_months(last, ahead) for ahead in range(1, count + 1))


def share(part: int, whole: int) -> Decimal | None:
    """Return a part as a share of the whole, rounded to a tenth of a percent; None where the whole is nothing."""
    return (Decimal(part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def missed(pairs: Iterable[tuple[int, int]]) -> Errors:
    """Return the errors of forecasts and what they were of, cents.

    >>> missed([(100, 80), (50, 70)])
    Errors(missed=40, actual=150)
    """
    told = list(pairs)
    return Errors(sum(abs(forecast - actual) for forecast, actual in told), sum(actual for _, actual in told))
