from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from stdnum.ee import kmkr
from stdnum.fi import alv, ytunnus
from stdnum.se import orgnr

from creditxl.sample import ids
from creditxl.sample.archetypes import ARCHETYPES, Lim, Rec
from creditxl.sample.buyers import buyers
from creditxl.sample.dice import Dice
from tests.sample.plain_files import text_rows

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.sample import SampleGroup

WITHOUT_ID = {"missing_business_id", "private_person"}


def test_every_kind_of_customer_occurs_as_often_as_it_should(group: SampleGroup) -> None:
    found = Counter(customer.archetype for customer in group.customers)

    assert found == {archetype.name: archetype.count for archetype in ARCHETYPES}
    assert min(found.values()) >= 2
    assert 550 <= sum(found.values()) <= 650


def test_every_decision_occurs_for_several_customers() -> None:
    found = buyers()
    recommendations = Counter(buyer.recommendation for buyer in found)
    limits = Counter(buyer.limit_way for buyer in found)

    assert min(recommendations[way] for way in Rec) >= 3
    assert min(limits[way] for way in Lim) >= 3


def test_ten_to_fifteen_percent_buy_from_more_than_one_company(group: SampleGroup) -> None:
    several = [customer for customer in group.customers if len(customer.accounts) > 1]
    share = len(several) / len(group.customers)

    assert 0.10 <= share <= 0.15
    assert {len(customer.accounts) for customer in several} == {2, 3}
    assert all(len({company for company, _ in c.accounts}) == len(c.accounts) for c in several)


def test_some_customers_have_other_terms_in_another_company() -> None:
    several = [buyer for buyer in buyers() if len(buyer.accounts) > 1]

    assert sum(len({account.term_code for account in buyer.accounts}) > 1 for buyer in several) >= 20


def test_every_business_id_has_a_right_check_digit(group: SampleGroup) -> None:
    checkers = {"SE": orgnr, "EE": kmkr}
    for customer in group.customers:
        if customer.archetype in WITHOUT_ID:
            assert customer.business_id == ""
        else:
            number = customer.business_id.removeprefix("SE")
            assert checkers.get(customer.business_id[:2], ytunnus).is_valid(number), customer


def test_nobody_shares_a_business_id_a_name_or_a_number(group: SampleGroup) -> None:
    ids_given = [customer.business_id for customer in group.customers if customer.business_id]
    numbers = [account for customer in group.customers for account in customer.accounts]

    assert len(ids_given) == len(set(ids_given))
    assert len({customer.name for customer in group.customers}) == len(group.customers)
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("ordinal", [0, 1, 17, 612, 662])
def test_an_id_is_right_and_its_spoiled_form_is_not(ordinal: int) -> None:
    business_id = ids.finnish_id(ordinal, Dice(1, ordinal))

    assert ytunnus.is_valid(business_id)
    assert alv.is_valid(ids.finnish_vat(business_id))
    assert not ytunnus.is_valid(ids.spoiled(business_id))
    assert business_id >= "9000000"  # far above what the register has given


def test_customer_numbers_keep_their_leading_zeros(group: SampleGroup) -> None:
    numbers = [
        number for customer in group.customers for company, number in customer.accounts if "Ravintola" in company
    ]

    assert all(len(number) == 6 and number.startswith("000") for number in numbers)


def test_names_have_what_makes_trouble_in_files_and_sheets(group: SampleGroup) -> None:
    names = [customer.name for customer in group.customers]

    assert {mark for mark in "&\";,'åäöõé" if any(mark in name.lower() for name in names)} == set("&\";,'åäöõé")
    assert {name[0] for name in names} >= set("=+-@0")


def test_the_wrong_and_missing_ids_are_on_the_cards(folder: Path) -> None:
    rows = text_rows(folder / "Asiakkaat Tuohivakka Teollisuus.csv", "cp1252", ";")
    given = [row[rows[0].index("Y-tunnus")] for row in rows[1:]]
    finnish = [number for number in given if number and not number.startswith(("SE", "EE"))]

    assert "" in given
    assert 1 <= sum(not ytunnus.is_valid(number) for number in finnish) <= 3


def test_nobody_is_named_as_a_seller(folder: Path) -> None:
    rows = text_rows(folder / "Asiakkaat Tuohivakka Teollisuus.csv", "cp1252", ";")
    sellers = {row[rows[0].index("Myyjän koodi")] for row in rows[1:]}

    assert all(seller.removeprefix("Myyjä ").isdecimal() for seller in sellers)
