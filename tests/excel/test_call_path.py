"""xlwings' own way from the VBA to a function and back, with every function's converters."""

import atexit
import sys
from datetime import UTC, datetime

import pytest

from creditxl.excel.cells import CellError
from creditxl.excel.functions import FUNCTIONS
from tests.excel.windows import MISSING, SheetRange, stand_in

NA, VALUE, NUM, DIV0, SPILL = "#2042", "#2015", "#2036", "#2007", "#2045"
COM_NA, COM_DIV0, COM_SPILL = -2146826246, -2146826281, -2146826243  # errors as COM hands them over
AS_OF, DECIDED = 46326.0, 46054.0  # 31 October and 1 February 2026, as Excel counts days
A_COM_DATE = datetime(2026, 5, 1, tzinfo=UTC)  # a date of VBA, as pywin32 hands it over


@pytest.fixture
def windows(monkeypatch):
    return stand_in(monkeypatch)


@pytest.fixture
def ask(windows):
    server, _ = windows

    def call(name, *values):
        return server.CallUDF("creditxl.excel.udfs", name, values)

    return call


@pytest.mark.parametrize(
    ("name", "values", "answer"),
    [
        ("LIMIT_NEED", (1000.0, 30.0, MISSING), 2000.0),
        ("LIMIT_NEED", (1000.0, 30.0, None), 2000.0),
        ("LIMIT_NEED", (None, 30.0, MISSING), 0.0),  # an empty cell
        ("LIMIT_NEED", (COM_DIV0, 30.0, MISSING), DIV0),
        ("LIMIT_NEED", (COM_SPILL, 30.0, MISSING), SPILL),
        ("LIMIT_NEED", ("#N/A", 30.0, MISSING), VALUE),  # a text, and no error
        ("LIMIT_NEED", ("1,5", 30.0, MISSING), VALUE),
        ("LIMIT_NEED", (1000.0, 181.0, MISSING), NA),
        ("LIMIT_NEED", (((1000.0,), (2000.0,)), 30.0, MISSING), [[2000.0], [4000.0]]),  # a column
        ("LIMIT_NEED", ((1000.0, 2000.0), 30.0, MISSING), [2000.0, 4000.0]),  # a row crosses as a flat list
        ("LIMIT_NEED", (((1000.0, 2000.0),), 30.0, MISSING), [2000.0, 4000.0]),
        ("LIMIT_NEED", (((1000.0, COM_NA), (None, True)), 30.0, MISSING), [[2000.0, NA], [0.0, VALUE]]),
        ("LIMIT_NEED", (1000.0, 15.0, ((0.0, 1.0), (30.0, 4.0))), 2500.0),
        ("PAYMENT_TERM_FACTOR", (30.0, MISSING), 2.0),
        ("PAYMENT_TERM_FACTOR", ("?", MISSING), VALUE),
        ("PAYMENT_TERM_DAYS", ("14 pv netto", MISSING, MISSING), 14),
        ("PAYMENT_TERM_DAYS", ((("14 pv netto",), ("1K",)), MISSING, MISSING), [[14], [VALUE]]),
        ("RECOMMENDATION_STATUS", ("quick", "approved", DECIDED, AS_OF, *[MISSING] * 5), "'expired"),
        ("RECOMMENDATION_STATUS", ("Jatkuva", "Hyväksytty", DECIDED, AS_OF, *[MISSING] * 5), "'valid"),
        ("RECOMMENDATION_STATUS", ("quick", "approved", A_COM_DATE, AS_OF, *[MISSING] * 5), "'valid"),
        ("RECOMMENDATION_STATUS", ("quick", "approved", "1.2.2026", AS_OF, *[MISSING] * 5), VALUE),
        ("COVER", (12000.0, "valid", MISSING), 30000.0),
        ("COVER", (12000.0, (("valid",), (None,), ("ok",)), MISSING), [[30000.0], [12000.0], [VALUE]]),
        ("COVERAGE_GAP", (42000.0, 30000.0), 12000.0),
        ("LIMIT_STATUS", (100.0, 99.0, *[MISSING] * 7), "'short"),
        ("INSURANCE_STATUS", (100.0, 0.0, *[MISSING] * 3), "'uncovered"),
        ("CREDIT_ACTION", (42000.0, None, None, AS_OF, *[MISSING] * 14), "'apply_limit"),
        ("CREDIT_ACTION", (100.0, 100.0, "valid", AS_OF, *[MISSING] * 14), "'"),  # nothing to do is an empty text
        ("BUSINESS_ID_VALID", ("0201256-6", MISSING), True),
        ("BUSINESS_ID_VALID", ((("0201256-6",), ("0201256-7",)), MISSING), [[True], [False]]),
        ("VAT_NUMBER", ("0201256-6", MISSING), "'FI02012566"),
        ("VAT_NUMBER", ("0201256-7", MISSING), VALUE),
        ("DAYS_OVERDUE", (DECIDED, AS_OF, MISSING, MISSING), 272),
        ("OVERDUE_AGE", (45.0, MISSING, MISSING, MISSING), "'31-60"),  # a text, and no date
        ("UNCOVERED_RECEIVABLES", (42000.0, 30000.0), 12000.0),
        ("COMPENSATION", (50000.0, 30000.0, MISSING), 27000.0),
        ("LOSS_ESTIMATE", (50000.0, 30000.0, MISSING), 23000.0),
        ("LOSS_ESTIMATE", (50000.0, 30000.0, 0.5), NUM),
        ("SALES_TO_RECOVER", (100000.0, 0.05), 2000000.0),
        ("SALES_TO_RECOVER", (100000.0, 0.0), DIV0),
    ],
)
def test_an_answer_crosses_as_the_vba_reads_it(ask, name, values, answer):
    assert ask(name, *values) == answer


def test_every_function_is_asked_above():
    marks = [mark for mark in test_an_answer_crosses_as_the_vba_reads_it.pytestmark if mark.name == "parametrize"]

    assert {row[0] for row in marks[0].args[1]} == {function.name for function in FUNCTIONS}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_xlwings_knows_each_function_as_it_is_defined(windows, function):
    _, module = windows
    known = getattr(module, function.name).__xlfunc__

    assert known["name"] == function.name
    assert known["ret"]["doc"] == function.help
    assert known["category"] == "creditxl"
    assert known["volatile"] is False
    assert known["call_in_wizard"] is True  # else a function would be 0 while the workbook opens
    assert [(one["name"], one["doc"]) for one in known["args"]] == [
        (name, str(argument.help)) for name, argument in function.arguments.items()
    ]
    assert {one["name"] for one in known["args"] if "optional" in one} == function.optional


def test_the_hook_that_could_end_an_excel_with_unsaved_work_is_taken_off(monkeypatch):
    taken_off = []
    monkeypatch.setattr(atexit, "unregister", taken_off.append)
    stand_in(monkeypatch)

    assert taken_off == [sys.modules["xlwings._xlwindows"].cleanup]


def test_a_range_object_is_read_too(ask):
    column = SheetRange(((1000.0,), (COM_NA,), (None,)))

    assert ask("LIMIT_NEED", column, SheetRange(30.0), MISSING) == [[2000.0], [NA], [0.0]]


def test_the_module_asked_on_windows_gives_what_it_gives_here(windows):
    _, module = windows

    assert module.LIMIT_NEED(1000, 30) == 2000.0
    assert module.LIMIT_NEED(1000, 181) == CellError(2042)
