"""Where a table comes from when it is no file of the folder: the sections `[sources.…]` of `creditxl.toml`.

A section never holds a secret: it names one, which the operating system's keyring or the environment keeps.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from creditxl.errors import ConfigError, Message, msg
from creditxl.tables.columns import COLUMNS, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class SourceForm(StrEnum):
    """What a source is."""

    FILES = "files"
    SQL = "sql"
    DUCKDB = "duckdb"
    SPARK = "spark"
    ODATA = "odata"
    SALESFORCE = "salesforce"
    ATRADIUS = "atradius"
    ALLIANZ = "allianz"


class SignIn(StrEnum):
    """How a server is told who asks."""

    BASIC = "basic"  # a user and a password
    TOKEN = "token"  # noqa: S105 - the word for it, not one
    CLIENT = "client"  # an application's own, which is given a token for an hour at `token_url`


class Form(Struct, frozen=True):
    """The keys of one form of source, beside `kind`."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    tables: tuple[Kind, ...] = tuple(Kind)


SECRET_KEYS = ("pwd=", "password=", "token=", "secret=", "apikey=", "api_key=")  # of addresses
SECRET_NAME = re.compile(r"[A-Z_][A-Z0-9_]*")

_TABLE = ("companies", "columns")
FORMS = {
    SourceForm.FILES: Form(("path",)),
    SourceForm.SQL: Form(("url",), ("table", "schema", "nav", "user", "secret", *_TABLE)),
    SourceForm.DUCKDB: Form(("path", "table"), _TABLE),
    SourceForm.SPARK: Form(("table",), ("url", "secret", *_TABLE)),
    SourceForm.ODATA: Form(
        ("url", "table"), ("user", "secret", "sign_in", "token_url", "scope", "since", "keep_closed", *_TABLE)
    ),
    SourceForm.SALESFORCE: Form(
        ("url", "report", "secret"),
        ("user", "sign_in", "token_url", "columns"),
        (Kind.RECOMMENDATIONS, Kind.NEW_CUSTOMERS, Kind.CUSTOMERS),
    ),
    SourceForm.ATRADIUS: Form(("url", "policy", "secret"), ("columns",), (Kind.LIMITS,)),
    SourceForm.ALLIANZ: Form(("url", "policy", "business_unit", "currency", "secret"), (), (Kind.LIMITS,)),
}


class Source(Struct, frozen=True):
    """One section.

    Args:
        table: What it gives.
        where: The file and the section, for messages.
        options: The keys that are plain text.
        companies: Name of a company in the source → its name here; empty where a column tells it, or there is one.
        columns: Canonical column → its name in the source, where it is none of the known headings.
        since: The oldest posting date that is fetched, open entries apart; None for all.
        is_nav: The tables are NAV's own, one set a company.
        keeps_closed: Closed entries that were read once are kept, and not asked for again.
    """

    table: Kind
    form: SourceForm
    where: str
    options: Mapping[str, str] = field(default_factory=dict)
    companies: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    is_nav: bool = False
    keeps_closed: bool = False

    def option(self, key: str) -> str:
        """Return a key's text; empty where it is not given."""
        return self.options.get(key, "")


def read_source(kind: Kind, given: Mapping[str, Any], *, where: str) -> Source:
    """Return one section, checked.

    Raises:
        ConfigError: A key is unknown, missing or wrong; or a secret stands in it.
    """
    reader = _Section(where)
    form = SourceForm(reader.one_of("kind", given.get("kind"), tuple(SourceForm)))
    keys = FORMS[form]
    if kind not in keys.tables:
        message = msg("a source of the kind '{form}' has no table '{table}'", form=form, table=kind)
        raise reader.error(message, _one_of(keys.tables), key="kind")
    for key in given:
        if key not in ("kind", *keys.required, *keys.optional):
            known = (*keys.required, *keys.optional)
            raise reader.error(msg("'{key}' is not known here", key=key), _one_of(known), key=key)
    for key in keys.required:
        if key not in given:
            raise reader.error(msg("'{key}' is missing", key=key), _fill_in(key), key=key)
    return reader.source(kind, form, given)


class _Section(Struct, frozen=True):
    where: str

    def source(self, kind: Kind, form: SourceForm, given: Mapping[str, Any]) -> Source:
        plain = {
            key: self.string(key, value)
            for key, value in given.items()
            if key not in ("kind", "companies", "columns", "since", "nav", "keep_closed")
        }
        keeps_closed = self.flag("keep_closed", given.get("keep_closed", False))
        if keeps_closed and (kind is not Kind.ENTRIES or "since" in given):
            fix = msg("write it for entries alone, and take 'since' out: all are read once, and then what is new")
            raise self.error(msg("it cannot stand here"), fix, key="keep_closed")
        self.check(
            form, plain, is_nav=self.flag("nav", given.get("nav", False)), companies=len(given.get("companies", ()))
        )
        return Source(
            table=kind,
            form=form,
            where=self.where,
            options=plain,
            companies=self.companies(given.get("companies", {})),
            columns=self.columns(kind, given.get("columns", {})),
            since=self.day("since", given.get("since")),
            is_nav=self.flag("nav", given.get("nav", False)),
            keeps_closed=keeps_closed,
        )

    def check(self, form: SourceForm, plain: Mapping[str, str], *, is_nav: bool, companies: int) -> None:
        """Check what keys say together."""
        if "sign_in" in plain:
            known = tuple(SignIn) if form is SourceForm.ODATA else (SignIn.TOKEN, SignIn.CLIENT)
            self.one_of("sign_in", plain["sign_in"], known)
        if plain.get("sign_in") == SignIn.CLIENT:
            for key in ("token_url", "user", "secret"):
                if key not in plain:
                    raise self.error(msg("'{key}' is missing", key=key), _fill_in(key), key=key)
        self.without_secrets(plain)
        if form is SourceForm.SQL and not is_nav and "table" not in plain:
            raise self.error(msg("'{key}' is missing", key="table"), _fill_in("table"), key="table")
        several = form in (SourceForm.SQL, SourceForm.DUCKDB, SourceForm.SPARK) and companies > 1
        if several and not is_nav and "{company}" not in plain.get("table", ""):
            message = msg("several companies are named, and one table")
            fix = msg('write {{company}} in its name where the company stands, or leave "companies" out')
            raise self.error(message, fix, key="table")
        if is_nav and not companies:
            fix = msg('list them as NAV writes them: companies = ["Havu Oy", "Koivu Oy"]')
            raise self.error(msg("'{key}' is missing", key="companies"), fix, key="companies")

    def without_secrets(self, plain: Mapping[str, str]) -> None:
        """Refuse secrets that stand in the file; no message repeats one."""
        for key in ("url", "token_url"):
            if key in plain:
                self.without_password(key, plain[key])
        if "secret" in plain and not SECRET_NAME.fullmatch(plain["secret"]):
            # It is not repeated: it may be the secret itself.
            fix = msg('write the name it is kept under (keyring or environment), in capitals: secret = "NAV_PASSWORD"')
            raise self.error(msg("it is not the name of a secret"), fix, key="secret")

    def without_password(self, key: str, url: str) -> None:
        """Refuse an address with a password in it; the message does not repeat it."""
        try:
            password = urlsplit(url).password
        except ValueError:
            raise self.error(msg("it is not an address"), _fill_in(key), key=key) from None
        if password is not None or any(word in url.casefold() for word in SECRET_KEYS):
            fix = msg('take it out, change it, and name where it is kept: secret = "NAME" (keyring or environment)')
            raise self.error(msg("a password stands in the file, where others can read it"), fix, key=key)

    def companies(self, value: object) -> dict[str, str]:
        if isinstance(value, list):
            return {self.string("companies", name): self.string("companies", name) for name in value}
        return {name: self.string("companies", here) for name, here in self.pairs("companies", value).items()}

    def columns(self, kind: Kind, value: object) -> dict[str, str]:
        named = self.pairs("columns", value)
        for column in named:
            if column not in COLUMNS[kind]:
                raise self.error(
                    msg("'{key}' is not known here", key=column), _one_of(tuple(COLUMNS[kind])), key="columns"
                )
        return {column: self.string("columns", name) for column, name in named.items()}

    def pairs(self, key: str, value: object) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        fix = msg('write it as {key} = {{ name = "…" }}', key=key)
        raise self.error(msg("it is not a table"), fix, key=key)

    def day(self, key: str, value: object) -> date | None:
        if value is None or type(value) is date:
            return value
        raise self.error(msg("it is not a date"), msg("write it without quotation marks: 2026-10-31"), key=key)

    def flag(self, key: str, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise self.error(
            msg("it is neither true nor false"), msg("write true or false, without quotation marks"), key=key
        )

    def string(self, key: str, value: object) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        raise self.error(msg("it is not a text"), msg('write it between quotation marks, "like this"'), key=key)

    def one_of(self, key: str, value: object, known: Sequence[str]) -> str:
        if value in known:
            return str(value)
        if value is None:
            raise self.error(msg("'{key}' is missing", key=key), _one_of(known), key=key)
        raise self.error(msg("'{key}' is not known here", key=str(value)), _one_of(known), key=key)

    def error(self, message: Message, fix: Message, *, key: str) -> ConfigError:
        return ConfigError(message, where=f"{self.where}.{key}", fix=fix)


def _one_of(known: Sequence[str]) -> Message:
    return msg("write one of these: {known}", known=", ".join(known))


def _fill_in(key: str) -> Message:
    return msg('write a line such as {key} = "…"; docs/sources.md shows one of each kind', key=key)


def in_folder(source: Source, path: str) -> Path:
    """Return a path that a section gives: from the folder of `creditxl.toml` on."""
    return Path(source.where.rpartition(", ")[0]).parent / path
