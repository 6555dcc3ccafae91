"""The plan that insures the most, against every plan that there is."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.policy.capacity import Claim, capacity
from creditxl.review.optimum import Plan, best_plan
from tests.policy.situations import POLICY

if TYPE_CHECKING:
    from collections.abc import Sequence

THOUSAND = 1000
# Steps of 10 000, so that every plan of a small case can be tried.
COARSE = replace(POLICY, limit_step=Decimal(10 * THOUSAND))


def claim(customer: str, need: float, limit: int = 0, *, recommended: bool = False, **fields: bool) -> Claim:
    """Return an active customer's claim in thousands, rejected where no recommendation covers it."""
    usual = {"is_active": True, "is_insurable": True, "is_rejected": not recommended, "is_refused": False}
    amount, held = Decimal(str(need)) * THOUSAND, Decimal(limit) * THOUSAND
    cover = max(held, Decimal(30000 * recommended))
    return Claim(customer=customer, need=amount, limit=held, cover=cover, **usual | fields)


def unused(limit: int) -> Claim:
    return claim(f"unused {limit}", 0, limit, is_active=False)


def plan(claims: Sequence[Claim]) -> Plan:
    return best_plan(claims, capacity(claims, COARSE), COARSE)


def first_come(claims: Sequence[Claim]) -> int:
    return int(sum(one.filled for one in capacity(claims, COARSE).fills))


def most_by_trying_all(claims: Sequence[Claim], free: Decimal) -> Decimal:
    """Return the most that any choice of new limits fills, in whole steps up to the need, by the rules' own words."""
    able = [
        one
        for one in claims
        if one.is_active
        and one.is_insurable
        and not one.is_refused
        and one.need > one.cover
        and (one.is_rejected or one.need > 30 * THOUSAND)
    ]
    step = COARSE.limit_step
    options = [
        [one.limit, *(step * steps for steps in range(30) if one.limit < step * steps < one.need + step)]
        for one in able
    ]
    most = Decimal(0)
    for limits in product(*options):
        taken = sum(limit - one.limit for limit, one in zip(limits, able, strict=True))
        if taken <= free:
            filled = sum(max(0, min(one.need, limit) - one.cover) for limit, one in zip(limits, able, strict=True))
            most = max(most, Decimal(filled))
    return most


def test_gaps_without_a_recommendation_go_first_as_they_take_no_more_than_they_fill() -> None:
    # The larger gap is behind a recommendation: 90 of the total fill 60 of it.
    claims = [claim("large", 90, recommended=True), claim("small", 50), claim("other", 40), unused(90)]
    best = plan(claims)

    assert first_come(claims) == 60 * THOUSAND
    assert [(one.claim.customer, int(one.given), int(one.filled)) for one in best.fills] == [
        ("small", 50_000, 50_000),
        ("other", 40_000, 40_000),
    ]
    assert best.is_proven


def test_of_several_plans_that_fill_as_much_the_one_that_takes_least_is_chosen() -> None:
    # Either fills 5; behind the recommendation that takes 40 of the total, else 10.
    claims = [claim("a", 35, recommended=True), claim("b", 5), unused(40)]

    assert [one.claim.customer for one in capacity(claims, COARSE).fills] == ["a"]
    assert [(one.claim.customer, int(one.given)) for one in plan(claims).fills] == [("b", 10_000)]


@pytest.mark.parametrize(
    "claims",
    [
        [],
        [unused(50)],
        [claim("short", 50)],  # nothing is free
        [claim("refused", 50, is_refused=True), unused(90)],
        [claim("public", 50, is_insurable=False), unused(90)],
        [claim("recommended", 95, recommended=True), unused(30)],  # would not reach above the recommendation
    ],
)
def test_nothing_is_given_where_nothing_can_be(claims: list[Claim]) -> None:
    assert plan(claims) == Plan((), is_proven=True)


def test_what_is_left_of_the_total_may_be_given_as_well() -> None:
    policy = replace(COARSE, insurer_total=Decimal(100 * THOUSAND))
    claims = [claim("short", 70, 20)]
    best = best_plan(claims, capacity(claims, policy), policy)

    assert [int(one.limit) for one in best.fills] == [70_000]


claims_of_cases = st.lists(
    st.tuples(
        st.integers(1, 1300).map(lambda tenth: tenth / 10),  # need in thousands
        st.integers(0, 70),
        st.booleans(),
        st.booleans(),
    ),
    max_size=4,
).map(
    lambda rows: [
        claim(str(place), need, limit, recommended=recommended, is_refused=refused and place == 0)
        for place, (need, limit, recommended, refused) in enumerate(rows)
    ]
)


@settings(max_examples=150, deadline=None)
@given(claims_of_cases, st.integers(0, 300))
def test_no_choice_of_limits_fills_more_nor_does_first_come(claims: list[Claim], free: int) -> None:
    many = [*claims, unused(free)]
    found = capacity(many, COARSE)
    best = best_plan(many, found, COARSE)

    assert best.is_proven
    assert best.filled == most_by_trying_all(many, found.free)
    assert best.filled >= sum(one.filled for one in found.fills)


@settings(max_examples=60, deadline=None)
@given(claims_of_cases, st.integers(0, 300), st.randoms())
def test_a_plan_is_the_same_in_whatever_order_and_within_its_bounds(
    claims: list[Claim], free: int, dice: object
) -> None:
    many = [*claims, unused(free)]
    mixed = list(many)
    dice.shuffle(mixed)  # type: ignore[attr-defined] # a `random.Random`
    best = plan(many)

    assert plan(mixed) == best
    assert best.given <= capacity(many, COARSE).free
    assert all(one.limit % COARSE.limit_step == 0 and 0 < one.given <= one.asked for one in best.fills)
    assert all(one.filled > 0 for one in best.fills)
