"""Receivables by age, and the due date that no postponement resets."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.policy.bounds import RuleError
from creditxl.policy.receivables import Age, days_overdue, first_due_date, overdue_age, uncovered_receivables

POSTED = date(2026, 1, 1)
DAYS = st.integers(0, 400)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-5, Age.NOT_DUE),
        (0, Age.NOT_DUE),  # its due date itself
        (1, Age.FIRST),
        (30, Age.FIRST),
        (31, Age.SECOND),
        (60, Age.SECOND),
        (61, Age.THIRD),
        (90, Age.THIRD),
        (91, Age.OLDEST),
    ],
)
def test_an_age_holds_to_its_last_day(days: int, age: Age) -> None:
    assert overdue_age(days, (30, 60, 90)) is age


def test_ages_that_do_not_rise_are_refused() -> None:
    with pytest.raises(RuleError, match="must rise, not 60, 30, 90"):
        overdue_age(1, (60, 30, 90))


def test_nothing_is_overdue_before_its_due_date() -> None:
    assert days_overdue(date(2026, 1, 31), date(2026, 4, 1)) == 60
    assert days_overdue(date(2026, 4, 2), date(2026, 4, 1)) == 0


@pytest.mark.parametrize(
    ("due", "posted", "term", "first"),
    [
        (date(2026, 1, 31), POSTED, 30, date(2026, 1, 31)),
        (date(2026, 6, 30), POSTED, 30, date(2026, 1, 31)),  # postponed by five months
        (date(2026, 1, 10), POSTED, 30, date(2026, 1, 10)),  # due before the agreed term
        (None, POSTED, 30, date(2026, 1, 31)),
        (date(2026, 6, 30), POSTED, None, date(2026, 6, 30)),  # no agreed term: nothing tells of a postponement
        (date(2026, 6, 30), None, 30, date(2026, 6, 30)),
        (None, POSTED, None, None),
    ],
)
def test_the_first_due_date_is_the_earlier_one(
    due: date | None, posted: date | None, term: int | None, first: date | None
) -> None:
    assert first_due_date(due, posted, term) == first


@given(term=DAYS, postponed=DAYS)
def test_postponing_an_invoice_due_as_agreed_never_moves_its_first_due_date(term: int, postponed: int) -> None:
    due = POSTED + timedelta(days=term)

    assert first_due_date(due + timedelta(days=postponed), POSTED, term) == due


@given(invoices=st.lists(st.tuples(DAYS, DAYS), min_size=1), term=DAYS)
def test_the_oldest_of_several_on_one_term_is_the_oldest_of_each(invoices: list[tuple[int, int]], term: int) -> None:
    posted = [POSTED + timedelta(days=day) for day, _ in invoices]
    due = [day + timedelta(days=own) for day, (_, own) in zip(posted, invoices, strict=True)]
    each = [first_due_date(one, day, term) for one, day in zip(due, posted, strict=True)]

    assert first_due_date(min(due), min(posted), term) == min(filter(None, each))


def test_uncovered_receivables_are_never_below_zero() -> None:
    assert uncovered_receivables(Decimal(42000), Decimal(30000)) == 12000
    assert uncovered_receivables(Decimal(20000), Decimal(30000)) == 0
