"""What a ledger's entries are, counted where it lies: their types, signs, currencies, and how far they reach.

From this follows which entries cannot be used, and what is said of them, before any sum is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import polars as pl
from msgspec import Struct

from creditxl.errors import Issue, msg
from creditxl.extracts import amounts, sentences, words
from creditxl.extracts.faults import Fault
from creditxl.model import SALES, DocumentType, from_cents
from creditxl.sources.rows import text_of
from creditxl.tables.columns import Kind
from creditxl.tables.raw import LedgerPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from creditxl.extracts.config import Config
    from creditxl.extracts.recognise import Match
    from creditxl.sources.naming import Named

SCHEMA = {
    "company": pl.String,
    "type": pl.String,  # as the source writes it
    "currency": pl.String,
    "negative": pl.Boolean,
    "later": pl.Boolean,  # posted after the day of the review
    "entries": pl.Int64,
    "cents": pl.Int64,
    "oldest": pl.Date,
    "newest": pl.Date,
}
CREDIT = DocumentType.CREDIT_NOTE.value
EURO_SIGNS = {"€": "EUR", "EURO": "EUR"}


class Profile(Struct, frozen=True):
    """The counts, and what they mean.

    Args:
        frame: `SCHEMA` and `document_type`, null where the type is unknown; of entries that can be used.
        types: Type as the source writes it → the type that it is.
        currencies: Those that are not the ledger's.
        turned: Whether credit notes are all positive, and therefore turned.
        issues: What is said of entries left out.
    """

    frame: pl.DataFrame
    types: Mapping[str, str]
    currencies: tuple[str, ...]
    turned: bool
    issues: tuple[Issue, ...]
    entries: int

    @classmethod
    def of(cls, found: pl.DataFrame, place: Named, match: Match, config: Config) -> Profile:
        """Return the profile of counts with the columns `SCHEMA`."""
        types = _types(found, config)
        foreign = () if match.amounts_in_ledger_currency else _foreign(found, config.currency)
        known = found.with_columns(
            document_type=pl.col("type").replace_strict(types, default=None, return_dtype=pl.String)
        )
        is_foreign = pl.col("currency").is_in(foreign).fill_null(value=False)
        usable = known.filter(pl.col("document_type").is_not_null() & ~is_foreign)
        notes = usable.filter(pl.col("document_type") == CREDIT, pl.col("cents") != 0)
        positive, negative = notes.filter(~pl.col("negative")), notes.filter(pl.col("negative"))
        turned = bool(positive.height) and not negative.height
        if turned:
            is_note = pl.col("document_type") == CREDIT
            usable = usable.with_columns(cents=pl.when(is_note).then(-pl.col("cents")).otherwise(pl.col("cents")))
        heading = match.headings["document_type"]
        issues = [
            *_unknown(known, place, heading),
            *_in_foreign(known.filter(is_foreign), place, match, config.currency),
            *_of_signs(place, heading, int(positive["entries"].sum()), turned=turned, mixed=bool(negative.height)),
        ]
        return cls(usable, types, foreign, turned, tuple(issues), int(found["entries"].sum() or 0))

    def part(
        self,
        place: Named,
        *,
        lost: int,
        sales: pl.DataFrame,
        delays: pl.DataFrame | None,
        claims: pl.DataFrame | None,
    ) -> LedgerPart:
        """Return the ledger as a review takes it.

        Args:
            place: The ledger's name.
            lost: Entries that cannot be used, and are not among those counted here.
            sales: As `LedgerPart` has them; so the others.
            delays: None where it is not told when invoices were closed.
            claims: None where there are no remaining amounts.
        """
        return LedgerPart(
            file=place.file([frame for frame in (sales, delays, claims) if frame is not None]),
            rows_read=self.entries + lost,
            rows_used=int(self.frame["entries"].sum() or 0),
            newest_by_company=dict(self.frame.group_by("company").agg(pl.col("newest").max()).sort("company").rows()),
            oldest=cast("date | None", self.frame["oldest"].min()),
            gross_cents=self._gross_cents(self.frame),
            later_cents=self._gross_cents(self.frame.filter("later")),
            sales=sales,
            delays=delays,
            claims=claims,
        )

    @property
    def gross_cents_now(self) -> int:
        """The gross sales of the entries up to the day of the review."""
        return self._gross_cents(self.frame.filter(~pl.col("later")))

    @staticmethod
    def _gross_cents(entries: pl.DataFrame) -> int:
        """Return the gross sales (rule R4)."""
        return int(entries.filter(pl.col("document_type").is_in(SALES))["cents"].sum() or 0)


def _types(found: pl.DataFrame, config: Config) -> dict[str, str]:
    own = config.choices.get(Kind.ENTRIES, {}).get("document_type", {})
    known = words.choices(DocumentType, own)
    written = found["type"].drop_nulls().unique().sort()
    return {one: known[name] for one in written if (name := words.normalised(_word(one))) in known}


def _word(written: str) -> str:
    """Return a type as a word: NAV's own number of it stands for one."""
    return text_of(Kind.ENTRIES, "document_type", int(written)) or "" if written.isdigit() else written


def _foreign(found: pl.DataFrame, currency: str) -> tuple[str, ...]:
    codes = found["currency"].drop_nulls().unique().sort()
    return tuple(code for code in codes if code.strip() and EURO_SIGNS.get(code, code).strip().upper() != currency)


def _unknown(known: pl.DataFrame, place: Named, heading: str) -> Iterator[Issue]:
    left = known.filter(pl.col("document_type").is_null()).group_by("type").agg(pl.col("entries").sum()).sort("type")
    for written, entries in left.iter_rows():
        fault = Fault.UNKNOWN_WORD if written else Fault.EMPTY
        said = sentences.fault(fault, written or "", heading, accepted=words.named(DocumentType))
        yield Issue(place.name, None, heading, f"{written or ''} × {entries}", *said)


def _in_foreign(left: pl.DataFrame, place: Named, match: Match, currency: str) -> Iterator[Issue]:
    sums = left.group_by("currency").agg(pl.col("entries").sum()).sort("currency")
    for code, entries in sums.iter_rows():
        said = sentences.fault(Fault.CURRENCY, code, "", accepted=currency)
        yield Issue(place.name, None, match.headings.get("amount", ""), f"{code} × {entries}", *said)


def _of_signs(place: Named, heading: str, positive: int, *, turned: bool, mixed: bool) -> Iterator[Issue]:
    if turned:
        yield Issue(place.name, None, heading, "", *sentences.turned_credit_notes(positive))
    elif positive and mixed:
        yield Issue(place.name, None, heading, "", *sentences.mixed_credit_notes(positive))


def left_out(place: Named, found: pl.DataFrame, match: Match, config: Config) -> list[Issue]:
    """Return an issue for each entry that cannot be used, or whose remaining amount cannot.

    Args:
        place: The ledger's name.
        found: Columns document, type, column, written, cents.
        match: Which columns are which.
        config: The company's own words.
    """
    types = _types(found, config)
    issues = []
    for document, kind, column, written, cents in found.iter_rows():
        fault = Fault.EMPTY if written is None else _why(written, config)
        heading = match.headings.get(column, column)
        said = sentences.fault(fault, str(written or ""), heading, accepted="")
        is_sale = types.get(kind or "") in SALES and cents is not None and column != "remaining_amount"
        amount = from_cents(cents) if is_sale else None
        issues.append(Issue(place.name, None, heading, f"{document}: {written or ''}", *said, amount))
    return issues


def _why(written: str, config: Config) -> Fault:
    found = amounts.parse(written, mark=amounts.POINT, currency=config.currency) if written.strip() else Fault.EMPTY
    return found if isinstance(found, Fault) else Fault.DECIMALS


def too_many(place: Named, most: int) -> Exception:
    """Return the error for a ledger of which so many entries cannot be read that it is another one."""
    return place.error(
        msg("more than {most} entries lack a date, a customer or an amount of whole cents", most=most),
        msg("name the right table and columns in creditxl.toml"),
    )
