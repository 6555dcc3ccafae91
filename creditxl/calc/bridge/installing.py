"""Put the bridge into a LibreOffice profile, so that a workbook opened by hand reaches Python; and take it away.

Two things are needed: a Python macro of the user's, and its being run when a document has loaded, as Tools >
Customise > Events would set it. LibreOffice must not be running: it writes its settings when it ends.
"""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from creditxl.calc import unoapi
from creditxl.calc.failures import OfficeError
from creditxl.calc.office import find_soffice
from creditxl.errors import msg

if TYPE_CHECKING:
    from collections.abc import Sequence

EVENT: Final = "OnLoadFinished"  # the one event that comes before Workbook_Open runs
SCRIPT: Final = "creditxl_bridge.py"
PLACE: Final = f"vnd.sun.star.script:{SCRIPT}$opened?language=Python&location=user"
_BINDINGS: Final = "/org.openoffice.Office.Events/ApplicationEvents/Bindings"
_PROVIDER: Final = "pythonscript.py"
_END: Final = "</oor:items>"
_ITEM: Final = re.compile(r"<item\b[^>]*>.*?</item>\s*", re.DOTALL)
_ENTRY: Final = (
    f'<item oor:path="{_BINDINGS}"><node oor:name="{EVENT}" oor:op="replace"><prop oor:name="BindingURL" '
    f'oor:op="fuse"><value>{PLACE.replace("&", "&amp;")}</value></prop></node></item>\n'
)


def install(profile: Path) -> None:
    """Make the workbooks of creditxl work in the LibreOffice that has this profile, by this very installation.

    Installing again, such as after creditxl moved, replaces what was there.

    Args:
        profile: The folder that holds LibreOffice's folder `user`.

    Raises:
        OfficeError: There is no such profile, LibreOffice is running with it, another macro has the event, or
            LibreOffice is not there, runs no Python macros, or runs them with another Python than this one.
    """
    settings = _settings(profile)
    program = find_soffice()
    unoapi.load(program)
    _check_macros(program)
    rest = _without_ours(settings.read_text("utf-8"))
    if any(EVENT in item and _BINDINGS in item and "BindingURL" in item for item in _ITEM.findall(rest)):
        raise OfficeError(
            msg("another macro is run already when a document has loaded"),
            where=str(settings),
            fix=msg("take it off in LibreOffice, under Tools > Customise > Events > Document loading finished"),
        )
    write_script(profile)
    settings.write_text(rest.replace(_END, f"{_ENTRY}{_END}"), "utf-8")


def uninstall(profile: Path) -> None:
    """Take away what `install` put there; where it put nothing, nothing happens.

    Raises:
        OfficeError: There is no such profile, or LibreOffice is running with it.
    """
    settings = _settings(profile)
    text = settings.read_text("utf-8")
    rest = _without_ours(text)
    if rest != text:
        settings.write_text(rest, "utf-8")
    _script(profile).unlink(missing_ok=True)


def usual_profile() -> Path:
    """Return the profile that LibreOffice 4 and later makes for a person, whether or not it is there."""
    if sys.platform == "win32":
        return Path(os.environ["APPDATA"], "LibreOffice", "4")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "libreoffice", "4")


def write_script(profile: Path) -> Path:
    """Write the macro, which finds this installation of creditxl by its place, and return the macro's path."""
    source = (resources.files("creditxl.calc.bridge") / "script.py.txt").read_text("utf-8")
    path = _script(profile)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source.replace("@@PLACES@@", repr(list(map(str, places())))), "utf-8")
    return path


def places() -> Sequence[Path]:
    """Return where Python finds creditxl and the libraries that it needs."""
    return list(dict.fromkeys([Path(__file__).resolve().parents[3], Path(sysconfig.get_path("purelib"))]))


def _check_macros(program: Path) -> None:
    """A document event that runs a macro which cannot run would be an error at every document."""
    folders = (program.resolve().parent, program.resolve().parents[1] / "Resources")
    if not any((folder / _PROVIDER).is_file() for folder in folders):
        raise OfficeError(
            msg("this LibreOffice runs no Python macros: {file} is not there", file=_PROVIDER),
            where=str(folders[0]),
            fix=msg("install libreoffice-script-provider-python, or a LibreOffice with Python"),
        )


def _script(profile: Path) -> Path:
    return profile / "user" / "Scripts" / "python" / SCRIPT


def _settings(profile: Path) -> Path:
    """Return the profile's settings, once it is clear that they can be written."""
    path = profile / "user" / "registrymodifications.xcu"
    if not path.is_file():
        raise OfficeError(
            msg("this is no profile of LibreOffice"),
            where=str(profile),
            fix=msg("start LibreOffice once, and give the folder that holds its folder user"),
        )
    if (profile / ".lock").exists():
        raise OfficeError(
            msg("LibreOffice is running with this profile"),
            where=str(profile),
            fix=msg("close it, its quick starter too, and try again"),
        )
    return path


def _without_ours(settings: str) -> str:
    return _ITEM.sub(lambda item: "" if SCRIPT in item[0] else item[0], settings)
