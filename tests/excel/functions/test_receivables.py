"""Open receivables: worked numbers, each with its reason."""

from datetime import date

import pytest

from creditxl.excel.cells import NA, NUM, VALUE
from tests.excel.functions.asking import call


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((date(2026, 1, 31), date(2026, 4, 1)), 60),  # the day on which deliveries stop
        ((date(2026, 4, 1), date(2026, 4, 1)), 0),  # due today is not overdue
        ((date(2026, 5, 1), date(2026, 4, 1)), 0),
        ((date(2026, 3, 31), date(2026, 4, 1), date(2026, 1, 1), 30), 60),  # postponed by two months: it moves nothing
        (
            (date(2026, 1, 15), date(2026, 4, 1), date(2026, 1, 1), 30),
            76,
        ),  # due before the agreed term: as the ledger says
        ((date(2026, 3, 31), date(2026, 4, 1), date(2026, 1, 1)), 1),  # no agreed term: the due date alone tells
        ((None, date(2026, 4, 1)), NA),
        (("31.1.2026", date(2026, 4, 1)), VALUE),
    ],
)
def test_days_overdue(cells, expected):
    assert call("DAYS_OVERDUE", *cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((0,), "not_due"),
        ((-3,), "not_due"),
        ((1,), "1-30"),
        ((30,), "1-30"),
        ((31,), "31-60"),
        ((90,), "61-90"),
        ((91,), "over_90"),
        ((15, 14), "15-60"),
        ((200, 30, 60, 180), "over_180"),
        ((5, 60, 30), NUM),  # the ages must rise
        ((None,), NA),
    ],
)
def test_overdue_age(cells, expected):
    assert call("OVERDUE_AGE", *cells) == expected


def test_uncovered_receivables_are_what_no_cover_reaches():
    assert call("UNCOVERED_RECEIVABLES", 42000, 30000) == 12000.0
    assert call("UNCOVERED_RECEIVABLES", 20000, 30000) == 0.0
    assert call("UNCOVERED_RECEIVABLES", 20000, None) == 20000.0
