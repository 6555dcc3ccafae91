"""What a reader hands over: one file's rows under canonical column names, typed, with where they stood."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    import polars as pl

    from creditxl.errors import Issue, Message


class SourceFile(Struct, frozen=True):
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


class RawTable(Struct, frozen=True):
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


class LedgerPart(Struct, frozen=True):
    """The customer ledger of one file or source, summed: all that a review takes from it, wherever that was done.

    Args:
        rows_used: Entries that were summed, those posted after the day of the review among them.
        newest_by_company: The newest posting date of all entries.
        oldest: The oldest posting date of all entries; None without any.
        gross_cents: Gross sales of all entries, summed without any grouping, for the control totals.
        later_cents: Those of them posted after the day of the review.
        sales: As `ledger.sum_sales` returns it, of the entries posted up to the day of the review; so with the others.
        delays: As `habits.sum_delays` returns it; None where it is not told when invoices were closed.
        claims: As `ageing.sum_claims` returns it; None where there are no remaining amounts.
    """

    kind: ClassVar[Kind] = Kind.ENTRIES
    file: SourceFile
    rows_read: int
    rows_used: int
    newest_by_company: Mapping[str, date]
    oldest: date | None
    gross_cents: int
    later_cents: int
    sales: pl.DataFrame
    delays: pl.DataFrame | None
    claims: pl.DataFrame | None


class Extracts(Struct, frozen=True):
    """Everything that was found in the extracts folder and the other sources.

    Args:
        tables: Rows that were read.
        passed_over: Second copies and files that are no extract.
        recognised: The kinds that some file was taken for, whether it could be read or not.
        ledgers: Ledgers that were summed where they lie, and whose rows are not here.
        notes: What is to be said of the reading in the log, such as which files have changed.
    """

    tables: tuple[RawTable, ...]
    issues: tuple[Issue, ...]
    passed_over: tuple[SourceFile, ...] = ()
    recognised: frozenset[Kind] = frozenset()
    ledgers: tuple[LedgerPart, ...] = ()
    notes: tuple[Message, ...] = ()

    def of(self, kind: Kind) -> tuple[RawTable, ...]:
        """Return the tables of one kind, in the order of their file names."""
        return tuple(table for table in self.tables if table.kind == kind)
