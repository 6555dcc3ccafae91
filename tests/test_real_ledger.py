"""A public ledger of 2 466 invoices (IBM's accounts-receivable sample) against a plain reading of it in pandas."""

import json
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from creditxl.cli.main import main

LEDGER = Path(__file__).parents[2] / "shared" / "data" / "ibm_ar"
AS_OF = "2013-09-30"
HEADINGS = """
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

pytestmark = pytest.mark.skipif(not LEDGER.is_dir(), reason=f"the public ledger is not at {LEDGER}: NOT COMPARED")


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    settings = tmp_path_factory.mktemp("ibm") / "creditxl.toml"
    settings.write_text(HEADINGS)
    arguments = ["review", "--extracts", LEDGER, "--config", settings, "--as-of", AS_OF, "--format", "json"]
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert done.exit_code in (0, 3), done.stderr
    return {row["business_id"].rpartition("/")[2]: row for row in json.loads(done.stdout)}


@pytest.fixture(scope="module")
def plain():
    """The same figures by other means: months and whole cents by text; 30 days doubles the sales."""
    frame = pd.read_csv(next(LEDGER.glob("*.csv")), dtype=str)
    dates = frame["InvoiceDate"].str.split("/", expand=True).astype(int)
    frame["month"] = [f"{year}-{month:02d}" for month, year in zip(dates[0], dates[2], strict=True)]
    frame["cents"] = [int(Decimal(text) * 100) for text in frame["InvoiceAmount"]]
    window = frame[frame["month"].isin(["2013-07", "2013-08", "2013-09"])]
    sums = window.pivot_table(index="customerID", columns="month", values="cents", aggfunc="sum", fill_value=0)
    return sums.reindex(frame["customerID"].unique(), fill_value=0)


def test_every_customer_of_the_ledger_is_in_the_review(rows, plain):
    assert set(rows) == set(plain.index)
    assert len(rows) == 100


def test_every_customers_need_is_twice_its_best_month(rows, plain):
    expected = {customer: 2 * sums.max() / 100 for customer, sums in plain.iterrows()}

    assert {customer: row["need"] for customer, row in rows.items()} == expected


def test_every_months_sales_are_those_of_the_plain_reading(rows, plain):
    for customer, sums in plain.iterrows():
        assert [rows[customer][f"sales_{month}"] for month in sums.index] == [cents / 100 for cents in sums]


def test_the_term_of_thirty_days_is_read_off_the_invoices(rows):
    assert {row["payment_term_days"] for row in rows.values()} == {30}
    assert {row["open_receivables"] for row in rows.values()} == {None}
