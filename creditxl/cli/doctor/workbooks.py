"""Workbooks with macros and the add-in: whether each was made for this machine and version, and may run its macros.

Nothing in a workbook is run, and no program that it names: a workbook that came by mail may name any.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from creditxl import __version__
from creditxl.cli.doctor import excel
from creditxl.cli.doctor.findings import Finding, State, note, of_error, ok, wrong
from creditxl.cli.doctor.requirements import NAME
from creditxl.cli.doctor.system import MACOS, WINDOWS
from creditxl.cli.workbooks import Written, vba_creditxl, vba_xlwings, written_in
from creditxl.errors import WorkbookError, msg
from creditxl.excel.places import ADDIN, CONFIG_NAME, FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.cli.doctor.system import System
    from creditxl.errors import Message

STREAM = "Zone.Identifier"  # beside a file's own contents on NTFS: where the file came from
INTERNET = {"3", "4"}  # its zones: the internet, restricted sites
SCRIPTS = {"scripts", "bin"}


def checks(system: System, path: Path, xlwings: str) -> Iterator[Finding]:
    """Yield what is to be said of one workbook, or of the add-in; `xlwings` is the version that is installed."""
    try:
        written = written_in(path)
    except WorkbookError as error:
        yield of_error(error)
        return
    if not written.settings:
        yield wrong(
            msg("{file} has no macros of creditxl", file=path.name),
            msg("make workbooks with macros: creditxl init DIR"),
        )
        return
    yield _of_version(written, vba_xlwings(path), xlwings)
    yield from _of_interpreter(system, written, xlwings)
    yield _of_home(written)
    if is_from_the_internet(path):
        yield wrong(
            msg("Windows says that {file} came from the internet, and Excel blocks its macros", file=path.name),
            msg(
                "in the file's properties choose Unblock, or make workbooks on this machine: creditxl init DIR",
            ),
        )


def is_from_the_internet(path: Path) -> bool:
    """Tell whether Windows has marked a file as one that came by mail or from the web."""
    try:
        said = Path(f"{path}:{STREAM}").read_text("utf-8", errors="replace")
    except OSError:  # no mark, or no such thing as marks here
        return False
    zones = (line.partition("=")[2].strip() for line in said.splitlines() if line.startswith("ZoneId="))
    return any(zone in INTERNET for zone in zones)


def _of_version(written: Written, made_for: str | None, xlwings: str) -> Finding:
    name = written.path.name
    upgrade = _upgrade(written)
    if name == ADDIN:  # it keeps nothing for itself
        version = vba_creditxl(written.path)
    elif isinstance(written.state, WorkbookError):
        return Finding(State.WRONG, written.state.message, upgrade, str(written.path))
    else:
        version = written.state.version
    if version != __version__:
        given = {"file": name, "made": version or "–", "runs": __version__}
        return wrong(msg("{file} was made by creditxl {made}, and {runs} runs here", **given), upgrade)
    if made_for != xlwings:
        given = {"file": name, "made": made_for or "–", "installed": xlwings}
        return wrong(msg("{file} looks for xlwings {made}, and {installed} is installed", **given), upgrade)
    return ok(msg("{file}: creditxl {version}, xlwings {xlwings}", file=name, version=__version__, xlwings=xlwings))


def _of_interpreter(system: System, written: Written, xlwings: str) -> Iterator[Finding]:
    name, upgrade = written.path.name, _upgrade(written)
    told = written.settings.get("INTERPRETER_MAC" if system.platform == MACOS else "INTERPRETER_WIN", "")
    python = Path(told)
    if not told:
        yield wrong(
            msg("{file} was made for no machine: it names no Python", file=name),
            msg("make workbooks of your own: creditxl init DIR"),
        )
        return
    if not python.is_file():
        yield wrong(msg("{file} looks for Python where there is none: {python}", file=name, python=told), upgrade)
        return
    found = __version__ if _is_same(python, system.executable) else version_in(python)
    given = {"file": name, "python": told}
    if found == __version__:
        yield ok(msg("{file} finds its Python: {python}", **given))
    elif found is None:
        yield wrong(msg("the Python of {file} has no creditxl: {python}", **given), upgrade)
    else:
        yield wrong(msg("the Python of {file} has creditxl {version}: {python}", version=found, **given), upgrade)
    # Of this Python it is told already; that of the workbook may be another.
    if system.platform == WINDOWS and not _is_same(python, system.executable):
        yield excel.of_library(system, python, xlwings)


def version_in(python: Path) -> str | None:
    """Return the version of creditxl that is installed with some Python, by what stands in its folders."""
    root = python.parent.parent if python.parent.name.casefold() in SCRIPTS else python.parent
    folders = [root / "Lib" / "site-packages", *root.glob("lib/python3*/site-packages")]
    found = metadata.distributions(name=NAME, path=[str(folder) for folder in folders])
    return next((each.version for each in found), None)


def _of_home(written: Written) -> Finding:

    given = {"file": written.path.name, "folder": written.settings.get(FOLDER, "")}
    if not given["folder"]:
        return note(
            msg("{file} has no folder with settings: its buttons find no extracts", file=written.path.name),
            msg("make workbooks of your own: creditxl init DIR"),
        )
    if not (Path(given["folder"]) / CONFIG_NAME).is_file():
        return wrong(msg("{file} looks for creditxl.toml in {folder}, where there is none", **given), _upgrade(written))
    return ok(msg("{file} takes its settings from {folder}", **given))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other) and one.parent.samefile(other.parent)
    except OSError:
        return False


def _upgrade(written: Written) -> Message:
    folder = str(written.path.parent)
    return msg("close it and run: creditxl upgrade {folder}", folder=folder)
