"""One file of the extracts folder: opened by what it holds, not by its ending, and read into tables and issues."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import polars as pl
from msgspec import Struct, field

from creditxl.errors import Issue
from creditxl.extracts import delimited, sentences
from creditxl.extracts.checked import Checking
from creditxl.extracts.company import company_of
from creditxl.extracts.extract import Extract
from creditxl.extracts.faults import Place, RefusedError
from creditxl.extracts.recognise import accepted
from creditxl.tables.columns import COLUMNS, Kind
from creditxl.tables.raw import RawTable, SourceFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path, PurePosixPath

    from creditxl.extracts import workbook
    from creditxl.extracts.config import Config
    from creditxl.extracts.grid import Grid
    from creditxl.extracts.recognise import Match
    from creditxl.extracts.sentences import Said
    from creditxl.extracts.summed import Summed

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

    def read(self, match: Match, columns: Collection[str]) -> Iterator[Grid]: ...


class Taker(Protocol):
    """Takes the rows of a table as they are read, many at a time."""

    def add(self, frame: pl.DataFrame) -> None: ...


class Rows:
    """Keeps the rows of a table."""

    def __init__(self) -> None:
        self.parts: list[pl.DataFrame] = []

    def add(self, frame: pl.DataFrame) -> None:
        self.parts.append(frame)

    @property
    def frame(self) -> pl.DataFrame:
        return pl.concat(self.parts)


class Taken(Struct, frozen=True):
    """A customer ledger whose rows went to a taker, and are not kept."""

    file: SourceFile
    rows_read: int
    taker: Taker


class Found(Struct, frozen=True):
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


class Contents(Struct):
    """What one file gives.

    Args:
        kinds: What it was taken for, whether it could be read or not.
    """

    tables: list[RawTable] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    ledgers: list[Summed] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    passed_over: list[SourceFile] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)


class Look(Struct, frozen=True):
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
        return int(self.is_ledger)

    @property
    def is_ledger(self) -> bool:
        """Whether it is a plain file of a customer ledger."""
        match = self.table.match if self.table else None
        return match is not None and match.kind is Kind.ENTRIES and match.is_complete


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


class Reading(Struct, frozen=True):
    """How the files of a folder are read.

    Args:
        without: Columns of the customer ledger that are not needed.
        kinds: The kinds asked for; None for all.
        taker: Makes what takes the rows of a customer ledger, by the table's name; None where they are kept.
    """

    config: Config
    without: Collection[str]
    kinds: Collection[Kind] | None
    taker: Callable[[str], Taker] | None = None

    def taker_of(self, extract: Extract) -> Taker:
        return self.taker(extract.name) if self.taker and extract.kind is Kind.ENTRIES else Rows()

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


class _Reader(Struct, frozen=True):
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
        wanted = [name for name in COLUMNS[match.kind] if name not in unwanted]
        extract = Extract(self.found.named(table.sheet), match, company, self.reading.config)
        checking, taker = self._checked(extract, table, wanted)
        self.contents.issues += checking.issues()
        file = self.found.source(self.sha256().result(), table.form, table.sheet)
        if isinstance(taker, Rows):
            own_currency = match.amounts_in_ledger_currency
            self.contents.tables.append(
                RawTable(match.kind, file, taker.frame, dict(match.headings), checking.rows_read, own_currency)
            )
        else:
            self.contents.taken.append(Taken(file, checking.rows_read, taker))

    def _checked(self, extract: Extract, table: Table, wanted: Collection[str]) -> tuple[Checking, Taker]:
        """Read a table, and once more where its last rows decide otherwise how the first ones are to be read."""
        decided = None
        while True:
            checking, taker = Checking(extract, decided), self.reading.taker_of(extract)
            for grid in table.read(extract.match, wanted):
                # Reading takes all processors and checking one: the hash is made beside the checks.
                self.sha256()
                taker.add(checking.rows_of(grid))
            decided = checking.again()
            if decided is None:
                return checking, taker

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
