from __future__ import annotations

import builtins
import os
import sys
from pathlib import Path
from xml.dom import minidom

import pytest
import xlsxwriter

from creditxl.calc import office as offices
from creditxl.calc import unoapi
from creditxl.calc.failures import OfficeError
from creditxl.calc.office import Office, Options, environment, find_soffice
from creditxl.calc.profile import Recalculation, write_profile


def test_every_office_has_its_own_profile_and_leaves_nothing(office, monkeypatch, tmp_path):
    monkeypatch.setattr(offices.tempfile, "tempdir", str(tmp_path))
    with Office.start() as second:
        (profile,) = tmp_path.iterdir()

        assert second.pid != office.pid
        assert profile.stat().st_mode & 0o777 == 0o700 or sys.platform == "win32"
        assert second.running

    assert not second.running
    assert list(tmp_path.iterdir()) == []
    assert office.running
    second.stop()  # twice does no harm


@pytest.mark.usefixtures("office")
def test_formulas_are_computed_anew_only_if_asked(tmp_path):
    path = tmp_path / "stale.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_formula("A1", "=1+1", None, 99)
    shown = {}
    for recalculation in Recalculation:
        with Office.start(Options(recalculation=recalculation)) as started:
            document = started.desktop.loadComponentFromURL(unoapi.file_url(path), "_blank", 0, ())
            shown[recalculation] = document.Sheets.getByIndex(0).getCellRangeByName("A1").getDataArray()[0][0]

    assert shown == {Recalculation.NEVER: 99, Recalculation.ALWAYS: 2}


def test_a_missing_libreoffice_is_said(monkeypatch):
    monkeypatch.setattr(offices, "find_program", lambda *_: None)

    with pytest.raises(OfficeError, match="LibreOffice is not installed"):
        find_soffice()


@pytest.mark.usefixtures("office")
def test_a_program_that_ends_at_once_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(offices.tempfile, "tempdir", str(tmp_path))
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho no display >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)

    with pytest.raises(OfficeError, match="did not start: no display"):
        Office.start(Options(program=program))

    assert list(tmp_path.iterdir()) == [program]


@pytest.mark.usefixtures("office")
def test_a_program_that_may_not_run_is_said(tmp_path):
    program = tmp_path / "soffice"
    program.write_text("", encoding="utf-8")

    with pytest.raises(OfficeError, match="cannot be started"):
        Office.start(Options(program=program))


@pytest.mark.usefixtures("office")
def test_soffice_finds_our_libraries_and_not_our_programs():
    found = environment(find_soffice())
    programs = str(Path(sys.prefix) / "bin")

    assert programs not in found["PATH"].split(os.pathsep) or sys.prefix == sys.base_prefix
    assert any((Path(place) / "xlwings").is_dir() for place in found["PYTHONPATH"].split(os.pathsep))
    assert any((Path(place) / "creditxl").is_dir() for place in found["PYTHONPATH"].split(os.pathsep))
    assert any((Path(place) / "uno.py").is_file() for place in found["PYTHONPATH"].split(os.pathsep))
    assert "VIRTUAL_ENV" not in found


def test_a_profile_is_well_formed(tmp_path):
    write_profile(tmp_path, recalculation=Recalculation.ALWAYS)
    settings = minidom.parse(str(tmp_path / "user" / "registrymodifications.xcu"))  # noqa: S318 - written just now

    assert len(settings.getElementsByTagName("item")) > 3


@pytest.mark.usefixtures("office")
def test_importing_uno_leaves_python_as_it_was():
    assert unoapi.load().__name__ == "uno"
    assert builtins.__import__.__module__ == "builtins"
    assert not any("dist-packages" in entry for entry in sys.path)


PROBE = """
def probe(*arguments):
    import xlwings as xw
    from creditxl.calc.engine import register

    engine = register()
    engine.activate()
    engine.impl.apps.attach(XSCRIPTCONTEXT.getComponentContext())
    xw.books.active.sheets[0]["A1"].value = [["from within", 1], [True, None]]
    return xw.books.active.name
"""


def test_a_python_macro_within_libreoffice_uses_the_same_engine(office, book):
    folder = office.profile / "user" / "Scripts" / "python"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "probe.py").write_text(PROBE, encoding="utf-8")
    book.activate()
    factory = unoapi.service(office.context, "com.sun.star.script.provider.MasterScriptProviderFactory")
    place = "vnd.sun.star.script:probe.py$probe?language=Python&location=user"
    answer, _, _ = factory.createScriptProvider("").getScript(place).invoke((), (), ())

    assert answer == book.name
    assert book.sheets[0]["A1:B2"].value == [["from within", 1], [True, None]]
