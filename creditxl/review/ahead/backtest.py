"""Forecasts of months that have passed, each from what was known before them: which course to take, and its worth.

An origin is how many of the ledger's whole months a forecast knows. What is chosen at an origin, its course and the
width of its interval, is learned from origins whose outcomes were known by then: the backtest measures the whole
procedure, and nothing that it is measured on has told it anything.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from creditxl.model import from_cents
from creditxl.policy.ahead import Coverage, Duel, Errors, Interval, Rival, interval, missed
from creditxl.policy.need import basis_need
from creditxl.review.ahead.courses import COURSES, YEAR, Course, Shape, courses, total_interval
from creditxl.review.ahead.result import Backtest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from creditxl.policy.parameters import Policy
    from creditxl.review.ahead.courses import Amounts, Figures
    from creditxl.review.ahead.history import History

FEWEST_KNOWN = YEAR // 2  # months that any forecast is made from
MOST_LEARNED, MOST_TESTED = 2 * YEAR, YEAR  # origins, the newest ones: what happened long ago tells less
FEWEST_COMPARED = 3  # origins at which a course must have been there to be chosen


class Forecast(Struct, frozen=True):
    """What one origin says of the months ahead.

    Args:
        point: Needs, customers × months ahead and, last, the need of them all, cents; `low` and `high` bound them.
        totals: Of the needs of all customers, by month ahead.
    """

    course: Course
    low: Amounts
    point: Amounts
    high: Amounts
    totals: tuple[Interval, ...]

    def of(self, customer: int) -> list[Interval]:
        """Return one customer's months ahead, and last the need of them all."""
        rows = (bound[customer].tolist() for bound in (self.low, self.point, self.high))
        return [Interval(*bounds) for bounds in zip(*rows, strict=True)]


class Trials(Struct, frozen=True, dict=True):
    """Forecasts of a history from every origin.

    Args:
        policy: For the months ahead, the level of the interval and the basis of the need.
        fewest_known: The first origin to learn from.
    """

    history: History
    policy: Policy
    fewest_known: int = FEWEST_KNOWN

    @property
    def ahead(self) -> int:
        return self.policy.ahead_months

    @property
    def count(self) -> int:
        return len(self.history.months)

    @cached_property
    def actual(self) -> Amounts:
        """Each customer's need of each month (rule R5), at the factors of today."""
        return self.history.needs(self.history.sales)

    @cached_property
    def learned(self) -> range:
        """The origins whose outcomes are known by now."""
        last = self.count - self.ahead
        return range(max(self.fewest_known, last + 1 - MOST_LEARNED), last + 1)

    @cached_property
    def drawn(self) -> Mapping[int, Mapping[Course, Amounts]]:
        """Sales ahead of each origin by every course, and of today's last."""
        origins = (*self.learned, self.count)
        sales, pools = self.history.sales, self.history.pools
        return {origin: courses(sales[:, :origin], pools, self.ahead) for origin in origins}

    @cached_property
    def sales_missed(self) -> Mapping[tuple[int, Course], int]:
        """What each course missed of the customers' sales, cents; sales below 0 count as none, as their need does."""
        found = {}
        for origin in self.learned:
            outcome = np.maximum(self.history.by_customer(self.history.sales[:, origin : origin + self.ahead]), 0)
            for course, drawn in self.drawn[origin].items():
                forecast = np.maximum(self.history.by_customer(drawn), 0)
                found[origin, course] = int(np.abs(forecast - outcome).sum())
        return found

    def known_by(self, origin: int) -> list[int]:
        """Return the earlier origins whose outcomes were known at an origin."""
        return [one for one in self.learned if one + self.ahead <= origin]

    def choose(self, origin: int) -> Course:
        """Return the course that missed the least of the sales known by then.

        Courses are compared on the same origins, and those that were there at too few of them are left out; but for
        last year's season, which is trusted until it can be compared.
        """
        past = self.known_by(origin)
        count = max(1, min(FEWEST_COMPARED, len(past)))
        among = [one for one in COURSES if sum(one in self.drawn[earlier] for earlier in past) >= count] or COURSES[:1]
        same = [earlier for earlier in past if all(one in self.drawn[earlier] for one in among)]
        best = min(among, key=lambda course: sum(self.sales_missed[earlier, course] for earlier in same))
        season = Course(Shape.YEAR, best.speed)
        return season if season in self.drawn[origin] and season not in among else best

    @cached_property
    def points(self) -> Mapping[int, Amounts]:
        """Needs ahead of each origin by the course that it chooses, and last the basis of them, cents."""
        origins = (*self.learned, self.count)
        return {one: self._with_basis(self.history.needs(self.drawn[one][self.choose(one)])) for one in origins}

    @cached_property
    def outcomes(self) -> Mapping[int, Amounts]:
        """What came of it, likewise."""
        return {one: self._with_basis(self.actual[:, one : one + self.ahead]) for one in self.learned}

    def forecast(self, origin: int) -> Forecast:
        """Return what an origin says of the months ahead, from what was known by then."""
        drawn, spread = self.points[origin], self._spread(origin)
        low, middle, high = self._off_by(origin)
        point = drawn.copy()
        # The highest of several months is above the highest of their forecasts, by half of a swing or so.
        point[:, -1] = np.maximum(np.rint(drawn + middle * spread), 0)[:, -1]
        lows = np.clip(np.floor(drawn + low * spread), 0, point).astype(np.int64)
        highs = np.maximum(np.ceil(drawn + high * spread), point).astype(np.int64)
        return Forecast(self.choose(origin), lows, point, highs, self._totals(origin, point))

    @cached_property
    def off(self) -> Mapping[int, Figures]:
        """By how many of their spreads outcomes were off what would have been forecast, at each origin learned from.

        Of customers whose months moved at all, by month ahead and, last, for the need of them all.
        """
        found = {}
        for origin in self.learned:
            spread = self._spread(origin)
            has_moved = spread[:, 0] > 0
            missed_by = self.outcomes[origin] - self.points[origin]
            found[origin] = missed_by[has_moved] / spread[has_moved]
        return found

    def _off_by(self, origin: int) -> Figures:
        """Return how many spreads outcomes were off: the bounds of the policy's share of them, their middle between.

        Of forecasts of the same shape; where these are too few, of all, and nothing is said of their middle.
        """
        past, shape = self.known_by(origin), self.choose(origin).shape
        alike = [earlier for earlier in past if self.choose(earlier).shape is shape]
        is_enough = len(alike) >= FEWEST_COMPARED
        nothing = np.zeros((1, self.ahead + 1))
        seen = np.vstack([nothing, *(self.off[earlier] for earlier in (alike if is_enough else past))])
        tail = (1 - float(self.policy.ahead_level)) / 2
        found: Figures = np.quantile(seen, (tail, 0.5, 1 - tail), axis=0)
        return found if is_enough else found * [[1], [0], [1]]

    def is_live(self, origin: int) -> NDArray[np.bool_]:
        """Tell of each customer whether it had a need in the year before an origin."""
        found: NDArray[np.bool_] = np.count_nonzero(self.actual[:, max(0, origin - YEAR) : origin], axis=1) > 0
        return found

    def _spread(self, origin: int) -> Figures:
        """Return how far each customer's months of the last year lay from their mean, on average."""
        year = self.actual[:, max(0, origin - YEAR) : origin]
        off: Figures = np.abs(year - year.mean(axis=1, keepdims=True)).mean(axis=1, keepdims=True)
        return off

    def _totals(self, origin: int, point: Amounts) -> tuple[Interval, ...]:
        sums = point[:, : self.ahead].sum(axis=0)
        low, high = total_interval(self.actual[:, :origin].sum(axis=0), self.ahead, float(self.policy.ahead_level))
        bounds = zip(sums.tolist(), np.floor(sums * low).tolist(), np.ceil(sums * high).tolist(), strict=True)
        return tuple(interval(one, int(least), int(most)) for one, least, most in bounds)

    def _with_basis(self, months: Amounts) -> Amounts:
        return np.column_stack([months, basis_cents(months, self.policy)])


def basis_cents(months: Amounts, policy: Policy) -> Amounts:
    """Return each customer's need from several months' needs (rule R6), cents."""
    return np.array(
        [
            int(basis_need(list(map(from_cents, row)), policy.need_basis).scaleb(2)) if any(row) else 0
            for row in months.tolist()
        ],
        dtype=np.int64,
    )


def backtest(trials: Trials, *, fewest_known: int = YEAR) -> Backtest:
    """Measure what would have been forecast in the past.

    Args:
        trials: Of the history.
        fewest_known: The first origin to measure; from a year on every rival is there.
    """
    origins = range(max(fewest_known, trials.count - trials.ahead + 1 - MOST_TESTED), trials.count - trials.ahead + 1)
    errors: dict[Rival, list[Duel]] = defaultdict(list)
    months, needs, totals = [], [], []
    for origin in origins:
        found, outcome = trials.forecast(origin), trials.outcomes[origin]
        for rival, forecast in _rivals(trials, origin).items():
            part = np.s_[:, -1:] if rival is Rival.NEED_NOW else np.s_[:, :-1]
            errors[rival].append(Duel(_missed(found.point[part], outcome[part]), _missed(forecast, outcome[part])))
        is_live = trials.is_live(origin)
        inside = ((found.low <= outcome) & (outcome <= found.high))[is_live]
        months.append(Coverage(int(inside[:, :-1].sum()), inside[:, :-1].size))
        needs.append(Coverage(int(inside[:, -1].sum()), len(inside)))
        came = outcome[:, :-1].sum(axis=0).tolist()
        reached = [one.low <= amount <= one.high for one, amount in zip(found.totals, came, strict=True)]
        totals.append(Coverage(sum(reached), len(reached)))
    duels = {
        rival: Duel(_sum([one.forecast for one in fought]), _sum([one.rival for one in fought]))
        for rival, fought in errors.items()
    }
    known = tuple(trials.history.months[origin - 1] for origin in origins)
    return Backtest(known, duels, *(_all(one) for one in (months, needs, totals)))


def _rivals(trials: Trials, origin: int) -> dict[Rival, Amounts]:
    """Return what each rival says at an origin, from what was known by then."""
    actual, ahead = trials.actual, trials.ahead
    looked_at = actual[:, max(0, origin - trials.policy.need_months) : origin]
    found = {
        Rival.LAST_MONTH: np.repeat(actual[:, origin - 1 : origin], ahead, axis=1),
        Rival.NEED_NOW: basis_cents(looked_at, trials.policy)[:, None],
    }
    if origin >= YEAR:
        found[Rival.SAME_MONTH_LAST_YEAR] = actual[:, origin - YEAR : origin - YEAR + ahead]
    return found


def _missed(forecast: Amounts, outcome: Amounts) -> Errors:
    return missed(zip(forecast.ravel().tolist(), outcome.ravel().tolist(), strict=True))


def _sum(errors: Sequence[Errors]) -> Errors:
    return Errors(sum(one.missed for one in errors), sum(one.actual for one in errors))


def _all(parts: Sequence[Coverage]) -> Coverage:
    return Coverage(sum(one.inside for one in parts), sum(one.outcomes for one in parts))
