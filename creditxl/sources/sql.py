"""Databases, through SQLAlchemy: the ledger is brought together where it lies, small tables come whole."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.exc import NoSuchModuleError, NoSuchTableError, SQLAlchemyError

from creditxl.errors import msg
from creditxl.extracts.source_config import in_folder
from creditxl.sources import grouped, queries
from creditxl.sources.naming import changed_meanwhile, missing_package, named
from creditxl.sources.profile import left_out, too_many
from creditxl.sources.rows import matched, table_of
from creditxl.sources.secrets import NONE, secret_of
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import URL, Connection, FromClause
    from sqlalchemy.types import TypeEngine

    from creditxl.errors import Issue
    from creditxl.extracts.config import Config
    from creditxl.extracts.source_config import Source
    from creditxl.sources.naming import Named
    from creditxl.sources.secrets import Secret
    from creditxl.tables.ledger import AccountKey
    from creditxl.tables.raw import LedgerPart, RawTable

NAV_TABLES = {
    Kind.ENTRIES: queries.NAV_LEDGER,
    Kind.CUSTOMERS: "{company}$Customer",
    Kind.PAYMENT_TERMS: "{company}$Payment Terms",
}
NAV_SIGNS = str.maketrans(dict.fromkeys(".\"\\/'%][", "_"))  # what NAV does not let stand in a table's name
MOST_LEFT_OUT = 10_000
ONE_STATE = {  # how databases are told to answer all questions from one state of the data
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "sqlite": "BEGIN",
}
WAIT_SECONDS = 15  # for a server that does not answer at all


class Database:
    """One source, open: every question of one refresh sees the same state where the database can give it."""

    def __init__(self, source: Source, connection: Connection, secret: Secret, as_of: date) -> None:
        self.source = source
        self.connection = connection
        self.secret = secret
        self.as_of = as_of

    def places(self) -> Iterator[tuple[Named, str]]:
        """Yield the tables of the source, one a company where each has its own, with their exact names."""
        pattern = self.source.option("table") or NAV_TABLES[self.source.table]
        if "{company}" not in pattern:
            yield named(self.source, pattern, self.as_of, inner=next(iter(self.source.companies), "")), pattern
            return
        for company in self.source.companies:
            table = pattern.replace("{company}", company.translate(NAV_SIGNS))
            yield named(self.source, table, self.as_of, inner=company), table

    def columns(self, place: Named, table: str) -> FromClause:
        """Return a table or view as the database describes it.

        Raises:
            ExtractError: There is none of that name.
        """
        schema = self.source.option("schema") or None
        try:
            found = sa.inspect(self.connection).get_columns(table, schema=schema)
        except NoSuchTableError:
            found = []
        if not found:
            message = msg("the database shows no table or view '{table}'", table=table)
            raise place.error(message, msg("write its exact name in creditxl.toml, or ask for the right to read it"))
        types: dict[str, TypeEngine[Any]] = {one["name"]: one["type"] for one in found}
        return queries.relation(table, types, schema)

    def entries(self, place: Named, table: str) -> FromClause:
        if not self.source.is_nav:
            return self.columns(place, table)
        details = table.replace("$Cust_ Ledger Entry", "$Detailed Cust_ Ledg_ Entry")
        return queries.nav_entries(self.columns(place, table), self.columns(place, details))

    def ledger(self, place: Named, table: str, config: Config) -> tuple[LedgerPart, list[Issue]]:
        """Return one ledger's sums."""
        entries = self.entries(place, table)
        match = matched(place, list(entries.c.keys()), config)
        asked = queries.LedgerQueries(entries, match.headings, place.company, self.as_of)
        lost = self.frame(asked.left_out(MOST_LEFT_OUT + 1), LEFT_OUT)
        if lost.height > MOST_LEFT_OUT:
            raise too_many(place, MOST_LEFT_OUT)
        control = self.control(asked)
        found = grouped.Grouped(
            sales=self.frame(asked.sales(), grouped.SALES),
            delays=self.frame(asked.delays(), grouped.DELAYS) if "closed_on" in match.headings else None,
            open=self.frame(asked.open(), grouped.OPEN) if "remaining_amount" in match.headings else None,
            left_out=left_out(place, lost, match, config),
            lost=int((lost["column"] != "remaining_amount").sum()),
        )
        if control != self.control(asked):
            raise changed_meanwhile(place)
        return grouped.part_of(place, match, found, config)

    def control(self, asked: queries.LedgerQueries) -> object:
        """Return what tells whether the ledger has changed between questions; nothing where it cannot."""
        if self.connection.dialect.name in ONE_STATE:
            return None
        return self.connection.execute(asked.control()).one()

    def documents(
        self, place: Named, table: str, accounts: Sequence[AccountKey], config: Config
    ) -> tuple[RawTable, list[Issue]]:
        """Return the entries of some accounts."""
        entries = self.entries(place, table)
        match = matched(place, list(entries.c.keys()), config)
        asked = queries.LedgerQueries(entries, match.headings, place.company, self.as_of)
        return table_of(place, match, self.rows(asked.of_accounts(accounts)), config)

    def table(self, place: Named, table: str, config: Config) -> tuple[RawTable, list[Issue]]:
        """Return a small table whole."""
        rows = self.columns(place, table)
        match = matched(place, list(rows.c.keys()), config)
        return table_of(place, match, self.rows(queries.plain(rows, match.headings)), config)

    def look(self, place: Named, table: str, config: Config) -> None:
        """Read one row of the columns that are needed."""
        rows = self.entries(place, table) if place.source.table is Kind.ENTRIES else self.columns(place, table)
        match = matched(place, list(rows.c.keys()), config)
        self.connection.execute(queries.plain(rows, match.headings).limit(1)).all()

    def frame(self, query: sa.Select[Any], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
        return grouped.frame_of(self.connection.execute(query).all(), schema)

    def rows(self, query: sa.Select[Any]) -> Iterator[Mapping[str, object]]:
        for row in self.connection.execute(query).mappings():
            yield {str(name): value for name, value in row.items()}


LEFT_OUT: dict[str, type[pl.DataType]] = {
    "document": pl.String,
    "type": pl.String,
    "column": pl.String,
    "written": pl.String,
    "cents": pl.Int64,
}


@contextmanager
def opened(source: Source, as_of: date) -> Iterator[Database]:
    """Open a database for reading.

    Raises:
        ExtractError: It cannot be reached or read, as it says itself; no secret is in what is said.
    """
    secret = secret_of(source) if source.option("secret") else NONE
    place = named(source, source.option("table") or source.table, as_of)
    engine = None
    try:
        url = _url(source, secret, place)
        engine = sa.create_engine(url, hide_parameters=True, connect_args=_arguments(url))
        with engine.connect() as connection, connection.begin():
            yield Database(source, _of_one_state(connection), secret, as_of)
    except ModuleNotFoundError as error:
        raise missing_package(source, error.name or "sqlalchemy") from error
    except NoSuchModuleError as error:
        raise place.failed(str(error), msg("write the address as SQLAlchemy does; docs/sources.md shows it")) from None
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error)
        fix = msg("check the address, the user's right to read, and the names of tables and columns")
        # What the driver says stands in the sentence; its own error may show the address with the secret in it.
        raise place.failed(secret.masked(reason), fix) from None
    finally:
        if engine is not None:
            engine.dispose()


def _url(source: Source, secret: Secret, place: Named) -> URL:
    try:
        url = sa.make_url(source.option("url"))
    except ValueError:
        fix = msg("write the address as SQLAlchemy does; docs/sources.md shows it")
        raise place.error(msg("it is not an address"), fix) from None
    if source.option("user"):
        url = url.set(username=source.option("user"))
    if secret.value:
        url = url.set(password=secret.value)
    if url.get_backend_name() == "sqlite":
        # Opened for reading, so that a name that is wrong makes no empty file.
        file = in_folder(source, url.database or "").resolve()
        url = url.set(database=f"file:{file}", query={"mode": "ro", "uri": "true"})
    return url


def _arguments(url: URL) -> dict[str, Any]:
    return {"connect_timeout": WAIT_SECONDS} if url.get_backend_name() == "postgresql" else {}


def _of_one_state(connection: Connection) -> Connection:
    if statement := ONE_STATE.get(connection.dialect.name):
        connection.exec_driver_sql(statement)
    return connection
