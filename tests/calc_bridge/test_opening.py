"""What happens when a workbook is opened, in an office started from here and in a profile of a person's."""

from __future__ import annotations

import sys
import types
import uuid
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import xlwings as xw

from creditxl.calc import unoapi
from creditxl.calc.bridge.installing import EVENT, SCRIPT, install, uninstall
from creditxl.calc.bridge.running import attach
from creditxl.calc.bridge.server import Server
from creditxl.calc.failures import OfficeError
from creditxl.calc.office import MacroExecution, Office, Options, _launch
from creditxl.calc.profile import Recalculation, write_profile
from creditxl.errors import CreditXLError
from tests.calc_bridge.conftest import open_book
from tests.calc_bridge.workbooks import STALE, shown, write
from tests.conftest import SCRIPT_FACTORY
from tests.excel.readback import modules_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CELLS = {"A1": 1000, "A2": 30, "B1": "=LIMIT_NEED(A1,A2)"}
# In the place of the module that Workbook_Open calls: what a worksheet function answers at that moment.
OPENING = """Attribute VB_Name = "CreditxlOpening"
Option Explicit
Public Sub ScheduleOpening()
    ThisWorkbook.Worksheets(1).Range("H1").Value = LIMIT_NEED(5000, 60)
End Sub
"""
REJECT_WHAT_IS_NOT_TRUSTED = 5  # com.sun.star.document.MacroExecMode
TRUSTED = "/org.openoffice.Office.Common/Security/Scripting"


def test_workbook_open_runs_and_python_answers_by_then(load):
    document = load(CELLS, opening=OPENING)

    assert shown(document, "H1") == 15_000.0  # 5 000 × (1 + 60/30)


def test_opening_and_closing_asks_nobody_to_save(load):
    document = load(CELLS)

    assert not document.isModified()


@pytest.mark.parametrize("save", ["storeToURL", "storeAsURL"])
def test_the_vba_of_a_saved_workbook_is_the_one_it_came_with(load, tmp_path, save):
    document = load(CELLS)
    saved = tmp_path / "saved.xlsm"
    getattr(document, save)(unoapi.file_url(saved), unoapi.arguments(FilterName="Calc MS Excel 2007 VBA XML"))
    document.calculateAll()

    assert _statements(saved) == _statements(tmp_path / "0.xlsm")
    assert shown(document, "B1") == 2000.0


def _statements(path: Path) -> dict[str, list[str]]:
    """The lines of each module but the attributes that LibreOffice leaves out, and empty ones."""
    return {
        name: [line for line in source.splitlines() if line and not line.startswith("Attribute ")]
        for name, source in _sources(path).items()
    }


def _sources(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return modules_of(package.read("xl/vbaProject.bin"))


def test_an_office_that_computes_on_opening_shows_figures(program, tmp_path):
    write(tmp_path / "book.xlsm", CELLS)
    options = Options(macros=MacroExecution.ALWAYS, recalculation=Recalculation.ALWAYS, program=program)
    with Office.start(options) as office:
        attach(office)
        document = open_book(office.context, tmp_path / "book.xlsm")

        assert shown(document, "B1") == 2000.0
        assert not document.isModified()


def test_about_tells_that_python_answers(load):
    document = load(CELLS)
    document.calculateAll()

    assert _called(document, "CreditxlAbout.AboutText").endswith("Python answers.")


def test_about_tells_why_a_function_failed(load):
    document = load(CELLS)
    _called(document, "CreditxlServer.CallUdf", "OF_A_LATER_VERSION", "v", 1.0)

    assert "OF_A_LATER_VERSION" in _called(document, "CreditxlAbout.AboutText")


def _called(document: unoapi.UnoObject, macro: str, *arguments: object) -> object:
    place = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
    return document.ScriptProvider.getScript(place).invoke(arguments, (), ())[0]


def test_a_macro_finds_the_workbook_that_called_it(office, load, monkeypatch):
    macros = types.ModuleType("creditxl.excel.macros")
    macros.write_here = lambda: setattr(xw.Book.caller().sheets[0]["D1"], "value", "here")
    monkeypatch.setitem(sys.modules, "creditxl.excel.macros", macros)
    document, other = load(CELLS), load(CELLS)
    Server(document, office.context).run("write_here")

    assert [shown(document, "D1"), shown(other, "D1")] == ["here", 0.0]


# A macro of Python in the place of the workbook's own, within LibreOffice; the VBA on the way to it is the shipped one.
SERVED = """
import sys, types
import xlwings as xw

def serve():
    macros = sys.modules["creditxl.excel.macros"] = types.ModuleType("creditxl.excel.macros")
    macros.refresh_workbook = lambda: setattr(xw.Book.caller().sheets[0]["D1"], "value", "refreshed")

def withdraw():
    del sys.modules["creditxl.excel.macros"]
"""


@pytest.fixture
def served(office: Office) -> Iterator[None]:
    (office.profile / "user" / "Scripts" / "python" / "served.py").write_text(SERVED)
    provider = unoapi.service(office.context, SCRIPT_FACTORY).createScriptProvider("")
    place = "vnd.sun.star.script:served.py${}?language=Python&location=user"
    provider.getScript(place.format("serve")).invoke((), (), ())
    yield
    provider.getScript(place.format("withdraw")).invoke((), (), ())


@pytest.mark.usefixtures("served")
def test_the_macro_of_a_button_runs_in_python_on_its_own_workbook(load):
    document, other = load(CELLS), load(CELLS)
    _called(document, "CreditxlMacros.RefreshWorkbook")

    assert [shown(document, "D1"), shown(other, "D1")] == ["refreshed", 0.0]


@pytest.mark.parametrize("name", ["no_such_macro", "__import__", "a.b", ""])
def test_a_macro_that_is_not_there_is_said(office, load, monkeypatch, name):
    monkeypatch.setitem(sys.modules, "creditxl.excel.macros", types.ModuleType("creditxl.excel.macros"))

    with pytest.raises(CreditXLError, match="does not have"):
        Server(load(CELLS), office.context).run(name)


@pytest.fixture
def profile(program, tmp_path) -> Path:  # noqa: ARG001 - without LibreOffice nothing is installed
    """A profile that trusts the folder of the workbooks, as a person sets it under Macro security."""
    folder = tmp_path / "profile"
    write_profile(folder, recalculation=Recalculation.NEVER)
    path = folder / "user" / "registrymodifications.xcu"
    trusted = f"<value><it>{tmp_path.as_uri()}/</it></value>"
    item = f'<item oor:path="{TRUSTED}"><prop oor:name="SecureURL" oor:op="fuse">{trusted}</prop></item>\n'
    path.write_text(path.read_text().replace("</oor:items>", f"{item}</oor:items>"))
    return folder


@contextmanager
def running(program: Path, profile: Path) -> Iterator[unoapi.Context]:
    """LibreOffice with a profile that outlives it; asked to end as a person ends it, so it writes its settings."""
    pipe = f"creditxl{uuid.uuid4().hex[:16]}"
    process = _launch(program, profile, pipe, visible=False)
    context = None
    try:
        while context is None:
            assert process.poll() is None
            context = unoapi.connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        yield context
        unoapi.service(context, "com.sun.star.frame.Desktop").terminate()
        process.wait(30)
    finally:
        process.kill()
        process.wait()


@pytest.mark.usefixtures("office")
def test_a_workbook_opened_by_hand_works_where_the_bridge_is_installed(program, profile, tmp_path):
    install(profile)
    write(tmp_path / "book.xlsm", CELLS, opening=OPENING)
    with running(program, profile) as context:
        document = open_book(context, tmp_path / "book.xlsm", REJECT_WHAT_IS_NOT_TRUSTED)
        document.Sheets.getByIndex(0).getCellRangeByName("A2").Value = 45
        got = [shown(document, "B1"), shown(document, "H1")]
        document.close(True)  # noqa: FBT003 - UNO takes no keywords

    assert got == [2500.0, 15_000.0]


@pytest.mark.usefixtures("office")
def test_uninstalling_leaves_nothing_in_a_profile_that_libreoffice_has_written(program, profile, tmp_path):
    install(profile)
    write(tmp_path / "book.xlsm", CELLS, opening=OPENING)
    settings = profile / "user" / "registrymodifications.xcu"
    with running(program, profile):
        pass
    before = settings.read_text()
    uninstall(profile)
    with running(program, profile) as context:
        document = open_book(context, tmp_path / "book.xlsm", REJECT_WHAT_IS_NOT_TRUSTED)
        got = shown(document, "B1")
        document.close(True)  # noqa: FBT003 - UNO takes no keywords

    assert SCRIPT in before
    assert SCRIPT not in settings.read_text()
    assert not (profile / "user" / "Scripts" / "python" / SCRIPT).exists()
    assert got == STALE


def test_installing_twice_is_installing_once(profile):
    settings = profile / "user" / "registrymodifications.xcu"
    before = settings.read_text()
    install(profile)
    install(profile)

    assert settings.read_text().count(SCRIPT) == 1

    uninstall(profile)
    uninstall(profile)

    assert settings.read_text() == before


def test_a_macro_of_the_users_own_is_not_pushed_aside(profile):
    settings = profile / "user" / "registrymodifications.xcu"
    install(profile)
    settings.write_text(settings.read_text().replace(SCRIPT, "mine.py"))

    with pytest.raises(OfficeError, match="another macro"):
        install(profile)

    assert EVENT in settings.read_text()


def test_a_profile_in_use_is_left_alone(profile):
    (profile / ".lock").touch()

    with pytest.raises(OfficeError, match="is running"):
        install(profile)


@pytest.mark.parametrize("step", [install, uninstall])
def test_a_folder_that_is_no_profile_is_said(step, tmp_path):
    with pytest.raises(OfficeError, match="no profile"):
        step(tmp_path)

    assert list(tmp_path.iterdir()) == []
