"""What only a customer ledger needs: the signs of credit notes, and amounts in the ledger's own currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct, field

from creditxl.extracts.faults import Fault
from creditxl.extracts.grid import ROW
from creditxl.extracts.headings import is_in_ledger_currency
from creditxl.model import SALES, DocumentType, from_cents

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from decimal import Decimal

_SIGNS = {"€": "EUR", "EURO": "EUR", "$": "USD", "£": "GBP"}


class CreditNotes(Struct, frozen=True):
    """The signs of the credit notes of some rows, counted by amount column."""

    below_zero: Mapping[str, int] = field(default_factory=dict)
    above_zero: int = 0  # of the amounts alone

    def plus(self, other: CreditNotes) -> CreditNotes:
        """Return the counts of both."""
        names = {**self.below_zero, **other.below_zero}
        below = {name: self.below_zero.get(name, 0) + other.below_zero.get(name, 0) for name in names}
        return CreditNotes(below, self.above_zero + other.above_zero)

    @property
    def turned(self) -> frozenset[str]:
        """The columns to be made negative: a file that writes all credit notes as positive does, as NAV does not."""
        if self.below_zero.get("amount", 0) or not self.above_zero:
            return frozenset()
        return frozenset(name for name, count in self.below_zero.items() if not count)

    @property
    def positive_among_negative(self) -> int:
        """How many are positive in a file that writes others as negative: these add to sales."""
        return self.above_zero if self.below_zero.get("amount", 0) else 0


def credit_notes(frame: pl.DataFrame) -> CreditNotes:
    """Count the signs of credit notes."""
    is_credit = pl.col("document_type") == DocumentType.CREDIT_NOTE.value
    names = [name for name in ("amount", "remaining_amount") if name in frame.columns]
    notes = frame.lazy().filter(is_credit).select(names).collect()
    return CreditNotes({name: int((notes[name] < 0).sum()) for name in names}, int((notes["amount"] > 0).sum()))


def turn(frame: pl.DataFrame, names: Collection[str]) -> pl.DataFrame:
    """Return rows with the credit notes of some amount columns made negative."""
    is_credit = pl.col("document_type") == DocumentType.CREDIT_NOTE.value
    signed = [pl.when(is_credit).then(-pl.col(name)).otherwise(pl.col(name)).alias(name) for name in names]
    return frame.with_columns(signed) if signed else frame


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
    cents = gross_cents(frame)
    return None if cents is None else from_cents(cents)


def gross_cents(frame: pl.DataFrame) -> int | None:
    """Return the same in cents."""
    if not {"document_type", "amount"} <= set(frame.columns):
        return None
    sales = frame.lazy().filter(pl.col("document_type").is_in(SALES), pl.col("amount").is_not_null()).select("amount")
    cents = sales.collect().to_series()
    return int(cents.sum()) if len(cents) else None


def _code(currency: str) -> str:
    written = currency.strip().upper()
    return _SIGNS.get(written, written)
