"""Every table from where `creditxl.toml` says it comes from; a table that it does not name comes from the folder."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from creditxl.errors import Issue, msg
from creditxl.extracts import read_folder, sum_folder
from creditxl.extracts.source_config import SourceForm, in_folder
from creditxl.sources.buyers import Buyers
from creditxl.sources.closed import Keeping
from creditxl.sources.naming import missing_package
from creditxl.tables.columns import Kind
from creditxl.tables.raw import Extracts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from creditxl.errors import Message
    from creditxl.extracts.config import Config
    from creditxl.extracts.memory import Memory
    from creditxl.extracts.source_config import Source
    from creditxl.sources.naming import Named
    from creditxl.tables.ledger import AccountKey
    from creditxl.tables.raw import LedgerPart, RawTable

# Each form's module has `opened(source, as_of)`; it is loaded, with its library, where such a source is named.
MODULES = {
    SourceForm.SQL: "sql",
    SourceForm.DUCKDB: "duckdb",
    SourceForm.SPARK: "spark",
    SourceForm.ODATA: "odata",
    SourceForm.SALESFORCE: "salesforce",
    SourceForm.ATRADIUS: "atradius",
    SourceForm.ALLIANZ: "allianz",
}


class Opened(Protocol):
    """A source that is open for reading."""

    def places(self) -> Iterator[tuple[Named, str]]:
        """Yield its tables, one a company where each has its own."""

    def table(self, place: Named, table: str, config: Config) -> tuple[RawTable, list[Issue]]:
        """Return a table's rows."""

    def look(self, place: Named, table: str, config: Config) -> None:
        """Find out whether a table can be read, without reading it."""


class SumsItself(Opened, Protocol):
    """A source that sums a ledger where it lies."""

    def ledger(self, place: Named, table: str, config: Config) -> tuple[LedgerPart, list[Issue]]: ...

    def documents(
        self, place: Named, table: str, accounts: Sequence[AccountKey], config: Config
    ) -> tuple[RawTable, list[Issue]]:
        """Return the entries of some accounts."""


SUMMING = frozenset({SourceForm.SQL, SourceForm.DUCKDB, SourceForm.SPARK})


class _Read(Struct):
    tables: list[RawTable] = field(default_factory=list)
    ledgers: list[LedgerPart] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def add(self, found: Extracts) -> None:
        self.tables += found.tables
        self.ledgers += found.ledgers
        self.issues += found.issues
        self.notes += found.notes


def read_all(
    folder: Path | None,
    config: Config,
    as_of: date,
    *,
    with_documents: bool = False,
    memory: Memory | None = None,
) -> Extracts:
    """Read the folder and every source, all or nothing.

    Args:
        folder: Of the tables that no source is named for; None where there is none.
        config: The sources, and the company's own headings and words.
        as_of: The day of the review, up to which ledgers are summed where they lie.
        with_documents: Keep the document numbers of ledgers that are carried over.
        memory: Of earlier refreshes; without one everything is read.

    Raises:
        ExtractError: The folder or a source cannot be read.
    """
    if memory:
        memory.begin()
    asked = _Asked(config, as_of, memory, with_documents=with_documents)
    found = _from_folder(folder, asked)
    read = _Read()
    for kind in Kind:
        for source in config.sources.get(kind, ()):
            _read(source, asked, read, found.tables)
    kinds = frozenset(config.sources)
    return Extracts(
        tables=(*found.tables, *read.tables),
        issues=(*found.issues, *_not_read(found, kinds, folder), *read.issues),
        passed_over=found.passed_over,
        recognised=found.recognised | kinds,
        ledgers=(*found.ledgers, *read.ledgers),
        notes=(*found.notes, *read.notes, *(memory.told() if memory else ())),
    )


def with_entries_of(extracts: Extracts, config: Config, as_of: date, accounts: Sequence[AccountKey]) -> Extracts:
    """Return extracts with the entries of some accounts, fetched from the sources that summed them.

    Raises:
        ExtractError: As `read_all`.
    """
    tables = []
    for source in config.sources.get(Kind.ENTRIES, ()):
        if source.form in SUMMING:
            with opened(source, as_of) as service:
                tables += [service.documents(place, table, accounts, config)[0] for place, table in service.places()]
    return replace(extracts, tables=(*extracts.tables, *tables))


class _Asked(Struct, frozen=True):
    config: Config
    as_of: date
    memory: Memory | None
    with_documents: bool

    def folder(self, folder: Path, kinds: Collection[Kind]) -> Extracts:
        """Return the tables of some kinds of a folder; its ledgers are summed unless their entries are wanted."""
        if self.with_documents:
            return read_folder(folder, self.config, with_documents=True, kinds=kinds)
        return sum_folder(folder, self.config, self.as_of, kinds=kinds, memory=self.memory)


def _from_folder(folder: Path | None, asked: _Asked) -> Extracts:
    rest = frozenset(Kind) - asked.config.sources.keys()
    if folder is None or not rest:
        return Extracts((), ())
    if Kind.ENTRIES not in rest and folder.is_dir() and not any(folder.iterdir()):
        # The folder that `creditxl init` made, where nobody need save a file now.
        return Extracts((), ())
    return asked.folder(folder, rest)


def _beside(source: Source, asked: _Asked, tables: Sequence[RawTable]) -> object:
    """Return what a source needs beside its section: what was kept, or who has which number at the insurer."""
    if source.keeps_closed and asked.memory:
        return Keeping(asked.memory, _customers(tables))
    if source.form is SourceForm.ALLIANZ:
        return Buyers.of(tables)
    return None


def _customers(tables: Iterable[RawTable]) -> frozenset[str]:
    """Return the numbers of the customers' table."""
    frames = (table.frame for table in tables if table.kind is Kind.CUSTOMERS)
    return frozenset(number for frame in frames for number in frame["customer_no"].to_list() if number)


def _read(source: Source, asked: _Asked, read: _Read, before: Sequence[RawTable]) -> None:
    if source.form is SourceForm.FILES:
        read.add(asked.folder(in_folder(source, source.option("path")), [source.table]))
        return
    with opened(source, asked.as_of, _beside(source, asked, (*before, *read.tables))) as service:
        for place, table in service.places():
            if source.table is Kind.ENTRIES and source.form in SUMMING:
                part, issues = service.ledger(place, table, asked.config)
                read.ledgers.append(part)
            else:
                rows, issues = service.table(place, table, asked.config)
                read.tables.append(rows)
            read.issues += issues


def opened(source: Source, as_of: date, beside: object = None) -> AbstractContextManager[SumsItself]:
    """Open a source for reading.

    Args:
        source: The section that names it.
        as_of: The day of the review.
        beside: What the source's own module takes beside these; None for what it does without.

    Raises:
        ExtractError: A library that it needs is not installed; and what the source itself says.
    """
    try:
        module = import_module(f"creditxl.sources.{MODULES[source.form]}")
    except ModuleNotFoundError as error:
        raise missing_package(source, error.name or "") from error
    opening: Callable[..., AbstractContextManager[SumsItself]] = module.opened
    return opening(source, as_of) if beside is None else opening(source, as_of, beside)


def _not_read(found: Extracts, kinds: Collection[Kind], folder: Path | None) -> Iterator[Issue]:
    """Tell of files in the folder whose table comes from a source."""
    for kind in sorted(found.recognised.intersection(kinds)):
        yield Issue(
            str(folder.name if folder else ""),
            None,
            "",
            kind,
            msg("files of '{kind}' in the folder are not read: creditxl.toml names another source", kind=kind),
            msg("take the files away, or the section [sources.{kind}]", kind=kind),
        )
