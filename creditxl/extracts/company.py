"""Which company of the group a file belongs to, where no column says it: the configuration, its folder, its name."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

# What files are called after their kind or their making, not after a company.
KIND_WORDS = (
    *(
        "asiakastapahtumat",
        "asiakastapahtuma",
        "asiakkaan tapahtumat",
        "asiakasreskontra",
        "myyntireskontra",
        "reskontra",
    ),
    *(
        "avoimet laskut",
        "avoimet",
        "laskut",
        "myyntilaskut",
        "tapahtumat",
        "asiakkaat",
        "asiakaslista",
        "asiakasluettelo",
    ),
    *("asiakas", "uudet asiakkaat", "uudet asiakkuudet", "maksuehdot", "maksuehto", "luottosuositukset", "suositukset"),
    *("luottosuositus", "luottolimiitit", "luottorajat", "limiitit", "vienti", "raportti", "ote", "lista", "kopio"),
    *(
        "kundreskontratransaktioner",
        "kundreskontra",
        "kundtransaktioner",
        "transaktioner",
        "fakturor",
        "kunder",
        "kund",
    ),
    *("nya kunder", "kundregister", "kundlista", "betalningsvillkor", "kreditrekommendationer", "rekommendationer"),
    *("kreditlimiter", "limiter", "rapport", "kopia"),
    *("customer ledger entries", "cust. ledger entries", "cust ledger entries", "customer ledger", "ledger entries"),
    *(
        "ledger",
        "entries",
        "invoices",
        "open items",
        "transactions",
        "customers",
        "customer list",
        "customer",
        "new customers",
    ),
    *(
        "payment terms",
        "paymentterms",
        "credit recommendations",
        "recommendations",
        "credit limits",
        "limits",
        "coverage",
    ),
    *(
        "export",
        "report",
        "list",
        "data",
        "extract",
        "extracts",
        "copy",
        "intrum",
        "eolis",
        "salesforce",
        "euler",
        "nav",
    ),
    *("allianz trade", "business central", "erp", "crm", "new", "uusi", "ny"),
    *("sales", "sales ledger", "clients", "client", "terms", "myynti", "myynnit", "asiakasrekisteri", "tilitapahtumat"),
    *("uusiutuvat", "ehdot", "försäljning", "villkor"),
)
MONTH_WORDS = (
    *(
        "tammikuu",
        "helmikuu",
        "maaliskuu",
        "huhtikuu",
        "toukokuu",
        "kesäkuu",
        "heinäkuu",
        "elokuu",
        "syyskuu",
        "lokakuu",
    ),
    *("marraskuu", "joulukuu", "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september"),
    *("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"),
    *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "okt", "nov", "dec"),
    *("oktober", "november", "december", "january", "february", "march", "may", "june", "july", "august", "october"),
)

_EDGE = r"(?:^|(?<=[\s_\-.,()]))"
_END = r"(?=$|[\s_\-.,()])"
_DATE = (
    rf"{_EDGE}(?:\d{{4}}[-_. ]?\d{{1,2}}(?:[-_. ]?\d{{1,2}})?|\d{{1,2}}[-_. ]\d{{1,2}}[-_. ]\d{{2,4}}"
    rf"|\d{{1,2}}[-_. ]\d{{4}}|(?:19|20)\d{{2}}|q[1-4]|\(?\d{{1,2}}\)?|\d{{6,}}){_END}"
)


def _words(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    spaced = "|".join(re.escape(word).replace(r"\ ", r"[\s_\-.]+") for word in longest_first)
    return rf"{_EDGE}(?:{spaced}){_END}"


_TAKEN_OFF = re.compile(rf"{_words(KIND_WORDS + MONTH_WORDS)}|{_DATE}", re.IGNORECASE)


def company_of(path: PurePosixPath, companies: Mapping[str, str]) -> str:
    """Return the company of a file; empty where nothing names one.

    Args:
        path: Below the extracts folder.
        companies: Pattern of a path, or name of a file or a folder → name of the company.
    """
    for pattern, name in companies.items():
        if any(fnmatchcase(part.casefold(), pattern.casefold()) for part in _parts(path)):
            return name
    names = (_rest(folder) for folder in reversed(path.parts[:-1]))
    return next((name for name in names if name), "") or _rest(path.stem)


def _parts(path: PurePosixPath) -> tuple[str, ...]:
    return (path.as_posix(), path.name, path.stem, *path.parts[:-1])


def _rest(name: str) -> str:
    """Return what is left of a name without words of its kind, dates and the signs between them.

    >>> _rest("Asiakastapahtumat_Havu Oy_2026-01")
    'Havu Oy'
    """
    rest = _TAKEN_OFF.sub(" ", name)
    return " ".join(re.sub(r"(?:^|(?<=\s))[-_.,()]+|[-_.,()]+(?=\s|$)|_", " ", rest).split())
