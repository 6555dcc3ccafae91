"""Dates: every form, day first or month first by the whole file's evidence, never by a guess."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl.extracts import dates
from creditxl.extracts.faults import Fault
from tests.extracts.reading import column, entry, read_ledger, refusal, said, write_ledger

DAY_FIRST, MONTH_FIRST = dates.settle(["25/1/2018"]), dates.settle(["1/25/2018"])
LAST_OF_JANUARY = date(2018, 1, 31)


@pytest.mark.parametrize(
    "written",
    [
        "31.01.2018",
        "31.1.2018",
        "31.1.18",
        "31. 1. 2018",
        "31.1.2018.",
        "2018-01-31",
        "2018-1-31",
        "2018-01-31T00:00:00",
        "2018-01-31T00:00:00Z",
        "2018-01-31T00:00:00.000Z",
        "2018-01-31 00:00:00.000",
        "2018-01-31T23:59:59+02:00",  # the date stays the one written
        "2018/01/31",
        "2018.01.31",
        "20180131",
        "31/01/2018",
        "31-1-2018",
        "31.1.2018 0:00",
        "31.1.2018 klo 12.30",
        "31.1.2018, 12:30",
        "31/01/2018 12:30:00 PM",
        " 31.1.2018 ",
    ],
)
def test_a_date_is_read_in_every_form(written):
    assert dates.parse(written, DAY_FIRST) == LAST_OF_JANUARY


@pytest.mark.parametrize("written", ["1/31/2018", "01-31-2018", "1/31/2018 0:00"])
def test_a_date_is_read_month_first_where_the_file_says_so(written):
    assert dates.parse(written, MONTH_FIRST) == LAST_OF_JANUARY


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("31.2.2018", Fault.NO_SUCH_DATE),
        ("29.2.2018", Fault.NO_SUCH_DATE),  # no leap year
        ("0.1.2018", Fault.NO_SUCH_DATE),
        ("2018-13-01", Fault.NO_SUCH_DATE),
        ("1.1.1899", Fault.NO_SUCH_DATE),  # before any ledger
        ("0000-00-00", Fault.NO_SUCH_DATE),
        ("13/13/2018", Fault.NO_SUCH_DATE),
        ("18-01-31", Fault.SHORT_YEAR),  # begins with its year in Sweden, with its day elsewhere
        ("1/2/18", Fault.SHORT_YEAR),
        ("31.1", Fault.NOT_A_DATE),
        ("2018-01", Fault.NOT_A_DATE),
        ("tammikuu 2018", Fault.NOT_A_DATE),
        ("43131", Fault.NOT_A_DATE),  # Excel's count of days, in a text file
        ("31.1.2018x", Fault.NOT_A_DATE),
        ("2018-01/31", Fault.NOT_A_DATE),
    ],
)
def test_what_is_no_date_is_told(written, fault):
    assert dates.parse(written, DAY_FIRST) is fault


@pytest.mark.parametrize("written", ["0001-01-01", "1753-01-01", "1.1.0001", "0001-01-01T00:00:00Z"])
def test_the_empty_dates_of_programs_are_empty(written):
    assert dates.parse(written, DAY_FIRST) is None


@pytest.mark.parametrize(("written", "year"), [("1.1.68", 2068), ("1.1.69", 1969), ("1.1.00", 2000), ("1.1.99", 1999)])
def test_two_digits_of_a_year_are_in_its_century(written, year):
    assert dates.parse(written, DAY_FIRST) == date(year, 1, 1)


def test_the_end_of_time_is_a_date():
    assert dates.parse("31.12.9999", DAY_FIRST) == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("texts", "day_first", "month_first", "is_open"),
    [
        (["03/04/2018", "25/04/2018"], True, False, False),
        (["03/04/2018", "04-25-2018"], False, True, False),  # strokes and hyphens prove for each other
        (["03/04/2018", "04/05/2018"], False, False, True),
        (["03/03/2018", "04/04/2018"], False, False, False),  # the same both ways
        (["25/04/2018", "04/25/2018"], True, True, False),
        (["03/04/18", "25/04/18"], False, False, False),  # which part is the year is not known either
        (["13/13/2018"], False, False, False),  # no date at all proves nothing
        (["31.1.2018", "2018-01-31"], False, False, False),
        ([], False, False, False),
    ],
)
def test_all_dates_of_a_file_settle_which_part_is_the_day(texts, day_first, month_first, is_open):
    order = dates.settle(texts)

    assert (order.day_first is not None, order.month_first is not None) == (day_first, month_first)
    assert order.is_open == is_open
    assert order.is_contradictory == (day_first and month_first)


styles = st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%dT%H:%M:%S"])


@settings(deadline=None)  # a busy machine is no failure
@given(day=st.dates(date(1900, 1, 1), date(9999, 12, 31)), style=styles)
def test_a_date_written_in_a_style_is_read_back_the_same(day, style):
    assert dates.parse(f"{day:{style}}", DAY_FIRST) == day


@settings(deadline=None)  # a busy machine is no failure
@given(days=st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1), month_first=st.booleans())
def test_a_file_of_strokes_is_read_right_or_not_at_all(days, month_first):
    style = "%m/%d/%Y" if month_first else "%d/%m/%Y"
    texts = [f"{day:{style}}" for day in days]

    order = dates.settle(texts)

    if not order.is_open:
        assert [dates.parse(text, order) for text in texts] == days


def test_another_column_of_the_file_can_settle_the_order(tmp_path):
    table, issues = read_ledger(tmp_path, entry(posting_date="3/4/2018", due_date="4/17/2018"))

    assert (column(table, "posting_date"), column(table, "due_date")) == ([date(2018, 3, 4)], [date(2018, 4, 17)])
    assert not issues


def test_a_file_whose_dates_can_be_read_two_ways_is_refused(tmp_path):
    issue = refusal(write_ledger(tmp_path / "a.csv", entry(posting_date="03/04/2018", due_date="03/05/2018")))

    assert (issue.row, issue.value) == (None, "03/04/2018")
    assert "'03/04/2018' can be read day first or month first" in str(issue.message)
    assert str(issue.fix) == "export the dates as 31.1.2018 or 2018-01-31"


def test_a_file_whose_dates_contradict_each_other_is_refused(tmp_path):
    issue = refusal(write_ledger(tmp_path / "a.csv", entry(posting_date="25/04/2018", due_date="05/25/2018")))

    assert str(issue.message) == "'25/04/2018' has its day first, '05/25/2018' its month first"


def test_a_bad_date_costs_its_row_where_it_is_needed_and_itself_elsewhere(tmp_path):
    rows = [entry(), entry(posting_date="31.2.2018"), entry(due_date="soon"), entry(due_date="")]

    table, issues = read_ledger(tmp_path, *rows)

    assert column(table, "row") == [2, 4, 5]
    assert column(table, "due_date") == [date(2018, 2, 14), None, None]
    assert said(issues) == [
        (3, "Kirjauspvm", "there is no date '31.2.2018'"),
        (4, "Eräpäivä", "'soon' is not a date"),
    ]
    assert [str(issue.amount) for issue in issues] == ["100.00", "None"]
