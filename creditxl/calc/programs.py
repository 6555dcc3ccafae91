"""Where LibreOffice's program stands on each system: looked for in one order, by all who look for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "soffice"
WINDOWS, MACOS = "win32", "darwin"
WINDOWS_ROOTS = ("ProgramFiles", "ProgramFiles(x86)")  # names of variables
LINUX_ROOTS = ("/usr/lib", "/usr/lib64", "/usr/local/lib")


def find_program(
    platform: str, on_path: Callable[[str], str | None], variable: Callable[[str], str | None]
) -> Path | None:
    """Return LibreOffice's program: on the PATH, else where installers put it; None where it is in neither.

    Args:
        platform: As `sys.platform` says it.
        on_path: Name of a program → where the PATH finds it.
        variable: Name of a variable of the environment → its value.
    """
    return next((place for place in _places(platform, on_path, variable) if place.is_file()), None)


def _places(
    platform: str, on_path: Callable[[str], str | None], variable: Callable[[str], str | None]
) -> Iterator[Path]:
    found = on_path(NAME)
    if found:
        yield Path(found)
    if platform == WINDOWS:
        roots = (variable(name) for name in WINDOWS_ROOTS)
        yield from (Path(root, "LibreOffice", "program", f"{NAME}.exe") for root in roots if root)
    elif platform == MACOS:
        yield Path("/Applications/LibreOffice.app/Contents/MacOS", NAME)
    else:
        yield from (Path(root, "libreoffice", "program", NAME) for root in LINUX_ROOTS)
        yield from sorted(Path("/opt").glob(f"libreoffice*/program/{NAME}"), reverse=True)
