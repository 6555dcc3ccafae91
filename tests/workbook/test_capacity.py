"""The sheet of the insurer's total: its sums, and whose gaps the freed amount would fill."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from creditxl.labels import Labels
from creditxl.model import CustomerReview, CustomerType, LimitStatus, RecommendationStatus
from creditxl.workbook.capacity import AFTER, AMOUNTS, CAPACITY_TABLE, STATES, TOTALS, capacity_sheet
from creditxl.workbook.kept import Kept
from creditxl.workbook.layout import Formula
from creditxl.workbook.limits import limits_sheet
from creditxl.workbook.view import View
from tests.workbook.reviews import MONTHS, customer, group, review

if TYPE_CHECKING:
    from creditxl.review.result import Review
    from creditxl.workbook.layout import Sheet

BARE = {"recommendation_kind": None, "recommendation_status": RecommendationStatus.NONE}


def unused(business_id: str, limit: int) -> CustomerReview:
    amount = Decimal(limit)
    return customer(
        business_id,
        need=Decimal(0),
        limit=amount,
        cover=amount,
        sales_cents=(0,) * len(MONTHS),
        limit_status=LimitStatus.UNUSED,
    )


def short(business_id: str, need: int, limit: int = 0, **fields: Any) -> CustomerReview:
    usual = BARE | {"limit_status": LimitStatus.SHORT if limit else LimitStatus.NONE, "cover": Decimal(limit)}
    found = customer(business_id, need=Decimal(need), limit=Decimal(limit), **usual | fields)
    return replace(found, gap=found.need - found.cover)


def sheet_of(made: Review, total: int = 0) -> Sheet:
    view = View.of(replace(made, policy=replace(made.policy, insurer_total=Decimal(total))), Labels("en"), Kept())
    return capacity_sheet(view, limits_sheet(view).tables[0])


def totals(sheet: Sheet) -> dict[str, Any]:
    return dict(zip(TOTALS, _beside(sheet, "Insurer's total", AMOUNTS, len(TOTALS)), strict=True))


def after(sheet: Sheet) -> dict[str, list[Any]]:
    """Return what the limits, the gaps and the rest are now, by the largest gap first, and by the best plan."""
    states = [_beside(sheet, "All limits", AMOUNTS + place, len(AFTER)) for place in range(len(STATES))]
    return {name: list(values) for name, values in zip(AFTER, zip(*states, strict=True), strict=True)}


def _beside(sheet: Sheet, first: str, column: int, rows: int) -> list[Any]:
    top = next(cell.row for cell in sheet.cells if cell.value == first)
    found = {cell.row: cell.value for cell in sheet.cells if cell.column == column}
    values = [found[row] for row in range(top, top + rows)]
    return [value.value if isinstance(value, Formula) else value for value in values]


def column(sheet: Sheet, key: str) -> list[Any]:
    (table,) = sheet.tables
    found = next(column for column in table.columns if column.key == key)
    return [found.take(row) for row in table.items]


MADE = review([unused("1", 60000), short("2", 50000), short("3", 80000, 40000), short("4", 20000)])


def test_the_totals_say_what_is_used_needed_freed_and_left() -> None:
    assert totals(sheet_of(MADE, 150_000)) == {
        "total": 150_000,
        "used": 100_000,
        "left": 50_000,
        "needed": 130_000,  # not the 20 000 that a recommendation could cover
        "gaps": 90_000,
        "cancelled": 60_000,
        "reduced": 0,
        "freed": 60_000,
        "free": 110_000,  # and the 50 000 that are left of the total
    }


def test_what_may_be_given_is_what_is_freed_while_the_total_is_not_known() -> None:
    found = sheet_of(MADE)

    assert totals(found)["free"] == 60_000
    assert after(found) == {
        "limits": [100_000, 100_000, 100_000],
        "open_gaps": [90_000, 30_000, 30_000],
        "unspent": [60_000, 0, 0],
    }


RECOMMENDED = short("1", 90000, cover=Decimal(30000))


def test_the_best_plan_stands_beside_the_one_that_fills_the_largest_gap_first() -> None:
    found = sheet_of(review([RECOMMENDED, short("2", 50000), short("3", 40000), unused("4", 90000)]))

    assert after(found)["open_gaps"] == [150_000, 90_000, 60_000]
    assert column(found, "business_id") == ["1", "2", "3", "4"]
    assert column(found, "first_limit") == [90_000, 0, 0, 0]
    assert column(found, "best_limit") == [0, 50_000, 40_000, 0]
    assert column(found, "change") == [0, 50_000, 40_000, -90_000]
    assert column(found, "best_gap") == [60_000, 0, 0, 0]
    assert column(found, "outcome") == ["▲ Gets nothing", "✓ Whole gap", "✓ Whole gap", "○ Is freed"]
    assert "The best plan fills 30 000 € more than the largest gap first; no plan fills more." in [
        str(cell.value).replace("\u00a0", " ") for cell in found.cells
    ]


def test_where_no_plan_fills_more_it_says_so() -> None:
    assert "The largest gap first fills as much as any plan can." in [cell.value for cell in sheet_of(MADE).cells]


def test_a_total_that_is_not_known_is_not_0() -> None:
    found = totals(sheet_of(MADE))

    assert (found["total"], found["left"]) == ("–", "–")
    assert found["used"] == 100_000


def test_the_largest_gap_comes_first_and_the_last_gets_what_is_left() -> None:
    found = sheet_of(MADE)

    assert column(found, "business_id") == ["2", "3", "1"]
    assert column(found, "first_limit") == [50_000, 50_000, 0]
    assert column(found, "change") == [50_000, 10_000, -60_000]
    assert column(found, "outcome") == ["✓ Whole gap", "● Part of the gap", "○ Is freed"]


@pytest.mark.parametrize(
    ("fields", "is_filled"),
    [
        ({}, True),
        ({"limit_status": LimitStatus.PENDING}, True),
        ({"limit_status": LimitStatus.REFUSED}, False),
        ({"limit_requested": Decimal(50000), "limit_granted": Decimal(0)}, False),  # less than was asked for
        ({"customer_type": CustomerType.STATE}, False),
        ({"sales_cents": (0,) * len(MONTHS)}, False),
    ],
)
def test_a_gap_is_filled_where_the_insurer_may_grant_more(fields: dict[str, Any], is_filled: bool) -> None:  # noqa: FBT001 - a table's cell
    found = sheet_of(review([unused("1", 60000), short("2", 50000, **fields)]))

    assert column(found, "business_id") == ["2"] * is_filled + ["1"]


def test_a_rejected_recommendation_leaves_only_the_limit() -> None:
    rejected = short("2", 20000, recommendation_status=RecommendationStatus.REJECTED)

    assert column(sheet_of(review([unused("1", 60000), rejected])), "change") == [20_000, -60_000]


def test_without_anything_to_free_it_says_so_and_keeps_its_list() -> None:
    found = sheet_of(review([short("2", 50000)]))

    assert "Nothing is freed, or no gap is there that it would fill." in [cell.value for cell in found.cells]
    assert [table.name for table in found.tables] == [CAPACITY_TABLE]


def test_the_totals_stand_in_as_many_rows_every_month() -> None:
    rows = {sheet_of(made).tables[0].row for made in (MADE, group(200))}

    assert len(rows) == 1


def test_the_used_total_is_that_of_the_review() -> None:
    made = group(300)

    assert totals(sheet_of(made))["used"] == made.totals.limits
