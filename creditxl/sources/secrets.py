"""Secrets: from the environment or the operating system's keyring, and never in a text that anyone sees."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from creditxl.errors import ExtractError, msg

if TYPE_CHECKING:
    from creditxl.extracts.source_config import Source

SERVICE = "creditxl"  # what the keyring keeps the secrets under
STARS = "***"
SHORTEST = 4  # a shorter secret would blank out half of every sentence


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret; printing it shows nothing of it."""

    value: str = field(repr=False)

    def masked(self, text: str) -> str:
        """Return a text of some library without the secret, should it stand in it, in whatever form it was sent."""
        if len(self.value) < SHORTEST:
            return text
        for form in self._forms():
            text = text.replace(form, STARS)
        return text

    def signing(self, user: str) -> Secret:
        """Return what is sent for a user and this password, which is as good as the password."""
        return Secret(b64encode(f"{user}:{self.value}".encode()).decode())

    def _forms(self) -> list[str]:
        """Return what a server or a library may have made of it, the longest first."""
        value = self.value
        quoted = {quote(value, safe=""), quote(value), quote_plus(value), escape(value)}
        escaped = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], repr(value)[1:-1]}
        return sorted({value, b64encode(value.encode()).decode(), *quoted, *escaped}, key=len, reverse=True)


NONE = Secret("")


def secret_of(source: Source) -> Secret:
    """Return the secret that a source names; an empty one where it names none.

    Raises:
        ExtractError: Neither the environment nor the keyring has it.
    """
    name = source.option("secret")
    if not name:
        return NONE
    # What is typed or read from a file may end with a line's end, which is no part of it.
    value = (os.environ.get(name) or _from_keyring(name) or "").strip()
    if not value:
        raise ExtractError(
            msg("the secret '{name}' is neither in the environment nor in the keyring", name=name),
            where=source.where,
            fix=msg("run keyring set {service} {name} and type it in, or set the variable", service=SERVICE, name=name),
        )
    return Secret(value)


def _from_keyring(name: str) -> str | None:
    """Return a secret of the keyring; None where there is no keyring, or nothing in it."""
    try:
        import keyring  # noqa: PLC0415 - loaded where a secret is not in the environment
        import keyring.errors  # noqa: PLC0415
    except ImportError:
        return None
    try:
        return keyring.get_password(SERVICE, name)
    except keyring.errors.KeyringError:
        return None
