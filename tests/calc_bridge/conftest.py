"""A LibreOffice of its own for these tests, and workbooks with creditxl's VBA."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from creditxl.calc import unoapi
from creditxl.calc.bridge.running import attach
from creditxl.calc.failures import OfficeError
from creditxl.calc.office import MacroExecution, Office, Options, find_soffice
from tests.calc_bridge.workbooks import write

if TYPE_CHECKING:
    from collections.abc import Iterator

PROVIDER = "com.sun.star.script.provider.ScriptProviderForPython"


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
        if unoapi.service(started.context, PROVIDER) is None:
            pytest.skip(
                "nothing about VBA in LibreOffice is tested: it cannot run Python macros. "
                "On Debian and Ubuntu: apt install libreoffice-script-provider-python"
            )
        attach(started)
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
        document.close(True)


def open_book(context: unoapi.Context, path: Path, macros: int = MacroExecution.ALWAYS) -> unoapi.UnoObject:
    desktop = unoapi.service(context, "com.sun.star.frame.Desktop")
    return desktop.loadComponentFromURL(
        unoapi.file_url(path), "_blank", 0, unoapi.arguments(MacroExecutionMode=int(macros))
    )
