"""Limit need, payment terms, cover and gap: worked numbers, each with its reason."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.excel.cells import DIV0, NA, NAME, NUM, REF, VALUE, CellError
from tests.excel.functions.asking import call

TABLE = ((0, 1), (30, 4), (60, 5.5))


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


amounts = st.decimals(0, 10**9, places=2)


@given(need=amounts, cover=amounts)
def test_what_is_covered_and_the_gap_make_up_the_need(need, cover):
    gap = call("COVERAGE_GAP", float(need), float(cover))

    assert Decimal(str(gap)) + min(need, cover) == need
