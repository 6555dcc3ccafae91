from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.model import CustomerType, Decision, Limit, Recommendation, RecommendationStatus
from creditxl.policy.cover import LimitState, cover, gap, is_insurable, limit_state, recommendation_state
from creditxl.policy.receivables import uncovered_receivables
from tests.policy.situations import AS_OF, POLICY, euros, limit, recommendation

NEED = Decimal(20000)
LAST_DAY, DAY_AFTER = date(2026, 2, 28), date(2026, 3, 1)
AUGUST_31 = date(2025, 8, 31)
OLD, NEW, TODAY, TOMORROW = date(2025, 1, 10), date(2026, 3, 10), AS_OF, date(2026, 5, 1)
YESTERDAY = date(2026, 4, 29)

QUICK = recommendation("quick", "approved", AUGUST_31)
CONTINUOUS = recommendation("continuous", "approved", OLD, 20000)


@pytest.mark.parametrize(
    ("given_one", "as_of", "status", "valid_until"),
    [
        (QUICK, AUGUST_31, "valid", LAST_DAY),  # from the day it was decided
        (QUICK, LAST_DAY, "valid", LAST_DAY),  # 31 August + 6 months: the last day of February
        (QUICK, DAY_AFTER, "expired", LAST_DAY),
        (recommendation("quick", "rejected", AUGUST_31), LAST_DAY, "rejected", None),
        (recommendation("quick", "rejected", AUGUST_31), DAY_AFTER, "rejected", None),  # a rejection does not expire
        (
            recommendation("quick", "approved", AUGUST_31, 5),
            LAST_DAY,
            "valid",
            LAST_DAY,
        ),  # its amount counts for nothing
        (recommendation("quick", "approved", NEW, None, TODAY), TODAY, "cancelled", YESTERDAY),
        (CONTINUOUS, TODAY, "valid", None),  # equal to the need is not below it
        (recommendation("continuous", "approved", OLD, "19999.99"), TODAY, "below_need", None),
        (recommendation("continuous", "approved", OLD), TODAY, "valid", None),  # no amount is not below
        (recommendation("continuous", "approved", OLD, 0), TODAY, "below_need", None),
        (recommendation("continuous", "partial", OLD, 12000), TODAY, "below_need", None),
        (recommendation("continuous", "rejected", OLD, 12000), TODAY, "rejected", None),
        (recommendation("continuous", "approved", OLD, 20000, TODAY), TODAY, "cancelled", YESTERDAY),
        (recommendation("continuous", "approved", OLD, 20000, TOMORROW), TODAY, "valid", TODAY),
        (recommendation("continuous", "approved", OLD, 20000, OLD), TODAY, "cancelled", None),  # not valid for a day
        (recommendation("continuous", "approved", OLD, 20000, date.min), TODAY, "cancelled", None),
        (recommendation("continuous", "cancelled", OLD, 20000), TODAY, "cancelled", None),
        (
            recommendation("continuous", "rejected", OLD, 20000, TODAY),
            TODAY,
            "cancelled",
            None,
        ),  # cancelled comes first
        (recommendation("continuous", "approved", TOMORROW, 20000), TODAY, "none", None),  # not known yet
        (recommendation("continuous", "pending", OLD, 20000), TODAY, "none", None),  # asked, not decided
    ],
)
def test_a_recommendation_has_the_first_status_that_holds(
    given_one: Recommendation, as_of: date, status: str, valid_until: date | None
) -> None:
    state = recommendation_state([given_one], as_of, NEED, POLICY)

    assert state.status == status
    assert state.valid_until == valid_until
    assert state.is_valid is (status in {"valid", "below_need"})
    assert state.is_rejected is (status == "rejected")


def test_no_recommendation_is_a_state_of_its_own() -> None:
    state = recommendation_state([], AS_OF, NEED, POLICY)

    assert (state.kind, state.status, state.amount, state.valid_until) == (None, RecommendationStatus.NONE, None, None)


REJECTED = recommendation("continuous", "rejected", NEW)
QUICK_NEW = recommendation("quick", "approved", NEW)
CONTINUOUS_NEW = recommendation("continuous", "approved", NEW, 5)


@pytest.mark.parametrize(
    ("several", "counts"),
    [
        ([CONTINUOUS, REJECTED], REJECTED),  # the newest decision counts
        ([REJECTED, CONTINUOUS], REJECTED),  # whatever the order of the rows
        ([QUICK, CONTINUOUS], QUICK),  # also an expired one, when it is the newest
        ([QUICK_NEW, CONTINUOUS_NEW], CONTINUOUS_NEW),  # of one day the continuous one
        ([CONTINUOUS_NEW, QUICK_NEW], CONTINUOUS_NEW),
        ([REJECTED, CONTINUOUS_NEW], CONTINUOUS_NEW),  # of one day and kind the later row
        ([CONTINUOUS_NEW, REJECTED], REJECTED),
        ([CONTINUOUS, recommendation("quick", "rejected", TOMORROW)], CONTINUOUS),
        ([CONTINUOUS, recommendation("continuous", "pending", NEW)], CONTINUOUS),
    ],
)
def test_of_several_recommendations_the_newest_decision_counts(
    several: list[Recommendation], counts: Recommendation
) -> None:
    state = recommendation_state(several, AS_OF, NEED, POLICY)

    assert state == recommendation_state([counts], AS_OF, NEED, POLICY)
    assert state.decided_on == counts.decided_on


def test_the_renewal_is_handed_on() -> None:
    state = recommendation_state([replace(CONTINUOUS, renews_on=TOMORROW)], AS_OF, NEED, POLICY)

    assert state.renews_on == TOMORROW


GRANTED = limit("approved", 50000, requested=50000, start=OLD)
PENDING = limit("pending", requested=80000, start=NEW)
REFUSED = limit("rejected", 0, requested=80000, start=NEW)


@pytest.mark.parametrize(
    ("rows", "amount", "flags"),
    [
        ([], 0, ""),
        ([GRANTED], 50000, ""),
        ([limit("approved", 50000)], 50000, ""),  # without dates it is in force
        ([limit("approved", 50000, start=TODAY)], 50000, ""),  # from its first day
        ([limit("approved", 50000, start=TOMORROW)], 0, ""),  # not known yet
        ([limit("approved", 50000, end=TODAY)], 50000, ""),  # on its last day
        ([limit("approved", 50000, end=YESTERDAY)], 0, "expired"),
        ([limit("partial", 10000, requested=50000)], 10000, ""),
        ([limit("approved")], 0, ""),  # no amount granted
        ([limit("rejected", 0, requested=5)], 0, "refused"),
        ([limit("rejected", 5, requested=5, end=YESTERDAY)], 0, "refused"),  # refused comes before expired
        ([limit("pending", requested=5)], 0, "pending"),
        ([limit("pending", 5, requested=5)], 0, "pending"),
        ([limit("cancelled", 50000)], 0, ""),  # as if there were none
        ([GRANTED, PENDING], 50000, "pending"),  # the older limit holds while the insurer decides
        ([PENDING, GRANTED], 50000, "pending"),
        ([GRANTED, limit("pending", requested=5)], 50000, "pending"),  # a request without a date is the newest
        ([limit("pending", requested=5, start=OLD), limit("approved", 9, start=NEW)], 9, ""),  # decided since
        ([GRANTED, REFUSED], 0, "refused"),  # a later refusal ends the limit
        ([REFUSED, limit("approved", 7, start=TODAY)], 7, ""),
        ([GRANTED, limit("cancelled", 0, start=NEW)], 0, ""),
        ([limit("cancelled", 0, start=OLD), limit("approved", 7, start=NEW)], 7, ""),
        ([GRANTED, limit("approved", 90000, start=NEW)], 90000, ""),
        ([GRANTED, limit("approved", 30000, start=NEW)], 30000, ""),  # a cut counts as well as a rise
        ([GRANTED, limit("approved", 90000, start=NEW, end=YESTERDAY)], 50000, ""),  # after a temporary rise
        ([limit("approved", 5, start=OLD, end=NEW), limit("approved", 9, start=NEW, end=YESTERDAY)], 0, "expired"),
        ([REFUSED, limit("approved", 9, start=TODAY, end=YESTERDAY)], 0, "expired"),
        ([limit("approved", 5, end=YESTERDAY), PENDING], 0, "pending expired"),
        ([REFUSED, limit("pending", requested=5, start=TODAY)], 0, "pending refused"),
        ([GRANTED, limit("approved", 90000, start=TOMORROW)], 50000, ""),
        ([limit("approved", 1, start=NEW), limit("approved", 2, start=NEW)], 2, ""),  # of one day the later row
        ([GRANTED, limit("approved", 2)], 50000, ""),  # an undated decision is the oldest
    ],
)
def test_a_limit_is_what_the_newest_decisions_leave_in_force(rows: list[Limit], amount: int, flags: str) -> None:
    state = limit_state(rows, AS_OF)

    assert state.amount == amount
    assert [state.is_pending, state.is_refused_decision, state.is_expired] == [
        flag in flags.split() for flag in ("pending", "refused", "expired")
    ]
    assert state.exists is (amount > 0 or bool(flags))


def test_the_decision_that_counts_shows_its_figures_and_a_pending_one_what_it_asks() -> None:
    end = date(2026, 12, 31)
    granted = limit("partial", 50000, requested=70000, start=OLD, end=end)

    assert limit_state([granted], AS_OF) == LimitState(
        Decimal(50000), euros(70000), euros(50000), end, Decision.PARTIAL
    )
    assert limit_state([granted, PENDING], AS_OF) == LimitState(
        Decimal(50000), euros(80000), euros(50000), end, Decision.PENDING, is_pending=True
    )
    assert limit_state([limit("pending", requested=5)], AS_OF) == LimitState(
        requested=euros(5), decision=Decision.PENDING, is_pending=True
    )
    assert limit_state([limit("cancelled", 5, requested=5)], AS_OF) == LimitState()


@pytest.mark.parametrize(
    ("limit_amount", "is_valid", "expected"),
    [
        (0, False, 0),
        (0, True, 30000),  # whatever the recommendation's own amount
        (12000, False, 12000),
        (12000, True, 30000),  # they do not add up
        (30000, True, 30000),
        (42000, True, 42000),
    ],
)
def test_cover_is_the_larger_of_limit_and_recommendation(limit_amount: int, *, is_valid: bool, expected: int) -> None:
    assert cover(Decimal(limit_amount), is_valid, POLICY.recommendation_ceiling) == expected


amounts = st.decimals(0, 10**9, places=2)


@given(amounts, amounts)
def test_need_is_what_the_cover_carries_and_the_gap(need: Decimal, covered: Decimal) -> None:
    assert min(need, covered) + gap(need, covered) == need
    assert gap(need, covered) >= 0


@pytest.mark.parametrize(("insurable", "covered", "expected"), [(42, 30, 12), (30, 30, 0), (29, 30, 0), (5, 0, 5)])
def test_uncovered_receivables_are_what_no_cover_reaches(insurable: int, covered: int, expected: int) -> None:
    assert uncovered_receivables(Decimal(insurable), Decimal(covered)) == expected


@pytest.mark.parametrize("customer_type", list(CustomerType))
def test_companies_outside_the_group_alone_are_insurable(customer_type: CustomerType) -> None:
    assert is_insurable(customer_type) is (customer_type == "company")
