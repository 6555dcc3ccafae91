"""The worksheet functions as pytest calls them: worked numbers, each with its reason."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.excel import udfs
from creditxl.excel.cells import DIV0, NA, NAME, NUM, REF, VALUE, CellError
from creditxl.excel.functions import FUNCTIONS
from creditxl.excel.registry import Empty
from creditxl.labels import Labels
from creditxl.model import ActionName, InsuranceStatus, RecommendationStatus
from creditxl.workbook.marks import marked

BY_NAME = {function.name: function for function in FUNCTIONS}
TABLE = ((0, 1), (30, 4), (60, 5.5))


def call(name, *cells):
    return getattr(udfs, name)(*cells)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((1000, 30), 2000.0),  # the thesis's example
        ((1000, 14), 1466.67),  # 1000 * 22 / 15, the half cent and above up
        ((0.15, 7), 0.19),  # 0.185 exactly: half a cent up, and no floating point loses it
        ((1000.0, 0), 1000.0),  # the first row
        ((1000, 180), 7000.0),  # the last row
        ((1000, 20), 1666.67),  # between 14 and 21 days: 1 + 20 / 30
        ((-500, 30), 0.0),  # credit notes above sales: never below 0
        ((None, 30), 0.0),  # an empty cell of sales is 0
        (("", 30), 0.0),  # so is a formula's empty text
        ((1000, "14 pv netto"), 1466.67),
        ((1000, "CM+10D"), 2333.33),  # 40 days: 1 + 40 / 30
        ((1000, "30"), 2000.0),  # days typed as text are a term as written
        ((Decimal("1000.10"), 30), 2000.2),
        ((0.1 + 0.2, 0), 0.3),
        ((1000, 15, TABLE), 2500.0),  # a table of one's own: halfway between 1 and 4
        ((1000, 45, (*TABLE, (None, None), ("", ""))), 4750.0),  # its empty rows are passed over
        ((0.15, 7, ((0, 1), (7, 37 / 30), (30, 2))), 0.19),  # a sheet's 1.2333… is 37/30, exactly
        ((1000, 181), NA),  # past the last row there is no factor
        ((1000, -1), NA),
        ((1000, 61, TABLE), NA),
        ((1000, None), NA),  # no term, no factor
        ((1000, ""), NA),
        ((1000, 14.5), NUM),  # days are whole
        ((1000, 1e300), NA),
        ((1000, "sometime"), VALUE),
        ((1000, "14,5 pv"), VALUE),
        ((1000, True), VALUE),  # TRUE is no number
        ((True, 30), VALUE),
        (("1000", 30), VALUE),  # text where a number belongs
        (("1,5", 30), VALUE),  # a Finnish decimal is a text to Excel
        (("1 000", 30), VALUE),
        ((" ", 30), VALUE),
        ((date(2026, 1, 1), 30), VALUE),
        ((float("nan"), 30), NUM),
        ((float("inf"), 30), NUM),
        ((1e308, 180), NUM),  # 7e308 is more than a cell holds
        ((10**400, 30), NUM),
        ((DIV0, 30), DIV0),  # errors go through
        ((1000, REF), REF),
        ((NAME, REF), NAME),  # the first of them
        ((1000, 30, ((0, 1), (30, NAME))), NAME),
        ((CellError(2050), 30), CellError(2050)),  # one that this program has no name of its own for
        ((1000, 30, 2), VALUE),  # a factor alone is no table
        ((1000, 30, ((0, 1, 2), (30, 2, 3))), VALUE),  # nor are three columns
        ((1000, 30, ((30, 2), (0, 1))), NUM),  # days must rise
        ((1000, 30, ((0, 1),)), NUM),  # one row leaves nothing between
        ((1000, 30, ((0, 1), (30, 0))), NUM),
        ((1000, 30, (("days", "factor"), (0, 1), (30, 2))), VALUE),  # its headings belong outside
        ((1000, 30, ((0, 1), (30, None))), VALUE),
    ],
)
def test_limit_need(cells, expected):
    assert call("LIMIT_NEED", *cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((0,), 1.0),
        ((30,), 2.0),
        ((90,), 4.0),
        ((14,), 22 / 15),
        ((180,), 7.0),
        ((15, TABLE), 2.5),
        ((181,), NA),
        ((-1,), NA),
        ((None,), NA),
        (("30 days net",), 2.0),
        (("?",), VALUE),
    ],
)
def test_payment_term_factor(cells, expected):
    assert call("PAYMENT_TERM_FACTOR", *cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((14,), 14),
        ((0,), 0),
        ((3650,), 3650),
        ((3651,), NUM),
        ((-1,), NUM),
        ((7.5,), NUM),
        (("14 pv netto",), 14),
        (("30 days net",), 30),
        (("CM+10D",), 40),
        (("CM+10D", "average"), 25),  # the month's end counts 15 days
        (("CM+10D", "longest"), 40),
        (("CM+10D", "sometimes"), VALUE),
        (("1M+CM",), 60),
        (("1K",), VALUE),  # a month in Finnish, a quarter in Swedish: nobody guesses
        (("1K", None, "fi"), 30),
        (("1K", None, "sv"), 90),
        (("1K", None, "no"), VALUE),
        (("-5",), VALUE),
        (("net",), VALUE),
        (("30 days net" + " " * 240,), VALUE),  # no term of an ERP is as long
        ((None,), NA),
        ((False,), VALUE),
        ((NAME,), NAME),
    ],
)
def test_payment_term_days(cells, expected):
    assert call("PAYMENT_TERM_DAYS", *cells) == expected


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
        ((12000, "valid"), 30000.0),  # they do not add up
        ((42000, "valid"), 42000.0),
        ((12000, "below_need"), 30000.0),  # valid for the insurance, whatever its own amount
        ((12000, "expired"), 12000.0),
        ((12000, "none"), 12000.0),
        ((12000, None), 12000.0),
        ((None, "valid"), 30000.0),
        ((None, None), 0.0),
        ((12000, "valid", 50000), 50000.0),
        ((12000, "valid", -1), NUM),
        ((-1, "valid"), NUM),
        ((12000, "ok"), VALUE),
        ((12000, 1), VALUE),
        (("12 000", "valid"), VALUE),
        ((12000, REF), REF),
    ],
)
def test_cover(cells, expected):
    assert call("COVER", *cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((42000, 30000), 12000.0),
        ((30000, 30000), 0.0),
        ((1, 2), 0.0),
        ((None, None), 0.0),
        ((42000, None), 42000.0),
        ((0.3, 0.1), 0.2),  # exactly, unlike floating point
        ((-1, 0), NUM),
        ((1, "x"), VALUE),
        ((NA, 1), NA),
    ],
)
def test_coverage_gap(cells, expected):
    assert call("COVERAGE_GAP", *cells) == expected


TODAY = date(2026, 10, 31)


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
    names = list(BY_NAME["CREDIT_ACTION"].arguments)
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


@pytest.mark.parametrize(
    ("cells", "valid", "vat"),
    [
        (("0201256-6",), True, "FI02012566"),
        (("02012566",), True, "FI02012566"),
        ((2012566.0,), True, "FI02012566"),  # a sheet dropped the leading zero
        (("fi 0201256-6",), True, "FI02012566"),
        (("0201256-7",), False, VALUE),  # wrong check digit
        (("Oy Ab",), False, VALUE),
        (("123456",), False, VALUE),
        (("SE556012579001",), True, "SE556012579001"),
        (("556012-5790", "SE"), True, NA),  # a VAT number does not follow from an organisation number here
        (("DE136695976",), True, "DE136695976"),
        (("DE136695977",), False, VALUE),
        (("EL094259216",), True, "EL094259216"),  # Greece: EL in VAT numbers, GR elsewhere
        (("094259216", "GR"), True, "EL094259216"),
        (("US123456789",), False, VALUE),  # letters of no country whose numbers can be checked
        (("123456789", "US"), NA, NA),
        ((None,), False, NA),
        ((True,), VALUE, VALUE),
        ((REF,), REF, REF),
    ],
)
def test_business_ids_and_vat_numbers(cells, valid, vat):
    assert call("BUSINESS_ID_VALID", *cells) == valid
    assert call("VAT_NUMBER", *cells) == vat


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((50000, 30000), 23000.0),  # 27 000 paid: 30 000 less 10 %
        ((50000, 30000, 0.25), 27500.0),
        ((20000, 30000), 2000.0),
        ((50000, None), 50000.0),  # no cover, no compensation
        ((None, 30000), 0.0),
        ((50000, 30000, 0.09), NUM),
        ((50000, 30000, 10), NUM),  # 10 is not 10 %
        ((50000, 30000, "10 %"), VALUE),
        ((-1, 0), NUM),
    ],
)
def test_loss_estimate(cells, expected):
    assert call("LOSS_ESTIMATE", *cells) == expected


def test_compensation_and_loss_make_the_receivables():
    assert call("COMPENSATION", 50000, 30000) == 27000.0  # 30 000 less 10 %
    assert call("COMPENSATION", 50000, 30000, 0.25) == 22500.0
    assert call("COMPENSATION", 50000, 30000, 0.5) == NUM
    assert call("COMPENSATION", 50000, 30000) + call("LOSS_ESTIMATE", 50000, 30000) == 50000.0


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


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((100000, 0.05), 2000000.0),  # the thesis's example
        ((None, 0.05), 0.0),
        ((1, 1), 1.0),
        ((1, 0), DIV0),
        ((1, None), DIV0),
        ((1, -0.05), NUM),
        ((1, 5), NUM),  # 5 is not 5 %
        ((-1, 0.05), NUM),
    ],
)
def test_sales_to_recover(cells, expected):
    assert call("SALES_TO_RECOVER", *cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((((1000,), (None,), ("1,5",), (NAME,)), 30), ((2000.0,), (0.0,), (VALUE,), (NAME,))),  # a column
        (((1000, 2000), 30), ((2000.0, 4000.0),)),  # a row
        ((((1000,), (2000,)), ((0, 30),)), ((1000.0, 2000.0), (2000.0, 4000.0))),  # a column and a row
        ((((1000, 2000), (3000, 4000)), 30), ((2000.0, 4000.0), (6000.0, 8000.0))),
        ((((1000,), (2000,), (3000,)), ((30,), (0,))), ((2000.0,), (2000.0,), (NA,))),  # one range is longer
        ((((1000,), (2000,)), 30, "x"), ((VALUE,), (VALUE,))),  # a bad table fails every cell
        ((((1000,),), 30), 2000.0),  # a range of one cell
        (([[1000], [2000]], 30), ((2000.0,), (4000.0,))),
        ((((1000,), (2000, 3000)), 30), VALUE),  # no rectangle
        (((), 30), 0.0),
    ],
)
def test_ranges_spill_and_single_cells_go_with_every_row(cells, expected):
    assert call("LIMIT_NEED", *cells) == expected


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_says_of_each_argument_what_an_error_and_an_empty_cell_mean(function):
    usual = {
        "as_of": TODAY,
        "due_date": TODAY,
        "days": 1,
        "decided_on": TODAY,
        "term": 30,
        "margin": 0.05,
        "id": "0201256-6",
    }
    cells = [usual.get(name) for name in function.arguments]
    for place, argument in enumerate(function.arguments.values()):
        with_error = [*cells[:place], REF, *cells[place + 1 :]]
        without = [*cells[:place], None, *cells[place + 1 :]]

        assert function(*with_error) == REF
        assert (function(*without) == NA) == (argument.empty is Empty.NEEDED)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_wrong_type_in_any_argument_is_an_error_value_and_never_an_exception(function):
    for cell in ("?", True, object(), 1e308, -1e308, [], "x" * 40000, date.min, date.max):
        for place in range(len(function.arguments)):
            cells = [None] * len(function.arguments)
            cells[place] = cell

            assert isinstance(function(*cells), (CellError, float, int, str, bool))


def test_too_few_or_too_many_arguments_name_those_that_there_are():
    with pytest.raises(TypeError, match="LIMIT_NEED takes sales, term, factors; 1 arguments were given"):
        call("LIMIT_NEED", 1000)
    with pytest.raises(TypeError, match="4 arguments were given"):
        call("LIMIT_NEED", 1000, 30, None, 5)


amounts = st.decimals(0, 10**9, places=2)


@given(need=amounts, cover=amounts)
def test_what_is_covered_and_the_gap_make_up_the_need(need, cover):
    gap = call("COVERAGE_GAP", float(need), float(cover))

    assert Decimal(str(gap)) + min(need, cover) == need


@given(sales=st.lists(amounts.map(float), min_size=1, max_size=20), days=st.integers(-5, 200))
def test_a_range_gives_what_its_cells_give_one_by_one(sales, days):
    spilled = call("LIMIT_NEED", tuple((cell,) for cell in sales), days)
    single = [call("LIMIT_NEED", cell, days) for cell in sales]

    assert (spilled if len(sales) > 1 else ((spilled,),)) == tuple((cell,) for cell in single)
