"""Excel and what xlwings needs beside it; read from the Windows registry, and nothing there is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.cli.doctor.findings import Finding, note, ok, wrong
from creditxl.cli.doctor.python import STORE_FOLDER
from creditxl.cli.doctor.system import MACOS, WINDOWS
from creditxl.errors import msg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from creditxl.cli.doctor.system import Registry, System

OFFICE = r"SOFTWARE\Microsoft\Office"
OFFICE_OF_32_BITS = r"SOFTWARE\WOW6432Node\Microsoft\Office"
POLICIES = r"SOFTWARE\Policies\Microsoft\Office\16.0"  # 16.0: every Excel since 2016
SECURITY = r"16.0\Excel\Security"
APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
CLICK_TO_RUN = rf"HKLM\{OFFICE}\ClickToRun\Configuration"
DEFENDER = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
RULE_SETS = (rf"HKLM\SOFTWARE\Policies\Microsoft\{DEFENDER}", rf"HKLM\SOFTWARE\Microsoft\{DEFENDER}")
NO_CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
NO_CALLS_FROM_MACROS = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
BLOCKED = "1"
SIGNED_ALONE, NO_MACROS = 3, 4  # of VBAWarnings; 1 lets all run, 2 asks
BITS = {"x86": 32, "x64": 64, "arm64": 64}


class Excel(Struct, frozen=True):
    """The Excel of this machine. `bits` is None where the registry does not say."""

    path: str
    version: str
    bits: int | None


def checks(system: System, xlwings: str) -> Iterator[Finding]:
    """Yield what is to be said of Excel; `xlwings` is the version that the workbooks name."""
    if system.platform == WINDOWS:
        yield _of_excel(find_excel(system.registry))
        yield of_library(system, system.executable, xlwings)
        yield from _of_trust(system.registry)
        yield from _of_defender(system.registry)
    elif system.platform == MACOS:
        yield note(
            msg("on macOS the buttons of the workbooks work in Excel, the worksheet functions do not"),
            msg("run 'xlwings runpython install' once for the buttons; for live functions use LibreOffice or Windows"),
        )
    else:
        yield note(
            msg(
                "there is no Excel on {system}: its bitness, xlwings' DLL, macro settings and Defender's rules are "
                "checked on Windows alone",
                system=system.name,
            )
        )


def find_excel(registry: Registry) -> Excel | None:
    """Return the Excel that the registry knows; None where it knows none."""
    path = str(registry(APP_PATH, "") or "")
    current = str(registry(r"HKCR\Excel.Application\CurVer", "") or "")
    if not path and not current:
        return None
    version = str(registry(CLICK_TO_RUN, "VersionToReport") or "") or current.removeprefix("Excel.Application.")
    return Excel(path, version, _bits(registry, path))


def _bits(registry: Registry, path: str) -> int | None:
    said = registry(CLICK_TO_RUN, "Platform") or registry(rf"HKLM\{OFFICE}\16.0\Outlook", "Bitness")
    said = said or registry(rf"HKLM\{OFFICE_OF_32_BITS}\16.0\Outlook", "Bitness")
    if isinstance(said, str) and said.casefold() in BITS:
        return BITS[said.casefold()]
    if registry(rf"HKLM\{OFFICE_OF_32_BITS}\16.0\Excel\InstallRoot", "Path") or "(x86)" in path:
        return 32
    return 64 if registry(rf"HKLM\{OFFICE}\16.0\Excel\InstallRoot", "Path") else None


def _of_excel(excel: Excel | None) -> Finding:
    if excel is None:
        return wrong(
            msg("Excel is not installed"),
            msg("install Excel 2016 or later, or use the command line and LibreOffice, which need none"),
        )
    if STORE_FOLDER in excel.path.casefold():
        return wrong(
            msg("this Excel is of the Microsoft Store, which lets no Python in"),
            msg("install Office from office.com instead"),
        )
    if excel.bits is None:
        return note(msg("Excel {version}; the registry does not say of how many bits", version=excel.version))
    return ok(msg("Excel {version}, {bits}-bit", version=excel.version, bits=excel.bits))


def of_library(system: System, python: Path, xlwings: str) -> Finding:
    """Find xlwings' DLL where the workbooks look for it: beside the interpreter, then one folder up."""
    excel = find_excel(system.registry)
    bits = excel.bits if excel else None
    folders = (python.parent, python.parent.parent)
    wanted = [f"xlwings{each}-{xlwings}.dll" for each in ([bits] if bits else [32, 64])]
    missing = [name for name in wanted if not any((folder / name).is_file() for folder in folders)]
    if not missing:
        return ok(msg("xlwings' library for Excel is in its place: {names}", names=", ".join(wanted)))
    others = sorted({found.name for folder in folders for found in _files(folder) if found.name not in wanted})
    return wrong(
        msg(
            "{names} is neither beside {python} nor one folder up (there: {others})",
            names=", ".join(missing),
            python=str(python),
            others=", ".join(others) or "–",
        ),
        msg(
            "run in a virtual environment: python -m pip install --force-reinstall xlwings=={version}", version=xlwings
        ),
    )


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("xlwings*.dll"))
    except OSError:  # a folder that may not be looked into has nothing to show
        return []


def _of_trust(registry: Registry) -> Iterator[Finding]:
    """Yield what the Trust Center and its policies say of macros."""
    ask = msg("ask the IT department to allow macros for these workbooks, by a signature or a trusted folder")
    if any(registry(rf"{root}\{POLICIES}\Common", "VBAOff") == 1 for root in ("HKLM", "HKCU")):
        yield wrong(msg("a policy switches VBA off in all of Office"), ask)
        return
    by_policy = _first(registry, [rf"{root}\{POLICIES}\Excel\Security" for root in ("HKLM", "HKCU")])
    warnings = by_policy or _first(registry, [rf"HKCU\{OFFICE}\{SECURITY}"])
    choose = msg("choose File, Options, Trust Center, Macro Settings, 'Disable VBA macros with notification'")
    if warnings == NO_MACROS:
        yield wrong(msg("Excel runs no macros, and does not ask"), ask if by_policy else choose)
    elif warnings == SIGNED_ALONE:
        yield wrong(msg("Excel runs signed macros alone"), ask if by_policy else choose)
    else:
        yield ok(msg("Excel runs macros, or asks before it does"))
    internet = "blockcontentexecutionfrominternet"
    if any(registry(rf"{root}\{POLICIES}\Excel\Security", internet) == 1 for root in ("HKLM", "HKCU")):
        yield note(
            msg("a policy blocks the macros of workbooks that came by mail or from the web"),
            msg("make the workbooks on this machine, or unblock a file in its properties"),
        )


def _first(registry: Registry, keys: list[str]) -> str | int | None:
    values = (registry(key, "VBAWarnings") for key in keys)
    return next((value for value in values if value is not None), None)


def _of_defender(registry: Registry) -> Iterator[Finding]:
    """Yield the rules of Microsoft Defender that keep Excel from starting Python."""
    fix = msg("ask the IT department for an exception for these workbooks")
    if _blocks(registry, NO_CHILD_PROCESSES):
        yield wrong(msg("Microsoft Defender keeps Excel from starting other programs, Python among them"), fix)
    if _blocks(registry, NO_CALLS_FROM_MACROS):
        yield wrong(msg("Microsoft Defender keeps macros from calling Windows, which xlwings does"), fix)


def _blocks(registry: Registry, rule: str) -> bool:
    return any(str(registry(rules, rule)) == BLOCKED for rules in RULE_SETS)
