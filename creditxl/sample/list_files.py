"""The small extracts: customers, payment terms, recommendations, new customers and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.model import CustomerType, Decision, RecommendationKind, from_cents
from creditxl.sample import ids
from creditxl.sample.decisions import LISTED
from creditxl.sample.forms import CRM, NAV, NAV_THOUSANDS, ODATA, Table, as_text, as_workbook
from creditxl.sample.group import COMPANIES, GROUP, RAKENNUS, RAVINTOLA, TEOLLISUUS, TERMS, TOIMISTO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from creditxl.sample.buyers import Account, Buyer
    from creditxl.sample.decisions import Insured, Recommended
    from creditxl.sample.forms import Row, Spoil

TERMS_FILE = "Maksuehdot.csv"
RECOMMENDATIONS_FILE = "Luottosuositukset1793632800000.csv"  # the CRM adds the moment of the export
NEW_CUSTOMERS_FILE = "Uudet asiakkaat1793632980000.csv"
RENEWALS_FILE = "Uusiutuvat luottosuositukset.xlsx"
LIMITS_FILE = "EOLIS limiitit.xlsx"
TYPES = {
    CustomerType.COMPANY: "Yritys",
    CustomerType.STATE: "Valtio",
    CustomerType.PUBLIC_BODY: "Julkisyhteisö",
    CustomerType.PRIVATE_PERSON: "Yksityishenkilö",
    CustomerType.GROUP_COMPANY: "Konserniyhtiö",
}
ODATA_TYPES = {
    CustomerType.COMPANY: "Company",
    CustomerType.STATE: "State",
    CustomerType.PUBLIC_BODY: "Public Body",
    CustomerType.PRIVATE_PERSON: "Private Person",
    CustomerType.GROUP_COMPANY: "Group Company",
}
KINDS = {RecommendationKind.QUICK: "Pikaluottosuositus", RecommendationKind.CONTINUOUS: "Jatkuva luottosuositus"}
DECISIONS = {Decision.APPROVED: "Hyväksytty", Decision.REJECTED: "Hylätty"}
LIMIT_DECISIONS = {
    Decision.APPROVED: "Myönnetty",
    Decision.PARTIAL: "Osittain myönnetty",
    Decision.REJECTED: "Hylätty",
    Decision.PENDING: "Käsittelyssä",
}
FINNISH_CARD = {
    "customer_no": "Nro",
    "name": "Nimi",
    "business_id": "Y-tunnus",
    "country": "Maa-/aluekoodi",
    "term": "Maksuehtojen koodi",
    "seller": "Myyjän koodi",
    "line": "Toimiala",
    "created_on": "Luotu",
    "type": "Asiakkaan tyyppi",
    "limit": "Luottoraja (PVA)",
}
CUSTOMER_HEADINGS: Mapping[int, Mapping[str, str]] = {
    TEOLLISUUS: FINNISH_CARD,
    RAKENNUS: FINNISH_CARD | {"customer_no": "Asiakasnro", "business_id": "ALV-rekisterinro"},
    TOIMISTO: {
        "customer_no": "No",
        "name": "Name",
        "business_id": "VAT_Registration_No",
        "country": "Country_Region_Code",
        "term": "Payment_Terms_Code",
        "seller": "Salesperson_Code",
        "line": "Business_Line",
        "created_on": "Created_On",
        "type": "Customer_Type",
        "limit": "Credit_Limit_LCY",
    },
    RAVINTOLA: FINNISH_CARD | {"customer_no": "Asiakasnumero"},
}
WRITES_VAT_NUMBERS = (RAKENNUS, TOIMISTO)
TERM_HEADINGS = {
    "code": "Koodi",
    "formula": "Eräpäivän laskenta",
    "discount_formula": "Alennuspvm:n laskenta",
    "discount": "Alennus-%",
    "text": "Kuvaus",
}
# Terms that the table still holds and no customer has any more: code, due-date formula, discount's formula, text.
OLD_TERMS = (
    ("HETI", "0P", "", "Heti"),
    ("1KK", "1K", "", "1 kuukausi"),
    ("1K(8P)", "1K", "8P", "1 kuukausi / 2 % 8 päivää"),
    ("NK", "NK", "", "Nykyinen kuukausi"),
    ("120PV", "120P", "", "120 päivää netto"),
)
RECOMMENDATION_HEADINGS = {
    "business_id": "Y-tunnus",
    "name": "Asiakkaan nimi",
    "kind": "Suosituksen tyyppi",
    "decision": "Päätös",
    "amount": "Suositeltu luotto",
    "decided_on": "Päätöspvm",
    "cancelled_on": "Peruutettu",
}
RENEWAL_HEADINGS = {
    "business_id": "Y-tunnus",
    "name": "Nimi",
    "kind": "Tyyppi",
    "decision": "Päätös",
    "amount": "Luottosuosituksen määrä",
    "decided_on": "Päätöspvm",
    "renews_on": "Uusiutuu",
}
NEW_HEADINGS = {
    "business_id": "Y-tunnus",
    "name": "Asiakkaan nimi",
    "created_on": "Luontipäivä",
    "line": "Toimiala",
    "seller": "Asiakkuuden omistaja",
}
LIMIT_HEADINGS = {
    "business_id": "Y-tunnus",
    "name": "Nimi",
    "requested": "Haettu limiitti",
    "granted": "Myönnetty limiitti",
    "decision": "Päätös",
    "currency": "Valuutta",
    "valid_from": "Voimassa alkaen",
    "valid_to": "Voimassa asti",
}


def customers_file(company: int) -> str:
    ending = "xlsx" if company == RAVINTOLA else "csv"
    return f"Asiakkaat {COMPANIES[company].name}.{ending}"


def customers(company: int, cards: Iterable[Row], spoils: Sequence[Spoil]) -> Table:
    return Table(CUSTOMER_HEADINGS[company], list(cards), spoils)


def card(buyer: Buyer, account: Account, granted: int | None) -> Row:
    """Return the customer card of one account; the insurer's limit stands on it as the credit limit."""
    business_id = buyer.business_id
    if account.company in WRITES_VAT_NUMBERS and buyer.country == "FI" and business_id:
        business_id = ids.finnish_vat(business_id)
    types = ODATA_TYPES if account.company == TOIMISTO else TYPES
    return {
        "customer_no": account.customer_no,
        "name": account.name,
        "business_id": business_id,
        "country": buyer.country,
        "term": account.term_code,
        "seller": account.seller,
        "line": account.line,
        "created_on": account.created_on if buyer.created_on else None,
        "type": types[buyer.archetype.customer_type],
        "limit": from_cents(granted or 0),
    }


def customers_written(cards: Table, company: int) -> bytes:
    if company == RAVINTOLA:
        return as_workbook(cards, "Asiakkaat")
    return as_text(cards, {TEOLLISUUS: NAV, RAKENNUS: NAV_THOUSANDS, TOIMISTO: ODATA}[company])


def terms() -> Table:
    rows: list[Row] = [
        {"code": term.code, "formula": term.formula, "discount_formula": "", "discount": "0", "text": term.text}
        for term in TERMS.values()
    ]
    for code, formula, discounted, text in OLD_TERMS:
        discount = "2" if discounted else "0"
        rows.append(
            {"code": code, "formula": formula, "discount_formula": discounted, "discount": discount, "text": text}
        )
    return Table(TERM_HEADINGS, rows)


def terms_written() -> bytes:
    return as_text(terms(), NAV)


def recommendations(found: Iterable[Recommended], spoils: Sequence[Spoil], extra: Iterable[Row]) -> Table:
    rows = [_recommendation(recommended) for recommended in sorted(found, key=_by_decision)]
    return Table(RECOMMENDATION_HEADINGS, [*rows, *extra], spoils, footers=_footers("Luottosuositukset"))


def renewals(found: Iterable[Recommended]) -> Table:
    """Return the service's list of continuous recommendations that renew, soonest first."""
    first, last = LISTED
    due = [(rec.renews_on, rec) for rec in found if rec.renews_on and first <= rec.renews_on <= last]
    due.sort(key=lambda pair: (pair[0], pair[1].buyer.ordinal))
    return Table(RENEWAL_HEADINGS, [_recommendation(rec) for _, rec in due])


def new_customers(found: Iterable[Buyer], spoils: Sequence[Spoil], extra: Iterable[Row]) -> Table:
    created = [(buyer.created_on, buyer) for buyer in found if buyer.created_on]
    created.sort(key=lambda pair: (pair[0], pair[1].ordinal))
    rows: list[Row] = [
        {
            "business_id": buyer.business_id,
            "name": buyer.name,
            "created_on": day,
            "line": buyer.accounts[0].line,
            "seller": buyer.accounts[0].seller,
        }
        for day, buyer in created
    ]
    return Table(NEW_HEADINGS, [*rows, *extra], spoils, footers=_footers("Uudet asiakkaat"))


def limits(found: Iterable[Insured], spoils: Sequence[Spoil], extra: Iterable[Row]) -> Table:
    rows = [_limit(insured) for insured in sorted(found, key=lambda insured: insured.buyer.name)]
    titles = ("Luottolimiitit", "Vakuutuksenottaja: Tuohivakka-konserni", "Poimittu 2.11.2026", "")
    return Table(LIMIT_HEADINGS, [*rows, *extra], spoils, titles)


def written_by_crm(report: Table) -> bytes:
    return as_text(report, CRM)


def written_by_insurer(table: Table) -> bytes:
    return as_workbook(table, "Limiitit")


def written_by_service(table: Table) -> bytes:
    return as_workbook(table, "Uusiutuvat")


def _by_decision(recommended: Recommended) -> tuple[object, ...]:
    return (recommended.decided_on, recommended.buyer.ordinal, recommended.kind.value)


def _recommendation(recommended: Recommended) -> Row:
    return {
        "business_id": recommended.buyer.business_id,
        "name": recommended.buyer.name,
        "kind": KINDS[recommended.kind],
        "decision": DECISIONS[recommended.decision],
        "amount": None if recommended.amount is None else from_cents(recommended.amount),
        "decided_on": recommended.decided_on,
        "renews_on": recommended.renews_on,
        "cancelled_on": recommended.cancelled_on,
    }


def _limit(insured: Insured) -> Row:
    return {
        "business_id": insured.buyer.business_id,
        "name": insured.buyer.name,
        "requested": from_cents(insured.requested),
        "granted": None if insured.granted is None else from_cents(insured.granted),
        "decision": LIMIT_DECISIONS[insured.decision],
        "currency": "EUR",
        "valid_from": insured.valid_from,
        "valid_to": insured.valid_to,
    }


def _footers(report: str) -> tuple[str, ...]:
    return (
        "",
        "",
        report,
        "Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.",
        "Confidential Information - Do Not Distribute",
        "Generated By:  Myyntireskontra  2.11.2026 17.20",
        GROUP,
    )
