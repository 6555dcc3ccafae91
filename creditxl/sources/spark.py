"""Spark: a session of one's own, or the one that Databricks or Fabric has running."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import narwhals as nw
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession, functions

from creditxl.errors import msg
from creditxl.sources.lake import DATES, Lake, Lazy, unreadable
from creditxl.sources.naming import named
from creditxl.sources.secrets import secret_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from creditxl.extracts.source_config import Source


@contextmanager
def opened(source: Source, as_of: date) -> Iterator[Lake]:
    """Take the session that is there, else start one; it is left running, as others may use it.

    Raises:
        ExtractError: No session can be had, or it has not what is asked for.
    """
    place = named(source, source.option("table"), as_of)
    secret = secret_of(source)
    try:
        session = _session(source.option("url"), secret.value)

        def scan(table: str) -> Lazy:
            return nw.from_native(session.table(table))

        yield Lake(source, as_of, scan, _numbered, _between)
    except PySparkException as error:
        raise unreadable(place, ValueError(secret.masked(str(error)))) from None
    except NotImplementedError:
        raise
    except RuntimeError as error:
        reason = secret.masked(str(error))
        raise place.failed(reason, msg("Spark needs Java: install it, or give the address of a server")) from None


def _session(url: str, token: str) -> SparkSession:
    active = SparkSession.getActiveSession()
    if active is not None and not url:
        return active
    builder = SparkSession.builder
    if url:
        return builder.remote(f"{url};token={token}" if token else url).getOrCreate()
    return builder.appName("creditxl").getOrCreate()


def _numbered(entries: Lazy) -> Lazy:
    """Number the days of each date: Narwhals takes no days of a difference on Spark."""
    days = {_number(name): functions.unix_date(functions.to_date(name)) for name in DATES}
    numbered: Lazy = nw.from_native(nw.to_native(entries).withColumns(days))
    return numbered


def _between(later: str, earlier: str) -> nw.Expr:
    return nw.col(_number(later)) - nw.col(_number(earlier))


def _number(name: str) -> str:
    return f"{name}_number"
