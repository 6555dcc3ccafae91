"""`creditxl doctor`: each check against what a system may say, and the command as its user meets it."""

import os
import re
import sys
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from creditxl import __version__
from creditxl.cli.doctor import excel, folders, libreoffice, python, requirements, system, terminal
from creditxl.cli.doctor.findings import State
from creditxl.cli.doctor.requirements import Packages, Requirement
from creditxl.cli.main import main
from creditxl.errors import ConfigError, msg
from creditxl.extracts.config import Config

OK, NOTE, WRONG = State.OK, State.NOTE, State.WRONG
LEDGER = """Kirjauspvm;Asiakirjatyyppi;Asiakirjan nro;Asiakasnro;Summa
15.08.2026;Lasku;ML1;1001;10 000,00
15.09.2026;Lasku;ML2;1002;12 500,50
"""
XLWINGS = "0.37.8"


def machine(platform="win32", registry=None, programs=None, variables=None, **fields):
    """Return a system that says what a test wants."""
    said = registry or {}
    whole = system.System(
        platform=platform,
        version=(3, 12, 4),
        bits=64,
        executable=Path("/opt/venv/bin/python"),
        registry=lambda key, name: said.get((key, name)),
        program_on_path=(programs or {}).get,
        environment=lambda name: (variables or {}).get(name, ""),
    )
    return replace(whole, **fields)


def states(findings):
    return [finding.state for finding in findings]


def told(findings):
    return "\n".join(f"{finding.message} | {finding.fix}" for finding in findings)


def run(*arguments, **environment):
    return CliRunner(env=environment).invoke(main, ["doctor", *map(str, arguments)])


# Python and packages


@pytest.mark.parametrize(
    ("version", "wanted", "state"),
    [
        ((3, 11, 0), ">=3.11", OK),  # the oldest that will do
        ((3, 10, 9), ">=3.11", WRONG),
        ((3, 14, 0), ">=3.11,<3.14", WRONG),
        ((3, 13, 9), ">=3.11,<3.14", OK),
        ((3, 12, 0), "", OK),  # the metadata asks for nothing
    ],
)
def test_python_is_measured_against_the_metadata(version, wanted, state):
    found = list(python.checks(machine("linux", version=version), Packages("1", wanted, (), {})))

    assert states(found) == [state]
    assert "64-bit" in told(found)
    assert "/opt/venv/bin/python" in told(found)


@pytest.mark.parametrize(("platform", "count"), [("win32", 1), ("linux", 0)])
def test_the_stores_python_is_named_on_windows(platform, count):
    store = Path(r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe")
    found = list(python.checks(machine(platform, executable=store), Packages("1", ">=3.11", (), {})))

    assert states(found).count(WRONG) == count


@pytest.mark.parametrize(
    ("versions", "installed", "is_met"),
    [
        ("==0.37.8", "0.37.8", True),
        ("==0.37.8", "0.37.9", False),
        ("==0.37.8", "0.37.80", False),
        ("==0.37", "0.37.0", True),
        (">=3.0", "3.0", True),
        (">=3.0", "2.9.9", False),
        (">=2.18", "2.9", False),  # numbers, not letters
        (">=2.1,<3", "2.10.1", True),
        (">=2.1,<3", "3.0.0", False),
        ("~=2.1", "2.9", True),
        ("~=2.1", "3.0", False),
        ("!=2.1", "2.1.0", False),
        ("==2.*", "2.7", True),
        ("==2.*", "3.0", False),
        ("<=2", "2.0.1", False),
        (">2", "2.0.1", True),
        (">=2.1", "2.1.0rc1", True),
        ("", "anything", True),
    ],
)
def test_a_version_meets_its_bounds(versions, installed, is_met):
    assert Requirement("x", versions).is_met_by(installed) is is_met


def test_requirements_leave_out_extras_and_other_systems():
    lines = [
        "xlwings==0.37.8",
        'pytest>=9; extra == "dev"',
        'pywin32>=300; sys_platform == "win32"',
        "rich[x] (>=15,<16)",
        "click",
    ]
    found = {each.name: each.versions for each in requirements.requirements(lines, "linux")}

    assert found == {"xlwings": "==0.37.8", "rich": ">=15,<16", "click": ""}
    assert "pywin32" in {each.name for each in requirements.requirements(lines, "win32")}


def test_the_metadata_of_this_very_installation_is_read():
    found = requirements.these_packages(sys.platform)

    assert found.program == metadata.version("creditxl")
    assert found.xlwings == metadata.version("xlwings")
    assert {each.name for each in found.required} == {
        re.split(r"[=<>!~ ;]", line)[0] for line in metadata.requires("creditxl") if "extra" not in line
    }


REQUIRED = (Requirement("xlwings", "==0.37.8"), Requirement("polars", ">=2.1"))


@pytest.mark.parametrize(
    ("installed", "expected", "said"),
    [
        ({"xlwings": "0.37.8", "polars": "2.1.0"}, [OK, OK], "polars 2.1.0"),
        ({"xlwings": "0.38.0", "polars": "2.1.0"}, [OK, WRONG, OK], "exactly 0.37.8"),
        ({"xlwings": "0.37.8", "polars": "2.0"}, [OK, WRONG, OK], "polars 2.0 is installed; >=2.1 is needed"),
        ({"xlwings": "0.37.8"}, [OK, WRONG, OK], 'pip install "polars>=2.1"'),
        ({}, [OK, WRONG, WRONG], "xlwings is not installed"),
    ],
)
def test_packages_are_measured_against_the_metadata(installed, expected, said):
    found = list(requirements.checks(Packages("1.0", ">=3.11", REQUIRED, installed), "1.0"))

    assert states(found) == expected
    assert said in told(found)


@pytest.mark.parametrize(("program", "said"), [(None, "is not installed"), ("0.9", "but 0.9 is installed")])
def test_a_program_that_is_not_the_installed_one_is_told(program, said):
    found = list(requirements.checks(Packages(program, "", (), {}), "1.0"))

    assert states(found) == [WRONG]
    assert said in told(found)


# Excel

CONFIGURATION = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
EXCEL_64 = {
    (excel.APP_PATH, ""): r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE",
    (CONFIGURATION, "Platform"): "x64",
    (CONFIGURATION, "VersionToReport"): "16.0.17928.20114",
}
OFFICE_16 = r"Microsoft\Office\16.0"
POLICY = r"SOFTWARE\Policies\Microsoft\Office\16.0"
RULES = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"


@pytest.mark.parametrize(
    ("registry", "bits", "version"),
    [
        (EXCEL_64, 64, "16.0.17928.20114"),
        (EXCEL_64 | {(CONFIGURATION, "Platform"): "x86"}, 32, "16.0.17928.20114"),
        # Installed from a disc: no Click-to-Run, and the bitness stands beside Outlook.
        (
            {
                (r"HKCR\Excel.Application\CurVer", ""): "Excel.Application.16",
                (rf"HKLM\SOFTWARE\WOW6432Node\{OFFICE_16}\Outlook", "Bitness"): "x86",
            },
            32,
            "16",
        ),
        ({(excel.APP_PATH, ""): r"C:\Program Files (x86)\Office16\EXCEL.EXE"}, 32, ""),
        (
            {
                (excel.APP_PATH, ""): r"C:\Program Files\Office16\EXCEL.EXE",
                (rf"HKLM\SOFTWARE\{OFFICE_16}\Excel\InstallRoot", "Path"): r"C:\Program Files\Office16",
            },
            64,
            "",
        ),
        ({(excel.APP_PATH, ""): r"D:\EXCEL.EXE"}, None, ""),
    ],
)
def test_the_registry_tells_of_excel_and_its_bitness(registry, bits, version):
    found = excel.find_excel(machine(registry=registry).registry)

    assert (found.bits, found.version) == (bits, version)


def test_office_without_excel_is_no_excel():
    assert excel.find_excel(machine(registry={(CONFIGURATION, "Platform"): "x64"}).registry) is None


def windows(tmp_path, libraries=(f"xlwings64-{XLWINGS}.dll",), folder="", registry=EXCEL_64):
    """Return what is said of a Windows with libraries in a folder of its virtual environment."""
    scripts = tmp_path / "Scripts"
    scripts.mkdir(exist_ok=True)
    for name in libraries:
        (tmp_path / folder / name).touch()
    return list(excel.checks(machine(registry=registry, executable=scripts / "python.exe"), XLWINGS))


@pytest.mark.parametrize("folder", ["", "Scripts"])
def test_the_library_is_found_one_folder_up_and_beside(tmp_path, folder):
    assert states(windows(tmp_path, folder=folder)) == [OK, OK, OK]


@pytest.mark.parametrize(
    ("libraries", "said"),
    [
        ((), "there: –"),
        (("xlwings64-0.38.0.dll",), "there: xlwings64-0.38.0.dll"),  # of another version
        (("xlwings32-0.37.8.dll",), "there: xlwings32-0.37.8.dll"),  # of another bitness
    ],
)
def test_another_library_is_none(tmp_path, libraries, said):
    found = windows(tmp_path, libraries)

    assert states(found) == [OK, WRONG, OK]
    assert said in told(found)
    assert "xlwings==0.37.8" in told(found)


def test_excel_of_32_bits_needs_its_own_library_whatever_pythons(tmp_path):
    registry = EXCEL_64 | {(CONFIGURATION, "Platform"): "x86"}

    assert states(windows(tmp_path, registry=registry)) == [OK, WRONG, OK]
    assert states(windows(tmp_path, (f"xlwings32-{XLWINGS}.dll",), registry=registry)) == [OK, OK, OK]


def test_where_the_bitness_is_not_told_both_libraries_are_looked_for(tmp_path):
    registry = {(excel.APP_PATH, ""): r"D:\EXCEL.EXE"}

    assert states(windows(tmp_path, registry=registry)) == [NOTE, WRONG, OK]
    assert states(windows(tmp_path, (f"xlwings32-{XLWINGS}.dll",), registry=registry)) == [NOTE, OK, OK]


def test_no_excel_and_the_stores_excel_are_told(tmp_path):
    store = EXCEL_64 | {(excel.APP_PATH, ""): r"C:\Program Files\WindowsApps\Microsoft.Office\EXCEL.EXE"}

    assert states(windows(tmp_path, registry={}))[0] is WRONG
    assert states(windows(tmp_path, registry=store))[0] is WRONG


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, [OK]),
        ({(rf"HKLM\{POLICY}\Common", "VBAOff"): 1}, [WRONG]),
        ({(rf"HKCU\{POLICY}\Common", "VBAOff"): 1}, [WRONG]),
        ({(rf"HKLM\{POLICY}\Common", "VBAOff"): 0}, [OK]),
        ({(rf"HKCU\{POLICY}\Excel\Security", "VBAWarnings"): 4}, [WRONG]),
        ({(rf"HKCU\{POLICY}\Excel\Security", "VBAWarnings"): 3}, [WRONG]),
        ({(rf"HKCU\{POLICY}\Excel\Security", "VBAWarnings"): 2}, [OK]),  # it asks
        ({(rf"HKCU\SOFTWARE\{OFFICE_16}\Excel\Security", "VBAWarnings"): 4}, [WRONG]),
        ({(rf"HKCU\SOFTWARE\{OFFICE_16}\Excel\Security", "VBAWarnings"): 1}, [OK]),
        # A policy goes before what a person chose.
        (
            {
                (rf"HKCU\{POLICY}\Excel\Security", "VBAWarnings"): 1,
                (rf"HKCU\SOFTWARE\{OFFICE_16}\Excel\Security", "VBAWarnings"): 4,
            },
            [OK],
        ),
        ({(rf"HKCU\{POLICY}\Excel\Security", "blockcontentexecutionfrominternet"): 1}, [OK, NOTE]),
        ({(RULES, excel.NO_CHILD_PROCESSES): "1"}, [OK, WRONG]),
        ({(RULES, excel.NO_CHILD_PROCESSES): "2"}, [OK]),  # it only keeps a record
        ({(RULES, excel.NO_CALLS_FROM_MACROS): 1}, [OK, WRONG]),
        ({(RULES, excel.NO_CHILD_PROCESSES): "a word"}, [OK]),
    ],
)
def test_what_policies_say_of_macros(tmp_path, said, expected):
    assert states(windows(tmp_path, registry=EXCEL_64 | said))[2:] == expected


def test_a_policy_is_for_the_it_department_and_a_setting_for_oneself(tmp_path):
    by_policy = windows(tmp_path, registry=EXCEL_64 | {(rf"HKCU\{POLICY}\Excel\Security", "VBAWarnings"): 4})
    own = windows(tmp_path, registry=EXCEL_64 | {(rf"HKCU\SOFTWARE\{OFFICE_16}\Excel\Security", "VBAWarnings"): 4})

    assert "IT department" in told(by_policy)
    assert "Trust Center" in told(own)


@pytest.mark.parametrize(("platform", "said"), [("darwin", "worksheet functions do not"), ("linux", "on Linux")])
def test_elsewhere_it_is_said_in_words(platform, said):
    found = list(excel.checks(machine(platform), XLWINGS))

    assert states(found) == [NOTE]
    assert said in told(found)


@pytest.mark.skipif(sys.platform == "win32", reason="there is a registry here")
def test_where_there_is_no_registry_nothing_stands_in_it():
    assert system.registry_value(excel.APP_PATH, "") is None


# LibreOffice


def test_libreoffice_is_found_where_the_path_or_its_installer_puts_it(tmp_path):
    on_path, installed = tmp_path / "soffice", tmp_path / "LibreOffice" / "program" / "soffice.exe"
    on_path.touch()
    installed.parent.mkdir(parents=True)
    installed.touch()

    assert libreoffice.find_office(machine("linux", programs={"soffice": str(on_path)})) == on_path
    assert libreoffice.find_office(machine(variables={"ProgramFiles": str(tmp_path)})) == installed
    assert libreoffice.find_office(machine(variables={"ProgramFiles(x86)": str(tmp_path)})) == installed
    assert libreoffice.find_office(machine()) is None


def test_no_libreoffice_is_to_know_and_nothing_wrong():
    found = list(libreoffice.checks(machine()))

    assert states(found) == [NOTE]
    assert "install LibreOffice" in told(found)


def own_python(tmp_path, code):
    """Return a LibreOffice whose own Python is a script."""
    program = tmp_path / "program" / "soffice"
    program.parent.mkdir()
    program.touch()
    script = program.with_name("python")
    script.write_text(f"#!/bin/sh\n{code}\n", encoding="utf-8")
    script.chmod(0o755)
    return program


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins for LibreOffice's Python are shell scripts")
@pytest.mark.parametrize(
    ("code", "platform", "state", "said"),
    [
        ("exit 0", "linux", OK, "bindings load in"),
        ("echo no uno >&2; exit 1", "linux", WRONG, "no uno"),
        ("echo no uno >&2; exit 1", "win32", NOTE, "no uno"),  # there the workbooks are at home in Excel
        ("exit 1", "darwin", NOTE, "python3-uno"),
    ],
)
def test_libreoffices_own_python_may_hold_the_bindings(tmp_path, code, platform, state, said):
    nowhere = machine(platform, executable=tmp_path / "no python")
    found = libreoffice.of_python(nowhere, own_python(tmp_path, code))

    assert found.state is state
    assert said in told([found])


def test_the_libreoffice_of_this_machine_is_looked_at():
    here = system.this_system()
    program = libreoffice.find_office(here)
    if program is None:
        pytest.skip("soffice is not installed: its Python bindings are not looked for")

    assert libreoffice.of_python(here, program).state in {OK, WRONG}
    assert states(libreoffice.checks(here))[0] is OK


# Folders


def test_extracts_are_counted_by_kind_and_company(tmp_path):
    (tmp_path / "Asiakastapahtumat Havu Oy.csv").write_text(LEDGER, encoding="cp1252")
    (tmp_path / "muistio.txt").write_text("soita\n", encoding="utf-8")
    found = list(folders.of_extracts(tmp_path, Config()))

    assert WRONG not in states(found)
    assert "tables 1, rows 2" in told(found)
    assert "companies: Havu Oy" in told(found)
    assert "muistio.txt" in told(found)


def test_extracts_without_a_ledger_are_wrong(tmp_path):
    (tmp_path / "Asiakkaat.csv").write_text("Asiakasnro;Nimi;Maksuehto\n1;Koivu Oy;14 pv netto\n", encoding="utf-8")
    found = list(folders.of_extracts(tmp_path, Config()))

    assert states(found).count(WRONG) == 1
    assert "no customer ledger" in told(found)
    assert "no company is named" in told(found)


@pytest.mark.parametrize(
    ("name", "said"), [("nowhere", "no such folder"), ("empty", "holds no files"), ("file", "not a folder")]
)
def test_an_unreachable_folder_is_told_in_the_readers_own_words(tmp_path, name, said):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    found = list(folders.of_extracts(tmp_path / name, Config()))

    assert states(found) == [WRONG]
    assert said in told(found)
    assert found[0].where == str(tmp_path / name)


def test_no_folder_is_said_and_not_guessed():
    assert states(folders.of_extracts(None, Config())) == [NOTE]


def test_the_configuration_is_read_missing_or_wrong(tmp_path):
    error = ConfigError(msg("it is not a table"), where="creditxl.toml", fix=msg("correct the file"))

    assert folders.of_config(tmp_path / "creditxl.toml", Config()).state is OK
    assert folders.of_config(None, Config()).state is OK
    assert folders.of_config(tmp_path / "creditxl.toml", error).state is WRONG


def test_a_target_is_tried_and_left_as_it_was(tmp_path):
    (tmp_path / "file").touch()

    assert folders.of_target(tmp_path).state is OK
    assert folders.of_target(tmp_path / "new" / "deep").state is OK
    assert folders.of_target(tmp_path / "file").state is WRONG
    assert folders.of_target(tmp_path / "file" / "below").state is WRONG
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


# The terminal


@pytest.mark.parametrize(
    ("encoding", "state"),
    [
        ("utf-8", OK),
        ("utf-16", OK),
        ("cp1252", WRONG),
        ("ascii", WRONG),
        ("cp850", WRONG),
        (None, WRONG),
        ("x?", WRONG),
    ],
)
def test_the_terminal_must_hold_every_sign(encoding, state):
    assert terminal.check(machine("linux"), encoding).state is state


def test_the_mend_of_a_terminal_is_its_systems():
    assert "chcp 65001" in told([terminal.check(machine(), "cp850")])
    assert "UTF-8" in told([terminal.check(machine("linux"), "ascii")])


# The command


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
