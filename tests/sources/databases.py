"""Databases filled with the sample's month."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from typing import TYPE_CHECKING

from creditxl.tables.columns import Kind
from tests.sources import month

if TYPE_CHECKING:
    from pathlib import Path


def sqlite(file: Path, without: str = "") -> Path:
    """Write every table of the month; `without` the ledger of one company."""
    with sqlite3.connect(file) as connection:
        for kind in Kind:
            connection.execute(month.tables(kind))
            marks = ", ".join("?" for _ in month.columns(kind))
            connection.executemany(
                f'INSERT INTO "{kind}" VALUES ({marks})',  # noqa: S608 - our own names
                [
                    [_plain(value) for value in row.values()]
                    for row in month.rows(kind)
                    if kind is not Kind.ENTRIES or row["company"] != without
                ],
            )
    connection.close()
    return file


def _plain(value):
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def fill(connection):
    """Fill a database behind SQLAlchemy with every table of the month."""
    import sqlalchemy as sa

    for kind in Kind:
        connection.execute(sa.text(month.tables(kind)))
        names = [month.heading(kind, name) for name in month.columns(kind)]
        table = sa.table(
            sa.quoted_name(kind, quote=True), *(sa.column(sa.quoted_name(name, quote=True)) for name in names)
        )
        if month.rows(kind):
            connection.execute(
                sa.insert(table), [dict(zip(names, row.values(), strict=True)) for row in month.rows(kind)]
            )


NAV_TYPES = {"payment": 1, "invoice": 2, "credit_note": 3, "interest": 4, "reminder": 5, "refund": 6}
NO_DATE = "1753-01-01 00:00:00.000"


def nav(file: Path) -> Path:
    """Write NAV's own tables, one set a company: amounts stand in the details alone, empty dates are of 1753."""
    with sqlite3.connect(file) as connection:
        companies = sorted({row["company"] for row in month.rows(Kind.ENTRIES)})
        for company in companies:
            _nav_ledger(
                connection, company.replace(".", "_"), [r for r in month.rows(Kind.ENTRIES) if r["company"] == company]
            )
            _nav_customers(
                connection,
                company.replace(".", "_"),
                [r for r in month.rows(Kind.CUSTOMERS) if r["company"] == company],
            )
    connection.close()
    return file


def _nav_ledger(connection, company, rows):
    connection.execute(
        f'CREATE TABLE "{company}$Cust_ Ledger Entry" ("Entry No_" INTEGER PRIMARY KEY, "Customer No_" VARCHAR(20), '
        '"Posting Date" DATETIME, "Document Type" INTEGER, "Document No_" VARCHAR(20), "Currency Code" VARCHAR(10), '
        '"Due Date" DATETIME, "Closed at Date" DATETIME, "Disputed" TINYINT)'
    )
    connection.execute(
        f'CREATE TABLE "{company}$Detailed Cust_ Ledg_ Entry" ("Entry No_" INTEGER PRIMARY KEY, '
        '"Cust_ Ledger Entry No_" INTEGER, "Amount (LCY)" DECIMAL(38,20), "Ledger Entry Amount" TINYINT)'
    )
    details = []
    for number, row in enumerate(rows, start=1):
        connection.execute(
            f'INSERT INTO "{company}$Cust_ Ledger Entry" VALUES (?,?,?,?,?,?,?,?,?)',  # noqa: S608 - our own names
            [
                number,
                row["customer_no"],
                f"{row['posting_date']} 00:00:00.000",
                NAV_TYPES[row["document_type"]],
                row["document_no"],
                row["currency"] or "",
                f"{row['due_date']} 00:00:00.000" if row["due_date"] else NO_DATE,
                NO_DATE,
                int(bool(row["disputed"])),
            ],
        )
        paid = (row["remaining_amount"] or 0) - row["amount"]
        details += [(number, str(row["amount"]), 1), *([(number, str(paid), 0)] if paid else [])]
    connection.executemany(
        f'INSERT INTO "{company}$Detailed Cust_ Ledg_ Entry" '  # noqa: S608 - our own names
        '("Cust_ Ledger Entry No_", "Amount (LCY)", "Ledger Entry Amount") VALUES (?,?,?)',
        details,
    )


def _nav_customers(connection, company, rows):
    connection.execute(
        f'CREATE TABLE "{company}$Customer" ("No_" VARCHAR(20), "Name" VARCHAR(100), '
        ""
        '"VAT Registration No_" VARCHAR(20), '
        '"Country_Region Code" VARCHAR(10), "Payment Terms Code" VARCHAR(10), "Salesperson Code" VARCHAR(20), '
        '"Business Line" VARCHAR(40), "Created On" DATETIME, "Customer Type" VARCHAR(20), '
        '"Credit Limit (LCY)" DECIMAL(38,20))'
    )
    names = ("customer_no", "name", "business_id", "country", "payment_term", "seller", "business_line", "created_on")
    for row in rows:
        connection.execute(
            f'INSERT INTO "{company}$Customer" VALUES (?,?,?,?,?,?,?,?,?,?)',  # noqa: S608 - our own names
            [*(_plain(row[name]) for name in names), row["customer_type"], _plain(row["credit_limit"])],
        )
