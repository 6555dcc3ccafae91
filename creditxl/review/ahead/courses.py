"""The courses that monthly sales may take: each account's level, carried on by the season and trend of its pool.

An account alone has too few months to show a season. Its level is its own; season and trend are those of its business
line, or of the group where the line is small: as the Theta method of statsmodels sees them, or as last year's were.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from statsmodels.tsa.forecasting.theta import ThetaModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Amounts = NDArray[np.int64]  # accounts × months, cents
Figures = NDArray[np.float64]
YEAR = 12
SPEEDS = (0.1, 0.2, 0.3, 0.5)  # what the newest month weighs of a level, from slow to quick


class Shape(StrEnum):
    """How a level goes on."""

    LEVEL = "level"  # as it is
    TREND = "trend"  # as the pool's total does by the Theta method
    YEAR = "year"  # as the pool's total did from the same months of last year on
    SEASON = "season"  # as the pool's total does by the Theta method, its season taken out and put back


class Course(Struct, frozen=True):
    """One way to forecast."""

    shape: Shape
    speed: float


# Of courses that miss as much, the first: the plainest, and the slowest.
COURSES = tuple(Course(shape, speed) for shape in Shape for speed in SPEEDS)


class Pool(Struct, frozen=True):
    """Accounts whose sales go on alike.

    Args:
        members: Places of the accounts that follow it.
        summed: Places of those whose total shows how: the same, or all accounts where the members' lines are small.
    """

    members: NDArray[np.intp]
    summed: NDArray[np.intp]


def courses(sales: Amounts, pools: Sequence[Pool], ahead: int) -> dict[Course, Amounts]:
    """Return each account's sales of the months ahead by every course that the history allows, cents.

    Args:
        sales: Of the months known; at least `YEAR` / 2 of them.
        pools: Together they have every account once among their members.
        ahead: How many months.
    """
    # New customers make a total grow, and not those who were there: a course is that of accounts known for a year.
    is_known = np.count_nonzero(sales[:, : max(1, sales.shape[1] - YEAR + 1)], axis=1) > 0
    summed = [pool.summed[is_known[pool.summed]] for pool in pools]
    paths = [_paths(sales[places].sum(axis=0), ahead) for places in summed]
    found = {}
    for speed in SPEEDS:
        weights = _weights(sales, speed)
        levels = (weights * sales).sum(axis=1)
        for shape in paths[0]:
            drawn = np.zeros((len(sales), ahead))
            for pool, places, path in zip(pools, summed, paths, strict=True):
                grown = _growth(path[shape], weights[pool.members], float(levels[places].sum()))
                drawn[pool.members] = levels[pool.members, None] * grown
            found[Course(shape, speed)] = np.rint(drawn).astype(np.int64)
    return found


def total_interval(total: NDArray[np.int64], ahead: int, level: float) -> tuple[Figures, Figures]:
    """Return what a total's interval goes down and up to in the months ahead, as shares of its forecast.

    By the Theta method. Where it forecasts nothing, both are 1: the forecast alone.
    """
    if _is_constant(total):
        return np.ones(ahead), np.ones(ahead)
    with _quietly():
        found = _theta(total, has_season=len(total) >= 2 * YEAR)
        point = np.asarray(found.forecast(ahead))
        bounds = np.asarray(found.prediction_intervals(ahead, alpha=1 - level))
    is_some = point > 0
    low, high = (np.divide(bounds[:, side], point, out=np.ones(ahead), where=is_some) for side in (0, 1))
    return np.clip(np.nan_to_num(low, nan=1), 0, 1), np.maximum(np.nan_to_num(high, nan=1), 1)


def _weights(sales: Amounts, speed: float) -> Figures:
    """Return what each month weighs in each account's level; months before its first sale weigh nothing."""
    has_begun = np.logical_or.accumulate(sales != 0, axis=1)
    weights = (1 - speed) ** np.arange(sales.shape[1])[::-1] * has_begun
    sums = weights.sum(axis=1, keepdims=True)
    shares: Figures = np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0)
    return shares


class _Path(Struct, frozen=True):
    """How a pool's total goes on.

    Args:
        ahead: The total in the months ahead; None for a level that stays.
        known: For last year's course: what each known month's calendar month was last year.
    """

    ahead: Figures | None = None
    known: Figures | None = None


def _paths(total: NDArray[np.int64], ahead: int) -> Mapping[Shape, _Path]:
    return dict(_each_path(total, ahead))


def _each_path(total: NDArray[np.int64], ahead: int) -> Iterator[tuple[Shape, _Path]]:
    yield Shape.LEVEL, _Path()
    yield Shape.TREND, _Path(_forecast(total, ahead, has_season=False))
    if len(total) >= YEAR:
        last_year = np.maximum(total[-YEAR:], 0).astype(np.float64)
        known = np.resize(last_year[::-1], len(total))[::-1]
        yield Shape.YEAR, _Path(last_year[:ahead], known)
    if len(total) >= 2 * YEAR:
        yield Shape.SEASON, _Path(_forecast(total, ahead, has_season=True))


def _growth(path: _Path, weights: Figures, total: float) -> Figures:
    """Return what the levels of some accounts are multiplied by in the months ahead.

    Args:
        path: Of their pool's total.
        weights: Of the known months in each account's level.
        total: The sum of the levels that the path is of.
    """
    if path.ahead is None:
        return np.ones((1, 1))
    if path.known is None:
        return path.ahead[None, :] / total if total > 0 else np.ones((1, 1))
    # A level is made of some months more than of others: of as high a season is what it is measured by.
    base = (weights * path.known).sum(axis=1)[:, None]
    growth: Figures = np.ones((len(weights), len(path.ahead)))
    np.divide(path.ahead, base, out=growth, where=np.broadcast_to(base > 0, growth.shape))
    return growth


def _forecast(total: NDArray[np.int64], ahead: int, *, has_season: bool) -> Figures | None:
    """Return a total's months ahead; None where the method finds none, and the levels stay."""
    if _is_constant(total):
        return None
    with _quietly():
        found = np.asarray(_theta(total, has_season=has_season).forecast(ahead))
    return np.maximum(found, 0) if np.isfinite(found).all() else None


def _theta(total: NDArray[np.int64], *, has_season: bool) -> Any:  # noqa: ANN401 - the library comes without types
    """Return the fitted Theta method of statsmodels."""
    amounts = total.astype(np.float64)
    if has_season:
        return ThetaModel(amounts, period=YEAR, deseasonalize=True, use_test=False).fit()
    return ThetaModel(amounts, period=1, deseasonalize=False).fit()


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the method's warnings from the user: what a poor fit is worth, the backtest tells."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def _is_constant(total: NDArray[np.int64]) -> bool:
    return bool((total == total[0]).all())
