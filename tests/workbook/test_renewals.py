"""Recommendations that renew: which ones, and what cancelling them saves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from creditxl.labels import Labels
from creditxl.model import ActionName, CustomerReview, RecommendationKind, RecommendationStatus
from creditxl.workbook.kept import Kept
from creditxl.workbook.renewals import RENEWALS_TABLE, renewals_sheet
from creditxl.workbook.view import View
from tests.workbook.reviews import action, customer, review

if TYPE_CHECKING:
    from creditxl.workbook.layout import Sheet

SOON = date(2026, 11, 15)
CANCEL = (action(ActionName.CANCEL_RECOMMENDATION, due_on=SOON),)


def sheet_of(*customers: CustomerReview, fee: str = "0") -> Sheet:
    made = review(list(customers))
    policy = replace(made.policy, continuous_recommendation_fee=Decimal(fee))
    return renewals_sheet(View.of(replace(made, policy=policy), Labels("en"), Kept()))


def column(sheet: Sheet, key: str) -> list[Any]:
    (table,) = sheet.tables
    found = next(column for column in table.columns if column.key == key)
    return [found.take(row) for row in table.items]


@pytest.mark.parametrize(
    ("fields", "is_shown"),
    [
        ({"recommendation_renews_on": date(2026, 10, 30)}, False),  # yesterday
        ({"recommendation_renews_on": date(2026, 10, 31)}, True),
        ({"recommendation_renews_on": date(2026, 11, 30)}, True),  # a month after the 31st
        ({"recommendation_renews_on": date(2026, 12, 1)}, False),
        ({"recommendation_renews_on": None}, False),
        ({"recommendation_kind": RecommendationKind.QUICK}, False),
        ({"recommendation_status": RecommendationStatus.BELOW_NEED}, True),  # in force, and paid for
        ({"recommendation_status": RecommendationStatus.CANCELLED}, False),
        ({"recommendation_status": RecommendationStatus.REJECTED}, False),
    ],
)
def test_it_shows_continuous_ones_in_force_that_renew_within_a_month(fields: dict[str, Any], is_shown: bool) -> None:  # noqa: FBT001 - a table's cell
    found = sheet_of(customer("1", **{"recommendation_renews_on": SOON} | fields))

    assert column(found, "business_id") == ["1"] * is_shown


def test_the_next_one_comes_first() -> None:
    days = {"1": SOON, "2": date(2026, 11, 1), "3": SOON}
    found = sheet_of(*(customer(id_, recommendation_renews_on=day) for id_, day in days.items()))

    assert column(found, "business_id") == ["2", "1", "3"]


def test_what_cancelling_saves_is_counted_for_those_that_are_cancelled() -> None:
    found = sheet_of(
        customer("1", recommendation_renews_on=SOON),
        customer("2", recommendation_renews_on=SOON, actions=CANCEL),
        customer("3", recommendation_renews_on=SOON, actions=CANCEL),
        fee="49.50",
    )

    assert column(found, "to_cancel") == ["✓ Keep", "▲ Cancel", "▲ Cancel"]
    assert column(found, "fee_saved") == [None, Decimal("49.50"), Decimal("49.50")]
    said = [cell.value for cell in found.cells]
    assert f"To cancel: 2; that saves {Labels('en').money(Decimal(99))} a year." in said
    assert Decimal("99.00") in [getattr(value, "value", None) for value in said]  # the total above the list


def test_a_fee_that_is_not_known_is_no_fee_of_0() -> None:
    found = sheet_of(customer("1", recommendation_renews_on=SOON, actions=CANCEL))

    assert column(found, "fee_unknown") == ["–"]
    said = [str(cell.value) for cell in found.cells]
    assert any(text.startswith("To cancel: 1. What that saves is not known") for text in said)


def test_without_renewals_it_says_so_and_keeps_its_list() -> None:
    found = sheet_of(customer("1"))

    assert "No continuous recommendation renews in this time." in [cell.value for cell in found.cells]
    assert [table.name for table in found.tables] == [RENEWALS_TABLE]
