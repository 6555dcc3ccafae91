"""Asking a server for JSON: signed in, patient for a bounded time, and each failure said in one sentence."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from creditxl.errors import msg
from creditxl.sources.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from creditxl.errors import Message
    from creditxl.sources.naming import Named

Rows = list[dict[str, Any]]
BUSY = frozenset({429, 503})
MOST_TRIES = 6
LONGEST_WAIT, ALL_WAITS = 60, 180  # seconds, of one wait and of all for one page
CONNECT_SECONDS, READ_SECONDS = 15, 120
UNAUTHORISED, FORBIDDEN, NOT_FOUND, FAILED = 401, 403, 404, 500
REASON_LENGTH = 160
TOKEN_KEY = "access_token"  # noqa: S105 - the name of a field


class Bearer(AuthBase):
    """Signs each request with a token; unlike a header of the session it goes to no other host."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: Any) -> Any:  # noqa: ANN401 - a request as `requests` prepares it
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def client_form(user: str, secret: Secret, scope: str = "") -> dict[str, str]:
    """Return the form by which an application asks for a token of its own."""
    form = {"grant_type": "client_credentials", "client_id": user, "client_secret": secret.value}
    return form | ({"scope": scope} if scope else {})


def basic(user: str, secret: Secret) -> AuthBase:
    return HTTPBasicAuth(user.encode(), secret.value.encode())


@dataclass
class Client:
    """Asks one server.

    Args:
        place: What is read, for messages.
        auth: How each request is signed; None for not at all.
        secrets: What no message may show.
        headers: Sent with every request.
        sleep: Waits some seconds.
        renew: Signs in anew where a token has run out; None where there is nothing to do it with.
    """

    place: Named
    auth: AuthBase | None = field(repr=False)
    secrets: tuple[Secret, ...]
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    sleep: Callable[[float], None] = time.sleep
    session: requests.Session = field(default_factory=requests.Session, repr=False)
    renew: Callable[[Client], AuthBase] | None = field(default=None, repr=False)
    answered: str = ""  # the server's own clock at its first answer

    def get(self, url: str) -> dict[str, Any]:
        """Return the JSON object at an address.

        Raises:
            ExtractError: The server cannot be reached, refuses, fails, or answers with something else.
        """
        return self._object(self._asked("GET", url))

    def get_list(self, url: str) -> Rows:
        """Return the JSON list of objects at an address.

        Raises:
            ExtractError: As `get`.
        """
        found = self._asked("GET", url)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self._fail(msg("the server answers without a list of rows"), _check())
        return found

    def post(self, url: str, *, data: Mapping[str, Any] | None = None, body: object = None) -> dict[str, Any]:
        """Return the answer to a form or a JSON body; for tokens and searches: nothing is ever changed.

        Raises:
            ExtractError: As `get`.
        """
        return self._object(self._asked("POST", url, data=data, json=body))

    def sign_in(self) -> bool:
        """Sign in by a token that is fetched now; return whether there is something to do it with."""
        renew, self.renew, self.auth = self.renew, None, None if self.renew else self.auth
        if renew is None:
            return False
        # Meanwhile nothing is renewed, and no token that has run out is sent to whoever gives new ones.
        self.auth, self.renew = renew(self), renew
        return True

    def token(self, answer: Mapping[str, Any]) -> Bearer:
        """Return what signs with the token in an answer, which no message will show.

        Raises:
            ExtractError: There is none in it.
        """
        token = Secret(str(answer.get(TOKEN_KEY) or ""))
        if not token.value:
            self._fail(msg("the server gives no token to sign in with"), _check())
        self.secrets = (*self.secrets, token)
        return Bearer(token.value)

    def same_host(self, first: str, url: str) -> None:
        """Refuse an address that would take the sign-in to another server."""
        one, other = urlsplit(first), urlsplit(url)
        if one.netloc.casefold() != other.netloc.casefold() or (one.scheme, other.scheme) == ("https", "http"):
            raise self.place.error(
                msg("the server's next page is on another server, '{host}'", host=other.netloc),
                msg("ask the server's keeper to set its public address; nothing was fetched from there"),
            )

    def _object(self, found: object) -> dict[str, Any]:
        if not isinstance(found, dict):
            self._fail(msg("the server answers with something that is not JSON"), _check())
        return found

    def _asked(self, method: str, url: str, **more: Any) -> object:  # noqa: ANN401 - options of `requests`
        waited, number, signed_anew = 0.0, 0, False
        while True:
            response = self._sent(method, url, **more)
            self.answered = self.answered or response.headers.get("Date", "")
            if response.status_code == UNAUTHORISED and not signed_anew and self.sign_in():
                signed_anew = True
                continue
            if response.status_code not in BUSY:
                return self._json(response)
            seconds = _seconds(response.headers.get("Retry-After", ""), 2.0**number)
            waited, number = waited + seconds, number + 1
            if number == MOST_TRIES or waited > ALL_WAITS:
                busy = msg("the server is busy, and stayed so for {tries} tries", tries=number)
                self._fail(busy, msg("try again later"))
            self.sleep(seconds)

    def _sent(self, method: str, url: str, **more: Any) -> requests.Response:  # noqa: ANN401 - as above
        seconds = (CONNECT_SECONDS, READ_SECONDS)
        headers = {"Accept": "application/json", **self.headers}
        try:
            return self.session.request(
                method, url, auth=self.auth, headers=headers, timeout=seconds, allow_redirects=False, **more
            )
        except requests.Timeout:
            self._fail(msg("the server did not answer in time"), _again())
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            # Its own text may show the address with what stands in it.
            self._fail(
                msg("the connection to {host} could not be made or broke off", host=urlsplit(url).netloc), _again()
            )
        except requests.RequestException as error:
            self._fail(msg("the source cannot be read: {reason}", reason=type(error).__name__), _check())
        except ValueError:
            # Its text would show the whole header.
            self._fail(*unsendable())

    def _json(self, response: requests.Response) -> object:
        self._must_be_well(response)
        try:
            return json.loads(response.content, parse_float=Decimal)
        except ValueError:
            return None

    def _must_be_well(self, response: requests.Response) -> None:
        status = response.status_code
        if response.is_redirect:
            # Followed, it would take the sign-in along.
            host = self._masked(urlsplit(response.headers["Location"]).netloc or urlsplit(response.url).netloc)
            moved = msg("the server has moved, to an address of {host}", host=host)
            self._fail(moved, msg("write its new address in creditxl.toml; nothing was fetched from there"))
        reason = " ".join(self._masked(_reason(response)).split())[:REASON_LENGTH]
        if status == UNAUTHORISED:
            fix = msg("renew the token or the password, where the keyring or the environment keeps it")
            self._fail(msg("the server does not accept the sign-in any more or at all (401)"), fix)
        if status == FORBIDDEN:
            fix = msg("ask for the right to read it")
            self._fail(msg("the user has no right to read this (403): {reason}", reason=reason), fix)
        if status == NOT_FOUND:
            self._fail(msg("there is nothing at this address (404): {reason}", reason=reason), _check())
        if status >= FAILED:
            self._fail(msg("the server failed ({status}): {reason}", status=str(status), reason=reason), _again())
        if not response.ok:
            self._fail(msg("the server refuses ({status}): {reason}", status=str(status), reason=reason), _check())

    def _masked(self, text: str) -> str:
        for secret in self.secrets:
            text = secret.masked(text)
        return text

    def _fail(self, message: Message, fix: Message) -> NoReturn:
        raise self.place.error(message, fix) from None


def fingerprint(rows: object) -> str:
    """Return what is the same for the same rows."""
    return hashlib.sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()


def _seconds(written: str, usual: float) -> float:
    """Return how long a server asks to wait, within bounds."""
    return float(min(int(written) if written.isdigit() else usual, LONGEST_WAIT))


def _reason(response: requests.Response) -> str:
    """Return what the server says of a failure, as OData has it, else the status's name."""
    try:
        said = response.json()["error"]["message"]
    except (ValueError, KeyError, TypeError):
        said = response.reason
    return str(said)


def unsendable() -> tuple[Message, Message]:
    """Return what is said of a secret that holds a line's end or a sign that no header may hold."""
    return (
        msg("the secret holds a sign that cannot be sent, such as a line's end"),
        msg("put it into the keyring or the environment anew, by itself"),
    )


def _again() -> Message:
    return msg("run it again; nothing was changed, and the last figures stand")


def _check() -> Message:
    return msg("check the address and the names in creditxl.toml")
