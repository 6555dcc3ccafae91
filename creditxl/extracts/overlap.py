"""Rows of the customer ledger that stand in two files: exports whose periods overlap must not count sales twice.

The newest export tells best what is still open (rule R14), so its rows stay. Only ledgers of one company whose periods
overlap can share rows, and only rows of that period need be compared.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from creditxl.errors import Issue
from creditxl.extracts import ledger, sentences
from creditxl.model import from_cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from creditxl.tables.raw import RawTable

KEY = ("company", "customer_no", "document_type", "document_no", "posting_date", "amount")


class Reach(Struct, frozen=True):
    """The oldest and the newest posting date of each company in one ledger."""

    name: str
    days: Mapping[str, tuple[date, date]]

    @property
    def order(self) -> tuple[date, str]:
        # Of exports that end on one day the later name: a file's own time changes with every copy of it.
        return max((newest for _, newest in self.days.values()), default=date.min), self.name

    def shared(self, other: Reach) -> Shared | None:
        """Return the period in which two ledgers may hold the same rows; None where there is none."""
        periods = [
            (max(self.days[company][0], days[0]), min(self.days[company][1], days[1]))
            for company, days in other.days.items()
            if company in self.days
        ]
        met = [(since, until) for since, until in periods if since <= until]
        return Shared(other.name, min(met)[0], max(until for _, until in met)) if met else None


class Shared(Struct, frozen=True):
    """The period that a ledger shares with the newer one of that name."""

    name: str
    since: date
    until: date


class Twice(Struct, frozen=True):
    """How many rows of a ledger stand in a newer one too, and their gross sales; None where none is a sale."""

    newer: str
    rows: int
    gross_cents: int | None

    def plus(self, other: Twice) -> Twice:
        cents = [each for each in (self.gross_cents, other.gross_cents) if each is not None]
        return Twice(self.newer, self.rows + other.rows, sum(cents) if cents else None)

    def issue(self, name: str) -> Issue:
        said = sentences.rows_twice(self.newer, self.rows)
        return Issue(name, None, "", "", *said, None if self.gross_cents is None else from_cents(self.gross_cents))


class Counting:
    """Takes those rows out of a ledger that newer ones have.

    Args:
        newer: Name of a newer ledger → its rows' keys, the newest first.
    """

    def __init__(self, newer: Mapping[str, pl.DataFrame]) -> None:
        self.newer = newer
        self.twice: dict[str, Twice] = {}

    def rest(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows, with their document numbers, that no newer ledger has."""
        for name, known in self.newer.items():
            numbered = frame.lazy().filter(pl.col("document_no").is_not_null())
            again = numbered.join(known.lazy(), on=KEY, how="semi").collect()
            if not again.height:
                continue
            twice = Twice(name, again.height, ledger.gross_cents(again))
            self.twice[name] = self.twice[name].plus(twice) if name in self.twice else twice
            frame = frame.join(again.select("row"), on="row", how="anti", maintain_order="left")
        return frame


def newer_ones(reaches: Iterable[Reach]) -> dict[str, list[Shared]]:
    """Return for each ledger, the newest first, the newer ones that may hold some of its rows, again newest first."""
    ordered = sorted(reaches, key=lambda reach: reach.order, reverse=True)
    return {
        reach.name: [shared for newer in ordered[:place] if (shared := reach.shared(newer)) is not None]
        for place, reach in enumerate(ordered)
    }


def keys(frame: pl.DataFrame, since: date, until: date) -> pl.DataFrame:
    """Return what tells the numbered rows of a period apart from any others."""
    in_period = pl.col("posting_date").is_between(since, until)
    return frame.lazy().filter(in_period, pl.col("document_no").is_not_null()).select(KEY).collect()


def once(tables: Sequence[RawTable]) -> tuple[list[RawTable], list[Issue]]:
    """Return ledgers without the rows that a newer one has, and an issue for each pair that shares some.

    Args:
        tables: Customer ledgers with their document numbers.
    """
    known = {table.file.name: table for table in tables}
    kept, issues = {}, []
    for name, newer in newer_ones(map(_reach, tables)).items():
        counting = Counting({one.name: keys(known[one.name].frame, one.since, one.until) for one in newer})
        kept[name] = replace(known[name], frame=counting.rest(known[name].frame))
        issues += [twice.issue(name) for twice in counting.twice.values()]
    return [kept[table.file.name] for table in tables], issues


def _reach(table: RawTable) -> Reach:
    posted = pl.col("posting_date")
    days = table.frame.group_by("company").agg(posted.min().alias("oldest"), posted.max().alias("newest"))
    return Reach(table.file.name, {company: (oldest, newest) for company, oldest, newest in days.iter_rows()})
