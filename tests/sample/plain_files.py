"""Reads the sample's files with the standard library and calamine alone: nothing that the sample or the readers use."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import python_calamine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

INVOICES, CREDITS = {"Lasku", "Invoice"}, {"Hyvityslasku", "Credit Memo"}
TYPES = INVOICES | CREDITS | {"Maksu", "Payment", "Korkolasku", "Finance Charge Memo", "Maksukehotus", "Reminder"}


@dataclass(frozen=True)
class Line:
    """A line of a ledger that can be read: money in cents."""

    company: str
    customer_no: str
    kind: str
    document_no: str
    posted: dt.date
    due: dt.date
    amount: int
    remaining: int
    disputed: bool

    @property
    def is_sale(self) -> bool:
        return self.kind in INVOICES | CREDITS

    @property
    def month(self) -> dt.date:
        return self.posted.replace(day=1)


def text_rows(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def sheet_rows(path: Path) -> list[list[object]]:
    return list(python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())


def finnish_cents(text: str) -> int:
    return int(Decimal(text.replace("\N{NO-BREAK SPACE}", "").replace(",", ".")) * 100)


def finnish_day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day, at no hour


def lines(folder: Path) -> Iterator[Line]:
    """Return the lines of all four ledgers, leaving out those that a plain reader fails on."""
    name = "Asiakastapahtumat Tuohivakka {}".format
    nav = ("Kirjauspvm", "Asiakirjatyyppi", "Asiakirjan nro", "Summa (PVA)", "Jäljellä oleva summa (PVA)")
    old = ("Tositepvm", "Tositelaji", "Tositenro", "Summa", "Jäljellä oleva summa")
    odata = ("Posting_Date", "Document_Type", "Document_No", "Amount_LCY", "Remaining_Amt_LCY")
    new = ("Kirjauspäivämäärä", "Asiakirjatyyppi", "Asiakirjanumero", "Summa (PVA)", "Jäljellä oleva summa (PVA)")
    rows = text_rows(folder / name("Teollisuus.csv"), "cp1252", ";")
    yield from _lines("Teollisuus", rows, (*nav, "Asiakasnro", "Eräpäivä"), finnish_cents, finnish_day)
    rows = text_rows(folder / name("Rakennus.csv"), "cp1252", ";")
    yield from _lines("Rakennus", rows, (*old, "Asiakasnro", "Eräpäivä"), finnish_cents, finnish_day)
    rows = text_rows(folder / name("Toimisto.csv"), "utf-8", ",")
    point = lambda text: int(Decimal(text) * 100)  # noqa: E731 - said once
    yield from _lines("Toimisto", rows, (*odata, "Customer_No", "Due_Date"), point, dt.date.fromisoformat)
    cells = sheet_rows(folder / name("Ravintola.xlsx"))
    yield from _lines("Ravintola", cells, (*new, "Asiakasnumero", "Eräpäivä"), _typed_cents, _typed_day)


def _lines(
    company: str,
    rows: list[list],
    headings: tuple[str, ...],
    cents: Callable[..., int],
    day: Callable[..., dt.date],
) -> Iterator[Line]:
    head = rows[0]
    posted, kind, document_no, amount, remaining, customer_no, due = (head.index(heading) for heading in headings)
    disputed = head.index("Riitautettu") if "Riitautettu" in head else None
    currency = head.index("Valuutan koodi") if company == "Rakennus" else None
    for row in rows[1:]:
        try:
            line = Line(
                f"Tuohivakka {company}",
                row[customer_no],
                row[kind],
                row[document_no],
                day(row[posted]),
                day(row[due]),
                cents(row[amount]),
                cents(row[remaining]),
                disputed=disputed is not None and row[disputed] == "Kyllä",
            )
        except (ArithmeticError, ValueError, TypeError):
            continue
        if line.kind in TYPES and len(row) == len(head) and not (currency and row[currency]):
            yield line


def _typed_cents(cell: object) -> int:
    if not isinstance(cell, float):
        raise TypeError(cell)
    return round(cell * 100)


def _typed_day(cell: object) -> dt.date:
    if not isinstance(cell, dt.date):
        raise TypeError(cell)
    return cell
