"""LibreOffice: where it is, and whether a Python reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.calc import unoapi
from creditxl.calc.programs import find_program
from creditxl.cli.doctor.findings import Finding, note, ok, wrong
from creditxl.cli.doctor.system import MACOS, WINDOWS, answer_of
from creditxl.errors import msg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from creditxl.cli.doctor.system import System

# Python takes the folders after the code as its arguments.
IMPORT_UNO = "import sys; sys.path.extend(sys.argv[1:]); import uno; print(uno.__file__)"


def checks(system: System) -> Iterator[Finding]:
    program = find_program(system.platform, system.program_on_path, system.environment)
    if program is None:
        yield note(
            msg("LibreOffice was not found; the workbooks can be written, but not opened in it"),
            msg("install LibreOffice Calc (Debian: libreoffice-calc and python3-uno), or put soffice on the PATH"),
        )
        return
    yield ok(msg("LibreOffice: {path}", path=str(program)))
    yield of_python(system, program)


def of_python(system: System, program: Path) -> Finding:
    """Return whether this Python, or LibreOffice's own, loads its bindings."""
    said = ""
    for python, folders in ((system.executable, unoapi.places(program)), *((own, []) for own in _own_pythons(program))):
        works, said = answer_of([str(python), "-c", IMPORT_UNO, *map(str, folders)])
        if works:
            return ok(msg("LibreOffice's Python bindings load in {python}", python=str(python)))
    message = msg("LibreOffice's Python bindings load in no Python here: {reason}", reason=said)
    fix = msg("install python3-uno, and use the Python version that it was built for")
    # Elsewhere the workbooks are at home in Excel.
    return note(message, fix) if system.platform in {WINDOWS, MACOS} else wrong(message, fix)


def _own_pythons(program: Path) -> list[Path]:
    home = program.resolve().parent
    places = (home / "python.exe", home / "python", home.parent / "Resources" / "python")
    return [place for place in places if place.is_file()]
