"""Rows that a source carries over, through the same checks as the rows of a file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from creditxl.extracts import sentences
from creditxl.extracts.checked import check
from creditxl.extracts.extract import Extract
from creditxl.extracts.faults import RefusedError
from creditxl.extracts.grid import Layout, gather, packed
from creditxl.extracts.recognise import accepted, fit
from creditxl.model import DocumentType
from creditxl.tables.columns import COLUMNS, CellType, Kind
from creditxl.tables.raw import RawTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from creditxl.errors import ExtractError, Issue
    from creditxl.extracts.config import Config
    from creditxl.extracts.recognise import Match
    from creditxl.extracts.source_config import Source
    from creditxl.sources.naming import Named

NO_DATES = frozenset({"1753-01-01", "0001-01-01"})  # what NAV writes for none: in its database, in OData
# NAV's own numbers of the option `Document Type`; 0 is an entry of no type, and is told.
DOCUMENT_TYPES = {
    1: DocumentType.PAYMENT,
    2: DocumentType.INVOICE,
    3: DocumentType.CREDIT_NOTE,
    4: DocumentType.INTEREST,
    5: DocumentType.REMINDER,
    6: DocumentType.REFUND,
}
# NAV keeps the letters of a due-date formula as signs that belong to no language.
FORMULA_SIGNS = str.maketrans({1: "C", 2: "D", 3: "WD", 4: "W", 5: "M", 6: "Q", 7: "Y"})
FEWEST_PLACES, MORE_PLACES = 2, 4


def with_own_columns(config: Config, source: Source) -> Config:
    """Return the configuration with the names of columns that a source's section gives."""
    if not source.columns:
        return config
    known = dict(config.headings.get(source.table, {}))
    known |= {column: (name, *known.get(column, ())) for column, name in source.columns.items()}
    return replace(config, headings={**config.headings, source.table: known})


def matched(place: Named, names: Sequence[str], config: Config) -> Match:
    """Return which columns of a source are which.

    Raises:
        ExtractError: One that is needed is not there, or two are the same.
    """
    own = with_own_columns(config, place.source)
    match = fit(place.source.table, list(names), own)
    for column, name in place.source.columns.items():
        if match.headings.get(column) != name:
            raise _refused(place, sentences.missing_column(match.kind, column, (name,)))
    if match.missing:
        column = match.missing[0]
        raise _refused(place, sentences.missing_column(match.kind, column, accepted(match.kind, column, own)))
    return match


def table_of(
    place: Named, match: Match, rows: Iterable[Mapping[str, object]], config: Config
) -> tuple[RawTable, list[Issue]]:
    """Return the rows of a source as a table, and the issues of what cannot be read in them.

    Args:
        place: The table's name.
        match: Which columns are which.
        rows: Name in the source → value.
        config: The company's own words.

    Raises:
        ExtractError: A row lacks a column that the others have, or nothing of a needed column can be read.
    """
    kind = match.kind
    positions = {column: at for at, column in enumerate(match.columns)}
    cells: dict[str, list[str | None]] = {column: [] for column in positions}
    count = 0
    for row in rows:
        count += 1
        for column, values in cells.items():
            name = match.headings[column]
            if name not in row:
                raise _refused(place, sentences.missing_column(kind, column, (name,)))
            values.append(text_of(kind, column, row[name]))
    layout = replace(Layout.of(kind, positions), marks=_points(kind, positions))
    grid = gather(layout, [packed(layout, range(1, count + 1), cells)])
    extract = Extract(place.name, match, place.company, config)
    try:
        frame, issues = check(extract, grid)
    except RefusedError as error:
        raise _refused(place, error) from error
    source = place.file([frame])
    return RawTable(kind, source, frame, dict(match.headings), count, match.amounts_in_ledger_currency), issues


def text_of(kind: Kind, column: str, value: object) -> str | None:
    """Return a value as a file would have it; None for nothing.

    >>> text_of(Kind.ENTRIES, "document_type", 2), text_of(Kind.ENTRIES, "amount", 1234.5)
    ('invoice', '1234.50')
    """
    cell = COLUMNS[kind][column].cell
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date) or cell is CellType.DATE:
        # A moment's day: `datetime` and `2026-10-31T00:00:00Z` both begin with it.
        day = str(value).strip().replace("T", " ").partition(" ")[0]
        return None if day in NO_DATES else day
    if column == "document_type" and isinstance(value, int):
        return DOCUMENT_TYPES[value].value if value in DOCUMENT_TYPES else str(value)
    if cell is CellType.AMOUNT and isinstance(value, int | float | Decimal):
        return _amount(Decimal(str(value)))
    return str(value).translate(FORMULA_SIGNS) if column == "due_date_formula" else str(value)


def _amount(value: Decimal) -> str:
    """Return an amount with a point that is plainly its decimal mark: two decimals, or so many that it is refused."""
    if not value.is_finite():
        return str(value)
    cents = value.quantize(Decimal("0.01"))
    return f"{cents:f}" if cents == value else f"{value:.{max(MORE_PLACES, _places(value))}f}"


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _points(kind: Kind, positions: Iterable[str]) -> dict[str, str]:
    return {column: "." for column in positions if COLUMNS[kind][column].cell is CellType.AMOUNT}


def _refused(place: Named, error: RefusedError) -> ExtractError:
    return place.error(error.message, error.fix)
