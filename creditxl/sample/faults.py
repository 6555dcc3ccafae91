"""The faults that every month's extracts have: what stands where, so that each can be found again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from creditxl.model import DocumentType, from_cents
from creditxl.sample import ids
from creditxl.sample.archetypes import Rec
from creditxl.sample.dice import Dice
from creditxl.sample.forms import Spoil
from creditxl.sample.group import RAKENNUS, RAVINTOLA, SEED, TEOLLISUUS, TOIMISTO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from creditxl.sample.buyers import Account, Buyer
    from creditxl.sample.forms import Row, Table
    from creditxl.sample.ledger import Entry

STRANGER = 660  # ordinals that no customer has, for ids of those whom nobody invoices
SECOND_COPY = "Kopio tiedostosta "  # as a Finnish Windows names a copy
# Of each ledger: how far down in percent, the column, the text in it, and what is wrong.
IN_LEDGER = {
    TEOLLISUUS: (
        (8, "amount", "n. 1240", "amount_is_text"),
        (55, "customer_no", "99999", "customer_not_listed"),
        (66, "posted", "31.02.2026", "impossible_date"),
        (81, "kind", "Tilitys", "unknown_document_type"),
    ),
    RAKENNUS: (
        (30, "currency", "SEK", "currency_without_ledger_amount"),
        (72, "text", "Lasku; lisätyöt", "row_too_long"),
        (88, "amount", "", "amount_missing"),
    ),
    TOIMISTO: (
        (40, "kind", "", "document_type_missing"),
        (85, "posted", "2026-02-30", "impossible_date"),
    ),
    RAVINTOLA: (
        (50, "amount", "tarkistettava", "amount_is_text"),
        (70, "posted", "31.02.2026", "impossible_date"),
    ),
}
NO_SALE_TO_MISS = {"amount", "currency", "customer_no"}


class PlantedFault(Struct, frozen=True):
    """A fault planted on purpose.

    Args:
        row: As Excel counts it; None where the whole file is meant.
        column: The heading above it; empty where no column is meant.
        value: The text that stands there.
        kind: What is wrong, in one word for tests.
        gross: Gross sales that the row keeps out of the sums, where its amount can be read.
    """

    file: str
    row: int | None
    column: str
    value: str
    kind: str
    gross: Decimal | None = None


def planted(file: str, table: Table) -> list[PlantedFault]:
    """Return a table's faults with their place in the file."""
    return [
        PlantedFault(file, table.file_row(s.row), table.headings[s.column], s.text, s.kind, s.gross)
        for s in table.spoils
    ]


def in_ledger(entries: Sequence[Entry], company: int) -> tuple[list[Entry], list[Spoil]]:
    """Return the entries with a spoiled invoice after some of them, each a second one of the same customer."""
    found: list[Entry] = []
    spoils: list[Spoil] = []
    waiting = list(IN_LEDGER[company])
    for number, entry in enumerate(entries):
        found.append(entry)
        if waiting and number * 100 >= waiting[0][0] * len(entries) and _is_plain(entry):
            _, column, text, kind = waiting.pop(0)
            gross = None if column in NO_SALE_TO_MISS else from_cents(entry.amount)
            spoils.append(Spoil(len(found), column, text, kind, gross))
            found.append(replace(entry, document_no=entry.document_no + "-2", remaining=entry.amount, disputed=False))
    return found, spoils


def _is_plain(entry: Entry) -> bool:
    return entry.kind is DocumentType.INVOICE and entry.country == "FI"


def in_cards(cards: list[Row], owners: Sequence[tuple[Buyer, Account]], company: int) -> list[Spoil]:
    """Spoil the cards whose archetype calls for it; one company lists a customer twice, at the end."""
    spoils = [
        spoil for row, (buyer, _) in enumerate(owners) if (spoil := _card_fault(row, cards[row], buyer)) is not None
    ]
    if company == TOIMISTO:
        again = cards[2] | {"seller": ""}
        spoils.append(Spoil(len(cards), "customer_no", str(again["customer_no"]), "listed_twice"))
        cards.append(again)
    return spoils


def _card_fault(row: int, card: Row, buyer: Buyer) -> Spoil | None:
    archetype = buyer.archetype.name
    if archetype == "wrong_business_id":
        return Spoil(row, "business_id", ids.spoiled(str(card["business_id"])), archetype)
    if not buyer.business_id:
        return Spoil(row, "business_id", "", "missing_business_id")
    if archetype == "unknown_term":
        return Spoil(row, "term", str(card["term"]), archetype)
    return None


def recommendation_rows(dormant: Sequence[Buyer], first: int) -> tuple[list[Row], list[Spoil]]:
    """Return rows for the end of the recommendations report; `first` is the place of the first of them."""
    stranger = ids.finnish_id(STRANGER, Dice(SEED, STRANGER))
    rows = [
        _recommendation(stranger, "Hallavaaran Sirkus Oy"),
        _recommendation(dormant[0].business_id, dormant[0].name),
        _recommendation(dormant[1].business_id, dormant[1].name),
    ]
    return rows, [
        Spoil(first, "business_id", stranger, "recommendation_without_customer"),
        Spoil(first + 1, "decided_on", "31.6.2026", "impossible_date"),
        Spoil(first + 2, "kind", "Yritysraportti", "unknown_recommendation"),
    ]


def limit_rows(dormant: Sequence[Buyer], first: int) -> tuple[list[Row], list[Spoil]]:
    """Return rows for the end of the limits' list; `first` is the place of the first of them."""
    stranger = ids.finnish_id(STRANGER + 1, Dice(SEED, STRANGER + 1))
    rows = [
        _limit(stranger, "Routakosken Lauttayhtiö Oy"),
        _limit(dormant[2].business_id, dormant[2].name),
        _limit(dormant[3].business_id, dormant[3].name),
    ]
    return rows, [
        Spoil(first, "business_id", stranger, "limit_without_customer"),
        Spoil(first + 1, "granted", "ks. päätös", "amount_is_text"),
        Spoil(first + 2, "currency", "SEK", "limit_in_another_currency"),
    ]


def new_customer_rows(first: int) -> tuple[list[Row], list[Spoil]]:
    """Return a customer that the sellers created and nobody has invoiced yet; `first` is its place in the report."""
    stranger = ids.finnish_id(STRANGER + 2, Dice(SEED, STRANGER + 2))
    row: Row = {
        "business_id": stranger,
        "name": "Käpysuon Jäätelötehdas Oy",
        "created_on": date(2026, 10, 29),
        "line": "Teollisuus",
        "seller": "Myyjä 02",
    }
    return [row], [Spoil(first, "business_id", stranger, "new_customer_without_account")]


def dormant_without_decision(found: Sequence[Buyer]) -> list[Buyer]:
    """Return Finnish customers about whom nobody knows or asks anything: a fault of theirs changes nothing else."""
    return [
        buyer
        for buyer in found
        if buyer.archetype.name == "dormant" and buyer.recommendation is Rec.NONE and buyer.country == "FI"
    ]


def _recommendation(business_id: str, name: str) -> Row:
    return {
        "business_id": business_id,
        "name": name,
        "kind": "Pikaluottosuositus",
        "decision": "Hyväksytty",
        "amount": None,
        "decided_on": date(2026, 6, 30),
        "cancelled_on": None,
    }


def _limit(business_id: str, name: str) -> Row:
    return {
        "business_id": business_id,
        "name": name,
        "requested": Decimal(40_000),
        "granted": Decimal(40_000),
        "decision": "Myönnetty",
        "currency": "EUR",
        "valid_from": date(2026, 2, 2),
        "valid_to": None,
    }
