"""The Python that runs, and the packages in it, against what the program's own metadata asks for."""

import re
import sys
from importlib import metadata
from pathlib import Path

import pytest

from creditxl.cli.doctor import python, requirements
from creditxl.cli.doctor.requirements import Packages, Requirement
from tests.cli.doctor.machines import OK, WRONG, machine, states, told


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
