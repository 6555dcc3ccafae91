"""The customer ledgers of a folder, summed as they are read: none is ever held as a whole.

Rows that stand in two of them are counted once. Which ledgers may share rows is told by their sums; those alone are
read again, with their document numbers.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from creditxl.extracts import overlap
from creditxl.extracts.overlap import Counting, Reach
from creditxl.tables.sums import Summing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from creditxl.errors import Issue
    from creditxl.extracts.files import Taken
    from creditxl.extracts.overlap import Shared, Twice
    from creditxl.tables.raw import LedgerPart, SourceFile
    from creditxl.tables.sums import LedgerSums


class Summed(Struct, frozen=True):
    """One customer ledger, summed.

    Args:
        twice: How many of its rows stand in newer ones, and were not counted.
    """

    file: SourceFile
    rows_read: int
    sums: LedgerSums
    twice: tuple[Twice, ...] = ()

    @classmethod
    def of(cls, taken: Taken) -> Summed:
        return cls(taken.file, taken.rows_read, cast("Summing", taken.taker).sums())

    @property
    def reach(self) -> Reach:
        days = self.sums.days.select("company", "oldest", "newest").iter_rows()
        return Reach(self.file.name, {company: (oldest, newest) for company, oldest, newest in days})

    def part(self) -> LedgerPart:
        return self.sums.part(self.file, self.rows_read)

    @property
    def issues(self) -> list[Issue]:
        return [twice.issue(self.file.name) for twice in self.twice]


class Once:
    """Takes the rows of one ledger: sums those that no newer one has, and keeps what older ones are compared with.

    Args:
        newer: As `Counting` takes it.
        asked: The periods that older ledgers share with this one.
    """

    def __init__(self, newer: Mapping[str, pl.DataFrame], asked: Sequence[Shared], as_of: date) -> None:
        self.counting = Counting(newer)
        self.summing = Summing(as_of)
        self.asked = asked
        self.kept: list[pl.DataFrame] = []
        self.rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Take in further rows, with their document numbers."""
        self.rows += frame.height
        if self.asked:
            since, until = min(each.since for each in self.asked), max(each.until for each in self.asked)
            self.kept.append(overlap.keys(frame, since, until))
        self.summing.add(self.counting.rest(frame))

    @property
    def keys(self) -> pl.DataFrame:
        """What older ledgers are compared with."""
        return pl.concat(self.kept) if self.kept else pl.DataFrame()

    def counted(self, ledger: Summed) -> Summed:
        """Return a ledger without the rows that newer ones have."""
        return replace(ledger, sums=self.summing.sums(), twice=tuple(self.counting.twice.values()))


class Rereading(Struct, frozen=True):
    """How ledgers are read again, and what is remembered of those that were.

    Args:
        read: Reads one ledger again with its document numbers, into a taker.
        recall: Returns a ledger as it was counted beside these newer ones before; None where it never was.
        keep: Takes a ledger as it was counted beside these newer ones.
    """

    read: Callable[[Summed, Callable[[], Once]], Once]
    recall: Callable[[Summed, Sequence[Summed]], Summed | None]
    keep: Callable[[Summed, Sequence[Summed]], None]


def counted_once(ledgers: Sequence[Summed], rereading: Rereading, as_of: date) -> list[Summed]:
    """Return ledgers, the newest first, without the rows that newer ones have.

    Args:
        ledgers: Each summed by itself.
        rereading: For those that may share rows.
        as_of: The day of the review.
    """
    named = {ledger.file.name: ledger for ledger in ledgers}
    newer = overlap.newer_ones(ledger.reach for ledger in ledgers)
    done = {
        name: rereading.recall(named[name], [named[one.name] for one in shared]) if shared else named[name]
        for name, shared in newer.items()
    }
    asked: dict[str, list[Shared]] = {}
    for name in (name for name, ledger in done.items() if ledger is None):
        for one in newer[name]:
            asked.setdefault(one.name, []).append(one)
    known: dict[str, pl.DataFrame] = {}
    for name, shared in newer.items():
        if done[name] is not None and name not in asked:
            continue
        others = {one.name: known[one.name] for one in shared} if done[name] is None else {}
        once = rereading.read(named[name], partial(Once, others, asked.get(name, ()), as_of))
        known[name] = once.keys
        if done[name] is None:
            counted = done[name] = once.counted(named[name])
            rereading.keep(counted, [named[one.name] for one in shared])
    return [ledger for ledger in done.values() if ledger is not None]
