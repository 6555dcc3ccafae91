"""The VBA project of a workbook, built without Excel: our modules, those of xlwings, and one for every sheet."""

from __future__ import annotations

import tempfile
import zipfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAModuleKind
from xlsxwriter import Workbook

from creditxl import __version__
from creditxl.excel import texts
from creditxl.excel.functions import FUNCTIONS
from creditxl.excel.vba import functions_module, help_module
from creditxl.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = Labels("en")
SOURCES = resources.files("creditxl.excel") / "vba"
WORKBOOK = "ThisWorkbook"
PROJECT_PART = "xl/vbaProject.bin"
# What a project without compiled code says of itself ([MS-OVBA] 2.3.4.1): Office compiles the sources on opening.
NOT_COMPILED = bytes.fromhex("CC61FFFF000000")


def standard_modules(labels: Labels = ENGLISH) -> dict[str, str]:
    """Return the sources of the standard modules by name: ours, the ones written from definitions, xlwings' own.

    Args:
        labels: The language of the functions' help, and of what the VBA tells.
    """
    ours = {file.name.removesuffix(".bas"): file.read_text("ascii") for file in _files(".bas")}
    written = {
        "CreditxlFunctions": functions_module(FUNCTIONS, __version__),
        "CreditxlHelp": help_module(FUNCTIONS, labels),
        texts.MODULE: texts.texts_module(labels),
    }
    return ours | written | {"xlwings": _of_xlwings("xlwings.bas")}


def class_modules() -> dict[str, str]:
    """Return the sources of the class modules by name: the dictionary that xlwings needs on macOS."""
    return {"Dictionary": _of_xlwings("addin", "Dictionary.cls")}


def workbook_module() -> str:
    """Return what stands in the module of the workbook itself."""
    return (SOURCES / f"{WORKBOOK}.cls").read_text("ascii")


def vba_project(sheets: int, labels: Labels = ENGLISH) -> bytes:
    """Return the project of a workbook: the same bytes for the same number of sheets and the same language.

    Args:
        sheets: How many the workbook has. Their modules are Sheet1, Sheet2 and so on, and so must their code names be.
        labels: The language of the functions' help, and of what the VBA tells.
    """
    return project_of(sheets, standard_modules(labels), class_modules())


def project_of(sheets: int, standard: Mapping[str, str], classes: Mapping[str, str]) -> bytes:
    """Return a project of some standard and class modules, sources by name, and the modules of a workbook's sheets."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.xlsm"
        _write_blank(path, sheets)
        _add_modules(path, standard, classes)
        with zipfile.ZipFile(path) as package:
            return _without_compiled_code(package.read(PROJECT_PART))


def _write_blank(path: Path, sheets: int) -> None:
    with Workbook(path) as book:
        for _ in range(sheets):
            book.add_worksheet()


def _add_modules(path: Path, standard: Mapping[str, str], classes: Mapping[str, str]) -> None:
    with ExcelFile(path) as book:
        project = book.add_vba_project()
        for name, source in sorted(standard.items()):
            project.add_module(name, _lines(source))
        for name, source in sorted(classes.items()):
            project.add_module(name, _lines(source), kind=VBAModuleKind.other)
        # Every module is written anew, so that none keeps code that was compiled from another source.
        for name in book.module_names():
            body = workbook_module() if name == WORKBOOK else book.get_module(name)
            book.set_module(name, _lines(body))
        book.save()


def _without_compiled_code(project: bytes) -> bytes:
    container = CFB.from_bytes(project)
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", NOT_COMPILED)
    written: bytes = container.to_bytes()
    return written


def _files(ending: str) -> list[resources.abc.Traversable]:
    return sorted((file for file in SOURCES.iterdir() if file.name.endswith(ending)), key=lambda file: file.name)


def _of_xlwings(*path: str) -> str:
    return resources.files("xlwings").joinpath(*path).read_text("ascii")


def _lines(source: str) -> str:
    """Return a source with the line ends that VBA wants."""
    return "\r\n".join(source.splitlines()) + "\r\n"
