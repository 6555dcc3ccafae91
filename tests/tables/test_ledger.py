from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.errors import ExtractError
from creditxl.model import DocumentType
from creditxl.tables.columns import Kind
from creditxl.tables.entries import read_ledger
from creditxl.tables.ledger import weighted_median
from tests.tables.raw_tables import table

AS_OF = date(2026, 10, 31)
ACCOUNT = ("Havu Oy", "1001")


def entry(day=date(2026, 10, 5), cents=100_00, kind="invoice", due=14, **more):
    return {
        "company": ACCOUNT[0],
        "customer_no": ACCOUNT[1],
        "document_type": kind,
        "posting_date": day,
        "due_date": None if due is None else day + timedelta(days=due),
        "amount": cents,
        **more,
    }


def ledger(*rows, as_of=AS_OF):
    return read_ledger([table(Kind.ENTRIES, list(rows))], (), as_of)


def by_month(found):
    return {month: cents for month, cents in zip(found.months, found.sales[ACCOUNT].cents, strict=True) if cents}


def test_sales_are_invoices_less_credit_notes_of_the_calendar_month():
    found = ledger(
        entry(date(2026, 9, 30), 100_00),
        entry(date(2026, 10, 1), 250_00),
        entry(date(2026, 10, 31), -50_00, "credit_note"),
        *(entry(cents=999_00, kind=kind) for kind in ("payment", "refund", "interest", "reminder")),
    )

    assert by_month(found) == {date(2026, 9, 1): 100_00, date(2026, 10, 1): 200_00}
    assert found.totals.gross == Decimal("300.00")


def test_a_month_may_end_below_zero():
    found = ledger(entry(cents=10_00), entry(cents=-30_00, kind="credit_note"))

    assert by_month(found) == {date(2026, 10, 1): -20_00}


def test_entries_after_the_review_take_no_part_and_are_counted():
    found = ledger(entry(cents=10_00), entry(date(2026, 11, 1), 70_00, remaining_amount=70_00))

    assert by_month(found) == {date(2026, 10, 1): 10_00}
    assert found.totals.gross_after_as_of == Decimal("70.00")
    assert found.open_amounts == {}


def test_a_review_before_any_entry_is_refused_in_a_sentence():
    with pytest.raises(ExtractError) as refused:
        ledger(entry(date(2026, 10, 5)), as_of=date(2020, 1, 31))

    assert "2026-10-05" in str(refused.value)
    assert "give a later date" in str(refused.value)


def test_open_receivables_leave_out_what_is_not_insured():
    found = ledger(
        entry(date(2026, 9, 1), 100_00, remaining_amount=100_00),  # due 15 September: overdue
        entry(date(2026, 10, 17), 200_00, remaining_amount=150_00),  # due on the day of the review: not overdue
        entry(date(2026, 8, 1), 40_00, remaining_amount=40_00, disputed=True),
        entry(date(2026, 8, 2), 5_00, "interest", remaining_amount=5_00),
        entry(date(2026, 10, 2), -30_00, "payment", due=None, remaining_amount=-30_00),  # not yet applied
        entry(date(2026, 7, 1), 99_00, remaining_amount=0),
    )
    amounts = found.open_amounts[ACCOUNT]

    assert amounts.open_cents == 265_00
    assert amounts.insurable_cents == 220_00
    assert amounts.overdue_cents == 145_00
    assert amounts.oldest_due_date == date(2026, 8, 15)


def test_without_a_column_of_remaining_amounts_receivables_are_unknown_rather_than_zero():
    assert ledger(entry()).open_amounts is None


def test_one_file_without_remaining_amounts_is_told():
    tables = [
        table(Kind.ENTRIES, [entry(remaining_amount=1_00)], "a.csv"),
        table(Kind.ENTRIES, [entry()], "b.csv"),
    ]

    assert [issue.file for issue in read_ledger(tables, (), AS_OF).issues] == ["b.csv"]


def test_the_term_seen_on_invoices_is_weighted_by_sales():
    found = ledger(
        entry(cents=100_00, due=14),
        entry(cents=100_00, due=14),
        entry(cents=900_00, due=30),
        entry(cents=-500_00, kind="credit_note", due=0),  # a credit note has no term
        entry(cents=50_00, due=None),
    )

    assert found.sales[ACCOUNT].invoice_term_days == 30


def test_no_due_date_gives_no_term():
    assert ledger(entry(due=None)).sales[ACCOUNT].invoice_term_days is None


def test_amounts_are_exact_to_the_cent_where_floats_are_not():
    found = ledger(*(entry(cents=10) for _ in range(3)), entry(cents=9_007_199_254_740_993_00 // 100))

    assert by_month(found) == {date(2026, 10, 1): 30 + 9_007_199_254_740_993}


days = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31))
rows = st.lists(
    st.tuples(days, st.integers(-(10**9), 10**9), st.sampled_from(list(DocumentType)), st.sampled_from("ABC")),
    min_size=1,
)


@given(rows)
def test_what_goes_in_comes_out(drawn):
    entries = [entry(day, cents, kind.value) | {"customer_no": number} for day, cents, kind, number in drawn]
    as_of = max(day for day, *_ in drawn)
    by_hand: dict[tuple[str, date], int] = {}
    for day, cents, kind, number in drawn:
        if kind in (DocumentType.INVOICE, DocumentType.CREDIT_NOTE):
            by_hand[number, day.replace(day=1)] = by_hand.get((number, day.replace(day=1)), 0) + cents

    found = ledger(*entries, as_of=as_of)
    summed = {
        (key[1], month): cents
        for key, sales in found.sales.items()
        for month, cents in zip(found.months, sales.cents, strict=True)
    }

    assert {place: cents for place, cents in summed.items() if cents} == {
        place: cents for place, cents in by_hand.items() if cents
    }


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({}, None),
        ({14: 1}, 14),
        ({14: 1, 30: 1}, 14),  # half is reached at the lower one
        ({14: 1, 30: 2}, 30),
        ({7: 10, 14: 1, 90: 12}, 90),
    ],
)
def test_the_weighted_median_is_the_lowest_at_which_half_is_reached(weights, expected):
    assert weighted_median(weights) == expected
