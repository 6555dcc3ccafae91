"""Reports of Salesforce, by its Reports API. Experimental: tried against recorded answers alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import requests
from msgspec import Struct
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

from creditxl.errors import msg
from creditxl.extracts.source_config import SignIn
from creditxl.sources.http import Client, client_form, unsendable
from creditxl.sources.naming import named
from creditxl.sources.rows import matched, table_of
from creditxl.sources.secrets import Secret, secret_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from creditxl.errors import Issue
    from creditxl.extracts.config import Config
    from creditxl.extracts.source_config import Source
    from creditxl.sources.naming import Named
    from creditxl.tables.raw import RawTable

MOST_ROWS = 2000  # that the Reports API gives, whatever the report holds
DETAILS = "T!T"  # of a report without groups


class Reports(Struct, frozen=True):
    """One report."""

    source: Source
    as_of: date
    secret: Secret

    def places(self) -> Iterator[tuple[Named, str]]:
        report = self.source.option("report")
        yield named(self.source, report, self.as_of), report

    def table(self, place: Named, table: str, config: Config) -> tuple[RawTable, list[Issue]]:
        """Return the report's rows, under the headings that people see in it.

        Raises:
            ExtractError: It cannot be fetched, is grouped, or has more rows than the service gives.
        """
        answer = self._answer(place, table)
        details = answer.get("factMap", {}).get(DETAILS, {}).get("rows")
        if not answer.get("hasDetailRows") or details is None:
            raise place.error(
                msg("the report has groups, or no rows of its own"),
                msg("save it in Salesforce as a tabular report with its details shown"),
            )
        if not answer.get("allData"):
            raise place.error(
                msg("the report has more than the {most} rows that Salesforce gives at a time", most=MOST_ROWS),
                msg("narrow its filters, or export it as CSV into the folder of extracts"),
            )
        try:
            columns = answer["reportMetadata"]["detailColumns"]
            names = [str(answer["reportExtendedMetadata"]["detailColumnInfo"][one]["label"]) for one in columns]
            rows = [dict(zip(names, map(_value, row["dataCells"]), strict=True)) for row in details]
        except (AttributeError, KeyError, TypeError, ValueError):
            raise place.error(
                msg("the report comes in a form that is not known here: a column is missing in it"),
                msg("export it as CSV into the folder of extracts meanwhile"),
            ) from None
        return table_of(place, matched(place, names, config), rows, config)

    def look(self, place: Named, table: str, config: Config) -> None:
        """Read the report, which is small."""
        self.table(place, table, config)

    def _answer(self, place: Named, report: str) -> dict[str, Any]:
        root, session = self.source.option("url").rstrip("/"), self._session(place)
        try:
            service = Salesforce(instance_url=root, session_id=session.value)
            # The library takes every address for https, also that of a server on this machine.
            service.base_url = f"{root}/services/data/v{service.sf_version}/"
            answer = service.restful(f"analytics/reports/{report}", params={"includeDetails": "true"})
        except SalesforceError as error:
            reason = session.masked(self.secret.masked(f"{error.status}: {error.content!r}"))
            fix = msg("check the report's number and the right to it, and renew the token in the keyring")
            raise place.failed(reason, fix) from None
        except requests.RequestException as error:
            raise place.failed(type(error).__name__, msg("check the address, and run it again")) from None
        except ValueError:
            raise place.error(*unsendable()) from None
        return answer if isinstance(answer, dict) else {}

    def _session(self, place: Named) -> Secret:
        """Return the token to ask with: the one that is kept, or a new one for an application."""
        if self.source.option("sign_in") != SignIn.CLIENT:
            return self.secret
        client = Client(place, None, (self.secret,))
        form = client_form(self.source.option("user"), self.secret)
        return Secret(client.token(client.post(self.source.option("token_url"), data=form)).token)


@contextmanager
def opened(source: Source, as_of: date) -> Iterator[Reports]:
    """Open a report."""
    yield Reports(source, as_of, secret_of(source))


def _value(cell: dict[str, Any]) -> object:
    """Return a cell: an amount's number, a reference's text, else what stands there."""
    value = cell.get("value")
    if isinstance(value, dict):
        return value.get("amount")
    is_plain = isinstance(value, int | float | bool) or value is None
    text = cell.get("label")
    date_like = isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-"
    return value if is_plain or date_like else text
