"""Seeded extracts of any size, in the form that a Finnish Dynamics NAV gives them."""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED = 20261031
CUSTOMERS = 10_000
FIRST_DAY, DAYS = date(2024, 11, 1), 730
COMPANIES = tuple(f"Yhtiö {number} Oy" for number in range(1, 9))
TERMS = ("7 pv netto", "14 pv netto", "14 pv netto", "21 pv netto", "30 pv netto", "30 pv netto", "45 pv netto")
DAYS_OF = {term: int(term.split()[0]) for term in TERMS}
LEDGER_HEADINGS = (
    "Yritys;Kirjauspvm;Asiakirjatyyppi;Asiakirjan nro;Asiakasnro;Asiakkaan nimi;Kuvaus;Valuutan koodi;Summa;"
    "Jäljellä oleva summa;Eräpäivä;Avoin"
)
PART = 50_000
MOST_DRAWN = 10_000_000
NEW_LINES, NEW_DAY = 100_000, date(2026, 11, 1)  # of a month's own file, after all others


def make(folder: Path, lines: int) -> Path:
    """Write the extracts once and return the ledger's file; a second call finds them.

    Of more than ten million lines the first ten million are drawn, and stand there as many times over as are asked for.
    """
    drawn, times = min(lines, MOST_DRAWN), max(lines // MOST_DRAWN, 1)
    if drawn * times != lines:
        sys.exit(f"{lines} lines are no multiple of {MOST_DRAWN}")
    ledger = folder / "Asiakastapahtumat.csv"
    if not ledger.exists():
        folder.mkdir(parents=True, exist_ok=True)
        dice = random.Random(SEED)  # noqa: S311 - figures for a benchmark, not secrets
        customers = [_customer(number, dice) for number in range(CUSTOMERS)]
        _write(folder / "Asiakkaat.csv", _customer_lines(customers))
        _write(folder / "Limiitit.csv", _limit_lines(customers, dice))
        _write(folder / "Suositukset.csv", _recommendation_lines(customers, dice))
        partial = ledger.with_suffix(".part")
        _write(partial, _ledger_lines(customers, drawn, dice))
        _repeat(partial, times)
        partial.rename(ledger)
    return ledger


def make_new(folder: Path) -> Path:
    """Write the ledger of one further month, and return its file."""
    dice = random.Random(SEED)  # noqa: S311 - as above
    customers = [_customer(number, dice) for number in range(CUSTOMERS)]
    path = folder / "Asiakastapahtumat 2026-11.csv"
    _write(path, _ledger_lines(customers, NEW_LINES, dice, NEW_DAY, 30))
    return path


def business_id(number: int) -> str:
    """Return the business id of a number, or "" where its check digit cannot be given.

    >>> business_id(201256)
    '0201256-6'
    """
    digits = f"{number:07d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return "" if rest == 1 else f"{digits}-{11 - rest if rest else 0}"


def _customer(number: int, dice: random.Random) -> tuple[str, str, str, str, str]:
    candidate = 9_000_000 + 7 * number
    while not business_id(candidate):
        candidate += 1
    company, term = COMPANIES[number % len(COMPANIES)], dice.choice(TERMS)
    return company, f"{10_000 + number}", f"Pörssi-Työ {number} Oy", business_id(candidate), term


def _customer_lines(customers: list[tuple[str, str, str, str, str]]) -> Iterator[str]:
    yield "Yritys;Asiakasnro;Nimi;Y-tunnus;Maksuehto;Toimiala"
    for customer in customers:
        yield ";".join((*customer, "Teollisuus"))


def _limit_lines(customers: list[tuple[str, str, str, str, str]], dice: random.Random) -> Iterator[str]:
    yield "Y-tunnus;Nimi;Haettu limiitti;Myönnetty limiitti;Päätös;Valuutta;Voimassa alkaen;Voimassa asti"
    for _, _, name, identity, _ in customers[::3]:
        amount = dice.randrange(10, 300) * 1000
        yield f"{identity};{name};{amount};{amount};Hyväksytty;EUR;01.01.2026;"


def _recommendation_lines(customers: list[tuple[str, str, str, str, str]], dice: random.Random) -> Iterator[str]:
    yield "Y-tunnus;Asiakkaan nimi;Suosituksen tyyppi;Päätös;Luottosuosituksen määrä;Päätöspäivä;Uusiutumispäivä"
    for _, _, name, identity, _ in customers[::2]:
        amount = dice.randrange(5, 60) * 1000
        yield f"{identity};{name};Jatkuva;Hyväksytty;{amount};15.03.2026;15.03.2027"


def _ledger_lines(
    customers: list[tuple[str, str, str, str, str]],
    lines: int,
    dice: random.Random,
    first_day: date = FIRST_DAY,
    days: int = DAYS,
) -> Iterator[str]:
    yield LEDGER_HEADINGS
    for number in range(lines):
        company, customer_no, name, _, term = customers[int(dice.random() ** 1.5 * CUSTOMERS)]
        posted = first_day + timedelta(days=int(dice.random() * days))
        due = posted + timedelta(days=DAYS_OF[term])
        is_credit = number % 25 == 0
        cents = int(dice.random() ** 3 * 900_000) + 1_000
        amount = f"{'-' if is_credit else ''}{cents // 100},{cents % 100:02d}"
        kind = "Hyvityslasku" if is_credit else "Lasku"
        left = amount if due > date(2026, 10, 20) else "0,00"
        yield (
            f"{company};{posted:%d.%m.%Y};{kind};ML{number:08d};{customer_no};{name};Vuokratyö viikko {posted:%V};;"
            f"{amount};{left};{due:%d.%m.%Y};{'Kyllä' if left != '0,00' else 'Ei'}"
        )


def _write(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="cp1252", newline="") as file:
        part: list[str] = []
        for line in lines:
            part.append(line)
            if len(part) == PART:
                file.write("\r\n".join(part) + "\r\n")
                part.clear()
        file.write("".join(f"{line}\r\n" for line in part))


def _repeat(path: Path, times: int) -> None:
    """Let the lines below a file's heading stand there several times over."""
    size = path.stat().st_size
    with path.open("rb") as source, path.open("ab") as target:
        heading = len(source.readline())
        for _ in range(times - 1):
            source.seek(heading)
            left = size - heading
            while left:
                part = source.read(min(left, 1 << 24))
                target.write(part)
                left -= len(part)
