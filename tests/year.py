"""A small group's year, month by month: what the systems would have exported at each month's end."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YEAR, MONTHS = 2026, range(1, 13)
FACTOR = 2  # of a month's sales at 30 days: 1 + 30 / 30
WINDOW = 3  # complete months that the need looks at


@dataclass(frozen=True)
class Customer:
    """A customer's year.

    Args:
        sales: Euros of a month.
        recommendation: Of a month: kind, amount, decided on, renews on, cancelled on; empty for none.
        limit: The insurer's of a month, euros; 0 for none.
    """

    no: int
    business_id: str
    name: str
    created: str
    sales: Callable[[int], int]
    recommendation: Callable[[int], str] = lambda _: ""
    limit: Callable[[int], int] = lambda _: 0

    def need(self, month: int) -> int:
        """Return the need at a month's end, reckoned without the program."""
        return FACTOR * max(self.sales(one) for one in range(month - WINDOW + 1, month + 1))


STEADY = Customer(1001, "0201256-6", "Koivu Oy", "05.01.2015", lambda _: 10_000, lambda _: "Jatkuva;30000;05.01.2020;;")
# First sold to in March, on a quick recommendation; moved to a continuous one in July.
NEW = Customer(
    1002,
    "0116297-6",
    "Uusi Äyräs Oy",
    "10.03.2026",
    lambda month: 10_000 if month >= 3 else 0,
    lambda month: "" if month < 3 else "Pika;;15.03.2026;;" if month < 7 else "Jatkuva;20000;10.07.2026;;",
)
# Its limit is cut in May, below what it buys, and raised again in August.
CUT = Customer(
    1003,
    "0112038-9",
    "Kuusi Oy",
    "05.01.2015",
    lambda _: 50_000,
    limit=lambda month: 120_000 if month < 5 else 60_000 if month < 8 else 100_000,
)
# Buys nothing from May on; its recommendation would renew in September, and is cancelled.
RENEWS = Customer(
    1004,
    "1927400-1",
    "Leppä Oy",
    "05.01.2015",
    lambda month: 5_000 if month < 5 else 0,
    lambda month: f"Jatkuva;20000;15.09.2020;15.09.2026;{'01.09.2026' if month >= 9 else ''}",
)
# Goes silent in April and comes back in October.
SILENT = Customer(
    1005,
    "2018187-3",
    "Pihlaja Oy",
    "05.01.2015",
    lambda month: 0 if 4 <= month <= 9 else 20_000,
    limit=lambda _: 50_000,
)
CUSTOMERS = (STEADY, NEW, CUT, RENEWS, SILENT)


def end_of(month: int) -> date:
    return date(YEAR, month, calendar.monthrange(YEAR, month)[1])


def write_month(folder: Path, month: int) -> date:
    """Write the extracts of a month's end, over those of the month before, and return its last day."""
    folder.mkdir(parents=True, exist_ok=True)
    known = [one for one in CUSTOMERS if month >= int(one.created[3:5]) or not one.created.endswith(str(YEAR))]
    _write(
        folder / "Asiakkaat.csv",
        "Asiakasnro;Nimi;Y-tunnus;Maksuehto;Toimiala;Luotu",
        [f"{one.no};{one.name};{one.business_id};30 pv netto;Rakennus;{one.created}" for one in known],
    )
    _write(
        folder / "Asiakastapahtumat.csv",
        "Kirjauspvm;Asiakirjatyyppi;Asiakirjan nro;Asiakasnro;Summa",
        [
            f"15.{at:02}.{YEAR};Lasku;{one.no}-{at};{one.no};{one.sales(at)},00"
            for one in known
            for at in range(1, month + 1)
            if one.sales(at)
        ],
    )
    _write(
        folder / "Suositukset.csv",
        "Y-tunnus;Suosituksen tyyppi;Suositusmäärä;Päätöspäivä;Uusiutumispäivä;Peruutettu;Päätös",
        [f"{one.business_id};{one.recommendation(month)};Hyväksytty" for one in known if one.recommendation(month)],
    )
    _write(
        folder / "Limiitit.csv",
        "Y-tunnus;Myönnetty limiitti;Voimassa alkaen",
        [f"{one.business_id};{one.limit(month)},00;01.01.{YEAR}" for one in known if one.limit(month)],
    )
    return end_of(month)


def _write(path: Path, headings: str, rows: list[str]) -> None:
    path.write_text("\n".join([headings, *rows, ""]), "utf-8")
