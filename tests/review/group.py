"""A small group reviewed from raw tables made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from creditxl.policy.parameters import load
from creditxl.review.assess import assess
from creditxl.review.result import Before
from creditxl.tables.columns import Kind
from creditxl.tables.join import join
from tests.tables.raw_tables import extracts, table

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.review.result import Review

AS_OF = date(2026, 10, 31)
KOIVU, HAAPA, LEPPA = "0201256-6", "0116297-6", "0109862-8"
Row = dict[str, Any]


def customer(number: str = "1", business_id: str = KOIVU, **more: Any) -> Row:
    listed = {"company": "Havu Oy", "customer_no": number, "name": f"Asiakas {number}", "business_id": business_id}
    return listed | {"payment_term": "30"} | more


def invoice(day: date, euros: float, number: str = "1", **more: Any) -> Row:
    entry = {"company": "Havu Oy", "customer_no": number, "document_type": "invoice", "posting_date": day}
    return entry | {"due_date": day + timedelta(days=30), "amount": round(euros * 100)} | more


def credit(day: date, euros: float, number: str = "1", **more: Any) -> Row:
    return invoice(day, -euros, number, document_type="credit_note") | more


def review(
    *, as_of: date = AS_OF, policy: Path | None = None, previous: Any = None, terms: Any = None, **kinds: list[Row]
) -> Review:
    """Review rows given by kind: `customers=[...]`, `entries=[...]`, `limits=[...]`."""
    before = Before(previous, terms or {})
    found = extracts(*(table(Kind(kind), rows) for kind, rows in kinds.items()))
    tables = join(found, as_of=as_of, currency="EUR")
    return assess(found, tables, load(as_of, policy), as_of=as_of, currency="EUR", before=before)


def only(done: Review) -> Any:
    """Return the one customer of a review."""
    (row,) = done.customers
    return row
