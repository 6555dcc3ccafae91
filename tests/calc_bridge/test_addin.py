"""The add-in's VBA, run by LibreOffice, which is told what the file is: by its ending it would not know."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from creditxl.calc import unoapi
from creditxl.calc.office import MacroExecution
from creditxl.excel.build import Setting, write_addin
from creditxl.labels import Labels

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.calc.office import Office

FILTER = "Calc MS Excel 2007 VBA XML"


def test_the_add_in_answers_from_python_in_its_own_language(office: Office, tmp_path: Path):
    path = tmp_path / "creditxl.xlam"
    write_addin(path, Labels("sv"), Setting(sys.executable, str(tmp_path)))
    options = unoapi.arguments(MacroExecutionMode=int(MacroExecution.ALWAYS), FilterName=FILTER)
    document = office.desktop.loadComponentFromURL(unoapi.file_url(path), "_blank", 0, options)

    def called(name, *arguments):
        place = f"vnd.sun.star.script:VBAProject.{name}?language=Basic&location=document"
        return document.ScriptProvider.getScript(place).invoke(arguments, (), ())[0]

    need = called("CreditxlFunctions.LIMIT_NEED", 10_000.0, 30.0)
    told = called("CreditxlAbout.AboutText")
    document.close(True)  # noqa: FBT003 - UNO takes no keywords

    assert need == 20_000
    assert told.splitlines()[-1] == Labels("sv").text("Python answers.")
