"""A private user profile for one run of LibreOffice: nothing of the user's own is read or changed."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from pathlib import Path


class Recalculation(IntEnum):
    """Whether formulas are computed anew when a workbook is opened (LibreOffice's OOXMLRecalcMode)."""

    ALWAYS = 0
    NEVER = 1  # the file's cached values are shown


_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
)


def write_profile(folder: Path, *, recalculation: Recalculation) -> None:
    """Write the settings that a fresh profile starts with.

    Locale and language are en-US whatever the machine's, so that the same workbook reads the same everywhere.
    """
    calc, common = "/org.openoffice.Office.Calc/Formula/Load", "/org.openoffice.Office.Common"
    settings = [
        (calc, "OOXMLRecalcMode", str(int(recalculation))),
        (calc, "ODFRecalcMode", str(int(recalculation))),
        (f"{common}/Misc", "FirstRun", "false"),
        (f"{common}/Save/Document", "AutoSave", "false"),
        ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
        ("/org.openoffice.Setup/L10N", "ooLocale", "en-US"),
        ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "en-US"),
    ]
    user = folder / "user"
    user.mkdir(parents=True)
    lines = "".join(_item(*setting) for setting in settings)
    (user / "registrymodifications.xcu").write_text(f"{_HEAD}{lines}</oor:items>\n", encoding="utf-8")


def _item(path: str, name: str, value: str) -> str:
    prop = f'<prop oor:name={quoteattr(name)} oor:op="fuse"><value>{value}</value></prop>'
    return f"<item oor:path={quoteattr(path)}>{prop}</item>\n"
