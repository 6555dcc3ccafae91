"""Why a customer's figures are what they are: the entries, months, terms, factors and rules behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import CreditXLError, ExtractError, msg
from creditxl.model import SALES, DocumentType, from_cents
from creditxl.tables.business_ids import canonical, compact
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from creditxl.model import AccountRating, CustomerReview
    from creditxl.review.result import Review
    from creditxl.tables.ledger import AccountKey
    from creditxl.tables.raw import Extracts, RawTable


class EntryLine(Struct, frozen=True):
    """One invoice or credit note of the window, with the place it was read from."""

    company: str
    document_type: DocumentType
    document_no: str
    posting_date: date
    due_date: date | None
    amount: Decimal
    file: str
    row: int


class MonthLine(Struct, frozen=True):
    """One month of one account: its sales, their factor, and the customer's need over all accounts."""

    month: date
    sales: tuple[Decimal, ...]  # by account
    need: Decimal


class Explanation(Struct, frozen=True):
    """Everything behind one customer's row."""

    review: Review
    customer: CustomerReview
    months: tuple[MonthLine, ...]  # the window's
    entries: tuple[EntryLine, ...]


def explain(review: Review, extracts: Extracts, business_id: str) -> Explanation:
    """Trace one customer's figures back to the entries.

    Args:
        review: The review that shows them.
        extracts: The entries, read with their document numbers.
        business_id: In any form a system writes it, or `company/number`.

    Raises:
        CreditXLError: No customer of the review has that business id, or the entries do not add up to its sales.
    """
    customer = row_of(review, business_id)
    places = [review.months.index(month) for month in review.window]
    return Explanation(
        review=review,
        customer=customer,
        months=tuple(_month(review, customer, place) for place in places),
        entries=tuple(_entries(review, extracts, customer)),
    )


def accounts_of(review: Review, business_id: str) -> list[AccountKey]:
    """Return the accounts of one customer: company and number.

    Raises:
        CreditXLError: As `explain`.
    """
    ratings = row_of(review, business_id).accounts
    return [(rating.account.company, rating.account.customer_no) for rating in ratings]


def row_of(review: Review, business_id: str) -> CustomerReview:
    """Return one customer's row.

    Raises:
        ExtractError: No customer of the review has that business id.
    """
    wanted = {business_id.strip().casefold(), (canonical(business_id) or "").casefold()} - {""}
    for row in review.customers:
        own = {row.business_id.casefold(), compact(row.business_id).casefold()}
        if own & wanted or (row.has_business_id and compact(business_id).casefold() in own):
            return row
    raise ExtractError(
        msg("no customer has the business id '{business_id}'", business_id=business_id),
        where="business id",
        fix=msg("give it as 1234567-8, or as company/number for a customer without one; `creditxl review` lists them"),
    )


def _month(review: Review, customer: CustomerReview, place: int) -> MonthLine:
    return MonthLine(
        month=review.months[place],
        sales=tuple(from_cents(account.sales_cents[place]) for account in customer.accounts),
        need=from_cents(customer.need_cents[place]),
    )


def _entries(review: Review, extracts: Extracts, customer: CustomerReview) -> Iterator[EntryLine]:
    for rating in customer.accounts:
        found = [line for table in extracts.of(Kind.ENTRIES) for line in _lines(table, rating, review)]
        _must_add_up(rating, found, review)
        yield from sorted(found, key=lambda line: (line.posting_date, line.document_no))


def _lines(table: RawTable, rating: AccountRating, review: Review) -> Iterator[EntryLine]:
    import polars as pl  # noqa: PLC0415 - an engine, loaded where entries are looked up

    account = rating.account
    rows = table.frame.filter(
        pl.col("customer_no") == account.customer_no,
        pl.col("company").cast(pl.String) == account.company,
        pl.col("document_type").cast(pl.String).is_in(SALES),
        pl.col("posting_date").dt.truncate("1mo").is_between(review.window[0], review.window[-1]),
        pl.col("posting_date") <= review.as_of,
    )
    for row in rows.iter_rows(named=True):
        yield EntryLine(
            company=account.company,
            document_type=DocumentType(row["document_type"]),
            document_no=row.get("document_no") or "",
            posting_date=row["posting_date"],
            due_date=row.get("due_date"),
            amount=from_cents(row["amount"]),
            file=table.file.name,
            row=row["row"],
        )


def _must_add_up(rating: AccountRating, lines: Sequence[EntryLine], review: Review) -> None:
    shown = from_cents(sum(rating.sales_cents[review.window_places]))
    found = sum((line.amount for line in lines), from_cents(0))
    if shown != found:
        raise CreditXLError(
            msg("the entries make {found}, the review shows {shown}", found=found, shown=shown),
            where=f"{rating.account.company}/{rating.account.customer_no}",
            fix=msg("this is a fault of the program; please report it with the extracts' log"),
        )
