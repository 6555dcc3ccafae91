"""A secret never stands in an output, a log, a cell, a file or an error, wherever it is kept and whatever breaks."""

import logging
import traceback
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote, quote_plus
from zipfile import ZipFile

import keyring
import pytest
from click.testing import CliRunner
from keyring.backend import KeyringBackend

from creditxl.cli.main import main
from creditxl.errors import ConfigError, CreditXLError
from creditxl.excel.macros import failures
from creditxl.labels import Labels
from creditxl.sources import read_all
from tests.sources import month, servers
from tests.sources.test_odata import Nav, source
from tests.sources.test_services import ATRADIUS, SALESFORCE

# With signs that addresses, JSON and Python's own texts each write otherwise.
SECRET = "Sala/inen & 'lippu' \"ä\" 47+11"  # noqa: S105 - of nothing
USER = "reader"
FORMS = {
    SECRET,
    quote(SECRET, safe=""),
    quote_plus(SECRET),
    repr(SECRET)[1:-1],
    b64encode(SECRET.encode()).decode(),
    b64encode(f"{USER}:{SECRET}".encode()).decode(),
    "Sala/inen",
    "47+11",
}


class InMemory(KeyringBackend):
    """A keyring of this test's own, as keyring's own interface asks."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def in_keyring(monkeypatch):
    monkeypatch.delenv("NAV_SECRET", raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    yield lambda secret: keyring.set_password("creditxl", "NAV_SECRET", secret)
    keyring.set_keyring(before)


@pytest.fixture
def in_environment(monkeypatch):
    return lambda secret: monkeypatch.setenv("NAV_SECRET", secret)


@pytest.fixture(params=["keyring", "environment"])
def keep(request):
    """What keeps a secret, in either place."""
    return request.getfixturevalue(f"in_{request.param}")


def shown_in(text):
    return sorted(form for form in FORMS if form in text)


def contents(folder):
    """Return every file below a folder as text, what is packed unpacked."""
    for path in (path for path in Path(folder).rglob("*") if path.is_file()):
        if path.suffix == ".xlsx":
            with ZipFile(path) as book:
                yield from (
                    (f"{path.name}/{name}", book.read(name).decode("utf-8", "replace")) for name in book.namelist()
                )
        else:
            yield path.name, path.read_bytes().decode("utf-8", "replace")


def run(tmp_path, text, command="refresh"):
    """Run a command, told to print tracebacks of faults."""
    (tmp_path / "creditxl.toml").write_text(text, "utf-8")
    out = ["--out", str(tmp_path / "out")] if command == "refresh" else []
    config = ["--config", str(tmp_path / "creditxl.toml"), "--as-of", "2026-10-31"]
    return CliRunner(env={"CREDITXL_DEBUG": "1"}).invoke(main, [command, *config, *out])


def test_a_refresh_writes_no_secret_anywhere(tmp_path, keep, caplog):
    keep(f"{SECRET}\n")  # as it is read from a file
    caplog.set_level(logging.DEBUG)
    nav = Nav()
    with servers.playing(nav) as address:
        done = run(tmp_path, source(address, f'user = "{USER}"\nsecret = "NAV_SECRET"'))

    assert done.exit_code == 3, done.output
    expected = b64encode(f"{USER}:{SECRET}".encode()).decode()
    assert {headers["Authorization"] for headers in nav.headers} == {f"Basic {expected}"}
    assert caplog.records
    assert shown_in(caplog.text) == []
    assert shown_in(done.output) == []
    found = dict(contents(tmp_path))
    assert "intrum-suositukset.xlsx/xl/workbook.xml" in found
    assert {name: shown for name, text in found.items() if (shown := shown_in(text))} == {}


def echo(status):
    """Answer with a failure that shows, in its body and its reason, all that was sent."""

    def answer(_method, path, headers, body):
        sent = " ".join([path, body, *map(str, headers.values())])
        return status, {}, {"error": {"message": f"refused: {sent}"}}

    return answer


def token_then(status):
    def answer(method, path, headers, body):
        if "token" in path:
            return 200, {}, {"access_token": SECRET.replace("ä", "a")}
        return echo(status)(method, path, headers, body)

    return answer


ODATA = '[sources.entries]\nkind = "odata"\nurl = "{url}/ODataV4"\ntable = "Entries"'
SECTIONS = {
    "basic": f'{ODATA}\nuser = "{USER}"',
    "token": f'{ODATA}\nsign_in = "token"',
    "client": f'{ODATA}\nsign_in = "client"\nuser = "app"\ntoken_url = "{{url}}/token"',
    "salesforce": SALESFORCE,
    "atradius": ATRADIUS,
}
FAULTS = {
    "refused connection": None,
    "broken line": lambda *_: servers.RESET,
    "401": echo(401),
    "403": echo(403),
    "500": echo(500),
    "400": echo(400),
    "a failure after the token": token_then(500),
    "moved": lambda *_: (302, {"Location": "http://127.0.0.2:9/elsewhere"}, {}),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("section", SECTIONS)
def test_no_fault_shows_the_secret(tmp_path, section, fault, in_environment, caplog):
    # Tokens are sent as they are, in a header that takes no other letters.
    in_environment(SECRET if section == "basic" else SECRET.replace("ä", "a"))
    caplog.set_level(logging.DEBUG)
    with servers.playing(FAULTS[fault] or echo(500)) as address:
        url = address if FAULTS[fault] else "http://127.0.0.1:1"
        config = month.config(tmp_path, SECTIONS[section].replace("{url}", url) + '\nsecret = "NAV_SECRET"\n')
        with pytest.raises(CreditXLError) as raised:
            read_all(None, config, month.AS_OF)

    _must_not_show(raised.value, caplog.text)


def _must_not_show(error, logged=""):
    class Caller:
        labels = Labels("en")

    whole = "".join(traceback.format_exception(error))
    told = failures.told(error, "The workbook was not refreshed; it is as it was.", Caller())
    assert shown_in(f"{error} {error.args} {whole} {told} {logged}") == []


def test_a_long_answer_is_not_cut_in_the_midst_of_the_secret(tmp_path, in_environment):
    in_environment("Salasana-" * 4)
    body = {"error": {"message": "x" * 140 + "Salasana-" * 4}}
    with servers.playing(lambda *_: (500, {}, body)) as address:
        config = month.config(tmp_path, source(address, 'secret = "NAV_SECRET"'))
        with pytest.raises(CreditXLError) as raised:
            read_all(None, config, month.AS_OF)

    assert "Salasana" not in str(raised.value)


@pytest.mark.parametrize("secret", ["Salainen\nLippu", "Salainen€Lippu"])
@pytest.mark.parametrize("section", ["token", "salesforce", "atradius"])
def test_a_secret_that_cannot_be_sent_is_told_without_it(tmp_path, section, secret, in_environment):
    in_environment(secret)
    with servers.playing(echo(500)) as address:
        config = month.config(tmp_path, SECTIONS[section].replace("{url}", address) + '\nsecret = "NAV_SECRET"\n')
        with pytest.raises(CreditXLError) as raised:
            read_all(None, config, month.AS_OF)

    whole = "".join(traceback.format_exception(raised.value))
    assert "Lippu" not in whole
    assert "Salainen" not in whole


@pytest.mark.parametrize("address", ["127.0.0.1:1/erp", "127.0.0.1:1/erp?sslmode=require"])
def test_a_database_that_is_not_there_is_told_without_the_password(tmp_path, address, keep):
    keep(SECRET)
    keys = f'url = "postgresql+psycopg://{address}"\nuser = "{USER}"\nsecret = "NAV_SECRET"\ntable = "entries"'

    done = run(tmp_path, f'[sources.entries]\nkind = "sql"\n{keys}\n', "review")

    assert done.exit_code == 1
    assert "sql: entries" in done.output
    assert shown_in(done.output) == []
    with pytest.raises(CreditXLError) as raised:
        read_all(None, month.config(tmp_path, f'[sources.entries]\nkind = "sql"\n{keys}\n'), month.AS_OF)
    _must_not_show(raised.value)


@pytest.mark.parametrize(
    "line",
    [
        'url = "postgresql://reader:Sala-4711@host/db"',
        'url = "mssql+pyodbc:///?odbc_connect=UID=reader;PWD=Sala-4711"',
        'url = "sc://spark.example:15002/;token=Sala-4711"',
        'url = "https://nav.example/ODataV4?access_token=Sala-4711"',
        'url = "sqlite:///x.db"\nsecret = "Sala-4711"',
    ],
)
def test_a_secret_that_stands_in_the_file_is_refused_and_not_repeated(tmp_path, line):
    with pytest.raises(ConfigError) as raised:
        month.config(tmp_path, f'[sources.entries]\nkind = "sql"\ntable = "x"\n{line}\n')

    assert "Sala-4711" not in "".join(traceback.format_exception(raised.value))


def test_what_holds_a_secret_shows_nothing_of_it_when_printed():
    from creditxl.sources.http import Bearer, Client, basic
    from creditxl.sources.secrets import Secret

    secret = Secret(SECRET)
    client = Client(None, Bearer(SECRET), (secret,), headers={"Atradius-App-Key": SECRET})

    assert shown_in(f"{secret} {secret!r} {client!r} {basic(USER, secret)!r}") == []
