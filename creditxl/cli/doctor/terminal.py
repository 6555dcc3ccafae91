"""The terminal: whether it can show what the program says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.cli.doctor.findings import Finding, ok, wrong
from creditxl.cli.doctor.system import WINDOWS
from creditxl.errors import msg

if TYPE_CHECKING:
    from creditxl.cli.doctor.system import System

SIGNS = "åäöÅÄÖ€–−×…\u00a0"  # of the three languages, and of the sentences
LOCALE_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")  # the first that is set counts


def check(system: System, encoding: str | None) -> Finding:
    """Return whether the output's encoding holds the signs that the program uses."""
    locale = next((value for name in LOCALE_VARIABLES if (value := system.environment(name))), "–")
    named = str(encoding)
    if can_show(SIGNS, encoding):
        return ok(msg("the terminal shows every sign: {encoding}, locale {locale}", encoding=named, locale=locale))
    message = msg(
        "the terminal cannot show all of å ä ö € − …: {encoding}, locale {locale}", encoding=named, locale=locale
    )
    if system.platform == WINDOWS:
        return wrong(message, msg("run 'chcp 65001' and 'set PYTHONUTF8=1' before, or use Windows Terminal"))
    return wrong(message, msg("set LANG to a UTF-8 locale such as fi_FI.UTF-8, or PYTHONUTF8=1"))


def can_show(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
