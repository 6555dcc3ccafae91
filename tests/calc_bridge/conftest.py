"""A LibreOffice of its own for these tests, and workbooks with creditxl's VBA."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from creditxl.calc import unoapi
from creditxl.calc.bridge.installing import PLACE
from creditxl.calc.bridge.running import attach
from creditxl.calc.failures import OfficeError
from creditxl.calc.office import MacroExecution, Office, Options, find_soffice
from tests.calc_bridge.workbooks import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FACTORY = "com.sun.star.script.provider.MasterScriptProviderFactory"


@pytest.fixture(scope="session")
def program() -> Path:
    try:
        found = find_soffice()
        unoapi.load(found)
    except OfficeError as error:
        pytest.skip(f"nothing about VBA in LibreOffice is tested: {error}")
    return found


@pytest.fixture(scope="session")
def office(program: Path) -> Iterator[Office]:
    with Office.start(Options(macros=MacroExecution.ALWAYS, program=program)) as started:
        attach(started)
        try:
            unoapi.service(started.context, FACTORY).createScriptProvider("").getScript(PLACE)
        except unoapi.failure() as error:
            pytest.skip(
                f"nothing about VBA in LibreOffice is tested: it cannot run Python macros ({error}). "
                "On Debian and Ubuntu: apt install libreoffice-script-provider-python"
            )
        yield started


@pytest.fixture
def load(office: Office, tmp_path: Path):
    """Open a workbook with some cells, as `workbooks.write` takes them; it is closed after the test."""
    opened = []

    def load(cells, **options):
        path = tmp_path / f"{len(opened)}.xlsm"
        write(path, cells, **options)
        opened.append(open_book(office.context, path))
        return opened[-1]

    yield load
    for document in opened:
        document.close(True)  # noqa: FBT003 - UNO takes no keywords


def open_book(context: unoapi.Context, path: Path, macros: int = MacroExecution.ALWAYS) -> unoapi.UnoObject:
    desktop = unoapi.service(context, "com.sun.star.frame.Desktop")
    return desktop.loadComponentFromURL(
        unoapi.file_url(path), "_blank", 0, unoapi.arguments(MacroExecutionMode=int(macros))
    )
