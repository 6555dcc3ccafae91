"""DuckDB files, opened for reading."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import narwhals as nw

from creditxl.errors import msg
from creditxl.extracts.source_config import in_folder
from creditxl.sources.lake import Lake, Lazy, unreadable
from creditxl.sources.naming import named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from creditxl.extracts.source_config import Source


@contextmanager
def opened(source: Source, as_of: date) -> Iterator[Lake]:
    """Open a file.

    Raises:
        ExtractError: It is not there, is no such file, or has not what is asked for.
    """
    place = named(source, source.option("table"), as_of)
    file = in_folder(source, source.option("path"))
    if not file.is_file():
        raise place.error(msg("there is no file '{file}'", file=str(file)), msg("write its path in creditxl.toml"))
    try:
        with duckdb.connect(str(file), read_only=True) as connection:

            def scan(table: str) -> Lazy:
                quoted = table.replace('"', '""')
                return nw.from_native(connection.table(f'"{quoted}"'))

            yield Lake(source, as_of, scan)
    except duckdb.Error as error:
        raise unreadable(place, error) from None
