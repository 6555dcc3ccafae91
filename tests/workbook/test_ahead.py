"""The sheet of the need ahead, of figures made by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from creditxl.labels import LANGUAGES, Labels
from creditxl.policy.ahead import Coverage, Duel, Errors, Interval, Rival, Verdict
from creditxl.review.ahead.result import NO_BACKTEST, Ahead, Backtest, CustomerAhead
from creditxl.workbook.ahead_told import SHAPES, told
from tests.workbook.dumps import dump, opened
from tests.workbook.files import write
from tests.workbook.reviews import every_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from creditxl.review.result import Review

KNOWN = tuple(date(2024 + (10 + month) // 12, (10 + month) % 12 + 1, 1) for month in range(24))
MONTHS = (date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1))
MEASURED = Backtest(
    KNOWN[11:21],
    {
        Rival.LAST_MONTH: Duel(Errors(187, 1000), Errors(210, 1000)),
        Rival.SAME_MONTH_LAST_YEAR: Duel(Errors(187, 1000), Errors(309, 1000)),
        Rival.NEED_NOW: Duel(Errors(152, 1000), Errors(184, 1000)),
    },
    Coverage(81, 100),
    Coverage(20, 25),
    Coverage(2, 3),
)


def with_ahead(**changes: object) -> Review:
    review = every_status()
    months = (Interval(900_000, 1_000_000, 1_250_050), Interval(0, 400_000, 500_000), Interval(7, 7, 7))
    rows = [
        CustomerAhead(customer, months, Interval(900_000, 1_000_000, 1_300_000), Decimal("2000.50"))
        for customer in review.customers[:2]
    ]
    whole = Ahead(KNOWN, MONTHS, Verdict.SHOWN, MEASURED, "year 0.1", tuple(rows), months)
    return replace(review, ahead=replace(whole, **changes))


def test_the_sheet_is_as_it_was_looked_at(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    euler = next(book for book in write(with_ahead(), tmp_path, Labels("fi")) if book.stem == "euler-limiitit")

    golden("need-ahead/Tuleva tarve.txt", dump(euler)["Tuleva tarve"])


def test_both_workbooks_have_it_in_every_language_and_neither_unless_it_is_asked_for(tmp_path: Path) -> None:
    names = {"fi": "Tuleva tarve", "sv": "Kommande behov", "en": "Need ahead"}
    for language in LANGUAGES:
        for book in write(with_ahead(), tmp_path / language, Labels(language)):
            assert names[language] in opened(book).sheetnames
        for book in write(every_status(), tmp_path / f"{language} without", Labels(language)):
            assert names[language] not in opened(book).sheetnames


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"known": KNOWN[:12], "verdict": Verdict.TOO_SHORT, "backtest": NO_BACKTEST},
            "the ledger has 12 whole months, and it takes 18",
        ),
        ({"verdict": Verdict.TOO_SHORT, "backtest": NO_BACKTEST}, "no sales on which a forecast could be measured"),
        (
            {
                "verdict": Verdict.NOT_BETTER,
                "backtest": replace(
                    MEASURED,
                    duels=MEASURED.duels | {Rival.LAST_MONTH: Duel(Errors(3, 9), Errors(3, 9))},
                ),
            },
            "a forecast was no better than last month.",
        ),
    ],
)
def test_where_no_need_ahead_is_shown_the_sheet_says_why(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    review = with_ahead(rows=(), totals=(), **changes)

    book = write(review, tmp_path, Labels("en"))[0]

    cells = [cell for (cell,) in opened(book)["Need ahead"].iter_rows(max_row=9, max_col=1, values_only=True)]
    assert any(said in str(cell) for cell in cells)
    assert not any("All customers together" in str(cell) for cell in cells)


def test_the_log_says_what_was_measured() -> None:
    _, months, needs, inside = told(with_ahead(), Labels("en"))

    assert months.startswith("Backtest, 10 forecasts from 10/2025 to 7/2026, each from what was known by then.")
    assert months.endswith("forecast 18,7 %, last month 21,0 %, same month last year 30,9 %.")
    assert needs == "Missed of the need of all months ahead: forecast 15,2 %, need now 18,4 %."
    assert inside.startswith("Inside the interval, which should hold 80 %: 81,0 % of the months' needs, 80,0 %")
    assert inside.endswith("66,7 % of the months' totals.")
    assert told(every_status(), Labels("en")) == []


def test_every_course_has_its_words() -> None:
    from creditxl.review.ahead.courses import Shape

    assert set(SHAPES) == {shape.value for shape in Shape}
