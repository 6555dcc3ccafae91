"""The dates to watch: a row of a table each, and none that a postponement moves."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.model import Decision, Limit, Owner, RecommendationKind, RecommendationStatus
from creditxl.policy.cover import limit_cut_on
from creditxl.policy.deadlines import OWNERS, Standing, Watched, deadlines
from creditxl.policy.parameters import load
from creditxl.policy.receivables import first_due_date

AS_OF = date(2026, 4, 30)
POLICY = load(AS_OF)
JANUARY = date(2026, 1, 31)
QUICK, CONTINUOUS = RecommendationKind
PLAIN = Standing(
    as_of=AS_OF,
    is_active=True,
    was_insured=True,
    first_due=None,
    recommendation_kind=None,
    recommendation_status=RecommendationStatus.NONE,
    valid_until=None,
    renews_on=None,
    cut_on=None,
)


def dates(**fields: Any) -> dict[Watched, date]:
    policy = replace(POLICY, **fields.pop("policy", {}))
    return {one.watched: one.day for one in deadlines(replace(PLAIN, **fields), policy)}


def test_deliveries_stop_sixty_days_after_the_oldest_invoice_fell_due() -> None:
    # The worked example: 40 000 due on 31 January, no deliveries from 1 April on.
    assert dates(first_due=JANUARY)[Watched.STOP_DELIVERIES] == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"first_due": JANUARY},
            {
                Watched.OVERDUE_NOTICE: date(2026, 2, 15),
                Watched.STOP_DELIVERIES: date(2026, 4, 1),
                Watched.LOSS_FILING: date(2026, 7, 30),  # 180 days, later than 60 + 90
            },
        ),
        ({"first_due": JANUARY, "was_insured": False}, {Watched.STOP_DELIVERIES: date(2026, 4, 1)}),
        ({"first_due": AS_OF}, {}),  # due today is not overdue
        ({"first_due": None}, {}),
        (
            {"recommendation_kind": QUICK, "recommendation_status": "valid", "valid_until": AS_OF},
            {Watched.QUICK_END: AS_OF},
        ),
        (
            {"recommendation_kind": QUICK, "recommendation_status": "expired", "valid_until": JANUARY},
            {Watched.QUICK_END: JANUARY},  # it has passed, and the customer buys
        ),
        (
            {
                "recommendation_kind": QUICK,
                "recommendation_status": "expired",
                "valid_until": JANUARY,
                "is_active": False,
            },
            {},  # it lapsed by itself
        ),
        (
            {"recommendation_kind": CONTINUOUS, "recommendation_status": "below_need", "renews_on": AS_OF},
            {Watched.RENEWAL: AS_OF},
        ),
        ({"recommendation_kind": CONTINUOUS, "recommendation_status": "valid", "renews_on": JANUARY}, {}),
        ({"recommendation_kind": CONTINUOUS, "recommendation_status": "cancelled", "renews_on": AS_OF}, {}),
        ({"cut_on": date(2026, 3, 31)}, {Watched.RUN_OFF: AS_OF}),
        ({"cut_on": date(2026, 3, 30)}, {}),  # the run-off ended yesterday
    ],
)
def test_each_date_follows_from_its_day_and_its_parameter(
    fields: dict[str, Any], expected: dict[Watched, date]
) -> None:
    if "recommendation_status" in fields:
        fields = fields | {"recommendation_status": RecommendationStatus(fields["recommendation_status"])}

    assert dates(**fields) == expected


def test_a_loss_is_filed_by_the_later_of_the_two_days() -> None:
    late = dates(first_due=JANUARY, policy={"stop_delivery_days": 120})

    assert late[Watched.LOSS_FILING] == JANUARY + timedelta(days=120 + 90)


def test_the_soonest_comes_first_and_says_what_it_is_counted_from() -> None:
    found = deadlines(replace(PLAIN, first_due=JANUARY, cut_on=AS_OF), POLICY)

    assert [one.day for one in found] == sorted(one.day for one in found)
    assert {one.watched: one.counted_from for one in found}[Watched.RUN_OFF] == AS_OF
    assert found[0].days_left(AS_OF) == -74  # 15 February
    assert found[0].owner is Owner.INSURANCE_MANAGER


def test_somebody_acts_on_every_date() -> None:
    assert set(OWNERS) == set(Watched)


@given(
    posted=st.integers(0, 120),
    term=st.integers(0, 90),
    postponed=st.integers(0, 400),
)
def test_no_date_moves_when_a_due_date_is_postponed(posted: int, term: int, postponed: int) -> None:
    day = AS_OF - timedelta(days=posted)
    agreed = day + timedelta(days=term)
    before, after = (
        deadlines(replace(PLAIN, first_due=first_due_date(due, day, term)), POLICY)
        for due in (agreed, agreed + timedelta(days=postponed))
    )

    assert before == after


def decided(granted: int | None, start: date | None, decision: str = "approved", end: date | None = None) -> Limit:
    amount = None if granted is None else Decimal(granted)
    return Limit("1234567-1", None, amount, Decision(decision), start, end)


OLD, NEW = date(2025, 1, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("limits", "previous", "cut_on"),
    [
        ([decided(50000, OLD), decided(30000, NEW)], None, NEW),
        ([decided(50000, OLD), decided(0, NEW, "cancelled")], None, NEW),
        ([decided(50000, OLD), decided(0, NEW, "rejected")], None, NEW),
        ([decided(50000, OLD), decided(50000, NEW)], None, None),
        ([decided(30000, OLD), decided(50000, NEW)], 60000, None),  # its own rows tell more than the last refresh
        ([decided(50000, OLD, end=date(2025, 12, 31)), decided(30000, NEW)], None, None),  # it had ended before
        ([decided(30000, NEW)], 50000, NEW),  # the extract shows the newest decision alone
        ([decided(30000, NEW)], 30000, None),
        ([decided(30000, NEW)], None, None),  # nothing tells what it was
        ([decided(30000, None)], 50000, None),  # nothing tells from when
        ([decided(50000, OLD), decided(None, NEW, "pending")], 50000, None),
        ([decided(50000, OLD), decided(30000, date(2026, 5, 1))], None, None),  # not known yet
        ([], 50000, None),
    ],
)
def test_a_cut_is_a_decision_that_gives_less_than_the_one_before(
    limits: list[Limit], previous: int | None, cut_on: date | None
) -> None:
    assert limit_cut_on(limits, AS_OF, None if previous is None else Decimal(previous)) == cut_on
