"""Customers of one parent, and companies of one buyer: shown together, and counted once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.review.groups import groups
from tests.workbook.reviews import MONTHS, account, customer, group, review

if TYPE_CHECKING:
    from creditxl.model import CustomerReview

A, B, C, D = "0201256-6", "1572860-0", "Havu Oy/00010", "Kuusi Oy/77"


def row(business_id: str, name: str = "", **fields: Any) -> CustomerReview:
    return customer(business_id, name=name or f"Customer {business_id}", **fields)


def together(rows: list[CustomerReview], parents: dict[str, str]) -> dict[str, list[str]]:
    found = groups(review(rows), parents)
    return {one.name: sorted(member.business_id for member in one.members) for one in found}


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({}, {}),
        ({A: "Koivu Group", B: "koivu  group "}, {"Koivu Group": [A, B]}),  # case and spaces are no difference
        ({B: A}, {"Alpha Oy": [A, B]}),  # the parent is a customer, by its id
        ({B: "02012566"}, {"Alpha Oy": [A, B]}),  # without its hyphen
        ({B: "FI02012566"}, {"Alpha Oy": [A, B]}),  # as a VAT number
        ({B: "alpha oy"}, {"Alpha Oy": [A, B]}),  # by its name
        ({B: A, C: B}, {"Alpha Oy": [A, B, C]}),  # a parent's parent holds all together
        ({B: A, A: "Holding"}, {"Holding": [A, B]}),
        ({A: B, B: A}, {"Alpha Oy": [A, B]}),  # round in a circle
        ({A: A}, {"Alpha Oy": [A]}),
        ({A: A, B: A}, {"Alpha Oy": [A, B]}),
        ({C: D}, {"Delta Oy": [C, D]}),  # customers without a business id
        ({C: "2222222-9"}, {"2222222-9": [C]}),  # a parent that buys nothing, and has one daughter that does
        ({"9999999-9": A, B: "9999999-9"}, {"Alpha Oy": [A, B]}),  # a customer that the extracts no longer have
    ],
)
def test_customers_of_one_parent_stand_together(parents: dict[str, str], expected: dict[str, list[str]]) -> None:
    rows = [row(A, "Alpha Oy"), row(B, "Beta Oy"), row(C, "Gamma Oy"), row(D, "Delta Oy")]

    assert together(rows, parents) == expected


def test_a_name_that_two_customers_bear_is_neither_of_them() -> None:
    rows = [row(A, "Alpha Oy"), row(B, "Alpha Oy"), row(C, "Gamma Oy")]

    assert together(rows, {C: "Alpha Oy"}) == {"Alpha Oy": [C]}


def test_a_buyer_of_several_companies_is_a_group_of_its_own() -> None:
    several = (account(30), replace(account(14), account=replace(account(14).account, company="Kuusi Oy")))

    assert together([row(A, "Alpha Oy", accounts=several), row(B)], {}) == {"Alpha Oy": [A]}


def test_the_members_months_together_may_need_less_than_their_fullest_months() -> None:
    first = tuple(100_000_00 if place == len(MONTHS) - 2 else 0 for place in range(len(MONTHS)))
    other = tuple(60_000_00 if place == len(MONTHS) - 3 else 0 for place in range(len(MONTHS)))
    rows = [row(A, need_cents=first, need=Decimal(100_000)), row(B, need_cents=other, need=Decimal(60_000))]
    (found,) = groups(review(rows), {B: A})

    assert (found.need, found.joint_need) == (160_000, 100_000)


def test_what_a_member_owes_is_not_guessed_where_the_ledger_does_not_tell() -> None:
    rows = [row(A), row(B, open_receivables=None, uncovered_receivables=None)]
    (found,) = groups(review(rows), {B: A})

    assert (found.open_receivables, found.uncovered_receivables) == (None, None)


@given(st.lists(st.integers(0, 11), min_size=12, max_size=12), st.integers(1, 12))
def test_every_customer_is_in_one_group_at_most_and_its_limit_is_counted_once(tops: list[int], typed: int) -> None:
    made = group(12)
    ids = [found.business_id for found in made.customers]
    parents = {ids[place]: ids[top] for place, top in enumerate(tops[:typed])}
    found = groups(made, parents)
    members = [member.business_id for one in found for member in one.members]
    grouped = [member for member in made.customers if member.business_id in members]

    assert len(members) == len(set(members))
    assert {*parents} <= {*members}
    assert sum(one.limit for one in found) == sum(member.limit for member in grouped)
    assert all(one.need == one.cover_used + one.gap for one in found)
    assert all(one.joint_need <= one.need for one in found)
