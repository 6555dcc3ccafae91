"""The calculator's values are what its worksheet functions give."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from creditxl.excel import udfs
from creditxl.labels import Labels
from creditxl.model import RecommendationStatus
from creditxl.workbook.calculator import COVER, FIRST_OUTPUT, GAP, NEED, SETTINGS, SHOWN, calculator_sheet
from creditxl.workbook.kept import Kept
from creditxl.workbook.view import View
from tests.workbook.reviews import MONTHS, customer, review

if TYPE_CHECKING:
    from creditxl.review.result import Review

NONE = RecommendationStatus.NONE


def outputs(of: Review, *, is_live: bool) -> list[Any]:
    sheet = calculator_sheet(View.of(of, Labels("en"), Kept(), is_live=is_live))
    rows = range(FIRST_OUTPUT, FIRST_OUTPUT + len(SHOWN))
    return [cell.value for row in rows for cell in sheet.cells if (cell.row, cell.column) == (row, 1)]


def asked(formula: str, named: dict[str, Any]) -> Any:
    """Return what a formula's function gives for the cells that it names, in the places in which it names them."""
    plain = formula.replace('IF(CalculatorRecommendation="","none","valid")', "CalculatorRecommendation")
    if "CREDIT_ACTION" in plain:
        plain = plain[plain.index("CREDIT_ACTION") : plain.index('="",')]
    name, places = re.fullmatch(r"=?([A-Z_]+)\((.*)\)", plain).groups()  # type: ignore[union-attr] # it is one
    return getattr(udfs, name)(*(named[place] if place in named else place.strip('"') for place in places.split(",")))


@pytest.mark.parametrize(
    ("days", "sales", "limit", "status"),
    [
        (30, 100_000, 0, NONE),  # apply for a limit
        (30, 100_000, 50_000, NONE),  # increase it
        (14, 10_000, 0, NONE),  # a recommendation covers it
        (14, 10_000, 0, RecommendationStatus.VALID),
        (60, 10_000, 90_000, NONE),  # reduce it
        (45, 0, 50_000, NONE),  # no sales: cancel it
    ],
)
def test_what_stands_there_is_what_the_functions_give(
    days: int, sales: int, limit: int, status: RecommendationStatus
) -> None:
    cents = tuple(100 * sales if place == len(MONTHS) - 3 else 0 for place in range(len(MONTHS)))
    row = customer(
        sales_cents=cents, payment_term_days=days, limit=Decimal(limit), recommendation_status=status, gap=Decimal(1)
    )
    policy = review([row]).policy
    named: dict[str, Any] = {
        "CalculatorTerm": days,
        "CalculatorSales": sales,
        "CalculatorLimit": limit,
        "CalculatorRecommendation": status.value,
        "AsOf": datetime(2026, 10, 31),  # noqa: DTZ001 - a cell's date
        "Factors[]": [[days, float(found)] for days, found in policy.payment_term_factors],
        "$A$24:$B$28": [[name, float(getattr(policy, name))] for name in SETTINGS],
        **{name: float(getattr(policy, name)) for name in SETTINGS},
    }
    shown = outputs(review([row]), is_live=True)
    for name, one in zip(SHOWN, shown, strict=True):
        named[name] = asked(one.text, named)

    assert [named[name] or "–" for name in SHOWN if name not in {COVER, GAP, NEED}] == [
        float(one.value) if isinstance(one.value, Decimal) else one.value
        for name, one in zip(SHOWN, shown, strict=True)
        if name not in {COVER, GAP, NEED}
    ]
    assert [named[name] for name in (NEED, COVER, GAP)] == [float(one.value) for one in shown[1:4]]
    assert [one.value for one in shown] == outputs(review([row]), is_live=False)


def test_without_customers_the_calculator_waits_for_figures() -> None:
    assert outputs(review([]), is_live=False)[:4] == [2, 0, 0, 0]
