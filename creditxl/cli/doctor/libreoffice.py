"""LibreOffice: where it is, and whether a Python reaches it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from creditxl.cli.doctor.findings import Finding, note, ok, wrong
from creditxl.cli.doctor.system import MACOS, WINDOWS, answer_of
from creditxl.errors import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.cli.doctor.system import System

# Python takes the folders after the code as its arguments.
IMPORT_UNO = "import sys; sys.path.extend(sys.argv[1:]); import uno; print(uno.__file__)"


def checks(system: System) -> Iterator[Finding]:
    program = find_office(system)
    if program is None:
        yield note(
            msg("LibreOffice was not found; the workbooks can be written, but not opened in it"),
            msg("install LibreOffice Calc (Debian: libreoffice-calc and python3-uno), or put soffice on the PATH"),
        )
        return
    yield ok(msg("LibreOffice: {path}", path=str(program)))
    yield of_python(system, program)


def find_office(system: System) -> Path | None:
    """Return LibreOffice's program: on the PATH, else where installers put it."""
    on_path = system.program_on_path("soffice")
    places = [Path(on_path)] if on_path else []
    if system.platform == WINDOWS:
        roots = [system.environment(name) for name in ("ProgramFiles", "ProgramFiles(x86)")]
        places += [Path(root, "LibreOffice", "program", "soffice.exe") for root in roots if root]
    elif system.platform == MACOS:
        places.append(Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"))
    else:
        roots = ["/usr/lib/libreoffice", "/usr/lib64/libreoffice", "/usr/local/lib/libreoffice"]
        places += [Path(root, "program", "soffice") for root in roots]
        places += sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    return next((place for place in places if place.is_file()), None)


def of_python(system: System, program: Path) -> Finding:
    """Return whether this Python, or LibreOffice's own, loads its bindings."""
    home = program.resolve().parent
    said = ""
    for python, folders in ((system.executable, _bindings(system, home)), *((own, []) for own in _own_pythons(home))):
        works, said = answer_of([str(python), "-c", IMPORT_UNO, *map(str, folders)])
        if works:
            return ok(msg("LibreOffice's Python bindings load in {python}", python=str(python)))
    message = msg("LibreOffice's Python bindings load in no Python here: {reason}", reason=said)
    fix = msg("install python3-uno, and use the Python version that it was built for")
    # Elsewhere the workbooks are at home in Excel.
    return note(message, fix) if system.platform in {WINDOWS, MACOS} else wrong(message, fix)


def _bindings(system: System, home: Path) -> list[Path]:
    """Return the folders in which `uno` may stand."""
    version = f"python{system.version[0]}.{system.version[1]}"
    of_system = ("/usr/lib/python3/dist-packages", *(f"/usr/{lib}/{version}/site-packages" for lib in ("lib64", "lib")))
    folders = (home, home.parent / "Resources", *map(Path, of_system))
    return [folder for folder in folders if (folder / "uno.py").is_file()]


def _own_pythons(home: Path) -> list[Path]:
    places = (home / "python.exe", home / "python", home.parent / "Resources" / "python")
    return [place for place in places if place.is_file()]
