"""How terms and delays go from month to month, summed from ledgers made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from creditxl.tables.columns import Kind
from creditxl.tables.entries import read_ledger
from tests.tables.raw_tables import table

if TYPE_CHECKING:
    from creditxl.tables.habits import Habits

AS_OF = date(2026, 10, 31)
EARLIER = (date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1))
LATER = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))
HAVU = ("Havu Oy", "1001")


def invoice(day: date, due: int | None, euros: int = 100, closed: int | None = None, **more: Any) -> dict[str, Any]:
    """Return an invoice due so many days after its posting, closed so many days after its due date."""
    due_date = None if due is None else day + timedelta(days=due)
    entry = {"company": HAVU[0], "customer_no": HAVU[1], "document_type": "invoice", "posting_date": day}
    entry |= {"due_date": due_date, "amount": euros * 100}
    if closed is not None and due_date is not None:
        entry["closed_on"] = due_date + timedelta(days=closed)
    return entry | more


def habits(*rows: dict[str, Any]) -> Habits:
    return read_ledger([table(Kind.ENTRIES, list(rows))], (), AS_OF).habits


def test_terms_are_weighed_by_amount_in_the_earlier_and_the_later_months() -> None:
    found = habits(
        invoice(date(2026, 5, 1), 14),
        invoice(date(2026, 7, 31), 30, 300),
        invoice(date(2026, 8, 1), 45),
        invoice(date(2026, 10, 31), 45, 200),
    ).terms_between(EARLIER, LATER)

    assert found == {HAVU: ((14 * 100_00 + 30 * 300_00, 400_00), (45 * 300_00, 300_00))}


def test_months_outside_the_six_credit_notes_and_due_dates_that_are_missing_take_no_part() -> None:
    found = habits(
        invoice(date(2026, 4, 30), 90),
        invoice(date(2026, 6, 1), 14),
        invoice(date(2026, 9, 1), 30),
        invoice(date(2026, 9, 2), None),
        invoice(date(2026, 9, 3), -5),  # due before it was posted: a mistake of the ledger
        invoice(date(2026, 9, 4), 99, -100, document_type="credit_note"),
        invoice(date(2026, 9, 4), 99, document_type="interest"),
    ).terms_between(EARLIER, LATER)

    assert found == {HAVU: ((14 * 100_00, 100_00), (30 * 100_00, 100_00))}


def test_an_account_without_invoices_in_both_or_with_the_same_terms_is_left_out() -> None:
    found = habits(
        invoice(date(2026, 9, 1), 30),
        invoice(date(2026, 6, 1), 30, customer_no="1002"),
        invoice(date(2026, 6, 1), 30, customer_no="1003"),
        invoice(date(2026, 9, 1), 30, 900, customer_no="1003"),
    ).terms_between(EARLIER, LATER)

    assert found == {}


def test_delays_are_those_of_the_invoices_closed_in_the_months() -> None:
    found = habits(
        invoice(date(2026, 5, 2), 10, closed=2),
        invoice(date(2026, 7, 2), 10, closed=-1),  # paid early
        invoice(date(2026, 7, 10), 10, 300, closed=20),  # posted in July, closed in August
        invoice(date(2026, 9, 1), 10, document_type="payment"),
        invoice(date(2026, 9, 1), 10, 700),  # open still
    ).delays_between(EARLIER, LATER)

    assert found == {HAVU: ((2 * 100_00 - 100_00, 200_00), (20 * 300_00, 300_00))}


def test_a_ledger_that_does_not_say_when_invoices_were_closed_tells_of_no_delays() -> None:
    found = habits(invoice(date(2026, 6, 1), 14), invoice(date(2026, 9, 1), 30))

    assert found.delays is None
    assert found.delays_between(EARLIER, LATER) == {}


def test_a_file_that_says_when_invoices_were_closed_may_stand_beside_one_that_does_not() -> None:
    rows = [invoice(date(2026, 5, 2), 10, closed=0), invoice(date(2026, 9, 2), 10, closed=9)]
    other = [invoice(date(2026, 9, 2), 10, customer_no="1002")]
    ledger = read_ledger([table(Kind.ENTRIES, rows, "a.csv"), table(Kind.ENTRIES, other, "b.csv")], (), AS_OF)

    assert ledger.habits.delays_between(EARLIER, LATER) == {HAVU: ((0, 100_00), (9 * 100_00, 100_00))}
