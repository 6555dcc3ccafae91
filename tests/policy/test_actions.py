"""The table of actions, a row or more for each of its lines; what a row does not name is as in `situations.PLAIN`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.model import ActionName, Activity, LimitStatus, RecommendationKind, RecommendationStatus
from creditxl.policy.actions import Position, actions
from creditxl.policy.cover import LimitState, RecommendationState
from creditxl.policy.status import limit_status
from tests.policy.situations import AS_OF, POLICY, euros, position

UNTIL = date(2026, 7, 31)
JANUARY = date(2026, 1, 15)  # the month three before that of AS_OF, 30 April


def recommended(
    kind: str, status: str, amount: int | None = None, renews_on: date | None = None
) -> RecommendationState:
    return RecommendationState(
        kind=RecommendationKind(kind),
        status=RecommendationStatus(status),
        amount=euros(amount),
        valid_until=UNTIL if kind == "quick" else None,
        renews_on=renews_on,
        decided_on=date(2026, 1, 31),
    )


NO_RECOMMENDATION = RecommendationState()
QUICK = recommended("quick", "valid")
CONTINUOUS = recommended("continuous", "valid", 50000)
BELOW = recommended("continuous", "below_need", 12000)
REJECTED = recommended("continuous", "rejected")


def held(amount: int | str, requested: int | None = None) -> LimitState:
    """Return a limit in force, granted for its amount."""
    return LimitState(amount=Decimal(amount), granted=Decimal(amount), requested=euros(requested))


NO_LIMIT = LimitState()
REFUSED = LimitState(requested=Decimal(50000), granted=Decimal(0), is_refused_decision=True)
PENDING = LimitState(requested=Decimal(50000), is_pending=True)
PENDING_BESIDE = LimitState(Decimal(5000), Decimal(50000), Decimal(5000), is_pending=True)
EXPIRED = LimitState(requested=Decimal(50000), granted=Decimal(50000), is_expired=True)
EXPIRED_PART = LimitState(requested=Decimal(50000), granted=Decimal(10000), is_expired=True)
NOTHING_GRANTED = LimitState(requested=Decimal(50000), granted=Decimal(0))

INACTIVE = {"is_active": False, "activity": Activity.INACTIVE, "need": Decimal(0)}
ABOVE = {"need": Decimal(42000)}
STATE = {"is_insurable": False}


def situation(**changes: object) -> Position:
    """Return a position whose limit status follows from its limit."""
    found = position(**changes)
    status = limit_status(need=found.need, limit=found.limit, is_active=found.is_active, policy=POLICY)
    return replace(found, limit_status=status)


def names(**changes: object) -> list[str]:
    return [action.name.value for action in actions(situation(**changes), POLICY)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # apply_quick: created less than three calendar months before 30 April
        ({"created_on": date(2026, 1, 31)}, ["apply_quick"]),
        ({"created_on": AS_OF}, ["apply_quick"]),
        ({"created_on": date(2026, 5, 15)}, ["apply_quick"]),  # created after the day of the review
        ({"created_on": date(9999, 12, 31)}, ["apply_quick"]),
        ({"created_on": date(2026, 1, 30)}, ["apply_continuous"]),  # three months to the day
        ({"created_on": date(2025, 11, 28), "as_of": date(2026, 2, 28)}, ["apply_continuous"]),
        ({"created_on": date(2025, 11, 29), "as_of": date(2026, 2, 28)}, ["apply_quick"]),
        ({"created_on": date(2026, 2, 28), "as_of": date(2026, 5, 31)}, ["apply_continuous"]),  # no 31 February
        ({"created_on": date(2026, 3, 1), "as_of": date(2026, 5, 31)}, ["apply_quick"]),
        # apply_continuous
        ({}, ["apply_continuous"]),
        ({"created_on": None}, ["apply_continuous"]),  # unknown counts as old
        ({"need": Decimal(30000)}, ["apply_continuous"]),  # equal to the ceiling
        ({"need": Decimal("30000.01")}, ["apply_limit"]),
        ({"recommendation": recommended("quick", "expired")}, ["apply_continuous"]),
        ({"recommendation": recommended("continuous", "cancelled")}, ["apply_continuous"]),
        ({"recommendation": QUICK}, []),
        ({"recommendation": CONTINUOUS}, []),
        ({"limit": held(20000)}, []),  # the limit carries the need
        ({"limit": held("19999.99")}, ["apply_continuous", "increase_limit"]),  # both rows hold
        ({"limit": PENDING}, ["apply_continuous"]),
        (INACTIVE, []),
        ({"need": Decimal(0)}, []),  # active, but nothing is needed
        # to convert to a continuous one: created in January
        ({"recommendation": QUICK, "created_on": date(2026, 1, 1)}, ["convert_to_continuous"]),
        ({"recommendation": QUICK, "created_on": date(2026, 1, 31)}, ["convert_to_continuous"]),
        ({"recommendation": QUICK, "created_on": date(2025, 12, 31)}, []),
        ({"recommendation": QUICK, "created_on": date(2026, 2, 1)}, []),
        (
            {"recommendation": QUICK, "created_on": date(2025, 11, 5), "as_of": date(2026, 2, 28)},
            ["convert_to_continuous"],
        ),
        ({"recommendation": QUICK, "created_on": None}, []),
        ({"recommendation": CONTINUOUS, "created_on": JANUARY}, []),  # continuous already
        ({"recommendation": recommended("quick", "expired"), "created_on": JANUARY}, ["apply_continuous"]),
        ({"recommendation": QUICK, "created_on": JANUARY, "need": Decimal(30000)}, ["convert_to_continuous"]),
        ({"recommendation": QUICK, "created_on": JANUARY, **ABOVE}, ["apply_limit"]),
        # ask_seller
        ({"recommendation": QUICK, "created_on": JANUARY, "activity": Activity.UNCLEAR}, ["ask_seller"]),
        ({"recommendation": QUICK, "created_on": JANUARY, "activity": Activity.UNCLEAR, **ABOVE}, ["apply_limit"]),
        ({"recommendation": QUICK, "created_on": date(2026, 2, 1), "activity": Activity.UNCLEAR}, []),
        # no sales: the quick recommendation lapses
        ({"recommendation": QUICK, "created_on": JANUARY, **INACTIVE}, []),
        # apply_limit
        (ABOVE, ["apply_limit"]),
        ({"recommendation": QUICK, **ABOVE}, ["apply_limit"]),
        ({"recommendation": recommended("quick", "rejected")}, ["apply_limit"]),
        ({"recommendation": REJECTED}, ["apply_limit", "report_recommendation"]),
        ({"recommendation": REJECTED, "need": Decimal(0)}, []),  # nothing to apply for
        ({"limit": EXPIRED, **ABOVE}, ["apply_limit"]),
        ({"limit": EXPIRED_PART, **ABOVE}, ["apply_limit"]),  # an expired decision refuses nothing
        ({"limit": PENDING, **ABOVE}, []),
        ({"limit": PENDING, "recommendation": recommended("quick", "rejected")}, []),
        # to increase a limit
        ({"limit": held(41999), **ABOVE}, ["increase_limit"]),
        ({"limit": held(42000), **ABOVE}, []),  # equal is enough
        ({"limit": held(41999), "recommendation": CONTINUOUS, **ABOVE}, ["increase_limit"]),
        ({"limit": held(10000), "recommendation": CONTINUOUS}, []),  # the recommendation covers the need
        ({"limit": held(10000), "recommendation": CONTINUOUS, "need": Decimal(30000)}, []),  # up to the ceiling
        ({"limit": held(10000), "recommendation": recommended("quick", "rejected")}, ["increase_limit"]),
        ({"limit": PENDING_BESIDE, **ABOVE}, []),
        ({"limit": held(10000, requested=10000), **ABOVE}, ["increase_limit"]),  # it got what it asked for
        # escalate
        ({"limit": REFUSED, **ABOVE}, ["escalate"]),
        ({"limit": REFUSED, "recommendation": QUICK, **ABOVE}, ["escalate"]),
        ({"limit": REFUSED}, ["apply_continuous", "escalate"]),
        ({"limit": REFUSED, "recommendation": recommended("quick", "rejected")}, ["escalate"]),
        ({"limit": REFUSED, "recommendation": QUICK}, []),  # the recommendation covers the need
        ({"limit": REFUSED, "need": Decimal(0)}, []),
        ({"limit": REFUSED, **INACTIVE}, []),
        ({"limit": held(35000, requested=50000), **ABOVE}, ["escalate"]),  # less than asked, and than the need
        ({"limit": held(42000, requested=50000), **ABOVE}, []),  # less than asked, and enough
        ({"limit": NOTHING_GRANTED, **ABOVE}, ["escalate"]),
        # reduce_limit
        ({"limit": held(30000)}, ["reduce_limit"]),  # exactly 10 000 above, and 1.5 times
        ({"limit": held("29999.99")}, []),
        ({"limit": held(50000), "need": Decimal(40000)}, []),  # exactly 1.25 times
        ({"limit": held("50000.01"), "need": Decimal(40000)}, ["reduce_limit"]),
        ({"limit": held(50000), "recommendation": CONTINUOUS}, ["reduce_limit"]),
        # cancel_limit
        ({"limit": held(1), **INACTIVE}, ["cancel_limit"]),
        ({"limit": held(50000), **INACTIVE}, ["cancel_limit"]),  # not reduced as well
        ({"limit": EXPIRED, **INACTIVE}, []),
        # report_recommendation
        ({"recommendation": BELOW}, ["report_recommendation"]),
        ({"recommendation": BELOW, "limit": held("19999.99")}, ["report_recommendation"]),
        ({"recommendation": BELOW, "limit": held(20000)}, []),  # the limit carries the need
        ({"recommendation": BELOW, **INACTIVE}, []),
        ({"recommendation": REJECTED, "limit": held(20000)}, []),
        ({"recommendation": REJECTED, "limit": held(5000)}, ["increase_limit", "report_recommendation"]),
        # notify_receivables
        ({"limit": held(20000), "previous_limit": Decimal(0)}, ["notify_receivables"]),
        ({"limit": held(20000), "previous_limit": Decimal("19999.99")}, ["notify_receivables"]),
        ({"limit": held(20000), "previous_limit": Decimal(20000)}, []),
        ({"limit": held(20000), "previous_limit": Decimal(25000)}, []),
        ({"limit": held(20000), "previous_limit": None}, []),  # no refresh before this one
        ({"limit": held(20000), "previous_limit": Decimal(0), **INACTIVE}, ["cancel_limit", "notify_receivables"]),
        # check_term
        ({"limit": held(20000), "term_days": 180, "invoice_term_days": 180}, []),
        ({"limit": held(20000), "term_days": 181, "invoice_term_days": 181}, ["check_term"]),
        ({"limit": held(20000), "term_days": 181, "invoice_term_days": 200}, ["check_term"]),
        ({"limit": held(20000), "invoice_term_days": 31}, ["check_term"]),
        ({"limit": held(20000), "invoice_term_days": 29}, []),
        ({"limit": held(20000), "invoice_term_days": None}, []),
        ({"term_days": 181, **INACTIVE}, []),
        # secure_otherwise, and none of the applications
        (STATE, ["secure_otherwise"]),
        ({"created_on": AS_OF, **STATE}, ["secure_otherwise"]),
        ({**ABOVE, **STATE}, ["secure_otherwise"]),
        ({"limit": held(5000), **ABOVE, **STATE}, ["secure_otherwise"]),
        ({"recommendation": QUICK, "created_on": JANUARY, **STATE}, ["secure_otherwise"]),
        ({"limit": held(50000), **STATE}, ["reduce_limit", "secure_otherwise"]),
        ({"limit": held(50000), **STATE, **INACTIVE}, ["cancel_limit"]),
        ({**STATE, **INACTIVE}, []),
    ],
)
def test_a_customer_has_the_actions_of_every_row_that_holds(changes: dict[str, object], expected: list[str]) -> None:
    assert names(**changes) == expected


@pytest.mark.parametrize(
    ("status", "renews_on", "expected"),
    [
        ("valid", AS_OF, True),  # renews today
        ("valid", date(2026, 5, 30), True),  # the last day of a calendar month ahead
        ("valid", date(2026, 5, 31), False),
        ("valid", date(2026, 4, 29), False),  # renewed already
        ("valid", None, False),
        ("below_need", AS_OF, True),  # below the need is valid too
        ("cancelled", AS_OF, False),
        ("rejected", AS_OF, False),
    ],
)
def test_a_continuous_recommendation_without_sales_is_cancelled_before_it_renews(
    status: str, renews_on: date | None, *, expected: bool
) -> None:
    state = recommended("continuous", status, 50000, renews_on)

    assert names(recommendation=state, **INACTIVE) == (["cancel_recommendation"] if expected else [])
    assert "cancel_recommendation" not in names(recommendation=state)  # with sales it is kept
    assert names(recommendation=recommended("quick", status, None, renews_on), **INACTIVE) == []


CHECKED = {"recommendation": QUICK, "created_on": JANUARY}
UNCLEAR = {**CHECKED, "activity": Activity.UNCLEAR}
NEED = Decimal("20000.01")


@pytest.mark.parametrize(
    ("changes", "name", "owner", "amount", "due_on", "figures"),
    [
        ({"created_on": AS_OF}, "apply_quick", "receivables_clerk", None, None, "less than 3 months ago;; 20000.01"),
        ({}, "apply_continuous", "receivables_clerk", 21000, None, "20000.01"),
        (CHECKED, "convert_to_continuous", "receivables_clerk", 21000, UNTIL, "3 months ago;; 20000.01"),
        (UNCLEAR, "ask_seller", "receivables_clerk", 21000, UNTIL, "20000.01;; Ask Seller S if"),
        ({**UNCLEAR, "seller": ""}, "ask_seller", "receivables_clerk", 21000, UNTIL, "business line Line L;; 20000.01"),
        (
            {**UNCLEAR, "seller": "", "business_line": ""},
            "ask_seller",
            "receivables_clerk",
            21000,
            UNTIL,
            "find out who sells;; 20000.01",
        ),
        (ABOVE, "apply_limit", "insurance_manager", 42000, None, "Need 42000 is above the 30000;; no limit"),
        ({"recommendation": REJECTED}, "apply_limit", "insurance_manager", 21000, None, "rejected;; 20000.01"),
        ({"limit": held(5000)}, "increase_limit", "insurance_manager", 21000, None, "5000,;; 20000.01"),
        ({"limit": REFUSED}, "escalate", "cfo_and_business_line", 21000, None, "refused;; 20000.01"),
        (
            {"limit": held(5000, requested=50000)},
            "escalate",
            "cfo_and_business_line",
            21000,
            None,
            "granted 5000 of the 50000;; 20000.01",
        ),
        ({"limit": held(50000)}, "reduce_limit", "insurance_manager", 21000, None, "50000;; 29999.99 above;; 20000.01"),
        ({"limit": held(5000), **INACTIVE}, "cancel_limit", "insurance_manager", 5000, None, "last 3 months;; 5000"),
        (
            {"recommendation": recommended("continuous", "valid", 9, AS_OF), **INACTIVE},
            "cancel_recommendation",
            "insurance_manager",
            None,
            AS_OF,
            "last 3 months;; 2026-04-30;; annual fee",
        ),
        (
            {"recommendation": BELOW, "limit": held(5000)},
            "report_recommendation",
            "receivables_clerk",
            21000,
            None,
            "12000;; 5000;; 20000.01;; tell the insurance manager",
        ),
        (
            {"recommendation": REJECTED},
            "report_recommendation",
            "receivables_clerk",
            21000,
            None,
            "rejected;; 0,;; 20000.01;; tell the insurance manager",
        ),
        (
            {"limit": held(30000), "previous_limit": Decimal(5000)},
            "notify_receivables",
            "insurance_manager",
            30000,
            None,
            "from 5000 to 30000",
        ),
        ({"term_days": 200}, "check_term", "receivables_clerk", None, None, "200 days;; 180"),
        ({"invoice_term_days": 45}, "check_term", "receivables_clerk", None, None, "45 days;; 30 were"),
        (STATE, "secure_otherwise", "business_line", NEED, None, "cannot be insured;; 20000.01"),
    ],
)
def test_an_action_says_who_how_much_by_when_and_why(
    *,
    changes: dict[str, object],
    name: str,
    owner: str,
    amount: Decimal | None,
    due_on: date | None,
    figures: str,
) -> None:
    found = {action.name: action for action in actions(situation(**{"need": NEED, **changes}), POLICY)}
    action = found[ActionName(name)]

    assert (action.owner, action.amount, action.due_on) == (owner, amount, due_on)
    for part in figures.split(";; "):
        assert part in str(action.reason)
    assert str(action.reason).endswith(".")


@pytest.mark.parametrize(("step", "expected"), [(100000, []), (50000, []), (49000, ["reduce_limit"])])
def test_a_limit_is_not_reduced_to_what_it_is_or_more(step: int, expected: list[str]) -> None:
    coarse = replace(POLICY, limit_step=Decimal(step))

    assert [action.name for action in actions(situation(limit=held(50000)), coarse)] == expected


kinds = st.sampled_from(
    [
        NO_RECOMMENDATION,
        QUICK,
        CONTINUOUS,
        BELOW,
        REJECTED,
        recommended("quick", "expired"),
        recommended("quick", "rejected"),
    ]
)
limits = st.one_of(
    st.sampled_from([NO_LIMIT, REFUSED, PENDING, PENDING_BESIDE, EXPIRED, EXPIRED_PART, NOTHING_GRANTED]),
    st.builds(held, st.integers(1, 90000), st.none() | st.integers(1, 90000)),
)
positions = st.builds(
    situation,
    need=st.integers(0, 90000).map(Decimal),
    activity=st.sampled_from(Activity),
    created_on=st.none() | st.dates(date(2025, 10, 1), date(2026, 6, 1)),
    is_insurable=st.booleans(),
    term_days=st.integers(0, 250),
    invoice_term_days=st.none() | st.integers(0, 250),
    previous_limit=st.none() | st.integers(0, 90000).map(Decimal),
    limit=limits,
    recommendation=kinds,
).map(lambda found: replace(found, is_active=found.activity is not Activity.INACTIVE))

APPLICATIONS = {"apply_quick", "apply_continuous", "convert_to_continuous", "apply_limit", "increase_limit"}


@given(positions)
def test_actions_stand_in_the_tables_order_and_none_twice(found: Position) -> None:
    order = list(ActionName)
    places = [order.index(action.name) for action in actions(found, POLICY)]

    assert places == sorted(set(places))


@given(positions)
def test_what_excludes_each_other_never_stands_together(found: Position) -> None:
    every = {action.name.value for action in actions(found, POLICY)}

    assert len(every & {"apply_quick", "apply_continuous", "convert_to_continuous", "ask_seller"}) <= 1
    assert len(every & {"apply_limit", "increase_limit", "escalate"}) <= 1
    assert len(every & {"reduce_limit", "cancel_limit", "increase_limit"}) <= 1
    assert found.is_insurable or not every & APPLICATIONS
    assert found.limit_status is not LimitStatus.PENDING or not every & {"apply_limit", "increase_limit", "escalate"}
    assert found.is_active or every <= {"cancel_limit", "cancel_recommendation", "notify_receivables"}


@given(positions)
def test_an_active_insurable_customer_with_a_gap_has_something_to_do_or_to_wait_for(found: Position) -> None:
    ceiling = POLICY.recommendation_ceiling
    covered = max(found.limit.amount, ceiling if found.recommendation.is_valid else Decimal(0))
    is_open = found.is_active and found.is_insurable and found.need > covered

    assert not is_open or found.limit.is_pending or actions(found, POLICY)
