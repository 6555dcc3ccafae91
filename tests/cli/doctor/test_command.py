"""`creditxl doctor` as its user meets it."""

import sys

import pytest
from click.testing import CliRunner

from creditxl import __version__
from creditxl.cli.doctor import system
from creditxl.cli.main import main
from tests.cli.doctor.machines import LEDGER


def run(*arguments, **environment):
    return CliRunner(env=environment).invoke(main, ["doctor", *map(str, arguments)])


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "extracts").mkdir()
    (tmp_path / "extracts" / "Asiakastapahtumat Havu Oy.csv").write_text(LEDGER, encoding="cp1252")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_line_says_how_it_stands_and_nothing_wrong_is_nought(here):
    done = run("--extracts", here / "extracts")
    wrong = [line for line in done.stdout.splitlines() if line.startswith("wrong")]

    assert f"ok     creditxl {__version__}" in done.stdout
    assert sys.executable in done.stdout
    assert "companies: Havu Oy" in done.stdout
    assert done.exit_code == bool(wrong), done.output
    assert [line for line in wrong if "LibreOffice" not in line] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--extracts", "nowhere"), "there is no such folder [nowhere]"),
        (("--config", "nowhere.toml"), "[nowhere.toml]"),
        (("--out", "extracts/Asiakastapahtumat Havu Oy.csv/x"), "cannot be written"),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_is_wrong_is_one_and_says_the_mend(arguments, said):
    done = run(*arguments)
    lines = done.stdout.splitlines()
    place = next(place for place, line in enumerate(lines) if said in line)

    assert done.exit_code == 1
    assert lines[place].startswith("wrong")
    assert lines[place + 1].strip().startswith("To mend it:")
    assert "Traceback" not in done.output


@pytest.mark.parametrize(("language", "word"), [("fi", "kunnossa"), ("sv", "i ordning"), ("en", "ok")])
@pytest.mark.usefixtures("here")
def test_it_speaks_the_language(language, word):
    assert run("--language", language).stdout.startswith(word)


def test_a_program_that_never_ends_or_is_not_there_is_an_answer():
    assert system.answer_of([sys.executable, "-c", "print('a'); print('b')"]) == (True, "b")
    assert system.answer_of([sys.executable, "-c", "raise SystemExit('no')"]) == (False, "no")
    assert system.answer_of(["/no such program"])[0] is False
