"""Sources that are not files: each is reached or not, in one sentence, and the others are looked at all the same."""

from contextlib import closing

import pytest
from click.testing import CliRunner

from creditxl.cli.doctor import folders
from creditxl.cli.doctor.command import lines
from creditxl.cli.main import main
from creditxl.labels import Labels
from tests.sources import month, servers
from tests.sources.test_odata import Nav
from tests.sources.test_services import ATRADIUS, SALESFORCE, atradius, cover

WIDE = {"COLUMNS": "300"}
LEDGER = "company, customer_no, document_type, document_no, posting_date, due_date, amount"


@pytest.fixture
def here(tmp_path, monkeypatch):
    import sqlite3

    import duckdb

    with closing(sqlite3.connect(tmp_path / "own.db")) as connection:
        connection.execute(f"CREATE TABLE ledger ({LEDGER})")
        connection.execute("CREATE TABLE notes (customer_no, written)")
        connection.commit()
    with duckdb.connect(str(tmp_path / "own.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE ledger (customer_no VARCHAR, document_type VARCHAR, document_no VARCHAR, "
            "posting_date DATE, amount DECIMAL(18,2))"
        )
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "limits.csv").write_text("x", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def looked(here, text):
    """Return what the doctor says of each source."""
    found = folders.of_sources(month.config(here, text), month.AS_OF)
    return [lines(finding, Labels("en"), 5)[0] for finding in found]


def asked(here, text, command="doctor", *more):
    (here / "creditxl.toml").write_text(text, "utf-8")
    done = CliRunner(env=WIDE).invoke(main, [command, "--config", str(here / "creditxl.toml"), *more])
    return done, done.stdout.splitlines()


def entries(form, keys):
    return f'[[sources.entries]]\nkind = "{form}"\n{keys}\n'


SQLITE, DUCK = 'url = "sqlite:///own.db"\ntable = "{}"', 'path = "own.duckdb"\ntable = "{}"'


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (entries("sql", SQLITE.format("ledger")), "ok     source reached: sql: ledger, for Customer ledger"),
        (
            entries("sql", SQLITE.format("ledgers")),
            "wrong  the database shows no table or view 'ledgers' [sql: ledgers]",
        ),
        (entries("sql", SQLITE.format("notes")), "is missing"),
        (
            entries("sql", 'url = "sqlite:///elsewhere.db"\ntable = "ledger"'),
            "unable to open database file [sql: ledger]",
        ),
        (
            entries("sql", 'url = "postgresql+psycopg://127.0.0.1:1/erp"\ntable = "ledger"'),
            "the source cannot be read: connection failed",
        ),
        (entries("duckdb", DUCK.format("ledger")), "ok     source reached: duckdb: ledger, for Customer ledger"),
        (entries("duckdb", DUCK.format("elsewhere")), "elsewhere"),
        (entries("duckdb", 'path = "none.duckdb"\ntable = "ledger"'), "there is no file"),
        (entries("files", 'path = "folder"'), "ok     source reached: {here}/folder, for Customer ledger"),
        (entries("files", 'path = "nowhere"'), "wrong  there is no such folder [{here}/nowhere]"),
        (
            entries("odata", 'url = "http://127.0.0.1:1/ODataV4"\ntable = "Entries"'),
            "wrong  the connection to 127.0.0.1:1 could not be made or broke off [odata: Entries]",
        ),
    ],
)
def test_a_source_is_reached_or_told_why_not(here, section, said):
    (line,) = looked(here, section)

    assert said.replace("{here}", str(here)) in line
    assert line.startswith("ok" if "reached" in said else "wrong")


@pytest.mark.parametrize(
    ("answer", "section", "said"),
    [
        (
            Nav(),
            'kind = "odata"\nurl = "{url}/ODataV4"\ntable = "Entries"',
            "source reached: odata: Entries, for Customer ledger",
        ),
        (
            Nav(faults={1: (401, {}, {})}),
            'kind = "odata"\nurl = "{url}/ODataV4"\ntable = "Entries"',
            "the server does not accept the sign-in any more or at all (401) [odata: Entries]",
        ),
    ],
)
def test_a_service_is_asked_for_one_row(here, answer, section, said):
    with servers.playing(answer) as address:
        (line,) = looked(here, "[sources.entries]\n" + section.replace("{url}", address))

    assert said.replace("{here}", str(here)) in line
    assert len(answer.asked) == 1


def test_every_source_is_looked_at_whatever_the_others_do(here, monkeypatch):
    monkeypatch.setenv("SERVICE_TOKEN", "Salainen-Lippu-4711")
    named = '\nsecret = "SERVICE_TOKEN"\n'
    with servers.playing(atradius(cover())) as address:
        text = (
            entries("sql", SQLITE.format("ledgers"))
            + entries("duckdb", DUCK.format("ledger"))
            + ATRADIUS.replace("{url}", address)
            + named
            + SALESFORCE.replace("{url}", "http://127.0.0.1:1")
            + named
        )
        done, found = asked(here, text)
        table, rows = asked(here, text, "sources")

    told = [line for line in found if any(form in line for form in ("sql:", "duckdb:", "atradius:", "salesforce:"))]
    assert [line.split()[0] for line in told] == ["wrong", "ok", "ok", "wrong"]
    assert done.exit_code == 1
    assert not any("no extracts" in line or "no customer ledger" in line for line in found)
    assert table.exit_code == 1
    assert "the database shows no table or view 'ledgers'" in table.stderr
    shown = [line for line in rows if any(form in line for form in ("sql:", "duckdb:", "atradius:", "salesforce:"))]
    assert ["reached" in line for line in shown] == [False, True, True, False]
    assert "Salainen" not in done.output + table.output
