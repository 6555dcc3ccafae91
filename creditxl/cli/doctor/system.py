"""What this machine says of itself; a test can say something else in its place."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

Registry = Callable[[str, str], "str | int | None"]
WINDOWS, MACOS = "win32", "darwin"
SECONDS_TO_ANSWER = 60


class System(Struct, frozen=True):
    r"""The operating system and the Python that runs here.

    Args:
        platform: As `sys.platform` says it.
        version: Of Python: major, minor, micro.
        bits: Of Python: 32 or 64.
        executable: The Python that runs.
        registry: (Key such as "HKLM\SOFTWARE\…", name of a value or "") → the value; None where there is none.
        program_on_path: Name of a program → where the PATH finds it.
        environment: Name of a variable → its value; "" where it is not set.
    """

    platform: str
    version: tuple[int, int, int]
    bits: int
    executable: Path
    registry: Registry
    program_on_path: Callable[[str], str | None]
    environment: Callable[[str], str]

    @property
    def name(self) -> str:
        return {WINDOWS: "Windows", MACOS: "macOS", "linux": "Linux"}.get(self.platform, self.platform)


def this_system() -> System:
    return System(
        platform=sys.platform,
        version=sys.version_info[:3],
        bits=8 * struct.calcsize("P"),
        executable=Path(sys.executable),
        registry=registry_value,
        program_on_path=shutil.which,
        environment=lambda name: os.environ.get(name, ""),
    )


def registry_value(key: str, name: str) -> str | int | None:
    """Return a value of the Windows registry, as 64-bit programs see it; None where there is none, or no registry."""
    if sys.platform != "win32":  # spelled out: type checkers know it so
        return None
    import winreg  # noqa: PLC0415 - there is none elsewhere

    root, _, path = key.partition("\\")
    roots = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER, "HKCR": winreg.HKEY_CLASSES_ROOT}
    try:
        with winreg.OpenKey(roots[root], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
            value, _ = winreg.QueryValueEx(opened, name)
    except OSError:  # not there, or not to be read by this person: for a check that is the same
        return None
    return value if isinstance(value, (str, int)) else None


def answer_of(command: list[str]) -> tuple[bool, str]:
    """Run a program and return whether it ended well, and the last line that it said."""
    try:
        done = subprocess.run(  # noqa: S603 - a Python of this machine, on a line of our own
            command, capture_output=True, text=True, errors="replace", timeout=SECONDS_TO_ANSWER, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        return False, str(error)
    said = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    return done.returncode == 0, said[-1].strip() if said else ""
