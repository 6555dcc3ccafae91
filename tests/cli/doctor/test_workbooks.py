"""Workbooks with macros: whether they were made for this machine and this version."""

import sys
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from creditxl import __version__
from creditxl.cli.doctor import workbooks
from tests.cli.doctor.machines import NOTE, OK, WRONG, machine, states, told
from tests.cli.own_books import ADDIN, AS_OF, opened, run, set_kept, write_extracts

XLWINGS = "0.37.8"
BOOK = "intrum-suositukset.xlsm"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A person's folder, made once: tests change copies."""
    home = tmp_path_factory.mktemp("own")
    write_extracts(home / "extracts")
    assert run("init", home, *AS_OF).exit_code == 0
    return home


@pytest.fixture
def book(made, tmp_path):
    (tmp_path / BOOK).write_bytes((made / BOOK).read_bytes())
    return tmp_path / BOOK


def here(**fields):
    return machine("linux", executable=Path(sys.executable), **fields)


def checked(path, system=None, xlwings=XLWINGS):
    return list(workbooks.checks(system or here(), path, xlwings))


def set_configuration(path, **settings):
    book = opened(path)
    for row in book["xlwings.conf"].iter_rows():
        if row[0].value in settings:
            row[1].value = settings[row[0].value]
    book.save(path)


def test_a_workbook_of_this_machine_and_version_is_sound(book, made):
    found = checked(book)

    assert states(found) == [OK, OK, OK]
    assert f"creditxl {__version__}, xlwings {XLWINGS}" in told(found)
    assert sys.executable in told(found)
    assert str(made) in told(found)


def test_the_add_in_of_this_machine_and_version_is_sound(made):
    found = checked(made / ADDIN)

    assert states(found) == [OK, OK, OK]
    assert f"{ADDIN}: creditxl {__version__}, xlwings {XLWINGS}" in told(found)


def test_an_add_in_of_another_version_wants_an_upgrade(made, monkeypatch):
    monkeypatch.setattr(workbooks, "__version__", "99.1")
    found = checked(made / ADDIN)

    assert states(found)[0] is WRONG
    assert f"{ADDIN} was made by creditxl {__version__}, and 99.1 runs here" in told(found)


def test_another_version_of_creditxl_or_xlwings_wants_an_upgrade(book):
    assert "looks for xlwings 0.37.8, and 0.38.0 is installed" in told(checked(book, xlwings="0.38.0"))

    set_kept(book, "version", "0.0.9")
    found = checked(book)

    assert states(found)[0] is WRONG
    assert "was made by creditxl 0.0.9" in told(found)
    assert f"creditxl upgrade {book.parent}" in told(found)


def test_a_workbook_that_does_not_know_itself_wants_an_upgrade(book):
    set_kept(book, "version", "")
    set_kept(book, "as_of", "someday")
    found = checked(book)

    assert states(found)[0] is WRONG
    assert "creditxl upgrade" in told(found)


@pytest.mark.parametrize(
    ("interpreter", "said"),
    [
        (r"C:\gone\python.exe", "looks for Python where there is none: C:\\gone\\python.exe"),
        ("", "names no Python"),
    ],
)
def test_a_python_that_is_not_there_is_told(book, interpreter, said):
    set_configuration(book, INTERPRETER_WIN=interpreter)
    found = checked(book)

    assert states(found) == [OK, WRONG, OK]
    assert said in told(found)


@pytest.mark.parametrize(
    ("folder", "scripts"),
    [("Lib/site-packages", "Scripts"), ("lib/python3.12/site-packages", "bin"), ("Lib/site-packages", "")],
)
@pytest.mark.parametrize(
    ("version", "state", "said"),
    [
        (__version__, OK, "finds its Python"),
        ("0.0.9", WRONG, "has creditxl 0.0.9"),
        (None, WRONG, "has no creditxl"),
    ],
)
def test_another_python_is_looked_into_and_never_run(book, tmp_path, folder, scripts, version, state, said):  # noqa: PLR0913, PLR0917 - two tables and the fixtures
    python = tmp_path / "venv" / scripts / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\ntouch was-run\n")
    python.chmod(0o755)
    if version:
        described = tmp_path / "venv" / folder / f"creditxl-{version}.dist-info"
        described.mkdir(parents=True)
        (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: creditxl\nVersion: {version}\n")
    set_configuration(book, INTERPRETER_WIN=str(python))
    found = checked(book)

    assert states(found)[1] is state
    assert said in told(found)
    assert not list(tmp_path.rglob("was-run"))


def test_on_windows_the_library_beside_another_python_is_looked_for(book, tmp_path):
    python = tmp_path / "venv" / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    set_configuration(book, INTERPRETER_WIN=str(python))
    without = checked(book, machine())
    for bits in (32, 64):  # this machine does not say of how many its Excel is
        (tmp_path / "venv" / f"xlwings{bits}-{XLWINGS}.dll").touch()
    found = checked(book, machine())

    assert states(without)[2] is WRONG
    assert states(found)[2] is OK


def test_on_macos_its_own_interpreter_counts(book):
    set_configuration(book, INTERPRETER_WIN="", INTERPRETER_MAC=sys.executable)

    assert states(checked(book, machine("darwin", executable=Path(sys.executable)))) == [OK, OK, OK]


def test_a_folder_without_settings_is_told(book, tmp_path):
    set_configuration(book, CREDITXL_FOLDER=str(tmp_path / "moved"))
    moved = checked(book)
    set_configuration(book, CREDITXL_FOLDER="")
    nowhere = checked(book)

    assert states(moved) == [OK, OK, WRONG]
    assert "creditxl.toml" in told(moved)
    assert states(nowhere) == [OK, OK, NOTE]


@pytest.mark.parametrize(
    ("mark", "is_blocked"),
    [
        ("[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://example.com/\r\n", True),
        ("[ZoneTransfer]\r\nZoneId=4\r\n", True),
        ("[ZoneTransfer]\r\nZoneId=1\r\n", False),  # the company's own network
        ("", False),
    ],
)
def test_the_mark_of_the_web_is_told(book, mark, is_blocked):
    # On NTFS a stream of the file, elsewhere a file of that name: both are opened alike.
    Path(f"{book}:Zone.Identifier").write_text(mark, encoding="utf-8")
    found = checked(book)

    assert (states(found)[-1] is WRONG) is is_blocked
    assert ("Unblock" in told(found)) is is_blocked


def test_what_is_no_workbook_of_ours_is_one_line(tmp_path):
    with Workbook(tmp_path / "other.xlsx") as other:
        other.add_worksheet()
    (tmp_path / "text.xlsm").write_text("no workbook")

    for name, said in (
        ("other.xlsx", "has no macros of creditxl"),
        ("text.xlsm", "cannot be read"),
        ("nowhere.xlsm", "cannot be read"),
    ):
        found = checked(tmp_path / name)

        assert states(found) == [WRONG]
        assert said in told(found)


def test_the_doctor_of_a_folder_looks_at_its_workbooks_settings_and_extracts(made):
    done = run("doctor", made, "--language", "en")

    for name in (BOOK, "euler-limiitit.xlsm", ADDIN):
        assert f"ok     {name}: creditxl {__version__}" in done.stdout
    assert f"configuration read: {made / 'creditxl.toml'}" in done.stdout
    assert f"extracts read: {made / 'extracts'}" in done.stdout
    assert f"can be written: {made}" in done.stdout


def test_the_doctor_of_a_workbook_looks_at_that_one_alone(made):
    done = run("doctor", made / BOOK, "--language", "en")

    assert f"{BOOK}: creditxl" in done.stdout
    assert "euler-limiitit.xlsm" not in done.stdout
    assert f"configuration read: {made / 'creditxl.toml'}" in done.stdout


def test_the_doctor_of_a_folder_without_workbooks_names_init(tmp_path):
    done = run("doctor", tmp_path, "--language", "en")

    assert f"note   no workbook of creditxl with macros is in {tmp_path}" in done.stdout
    assert f"creditxl init {tmp_path}" in done.stdout
