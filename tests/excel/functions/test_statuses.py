"""Statuses and actions, in words: each case with its reason."""

from datetime import date, datetime

import pytest

from creditxl.excel.cells import NA, NAME, NUM, VALUE
from creditxl.excel.functions.statuses import credit_action
from creditxl.labels import Labels
from creditxl.model import ActionName, InsuranceStatus, RecommendationStatus
from creditxl.workbook.marks import marked
from tests.excel.functions.asking import call

TODAY = date(2026, 10, 31)

DECIDED = date(2025, 8, 31)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("quick", "approved", DECIDED, date(2026, 2, 28)), "valid"),  # 31 August and 6 months
        (("quick", "approved", DECIDED, date(2026, 3, 1)), "expired"),
        (("quick", "approved", 45900.0, 46081.0), "valid"),  # the same days as Excel's numbers
        (("quick", "approved", 45900.0, 46082.75), "expired"),  # a time of day does not matter
        (("quick", "approved", datetime(2025, 8, 31, 12), datetime(2026, 2, 28, 23, 59)), "valid"),  # noqa: DTZ001 - cells have no zone
        (("Pika", "Hyväksytty", DECIDED, date(2026, 2, 28)), "valid"),  # the words of extracts and sheets
        (("Snabb", "Beviljad", DECIDED, date(2026, 2, 28)), "valid"),
        (("continuous", "approved", DECIDED, date(2040, 1, 1)), "valid"),  # until someone cancels it
        (("continuous", "approved", DECIDED, date(2026, 1, 1), date(2026, 1, 1)), "cancelled"),
        (("continuous", "approved", DECIDED, date(2026, 1, 1), date(2026, 1, 2)), "valid"),  # tomorrow
        (("continuous", "cancelled", DECIDED, date(2026, 1, 1)), "cancelled"),
        (("continuous", "rejected", DECIDED, date(2026, 1, 1)), "rejected"),
        (("continuous", "approved", DECIDED, date(2026, 1, 1), None, 12000, 20000), "below_need"),
        (("continuous", "approved", DECIDED, date(2026, 1, 1), None, 20000, 20000), "valid"),  # equal is enough
        (("quick", "approved", DECIDED, date(2026, 1, 1), None, 12000, 20000), "valid"),  # a quick one has no amount
        (("quick", "approved", DECIDED, date(2026, 1, 1), None, None, None, 3), "expired"),
        (("quick", "approved", DECIDED, date(2026, 1, 1), None, None, None, 0), NUM),  # 1 month at least
        (("quick", "approved", DECIDED, date(2026, 1, 1), None, None, None, 1.5), NUM),
        (("quick", "approved", DECIDED, date(2025, 8, 30)), "none"),  # not decided yet
        (("quick", "pending", DECIDED, date(2026, 1, 1)), "none"),
        ((None, None, None, date(2026, 1, 1)), "none"),
        (("", "", "", date(2026, 1, 1)), "none"),
        (("quick", "approved", DECIDED, date(2026, 1, 1), None, None, None, None, "de"), VALUE),
        ((None, "approved", DECIDED, date(2026, 1, 1)), NA),
        (("quick", "approved", None, date(2026, 1, 1)), NA),
        (("quick", "approved", DECIDED, None), NA),  # nothing looks at the clock
        (("quick", "approved", "31.8.2025", date(2026, 1, 1)), VALUE),  # a date typed as text
        (("quick", "approved", DECIDED, 60), NUM),  # 29 February 1900 never was
        (("quick", "approved", DECIDED, 2958466), NUM),
        (("quick", "approved", 2958465, 2958465), NUM),  # 31 December 9999 and 6 months
        (("quick", "approved", DECIDED, date(1999, 12, 31)), NUM),  # the policy has no values that old
        (("swift", "approved", DECIDED, date(2026, 1, 1)), VALUE),
        ((1, "approved", DECIDED, date(2026, 1, 1)), VALUE),
        (("quick", NA, DECIDED, date(2026, 1, 1)), NA),
    ],
)
def test_recommendation_status(cells, expected):
    assert call("RECOMMENDATION_STATUS", *cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((100, 0), "none"),
        ((100, None), "none"),
        ((100, 100), "enough"),  # equal is enough
        ((100, 99), "short"),
        ((20000, 30000), "excess"),  # 1.5 times, and 10 000 above
        ((20000, 29999), "enough"),  # 9 999 above
        ((40000, 50000), "enough"),  # 1.25 times exactly
        ((20000, 29999, None, None, None, None, None, 5000), "excess"),
        ((20000, 30000, None, None, None, None, 2), "enough"),
        ((20000, 30000, None, None, None, None, 0.5), NUM),
        ((0, 100), "unused"),  # no need given, no sales
        ((100, 100, None, None, None, 0), "unused"),
        ((100, 0, "pending"), "pending"),
        ((100, 50, "rejected"), "refused"),
        ((100, 50, "Evätty"), "refused"),
        ((100, 100, "approved", date(2026, 10, 31), TODAY), "enough"),  # its last day
        ((100, 100, "approved", date(2026, 10, 30), TODAY), "expired"),
        ((100, 100, None, date(2026, 10, 30), TODAY), "expired"),
        ((100, 100, None, date(2026, 10, 30)), NA),  # whether it has ended cannot be told
        ((100, "x"), VALUE),
        ((100, 100, "perhaps"), VALUE),
    ],
)
def test_limit_status(cells, expected):
    assert call("LIMIT_STATUS", *cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((100, 100), "covered"),
        ((100, 1), "short"),
        ((100, 0), "uncovered"),
        ((0, 0), "no_sales"),
        ((0, 0, 5), "covered"),
        ((100, 100, -5), "no_sales"),
        ((100, 100, None, False), "not_insurable"),
        ((100, 100, None, True), "covered"),
        ((100, 100, None, 0.0), "not_insurable"),  # as LibreOffice hands FALSE over
        ((100, 100, None, 2), VALUE),
        ((100, 100, None, "no"), VALUE),
    ],
)
def test_insurance_status(cells, expected):
    assert call("INSURANCE_STATUS", *cells) == expected


def action(**cells):
    names = list(credit_action.arguments)
    return call("CREDIT_ACTION", *(cells.get(name) for name in names))


NEW = date(2026, 8, 15)  # less than 3 calendar months before TODAY

CHECKED = date(2026, 7, 15)  # in the calendar month three before TODAY's


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"need": 20000, "created_on": NEW}, "apply_quick"),
        ({"need": 20000}, "apply_continuous"),  # creation date unknown: an old customer
        ({"need": 30000}, "apply_continuous"),  # the ceiling itself still fits
        ({"need": 30000.01}, "apply_limit"),
        ({"need": 20000, "recommendation_status": "rejected"}, "apply_limit"),
        ({"need": 20000, "recommendation_status": "valid"}, ""),
        (
            {"need": 20000, "recommendation_status": "valid", "kind": "quick", "created_on": CHECKED},
            "convert_to_continuous",
        ),
        (
            {"need": 20000, "recommendation_status": "valid", "kind": "quick", "created_on": CHECKED}
            | {"latest_sales": 0},
            "ask_seller",
        ),
        (
            {"need": 0, "recommendation_status": "valid", "kind": "quick", "created_on": CHECKED, "sales": 0},
            "",  # no sales: the quick one lapses
        ),
        ({"need": 42000, "limit": 40000}, "increase_limit"),
        ({"need": 42000, "decision": "rejected"}, "escalate"),
        ({"need": 42000, "limit": 40000, "requested": 50000}, "escalate"),  # less than asked, and than the need
        ({"need": 42000, "decision": "pending"}, ""),
        ({"need": 40000, "limit": 60000}, "reduce_limit"),
        ({"need": 0, "limit": 60000}, "cancel_limit"),
        (
            {"need": 0, "recommendation_status": "valid", "kind": "continuous", "renews_on": date(2026, 11, 30)},
            "cancel_recommendation",  # within one calendar month
        ),
        ({"need": 0, "recommendation_status": "valid", "kind": "continuous", "renews_on": date(2026, 12, 1)}, ""),
        ({"need": 20000, "recommendation_status": "below_need", "kind": "continuous"}, "report_recommendation"),
        ({"need": 20000, "limit": 20000, "previous_limit": 10000}, "notify_receivables"),
        ({"need": 20000, "limit": 20000, "term": 181}, "check_term"),
        ({"need": 20000, "limit": 20000, "term": 30, "invoice_term": 31}, "check_term"),
        ({"need": 20000, "limit": 20000, "invoice_term": 31}, ""),  # no agreed term to compare with
        ({"need": 20000, "insurable": False}, "secure_otherwise"),
        (
            {"need": 42000, "limit": 60000, "previous_limit": 0, "term": 200},
            "reduce_limit;notify_receivables;check_term",
        ),
        ({"need": 42000, "settings": (("recommendation_ceiling", 50000),)}, "apply_continuous"),
        ({"need": 42000, "settings": (("no_such_parameter", 1),)}, VALUE),
        ({"need": 42000, "settings": (("recommendation_ceiling", -1),)}, NUM),
        ({"need": 42000, "settings": (("recommendation_ceiling", "x"),)}, NUM),
        ({"need": 42000, "as_of": None}, NA),
        ({"need": "42000"}, VALUE),
        ({"need": NAME}, NAME),
    ],
)
def test_credit_action(cells, expected):
    assert action(**({"as_of": TODAY} | cells)) == expected


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_words_come_in_the_language_of_the_sheets(language):
    labels = Labels(language)
    shown = marked(RecommendationStatus, labels)
    decided = ("quick", "approved", DECIDED)
    nothing_more = (None,) * 4

    assert call("RECOMMENDATION_STATUS", *decided, date(2026, 1, 1), *nothing_more, language) == shown["valid"]
    expired = call("RECOMMENDATION_STATUS", *decided, date(2026, 3, 1), *nothing_more, language.upper())
    assert expired == shown["expired"]
    assert call("INSURANCE_STATUS", 100, 0, None, None, language) == marked(InsuranceStatus, labels)["uncovered"]
    assert action(need=42000, limit=60000, previous_limit=0, as_of=TODAY, language=language) == "; ".join(
        labels.status(name) for name in (ActionName.REDUCE_LIMIT, ActionName.NOTIFY_RECEIVABLES)
    )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("status", RecommendationStatus)
def test_a_status_is_understood_as_the_sheets_show_it(language, status):
    shown = marked(RecommendationStatus, Labels(language))[status]
    expected = 30000 if status in {"valid", "below_need"} else 12000

    assert call("COVER", 12000, shown) == expected
    assert call("COVER", 12000, shown[2:].upper()) == expected
