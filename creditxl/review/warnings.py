"""What the figures themselves give reason to doubt, told beside what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import Issue, msg
from creditxl.model import from_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from creditxl.model import CustomerReview
    from creditxl.tables.joined import Tables


def companies_without_entries(tables: Tables) -> Iterator[Issue]:
    """Tell of a company that a customer list names and the ledger does not: its customers seem without sales."""
    listed = {account.company: account.file for customer in tables.customers for account in customer.accounts}
    for company, file in sorted(listed.items()):
        if company and company not in tables.newest_by_company:
            yield Issue(
                file,
                None,
                "",
                company,
                msg(
                    "no ledger entries of {company} among the extracts: its customers seem to be without sales",
                    company=company,
                ),
                msg("export the company's ledger, or take its customer list away"),
            )


def stale_companies(tables: Tables, window: Sequence[date]) -> Iterator[Issue]:
    """Tell of a company whose ledger ends before the window's last month: its customers would seem without sales."""
    for company, newest in sorted(tables.newest_by_company.items()):
        if newest < window[-1]:
            yield Issue(
                tables.files[company],
                None,
                "",
                newest.isoformat(),
                msg(
                    "the newest entry of {company} is of {newest}: the review's last month has none",
                    company=company,
                    newest=newest,
                ),
                msg("extract the company's ledger up to the day of the review"),
            )


def months_below_zero(
    customers: Sequence[CustomerReview], months: Sequence[date], window: Sequence[date]
) -> Iterator[Issue]:
    """Tell of months in which credit notes exceed invoices.

    Their need is nothing (rule R5), unless one company's longer term weighs more than another's credit notes.
    """
    places = [(months.index(month), month) for month in window]
    for row in customers:
        for place, month in places:
            if row.sales_cents[place] < 0:
                yield _below_zero(row, month, *(from_cents(c[place]) for c in (row.sales_cents, row.need_cents)))


def _below_zero(row: CustomerReview, month: date, sales: Decimal, need: Decimal) -> Issue:
    return Issue(
        ", ".join(dict.fromkeys(rating.account.file for rating in row.accounts)),
        None,
        "",
        row.business_id,
        msg(
            "credit notes of {name} ({customer}) exceed the invoices of {month}: {sales}; the month's need is {need}",
            name=row.name,
            customer=row.business_id,
            month=f"{month.month}/{month.year}",
            sales=sales,
            need=need,
        ),
        msg("nothing, if the credit notes are right; they may belong to an earlier month's sales"),
    )
