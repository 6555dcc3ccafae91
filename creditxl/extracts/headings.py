"""The headings that each column goes by. A new heading goes here, or into a company's own `creditxl.toml`.

First come NAV's and Business Central's captions in Finnish, Swedish and English, then OData and API names, then what
CRMs, credit-information companies and insurers write. Earlier ones are preferred where a file has several: amounts in
the ledger's currency stand before those in the customer's.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from creditxl.tables.columns import Kind


def _names(*lines: str) -> tuple[str, ...]:
    """Return the headings that stand in lines, `|` between them."""
    return tuple(name.strip() for line in lines for name in line.split("|"))


_COMPANY = _names(
    "Yhtiö | Konserniyhtiö | Yrityksen nimi | Yhtiön nimi | Yritys | Bolag | Bolagsnamn | Koncernbolag",
    "Företagsnamn | Företag | Company | Company Name | Legal Entity | companyName",
)
_BUSINESS_ID = _names(
    "Y-tunnus | Yritystunnus | Asiakkaan Y-tunnus | Yrityksen Y-tunnus | Organisationsnummer | Org.nr | FO-nummer",
    "Business ID | Business Identity Code | Company Registration No. | Registration No. | Registration Number",
    "Rekisterinro | Rekisterinumero | Rekisteröintinumero | Registreringsnr | Company Registration Number",
    "Identifier value | Tunnisteen arvo | Tunniste | registrationNumber | ALV-rekisterinro | ALV-rekisterinumero",
    "ALV-numero | ALV-tunnus | Momsregistreringsnr | Momsregistreringsnummer | VAT Registration No.",
    "VAT Registration Number | VAT Number | VAT No. | taxRegistrationNumber | uid",
)
_NAME = _names(
    "Asiakkaan nimi | Asiakasnimi | Kundnamn | Kundens namn | Customer Name | Nimi | Namn | Name | displayName",
    "Tilin nimi | Kontonamn | Account Name | Asiakas | Kund | Customer | Yrityksen nimi | Ostajan nimi | Ostaja",
    "Köparens namn | Köpare | Buyer Name | Buyer | Company Name | Företagsnamn | Yritys | Företag | buyerName",
)
_SELLER = _names(
    "Myyjä | Myyjän nimi | Myyjän koodi | Myyjäkoodi | Vastuumyyjä | Asiakkuuden omistaja | Tilin omistaja",
    "Asiakasvastaava | Säljare | Säljarens namn | Säljarkod | Kontoägare | Kundansvarig | Salesperson",
    "Salesperson Name | Salesperson Code | Account Owner | Owner | Omistaja | Ägare | Account Manager",
)
_BUSINESS_LINE = _names(
    "Toimiala | Liiketoiminta-alue | Liiketoiminta | Liiketoimintalinja | Affärsområde | Bransch | Business Line",
    "Business Area | Business Unit | Line of Business | Industry",
)
_CREATED = _names(
    "Luotu | Luontipäivä | Luontipvm | Luontipäivämäärä | Luomispäivä | Skapad",
    "Skapad den | Skapat datum | Skapandedatum | Uppläggningsdatum | Created | Created On | Created Date",
    "Creation Date | Date Created | Created At | SystemCreatedAt | Customer Since",
)
_CURRENCY = _names("Valuuttakoodi | Valuutan koodi | Valuutta | Valutakod | Valuta | Currency Code | Currency")
_CUSTOMER_NO = _names(
    "Asiakasnumero | Asiakasnro | Asiakasnr | Asiakkaan nro | Asiakkaan numero | Kundnummer | Kundnr",
    "Customer No. | Customer Number | Customer ID | Customer Code | Asiakastunnus | Asiakaskoodi | Kundkod",
    "Laskutusasiakkaan nro | Faktureras kundnr | Bill-to Customer No. | billToCustomerNumber",
)
_DECISION = _names("Päätös | Beslut | Decision | Päätöksen tila | Beslutsstatus | Decision Status | Tila | Status")

HEADINGS: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.CUSTOMERS: {
        "company": _COMPANY,
        "customer_no": _CUSTOMER_NO + _names("Nro | Nr | No. | Numero | Nummer | number"),
        "name": tuple(name for name in _NAME if name not in _COMPANY),
        "business_id": _BUSINESS_ID,
        "country": _names(
            "Maa- tai aluekoodi | Maa-/aluekoodi | Maakoodi | Maa | Lands-/regionskod | Landskod | Land",
            "Country/Region Code | Country Code | Country/Region | Country",
        ),
        "payment_term": _names(
            "Maksuehtojen koodi | Maksuehtokoodi | Maksuehto | Maksuehdot | Betalningsvillkorskod",
            "Betalningsvillkor | Payment Terms Code | Payment Terms | Payment Term | Maksuaika | Kredittid",
            "Credit Period | paymentTermsId",
        ),
        "business_line": _BUSINESS_LINE,
        "seller": _SELLER,
        "created_on": _CREATED,
        "customer_type": _names(
            "Asiakastyyppi | Asiakkaan tyyppi | Kundtyp | Customer Type | Asiakasluokka | Kundkategori"
        ),
        "credit_limit": _names(
            "Luottoraja (PVA) | Kreditgräns (BVA) | Credit Limit (LCY) | Luottoraja | Kreditgräns | Credit Limit",
            "Luottolimiitti | Kreditlimit",
        ),
        "buyer_no": _names(
            "Euler-ID | Euler ID | EH-ID | EH ID | Allianz Trade ID | Vakuuttajan ostajanumero",
            "Försäkringsgivarens köparnummer | Insurer's Buyer No. | Insurer's Buyer Number",
        ),
    },
    Kind.ENTRIES: {
        "company": _COMPANY,
        "customer_no": _CUSTOMER_NO,
        "document_type": _names(
            "Asiakirjatyyppi | Asiakirjan tyyppi | Dokumenttyp | Document Type | Tositelaji | Tositetyyppi",
            "Verifikationstyp | Tapahtumalaji | Transaktionstyp",
        ),
        "document_no": _names(
            "Asiakirjanumero | Asiakirjan nro | Asiakirjan numero | Dokumentnr | Dokumentnummer | Verifikationsnr",
            "Verifikationsnummer | Document No. | Document Number | Tositenro | Tositenumero | Laskunro",
            "Laskunumero | Laskun nro | Laskun numero | Fakturanr | Fakturanummer | Invoice No. | Invoice Number",
        ),
        "posting_date": _names(
            "Kirjauspäivämäärä | Kirjauspvm | Kirjauspäivä | Bokföringsdatum | Bokföringsdag | Posting Date",
            "Tositepvm | Tositepäivä | AT-kirjauspäivämäärä | KRT Bokföringsdatum | CLE Posting Date | Laskupvm",
            "Laskupäivä | Laskun pvm | Laskun päivämäärä | Fakturadatum | Invoice Date",
        ),
        "due_date": _names(
            "Eräpäivä | Eräpvm | Förfallodatum | Förfallodag | Due Date | AT – eräpäivä | KRT Förfallodatum",
            "CLE Due Date",
        ),
        "amount": _names(
            "Summa (PVA) | Belopp (BVA) | Amount (LCY) | Alkuperäinen summa (PVA) | Ursprungligt belopp (BVA)",
            "Original Amt. (LCY) | Original Amount (LCY) | Summa | Belopp | Amount | Alkuperäinen summa",
            "Ursprungligt belopp | Original Amount | Bruttosumma | Bruttobelopp | Gross Amount",
            "totalAmountIncludingTax | Invoice Amount",
        ),
        "remaining_amount": _names(
            "Jäljellä oleva summa (PVA) | Återstående belopp (BVA) | Remaining Amt. (LCY) | Remaining Amount (LCY)",
            "Jäljellä oleva summa | Återstående belopp | Remaining Amount | Avoin summa | Avoinna | Avoin määrä",
            "Öppet belopp | Open Amount | Outstanding Amount",
        ),
        "currency": _CURRENCY,
        "disputed": _names(
            "Riitautettu | Riidanalainen | Kiistetty | Tvistig | Tvist | Bestridd | Disputed | In Dispute"
        ),
        "closed_on": _names(
            "Suljettu pvm | Sulkemispäivä | Sulkemispvm | Päätetty pvm | Maksettu pvm | Stängd den | Stängt den",
            "Stängd datum | Betald den | Closed at Date | Closed On | Closed Date | Closing Date | Paid On",
        ),
    },
    Kind.PAYMENT_TERMS: {
        "company": _COMPANY,
        "code": _names(
            "Koodi | Kod | Code | Maksuehtojen koodi | Maksuehtokoodi | Betalningsvillkorskod | Payment Terms Code",
            "Maksuehto | Betalningsvillkor",
        ),
        "due_date_formula": _names(
            "Eräpäivän laskenta | Eräpäivän laskentakaava | Eräpäivän kaava | Formel för förfallodatum",
            "Förfallodatumformel | Beräkning av förfallodatum | Due Date Calculation | Due Date Formula",
            "due_date_calc",
        ),
        "days": _names(
            "Päivät | Päiviä | Päivien määrä | Maksuaika | Dagar | Antal dagar | Days | Number of Days | Net Days",
            "Due Days",
        ),
        "description": _names("Kuvaus | Selite | Beskrivning | Description | displayName"),
    },
    Kind.RECOMMENDATIONS: {
        "business_id": _BUSINESS_ID,
        "name": _NAME,
        "kind": _names(
            "Luottosuosituksen tyyppi | Suosituksen tyyppi | Suositustyyppi | Luottosuositus | Suositus",
            "Typ av kreditrekommendation | Rekommendationstyp | Typ av rekommendation | Kreditrekommendation",
            "Rekommendation | Recommendation Type | Recommendation Kind | Credit Recommendation | Recommendation",
            "Type of Recommendation | Tyyppi | Typ | Kind | Type",
        ),
        "decision": _names("Suosituspäätös | Luottopäätös | Kreditbeslut | Credit Decision") + _DECISION,
        "amount": _names(
            "Luottosuosituksen määrä | Suosituksen määrä | Suositusmäärä | Suositeltu luottoraja",
            "Suositeltu määrä | Suositeltu luotto | Luottosuosituksen summa | Rekommenderat belopp",
            "Rekommenderad kredit | Recommended Amount | Recommended Limit | Recommendation Amount | Luottoraja",
            "Kreditgräns | Credit Limit | Luottolimiitti | Kreditlimit | Limiitti | Limit | Määrä | Summa | Belopp",
            "Amount",
        ),
        "decided_on": _names(
            "Päätöspäivä | Päätöspvm | Päätöspäivämäärä | Päätöksen päivämäärä | Päätöksen pvm | Päätetty",
            "Suosituspäivä | Suosituksen päivämäärä | Beslutsdatum | Beslutsdag | Beslutad | Decision Date",
            "Decided On | Date of Decision",
        ),
        "renews_on": _names(
            "Uusiutumispäivä | Uusiutumispvm | Uusiutumispäivämäärä | Uusiutuu | Seuraava uusiutuminen",
            "Förnyelsedatum | Förnyas | Förnyas den | Renewal Date | Renews On | Next Renewal",
        ),
        "cancelled_on": _names(
            "Peruutettu | Peruttu | Peruutuspäivä | Peruutuspvm | Peruutuspäivämäärä | Lopetettu | Lopetuspäivä",
            "Päättynyt | Uppsagd | Uppsägningsdatum | Annullerad | Annulleringsdatum | Avslutad | Cancelled",
            "Cancelled On | Cancellation Date | Canceled | Canceled On",
        ),
    },
    Kind.LIMITS: {
        "business_id": _BUSINESS_ID,
        "name": _NAME,
        "requested": _names(
            "Haettu limiitti | Haettu luottolimiitti | Haettu luottoraja | Haettu määrä | Haettu summa | Haettu",
            "Pyydetty määrä | Pyydetty limiitti | Ansökt limit | Ansökt kreditlimit | Ansökt belopp | Ansökt",
            "Sökt limit | Sökt belopp | Begärd limit | Begärt belopp | Requested Limit | Requested Amount",
            "Amount Requested | Limit Requested | Requested | Amount Applied For",
        ),
        "granted": _names(
            "Myönnetty limiitti | Myönnetty luottolimiitti | Myönnetty luottoraja | Myönnetty määrä",
            "Myönnetty summa | Myönnetty | Voimassa oleva limiitti | Beviljad limit | Beviljad kreditlimit",
            "Beviljat belopp | Beviljad | Granted Limit | Granted Amount | Amount Granted | Limit Granted",
            "Granted | Agreed Amount | Approved Amount | Approved Limit | permanentAmount",
            "decisionAmtInPolicyCurrency | Luottolimiitti | Luottoraja | Limiitti | Limiitin määrä | Kreditlimit",
            "Kreditgräns | Credit Limit | Credit Limit Amount | Limit Amount | Limit",
        ),
        "decision": _DECISION
        + _names("coverStatusCode | Cover Status | requestStatusCode | technicalDecisionStatusCode"),
        "currency": _CURRENCY,
        "valid_from": _names(
            "Voimassa alkaen | Voimassaolo alkaa | Voimaantulopäivä | Alkamispäivä | Alkupäivä | Alkaa",
            "Gäller från | Gäller från och med | Giltig från | Startdatum | Valid From | Effective From",
            "Effective Date | Start Date | effectFromDate",
        ),
        "valid_to": _names(
            "Voimassa asti | Voimassa saakka | Voimassaolo päättyy | Päättymispäivä | Loppupäivä | Päättyy",
            "Gäller till | Gäller till och med | Giltig till | Slutdatum | Valid To | Valid Until | Effective To",
            "Expiry Date | End Date | effectiveToDate",
        ),
    },
    Kind.NEW_CUSTOMERS: {
        "business_id": _BUSINESS_ID,
        "name": _NAME,
        "created_on": _CREATED,
        "business_line": _BUSINESS_LINE,
        "seller": _SELLER,
    },
}

# PVA, BVA, LCY: the ledger's own currency, as NAV's captions say it.
_LEDGER_CURRENCY = re.compile(r"\((?:pva|bva|lcy)\)|[ _](?:pva|bva|lcy)\b", re.IGNORECASE)


@lru_cache  # a row's cells are looked up for each kind
def normalised(heading: str) -> str:
    """Return a heading without case, spaces, dots, underscores and other signs; å, ä and ö stay.

    >>> normalised("Amount_LCY") == normalised("Amount (LCY)")
    True
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", heading).casefold())


def is_in_ledger_currency(heading: str) -> bool:
    """Return whether a heading says that its amounts are in the ledger's own currency."""
    return _LEDGER_CURRENCY.search(heading) is not None
