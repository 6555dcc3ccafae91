"""The running LibreOffices that xlwings can see: those started here, and those it was handed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlwings import base_classes

from creditxl.calc import unoapi
from creditxl.calc.engine import boxes
from creditxl.calc.engine.books import SPREADSHEET, Books
from creditxl.calc.engine.macros import run_macro
from creditxl.calc.engine.mirror import Mirror
from creditxl.calc.failures import OfficeError
from creditxl.calc.office import MacroExecution, Office, Options
from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from creditxl.calc.engine.books import Book
    from creditxl.calc.engine.engine import Engine
    from creditxl.calc.engine.ranges import Range

_CALCULATIONS: Final = {"automatic": True, "manual": False}


class Apps(Mirror, base_classes.Apps):
    """The instances, the active one first. Nothing is looked for among the processes of the machine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,  # noqa: FBT001 - xlwings' signature
        xl: object = None,  # noqa: ARG002 - Excel's own object
        visible: bool | None = None,  # noqa: FBT001 - xlwings' signature
    ) -> App:
        """Start LibreOffice: without a window unless `visible` is True. `spec` is the path of soffice."""
        return self.start(Options(program=Path(spec) if spec else None, visible=bool(visible)), add_book=bool(add_book))

    def start(self, options: Options, *, add_book: bool = False) -> App:
        """Start LibreOffice with options of our own, such as whether macros run."""
        app = self.attach_office(Office.start(options))
        if add_book:
            app.books.add()
        return app

    def attach_office(self, office: Office) -> App:
        """Take in an office that was started elsewhere in this process; `quit` stops it."""
        return self._take(App(self, office.context, office.pid, office))

    def attach(self, context: unoapi.Context, *, pid: int | None = None) -> App:
        """Take in a running LibreOffice by its component context, such as the one that a macro runs in.

        `pid` is its process id; by default this process's own. `quit` lets it run on.
        """
        return self._take(App(self, context, os.getpid() if pid is None else pid, None))

    def _take(self, app: App) -> App:
        self._apps = [app, *(other for other in self._apps if other.pid != app.pid)]
        return app

    def put_first(self, app: App) -> None:
        self._take(app)

    def forget(self, app: App) -> None:
        self._apps.remove(app)

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def __iter__(self) -> Iterator[App]:
        self._apps = [app for app in self._apps if app.running]
        return iter(tuple(self._apps))

    def __len__(self) -> int:
        return len(self.keys())

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError(pid)

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind: every office that was started here ends with this process."""


class App(Mirror, base_classes.App):
    def __init__(self, apps: Apps, context: unoapi.Context, pid: int, office: Office | None) -> None:
        self._apps = apps
        self._context = context
        self._pid = pid
        self._office = office
        self._calculates = True
        self._status: str | None = None
        self._locked: list[unoapi.UnoObject] = []
        self._alerts = True
        self._events = True

    @property
    def engine(self) -> Engine:
        return self._apps.engine

    @property
    def api(self) -> unoapi.UnoObject:
        return self.desktop

    @property
    def desktop(self) -> unoapi.UnoObject:
        return unoapi.service(self._context, "com.sun.star.frame.Desktop")

    @property
    def pid(self) -> int:
        return self._pid

    @property
    def hwnd(self) -> None:
        """LibreOffice's windows are found by process id."""

    @property
    def running(self) -> bool:
        return self._office is None or self._office.running

    @property
    def macros(self) -> MacroExecution:
        """Whether macros of the workbooks opened here run."""
        return MacroExecution.NEVER if self._office is None else self._office.options.macros

    @property
    def version(self) -> str:
        provider = unoapi.service(self._context, "com.sun.star.configuration.ConfigurationProvider")
        arguments = unoapi.arguments(nodepath="/org.openoffice.Setup/Product")
        product = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", arguments)
        return str(product.getByName("ooSetupVersionAboutBox"))

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        if not len(self.books):
            return None
        book = self.books.active
        chosen = book.api.CurrentSelection
        is_range = chosen is not None and chosen.supportsService("com.sun.star.sheet.SheetCellRange")
        return book.range_at(chosen.RangeAddress) if is_range else None

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002 - xlwings' signature
        self._apps.put_first(self)
        if steal_focus and len(self.books):
            self.books.active.activate()

    @property
    def visible(self) -> bool:
        return self._office is None or self._office.options.visible

    @visible.setter
    def visible(self, value: bool) -> None:
        """Show or hide the windows. An office started without any has none to show: `visible` goes on to say False."""
        if self.visible:
            for book in self.books:
                book.api.CurrentController.Frame.ContainerWindow.setVisible(bool(value))

    def quit(self) -> None:
        """Stop the office without saving.

        Raises:
            OfficeError: It was not started here, so it is not ours to stop.
        """
        self._own().stop()
        self._apps.forget(self)

    def kill(self) -> None:
        self._own().kill()
        self._apps.forget(self)

    def _own(self) -> Office:
        if self._office is None:
            raise OfficeError(
                msg("this LibreOffice was not started from here, and may hold unsaved work"),
                where=f"process {self.pid}",
                fix=msg("close it by hand"),
            )
        return self._office

    @property
    def screen_updating(self) -> bool:
        return not self._locked

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        """Hold back redrawing in the workbooks that are open now."""
        still_open = [book.api.RuntimeUID for book in self.books]
        for document in self._locked:
            if value and document.RuntimeUID in still_open:
                document.unlockControllers()
        if value:
            self._locked = []
        elif not self._locked:
            self._locked = [book.api for book in self.books]
            for document in self._locked:
                document.lockControllers()

    @property
    def display_alerts(self) -> bool:
        """Kept for macros that set it: whatever it is, LibreOffice asks nothing when it is spoken to from outside."""
        return self._alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._alerts = bool(value)

    @property
    def enable_events(self) -> bool:
        """Kept for macros that set it: LibreOffice runs the event procedures of VBA all the same."""
        return self._events

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        self._events = bool(value)

    def alert(
        self,
        prompt: str | None,
        title: str | None = None,
        buttons: str | None = None,
        mode: str | None = None,
        callback: str | None = None,  # noqa: ARG002 - of xlwings' server alone
    ) -> str:
        """Show a message box and return the answer: ok, cancel, yes or no.

        Without a window nobody could answer: it is written down (`creditxl.calc.alerts`) and answered at once.
        """
        return boxes.alert(self._context, self._office, prompt or "", title or "", buttons or "ok", mode or "info")

    @property
    def calculation(self) -> str:
        return "automatic" if self._calculates else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        """Compute at every change (`automatic`) or on `calculate` alone (`manual`), in all workbooks.

        On `manual`, a formula that has just been written shows 0 until then; Excel computes that one at once.
        """
        if value not in _CALCULATIONS:
            raise WorkbookError(
                msg("Calc has no calculation mode {mode}", mode=value),
                where="App.calculation",
                fix=msg("use automatic or manual"),
            )
        self._calculates = _CALCULATIONS[value]
        for book in self.books:
            book.api.enableAutomaticCalculation(self._calculates)

    def calculate(self) -> None:
        """Compute what changes have made stale."""
        for book in self.books:
            book.api.calculate()

    def opened(self, book: Book) -> None:
        """Bring a workbook that has just been opened under the calculation mode."""
        if not self._calculates:
            book.api.enableAutomaticCalculation(False)  # noqa: FBT003 - UNO takes no keywords

    @property
    def status_bar(self) -> str | bool:
        """The text in the status bar; False while LibreOffice writes its own, as in Excel."""
        return False if self._status is None else self._status

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        self._status = None if value is None or value is False else str(value)
        current = self.desktop.getCurrentComponent()
        if current is None or not current.supportsService(SPREADSHEET):
            return
        indicator = current.CurrentController.StatusIndicator
        if self._status is None:
            indicator.end()
        else:
            indicator.start(self._status, 0)

    def run(self, macro: str, args: Sequence[object]) -> object:
        """Run a Basic macro of an open workbook and return what it returns."""
        return run_macro(self.books, macro, args)
