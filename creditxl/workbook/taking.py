"""Taking the values of lists from their items; those of customers once, however many lists show them."""

from __future__ import annotations

from functools import cached_property, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from creditxl.workbook.layout import Column, Kind, Table, place_in
from creditxl.workbook.values import Picked, Places, Values, tell, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from creditxl.model import CustomerReview
    from creditxl.workbook.layout import Value

    TakeAll = Callable[[Sequence[Any]], Iterable[Iterable[Value]]]

Item = TypeVar("Item")

ITEMS_AT_ONCE = 500  # whose values are taken together: they stay in the processor's cache


def with_values(table: Table[Item]) -> Table[Item]:
    """Return a table with the values of all its columns taken, those that it lacks; those of a list are told too."""
    taken = _taken(table.items, [column for column in table.columns if column.key not in table.values])
    if not table.is_list:  # a small grid may hold formulas of its own, and is written cell by cell
        return replace(table, values={**table.values, **taken})
    every = {**table.values, **taken}
    values = {column.key: values_of(every[column.key], column.kind) for column in table.columns}
    tell(values.values())
    return replace(table, values=values)


class _Shown(Struct, frozen=True):
    """An attribute of customers, and how it is shown."""

    path: str
    kind: Kind
    words: tuple[tuple[Any, str | None], ...]


class CustomerValues:
    """What lists show of a review's customers."""

    def __init__(self, customers: Sequence[CustomerReview]) -> None:
        self._customers = customers
        self._known: dict[_Shown, Values] = {}

    def table(
        self, name: str, columns: tuple[Column[Item], ...], items: Sequence[Item], *, owner: str = "", done: str = ""
    ) -> Table[Item]:
        """Return a list whose columns of customers' attributes have what is known of all.

        Args:
            name: As of any table.
            columns: Likewise.
            items: Each of a customer of the review.
            done: As of any table.
            owner: The items' attribute that is their customer; empty where they are customers themselves.
        """
        return Table(name, 0, columns, items, done=done, values=self._of(columns, items, owner))

    def _of(self, columns: Iterable[Column[Any]], items: Sequence[Any], owner: str) -> Mapping[str, Values]:
        """Return the values of those columns that show an attribute of a customer, by key."""
        shown = {column.key: one for column in columns if (one := _shown(column, owner))}
        # What a short list alone shows is taken from its own items.
        if 2 * len(items) >= len(self._customers):
            self._take([one for one in dict.fromkeys(shown.values()) if one not in self._known])
        known = {key: self._known[one] for key, one in shown.items() if one in self._known}
        if not known or items is self._customers:
            return known
        ids = map(attrgetter(f"{owner}.business_id" if owner else "business_id"), items)
        places = Places(list(map(self._places.__getitem__, ids)))
        return {key: Picked(values, places) for key, values in known.items()}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {customer.business_id: place for place, customer in enumerate(self._customers)}

    def _take(self, missing: Sequence[_Shown]) -> None:
        columns: list[Column[CustomerReview]] = [
            Column(str(place), "", one.path, one.kind, words=dict(one.words)) for place, one in enumerate(missing)
        ]
        taken = _taken(self._customers, columns)
        self._known |= {one: Values(taken[str(place)], one.kind) for place, one in enumerate(missing)}


def _shown(column: Column[Any], owner: str) -> _Shown | None:
    """Return what a column shows of its items' customer; None where it shows something else."""
    if not isinstance(column.value, str):
        return None
    of, _, path = column.value.rpartition(".")
    return _Shown(path, column.kind, tuple(column.words.items())) if of == owner else None


def _taken(items: Sequence[Any], columns: Sequence[Column[Any]]) -> Mapping[str, Sequence[Value]]:
    """Return the values of columns by key.

    Some hundred items at a time: they lie far apart in memory, and what was taken of them is turned into columns while
    it is at hand.
    """
    taken: dict[str, list[Value]] = {column.key: [] for column in columns}
    takers = list(_takers(columns))
    for start in range(0, len(items), ITEMS_AT_ONCE):
        some = items[start : start + ITEMS_AT_ONCE]
        for keys, take in takers:
            for key, values in zip(keys, take(some), strict=True):
                taken[key].extend(values)
    for column in columns:
        if column.words:
            taken[column.key] = list(map(column.words.__getitem__, taken[column.key]))
    return taken


def _takers(columns: Iterable[Column[Any]]) -> Iterator[tuple[tuple[str, ...], TakeAll]]:
    """Yield the keys of columns and what takes their values from some items; attributes of one thing all at once."""
    named: dict[str, dict[str, str]] = {}
    several: dict[str, dict[str, int]] = {}
    for column in columns:
        if not isinstance(column.value, str):
            yield (column.key,), partial(_one_by_one, column.value)
            continue
        path, place = place_in(column.value)
        if place is None:
            owner, _, name = path.rpartition(".")
            named.setdefault(owner, {})[column.key] = name
        else:
            several.setdefault(path, {})[column.key] = place
    for owner, names in named.items():
        yield tuple(names), partial(_attributes, owner, tuple(names.values()))
    for path, places in several.items():
        yield tuple(places), partial(_of_several, path, tuple(places.values()))


def _one_by_one(take: Callable[[Any], Value], items: Sequence[Any]) -> Iterable[Any]:
    return (list(map(take, items)),)


def _attributes(owner: str, names: Sequence[str], items: Sequence[Any]) -> Iterable[Any]:
    of = map(attrgetter(owner), items) if owner else items
    if len(names) == 1:
        return (list(map(attrgetter(*names), of)),)
    return zip(*map(attrgetter(*names), of), strict=True)


def _of_several(path: str, places: Sequence[int], items: Sequence[Any]) -> Iterable[Any]:
    # Rows are turned into columns at once, and not a cell at a time.
    every = list(zip(*map(attrgetter(path), items), strict=True))
    return map(every.__getitem__, places)
