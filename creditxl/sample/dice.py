"""Chance that falls the same on every platform and Python: only `random()`, integers, and no mathematics library."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
STREAMS = 1_000_003  # keeps the streams of two seeds apart
HUNDRED = 100


class Dice:
    """A stream of choices.

    Python promises that `random()` gives the same numbers from the same seed for ever; not so its other methods.
    Each customer has a stream of its own, so that a change to one leaves the others as they were.
    """

    def __init__(self, seed: int, stream: int = 0) -> None:
        self._random = random.Random(seed * STREAMS + stream)  # noqa: S311 - invented data, no secret

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        return self.below(HUNDRED) < percent

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[tuple[T, int]]) -> T:
        """Return one of the items; each carries its weight."""
        left = self.below(sum(weight for _, weight in items))
        for item, weight in items:
            left -= weight
            if left < 0:
                return item
        raise ValueError("the weights must be above 0")  # noqa: EM101, TRY003 - a programmer's slip, no user's

    def day(self, first: date, last: date) -> date:
        """Return a day from `first` to `last`, both included."""
        return first + timedelta(days=self.below((last - first).days + 1))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order (Fisher-Yates)."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def split(self, total: int, parts: int) -> list[int]:
        """Split an amount into uneven parts that add up to it."""
        weights = [self.between(70, 130) for _ in range(parts)]
        shares = [total * weight // sum(weights) for weight in weights]
        shares[-1] += total - sum(shares)
        return shares
