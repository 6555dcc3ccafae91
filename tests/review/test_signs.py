"""What the ledger tells of customers' first warning sign, from the entries on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from creditxl.policy.signs import Measure, Signs
from tests.review.group import HAAPA, KOIVU, customer, invoice, review

if TYPE_CHECKING:
    from pathlib import Path

SPRING, AUTUMN = date(2026, 6, 1), date(2026, 9, 1)


def test_an_oldest_invoice_that_is_overdue_is_a_sign() -> None:
    done = review(
        customers=[customer("1", KOIVU), customer("2", HAAPA)],
        entries=[
            invoice(date(2026, 9, 1), 300, remaining_amount=300_00),  # due 1 October
            invoice(date(2026, 10, 20), 700, remaining_amount=700_00),
            invoice(date(2026, 10, 20), 50, "2", remaining_amount=50_00),
        ],
    )

    assert done.signs == {KOIVU: Signs(30, Decimal("0.3000"), None, None, (Measure.DAYS_LATE,))}


def test_a_ledger_without_remaining_amounts_tells_of_terms_alone() -> None:
    done = review(
        customers=[customer()],
        entries=[
            invoice(SPRING, 100, due_date=SPRING + timedelta(days=14)),
            invoice(AUTUMN, 100, due_date=AUTUMN + timedelta(days=30)),
        ],
    )

    assert done.signs == {KOIVU: Signs(terms_grow=16, found=(Measure.TERMS_GROW,))}


def test_invoices_paid_later_after_their_due_dates_than_before_are_a_sign() -> None:
    done = review(
        customers=[customer()],
        entries=[
            invoice(SPRING, 100, closed_on=SPRING + timedelta(days=32)),
            invoice(AUTUMN, 100, closed_on=AUTUMN + timedelta(days=45)),
        ],
    )

    assert done.signs == {KOIVU: Signs(pays_later=13, found=(Measure.PAYS_LATER,))}


def test_sales_that_move_to_a_company_with_longer_terms_are_no_growth() -> None:
    def sold(day: date, euros: float, company: str, days: int) -> dict[str, object]:
        return invoice(day, euros, company=company, due_date=day + timedelta(days=days))

    done = review(
        customers=[customer(), customer(company="Kuusi Oy")],
        entries=[
            sold(SPRING, 900, "Havu Oy", 14),
            sold(SPRING, 100, "Kuusi Oy", 60),
            sold(AUTUMN, 100, "Havu Oy", 14),
            sold(AUTUMN, 900, "Kuusi Oy", 60),
        ],
    )

    assert done.signs == {}


def test_of_several_companies_the_one_whose_terms_grew_the_most_counts() -> None:
    done = review(
        customers=[customer(), customer(company="Kuusi Oy")],
        entries=[
            *(invoice(day, 900, due_date=day + timedelta(days=14)) for day in (SPRING, AUTUMN)),
            invoice(SPRING, 100, company="Kuusi Oy", due_date=SPRING + timedelta(days=30)),
            invoice(AUTUMN, 100, company="Kuusi Oy", due_date=AUTUMN + timedelta(days=40)),
        ],
    )

    assert done.signs[KOIVU].terms_grow == 10


def test_a_companys_own_bounds_hold(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[sign_days_late]\nvalues = [{ from = 2026-01-01, value = 31 }]\n", encoding="utf-8")
    late = invoice(date(2026, 9, 1), 300, remaining_amount=300_00)
    rest = invoice(date(2026, 10, 20), 900, remaining_amount=900_00)
    done = review(customers=[customer()], entries=[late, rest], policy=own)

    assert done.signs[KOIVU].days_late == 30
    assert done.signs[KOIVU].found == ()
