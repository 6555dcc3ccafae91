"""The words that stand for the values of a choice, in Finnish, Swedish and English.

A company's own ones stand in `creditxl.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from creditxl.model import NO_WORDS, CustomerType, Decision, DocumentType, RecommendationKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum


def _words(*lines: str) -> tuple[str, ...]:
    """Return the words that stand in lines, `|` between them."""
    return tuple(word.strip() for line in lines for word in line.split("|"))


# The first three of each are the ones that messages name.
WORDS: Mapping[type[StrEnum], Mapping[str, tuple[str, ...]]] = {
    DocumentType: {
        DocumentType.INVOICE: _words(
            "Lasku | Faktura | Invoice | Myyntilasku | Försäljningsfaktura | Sales Invoice | Kundfaktura",
            "Debetfaktura | Veloituslasku",
        ),
        DocumentType.CREDIT_NOTE: _words(
            "Hyvityslasku | Kreditnota | Credit Memo | Credit Note | Kreditfaktura | Hyvitys | Myyntihyvityslasku",
            "Sales Credit Memo | Credit Invoice | Credit_x0020_Memo",
        ),
        DocumentType.PAYMENT: _words("Maksu | Betalning | Payment | Suoritus | Inbetalning | Maksusuoritus"),
        DocumentType.REFUND: _words("Palautus | Återbetalning | Refund | Maksun palautus | Rahanpalautus"),
        DocumentType.INTEREST: _words(
            "Korkolasku | Räntefaktura | Finance Charge Memo | Viivästyskorko | Viivästyskorkolasku",
            "Viivästyskorkohyvitys | Dröjsmålsränta | Ränta | Korko | Interest | Interest Invoice | Finance Charge",
            "Finance_x0020_Charge_x0020_Memo",
        ),
        DocumentType.REMINDER: _words(
            "Maksukehotus | Påminnelse | Reminder | Maksumuistutus | Muistutus | Kehotus | Betalningspåminnelse",
            "Kravbrev | Muistutusmaksu | Reminder Fee | Huomautus",
        ),
    },
    RecommendationKind: {
        RecommendationKind.QUICK: _words(
            "Pika | Snabb | Quick | Pikaluottosuositus | Pikasuositus | Pikainen | Snabbrekommendation",
            "Snabb kreditrekommendation | Quick Recommendation | Quick Credit Recommendation | Kertaluonteinen",
            "Engångs | One-off",
        ),
        RecommendationKind.CONTINUOUS: _words(
            "Jatkuva | Löpande | Continuous | Jatkuva luottosuositus | Jatkuva suositus",
            "Löpande kreditrekommendation | Löpande rekommendation | Kontinuerlig | Continuous Recommendation",
            "Continuous Credit Recommendation | Monitored | Seurannassa",
        ),
    },
    Decision: {
        Decision.APPROVED: _words(
            "Hyväksytty | Beviljad | Approved | Myönnetty | Hyväksyttävä | Puollettu | Kyllä | Godkänd | Godkänt",
            "Beviljat | Bifall | Tillstyrkt | Ja | Granted | Accepted | Agreed | Agreement | Full Agreement | Yes",
            "Voimassa | Giltig | Gällande | In force | Active",
        ),
        Decision.PARTIAL: _words(
            "Osittain hyväksytty | Delvis beviljad | Partial | Osittain | Osittain myönnetty | Osahyväksytty",
            "Osapäätös | Osamyönnetty | Delvis | Delvis godkänd | Delbeviljad | Partially approved",
            "Partly approved | Partly granted | Partial Agreement | Partial Approval | Reduced | Alennettu",
        ),
        Decision.REJECTED: _words(
            "Hylätty | Avslag | Rejected | Hylkäys | Hylkäävä | Kielteinen | Evätty | Ei | Avslagen | Avslaget",
            "Avvisad | Nekad | Underkänd | Nej | Refused | Refusal | Declined | Denied | No",
        ),
        Decision.PENDING: _words(
            "Vireillä | Under behandling | Pending | Odottaa | Odottaa päätöstä | Haettu | Käsittelyssä | Avoin",
            "Kesken | Väntar | Inväntar beslut | Väntar på beslut | Ansökt | Öppen | Waiting",
            "Waiting for a decision | Open | In progress | Under review | Referred | Requested | Applied",
        ),
        Decision.CANCELLED: _words(
            "Peruutettu | Uppsagd | Cancelled | Peruttu | Lopetettu | Päättynyt | Annullerad | Återkallad",
            "Avslutad | Canceled | Withdrawn | Terminated | Closed | Irtisanottu",
        ),
    },
    CustomerType: {
        CustomerType.COMPANY: _words(
            "Yritys | Företag | Company | Yhtiö | Osakeyhtiö | Yritysasiakas | Bolag | Aktiebolag | Företagskund",
            "Business | Corporate | Corporation | Organisaatio | Organization | Organisation",
        ),
        CustomerType.STATE: _words(
            "Valtio | Staten | State | Valtion virasto | Valtion laitos | Stat | Statlig | Statlig myndighet",
            "Government | Central government",
        ),
        CustomerType.PUBLIC_BODY: _words(
            "Kunta | Kommun | Public body | Julkinen | Julkisyhteisö | Julkinen sektori | Kaupunki | Kuntayhtymä",
            "Hyvinvointialue | Seurakunta | Stad | Samkommun | Välfärdsområde | Församling | Offentlig",
            "Offentligt samfund | Offentlig sektor | Region | Municipality | City | Public | Public sector",
        ),
        CustomerType.PRIVATE_PERSON: _words(
            "Yksityishenkilö | Privatperson | Private person | Yksityinen | Henkilö | Henkilöasiakas | Kuluttaja",
            "Privat | Person | Konsument | Privatkund | Private | Consumer | Individual",
        ),
        CustomerType.GROUP_COMPANY: _words(
            "Konserniyhtiö | Koncernbolag | Group company | Konserni | Konsernin yhtiö | Tytäryhtiö | Sisaryhtiö",
            "Emoyhtiö | Koncern | Dotterbolag | Systerbolag | Moderbolag | Intercompany | Intra-group | Subsidiary",
            "Affiliate",
        ),
    },
}

TRUE_WORDS = ("Kyllä", "Ja", "Yes", "True", "Tosi", "Sant", "X", "1", "K", "Y", "J", "T", "Riitautettu", "Disputed")
FALSE_WORDS = (*NO_WORDS, "E", "F")

NAMED_IN_MESSAGES = 3


def normalised(word: str) -> str:
    """Return a word without case, repeated spaces, underscores and trailing dots.

    >>> normalised(" Credit_Memo. ")
    'credit memo'
    """
    composed = unicodedata.normalize("NFC", word).casefold()
    return re.sub(r"[\s_]+", " ", composed).strip(" .")


def choices(kind: type[StrEnum], own: Mapping[str, str]) -> dict[str, str]:
    """Return every accepted word, normalised, with the value it stands for.

    Args:
        kind: The column's enumeration.
        own: The company's own words and what they stand for; they win over the common ones.
    """
    accepted = {normalised(word): value for value, words in WORDS[kind].items() for word in (*words, value)}
    return accepted | {normalised(word): value for word, value in own.items()}


def flags() -> dict[str, bool]:
    """Return the accepted words of a yes-or-no column, normalised."""
    return {normalised(word): True for word in TRUE_WORDS} | {normalised(word): False for word in FALSE_WORDS}


def named(kind: type[StrEnum] | None) -> str:
    """Return the words that a message names, each value's by itself."""
    sets = WORDS[kind].values() if kind else (TRUE_WORDS, FALSE_WORDS)
    return "; ".join("/".join(listed[:NAMED_IN_MESSAGES]) for listed in sets)
