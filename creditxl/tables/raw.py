"""What a reader hands over: one file's rows under canonical column names, typed, with where they stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from creditxl.errors import Issue
    from creditxl.tables.columns import Kind


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the extracts folder, as the log shows it.

    Args:
        name: Path below the extracts folder, `/` between its parts; of a workbook `file.xlsx [sheet]`.
        form: How it was read, for people: "CSV, CP1252, ;" or "XLSX".
    """

    name: str
    sha256: str
    size: int
    modified: datetime
    form: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of one file (or one sheet of it) that could be read.

    Args:
        frame: Columns of `COLUMNS[kind]` that the file has, typed as `CellType` says, and `row` (UInt32, as Excel
            counts). `company` is always there: from its column, else from the file's name or folder, else "".
        headings: Canonical column → heading as the file has it, for messages.
        rows_read: Rows with anything in them below the headings, before bad ones were left out; no footer lines.
        amounts_in_ledger_currency: For entries: the amount column is the ledger-currency one, whatever `currency` says.
    """

    kind: Kind
    file: SourceFile
    frame: pl.DataFrame
    headings: dict[str, str]
    rows_read: int
    amounts_in_ledger_currency: bool = False


@dataclass(frozen=True, slots=True)
class Extracts:
    """Everything that was found in the extracts folder.

    Args:
        passed_over: Second copies and files that are no extract.
        recognised: The kinds that some file was taken for, whether it could be read or not.
    """

    tables: tuple[RawTable, ...]
    issues: tuple[Issue, ...]
    passed_over: tuple[SourceFile, ...] = ()
    recognised: frozenset[Kind] = frozenset()

    def of(self, kind: Kind) -> tuple[RawTable, ...]:
        """Return the tables of one kind, in the order of their file names."""
        return tuple(table for table in self.tables if table.kind == kind)
