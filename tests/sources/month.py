"""The sample's month, read from its files once: what each source is filled with, and the review it must give."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from creditxl import pipeline
from creditxl.cli import machine
from creditxl.extracts import config as configs
from creditxl.extracts import read_folder
from creditxl.extracts.config import Config
from creditxl.labels import Labels
from creditxl.model import from_cents
from creditxl.tables.columns import COLUMNS, CellType, Kind

FOLDER = Path(__file__).parents[2] / "workbooks" / "extracts"
AS_OF = date(2026, 10, 31)
TYPES = {
    CellType.TEXT: "VARCHAR(200)",
    CellType.AMOUNT: "DECIMAL(18,2)",
    CellType.DATE: "DATE",
    CellType.DAYS: "INTEGER",
    CellType.FLAG: "BOOLEAN",
    CellType.CHOICE: "VARCHAR(40)",
}
IN_LEDGER_CURRENCY = {"amount": "Amount_LCY", "remaining_amount": "Remaining_Amt_LCY"}
Row = dict[str, Any]


@cache
def extracts():
    return read_folder(FOLDER, Config(), with_documents=True)


@cache
def columns(kind: Kind) -> tuple[str, ...]:
    found = {name for table in extracts().of(kind) for name in table.frame.columns}
    return tuple(name for name in COLUMNS[kind] if name in found | {"company"})


def heading(kind: Kind, name: str) -> str:
    """Return what a column is called in the source."""
    return IN_LEDGER_CURRENCY.get(name, name) if kind is Kind.ENTRIES else name


@cache
def rows(kind: Kind) -> tuple[Row, ...]:
    """Return the rows of one kind of all files, amounts as decimals."""
    kept = columns(kind)
    money = [name for name in kept if COLUMNS[kind].get(name) and COLUMNS[kind][name].cell is CellType.AMOUNT]
    found = []
    for table in extracts().of(kind):
        for row in table.frame.iter_rows(named=True):
            one = {name: row.get(name) for name in kept}
            found.append(one | {name: None if one[name] is None else from_cents(one[name]) for name in money})
    return tuple(found)


def tables(kind: Kind) -> str:
    """Return the SQL that makes the table of one kind, company column and all."""
    listed = (
        f'"{heading(kind, name)}" {TYPES[COLUMNS[kind][name].cell] if name in COLUMNS[kind] else "VARCHAR(80)"}'
        for name in columns(kind)
    )
    return f'CREATE TABLE "{kind}" ({", ".join(listed)})'


def config(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "creditxl.toml"
    file.write_text(text, encoding="utf-8")
    return configs.load(file)


def request(config: Config, folder: Path | None = None) -> pipeline.Request:
    return pipeline.Request(folder, AS_OF, config, None, lambda _: None)


def shown(review) -> tuple[list[Row], list[Row], Any]:
    """Return everything that people see of the customers: their rows, the worklist, the warning signs."""
    return list(machine.review_rows(review)), list(machine.task_rows(review.tasks, Labels("en"))), review.signs


@cache
def of_files():
    """Return the review of the files, which every source's must equal."""
    return shown(pipeline.review(request(Config(), FOLDER)))


SECTIONS = """
[sources.{kind}]
kind = "{form}"
{keys}
"""


def all_from(form: str, keys: str) -> str:
    """Return a configuration that takes every kind from one place, each from the table of its name."""
    kinds = [kind for kind in Kind if rows(kind)]
    return "".join(SECTIONS.format(kind=kind, form=form, keys=keys.replace("{kind}", kind)) for kind in kinds)


def frame(kind: Kind):
    """Return the rows of one kind as a frame, amounts as exact decimals."""
    import polars as pl

    types = {
        CellType.AMOUNT: pl.Decimal(18, 2),
        CellType.DATE: pl.Date,
        CellType.DAYS: pl.Int64,
        CellType.FLAG: pl.Boolean,
    }
    schema = {
        name: types.get(COLUMNS[kind][name].cell, pl.String) if name in COLUMNS[kind] else pl.String
        for name in columns(kind)
    }
    found = pl.DataFrame(list(rows(kind)), schema=schema, orient="row")
    return found.rename({name: heading(kind, name) for name in columns(kind)})
