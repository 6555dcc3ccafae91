"""A company's own headings, words and names: `creditxl.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from creditxl.errors import ConfigError, Message, msg
from creditxl.extracts import amounts, dates, words
from creditxl.extracts.faults import Fault
from creditxl.extracts.source_config import Source, read_source
from creditxl.model import LANGUAGES, Owner
from creditxl.tables.columns import COLUMNS, CellType, Kind

HOME = ("extracts", "as_of", "policy", "refresh_on_open", "need_ahead")  # of a person's own copies of the workbooks
OUTGOING = ("mails", "requests")  # of what leaves the house
SECTIONS = ("language", "currency", *HOME, "headings", "constants", "choices", "companies", "sources", *OUTGOING)

TERM, LONGEST_TERM = "requests.standard_term", 365  # days

ByColumn = Mapping[Kind, Mapping[str, Any]]


class RefreshOnOpen(StrEnum):
    """What a workbook does on opening when there are newer extracts."""

    ASK = "ask"
    SILENT = "silent"
    NEVER = "never"


class Requests(Struct, frozen=True):
    """What request files take from `creditxl.toml`.

    Args:
        policy_number: The insurance policy's.
        standard_term: The longest payment term, days, for which the insurer decides at once; None where it is not told.
        identifier_types: What the insurer's form calls a country's business ids, by ISO 3166 code.
        crm_headings: The CRM's own headings of its import form, by our column.
    """

    policy_number: str = ""
    standard_term: int | None = None
    identifier_types: Mapping[str, str] = field(default_factory=dict)
    crm_headings: Mapping[str, str] = field(default_factory=dict)


class Config(Struct, frozen=True):
    """What `creditxl.toml` says; an empty one where there is no such file.

    Args:
        language: Of the workbooks and of what is printed; None where the file does not say.
        currency: The ledger's, a code of three letters.
        headings: Kind → canonical column → headings of the company's own, preferred to the common ones.
        constants: Kind → canonical column that a file lacks → the cell that stands for it on every row.
        choices: Kind → column → the company's own word → the value it stands for.
        companies: File or folder (its name, or a pattern with `*`) → name of the company.
        extracts: The folder of extracts; None where the file does not say. Paths are from the file's own folder.
        as_of: The day of the review; None for the day on which someone asks.
        policy: The file of policy parameters that replace the built-in ones.
        need_ahead: The workbooks have the sheet of the need ahead too.
        mails: Who acts, or who acts/business line → addresses of e-mail, with commas between several.
        requests: What the receivers' forms ask for and no extract tells.
        sources: Kind → where it comes from, one or several; a kind that is not named comes from the folder.
    """

    language: str | None = None
    currency: str = "EUR"
    headings: Mapping[Kind, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    constants: Mapping[Kind, Mapping[str, str]] = field(default_factory=dict)
    choices: Mapping[Kind, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    companies: Mapping[str, str] = field(default_factory=dict)
    extracts: Path | None = None
    as_of: date | None = None
    policy: Path | None = None
    refresh_on_open: RefreshOnOpen = RefreshOnOpen.ASK
    need_ahead: bool = False
    mails: Mapping[str, str] = field(default_factory=dict)
    requests: Requests = Requests()
    sources: Mapping[Kind, tuple[Source, ...]] = field(default_factory=dict)


def load(path: Path | None) -> Config:
    """Return the configuration of a file; the empty one where `path` is None.

    Raises:
        ConfigError: The file cannot be read, or names what does not exist.
    """
    return Config() if path is None else _Reader(str(path)).config(_toml(path))


def _toml(path: Path) -> dict[str, Any]:
    fix = msg("correct the file, or run without it")
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise ConfigError(
            msg("the file cannot be opened: {reason}", reason=error.strerror or ""), where=str(path), fix=fix
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(msg("the file is not TOML: {reason}", reason=str(error)), where=str(path), fix=fix) from error


class _Reader(Struct, frozen=True):
    """Checks one file; every error names it and the key in it."""

    file: str

    def config(self, data: dict[str, Any]) -> Config:
        self._known("", data, SECTIONS)
        choices = self._by_column(data, "choices", self._choices)
        return Config(
            language=self._language(data.get("language")),
            currency=self._currency(data.get("currency", "EUR")),
            headings=self._by_column(data, "headings", self._headings),
            constants=self._constants(data, choices),
            choices=choices,
            companies=self._texts(data, "companies"),
            extracts=self._path(data, "extracts"),
            as_of=self._day("as_of", data.get("as_of")),
            policy=self._path(data, "policy"),
            refresh_on_open=self._on_open("refresh_on_open", data.get("refresh_on_open", RefreshOnOpen.ASK)),
            need_ahead=self._flag("need_ahead", data.get("need_ahead", False)),
            mails=self._mails(data),
            requests=self._requests(self._table(data, "requests")),
            sources=self._sources(data),
        )

    def _mails(self, data: dict[str, Any]) -> dict[str, str]:
        found = self._texts(data, "mails")
        self._known("mails", {place.partition("/")[0]: place for place in found}, tuple(Owner))
        return found

    def _requests(self, given: dict[str, Any]) -> Requests:
        self._known("requests", given, Requests.__struct_fields__)
        term = given.get("standard_term")
        if term is not None and (type(term) is not int or not 0 < term <= LONGEST_TERM):
            fix = msg("write a number from 1 to {most}, without quotation marks", most=LONGEST_TERM)
            raise self._error(TERM, msg("it is no whole number of days"), fix)
        return Requests(
            policy_number=self._text("requests.policy_number", given["policy_number"])
            if "policy_number" in given
            else "",
            standard_term=term,
            identifier_types={
                country.upper(): word for country, word in self._texts(given, "identifier_types", "requests").items()
            },
            crm_headings=self._texts(given, "crm_headings", "requests"),
        )

    def _texts(self, data: dict[str, Any], name: str, parent: str = "") -> dict[str, str]:
        """Return a section of texts."""
        key = f"{parent}.{name}" if parent else name
        return {one: self._text(f"{key}.{one}", text) for one, text in self._table(data, name, parent).items()}

    def _sources(self, data: dict[str, Any]) -> dict[Kind, tuple[Source, ...]]:
        tables = self._table(data, "sources")
        self._known("sources", tables, tuple(Kind))
        return {Kind(name): tuple(self._sources_of(name, given)) for name, given in tables.items()}

    def _sources_of(self, name: str, given: object) -> Iterator[Source]:
        """Yield the sources of one kind: a section, or several of the same name in double brackets."""
        for number, one in enumerate(given if isinstance(given, list) else [given]):
            place = f"sources.{name}[{number + 1}]" if isinstance(given, list) else f"sources.{name}"
            yield read_source(Kind(name), self._table({place: one}, place), where=f"{self.file}, {place}")

    def _path(self, data: dict[str, Any], key: str) -> Path | None:
        return Path(self.file).parent / self._text(key, data[key]) if key in data else None

    def _day(self, key: str, value: object) -> date | None:
        # A date with a time of day is a `datetime`, which is a `date` to Python too.
        if value is None or type(value) is date:
            return value
        raise self._error(key, msg("it is not a date"), msg("write it without quotation marks: 2026-10-31"))

    def _on_open(self, key: str, value: object) -> RefreshOnOpen:
        if value in tuple(RefreshOnOpen):
            return RefreshOnOpen(str(value))
        message = msg("'{key}' is not known here", key=str(value))
        raise self._error(key, message, _one_of(tuple(RefreshOnOpen)))

    def _flag(self, key: str, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise self._error(key, msg("it is neither true nor false"), msg("write true or false, without quotation marks"))

    def _language(self, value: object) -> str | None:
        if value is None or value in LANGUAGES:
            return None if value is None else str(value)
        message = msg("'{value}' is not a language", value=str(value))
        raise self._error(SECTIONS[0], message, _one_of(LANGUAGES))

    def _currency(self, value: object) -> str:
        code = self._text("currency", value)
        if not re.fullmatch(r"[A-Z]{3}", code):
            message = msg("'{value}' is not a currency code", value=code)
            raise self._error(SECTIONS[1], message, msg("write three capital letters, such as EUR"))
        return code

    def _by_column(self, data: dict[str, Any], section: str, read: Callable[[str, Kind, str, Any], Any]) -> ByColumn:
        found: dict[Kind, dict[str, Any]] = {}
        tables = self._table(data, section)
        self._known(section, tables, tuple(Kind))
        for name in tables:
            kind, columns = Kind(name), self._table(tables, name, section)
            self._known(f"{section}.{name}", columns, tuple(COLUMNS[kind]))
            found[kind] = {
                column: read(f"{section}.{name}.{column}", kind, column, value) for column, value in columns.items()
            }
        return found

    def _headings(self, key: str, _kind: Kind, _column: str, value: object) -> tuple[str, ...]:
        listed = value if isinstance(value, list) else [value]
        return tuple(self._text(key, heading) for heading in listed)

    def _choices(self, key: str, kind: Kind, column: str, value: object) -> dict[str, str]:
        values = COLUMNS[kind][column].choices
        if values is None:
            having = [name for name, each in COLUMNS[kind].items() if each.choices]
            raise self._error(key, msg("'{column}' is not a column of choices", column=column), _one_of(having))
        own = self._table({key: value}, key)
        for word, meant in own.items():
            if meant not in tuple(values):
                message = msg("'{word}' stands for '{value}', which is none of its values", word=word, value=str(meant))
                raise self._error(key, message, _one_of(tuple(values)))
        return own

    def _constants(self, data: dict[str, Any], choices: ByColumn) -> dict[Kind, dict[str, str]]:
        read = self._by_column(data, "constants", lambda key, _kind, _column, value: self._text(key, value))
        for kind, columns in read.items():
            for column, value in columns.items():
                self._constant(kind, column, value, choices.get(kind, {}).get(column, {}))
        return {kind: dict(columns) for kind, columns in read.items()}

    def _constant(self, kind: Kind, column: str, value: str, own: Mapping[str, str]) -> None:
        if isinstance(constant(kind, column, value, own), Fault):
            key = f"constants.{kind}.{column}"
            message = msg("'{value}' cannot stand in the column '{column}'", value=value, column=column)
            raise self._error(key, message, _accepted(kind, column))

    def _table(self, data: Mapping[str, Any], name: str, parent: str = "") -> dict[str, Any]:
        value = data.get(name, {})
        if isinstance(value, dict):
            return value
        key = f"{parent}.{name}" if parent else name
        raise self._error(key, msg("it is not a table"), msg("write it as a section, [{key}]", key=key))

    def _text(self, key: str, value: object) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        raise self._error(key, msg("it is not a text"), msg('write it between quotation marks, "like this"'))

    def _known(self, section: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in given:
            if key not in known:
                where = f"{section}.{key}" if section else key
                raise self._error(where, msg("'{key}' is not known here", key=key), _one_of(known))

    def _error(self, key: str, message: Message, fix: Message) -> ConfigError:
        return ConfigError(message, where=f"{self.file}, {key}", fix=fix)


def constant(kind: Kind, column: str, value: str, own: Mapping[str, str]) -> object:
    """Return the typed value of a constant, or the `Fault` that stands against it."""
    contract = COLUMNS[kind][column]
    if contract.choices is not None:
        return words.choices(contract.choices, own).get(words.normalised(value), Fault.UNKNOWN_WORD)
    match contract.cell:
        case CellType.AMOUNT:
            return (
                Fault.TWO_WAYS
                if amounts.reads_two_ways(value)
                else amounts.parse(value, mark=amounts.proven_mark(value) or amounts.POINT, currency="EUR")
            )
        case CellType.DATE:
            order = dates.settle([value])
            return Fault.NOT_A_DATE if order.is_open else dates.parse(value, order)
        case CellType.FLAG:
            return words.flags().get(words.normalised(value), Fault.UNKNOWN_WORD)
        case CellType.DAYS:
            return days(value)
        case _:
            return value


def days(written: str) -> int | Fault:
    """Return a whole number of days, 0 or more.

    >>> days("30"), days("14,0")
    (30, 14)
    """
    found = re.fullmatch(r"(\d{1,4})(?:[.,]0*)?", written.strip())
    return int(found[1]) if found else Fault.NOT_DAYS


def _accepted(kind: Kind, column: str) -> Message:
    contract = COLUMNS[kind][column]
    if contract.choices is not None:
        return _one_of(tuple(contract.choices))
    return msg("write it as such a cell is written: 1234.56, 2018-01-31, 30, yes or no")


def _one_of(known: tuple[str, ...] | list[str]) -> Message:
    return msg("write one of these: {known}", known=", ".join(known))
