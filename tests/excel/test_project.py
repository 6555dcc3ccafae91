"""The VBA project, read back by another program than the one that wrote it."""

from importlib import resources
from io import BytesIO

import olefile
import pytest

from creditxl.excel import project
from creditxl.excel.project import class_modules, standard_modules, vba_project, workbook_module
from tests.excel.readback import modules_of

OURS = {
    "CreditxlAbout",
    "CreditxlFunctions",
    "CreditxlHelp",
    "CreditxlHost",
    "CreditxlMacros",
    "CreditxlOpening",
    "CreditxlRibbon",
    "CreditxlServer",
    "CreditxlTexts",
}
MACROS = ("RefreshWorkbook", "CheckWorkbook", "ExplainRow", "GoToWorklist", "ShareCopy", "OpenGuide", "AboutCreditxl")


@pytest.fixture(scope="module")
def built():
    return vba_project(3)


@pytest.fixture(scope="module")
def read_back(built):
    return modules_of(built)


def body(source):
    """A class module's source below the lines that describe it, which a file and a project tell differently."""
    lines = source.splitlines()
    return lines[1 + max(place for place, line in enumerate(lines) if line.startswith("Attribute VB_")) :]


def test_the_standard_modules_read_back_are_the_sources(read_back):
    for name, source in standard_modules().items():
        assert read_back[name] == "\r\n".join(source.splitlines()) + "\r\n"


def test_the_class_and_workbook_modules_read_back_are_the_sources(read_back):
    for name, source in class_modules().items():
        assert body(read_back[name]) == body(source)
    assert body(read_back["ThisWorkbook"]) == workbook_module().splitlines()


def test_there_is_a_module_for_each_sheet_and_no_module_more(read_back):
    sheets = {"Sheet1", "Sheet2", "Sheet3"}

    assert read_back.keys() == OURS | {"xlwings", "Dictionary", "ThisWorkbook"} | sheets
    assert all(body(read_back[sheet]) == [] for sheet in sheets)


def test_no_stream_holds_anything_but_sources_and_their_list(built):
    container = olefile.OleFileIO(BytesIO(built))
    modules = OURS | {"xlwings", "Dictionary", "ThisWorkbook", "Sheet1", "Sheet2", "Sheet3"}

    assert {"/".join(path) for path in container.listdir()} == (
        {f"VBA/{name}" for name in modules} | {"VBA/dir", "VBA/_VBA_PROJECT", "PROJECT", "PROJECTwm"}
    )
    # Without compiled code Office compiles the sources: [MS-OVBA] 2.3.4.1.
    assert container.openstream("VBA/_VBA_PROJECT").read() == b"\xcc\x61\xff\xff\x00\x00\x00"
    # A module that holds nothing but its source begins with it: the signature of a compressed container is 1.
    assert all(container.openstream(f"VBA/{name}").read(1) == b"\x01" for name in modules)


def test_sheets_are_declared_as_documents_and_no_sheet_as_a_class(built):
    declared = olefile.OleFileIO(BytesIO(built)).openstream("PROJECT").read().decode("ascii").splitlines()

    assert [line for line in declared if line.startswith("Document=")] == [
        f"Document={name}/&H00000000" for name in ("ThisWorkbook", "Sheet1", "Sheet2", "Sheet3")
    ]
    assert [line for line in declared if line.startswith("Class=")] == ["Class=Dictionary"]


def test_a_project_is_built_the_same_every_time(built):
    assert vba_project(3) == built
    assert vba_project(4) != built


def test_our_modules_declare_their_variables_and_are_ascii():
    for name in OURS:
        source = standard_modules()[name]

        assert source.splitlines()[:2] == [f'Attribute VB_Name = "{name}"', "Option Explicit"]
        assert source.isascii()
        assert "\t" not in source
    assert workbook_module().startswith("Option Explicit\n")


def test_every_macro_is_there_and_asks_for_a_function_of_its_name():
    source = standard_modules()["CreditxlMacros"]
    for macro in MACROS:
        assert f"Public Sub {macro}()\n" in source
    for python in ("refresh_workbook", "check_workbook", "explain_row", "go_to_worklist", "share_copy", "open_guide"):
        assert f'RunMacro "{python}"' in source


def test_the_vba_of_xlwings_is_the_installed_one_with_its_licence():
    source = standard_modules()["xlwings"]

    assert source == resources.files("xlwings").joinpath("xlwings.bas").read_text("ascii")
    assert "'xlwings is distributed under a BSD 3-clause license." in source
    assert "'* Redistributions in binary form must reproduce the above copyright notice" in source
    assert "xlwings64-0.37.8.dll" in source
    assert "Neither the name of the copyright holder" in (project.SOURCES / "LICENSE-xlwings.txt").read_text("utf-8")
