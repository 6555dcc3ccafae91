"""Closed entries that earlier refreshes have read, so that a server that cannot add up need not give them again.

Asked for anew are entries that are open, and those that the server has stamped as changed since. Whether all are there
is told by the server's own count; where it is another one, every entry is read again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl
from msgspec import Struct

from creditxl.extracts.store import Kept
from creditxl.sources.rows import text_of
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from creditxl.extracts.memory import Memory

# A change is stamped when it is made and seen when it is committed, which may be later.
MARGIN = timedelta(days=1)
CLOSED = "closed"

Row = dict[str, Any]


class Asks(Protocol):
    """What asks a server for the entries of one company."""

    def where(self, condition: str) -> Iterator[Row]:
        """Yield the entries that fulfil a filter; an empty one is fulfilled by all."""

    def count(self) -> int | None:
        """Return how many entries there are; None where the server does not tell."""


class Fields(Struct, frozen=True):
    """The names in the source of the columns that this needs, and of those that are kept.

    Args:
        key: What tells one entry from another.
        still_open: Whether an entry is open.
        modified: When the server changed it last.
        columns: Canonical column → name.
    """

    key: str
    still_open: str
    modified: str
    columns: Mapping[str, str]

    @property
    def customer(self) -> str:
        return self.columns["customer_no"]


class Keeping(Struct, frozen=True):
    """Where closed entries are kept.

    Args:
        memory: Of the refreshes.
        customers: The numbers of the customers' table: a number that has left it was changed into another one, which
            servers do without a stamp.
    """

    memory: Memory
    customers: frozenset[str]

    def read(self, asks: Asks, fields: Fields, place: str) -> list[Row]:
        """Return every entry, in the order of the keys.

        Args:
            asks: The server.
            fields: The names of the columns.
            place: What tells this ledger from every other.
        """
        kept = self.memory.store.read(self._name(fields, place))
        rows = self._merged(asks, fields, kept) if kept and self._may_stand(kept, fields) else None
        rows = list(asks.where("")) if rows is None else rows
        rows.sort(key=lambda row: (len(str(row[fields.key])), str(row[fields.key])))
        return rows

    def keep(self, rows: Sequence[Row], fields: Fields, place: str, read_at: str) -> None:
        """Keep the closed entries of those that were read; nothing where the server does not tell its time.

        Args:
            rows: As `read` returned them.
            fields: As `read` took them.
            place: Likewise.
            read_at: The server's own clock before the first was read, as HTTP writes it.
        """
        if not read_at:
            return
        closed = [row for row in rows if row[fields.still_open] is False]
        texts: dict[str, list[str | None]] = {fields.key: [str(row[fields.key]) for row in closed]}
        for column, name in fields.columns.items():
            texts[name] = [text_of(Kind.ENTRIES, column, row[name]) for row in closed]
        frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
        moment = parsedate_to_datetime(read_at).astimezone(UTC)
        facts = {"read_at": moment.isoformat(), "without_customer": sorted(self._without_customer(frame, fields))}
        self.memory.keep_as(self._name(fields, place), Kept(facts, {CLOSED: frame}))

    def _name(self, fields: Fields, place: str) -> str:
        return self.memory.name(CLOSED, place, repr(fields))

    def _may_stand(self, kept: Kept, fields: Fields) -> bool:
        """Return whether no customer of what is kept has left the customers' table since."""
        return self._without_customer(kept.frames[CLOSED], fields) <= set(kept.facts["without_customer"])

    def _without_customer(self, frame: pl.DataFrame, fields: Fields) -> set[str]:
        numbers = frame[fields.customer].drop_nulls().str.strip_chars().unique()
        return set(numbers.to_list()) - self.customers

    def _merged(self, asks: Asks, fields: Fields, kept: Kept) -> list[Row] | None:
        """Return what is kept with what is open or changed; None where that is not all there is."""
        read_at = datetime.fromisoformat(kept.facts["read_at"])
        since = f"{read_at - MARGIN:%Y-%m-%dT%H:%M:%SZ}"
        conditions = (f"{fields.modified} ge {since}", f"{fields.still_open} eq true and {fields.modified} lt {since}")
        rows = [row for condition in conditions for row in asks.where(condition)]
        keys = {str(row[fields.key]) for row in rows}
        frame = kept.frames[CLOSED]
        rest = frame.filter(~pl.col(fields.key).is_in(list(keys)))
        if len(keys) < len(rows) or len(rows) + rest.height != asks.count():
            return None
        return [*rows, *({**row, fields.still_open: False} for row in rest.iter_rows(named=True))]
