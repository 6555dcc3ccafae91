"""The contract of the tables: which columns each kind of extract must and may have, and what stands in them.

Headings, languages and file forms belong to `creditxl.extracts`; nothing here knows of them.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from creditxl.model import CustomerType, Decision, DocumentType, RecommendationKind


class CellType(StrEnum):
    """What a cell holds, and the Polars type it is read into."""

    TEXT = "text"  # String, trimmed
    AMOUNT = "amount"  # Int64, cents
    DATE = "date"  # Date
    DAYS = "days"  # Int64
    FLAG = "flag"  # Boolean
    CHOICE = "choice"  # String, the value of the column's `choices`


class Column(Struct, frozen=True):
    """One column of a kind.

    Args:
        required: A file without the column is left out, and so is a row whose cell is empty or cannot be read.
        may_be_empty: An empty cell of a required column is in order.
        costs_row: A cell that cannot be read costs its row, though it may be empty: without it the row would say more
            than it does, such as a limit that never ends.
    """

    cell: CellType
    required: bool = False
    may_be_empty: bool = False
    costs_row: bool = False
    choices: type[StrEnum] | None = None


TEXT = Column(CellType.TEXT)
REQUIRED_TEXT = Column(CellType.TEXT, required=True)
AMOUNT = Column(CellType.AMOUNT)
DATE = Column(CellType.DATE)
REQUIRED_DATE = Column(CellType.DATE, required=True)


class Kind(StrEnum):
    """What an extract is."""

    CUSTOMERS = "customers"
    ENTRIES = "entries"
    PAYMENT_TERMS = "payment_terms"
    RECOMMENDATIONS = "recommendations"
    LIMITS = "limits"
    NEW_CUSTOMERS = "new_customers"


COLUMNS: dict[Kind, dict[str, Column]] = {
    Kind.CUSTOMERS: {
        "company": TEXT,
        "customer_no": REQUIRED_TEXT,
        "name": Column(CellType.TEXT, required=True, may_be_empty=True),
        "business_id": TEXT,
        "country": TEXT,
        "payment_term": Column(CellType.TEXT, required=True, may_be_empty=True),
        "business_line": TEXT,
        "seller": TEXT,
        "created_on": DATE,
        "customer_type": Column(CellType.CHOICE, choices=CustomerType),
        "credit_limit": AMOUNT,
        "buyer_no": TEXT,  # the insurer's own number of the customer
    },
    Kind.ENTRIES: {
        "company": TEXT,
        "customer_no": REQUIRED_TEXT,
        "document_type": Column(CellType.CHOICE, required=True, choices=DocumentType),
        "document_no": Column(CellType.TEXT, required=True, may_be_empty=True),
        "posting_date": REQUIRED_DATE,
        "due_date": DATE,
        "amount": Column(CellType.AMOUNT, required=True),
        "remaining_amount": AMOUNT,
        "currency": TEXT,
        "disputed": Column(CellType.FLAG),
        "closed_on": DATE,
    },
    Kind.PAYMENT_TERMS: {
        "company": TEXT,
        "code": REQUIRED_TEXT,
        "due_date_formula": TEXT,  # this or `days` is required
        "days": Column(CellType.DAYS),
        "description": TEXT,
    },
    Kind.RECOMMENDATIONS: {
        "business_id": REQUIRED_TEXT,
        "name": TEXT,
        "kind": Column(CellType.CHOICE, required=True, choices=RecommendationKind),
        "decision": Column(CellType.CHOICE, required=True, choices=Decision),
        "amount": AMOUNT,
        "decided_on": REQUIRED_DATE,
        "renews_on": DATE,
        "cancelled_on": Column(CellType.DATE, costs_row=True),
    },
    Kind.LIMITS: {
        "business_id": REQUIRED_TEXT,
        "name": TEXT,
        "requested": AMOUNT,
        "granted": Column(CellType.AMOUNT, required=True, may_be_empty=True),
        "decision": Column(CellType.CHOICE, choices=Decision, costs_row=True),
        "currency": TEXT,
        "valid_from": Column(CellType.DATE, costs_row=True),
        "valid_to": Column(CellType.DATE, costs_row=True),
    },
    Kind.NEW_CUSTOMERS: {
        "business_id": REQUIRED_TEXT,
        "name": TEXT,
        "created_on": REQUIRED_DATE,
        "business_line": TEXT,
        "seller": TEXT,
    },
}

# A kind is complete with any one of the columns in each of these groups.
ONE_OF: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.PAYMENT_TERMS: (("due_date_formula", "days"),),
}
