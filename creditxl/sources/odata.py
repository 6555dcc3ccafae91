"""OData v4, as NAV and Business Central serve it: the columns needed, page by page, each row once."""

from __future__ import annotations

import time
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urljoin

from msgspec import Struct

from creditxl.errors import msg
from creditxl.extracts.headings import normalised
from creditxl.extracts.source_config import SignIn
from creditxl.sources.closed import Fields
from creditxl.sources.http import Bearer, Client, basic, client_form, fingerprint
from creditxl.sources.naming import changed_meanwhile, named
from creditxl.sources.rows import matched, table_of
from creditxl.sources.secrets import secret_of
from creditxl.tables.columns import COLUMNS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from requests.auth import AuthBase

    from creditxl.errors import Issue
    from creditxl.extracts.config import Config
    from creditxl.extracts.recognise import Match
    from creditxl.extracts.source_config import Source
    from creditxl.sources.closed import Keeping
    from creditxl.sources.naming import Named
    from creditxl.sources.secrets import Secret
    from creditxl.tables.raw import RawTable

NEXT, COUNT, CONTEXT = "@odata.nextLink", "@odata.count", "@odata.context"
KEYS = ("entryno", "systemid", "id")  # what tells one row from another, normalised
CHANGED = ("systemmodifiedat", "lastmodifieddatetime")
OPEN = "open"


class Service(Struct, frozen=True):
    """One source, ready to be asked."""

    source: Source
    as_of: date
    secret: Secret
    sleep: Callable[[float], None] = time.sleep
    keeping: Keeping | None = None

    def places(self) -> Iterator[tuple[Named, str]]:
        """Yield the entity sets: one a company where several are named."""
        table = self.source.option("table")
        root = self.source.option("url").rstrip("/")
        if not self.source.companies:
            yield named(self.source, table, self.as_of), f"{root}/{quote(table)}"
        for company in self.source.companies:
            inner = quote("'" + company.replace("'", "''") + "'", safe="'")
            yield named(self.source, table, self.as_of, inner=company), f"{root}/Company({inner})/{quote(table)}"

    def table(self, place: Named, table: str, config: Config) -> tuple[RawTable, list[Issue]]:
        """Return an entity set's rows."""
        client = self.client(place)
        names = self._names(client, place, table)
        match = matched(place, names or list(COLUMNS[place.source.table]), config)
        if not names:
            return table_of(place, match, [], config)
        reading = _Rows(client, place, table, match, names, self.keeping)
        rows = reading.all()
        found = table_of(place, match, rows, config)
        reading.keep(rows)
        return found

    def look(self, place: Named, table: str, config: Config) -> None:
        """Read one row, and find the columns that are needed in it."""
        client = self.client(place)
        if names := self._names(client, place, table):
            _Rows(client, place, table, matched(place, names, config), names).fields()

    def _names(self, client: Client, place: Named, table: str) -> list[str]:
        """Return the columns of the first row; none where there is no row."""
        first = _values(place, client.get(f"{table}?{_query({'$top': '1'})}"))
        return [name for name in first[0] if not name.startswith("@")] if first else []

    def client(self, place: Named) -> Client:
        """Return what asks the server, signed in."""
        client = Client(place, None, (self.secret,), sleep=self.sleep)
        user, sign_in = self.source.option("user"), self.source.option("sign_in")
        if not self.secret.value:
            return client
        if sign_in == SignIn.CLIENT:
            client.renew = self._token
            client.sign_in()
            client.answered = ""  # of the server that gives tokens, which has a clock of its own
        elif user and sign_in != SignIn.TOKEN:
            client.secrets = (*client.secrets, self.secret.signing(user))
            client.auth = basic(user, self.secret)
        else:
            client.auth = Bearer(self.secret.value)
        return client

    def _token(self, client: Client) -> AuthBase:
        """Ask for a token of an hour, for an application."""
        form = client_form(self.source.option("user"), self.secret, self.source.option("scope"))
        return client.token(client.post(self.source.option("token_url"), data=form))


@contextmanager
def opened(source: Source, as_of: date, keeping: Keeping | None = None) -> Iterator[Service]:
    """Open a service.

    Args:
        source: The section that names it.
        as_of: The day of the review.
        keeping: Where closed entries are kept; None reads all anew.
    """
    yield Service(source, as_of, secret_of(source), keeping=keeping)


class _Rows(Struct, frozen=True):
    """Reads one entity set to its end, or not at all."""

    client: Client
    place: Named
    table: str
    match: Match
    names: Sequence[str]

    keeping: Keeping | None = None

    def all(self) -> list[dict[str, Any]]:
        """Return every row once."""
        fields = self.fields()
        if self.keeping is None or fields is None:
            rows = [row for condition in self._conditions() for row in self.where(condition)]
        else:
            rows = self.keeping.read(self, fields, self._ledger)
        self._must_be_unchanged()
        return rows

    def keep(self, rows: Sequence[dict[str, Any]]) -> None:
        """Keep what is closed of rows that could be read, where it is to be kept."""
        if self.keeping is not None and (fields := self.fields()) is not None:
            self.keeping.keep(rows, fields, self._ledger, self.client.answered)

    @property
    def _ledger(self) -> str:
        return f"{self.place.name} {self.table}"

    def fields(self) -> Fields | None:
        """Return the columns by which closed entries are told; None where none are kept."""
        if not self.place.source.keeps_closed:
            return None
        found = [self._named(wanted) for wanted in (KEYS, (OPEN,), CHANGED)]
        key, still_open, modified = found
        if key is None or still_open is None or modified is None:
            raise self.place.error(
                msg("closed entries cannot be kept without the columns Entry_No, Open and SystemModifiedAt"),
                msg("publish these columns too, or take 'keep_closed' out of creditxl.toml"),
            )
        return Fields(key, still_open, modified, dict(self.match.headings))

    def count(self) -> int | None:
        """Return how many rows there are; None where the server does not tell."""
        told = self.client.get(f"{self.table}?{_query({'$count': 'true', '$top': '1'})}").get(COUNT)
        return None if told is None else int(told)

    def _conditions(self) -> list[str]:
        """Return the filters to ask by, which have no row in common.

        Two requests and no `or`: Business Central has none between different fields.
        """
        since = self.place.source.since
        if since is None or self.place.source.table is not Kind.ENTRIES:
            return [""]
        posted, still_open = self.match.headings["posting_date"], self._named((OPEN,))
        if still_open is None:
            raise self.place.error(
                msg("'since' leaves open entries out: there is no column 'Open' to ask for them by"),
                msg("publish the column Open too, or take 'since' out of creditxl.toml"),
            )
        return [f"{posted} ge {since}", f"{still_open} eq true and {posted} lt {since}"]

    def where(self, condition: str) -> Iterator[dict[str, Any]]:
        """Yield the rows that fulfil a filter, page by page."""
        key, still_open = self._named(KEYS), self._named((OPEN,)) if self.place.source.keeps_closed else None
        select = dict.fromkeys([*self.match.headings.values(), *(name for name in (key, still_open) if name)])
        asked = {"$select": ",".join(select), "$count": "true"}
        asked |= {"$filter": condition} if condition else {}
        asked |= {"$orderby": key} if key else {}
        url, count, total = f"{self.table}?{_query(asked)}", None, 0
        seen: set[object] = set()
        while url:
            page = self.client.get(url)
            rows = _values(self.place, page)
            self._must_have(rows, [name for name in (key, still_open) if name])
            self._once(seen, url, rows, key)
            count = page.get(COUNT, count) if count is None else count
            total += len(rows)
            yield from rows
            url = self._next(url, page)
        if count is not None and int(count) != total:
            raise self.place.error(
                msg("the server counts {count} rows and gave {total}", count=int(count), total=total),
                msg("entries were posted while they were read: run it again"),
            )

    def _must_have(self, rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
        for name in names:
            if any(name not in row for row in rows):
                raise self.place.error(
                    msg("a row comes without its column '{name}'", name=name),
                    msg("run it again; if it stays so, tell the server's keeper"),
                )

    def _once(self, seen: set[object], url: str, rows: Sequence[Mapping[str, Any]], key: str | None) -> None:
        """Refuse a page that came before: by its address, its rows' numbers or, without any, all that is in it."""
        marks: list[object] = [("address", url)]
        marks += [("row", row.get(key)) for row in rows] if key else [("page", fingerprint(rows))] if rows else []
        if seen.intersection(marks) or len(set(marks)) < len(marks):
            raise self.place.error(
                msg("the server gave the same rows twice"),
                msg("run it again; if it stays so, tell the server's keeper"),
            )
        seen.update(marks)

    def _next(self, url: str, page: Mapping[str, Any]) -> str:
        link = page.get(NEXT)
        if not link:
            return ""
        base = urljoin(url, str(page.get(CONTEXT) or url))
        following = urljoin(base, str(link))
        self.client.same_host(url, following)
        return following

    def _must_be_unchanged(self) -> None:
        """Refuse rows of which one was changed since the first was read, where the server tells."""
        changed = self._named(CHANGED)
        if changed is None or not self.client.answered:
            return
        moment = parsedate_to_datetime(self.client.answered).strftime("%Y-%m-%dT%H:%M:%SZ")
        # From the very second of the first answer on: rather once more than a change that is not seen.
        asked = {"$filter": f"{changed} ge {moment}", "$top": "1", "$select": changed}
        if _values(self.place, self.client.get(f"{self.table}?{_query(asked)}")):
            raise changed_meanwhile(self.place)

    def _named(self, wanted: Sequence[str]) -> str | None:
        return next((name for want in wanted for name in self.names if normalised(name) == want), None)


def _values(place: Named, page: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = page.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise place.error(
            msg("the server answers without a list of rows"), msg("check the address and the names in creditxl.toml")
        )
    return rows


def _query(options: Mapping[str, str]) -> str:
    return urlencode(options, safe="$,:", quote_via=quote)
