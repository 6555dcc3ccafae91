"""The covers of a policy, by Atradius' API; read only. Experimental: tried against recorded answers alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from msgspec import Struct

from creditxl.errors import msg
from creditxl.model import Decision
from creditxl.sources.http import Client
from creditxl.sources.naming import named
from creditxl.sources.rows import matched, table_of
from creditxl.sources.secrets import secret_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from creditxl.errors import Issue
    from creditxl.extracts.config import Config
    from creditxl.extracts.source_config import Source
    from creditxl.sources.naming import Named
    from creditxl.sources.secrets import Secret
    from creditxl.tables.raw import RawTable

TOKENS = "/authenticate/v2/tokens"
COVERS = "/credit-insurance/cover-management/v1/covers"
LIMIT = "credit-limit"  # the other type, a credit check, is no limit
WAITING = "REFERRED"
DECISIONS = {
    "DC01": Decision.APPROVED,
    "DC02": Decision.APPROVED,
    "DC03": Decision.REJECTED,
    "DC04": Decision.PARTIAL,
    "DC05": Decision.PARTIAL,
    "DC08": Decision.CANCELLED,
    "DC09": Decision.PARTIAL,
    "DC21": Decision.APPROVED,
    "DC22": Decision.PARTIAL,
}
GIVES = frozenset({Decision.APPROVED, Decision.PARTIAL})
NAMES = ("business_id", "name", "requested", "granted", "decision", "currency", "valid_from", "valid_to")


class Covers(Struct, frozen=True):
    """The covers of one policy."""

    source: Source
    as_of: date
    secret: Secret

    def places(self) -> Iterator[tuple[Named, str]]:
        policy = self.source.option("policy")
        yield named(self.source, policy, self.as_of), policy

    def table(self, place: Named, table: str, config: Config) -> tuple[RawTable, list[Issue]]:
        """Return the limits of a policy.

        Raises:
            ExtractError: The service refuses or fails, or answers in a form that is not known.
        """
        root = self.source.option("url").rstrip("/")
        client = Client(place, None, (self.secret,), headers={"Atradius-App-Key": self.secret.value})
        client.renew = lambda one: one.token(one.post(root + TOKENS))
        client.sign_in()
        answer = client.get(f"{root}{COVERS}?{urlencode({'policyId': table})}")
        covers = answer.get("covers")
        if not isinstance(covers, list) or not all(isinstance(cover, dict) for cover in covers):
            raise place.error(
                msg("the service answers without a list of covers"), msg("use the insurer's export as a file meanwhile")
            )
        rows = [_limit(place, cover) for cover in covers if cover.get("coverType") == LIMIT]
        return table_of(place, matched(place, NAMES, config), rows, config)

    def look(self, place: Named, table: str, config: Config) -> None:
        """Read the covers, which are few."""
        self.table(place, table, config)


@contextmanager
def opened(source: Source, as_of: date) -> Iterator[Covers]:
    """Open a policy's covers."""
    yield Covers(source, as_of, secret_of(source))


def _limit(place: Named, cover: Mapping[str, Any]) -> dict[str, object]:
    total = cover.get("totalDecision") or {}
    ids = [one.get("uid") for one in cover.get("uniqueIdentifiers") or [] if one.get("uid")]
    decision, granted = _decision(place, cover, total), total.get("decisionAmtInPolicyCurrency")
    if granted is None and decision in GIVES:
        raise place.error(
            msg("a decision to grant a limit comes without its amount"),
            msg("use the insurer's export as a file meanwhile"),
        )
    return {
        "business_id": ids[0] if ids else None,
        "name": cover.get("buyerName"),
        "requested": cover.get("creditLimitAmount"),
        "granted": granted,
        "decision": decision,
        "currency": cover.get("currencyCode"),
        "valid_from": total.get("effectFromDate"),
        "valid_to": total.get("withdrawalDate") or total.get("effectiveToDate"),
    }


def _decision(place: Named, cover: Mapping[str, Any], total: Mapping[str, Any]) -> str:
    code = str(total.get("decisionCode") or "")
    if cover.get("coverStatus") == WAITING and not code:
        return Decision.PENDING
    if code not in DECISIONS:
        raise place.error(
            msg("the decision code '{code}' is not known here", code=code),
            msg("use the insurer's export as a file meanwhile, and report the code"),
        )
    return DECISIONS[code]
