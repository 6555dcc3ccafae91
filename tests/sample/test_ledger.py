from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from creditxl.sample import AS_OF
from creditxl.sample.buyers import buyers
from creditxl.sample.group import TERMS
from creditxl.sample.ledger import due_date
from tests.sample.plain_files import CREDITS, INVOICES, Line, lines

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.sample import SampleGroup

WINDOW = (dt.date(2026, 8, 1), dt.date(2026, 9, 1), dt.date(2026, 10, 1))
PAYMENTS = {"Maksu", "Payment"}


@pytest.fixture(scope="module")
def ledger(folder: Path) -> list[Line]:
    return list(lines(folder))


def test_the_ledger_is_of_a_real_groups_size(ledger: list[Line]) -> None:
    assert 38_000 <= len(ledger) <= 60_000
    assert min(line.posted for line in ledger) == dt.date(2024, 11, 4)
    assert {line.month for line in ledger if line.is_sale} >= {dt.date(2024, 11, 1), dt.date(2026, 10, 1)}


def test_what_is_open_is_what_was_invoiced_less_what_was_credited_and_paid(ledger: list[Line]) -> None:
    balance: dict[tuple[str, str], int] = defaultdict(int)
    for line in ledger:
        balance[line.company, line.customer_no] += line.amount - line.remaining

    assert {account: left for account, left in balance.items() if left} == {}


def test_remaining_amounts_lie_between_nothing_and_the_whole(ledger: list[Line]) -> None:
    claims = [line for line in ledger if line.amount > 0]

    assert all(0 <= line.remaining <= line.amount for line in claims)
    assert all(line.amount <= line.remaining <= 0 for line in ledger if line.amount < 0)
    assert sum(0 < line.remaining < line.amount for line in claims) >= 10  # paid or credited in part
    assert all(line.remaining == 0 for line in ledger if line.kind in PAYMENTS)


def test_signs_follow_the_document_type(ledger: list[Line]) -> None:
    less = CREDITS | PAYMENTS

    assert {(line.kind in less) == (line.amount < 0) for line in ledger} == {True}
    assert all(line.amount for line in ledger)


def test_every_document_type_occurs_in_every_company(ledger: list[Line]) -> None:
    found = Counter((line.company, line.kind) for line in ledger)

    assert len(found) == 4 * 5
    assert min(found.values()) >= 5


def test_disputed_invoices_are_open_and_few(ledger: list[Line]) -> None:
    disputed = [line for line in ledger if line.disputed]

    assert 5 <= len(disputed) <= 100
    assert all(line.kind in INVOICES and line.remaining > 0 for line in disputed)


def test_a_few_entries_are_posted_after_the_reviews_day(ledger: list[Line]) -> None:
    after = [line for line in ledger if line.posted > AS_OF]

    assert 10 <= len(after) <= 400
    assert any(line.is_sale for line in after)
    assert any(line.kind in PAYMENTS for line in after)


def test_document_numbers_are_given_once_but_for_the_planted_copies(ledger: list[Line]) -> None:
    found = Counter((line.company, line.document_no) for line in ledger)

    assert max(found.values()) == 1


def test_sales_make_the_need_that_each_customer_was_made_for(ledger: list[Line], group: SampleGroup) -> None:
    days = {
        (account.customer_no, place): account.days
        for buyer in buyers()
        for place, account in zip(_companies(buyer.accounts), buyer.accounts, strict=True)
    }
    sales: dict[tuple[str, str, dt.date], int] = defaultdict(int)
    for line in ledger:
        if line.is_sale:
            sales[line.company, line.customer_no, line.month] += line.amount
    for customer in group.customers:
        needs = [
            sum(
                (
                    sales[company, number, month] * (1 + Fraction(days[number, company], 30))
                    for company, number in customer.accounts
                ),
                Fraction(0),
            )
            for month in WINDOW
        ]
        need = max(0, *needs)
        cents_lost = 5 * 8 * len(customer.accounts)  # at most a cent of an invoice, times the largest factor

        assert abs(need - int(customer.need * 100)) <= cents_lost, customer
        if customer.archetype in {"ceiling_edge", "limit_edge"}:
            assert need == int(customer.need * 100), customer


@pytest.mark.parametrize(
    ("code", "posted", "due"),
    [
        ("14PV", dt.date(2026, 10, 20), dt.date(2026, 11, 3)),
        ("KK+30", dt.date(2026, 10, 1), dt.date(2026, 11, 30)),  # from the month's end
        ("KK+30", dt.date(2026, 1, 31), dt.date(2026, 3, 2)),  # past a February
        ("KK+10", dt.date(2026, 12, 7), dt.date(2027, 1, 10)),  # past the year's end
        ("2VK", dt.date(2026, 10, 20), dt.date(2026, 11, 3)),
    ],
)
def test_invoices_fall_due_as_the_erp_reckons(code: str, posted: dt.date, due: dt.date) -> None:
    assert due_date(posted, TERMS[code]) == due


def _companies(accounts: tuple) -> list[str]:
    names = ("Teollisuus", "Rakennus", "Toimisto", "Ravintola")
    return [f"Tuohivakka {names[account.company]}" for account in accounts]
