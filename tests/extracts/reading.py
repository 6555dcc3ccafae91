"""Small files for the tests of the readers, and what they are read into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from creditxl.extracts import read_file
from creditxl.extracts.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from creditxl.errors import Issue
    from creditxl.tables.raw import RawTable

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the public files are not at {DATA}: NOT READ")

CONFIG = Config()
HEADINGS = ("Asiakasnro", "Asiakirjatyyppi", "Asiakirjan nro", "Kirjauspvm", "Eräpäivä", "Summa (PVA)", "Riitautettu")
ENTRY = ("10001", "Lasku", "L1", "31.1.2018", "14.2.2018", "100,00", "")


def entry(**cells: str) -> tuple[str, ...]:
    """Return a row of a ledger; names of cells are canonical."""
    names = ("customer_no", "document_type", "document_no", "posting_date", "due_date", "amount", "disputed")
    return tuple(cells.get(name, cell) for name, cell in zip(names, ENTRY, strict=True))


def delimited(rows: Iterable[Sequence[str]], separator: str = ";", end: str = "\r\n") -> str:
    """Return rows as delimited text, cells as they are."""
    return "".join(separator.join(row) + end for row in rows)


def write_ledger(path: Path, *entries: Sequence[str], encoding: str = "utf-8") -> Path:
    path.write_bytes(delimited([HEADINGS, *entries]).encode(encoding))
    return path


def read_text(folder: Path, text: str | bytes, config: Config = CONFIG) -> tuple[RawTable, tuple[Issue, ...]]:
    """Read delimited text that gives one table."""
    path = folder / "export.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_one(path, config)


def read_one(path: Path, config: Config = CONFIG) -> tuple[RawTable, tuple[Issue, ...]]:
    contents = read_file(path, config)
    (table,) = contents.tables
    return table, tuple(contents.issues)


def read_ledger(folder: Path, *entries: Sequence[str], config: Config = CONFIG) -> tuple[RawTable, tuple[Issue, ...]]:
    return read_one(write_ledger(folder / "export.csv", *entries), config)


def refusal(path: Path, config: Config = CONFIG) -> Issue:
    """Return the one issue of a file that gives no table."""
    contents = read_file(path, config)
    assert not contents.tables
    (issue,) = contents.issues
    return issue


def column(table: RawTable, name: str) -> list[Any]:
    return table.frame[name].to_list()


def said(issues: Iterable[Issue]) -> list[tuple[int | None, str, str]]:
    """Return where issues are and what they say."""
    return [(issue.row, issue.column, str(issue.message)) for issue in issues]
