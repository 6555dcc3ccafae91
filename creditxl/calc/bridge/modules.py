"""The modules of a workbook's VBA that LibreOffice cannot run, replaced in memory."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Final

from creditxl.calc import unoapi

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES: Final = resources.files("creditxl.calc.bridge") / "basic"
MARK: Final = "CreditxlServer"  # the module by which a workbook's VBA of creditxl is known
_NEVER: Final = 1  # of OOXMLRecalcMode: workbooks are not computed on opening
XLWINGS: Final = "xlwings"
# LibreOffice compiles both branches of an `#If`. xlwings' modules have some, and with them nothing of the VBA runs.
REPLACED: Final = ("CreditxlServer", "Dictionary", XLWINGS)
_CONSTANT: Final = re.compile(r"^Public Const .+$", re.MULTILINE)


def adopt(document: unoapi.UnoObject, context: unoapi.Context) -> bool:
    """Make the VBA of a loaded workbook reach Python, and return whether it is one of creditxl's.

    The file stays as it is, and the workbook is no more changed than before.
    """
    was_modified = document.isModified()
    found = list(_libraries(document))
    for library in found:
        _replace(library)
    if found and _was_computed(context):
        document.calculateAll()
    document.setModified(was_modified)
    return bool(found)


def _libraries(document: unoapi.UnoObject) -> Iterator[unoapi.UnoObject]:
    libraries = document.BasicLibraries
    for name in libraries.ElementNames:
        libraries.loadLibrary(name)
        library = libraries.getByName(name)
        if library.hasByName(MARK):
            yield library


def _replace(library: unoapi.UnoObject) -> None:
    for name in REPLACED:
        if library.hasByName(name):
            kept = _CONSTANT.findall(library.getByName(name)) if name == XLWINGS else []
            source = (SOURCES / f"{name}.bas").read_text("ascii")
            library.replaceByName(name, "\n".join([source, *kept, ""]))


def _was_computed(context: unoapi.Context) -> bool:
    """Tell whether LibreOffice computes workbooks on opening: functions gave nothing then, without Python."""
    provider = unoapi.service(context, "com.sun.star.configuration.ConfigurationProvider")
    place = unoapi.arguments(nodepath="/org.openoffice.Office.Calc/Formula/Load")
    settings = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", place)
    return int(settings.getByName("OOXMLRecalcMode")) != _NEVER
