"""A LibreOffice of its own for each test process, with its own profile and pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlwings as xw

from creditxl.calc import unoapi
from creditxl.calc.engine import register
from creditxl.calc.failures import OfficeError
from creditxl.calc.office import MacroExecution, Office, Options, find_soffice

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    try:
        unoapi.load(find_soffice())
    except OfficeError as error:
        pytest.skip(f"nothing about LibreOffice is tested: {error}")
    with Office.start(Options(macros=MacroExecution.ALWAYS)) as started:
        yield started


@pytest.fixture(scope="session")
def app(office: Office) -> xw.App:
    engine = register()
    engine.activate()
    engine.impl.apps.attach_office(office)
    return xw.apps.active


@pytest.fixture
def book(app: xw.App) -> Iterator[xw.Book]:
    book = app.books.add()
    yield book
    book.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]
