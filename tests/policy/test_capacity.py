from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.model import ActionName, LimitStatus, RecommendationStatus
from creditxl.policy.actions import actions
from creditxl.policy.capacity import Capacity, Claim, capacity, freed, takes_limit
from creditxl.policy.cover import LimitState, RecommendationState, cover
from tests.policy.situations import POLICY, position


def claim(need: str | int = 0, limit: str | int = 0, *, recommended: bool = False, **fields: bool) -> Claim:
    """Return an active, insurable customer's claim with a valid recommendation, or without any."""
    usual = {"is_active": True, "is_insurable": True, "is_rejected": False, "is_refused": False}
    held = max(Decimal(limit), Decimal(30000 * recommended))
    return Claim(customer="1234567-1", need=Decimal(need), limit=Decimal(limit), cover=held, **usual | fields)


def unused(limit: int) -> Claim:
    return claim(0, limit, is_active=False)


def filled(found: Capacity) -> list[tuple[int, int, int, int]]:
    return [(int(one.asked), int(one.given), int(one.filled), int(one.left)) for one in found.fills]


@pytest.mark.parametrize(
    ("one", "is_one"),
    [
        (claim("30000.01"), True),
        (claim(30000), False),  # a recommendation covers it
        (claim(20000, is_rejected=True), True),
        (claim(0, is_rejected=True), False),  # nothing to cover
        (claim(50000, 60000), True),  # a limit that is there already covers it, and nothing else could
        (claim(50000, is_refused=True), True),  # a need still
        (claim(50000, is_active=False), False),
        (claim(50000, is_insurable=False), False),
    ],
)
def test_only_a_limit_covers_needs_above_the_ceiling_and_those_of_the_rejected(one: Claim, is_one: bool) -> None:  # noqa: FBT001 - a table's cell
    assert takes_limit(one, POLICY) is is_one


@pytest.mark.parametrize(
    ("one", "amount"),
    [
        (unused(50000), 50000),
        (claim(0, 0, is_active=False), 0),
        (claim(40000, 50000), 0),  # 1.25 times the need is not above it
        (claim(40000, 50001), 10001),
        (claim("39000.01", 60000), 20000),  # reduced to the need rounded up
        (claim(10000, 19999), 0),  # 9 999 above the need
        (claim(60000, 50000), 0),
        (claim(20000, 40000, is_insurable=False), 20000),
    ],
)
def test_a_limit_without_sales_is_freed_whole_and_one_in_excess_down_to_the_need(one: Claim, amount: int) -> None:
    assert freed(one, POLICY) == amount


def test_nothing_is_freed_where_the_step_is_coarser_than_the_excess() -> None:
    coarse = replace(POLICY, limit_step=Decimal(50000))

    assert freed(claim(20000, 40000), coarse) == 0


def test_the_sums_are_of_all_limits_and_of_the_needs_that_take_one() -> None:
    found = capacity([claim(50000, 20000), claim(20000, recommended=True), unused(7000), claim(10000, 40000)], POLICY)

    assert [found.used, found.needed, found.gaps] == [67000, 50000, 30000]
    assert [found.cancelled, found.reduced, found.freed] == [7000, 30000, 37000]


@pytest.mark.parametrize(
    ("free", "claims", "fills"),
    [
        (0, [claim(50000)], []),  # nothing to give
        (90000, [], []),
        (90000, [claim(40000), claim("50000.50")], [(51000, 51000, 50000, 39000), (40000, 39000, 39000, 0)]),
        (
            90000,
            [claim(50000), claim(40000)],
            [(50000, 50000, 50000, 40000), (40000, 40000, 40000, 0)],
        ),  # spent exactly
        (50500, [claim("50500.00")], [(51000, 50000, 50000, 500)]),  # limits are whole steps
        (50500, [claim(70000, 20500)], [(49500, 49500, 49500, 1000)]),  # one that is not becomes one
        (40000, [claim(70000, 20500)], [(49500, 39500, 39500, 500)]),
        # Limits and recommendations do not add up: a gap of 12 000 takes a limit of 42 000.
        (50000, [claim(42000, recommended=True)], [(42000, 42000, 12000, 8000)]),
        (35000, [claim(42000, recommended=True)], [(42000, 35000, 5000, 0)]),
        (30000, [claim(42000, recommended=True)], []),  # would not reach above the recommendation
        (30000, [claim(90000, recommended=True), claim(31000)], [(31000, 30000, 30000, 0)]),  # so the next gap gets it
        (30000, [claim(70000, 50000)], [(20000, 20000, 20000, 10000)]),  # what the limit in force lacks
        (30000, [claim(99000, is_refused=True), claim(31000)], [(31000, 30000, 30000, 0)]),  # decided already
        (99000, [claim(20000)], []),  # a recommendation covers it: none of the insurer's total is needed
    ],
)
def test_what_is_freed_fills_the_largest_gap_first(
    free: int, claims: list[Claim], fills: list[tuple[int, int, int, int]]
) -> None:
    assert filled(capacity([*claims, unused(free)], POLICY)) == fills


def test_a_fill_says_whether_it_fills_the_gap_whole() -> None:
    found = capacity([claim(40000), claim(50000), unused(60000)], POLICY)

    assert [one.is_whole for one in found.fills] == [True, False]


amounts = st.integers(0, 200_000_00).map(lambda cents: Decimal(cents).scaleb(-2))
claims = st.builds(
    lambda need, limit, recommended, flags: claim(
        str(need),
        str(limit),
        recommended=recommended and not flags["is_rejected"],
        **flags,
    ),
    amounts,
    amounts | st.just(Decimal(0)),
    st.booleans(),
    st.fixed_dictionaries({name: st.booleans() for name in ("is_active", "is_insurable", "is_rejected", "is_refused")}),
)


@given(st.lists(claims, max_size=12))
def test_no_more_is_given_than_is_freed_and_nothing_is_lost_on_the_way(many: list[Claim]) -> None:
    found = capacity(many, POLICY)
    left = found.freed
    for one in found.fills:
        assert one.left == left - one.given
        assert 0 < one.given <= one.asked
        assert 0 < one.filled <= min(one.given, one.claim.need - one.claim.cover)
        left = one.left

    assert left >= 0
    assert found.free == found.freed <= found.used
    assert sum(one.filled for one in found.fills) <= found.gaps <= found.needed


@given(st.lists(claims, max_size=12))
def test_gaps_are_filled_by_size_and_in_part_only_where_no_step_more_is_left(many: list[Claim]) -> None:
    found = capacity(many, POLICY)
    gaps = [one.claim.need - one.claim.cover for one in found.fills]

    assert gaps == sorted(gaps, reverse=True)
    assert all(one.is_whole or one.left < POLICY.limit_step for one in found.fills)
    assert all(one.limit % POLICY.limit_step == 0 for one in found.fills)


@pytest.mark.parametrize(
    ("total", "free"),
    [
        (0, 7000),  # not known: what is freed
        (100000, 50000),  # 43 000 were never used
        (57000, 7000),
        (52000, 2000),  # 5 000 too much is in use, which what is freed must make good first
        (40000, 0),
    ],
)
def test_what_is_left_of_a_known_total_may_be_given_too(total: int, free: int) -> None:
    found = capacity([claim(50000, 50000), unused(7000)], replace(POLICY, insurer_total=Decimal(total)))

    assert found.free == free


@given(amounts, amounts, st.booleans())
def test_what_is_freed_is_what_the_worklist_asks_to_cancel_and_reduce(
    need: Decimal,
    limit: Decimal,
    is_active: bool,  # noqa: FBT001 - a fact of the case
) -> None:
    state = LimitState(amount=limit, requested=limit, granted=limit)
    recommendation = RecommendationState(status=RecommendationStatus.NONE)
    where = position(
        need=need, is_active=is_active, limit=state, limit_status=LimitStatus.ENOUGH, recommendation=recommendation
    )
    asked = {action.name: action.amount or Decimal(0) for action in actions(where, POLICY)}
    by_task = asked.get(ActionName.CANCEL_LIMIT, Decimal(0))
    if ActionName.REDUCE_LIMIT in asked:
        by_task = limit - asked[ActionName.REDUCE_LIMIT]

    found = Claim(
        customer="1234567-1",
        need=need,
        limit=limit,
        cover=cover(limit, recommendation.is_valid, POLICY.recommendation_ceiling),
        is_active=is_active,
        is_insurable=True,
        is_rejected=False,
        is_refused=False,
    )
    assert freed(found, POLICY) == by_task
