"""The first warning sign (rule R18): what is measured, and from where on it is a sign."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.policy.parameters import load
from creditxl.policy.position import is_new_customer
from creditxl.policy.signs import Measure, days_late, growth, halves, measured, overdue_share

AS_OF = date(2026, 10, 31)
POLICY = load(AS_OF)
amounts = st.integers(min_value=0, max_value=10**10).map(lambda cents: Decimal(cents).scaleb(-2))
weights = st.tuples(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=10**10))


@pytest.mark.parametrize(
    ("due", "late"),
    [
        (date(2026, 11, 12), None),  # not due yet
        (date(2026, 10, 31), None),  # due today
        (date(2026, 10, 30), 1),
        (date(2025, 10, 31), 365),
        (None, None),  # nothing open
    ],
)
def test_a_customer_is_late_from_the_day_after_its_oldest_due_date(due: date | None, late: int | None) -> None:
    assert days_late(due, AS_OF) == late


@pytest.mark.parametrize(
    ("overdue", "is_open", "share"),
    [
        ("250.00", "1000.00", "0.2500"),
        ("1.00", "3.00", "0.3333"),
        ("2.00", "3.00", "0.6667"),
        ("1000.00", "1000.00", "1"),
        ("1000.00", "400.00", "1"),  # payments not yet applied make less open than is overdue
        ("0.01", "20000.00", "0.0000"),
        ("0.00", "1000.00", None),  # nothing overdue
        ("10.00", "0.00", None),  # payments not yet applied make up for all of it
        ("10.00", "-5.00", None),
    ],
)
def test_the_overdue_share_is_of_the_open_receivables(overdue: str, is_open: str, share: str | None) -> None:
    found = overdue_share(Decimal(overdue), Decimal(is_open))

    assert found == (None if share is None else Decimal(share))


@given(overdue=amounts, is_open=amounts)
def test_the_overdue_share_is_never_above_the_whole(overdue: Decimal, is_open: Decimal) -> None:
    found = overdue_share(overdue, is_open)

    assert found is None or 0 <= found <= 1


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        ((14 * 100, 100), (14 * 900, 900), 0),  # more sales on the same terms
        ((14 * 100, 100), (30 * 100, 100), 16),
        ((30 * 100, 100), (14 * 100, 100), -16),
        ((14 * 100, 100), (14 * 100 + 30 * 300, 400), 12),  # by amount, not by invoice
        ((0, 100), (100, 200), 1),  # half a day goes up
        ((0, 100), (99, 200), 0),
    ],
)
def test_growth_is_of_the_mean_by_amount(earlier: tuple[int, int], later: tuple[int, int], days: int) -> None:
    assert growth(earlier, later) == days


@given(earlier=weights, later=weights)
def test_growth_is_the_exact_difference_rounded_half_up(earlier: tuple[int, int], later: tuple[int, int]) -> None:
    difference = Fraction(*later) - Fraction(*earlier)

    assert growth(earlier, later) == floor(difference + Fraction(1, 2))


@pytest.mark.parametrize(
    ("as_of", "months", "earlier", "later"),
    [
        (date(2026, 10, 31), 6, [5, 6, 7], [8, 9, 10]),
        (date(2026, 10, 30), 6, [4, 5, 6], [7, 8, 9]),  # October is not over
        (date(2026, 2, 28), 2, [1], [2]),
        (date(2026, 3, 31), 5, [11, 12, 1], [2, 3]),  # the earlier half has the odd month
    ],
)
def test_the_last_complete_months_are_halved(as_of: date, months: int, earlier: list[int], later: list[int]) -> None:
    assert [[month.month for month in half] for half in halves(as_of, months)] == [earlier, later]


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ({}, ()),  # the ledger tells nothing
        ({"days_late": 14}, ()),
        ({"days_late": 15}, (Measure.DAYS_LATE,)),
        ({"overdue_share": Decimal("0.4999")}, ()),
        ({"overdue_share": Decimal("0.5")}, (Measure.OVERDUE_SHARE,)),
        ({"pays_later": 6}, ()),
        ({"pays_later": 7}, (Measure.PAYS_LATER,)),
        ({"pays_later": -30}, ()),  # pays earlier than before
        ({"terms_grow": 6}, ()),
        ({"terms_grow": 7}, (Measure.TERMS_GROW,)),
        (
            {"days_late": 90, "overdue_share": Decimal(1), "pays_later": 40, "terms_grow": 30},
            (Measure.DAYS_LATE, Measure.OVERDUE_SHARE, Measure.PAYS_LATER, Measure.TERMS_GROW),
        ),
    ],
)
def test_what_reaches_its_bound_is_a_sign(figures: dict[str, Any], found: tuple[Measure, ...]) -> None:
    blank = {"days_late": None, "overdue_share": None, "pays_later": None, "terms_grow": None}
    signs = measured(**blank | figures, policy=POLICY)

    assert signs.found == found
    assert {name: getattr(signs, name) for name in blank} == blank | figures


@pytest.mark.parametrize(
    ("created_on", "is_new"),
    [
        (date(2026, 7, 31), False),  # three months ago to the day
        (date(2026, 8, 1), True),
        (AS_OF, True),
        (AS_OF + timedelta(days=3), True),  # its card is made before its first sale
        (None, False),  # unknown counts as old
    ],
)
def test_a_customer_is_new_for_three_months(created_on: date | None, is_new: bool) -> None:  # noqa: FBT001 - a table's cell
    assert is_new_customer(created_on, AS_OF, POLICY) is is_new
