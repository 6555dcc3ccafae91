"""Ledgers that no one here made, as extracts; they stand beside the repository, or their tests are left out."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from creditxl.extracts import sum_folder
from creditxl.extracts.config import load as load_config
from creditxl.policy.parameters import load
from creditxl.review.ahead.history import history
from creditxl.review.assess import assess
from creditxl.tables.join import join

if TYPE_CHECKING:
    from datetime import date

    from creditxl.review.result import Review
    from creditxl.tables.joined import Tables

DATA = Path(__file__).parents[4] / "shared" / "data"
INVOICES = "WA_Fn-UseC_-Accounts-Receivable.csv"
LINES = "online_retail_all_541909.csv.gz"
IBM_CONFIG = """
currency = "USD"
[headings.entries]
customer_no = ["customerID"]
document_no = ["invoiceNumber"]
posting_date = ["InvoiceDate"]
due_date = ["DueDate"]
amount = ["InvoiceAmount"]
disputed = ["Disputed"]
[constants.entries]
document_type = "invoice"
"""
RETAIL_CONFIG = 'currency = "GBP"\n[constants.entries]\ndocument_type = "invoice"\n'


def folder(name: str) -> Path:
    """Return a folder of the data; a test without it is left out, and says so."""
    found = DATA / name
    if not found.is_dir():
        pytest.skip(f"LEFT OUT: {found} is not there, so the figures of docs/ahead.md are not checked on {name}")
    return found


def invoices_of_ibm(out: Path) -> Path:
    """Write IBM's accounts-receivable sample as extracts: 2 466 invoices of two years, all on 30 days."""
    shutil.copy(folder("ibm_ar") / INVOICES, out / "ledger.csv")
    (out / "creditxl.toml").write_text(IBM_CONFIG, encoding="utf-8")
    return out


def lines_of_retail(out: Path) -> Path:
    """Write UCI's Online Retail as extracts: its lines with a customer, summed by document; cancellations below 0."""
    with gzip.open(folder("online_retail") / LINES) as file:
        lines = pl.read_csv(file.read(), infer_schema=False, encoding="utf8-lossy")
    amount = pl.col("Quantity").cast(pl.Decimal(18, 2)) * pl.col("UnitPrice").cast(pl.Decimal(18, 3))
    documents = (
        lines.filter(pl.col("CustomerID").fill_null("") != "")
        .with_columns(
            customer_no=pl.col("CustomerID").str.strip_suffix(".0"),
            document_no=pl.col("InvoiceNo"),
            posting_date=pl.col("InvoiceDate").str.slice(0, 10),
            amount=amount,
        )
        .group_by("customer_no", "document_no", "posting_date", maintain_order=True)
        .agg(pl.col("amount").sum().round(2))
        .with_columns(due_date="posting_date")
    )
    documents.write_csv(out / "ledger.csv")
    (out / "creditxl.toml").write_text(RETAIL_CONFIG, encoding="utf-8")
    return out


def reviewed(extracts: Path, as_of: date) -> tuple[Review, Tables]:
    """Return the review of extracts, and the tables that it is of."""
    config = load_config(extracts / "creditxl.toml")
    read = sum_folder(extracts, config, as_of)
    tables = join(read, as_of=as_of, currency=config.currency)
    return assess(read, tables, load(as_of), as_of=as_of, currency=config.currency), tables


__all__ = ["history", "invoices_of_ibm", "lines_of_retail", "reviewed"]
