"""Rows of the small extracts as records, each with the place it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from creditxl.errors import Issue, Message, msg
from creditxl.model import (
    Account,
    CustomerType,
    Decision,
    Limit,
    PaymentTerm,
    Recommendation,
    RecommendationKind,
    from_cents,
)
from creditxl.tables.business_ids import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from decimal import Decimal

    from creditxl.tables.raw import RawTable

RecordT = TypeVar("RecordT")


class Placed(Struct, Generic[RecordT], frozen=True):
    """A record, the cell of its identifying column, and where it stands."""

    record: RecordT
    table: RawTable
    row: int
    written_id: str

    def issue(self, column: str, value: str, message: Message, fix: Message) -> Issue:
        """Return an issue at this record's row."""
        return Issue(self.table.file.name, self.row, self.table.headings.get(column, ""), value, message, fix)


class NewCustomer(Struct, frozen=True):
    """A row of the CRM's report of customers created."""

    created_on: date
    business_line: str
    seller: str
    name: str


def read(
    table: RawTable, build: Callable[[dict[str, Any]], RecordT], id_column: str = "business_id"
) -> Iterator[Placed[RecordT]]:
    """Build a record of each row of one table."""
    for row in table.frame.iter_rows(named=True):
        yield Placed(build(row), table, row["row"], row.get(id_column) or "")


def account(row: dict[str, Any], table: RawTable) -> Account:
    kind = row.get("customer_type")
    return Account(
        company=row["company"],
        customer_no=row["customer_no"],
        name=_text(row, "name"),
        business_id=canonical(_text(row, "business_id"), _text(row, "country")),
        country=_text(row, "country"),
        payment_term=_text(row, "payment_term"),
        business_line=_text(row, "business_line"),
        seller=_text(row, "seller"),
        created_on=row.get("created_on"),
        customer_type=CustomerType(kind) if kind else CustomerType.COMPANY,
        credit_limit=_money(row, "credit_limit"),
        file=table.file.name,
        row=row["row"],
        term_heading=table.headings.get("payment_term", ""),
    )


def payment_term(row: dict[str, Any]) -> PaymentTerm:
    return PaymentTerm(
        code=row["code"],
        due_date_formula=_text(row, "due_date_formula"),
        days=row.get("days"),
        description=_text(row, "description"),
        company=row["company"],
    )


def recommendation(row: dict[str, Any]) -> Recommendation:
    return Recommendation(
        business_id=row["business_id"],
        kind=RecommendationKind(row["kind"]),
        decision=Decision(row["decision"]),
        amount=_money(row, "amount"),
        decided_on=row["decided_on"],
        renews_on=row.get("renews_on"),
        cancelled_on=row.get("cancelled_on"),
        name=_text(row, "name"),
    )


def limit(row: dict[str, Any]) -> Limit:
    requested, granted = _money(row, "requested"), _money(row, "granted")
    return Limit(
        business_id=row["business_id"],
        requested=requested,
        granted=granted,
        decision=Decision(row["decision"]) if row.get("decision") else _decision(requested, granted),
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        name=_text(row, "name"),
    )


def new_customer(row: dict[str, Any]) -> NewCustomer:
    return NewCustomer(row["created_on"], _text(row, "business_line"), _text(row, "seller"), _text(row, "name"))


def wrong_id(written: str) -> Message:
    return msg("'{written}' is not a business id: its check digit or its form is wrong", written=written)


def _decision(requested: Decimal | None, granted: Decimal | None) -> Decision:
    # An export without a decision column still tells it: no amount yet is pending, nothing granted is a refusal.
    if granted is None:
        return Decision.PENDING
    if not granted:
        # Nothing granted of nothing asked for is no refusal: there is no limit.
        return Decision.REJECTED if requested else Decision.CANCELLED
    return Decision.PARTIAL if requested is not None and granted < requested else Decision.APPROVED


def _text(row: dict[str, Any], column: str) -> str:
    return row.get(column) or ""


def _money(row: dict[str, Any], column: str) -> Decimal | None:
    cents = row.get(column)
    return None if cents is None else from_cents(cents)
