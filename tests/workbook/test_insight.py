"""The sheets of receivables, dates to watch and losses: who comes first, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from creditxl.labels import LANGUAGES, Labels
from creditxl.review.result import Insight
from creditxl.workbook.deadlines import deadlines_sheet
from creditxl.workbook.kept import Kept
from creditxl.workbook.losses import LARGEST, losses_sheet
from creditxl.workbook.receivables import receivables_sheet
from creditxl.workbook.view import View
from tests.workbook.reviews import every_status

if TYPE_CHECKING:
    from creditxl.workbook.layout import Sheet

MADE = every_status()
LATE, FEES, CURRENT = "1000001-1", "1000002-2", "1000003-3"


def view(language: str = "en", made: Any = MADE) -> View:
    return View.of(made, Labels(language), Kept())


def column(sheet: Sheet, key: str) -> list[Any]:
    table = sheet.tables[-1]
    found = next(column for column in table.columns if column.key == key)
    return [found.take(row) for row in table.items]


def test_the_most_overdue_comes_first_and_says_how_late_its_oldest_invoice_is() -> None:
    found = receivables_sheet(view())

    assert column(found, "business_id") == [LATE, FEES, CURRENT]
    assert column(found, "state") == ["● Overdue 1–30 d", "◆ Fees or disputes alone", "✓ Nothing overdue"]
    assert column(found, "days_late_at_first") == [20, None, None]
    assert column(found, "age_1") == [200, 0, 0]


def test_what_is_not_due_overdue_and_not_applied_is_what_is_open() -> None:
    found = receivables_sheet(view())
    parts = zip(*(column(found, key) for key in ("not_due", *(f"age_{n}" for n in range(4)), "unapplied")), strict=True)

    assert list(map(sum, parts)) == column(found, "open")


def test_the_ages_are_headed_by_the_policys_bounds() -> None:
    policy = replace(MADE.policy, overdue_age_1=14, overdue_age_2=45)
    found = receivables_sheet(view(made=replace(MADE, policy=policy))).tables[0]

    assert [one.label for one in found.columns if one.key.startswith("age_")] == [
        "Overdue 1–14 d",
        "Overdue 15–45 d",
        "Overdue 46–90 d",
        "Overdue over 90 d",
    ]


def test_the_soonest_date_comes_first_and_passed_ones_say_so_in_a_word_and_a_mark() -> None:
    found = deadlines_sheet(view())

    assert column(found, "days_left") == [-5, 0, 19, 40]
    assert column(found, "state") == ["▲ Passed", "● Today", "○ Ahead", "○ Ahead"]
    assert column(found, "owner")[0] == "Insurance manager"


@pytest.mark.parametrize(("ahead", "shown", "later"), [(60, 4, 0), (40, 4, 0), (39, 3, 1), (1, 2, 2)])
def test_dates_further_ahead_than_the_policys_days_are_counted_and_not_shown(
    ahead: int, shown: int, later: int
) -> None:
    found = deadlines_sheet(view(made=replace(MADE, policy=replace(MADE.policy, watch_days_ahead=ahead))))

    assert len(found.tables[-1].items) == shown
    assert str(found.cells[2].value) == (
        f"Shown are the dates that have passed and those of the next {ahead} days; later ones, which the calendar "
        f"files have: {later}."
    )


def test_the_largest_loss_comes_first_with_its_main_reason() -> None:
    found = losses_sheet(view())

    assert column(found, "business_id") == [CURRENT, LATE, FEES]
    assert column(found, "main_reason") == ["Above the cover", "Deductible", "Interest and reminder fees"]
    assert str(found.cells[2].value).replace("\N{NO-BREAK SPACE}", " ") == (
        "Insured: 55 700 € of the receivables of 85 952,40 €, 64,8 %. The largest single loss: "
        "Leppäniemi Kuljetus Oy, 35 000 €, which sales of 700 000 € would make good."
    )


def test_the_chart_finds_as_many_rows_every_month() -> None:
    for made in (MADE, replace(MADE, insight=Insight())):
        found = losses_sheet(view(made=made))

        assert len(found.charts[0].table.items) == LARGEST
        assert found.tables[1].row > found.tables[0].last_row + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_with_nothing_to_show_say_so(language: str) -> None:
    for make in (receivables_sheet, deadlines_sheet, losses_sheet):
        found = make(view(language, replace(MADE, insight=Insight())))

        assert not found.tables[-1].items
        assert found.cells[2].value
