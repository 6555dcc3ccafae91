"""The guide leads to what a month's work needs, with the words by which a sheet is filtered."""

from __future__ import annotations

import pytest

from creditxl.labels import Labels
from creditxl.workbook import Kept, View
from creditxl.workbook.books import intrum_book
from creditxl.workbook.layout import Formula
from tests.workbook.reviews import every_status


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_recommendations_that_hold_no_more_are_found_by_a_filter_that_the_sheet_has(language: str) -> None:
    book = intrum_book(View.of(every_status(), Labels(language), Kept()))
    by_name = {table.name: (sheet, table) for sheet in book.sheets for table in sheet.tables}
    customers_sheet, customers = by_name["Customers"]
    guide = by_name["Guide"][1]
    keys = [column.key for column in guide.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in guide.rows()]

    heading = next(column for column in customers.columns if column.key == "recommendation_status")
    (step,) = [row for row in rows if str(row["filter"]).startswith(f"{heading.label}:")]
    shown = {row.recommendation_status.value: heading.take(row) for row in every_status().customers}
    assert str(step["filter"]).split("\n")[1:] == [
        shown[status] for status in ("expired", "cancelled", "rejected", "below_need")
    ]
    assert isinstance(step["sheet"], Formula)
    assert step["sheet"].value == customers_sheet.name
