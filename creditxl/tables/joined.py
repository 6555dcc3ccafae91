"""The tables, joined: one customer a legal entity, with all that the extracts say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from creditxl.errors import Issue
    from creditxl.model import (
        Account,
        AccountSales,
        CustomerType,
        Limit,
        PaymentTerm,
        Receivables,
        Recommendation,
    )
    from creditxl.tables.ageing import Claims
    from creditxl.tables.habits import Habits
    from creditxl.tables.ledger import AccountKey


class Customer(Struct, frozen=True):
    """A legal entity, whatever companies of the group sell to it.

    Args:
        customer_id: Its business id; `company/number` where it has none that holds.
        accounts: The one with the largest sales first.
        receivables: None where the ledger gives no remaining amounts.
    """

    customer_id: str
    business_id: str | None
    name: str
    accounts: tuple[Account, ...]
    business_line: str
    seller: str
    created_on: date | None
    customer_type: CustomerType
    recommendations: tuple[Recommendation, ...]
    limits: tuple[Limit, ...]
    receivables: Receivables | None


class LedgerTotals(Struct, frozen=True):
    """Gross sales of all entries that could be read, summed without any grouping, for the control totals."""

    gross: Decimal
    gross_after_as_of: Decimal
    gross_left_out: Decimal


class FileUse(Struct, frozen=True):
    """How much of one file went into the tables, for the log."""

    rows_used: int
    newest: date | None
    companies: tuple[str, ...]
    gross: Decimal | None


class Tables(Struct, frozen=True):
    """Everything the review needs.

    Args:
        months: Those with sales, oldest first; `AccountSales.cents` follow them.
        claims: The open entries; None where the ledger gives no remaining amounts.
        payment_terms: By company and code (in capitals); company "" for tables that hold for every company.
        newest_by_company: The newest posting date in the ledger.
        files: The ledger's file by company, the first of several.
        uses: In the order of the extracts' tables, then of the ledgers summed where they lie.
    """

    customers: tuple[Customer, ...]
    months: tuple[date, ...]
    sales: Mapping[AccountKey, AccountSales]
    habits: Habits
    claims: Claims | None
    payment_terms: Mapping[tuple[str, str], PaymentTerm]
    newest_by_company: Mapping[str, date]
    files: Mapping[str, str]
    totals: LedgerTotals
    uses: tuple[FileUse, ...]
    issues: tuple[Issue, ...]
