"""The covers of a policy, by Allianz Trade's API; read only. Experimental: tried against recorded answers alone.

It is version 2, which knows buyers by its own numbers. A limit is that customer's whose row in the customers' table
bears the number.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from msgspec import Struct

from creditxl.errors import Issue, msg
from creditxl.extracts import words
from creditxl.model import Decision
from creditxl.sources.buyers import Buyers
from creditxl.sources.http import Client, Rows
from creditxl.sources.naming import changed_meanwhile, named
from creditxl.sources.rows import matched, table_of
from creditxl.sources.secrets import Secret, secret_of
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from creditxl.errors import ExtractError
    from creditxl.extracts.config import Config
    from creditxl.extracts.source_config import Source
    from creditxl.sources.naming import Named
    from creditxl.tables.raw import RawTable

TOKENS, COVERS = "/v1/idp/oauth2/authorize", "/riskinfo/v2/covers"
PAGE = 100  # covers, the most that public integrations ask for at a time
LIMIT = "CreditLimit"  # other types, such as gradings, are no limits
COLUMN = "Euler-ID"  # a heading under which people find the number
GIVES = frozenset({Decision.APPROVED, Decision.PARTIAL})
NAMES = ("business_id", "granted", "decision", "currency")


class Covers(Struct, frozen=True):
    """The covers of one policy."""

    source: Source
    as_of: date
    secret: Secret
    buyers: Buyers

    def places(self) -> Iterator[tuple[Named, str]]:
        policy = self.source.option("policy")
        yield named(self.source, policy, self.as_of), policy

    def table(self, place: Named, table: str, config: Config) -> tuple[RawTable, list[Issue]]:
        """Return the limits of a policy.

        Raises:
            ExtractError: The service refuses or fails, or answers in a form that is not known; or the customers' table
                has none of its numbers.
        """
        if not self.buyers.ids:
            fix = msg("add the numbers to the customers' table, in a column such as '{column}'", column=COLUMN)
            raise place.error(msg("no customer's number at the insurer is known"), fix)
        client = self._client(place)
        covers = list(self._covers(client, place, table))
        # The service does not count: what moved from page to page meanwhile shows when they are read once more.
        if len(covers) >= PAGE and covers != list(self._covers(client, place, table)):
            raise changed_meanwhile(place)
        limits = [cover for cover in covers if _needed(place, cover, "coverTypeCode") == LIMIT]
        issues = [issue for cover in limits for issue in (*self._unmatched(place, cover), *_unread(place, cover))]
        rows = [self._limit(place, cover, config) for cover in limits if len(self._ids(place, cover)) == 1]
        found, told = table_of(place, matched(place, NAMES, config), rows, config)
        return found, [*issues, *told]

    def look(self, place: Named, table: str, config: Config) -> None:  # noqa: ARG002 - as every source has it
        """Read the first page."""
        self._page(self._client(place), table, 1)

    def _client(self, place: Named) -> Client:
        client = Client(place, None, (self.secret,))
        client.renew = lambda one: one.token(one.post(self._root + TOKENS, body={"apiKey": self.secret.value}))
        client.sign_in()
        return client

    @property
    def _root(self) -> str:
        return self.source.option("url").rstrip("/")

    def _covers(self, client: Client, place: Named, policy: str) -> Iterator[Mapping[str, Any]]:
        """Yield every cover once, page by page; the last page is one that is not full."""
        number, seen = 1, set[str]()
        while True:
            page = self._page(client, policy, number)
            keys = [str(_needed(place, cover, "coverId")) for cover in page]
            if seen.intersection(keys) or len(set(keys)) < len(keys):
                raise place.error(
                    msg("the server gave the same rows twice"),
                    msg("run it again; if it stays so, tell the server's keeper"),
                )
            seen.update(keys)
            yield from page
            if len(page) < PAGE:
                return
            number += 1

    def _page(self, client: Client, policy: str, number: int) -> Rows:
        asked = {"policyId": policy, "businessUnitCode": self.source.option("business_unit")}
        return client.get_list(f"{self._root}{COVERS}?{urlencode(asked | {'pageSize': PAGE, 'page': number})}")

    def _ids(self, place: Named, cover: Mapping[str, Any]) -> frozenset[str]:
        return self.buyers.of_number(str(_needed(place, cover, "company", "companyId")))

    def _unmatched(self, place: Named, cover: Mapping[str, Any]) -> Iterator[Issue]:
        """Tell of a limit that is nobody's, or several customers'."""
        number, ids = str(_needed(place, cover, "company", "companyId")), sorted(self._ids(place, cover))
        if not ids:
            yield Issue(
                place.name,
                None,
                COLUMN,
                number,
                msg(
                    "no customer with a business id bears the insurer's number {number}: its limit counts for none",
                    number=number,
                ),
                msg("add the numbers to the customers' table, in a column such as '{column}'", column=COLUMN),
            )
        elif len(ids) > 1:
            listed = ", ".join(ids)
            yield Issue(
                place.name,
                None,
                COLUMN,
                number,
                msg("several customers bear the insurer's number {number}: {ids}", number=number, ids=listed),
                msg("correct the number in the customers' table; until then its limit counts for none"),
            )

    def _limit(self, place: Named, cover: Mapping[str, Any], config: Config) -> dict[str, object]:
        (business_id,) = self._ids(place, cover)
        status = str(_needed(place, cover, "coverStatusCode"))
        permanent = (cover.get("decision") or {}).get("permanent") or {}
        granted = permanent.get("permanentAmount")
        own = config.choices.get(Kind.LIMITS, {}).get("decision", {})
        if granted is None and words.choices(Decision, own).get(words.normalised(status)) in GIVES:
            raise place.error(
                msg("a decision to grant a limit comes without its amount"),
                msg("use the insurer's export as a file meanwhile"),
            )
        currency = permanent.get("currencyCode") or self.source.option("currency")
        return {"business_id": business_id, "granted": granted, "decision": status, "currency": currency}


@contextmanager
def opened(source: Source, as_of: date, buyers: Buyers | None = None) -> Iterator[Covers]:
    """Open a policy's covers.

    Args:
        source: The section that names it.
        as_of: The day of the review.
        buyers: Whose limits they are; None where that is not asked.
    """
    yield Covers(source, as_of, secret_of(source), buyers or Buyers())


def _unread(place: Named, cover: Mapping[str, Any]) -> Iterator[Issue]:
    """Tell of a part of a decision of whose form nothing is recorded, such as a temporary amount."""
    decision = cover.get("decision") or {}
    for name in (name for name, part in decision.items() if name != "permanent" and isinstance(part, dict) and part):
        yield Issue(
            place.name,
            None,
            name,
            str(_needed(place, cover, "company", "companyId")),
            msg("the part '{name}' of a decision is not known here: the permanent amount alone counts", name=name),
            msg("look the limit up at the insurer, and report the part"),
        )


def _needed(place: Named, cover: Mapping[str, Any], *path: str) -> object:
    """Return what stands in a cover, or raise where it does not."""
    found: Any = cover
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if found is None or found == "":
        raise _lacking(place, ".".join(path))
    return found


def _lacking(place: Named, name: str) -> ExtractError:
    return place.error(
        msg("a row comes without its column '{name}'", name=name), msg("use the insurer's export as a file meanwhile")
    )
