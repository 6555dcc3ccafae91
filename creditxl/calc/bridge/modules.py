"""The modules of a workbook's VBA that LibreOffice cannot run, replaced in memory."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Final

from creditxl.calc import unoapi
from creditxl.calc.bridge.saving import keep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SOURCES: Final = resources.files("creditxl.calc.bridge") / "basic"
MARK: Final = "CreditxlServer"  # the module by which a workbook's VBA is known
XLWINGS: Final = "xlwings"
# Two of ours do what each program does in its own way. Of xlwings' modules LibreOffice would compile both branches of
# every `#If`, and with them nothing of the VBA runs.
REPLACED: Final = (MARK, "CreditxlHost", "Dictionary", XLWINGS)
# The worksheet functions stay as they are, but for what they are handed: as VBA it would be Range objects, and a cell
# behind one that is to be computed itself, by another of the functions, would not be: Basic runs none within another.
# As plain Basic they get values, which LibreOffice computes before.
FUNCTIONS: Final = "CreditxlFunctions"
_AS_VBA, _AS_BASIC = "Option VBASupport 1", "Option VBASupport 0\nOption Compatible"
_CONSTANT: Final = re.compile(r"^Public Const .+$", re.MULTILINE)
_LEFT_IN: Final = "Option ClassModule\n"
_NEVER: Final = 1  # of OOXMLRecalcMode: workbooks are not computed on opening


def adopt(document: unoapi.UnoObject, context: unoapi.Context) -> bool:
    """Make the VBA of a loaded workbook reach Python, and return whether it is one of creditxl's.

    The file stays as it is, and the workbook is no more changed than before.
    """
    found = list(_libraries(document))
    if not found:
        return False
    was_modified = document.isModified()
    originals = [(library, _originals(library)) for library in found]
    replacements = [(library, _replacements(own)) for library, own in originals]
    _put(replacements)
    keep(document, lambda: _put(originals), lambda: _put(replacements))
    if _was_computed(context):
        document.calculateAll()
    document.setModified(was_modified)
    return True


def _libraries(document: unoapi.UnoObject) -> Iterator[unoapi.UnoObject]:
    libraries = document.BasicLibraries
    for name in libraries.ElementNames:
        libraries.loadLibrary(name)
        library = libraries.getByName(name)
        if library.hasByName(MARK):
            yield library


def _originals(library: unoapi.UnoObject) -> dict[str, str]:
    """Return the modules as they are written to a file: of what LibreOffice puts before each, it leaves one line in."""
    names = (*REPLACED, FUNCTIONS)
    found = {name: str(library.getByName(name)) for name in names if library.hasByName(name)}
    return {name: source.replace(_LEFT_IN, "", 1) for name, source in found.items()}


def _replacements(originals: Mapping[str, str]) -> dict[str, str]:
    sources = {name: (SOURCES / f"{name}.bas").read_text("ascii") for name in originals if name in REPLACED}
    if FUNCTIONS in originals:
        sources[FUNCTIONS] = originals[FUNCTIONS].replace(_AS_VBA, _AS_BASIC, 1)
    if XLWINGS in sources:
        # What xlwings tells of itself, its version, stays as it stands in the workbook.
        sources[XLWINGS] = "\n".join([sources[XLWINGS], *_CONSTANT.findall(originals[XLWINGS]), ""])
    return sources


def _put(sources: list[tuple[unoapi.UnoObject, dict[str, str]]]) -> None:
    for library, modules in sources:
        for name, source in modules.items():
            library.replaceByName(name, source)


def _was_computed(context: unoapi.Context) -> bool:
    """Tell whether LibreOffice computes workbooks on opening: functions gave nothing then, without Python."""
    provider = unoapi.service(context, "com.sun.star.configuration.ConfigurationProvider")
    place = unoapi.arguments(nodepath="/org.openoffice.Office.Calc/Formula/Load")
    settings = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", place)
    return int(settings.getByName("OOXMLRecalcMode")) != _NEVER
