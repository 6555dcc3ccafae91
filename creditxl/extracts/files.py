"""One file of the extracts folder: opened by what it holds, not by its ending, and read into tables and issues."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from creditxl.errors import Issue
from creditxl.extracts import delimited, sentences
from creditxl.extracts.checked import Extract, check
from creditxl.extracts.company import company_of
from creditxl.extracts.faults import Place, RefusedError
from creditxl.extracts.recognise import accepted
from creditxl.tables.columns import COLUMNS, Kind
from creditxl.tables.raw import RawTable, SourceFile

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from concurrent.futures import Future
    from pathlib import Path, PurePosixPath

    from creditxl.extracts import workbook
    from creditxl.extracts.config import Config
    from creditxl.extracts.grid import Grid
    from creditxl.extracts.recognise import Match
    from creditxl.extracts.sentences import Said

Hashing = Callable[[], "Future[str]"]  # begins to hash a file's bytes; called again, it gives the same

HEAD = 1 << 12

# What an extract is by its first bytes: workbooks are ZIP packages, compound files or the XLS of before them.
WORKBOOK = (b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04\x00")
PARQUET = b"PAR1"

# What is no extract by its first bytes, and its name in the sentence that says so.
NOT_READ = {
    b"%PDF": "PDF",
    b"\x1f\x8b": "GZIP",
    b"BZh": "BZIP2",
    b"\xfd7zXZ": "XZ",
    b"7z\xbc\xaf": "7Z",
    b"Rar!": "RAR",
    b"\x28\xb5\x2f\xfd": "ZSTD",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"SQLite format 3": "SQLite",
    b"{\\rtf": "RTF",
}
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta", b"<body")
MARKUP_NAME = "HTML or XML"


class Table(Protocol):
    """A table that was opened: a plain file or a sheet."""

    @property
    def sheet(self) -> str:
        """The sheet's name; empty for a plain file."""

    @property
    def form(self) -> str: ...

    @property
    def match(self) -> Match | None: ...

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The first rows as text."""

    def read(self, match: Match, columns: Collection[str]) -> Grid: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A file below the extracts folder."""

    path: Path
    name: PurePosixPath

    def named(self, sheet: str) -> str:
        """Return its name as issues and the log show it."""
        return f"{self.name} [{sheet}]" if sheet else str(self.name)

    def source(self, sha256: str, form: str, sheet: str = "") -> SourceFile:
        """Return what the log says of it.

        Raises:
            OSError: It is not there any more.
        """
        status = self.path.stat()
        modified = datetime.fromtimestamp(status.st_mtime, UTC)
        return SourceFile(self.named(sheet), sha256, status.st_size, modified, form)

    def issue(self, place: Place, said: Said, sheet: str = "") -> Issue:
        return Issue(self.named(sheet), place.row, place.column, sentences.cut(place.value), *said, place.amount)

    def refusal(self, error: RefusedError, sheet: str = "") -> Issue:
        return self.issue(error.place, (error.message, error.fix), sheet)


@dataclass(slots=True)
class Contents:
    """What one file gives.

    Args:
        kinds: What it was taken for, whether it could be read or not.
    """

    tables: list[RawTable] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    passed_over: list[SourceFile] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look at a file tells: its table, or why it has none; a workbook is opened when it is read."""

    table: Table | None = None
    refusal: RefusedError | None = None

    @property
    def most_ledgers(self) -> int:
        """How many customer ledgers the file may hold: a workbook has one a sheet, and is opened later."""
        if self.refusal is not None:
            return 0
        if self.table is None:
            return 2
        match = self.table.match
        return int(match is not None and match.kind is Kind.ENTRIES and match.is_complete)


def look(found: Found, config: Config) -> Look:
    """Look at a file's first bytes, and at the headings of a plain file."""
    try:
        with found.path.open("rb") as file:
            head = file.read(HEAD)
        if head.startswith(WORKBOOK):
            return Look()
        if head.startswith(PARQUET):
            from creditxl.extracts import parquet  # noqa: PLC0415 - loaded where such a file is met

            return Look(parquet.look(found.path, config))
        _refuse_others(head)
        return Look(delimited.look(found.path, config))
    except OSError as error:
        return Look(refusal=sentences.cannot_open(error.strerror or str(error)))
    except RefusedError as error:
        return Look(refusal=error)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the files of a folder are read.

    Args:
        without: Columns of the customer ledger that are not needed.
        kinds: The kinds asked for; None for all.
    """

    config: Config
    without: Collection[str]
    kinds: Collection[Kind] | None

    def file(self, found: Found, looked: Look, sha256: Hashing) -> Contents:
        """Read one file; whatever is wrong with it is among the issues."""
        reader = _Reader(self, found, Contents(), sha256)
        try:
            if looked.refusal is not None:
                reader.refuse(looked.refusal)
            elif looked.table is not None:
                reader.read_plain(looked.table)
            else:
                reader.read_book()
        except RefusedError as error:
            reader.contents.issues.append(found.refusal(error))
        except OSError as error:
            reader.contents.issues.append(found.refusal(sentences.cannot_open(error.strerror or str(error))))
        return reader.contents


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the tables of one file into its contents."""

    reading: Reading
    found: Found
    contents: Contents
    sha256: Hashing

    def refuse(self, refusal: RefusedError) -> None:
        self._pass_over("")
        raise refusal

    def read_plain(self, table: Table) -> None:
        if table.match is None:
            self._pass_over(table.form)
            raise sentences.no_extract(_first_row([table]))
        self._read(table, table.match)

    def read_book(self) -> None:
        from creditxl.extracts import workbook  # noqa: PLC0415 - loaded where such a file is met

        with workbook.opened(self.found.path) as book:
            if book.is_our_own:
                self._pass_over(book.form)
                return
            others = [each for name, is_shown in book.names() if (each := self._sheet(book, name, is_shown=is_shown))]
            errors = book.count_errors()
        if not self.contents.kinds and not self.contents.issues:
            self._pass_over(book.form)
            raise sentences.no_extract(_first_row(others))
        if errors:
            self.contents.issues.append(self.found.issue(Place(), sentences.error_cells(errors)))

    def _sheet(self, book: workbook.Book, name: str, *, is_shown: bool) -> Table | None:
        """Read a sheet that is an extract; return one that is none."""
        try:
            sheet = book.sheet(name, self.reading.config)
            if sheet.match is None:
                return sheet
            if is_shown:
                self._read(sheet, sheet.match)
            elif sheet.match.is_complete:
                self.contents.issues.append(self.found.issue(Place(), sentences.hidden_sheet(), name))
        except RefusedError as error:
            self.contents.issues.append(self.found.refusal(error, name))
        return None

    def _read(self, table: Table, match: Match) -> None:
        self.contents.kinds.add(match.kind)
        if self.reading.kinds is not None and match.kind not in self.reading.kinds:
            return
        if match.missing:
            column = match.missing[0]
            raise sentences.missing_column(match.kind, column, accepted(match.kind, column, self.reading.config))
        company = company_of(self.found.name, self.reading.config.companies)
        unwanted = self.reading.without if match.kind is Kind.ENTRIES else ()
        grid = table.read(match, [name for name in COLUMNS[match.kind] if name not in unwanted])
        # Reading takes all processors and checking one: the hash is made beside the checks.
        sha256 = self.sha256()
        frame, issues = check(Extract(self.found.named(table.sheet), match, company, self.reading.config), grid)
        self.contents.issues += issues
        source = self.found.source(sha256.result(), table.form, table.sheet)
        self.contents.tables.append(
            RawTable(match.kind, source, frame, dict(match.headings), grid.rows_read, match.amounts_in_ledger_currency)
        )

    def _pass_over(self, form: str) -> None:
        self.contents.passed_over.append(self.found.source(self.sha256().result(), form))


def _first_row(tables: Sequence[Table]) -> list[str]:
    """Return the first filled row of a file that is no extract."""
    rows = ([cell.strip() for cell in row if cell.strip()] for table in tables for row in table.rows)
    return next((row for row in rows if row), [])


def _refuse_others(head: bytes) -> None:
    if not head.strip():
        raise sentences.empty_file()
    for signature, what in NOT_READ.items():
        if head.startswith(signature):
            raise sentences.not_read_here(what)
    if head.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(MARKUP):
        raise sentences.not_read_here(MARKUP_NAME)
