"""The Python that runs the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.cli.doctor.findings import Finding, ok, wrong
from creditxl.cli.doctor.requirements import Requirement
from creditxl.cli.doctor.system import WINDOWS
from creditxl.errors import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.cli.doctor.requirements import Packages
    from creditxl.cli.doctor.system import System

STORE_FOLDER = "windowsapps"  # where the Microsoft Store keeps its programs


def checks(system: System, packages: Packages) -> Iterator[Finding]:
    version = ".".join(map(str, system.version))
    path = str(system.executable)
    if Requirement("Python", packages.python).is_met_by(version):
        yield ok(msg("Python {version}, {bits}-bit: {path}", version=version, bits=system.bits, path=path))
    else:
        yield wrong(
            msg(
                "Python {version}, {bits}-bit, is too old or too new: {path}",
                version=version,
                bits=system.bits,
                path=path,
            ),
            msg("install a Python {versions} and creditxl in it", versions=packages.python),
        )
    if system.platform == WINDOWS and STORE_FOLDER in str(system.executable).casefold():
        yield wrong(
            msg("this Python is of the Microsoft Store, where Excel does not find xlwings"),
            msg("install Python from python.org, and creditxl in a virtual environment of it"),
        )
