"""Workbooks with macros and the add-in, as files."""

import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from creditxl.excel import macros, ribbon
from creditxl.excel.build import Setting, add_ribbon, attach_macros, configuration, write_addin, write_configuration
from creditxl.excel.project import standard_modules
from creditxl.labels import LANGUAGES, Labels
from tests.excel.readback import modules_of

INTERPRETER = r"C:\Users\Public\creditxl\Scripts\python.exe"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def write_book(path):
    """Write a workbook of two sheets and the configuration, with a formula and its value of today."""
    with Workbook(path) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        for name in ("Etusivu", "Laskuri"):
            book.add_worksheet(name).write_formula("A1", "=LIMIT_NEED(1000,30)", None, 2000)
        write_configuration(book, INTERPRETER)
        attach_macros(book)
    add_ribbon(path, Labels("fi"))


@pytest.fixture
def workbook(tmp_path):
    write_book(tmp_path / "book.xlsm")
    return tmp_path / "book.xlsm"


@pytest.fixture
def addin(tmp_path):
    write_addin(tmp_path / "creditxl.xlam", Labels("fi"), Setting(INTERPRETER))
    return tmp_path / "creditxl.xlam"


def part(path, name):
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def test_a_workbook_and_an_addin_are_built_the_same_every_time(workbook, addin, tmp_path):
    write_book(tmp_path / "again.xlsm")
    write_addin(tmp_path / "again.xlam", Labels("fi"), Setting(INTERPRETER))

    assert (tmp_path / "again.xlsm").read_bytes() == workbook.read_bytes()
    assert (tmp_path / "again.xlam").read_bytes() == addin.read_bytes()


def test_every_sheet_has_the_code_name_of_its_module(workbook):
    names = [
        ET.fromstring(part(workbook, f"xl/worksheets/sheet{place}.xml")).find(f"{MAIN}sheetPr").get("codeName")  # noqa: S314 - a file of this test's own
        for place in (1, 2, 3)
    ]
    book = ET.fromstring(part(workbook, "xl/workbook.xml")).find(f"{MAIN}workbookPr").get("codeName")  # noqa: S314 - as above
    with zipfile.ZipFile(workbook) as package:
        modules = modules_of(package.read("xl/vbaProject.bin"))

    assert names == ["Sheet1", "Sheet2", "Sheet3"]
    assert book == "ThisWorkbook"
    assert {*names, book} == {name for name in modules if name.startswith(("Sheet", "This"))}


def test_a_workbook_keeps_its_sheets_formulas_and_values(workbook):
    formulas = openpyxl.load_workbook(workbook, keep_vba=True)
    values = CalamineWorkbook.from_path(workbook)

    assert formulas.sheetnames == ["Etusivu", "Laskuri", "xlwings.conf"]
    assert formulas["Laskuri"]["A1"].value == "=LIMIT_NEED(1000,30)"
    assert values.get_sheet_by_name("Laskuri").to_python() == [[2000.0]]


def test_xlwings_finds_its_settings_from_the_first_cell_on_without_a_gap_or_a_name_twice(workbook):
    rows = list(openpyxl.load_workbook(workbook)["xlwings.conf"].iter_rows(values_only=True))
    settings = dict(rows)

    assert len(settings) == len(rows)
    assert all(name == name.upper() and name for name in settings)  # xlwings looks for capitals
    assert settings["INTERPRETER_WIN"] == INTERPRETER
    assert settings["UDF MODULES"] == "creditxl.excel.udfs"
    assert settings["USE UDF SERVER"] is True
    assert settings["ADD_WORKBOOK_TO_PYTHONPATH"] is False


def test_the_settings_are_out_of_sight_in_a_workbook_and_the_one_sheet_of_the_addin(workbook, addin):
    assert openpyxl.load_workbook(workbook)["xlwings.conf"].sheet_state == "veryHidden"
    assert '<sheet name="xlwings.conf" sheetId="1" r:id="rId1"/>' in part(addin, "xl/workbook.xml")
    assert configuration("")["INTERPRETER_WIN"] == ""


def test_the_addin_says_that_it_is_one(addin, workbook):
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in part(addin, "[Content_Types].xml")
    assert "sheet.macroEnabled.main" not in part(addin, "[Content_Types].xml")
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in part(workbook, "[Content_Types].xml")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ribbon_has_only_items_whose_macro_is_there(language):
    tab = ET.fromstring(ribbon.ribbon(Labels(language)))  # noqa: S314 - this program's own
    buttons = list(tab.iter(f"{{{ribbon.NAMESPACE}}}button"))
    sources = standard_modules()

    assert buttons
    for button in buttons:
        macro = re.search(rf"Public Sub {button.get('tag')}\(\)\n(.*?)End Sub", sources["CreditxlMacros"], re.DOTALL)

        assert f"Public Sub {button.get('onAction')}(ByVal control As IRibbonControl)" in sources["CreditxlRibbon"]
        # One that hands over to Python would do nothing until that function is there.
        assert macro is not None
        assert all(callable(getattr(macros, name)) for name in re.findall(r'RunMacro "(\w+)"', macro[1]))
        assert button.get("label")


def test_the_ribbon_is_related_from_the_package(workbook, addin):
    for path in (workbook, addin):
        relationships = ET.fromstring(part(path, "_rels/.rels"))  # noqa: S314 - a file of this test's own
        found = [one for one in relationships if one.get("Type") == ribbon.RELATIONSHIP]

        assert [one.get("Target") for one in found] == ["customUI/customUI14.xml"]
        assert part(path, "customUI/customUI14.xml") == ribbon.ribbon(Labels("fi"))
        assert len({one.get("Id") for one in relationships}) == len(relationships)


def test_the_files_are_valid_against_the_schemas_of_excel(workbook, addin):
    audit = Path(sys.executable).with_name("openxml-audit")
    for path in (workbook, addin):
        checked = subprocess.run([audit, str(path)], capture_output=True, text=True, check=False)

        assert checked.returncode == 0, checked.stdout
        assert "Errors: 0" in checked.stdout
