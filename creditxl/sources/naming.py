"""What sources are called in the log and in messages, and what is said when they cannot be read."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import ExtractError, msg
from creditxl.tables.raw import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import polars as pl

    from creditxl.errors import Message
    from creditxl.extracts.source_config import Source

EXTRAS = {
    "sqlalchemy": "sql",
    "psycopg": "sql",
    "pyodbc": "sqlserver",
    "duckdb": "duckdb",
    "pyspark": "spark",
    "requests": "odata",
    "simple_salesforce": "salesforce",
}
REASON_LENGTH = 200


class Named(Struct, frozen=True):
    """A table of a source.

    Args:
        name: As the log and the issues show it: "sql: ledger [Havu Oy]".
        company: For rows that name none.
        as_of: The day of the review, which the log shows as the day of reading: nothing here reads the clock.
    """

    source: Source
    name: str
    company: str
    as_of: date

    def file(self, frames: Iterable[pl.DataFrame]) -> SourceFile:
        """Return what the log shows: the hash and the size are those of the rows that came."""
        digest, size = hashlib.sha256(), 0
        for frame in frames:
            text = frame.sort(frame.columns).write_csv().encode()
            digest.update(text)
            size += len(text)
        moment = datetime.combine(self.as_of, time(), UTC)
        return SourceFile(self.name, digest.hexdigest(), size, moment, self.source.form.value)

    def error(self, message: Message, fix: Message) -> ExtractError:
        return ExtractError(message, where=self.name, fix=fix)

    def failed(self, reason: str, fix: Message) -> ExtractError:
        """Return the error for what a library said, which must hold no secret."""
        line = " ".join(reason.split())[:REASON_LENGTH]
        return self.error(msg("the source cannot be read: {reason}", reason=line), fix)


def named(source: Source, table: str, as_of: date, *, inner: str = "") -> Named:
    """Return a table of a source; `inner` is the company as the source calls it."""
    company = source.companies.get(inner, inner)
    name = f"{source.form}: {table}" + (f" [{company}]" if company else "")
    return Named(source, name, company, as_of)


def changed_meanwhile(place: Named) -> ExtractError:
    """Return the error for rows that are not all of one state."""
    return place.error(msg("a row was changed while the rows were read"), msg("run it again, when nobody is posting"))


def missing_package(source: Source, package: str) -> ExtractError:
    """Return the error for a library that is not installed."""
    return ExtractError(
        msg("the package '{package}' is not installed", package=package),
        where=source.where,
        fix=msg("run: pip install 'creditxl[{extra}]'", extra=EXTRAS.get(package.partition(".")[0], "sources")),
    )
