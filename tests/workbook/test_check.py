"""The three-month check: who stands on it, and what it says is to be done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from creditxl.labels import Labels
from creditxl.model import ActionName, CustomerReview, Owner, RecommendationKind, RecommendationStatus
from creditxl.workbook.check import CHECK_TABLE, check_sheet
from creditxl.workbook.kept import Kept
from creditxl.workbook.view import View
from tests.workbook.reviews import MONTHS, action, customer, review

if TYPE_CHECKING:
    from creditxl.workbook.layout import Sheet

QUICK = {"recommendation_kind": RecommendationKind.QUICK, "recommendation_amount": None}


def sheet_of(*customers: CustomerReview, **fields: Any) -> Sheet:
    return check_sheet(View.of(replace(review(list(customers)), **fields), Labels("en"), Kept()))


def column(sheet: Sheet, key: str) -> list[Any]:
    (table,) = sheet.tables
    found = next(column for column in table.columns if column.key == key)
    return [found.take(row) for row in table.items]


def sold(august: int, september: int, october: int) -> tuple[int, ...]:
    """Return the cents of the months shown; November is not over yet."""
    return (0,) * (len(MONTHS) - 4) + (august, september, october, 0)


@pytest.mark.parametrize(
    ("created_on", "is_shown"),
    [
        (date(2026, 6, 30), False),
        (date(2026, 7, 1), True),  # the month three before October
        (date(2026, 7, 31), True),
        (date(2026, 8, 1), False),
        (date(2025, 7, 15), False),  # another year's July
        (None, False),
    ],
)
def test_it_shows_who_was_created_in_the_calendar_month_three_before(created_on: date, is_shown: bool) -> None:  # noqa: FBT001 - a table's cell
    assert column(sheet_of(customer("1", created_on=created_on)), "business_id") == ["1"] * is_shown


def test_it_is_sorted_by_business_line_then_by_name() -> None:
    july = date(2026, 7, 15)
    rows = [("B", "x", "1"), ("A", "y", "2"), ("B", "w", "3"), ("A", "y", "0")]
    found = sheet_of(*(customer(id_, created_on=july, business_line=line, name=name) for line, name, id_ in rows))

    assert column(found, "business_id") == ["0", "2", "3", "1"]


@pytest.mark.parametrize(
    ("cents", "word"),
    [
        (sold(0, 0, 1), "✓ Active"),
        (sold(1, 1, 0), "● Unclear"),
        (sold(1, 0, -1), "● Unclear"),
        (sold(0, 0, 0), "○ Inactive"),
        (sold(-1, 0, 0), "○ Inactive"),
    ],
)
def test_it_says_how_active_each_is(cents: tuple[int, ...], word: str) -> None:
    assert column(sheet_of(customer("1", created_on=date(2026, 7, 1), sales_cents=cents)), "activity") == [word]


CONVERT = action(ActionName.CONVERT_TO_CONTINUOUS, Owner.RECEIVABLES_CLERK, Decimal(11000))
ASK = action(ActionName.ASK_SELLER, Owner.RECEIVABLES_CLERK, Decimal(12000))
CHECK_TERM = action(ActionName.CHECK_TERM, Owner.RECEIVABLES_CLERK)
CANCEL = action(ActionName.CANCEL_LIMIT, amount=Decimal(5000))


@pytest.mark.parametrize(
    ("fields", "to_do", "amount"),
    [
        (QUICK | {"actions": (CONVERT,)}, "Convert to a continuous recommendation", 11000),
        (QUICK | {"actions": (ASK, CHECK_TERM)}, "Ask the seller, Check the payment term", 12000),
        (QUICK | {"sales_cents": sold(0, 0, 0)}, "Let the quick recommendation lapse", None),
        # What a limit without sales calls for stands beside it; what is cancelled is not applied for.
        (
            QUICK | {"sales_cents": sold(0, 0, 0), "actions": (CANCEL,)},
            "Cancel the limit, Let the quick recommendation lapse",
            None,
        ),
        # One that is no more cannot lapse.
        (
            QUICK | {"sales_cents": sold(0, 0, 0), "recommendation_status": RecommendationStatus.EXPIRED},
            "Nothing to do",
            None,
        ),
        ({}, "Nothing to do", None),  # a continuous one already
    ],
)
def test_it_says_what_to_do_and_for_how_much(fields: dict[str, Any], to_do: str, amount: int | None) -> None:
    found = sheet_of(customer("1", created_on=date(2026, 7, 1), **fields))

    assert column(found, "to_do") == [to_do]
    assert column(found, "applied") == [amount]


def test_it_shows_the_sales_of_the_months_that_the_need_looks_at() -> None:
    found = sheet_of(customer("1", created_on=date(2026, 7, 1), sales_cents=sold(1, 2, 3)))

    assert [column(found, f"sales_2026-{month:02}") for month in (8, 9, 10)] == [[1], [2], [3]]


def test_without_such_customers_it_says_so_and_keeps_its_list() -> None:
    found = sheet_of(customer("1"), customer("2", created_on=None))

    said = [cell.value for cell in found.cells]
    assert "No customer was created in 7/2026." in said
    assert "Customers whose day of creation is not known, and so not here: 1" in said
    assert [table.name for table in found.tables] == [CHECK_TABLE]


def test_the_month_follows_the_policy() -> None:
    made = review([customer("1", created_on=date(2026, 8, 31))])
    later = replace(made, policy=replace(made.policy, check_after_months=2))

    assert column(check_sheet(View.of(later, Labels("en"), Kept())), "business_id") == ["1"]
