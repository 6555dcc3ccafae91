"""The invented group: its companies, their business lines and seasons, and its payment terms."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

AS_OF = date(2026, 10, 31)
SEED = 20261031
FIRST_MONTH = date(2024, 11, 1)
LAST_MONTH = date(2026, 10, 1)
WINDOW = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))
EXTRACTED_ON = date(2026, 11, 2)  # the ledgers were taken on the evening of the Monday after the month's end
GROUP = "Tuohivakka"


class Company(Struct, frozen=True):
    """A company of the group.

    Args:
        weight: Its share of the customers, of 100.
        first_number: Its customer numbers go on from here; one company's have leading zeros.
        series: Letter before its document numbers.
    """

    name: str
    lines: tuple[str, ...]
    weight: int
    first_number: int
    number_form: str
    series: str


COMPANIES = (
    Company(f"{GROUP} Teollisuus", ("Teollisuus", "Logistiikka"), 44, 10001, "{}", "T"),
    Company(f"{GROUP} Rakennus", ("Rakentaminen",), 25, 201, "R{:05d}", "R"),
    Company(f"{GROUP} Toimisto", ("Toimisto", "Asiantuntijat"), 21, 40012, "C{}", "C"),
    Company(f"{GROUP} Ravintola", ("Ravintola", "Hotelli"), 10, 7, "{:06d}", "H"),
)
TEOLLISUUS, RAKENNUS, TOIMISTO, RAVINTOLA = range(len(COMPANIES))
LINE_COMPANY = {line: place for place, company in enumerate(COMPANIES) for line in company.lines}
REVERSE_CHARGE_LINE = "Rakentaminen"  # staffing for construction: the buyer pays the VAT, the invoice carries none
SELLERS_PER_LINE = 4
LINES = tuple(LINE_COMPANY)

# Percent of a plain month, January first.
SEASONS = {
    "Teollisuus": (92, 95, 104, 102, 105, 100, 70, 98, 108, 110, 107, 84),
    "Logistiikka": (85, 84, 92, 94, 98, 100, 92, 96, 103, 108, 125, 130),
    "Rakentaminen": (70, 72, 80, 92, 112, 125, 105, 122, 118, 110, 90, 70),
    "Toimisto": (104, 106, 108, 104, 102, 96, 60, 90, 106, 110, 108, 92),
    "Asiantuntijat": (100, 104, 106, 104, 104, 98, 62, 92, 106, 110, 110, 90),
    "Ravintola": (72, 76, 82, 90, 108, 128, 138, 118, 98, 92, 104, 122),
    "Hotelli": (80, 96, 104, 86, 92, 122, 140, 116, 94, 88, 90, 112),
}


class Term(Struct, frozen=True):
    """A payment term.

    Args:
        code: As the customer card has it.
        formula: The due-date formula with Finnish letters.
        days: What the term counts for the need, its longest case.
        end_of_month: Due `after` days from the end of the invoice's month, else from the invoice's day.
    """

    code: str
    formula: str
    days: int
    text: str
    end_of_month: bool = False
    after: int = 0


TERMS = {
    term.code: term
    for term in (
        Term("7PV", "7P", 7, "7 päivää netto"),
        Term("10PV", "10P", 10, "10 päivää netto"),
        Term("14PV", "14P", 14, "14 päivää netto"),
        Term("21PV", "21P", 21, "21 päivää netto"),
        Term("30PV", "30P", 30, "30 päivää netto"),
        Term("45PV", "45P", 45, "45 päivää netto"),
        Term("60PV", "60P", 60, "60 päivää netto"),
        Term("90PV", "90P", 90, "90 päivää netto"),
        Term("KK+10", "NK+10P", 40, "Kuluva kuukausi + 10 päivää", end_of_month=True, after=10),
        Term("KK+30", "NK+30P", 60, "Kuluva kuukausi + 30 päivää", end_of_month=True, after=30),
        Term("180PV", "180P", 180, "Projektiehto 180 päivää"),
        Term("210PV", "210P", 210, "Projektiehto 210 päivää"),
        Term("2VK", "2VI", 14, "2 viikkoa netto"),
    )
}
# What a seller agrees on by line; codes and weights.
USUAL_TERMS = {
    "Teollisuus": (("14PV", 22), ("21PV", 12), ("30PV", 42), ("45PV", 8), ("60PV", 8), ("KK+30", 6), ("90PV", 2)),
    "Logistiikka": (("14PV", 35), ("21PV", 15), ("30PV", 38), ("KK+10", 6), ("60PV", 6)),
    "Rakentaminen": (("14PV", 45), ("21PV", 25), ("30PV", 25), ("45PV", 5)),
    "Toimisto": (("14PV", 50), ("21PV", 15), ("30PV", 30), ("2VK", 5)),
    "Asiantuntijat": (("14PV", 30), ("30PV", 55), ("45PV", 8), ("60PV", 7)),
    "Ravintola": (("7PV", 30), ("10PV", 12), ("14PV", 53), ("21PV", 5)),
    "Hotelli": (("14PV", 62), ("21PV", 20), ("30PV", 18)),
}


def month_after(month: date, months: int = 1) -> date:
    """Return the first day of the month so many months later; months may be negative."""
    years, place = divmod(month.month - 1 + months, 12)
    return date(month.year + years, place + 1, 1)
