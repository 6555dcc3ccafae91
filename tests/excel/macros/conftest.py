"""A person's own copies of the workbooks in a LibreOffice, and the buttons on them as VBA runs them."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
import xlwings as xw

from creditxl import pipeline, sample
from creditxl.calc import unoapi
from creditxl.calc.engine import register
from creditxl.calc.office import MacroExecution
from creditxl.excel.build import Setting, build_workbooks
from creditxl.extracts.config import Config
from creditxl.labels import Labels
from creditxl.workbook.view import Which

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from creditxl.calc.alerts import Alert
    from creditxl.calc.office import Office
    from creditxl.review.result import Review

SAVED_AT = datetime(2026, 11, 2, 18, tzinfo=UTC)  # when every extract was last saved
SETTINGS = 'language = "{language}"\nextracts = "extracts"\nas_of = 2026-10-31\nrefresh_on_open = "{on_open}"\n'


@pytest.fixture(scope="session")
def office(office_with_macros: Office) -> Office:
    return office_with_macros


@pytest.fixture(scope="session")
def app(office: Office) -> xw.App:
    engine = register()
    engine.activate()
    engine.impl.apps.attach_office(office)
    return xw.apps.active


@pytest.fixture(scope="session")
def extracts(tmp_path_factory) -> Path:
    """The sample group's extracts, all saved at one time."""
    folder = tmp_path_factory.mktemp("sample") / "extracts"
    sample.write(folder)
    for path in folder.rglob("*"):
        set_saved(path, SAVED_AT)
    return folder


@pytest.fixture(scope="session")
def review(extracts: Path) -> Review:
    return pipeline.review(pipeline.Request(extracts, sample.AS_OF, Config(), None, lambda _: None))


@dataclass(frozen=True)
class Home:
    """A person's folder: extracts, settings and both workbooks."""

    folder: Path

    @property
    def extracts(self) -> Path:
        return self.folder / "extracts"

    def set(self, *, language: str = "en", on_open: str = "ask") -> None:
        (self.folder / "creditxl.toml").write_text(SETTINGS.format(language=language, on_open=on_open), "utf-8")

    def path(self, which: Which = Which.INTRUM) -> Path:
        return self.folder / which.file(is_live=True)


@pytest.fixture(scope="session")
def made_homes(tmp_path_factory, extracts: Path, review: Review) -> Callable[[str], tuple[Path, Path]]:
    """What makes a home in a language, once, and returns where it is to stand and where it is kept untouched."""
    place = tmp_path_factory.mktemp("macros") / "home"  # the workbooks know where their settings are

    @cache
    def make(language: str) -> tuple[Path, Path]:
        shutil.rmtree(place, ignore_errors=True)
        made = Home(place)
        shutil.copytree(extracts, made.extracts)
        made.set(language=language)
        build_workbooks(review, made.folder, Labels(language), Setting(sys.executable, str(made.folder)))
        return place, place.replace(place.with_name(language))

    return make


@pytest.fixture
def home_in(made_homes) -> Callable[[str], Home]:
    """What lends a fresh home in a language."""

    def lend(language: str) -> Home:
        place, untouched = made_homes(language)
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(untouched, place)  # with the times at which its files were saved
        return Home(place)

    return lend


@pytest.fixture
def home(home_in) -> Home:
    return home_in("en")


class Opened:
    """A workbook that is open in LibreOffice."""

    def __init__(self, office: Office, app: xw.App, path: Path, **options: bool) -> None:
        self._office = office
        self.path = path
        arguments = unoapi.arguments(MacroExecutionMode=int(MacroExecution.ALWAYS), **options)
        self.document = office.desktop.loadComponentFromURL(unoapi.file_url(path), "_blank", 0, arguments)
        self.book = next(book for book in app.books if book.impl.api.RuntimeUID == self.document.RuntimeUID)

    def press(self, macro: str) -> list[Alert]:
        """Run the macro of a button and return what was told meanwhile."""
        self._office.alerts.path.unlink(missing_ok=True)
        place = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
        self.document.ScriptProvider.getScript(place).invoke((), (), ())
        return self._office.alerts.told()

    def choose(self, sheet: xw.Sheet, place: str) -> None:
        sheet.activate()
        sheet.range(place).select()

    def table(self, name: str) -> xw.main.Table:
        return next(table for sheet in self.book.sheets for table in sheet.tables if table.name == name)

    def cell(self, table: str, heading: str, row: int) -> xw.Range:
        """Return a cell of a table; rows count from 0 below the headings."""
        found = self.table(table)
        return found.data_body_range[row, found.header_row_range.value.index(heading)]

    def values(self, table: str, heading: str) -> list[object]:
        """Return what stands in a column of a table."""
        headings, *rows = self.table(table).range.value
        return [row[headings.index(heading)] for row in rows]

    def cells(self) -> dict[str, object]:
        """Return everything that stands on every sheet, by its tab."""
        return {sheet.name: sheet.used_range.formula for sheet in self.book.sheets}

    def close(self) -> None:
        self.document.setModified(False)
        self.document.close(True)  # noqa: FBT003 - likewise


@pytest.fixture
def open_book(office: Office, app: xw.App) -> Iterator[Callable[..., Opened]]:
    """What opens a workbook; it is closed after the test, and nothing of it is saved."""
    opened = []
    office.alerts.forget()

    def open_it(path: Path, *, read_only: bool = False, hidden: bool = False) -> Opened:
        opened.append(Opened(office, app, path, ReadOnly=read_only, Hidden=hidden))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()
    office.alerts.forget()


@pytest.fixture
def opened(home: Home, open_book) -> Opened:
    """The workbook on recommendations."""
    return open_book(home.path())


def set_saved(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))
