"""What only a customer ledger needs: the signs of credit notes, and amounts in the ledger's own currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from creditxl.extracts.faults import Fault
from creditxl.extracts.grid import ROW
from creditxl.extracts.headings import is_in_ledger_currency
from creditxl.model import SALES, DocumentType, from_cents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

_SIGNS = {"€": "EUR", "EURO": "EUR", "$": "USD", "£": "GBP"}


def with_signs(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Make credit notes negative where a file writes them all as positive, as NAV does not.

    Returns:
        The frame, and how many credit notes were turned.
    """
    is_credit = pl.col("document_type") == DocumentType.CREDIT_NOTE.value
    amounts = [name for name in ("amount", "remaining_amount") if name in frame.columns]
    notes = frame.lazy().filter(is_credit).select(amounts).collect()
    if (notes["amount"] < 0).any() or not (notes["amount"] > 0).any():
        return frame, 0
    turned = [name for name in amounts if not (notes[name] < 0).any()]
    signed = [pl.when(is_credit).then(-pl.col(name)).otherwise(pl.col(name)).alias(name) for name in turned]
    return frame.with_columns(signed), int((notes["amount"] > 0).sum())


def positive_among_negative(frame: pl.DataFrame) -> int:
    """Return how many credit notes are positive in a file that writes others as negative: these add to sales."""
    is_credit = pl.col("document_type") == DocumentType.CREDIT_NOTE.value
    amounts = frame.lazy().filter(is_credit).select("amount").collect()["amount"]
    return int((amounts > 0).sum()) if (amounts < 0).any() else 0


def foreign_amounts(frame: pl.DataFrame, headings: Mapping[str, str], currency: str) -> pl.DataFrame:
    """Return `row`, `column`, `written` and `fault` of amounts in a currency that is not the ledger's.

    Where the amount is given in the ledger's currency, only a remaining amount can be foreign.
    """
    names = [
        name
        for name in ("amount", "remaining_amount")
        if name in frame.columns and not is_in_ledger_currency(headings.get(name, ""))
    ][:1]
    codes = frame["currency"].drop_nulls().unique().to_list() if "currency" in frame.columns else []
    foreign = [code for code in codes if _code(code) != currency]
    if not (names and foreign):
        return frame.clear().select(ROW, written=pl.lit(""), fault=pl.lit(""), column=pl.lit(""))
    is_foreign = pl.col("currency").is_in(foreign) & pl.col(names[0]).is_not_null()
    return frame.filter(is_foreign).select(
        ROW, written=pl.col("currency"), fault=pl.lit(str(Fault.CURRENCY)), column=pl.lit(names[0])
    )


def gross_sales(frame: pl.DataFrame) -> Decimal | None:
    """Return the gross sales of rows (rule R4), as far as they could be read; None where none could."""
    if not {"document_type", "amount"} <= set(frame.columns):
        return None
    cents = frame.filter(pl.col("document_type").is_in(SALES))["amount"].drop_nulls()
    return from_cents(int(cents.sum())) if len(cents) else None


def _code(currency: str) -> str:
    written = currency.strip().upper()
    return _SIGNS.get(written, written)
