"""Excel as the Windows registry tells of it, and xlwings' library beside Python."""

import sys

import pytest

from creditxl.cli.doctor import excel, system
from tests.cli.doctor.machines import NOTE, OK, WRONG, machine, states, told

XLWINGS = "0.37.8"


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
