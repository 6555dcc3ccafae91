"""Open entries told apart by their dates, from ledgers made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl.tables.ageing import sum_claims
from creditxl.tables.columns import Kind
from creditxl.tables.entries import read_ledger
from tests.tables.raw_tables import table

if TYPE_CHECKING:
    from creditxl.tables.ageing import OpenClaims

AS_OF = date(2026, 10, 31)
HAVU = ("Havu Oy", "1001")
BOUNDS, LONGEST = (30, 60, 90), 180


def entry(due: int | None, euros: int, kind: str = "invoice", term: int = 30, **more: Any) -> dict[str, Any]:
    """Return an entry that fell due so many days before the review, and is open whole."""
    due_date = None if due is None else AS_OF - timedelta(days=due)
    posted = (due_date or AS_OF) - timedelta(days=term)
    row = {"company": HAVU[0], "customer_no": HAVU[1], "document_type": kind, "posting_date": posted}
    return row | {"due_date": due_date, "amount": euros * 100, "remaining_amount": euros * 100} | more


def claims(*rows: dict[str, Any]) -> OpenClaims:
    found = read_ledger([table(Kind.ENTRIES, list(rows))], (), AS_OF).claims
    assert found is not None
    return found.by_account(AS_OF, BOUNDS, LONGEST)[HAVU]


def test_claims_stand_under_the_age_of_their_due_date() -> None:
    found = claims(*(entry(days, 10 ** (place + 1)) for place, days in enumerate((0, 1, 30, 31, 60, 61, 90, 91))))

    assert found.not_due == 10_00
    assert found.ages == (1_100_00, 110_000_00, 11_000_000_00, 100_000_000_00)


def test_a_claim_without_a_due_date_is_not_overdue() -> None:
    assert (claims(entry(None, 10)).not_due, claims(entry(None, 10)).due_on) == (10_00, None)


def test_payments_that_are_not_applied_have_no_age() -> None:
    found = claims(entry(40, 100), entry(40, -30, "payment"))

    assert (found.ages, found.unapplied) == ((0, 100_00, 0, 0), -30_00)


def test_what_the_insurance_leaves_out_is_told_apart() -> None:
    found = claims(
        entry(1, 100),
        entry(1, 20, disputed=True),
        entry(1, 4, "interest"),
        entry(1, 5, "reminder", disputed=True),  # a fee, disputed or not
        entry(1, 300, term=181),
        entry(1, 700, term=180),
    )

    assert (found.fees, found.disputed, found.long_term) == (9_00, 20_00, 300_00)


def test_the_oldest_invoice_is_neither_a_fee_nor_disputed_nor_paid() -> None:
    found = claims(
        entry(20, 100, term=14),
        entry(10, 100, term=40),
        entry(300, 5, "reminder"),
        entry(200, 5, disputed=True),
        entry(100, 5) | {"remaining_amount": 0},
        entry(90, -5, "payment"),
    )

    assert found.due_on == AS_OF - timedelta(days=20)
    assert found.posted_on == AS_OF - timedelta(days=50)  # of the other one: each is the earliest of its kind


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.builds(
            entry,
            st.none() | st.integers(-30, 200),
            st.integers(-500, 500).filter(bool),
            st.sampled_from(("invoice", "credit_note", "payment", "interest", "reminder", "refund")),
            disputed=st.booleans(),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_the_parts_are_all_that_is_open_and_the_ages_all_that_is_overdue(rows: list[dict[str, Any]]) -> None:
    found = claims(*rows)
    overdue = [
        row["remaining_amount"] for row in rows if row["due_date"] and row["due_date"] < AS_OF and row["amount"] > 0
    ]

    assert found.not_due + sum(found.ages) + found.unapplied == sum(row["remaining_amount"] for row in rows)
    assert sum(found.ages) == sum(overdue)


def test_the_sum_is_the_same_whatever_engine_runs_it() -> None:
    rows = [entry(days, euros) | {"disputed": False} for days, euros in ((1, 10), (1, 20), (40, 30), (-5, -7))]
    frame = pl.DataFrame(rows)
    order = ["is_claim", "due_date", "cents"]
    lazy = sum_claims(nw.from_native(frame.lazy())).sort(*order).collect(backend="polars").to_native()
    pandas = sum_claims(nw.from_native(frame.to_pandas()).lazy()).sort(*order).collect(backend="pandas").to_native()

    assert pandas["cents"].tolist() == lazy["cents"].to_list() == [-700, 3000, 3000]
