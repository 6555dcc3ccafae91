"""What the open entries tell of customers, from the entries on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl.policy.deadlines import Watched
from creditxl.policy.rehearsal import Reason
from tests.review.group import AS_OF, HAAPA, KOIVU, customer, invoice, review

AUGUST = date(2026, 8, 1)


def unpaid(day: date, euros: float, number: str = "1", **more: Any) -> dict[str, Any]:
    return invoice(day, euros, number, remaining_amount=round(euros * 100)) | more


def quick(business_id: str = KOIVU) -> dict[str, Any]:
    return {"business_id": business_id, "kind": "quick", "decision": "approved", "decided_on": date(2026, 9, 1)}


def dates(done: Any) -> dict[Watched, date]:
    return {one.deadline.watched: one.deadline.day for one in done.insight.deadlines}


def test_a_customer_is_summed_over_its_companies_and_its_oldest_invoice_counts() -> None:
    done = review(
        customers=[customer("1"), customer("2", payment_term="14")],
        entries=[
            unpaid(AUGUST, 100),  # due 31 August
            unpaid(AUGUST, 50, "2"),  # due 31 August, and agreed for the 15th
            unpaid(date(2026, 10, 20), 30),
        ],
    )
    items = done.insight.open_items[KOIVU]

    assert items.owed.open == Decimal(180)
    assert (items.not_due, items.ages) == (30, (0, 0, 150, 0))
    assert items.first_due == date(2026, 8, 15)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 300))
def test_postponing_a_due_date_moves_no_date(days: int) -> None:
    due = AUGUST + timedelta(days=30)
    done = [
        review(
            customers=[customer()],
            recommendations=[quick()],
            entries=[unpaid(AUGUST, 100, due_date=due + timedelta(days=later))],
        )
        for later in (0, days)
    ]

    assert dates(done[0]) == dates(done[1])
    assert dates(done[0])[Watched.STOP_DELIVERIES] == due + timedelta(days=60)


def test_a_term_read_off_the_invoices_is_no_agreement() -> None:
    done = review(customers=[customer(payment_term="?")], entries=[unpaid(AUGUST, 100)])

    assert done.insight.open_items[KOIVU].first_due == AUGUST + timedelta(days=30)


@pytest.mark.parametrize(
    "entries",
    [
        [unpaid(AUGUST, 100), unpaid(AUGUST, -100, document_type="payment")],  # paid, and not applied yet
        [unpaid(AUGUST, 100, disputed=True)],
        [unpaid(AUGUST, 40, document_type="reminder")],
        [invoice(AUGUST, 100, remaining_amount=0)],
    ],
)
def test_where_nothing_insurable_is_owed_no_invoice_has_dates(entries: list[dict[str, Any]]) -> None:
    done = review(customers=[customer()], recommendations=[quick()], entries=entries)

    assert set(dates(done)) == {Watched.QUICK_END}


def test_a_customer_that_was_never_insured_is_no_matter_of_the_insurers() -> None:
    assert set(dates(review(customers=[customer()], entries=[unpaid(AUGUST, 100)]))) == {Watched.STOP_DELIVERIES}


def test_a_customer_that_cannot_be_insured_has_no_dates_and_one_reason() -> None:
    done = review(customers=[customer(customer_type="state")], entries=[unpaid(AUGUST, 100)])

    assert done.insight.deadlines == ()
    assert done.insight.losses[KOIVU].uninsured == {Reason.NOT_INSURABLE: 100}


def test_a_limit_cut_since_the_last_refresh_has_a_run_off() -> None:
    cut = {"business_id": KOIVU, "granted": 30000_00, "decision": "approved", "valid_from": date(2026, 10, 20)}
    done = review(
        customers=[customer()], entries=[invoice(AUGUST, 100)], limits=[cut], previous={KOIVU: Decimal(50000)}
    )

    assert dates(done) == {Watched.RUN_OFF: date(2026, 11, 19)}


def test_the_soonest_date_of_all_customers_comes_first_and_losses_are_of_those_who_owe() -> None:
    done = review(
        customers=[customer("1", KOIVU), customer("2", HAAPA)],
        entries=[unpaid(date(2026, 9, 20), 100), unpaid(AUGUST, 50, "2"), invoice(AUGUST, 900)],
    )

    assert [one.customer.business_id for one in done.insight.deadlines] == [HAAPA, KOIVU]
    assert {key: one.loss for key, one in done.insight.losses.items()} == {KOIVU: 100, HAAPA: 50}


def test_a_ledger_without_remaining_amounts_tells_nothing_of_what_is_owed() -> None:
    done = review(customers=[customer()], recommendations=[quick()], entries=[invoice(AUGUST, 100)])

    assert (done.insight.open_items, done.insight.losses) == ({}, {})
    assert dates(done) == {Watched.QUICK_END: date(2027, 3, 1)}
    assert done.insight.deadlines[0].deadline.days_left(AS_OF) == 121
