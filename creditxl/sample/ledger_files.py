"""The customer ledger of each company, headed and worded as its system does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.model import DocumentType, from_cents
from creditxl.sample.forms import NAV, NAV_THOUSANDS, ODATA, Table, as_text, as_workbook
from creditxl.sample.group import COMPANIES, RAKENNUS, RAVINTOLA, TEOLLISUUS, TOIMISTO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from creditxl.sample.forms import Row, Spoil
    from creditxl.sample.ledger import Entry

SEK_PER_4_EUROS = 45
FOUR = 4
FINNISH = {
    DocumentType.INVOICE: "Lasku",
    DocumentType.CREDIT_NOTE: "Hyvityslasku",
    DocumentType.PAYMENT: "Maksu",
    DocumentType.INTEREST: "Korkolasku",
    DocumentType.REMINDER: "Maksukehotus",
}
ODATA_TYPES = {
    DocumentType.INVOICE: "Invoice",
    DocumentType.CREDIT_NOTE: "Credit Memo",
    DocumentType.PAYMENT: "Payment",
    DocumentType.INTEREST: "Finance Charge Memo",
    DocumentType.REMINDER: "Reminder",
}
SERIES = {
    DocumentType.INVOICE: "L",
    DocumentType.CREDIT_NOTE: "H",
    DocumentType.PAYMENT: "S",
    DocumentType.INTEREST: "K",
    DocumentType.REMINDER: "MK",
}
ORDER = tuple(SERIES)
HEADINGS: Mapping[int, Mapping[str, str]] = {
    TEOLLISUUS: {
        "posted": "Kirjauspvm",
        "kind": "Asiakirjatyyppi",
        "document_no": "Asiakirjan nro",
        "customer_no": "Asiakasnro",
        "name": "Asiakkaan nimi",
        "text": "Kuvaus",
        "currency": "Valuutan koodi",
        "original": "Summa",
        "amount": "Summa (PVA)",
        "original_left": "Jäljellä oleva summa",
        "left": "Jäljellä oleva summa (PVA)",
        "net": "Myynti (PVA)",
        "due": "Eräpäivä",
        "open": "Avoin",
        "disputed": "Riitautettu",
    },
    RAKENNUS: {
        "posted": "Tositepvm",
        "kind": "Tositelaji",
        "document_no": "Tositenro",
        "customer_no": "Asiakasnro",
        "name": "Asiakkaan nimi",
        "text": "Kuvaus",
        "currency": "Valuutan koodi",
        "amount": "Summa",
        "left": "Jäljellä oleva summa",
        "due": "Eräpäivä",
        "open": "Avoin",
    },
    TOIMISTO: {
        "number": "Entry_No",
        "posted": "Posting_Date",
        "kind": "Document_Type",
        "document_no": "Document_No",
        "customer_no": "Customer_No",
        "currency": "Currency_Code",
        "original": "Amount",
        "original_left": "Remaining_Amount",
        "amount": "Amount_LCY",
        "left": "Remaining_Amt_LCY",
        "due": "Due_Date",
        "open": "Open",
    },
    RAVINTOLA: {
        "posted": "Kirjauspäivämäärä",
        "kind": "Asiakirjatyyppi",
        "document_no": "Asiakirjanumero",
        "customer_no": "Asiakasnumero",
        "currency": "Valuutan koodi",
        "amount": "Summa (PVA)",
        "left": "Jäljellä oleva summa (PVA)",
        "due": "Eräpäivä",
        "disputed": "Riitautettu",
    },
}


def file_name(company: int) -> str:
    ending = "xlsx" if company == RAVINTOLA else "csv"
    return f"Asiakastapahtumat {COMPANIES[company].name}.{ending}"


def numbered(entries: Iterable[Entry], company: int) -> list[Entry]:
    """Return one company's entries by posting date, each with the next document number of its series and year."""
    found = [entry for entry in entries if entry.account.company == company]
    found.sort(key=lambda entry: (entry.posted, ORDER.index(entry.kind), entry.account.customer_no))
    following: dict[tuple[DocumentType, int], int] = {}
    for entry in found:
        key = (entry.kind, entry.posted.year)
        following[key] = following.get(key, 0) + 1
        letters = COMPANIES[company].series + SERIES[entry.kind]
        entry.document_no = f"{letters}{entry.posted:%y}-{following[key]:05d}"
    return found


def table(entries: Sequence[Entry], company: int, spoils: Sequence[Spoil]) -> Table:
    row = _odata_row if company == TOIMISTO else _row
    return Table(HEADINGS[company], [row(entry, number) for number, entry in enumerate(entries, 1)], spoils)


def written(ledger: Table, company: int) -> bytes:
    """Return a company's ledger as its system exports it."""
    if company == RAVINTOLA:
        return as_workbook(ledger, "Asiakastapahtumat")
    return as_text(ledger, {TEOLLISUUS: NAV, RAKENNUS: NAV_THOUSANDS, TOIMISTO: ODATA}[company])


def _row(entry: Entry, number: int) -> Row:
    in_krona = entry.country == "SE" and entry.account.company != RAKENNUS
    return {
        "number": number,
        "posted": entry.posted,
        "kind": FINNISH[entry.kind],
        "document_no": entry.document_no,
        "customer_no": entry.account.customer_no,
        "name": entry.account.name,
        "text": f"{FINNISH[entry.kind]} {entry.document_no}",
        "currency": "SEK" if in_krona else "",
        "original": _in_currency(entry.amount, in_krona=in_krona),
        "original_left": _in_currency(entry.remaining, in_krona=in_krona),
        "amount": from_cents(entry.amount),
        "left": from_cents(entry.remaining),
        "net": from_cents(entry.net or 0),
        "due": entry.due,
        "open": "Kyllä" if entry.remaining else "Ei",
        "disputed": "Kyllä" if entry.disputed else "",
    }


def _odata_row(entry: Entry, number: int) -> Row:
    is_open = "true" if entry.remaining else "false"
    return _row(entry, number) | {"kind": ODATA_TYPES[entry.kind], "open": is_open}


def _in_currency(cents: int, *, in_krona: bool) -> Decimal:
    if not in_krona:
        return from_cents(cents)
    krona = abs(cents) * SEK_PER_4_EUROS // FOUR
    return from_cents(krona if cents > 0 else -krona)
