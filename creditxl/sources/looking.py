"""Whether each source can be reached and read, without reading it: one after the other, whatever the others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import CreditXLError
from creditxl.extracts.folder import files_below
from creditxl.extracts.source_config import SourceForm, in_folder
from creditxl.sources.reading import opened
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from creditxl.extracts.config import Config
    from creditxl.extracts.source_config import Source


class Looked(Struct, frozen=True):
    """A table of a source, or a source that cannot be opened.

    Args:
        name: As the log names it.
        error: What keeps it from being read; None where it can be.
    """

    kind: Kind
    name: str
    error: CreditXLError | None = None


def look(config: Config, as_of: date) -> Iterator[Looked]:
    """Yield every source: opened, its tables there with the columns that are needed, and the right to read them."""
    for kind in Kind:
        for source in config.sources.get(kind, ()):
            yield from _look(source, config, as_of)


def _look(source: Source, config: Config, as_of: date) -> Iterator[Looked]:
    if source.form is SourceForm.FILES:
        yield _folder(source)
        return
    found: list[Looked] = []
    try:
        with opened(source, as_of) as service:
            for place, table in service.places():
                try:
                    service.look(place, table, config)
                except CreditXLError as error:
                    found.append(Looked(source.table, place.name, error))
                else:
                    found.append(Looked(source.table, place.name))
    except CreditXLError as error:
        # What a database says of one table ends its session too: the others are not asked for.
        found.append(Looked(source.table, error.where, error))
    yield from found


def _folder(source: Source) -> Looked:
    folder = in_folder(source, source.option("path"))
    try:
        files_below(folder)
    except CreditXLError as error:
        return Looked(source.table, str(folder), error)
    return Looked(source.table, str(folder))
