"""Workbooks with creditxl's VBA, opened in LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from creditxl.calc import unoapi
from creditxl.calc.office import MacroExecution, find_soffice
from tests.calc_bridge.workbooks import write

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.calc.office import Office


@pytest.fixture(scope="session")
def program(office: Office) -> Path:  # noqa: ARG001 - without it nothing is found either
    return find_soffice()


@pytest.fixture(scope="session")
def office(office_with_macros: Office) -> Office:
    return office_with_macros


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
