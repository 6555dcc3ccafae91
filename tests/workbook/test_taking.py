"""What lists show is what each of their items says, however many lists share it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.labels import Labels
from creditxl.workbook.books import euler_book, intrum_book
from creditxl.workbook.kept import Kept
from creditxl.workbook.layout import Column, Kind, Table, place_in
from creditxl.workbook.taking import CustomerValues, with_values
from creditxl.workbook.values import Values, longest
from creditxl.workbook.view import View
from tests.workbook.reviews import every_status

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize("book", [intrum_book, euler_book])
def test_every_cell_is_what_its_column_takes_of_its_item(book: Any) -> None:
    made = book(View.of(every_status(), Labels("fi"), Kept()))
    tables = [table for sheet in made.sheets for table in sheet.tables]

    for table in tables:
        for column in table.columns:
            assert list(table.taken(column)) == [column.take(item) for item in table.items], (table.name, column.key)
    assert sum(len(table.items) for table in tables) > 100


@dataclass
class Customer:
    business_id: str
    need: Decimal | None
    status: str
    months: tuple[int, ...]


CUSTOMERS = [
    Customer(str(place), Decimal(place) if place % 3 else None, "ab"[place % 2], (place, 7)) for place in range(9)
]
WORDS = {"a": "Alpha", "b": None}
COLUMNS: tuple[Column[Any], ...] = (
    Column("need", "Need", "customer.need", Kind.MONEY),
    Column("status", "Status", "customer.status", words=WORDS),
    Column("first", "First", "customer.months[0]", Kind.CENTS),
    Column("last", "Last", "customer.months[-1]", Kind.CENTS),
    Column("own", "Own", "own"),
    Column("both", "Both", lambda row: f"{row.customer.business_id} {row.own}"),
)


@pytest.mark.parametrize("places", [range(9), [8, 0, 0, 3, 1], [5], []])
def test_what_is_shown_of_customers_is_the_same_taken_once_for_all_or_from_each_row(places: Sequence[int]) -> None:
    rows: list[Any] = [SimpleNamespace(customer=CUSTOMERS[place], own=f"x{place}") for place in places]
    shared = CustomerValues(CUSTOMERS)  # type: ignore[arg-type] # a customer is whatever the columns name
    shared.table("All", COLUMNS, [SimpleNamespace(customer=one) for one in CUSTOMERS], owner="customer")
    picked = shared.table("Any", COLUMNS, rows, owner="customer")

    assert set(picked.values) == {"need", "status", "first", "last"}
    lists = [with_values(table) for table in (picked, Table("Any", 0, COLUMNS, rows))]
    for column in COLUMNS:
        one, other = (table.taken(column) for table in lists)
        assert list(one) == list(other) == [column.take(row) for row in rows]
        assert isinstance(one, Values)
        assert isinstance(other, Values)
        cells = [values.cells.held.to_list() if values.cells else [None] * len(rows) for values in (one, other)]
        assert cells[0] == cells[1]
        assert longest(one) == longest(other) == max((len(str(value)) for value in other if value), default=0)


def test_a_short_list_alone_does_not_have_all_customers_looked_at() -> None:
    asked: list[str] = []

    class Asked(Customer):
        @property
        def parent(self) -> str:
            asked.append(self.business_id)
            return "none"

    customers: Any = [Asked(str(place), None, "a", ()) for place in range(100)]
    column: Column[Any] = Column("parent", "Parent", "parent")

    assert CustomerValues(customers).table("Any", (column,), customers[:3]).values == {}
    assert asked == []


AMOUNTS = st.lists(st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=2)), max_size=8)


@given(AMOUNTS)
def test_amounts_are_summed_exactly_and_the_largest_is_told_whatever_its_sign(amounts: list[Decimal | None]) -> None:
    values = Values(amounts, Kind.MONEY)
    filled = [amount for amount in amounts if amount is not None]

    assert values.total() == sum(filled)
    assert values.told.largest == float(max(map(abs, filled), default=0))


@given(st.lists(st.integers(-(10**15), 10**15), max_size=8))
def test_cents_are_summed_as_amounts(cents: list[int]) -> None:
    values = Values(cents, Kind.CENTS)

    assert values.total() == Decimal(sum(cents)).scaleb(-2)
    assert values.told.largest == max(map(abs, cents), default=0) / 100


def test_an_amount_beyond_what_the_engine_counts_is_summed_all_the_same() -> None:
    assert Values([Decimal("1E+50"), Decimal("0.50"), None], Kind.MONEY).total() == Decimal("1E+50") + Decimal("0.50")


@given(st.lists(st.one_of(st.none(), st.text(max_size=6)), max_size=8))
def test_the_longest_text_is_told_whatever_stands_in_it(texts: list[str | None]) -> None:
    assert longest(Values(texts, Kind.TEXT)) == max((len(text) for text in texts if text), default=0)


@pytest.mark.parametrize(
    ("path", "found"), [("need", ("need", None)), ("items.ages[0]", ("items.ages", 0)), ("typed[-1]", ("typed", -1))]
)
def test_a_path_may_end_with_a_place(path: str, found: tuple[str, int | None]) -> None:
    assert place_in(path) == found
