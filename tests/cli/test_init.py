"""`creditxl init`: a person's own workbooks, for this machine."""

import sys
import tomllib
import zipfile

import pytest

from creditxl.excel.functions import FUNCTIONS
from creditxl.excel.vba import help_module
from creditxl.extracts import config
from creditxl.labels import Labels
from tests.cli.own_books import (
    ADDIN,
    AS_OF,
    BOOKS,
    configuration,
    kept_by_the_program,
    names,
    run,
    table,
    write_extracts,
)
from tests.excel.readback import modules_of


@pytest.fixture
def extracts(tmp_path):
    return write_extracts(tmp_path / "month")


@pytest.fixture
def home(tmp_path):
    return tmp_path / "own books"


def test_both_workbooks_the_add_in_and_the_settings_stand_in_the_folder(home, extracts):
    done = run("init", home, "--extracts", extracts, *AS_OF)

    assert done.exit_code == 0, done.output
    assert names(home) == ["creditxl.toml", ADDIN, *BOOKS]
    for name in names(home):
        assert f"Written: {home / name}" in done.stdout


def test_each_workbook_and_the_add_in_know_this_python_and_their_folder(home, extracts):
    run("init", home, "--extracts", extracts, *AS_OF)
    for name in (*BOOKS, ADDIN):
        known = configuration(home / name)

        assert known["INTERPRETER_WIN"] == known["INTERPRETER_MAC"] == sys.executable
        assert known["CREDITXL_FOLDER"] == str(home)


def test_the_folder_is_told_from_the_root_on(extracts, tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    run("init", "../here", "--extracts", "../month", *AS_OF)

    assert configuration(tmp_path / "here" / BOOKS[0])["CREDITXL_FOLDER"] == str(tmp_path / "here")
    assert config.load(tmp_path / "here" / "creditxl.toml").extracts == extracts


def test_the_workbooks_are_filled_from_the_extracts(home, extracts):
    run("init", home, "--extracts", extracts, *AS_OF)
    rows = {row["Y-tunnus"]: row for row in table(home / "intrum-suositukset.xlsm", "Customers")}

    assert rows["0201256-6"]["Limiitintarve"] == 80_000  # 40 000 × 2 of 30 days
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), {"language": "fi", "extracts": "extracts", "refresh_on_open": "ask"}),
        (("--language", "sv"), {"language": "sv", "extracts": "extracts", "refresh_on_open": "ask"}),
    ],
)
def test_the_settings_say_what_was_chosen(home, options, expected):
    run("init", home, *options)

    assert tomllib.loads((home / "creditxl.toml").read_text("utf-8")) == expected


def test_a_day_and_extracts_that_were_given_stand_in_the_settings(home, extracts):
    run("init", home, "--extracts", extracts, *AS_OF)
    read = config.load(home / "creditxl.toml")

    assert (read.extracts, f"{read.as_of}") == (extracts, "2026-10-31")


def test_extracts_within_the_folder_are_named_from_it_on_so_that_both_can_move(home):
    write_extracts(home / "vienti" / 'kuukausi "10"')
    run("init", home, "--extracts", home / "vienti" / 'kuukausi "10"', *AS_OF)
    written = tomllib.loads((home / "creditxl.toml").read_text("utf-8"))

    assert written["extracts"] == 'vienti/kuukausi "10"'


@pytest.mark.parametrize(("language", "heading"), [("fi", "Y-tunnus"), ("sv", "FO-nummer"), ("en", "Business id")])
def test_the_workbooks_speak_the_language(home, extracts, language, heading):
    run("init", home, "--extracts", extracts, *AS_OF, "--language", language)

    assert heading in table(home / "intrum-suositukset.xlsm", "Tasks")[0]
    assert kept_by_the_program(home / "intrum-suositukset.xlsm")["language"] == language


def test_the_add_in_has_every_function_and_its_help_in_the_language(home):
    run("init", home, "--language", "sv")
    with zipfile.ZipFile(home / ADDIN) as package:
        modules = modules_of(package.read("xl/vbaProject.bin"))

    assert all(f"Public Function {function.name}(" in modules["CreditxlFunctions"] for function in FUNCTIONS)
    assert modules["CreditxlHelp"].splitlines() == help_module(FUNCTIONS, Labels("sv")).splitlines()


def test_an_add_in_that_cannot_be_replaced_stops_it_and_nothing_is_written(home, extracts):
    (home / ADDIN).mkdir(parents=True)  # as unwritable as one that Excel holds open
    done = run("init", home, "--extracts", extracts, *AS_OF)

    assert done.exit_code == 1
    assert f"{ADDIN} cannot be replaced: it is open in another program" in done.stderr
    assert "Traceback" not in done.output
    assert names(home) == [ADDIN]


def test_without_extracts_the_sheets_are_empty_and_a_folder_waits_for_them(home):
    done = run("init", home)

    assert done.exit_code == 0, done.output
    assert names(home) == ["creditxl.toml", ADDIN, *BOOKS[:1], "extracts", *BOOKS[1:]]
    assert f"Save the extracts into {home / 'extracts'}; the first refresh fills them." in done.stdout
    assert "no such folder" not in done.output
    for name in BOOKS:
        assert [row for row in table(home / name, "Tasks") if any(row.values())] == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda extracts: [file.unlink() for file in extracts.iterdir()], "the folder holds no files"),
        (lambda extracts: (extracts / "Asiakastapahtumat.csv").unlink(), "no customer ledger"),
        (lambda extracts: extracts.rename(extracts.with_name("moved")), "there is no such folder"),
    ],
)
def test_extracts_that_cannot_be_read_are_told_and_the_sheets_are_empty(home, extracts, spoil, said):
    spoil(extracts)
    done = run("init", home, "--extracts", extracts, *AS_OF)

    assert done.exit_code == 0, done.output
    assert said in done.stdout
    assert "The sheets are empty." in done.stdout
    assert names(home) == ["creditxl.toml", ADDIN, *BOOKS]


def test_data_issues_end_with_three_as_everywhere(home, extracts):
    with (extracts / "Asiakastapahtumat.csv").open("a", encoding="cp1252") as ledger:
        ledger.write("31.02.2026;Lasku;ML9;1002;1,00\n")

    assert run("init", home, "--extracts", extracts, *AS_OF).exit_code == 3


def test_workbooks_that_stand_there_are_not_touched(home, extracts):
    run("init", home, "--extracts", extracts, *AS_OF)
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    done = run("init", home, "--extracts", extracts, *AS_OF, "--language", "en")

    assert done.exit_code == 1
    assert "there are workbooks already: intrum-suositukset.xlsm, euler-limiitit.xlsm" in done.stderr
    assert f"creditxl upgrade {home}" in done.stderr
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


@pytest.mark.usefixtures("extracts")
def test_settings_that_stand_there_are_kept_and_used(home):
    home.mkdir()
    file = home / "creditxl.toml"
    file.write_text('language = "sv"\nextracts = "../month"\nas_of = 2026-10-31\n', encoding="utf-8")
    before = file.read_bytes()
    done = run("init", home)

    assert done.exit_code == 0, done.output
    assert file.read_bytes() == before
    assert f"{file} fanns redan och behålls" in done.stdout
    assert {row["FO-nummer"] for row in table(home / "intrum-suositukset.xlsm", "Customers")} == {
        "0201256-6",
        "0116297-6",
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("languag = 'fi'\n", "'languag' is not known here"),
        ("as_of = '2026-10-31'\n", "it is not a date"),
        ("=", "the file is not TOML"),
    ],
)
def test_settings_that_cannot_be_read_stop_it_and_nothing_is_written(home, content, said):
    home.mkdir()
    (home / "creditxl.toml").write_text(content, encoding="utf-8")
    done = run("init", home)

    assert done.exit_code == 1
    assert said in done.stderr
    assert names(home) == ["creditxl.toml"]


def test_a_place_that_is_no_folder_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    done = run("init", tmp_path / "file")

    assert done.exit_code == 1
    assert "cannot be written to the folder" in done.stderr
    assert "Traceback" not in done.output


def test_the_commands_beside_take_extracts_and_day_from_the_settings(home, extracts, monkeypatch):
    run("init", home, "--extracts", extracts, *AS_OF, "--language", "en")
    monkeypatch.chdir(home)
    done = run("review", "--format", "csv")

    assert done.exit_code == 0, done.output
    assert "sales_2026-10" in done.stdout
    assert run("refresh", "--out", "copies").exit_code == 0
