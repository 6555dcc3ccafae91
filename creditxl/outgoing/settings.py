"""What `creditxl.toml` says of what leaves the house: who is written to, and what the forms ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.model import Owner
from creditxl.outgoing.forms import Forms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from creditxl.extracts.config import Config
    from creditxl.outgoing.mails import Addresses


def forms_of(config: Config) -> Forms:
    """Return what the forms ask for; what the file does not say is as usual."""
    asked = config.requests
    types = {**Forms().identifier_types, **asked.identifier_types}
    return Forms(asked.policy_number, types, asked.standard_term, asked.crm_headings)


def addresses_of(given: Mapping[str, str]) -> Addresses:
    """Return the addresses of places such as `receivables_clerk` and `receivables_clerk/Rakennus`.

    Raises:
        ValueError: A place names nobody who acts.
    """
    found: dict[tuple[Owner, str], str] = {}
    for place, address in given.items():
        owner, _, line = place.partition("/")
        found[Owner(owner.strip()), line.strip()] = address
    return found
