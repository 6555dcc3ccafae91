"""Which kind of extract a table is, by its headings alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.extracts.headings import HEADINGS, is_in_ledger_currency, normalised
from creditxl.tables.columns import COLUMNS, ONE_OF, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from creditxl.extracts.config import Config

ROWS_SEARCHED = 20  # titles may stand above the headings
HEADINGS_OF_A_TABLE = 2  # fewer cells in a row are a title
TELLING_HEADINGS = 3  # fewer known ones may be an accident


class Match(Struct, frozen=True):
    """How the headings of one row fit one kind.

    Args:
        row: Index of the heading row among the rows searched.
        columns: Canonical column → its position; without the doubled ones.
        headings: Canonical column → heading as the file has it.
        missing: Columns that the kind needs and the row has not.
        doubled: Canonical columns whose heading stands twice in the row.
        own: Needed columns whose heading no other kind knows.
    """

    kind: Kind
    row: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    own: frozenset[str]

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def is_near(self) -> bool:
        """Whether so much is there that a person would take it for this kind."""
        found = [column for column in needed(self.kind) if column in self.headings]
        is_enough = len(found) >= HEADINGS_OF_A_TABLE or len(self.headings) >= TELLING_HEADINGS + 1
        return is_enough and len(self.headings) >= TELLING_HEADINGS and 2 * len(found) >= len(needed(self.kind))

    @property
    def needed_places(self) -> set[int]:
        return {place for name, place in self.columns.items() if _is_needed(self.kind, name)}

    @property
    def amounts_in_ledger_currency(self) -> bool:
        return self.kind is Kind.ENTRIES and is_in_ledger_currency(self.headings.get("amount", ""))


def recognise(rows: Sequence[Sequence[str]], config: Config) -> Match | None:
    """Return the best match among the first rows: a complete one, else the nearest; None where nothing fits.

    Args:
        rows: The first rows of a table, cells as text.
        config: The company's own headings and constants.
    """
    found = [
        _match(kind, index, row, config)
        for index, row in enumerate(rows[:ROWS_SEARCHED])
        if sum(bool(cell.strip()) for cell in row) >= HEADINGS_OF_A_TABLE
        for kind in Kind
    ]
    complete = max((match for match in found if match.is_complete), key=_rank, default=None)
    near = max((match for match in found if not match.is_complete and match.is_near), key=_rank, default=None)
    if complete is None or (near is not None and _is_nearer(near, complete)):
        return near
    return complete


def fit(kind: Kind, names: Sequence[str], config: Config) -> Match:
    """Return how the columns of a source fit the kind that it is said to give."""
    return _match(kind, 0, names, config)


def accepted(kind: Kind, column: str, config: Config) -> tuple[str, ...]:
    """Return the headings that a column goes by, the company's own first."""
    return (*config.headings.get(kind, {}).get(column, ()), *HEADINGS[kind][column])


def needed(kind: Kind) -> tuple[str, ...]:
    """Return the columns that a kind cannot do without; of alternatives the first."""
    required = [name for name, column in COLUMNS[kind].items() if column.required]
    return (*required, *(group[0] for group in ONE_OF.get(kind, ())))


def _is_nearer(near: Match, complete: Match) -> bool:
    """Return whether a kind that lacks one column fits better than one that lacks none.

    A ledger without its amounts must not pass for a list of customers because it shows their payment terms, nor a list
    of customers without terms for the insurer's limits because it shows their credit limits.
    """
    if near.row != complete.row or len(near.missing) > 1:
        return False
    more = near.needed_places - set(complete.columns.values())
    if complete.kind is Kind.NEW_CUSTOMERS:
        # A list of new customers may well show their numbers.
        more -= {near.columns.get("customer_no", -1)}
    needed_elsewhere = complete.needed_places - set(near.columns.values())
    has_all = set(near.columns.values()) >= set(complete.columns.values())
    return len(more) > len(needed_elsewhere) and (has_all or len(more) > 1)


def _rank(match: Match) -> tuple[bool, int, int, int]:
    # Only a ledger has posted documents, whatever else of the customers it shows; the first row wins a tie.
    is_ledger = match.kind is Kind.ENTRIES and match.is_complete
    return is_ledger, len(match.own) if match.missing else 0, len(match.headings), -match.row


def _match(kind: Kind, index: int, row: Sequence[str], config: Config) -> Match:
    positions = _positions(row)
    found = {
        column: positions[name]
        for column in COLUMNS[kind]
        if (name := _first(_names(kind, column, config), positions)) is not None
    }
    given = {**found, **dict.fromkeys(config.constants.get(kind, {}))}
    return Match(
        kind,
        index,
        columns={column: places[0] for column, places in found.items() if len(places) == 1},
        headings={column: row[places[0]].strip() for column, places in found.items()},
        missing=tuple(_missing(kind, given)),
        doubled=tuple(column for column, places in found.items() if len(places) > 1),
        own=frozenset(
            column for column in found if _is_needed(kind, column) and _is_own(kind, normalised(row[found[column][0]]))
        ),
    )


def _positions(row: Sequence[str]) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = {}
    for position, heading in enumerate(row):
        positions.setdefault(normalised(heading), []).append(position)
    return positions


def _names(kind: Kind, column: str, config: Config) -> Sequence[str]:
    """Return the normalised headings of a column, those left out that the company uses for another one."""
    own = config.headings.get(kind)
    if not own:
        return _common(kind, column)
    elsewhere = {normalised(name) for other, names in own.items() if other != column for name in names}
    first = [normalised(name) for name in own.get(column, ())]
    return [*first, *(name for name in _common(kind, column) if name not in elsewhere)]


def _first(names: Iterable[str], positions: Mapping[str, list[int]]) -> str | None:
    return next((name for name in names if name in positions), None)


def _missing(kind: Kind, given: Mapping[str, object]) -> Iterable[str]:
    yield from (name for name, column in COLUMNS[kind].items() if column.required and name not in given)
    yield from (group[0] for group in ONE_OF.get(kind, ()) if not any(name in given for name in group))


def _is_needed(kind: Kind, column: str) -> bool:
    return COLUMNS[kind][column].required or any(column in group for group in ONE_OF.get(kind, ()))


@cache
def _common(kind: Kind, column: str) -> tuple[str, ...]:
    names = (normalised(name) for name in (*HEADINGS[kind][column], column))
    return tuple(dict.fromkeys(name for name in names if name))


@cache
def _is_own(kind: Kind, name: str) -> bool:
    return not any(name in _common(other, column) for other in Kind if other is not kind for column in COLUMNS[other])
