"""Workbooks open in LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlwings import base_classes

from creditxl.calc import unoapi
from creditxl.calc.engine.mirror import Mirror
from creditxl.calc.engine.names import Names
from creditxl.calc.engine.numberformats import area_of
from creditxl.calc.engine.ranges import Range
from creditxl.calc.engine.sheets import Sheets
from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.calc.engine.apps import App

SPREADSHEET: Final = "com.sun.star.sheet.SpreadsheetDocument"
_FILTERS: Final = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
_FULL_UPDATE: Final = 3  # com.sun.star.document.UpdateDocMode: links are brought up to date
_NO_UPDATE: Final = 0


class Books(Mirror, base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> unoapi.UnoObject:
        return self.app.desktop.Components

    @property
    def active(self) -> Book:
        current = self.app.desktop.getCurrentComponent()
        if current is not None and current.supportsService(SPREADSHEET):
            return Book(self.app, current)
        books = list(self)
        if not books:
            raise WorkbookError(
                msg("no workbook is open"), where="Books.active", fix=msg("open one, or add one with books.add()")
            )
        return books[-1]

    def __iter__(self) -> Iterator[Book]:
        components = self.api.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            if document.supportsService(SPREADSHEET):
                yield Book(self.app, document)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: str) -> bool:
        return any(book.name.casefold() == name.casefold() for book in self)

    def __call__(self, name_or_index: str | int) -> Book:
        books = list(self)
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name.casefold() == name_or_index.casefold():
                return book
        raise KeyError(name_or_index)

    def add(self) -> Book:
        options = unoapi.arguments(MacroExecutionMode=int(self.app.macros))
        return self._load("private:factory/scalc", "a new workbook", options)

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,  # noqa: FBT001 - xlwings' signature
        read_only: bool | None = None,  # noqa: FBT001 - xlwings' signature
        format: object = None,  # noqa: A002 - xlwings' signature
        password: str | None = None,
        *others: object,
    ) -> Book:
        """Open a workbook. Macros run if the office was started so; formulas are computed anew likewise.

        Raises:
            WorkbookError: LibreOffice cannot read the file as a workbook, or an option is Excel's alone.
        """
        if format is not None or any(other is not None for other in others):
            raise WorkbookError(
                msg("Calc opens a workbook with update_links, read_only and password alone"),
                where=fullname,
                fix=msg("leave the other options out"),
            )
        options = unoapi.arguments(
            MacroExecutionMode=int(self.app.macros),
            ReadOnly=read_only,
            Password=password,
            UpdateDocMode=_FULL_UPDATE if update_links else _NO_UPDATE,
        )
        return self._load(unoapi.file_url(Path(fullname)), fullname, options)

    def _load(self, url: str, where: str, options: tuple[unoapi.UnoObject, ...]) -> Book:
        try:
            document = self.app.desktop.loadComponentFromURL(url, "_blank", 0, options)
        except unoapi.failure() as error:
            raise _unreadable(where) from error
        if document is None:
            raise _unreadable(where)
        if not document.supportsService(SPREADSHEET):
            document.close(True)  # noqa: FBT003 - UNO takes no keywords
            raise _unreadable(where)
        book = Book(self.app, document)
        self.app.opened(book)
        return book


class Book(Mirror, base_classes.Book):
    def __init__(self, app: App, document: unoapi.UnoObject) -> None:
        self._app = app
        self._document = document

    @property
    def api(self) -> unoapi.UnoObject:
        return self._document

    @property
    def app(self) -> App:
        return self._app

    @property
    def name(self) -> str:
        return self._path.name if self._path else str(self._document.Title)

    @property
    def fullname(self) -> str:
        """The path; of a workbook that was never saved, its name."""
        return str(self._path or self.name)

    @property
    def _path(self) -> Path | None:
        url = str(self._document.URL)
        return unoapi.system_path(url) if url else None

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def range_at(self, address: unoapi.UnoObject) -> Range:
        """Return the range of a com.sun.star.table.CellRangeAddress."""
        return Range(self.sheets(address.Sheet + 1), area_of(address))

    def activate(self) -> None:
        frame = self._document.CurrentController.Frame
        frame.activate()
        frame.ContainerWindow.toFront()

    def close(self) -> None:
        """Close without saving."""
        self._document.setModified(False)
        self._document.close(True)  # noqa: FBT003 - UNO takes no keywords

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save as the ending says: .xlsx, .xlsm, .xls, .ods or .csv; without a path under its own, or here by its name.

        Raises:
            WorkbookError: The ending is another, or the file cannot be written.
        """
        target = Path(path) if path else self._path or Path(f"{self.name}.xlsx")
        kind = _FILTERS.get(target.suffix.lower())
        if kind is None:
            raise WorkbookError(
                msg("Calc does not save {ending} files", ending=target.suffix),
                where=str(target),
                fix=msg("choose one of {endings}", endings=", ".join(_FILTERS)),
            )
        self._store(target, unoapi.arguments(FilterName=kind, **_locked(target, password)), keep=True)

    def to_pdf(self, path: str, quality: str | None = None) -> None:  # noqa: ARG002 - Calc has one quality
        self._store(Path(path), unoapi.arguments(FilterName="calc_pdf_Export"), keep=False)

    def _store(self, target: Path, options: tuple[unoapi.UnoObject, ...], *, keep: bool) -> None:
        store = self._document.storeAsURL if keep else self._document.storeToURL
        try:
            store(unoapi.file_url(target), options)
        except unoapi.failure() as error:
            raise WorkbookError(
                msg("the workbook cannot be written"),
                where=str(target),
                fix=msg("close it elsewhere, and choose a folder that exists and may be written to"),
            ) from error


def _locked(target: Path, password: str | None) -> dict[str, unoapi.UnoObject]:
    """Return what makes a file of this kind ask for the password."""
    ending = target.suffix.lower()
    if password is None:
        return {}
    if ending == ".csv":
        raise WorkbookError(
            msg("a .csv file cannot have a password"), where=str(target), fix=msg("save the workbook as .xlsx or .ods")
        )
    return {"EncryptionData": unoapi.encryption(password)} if ending in {".xlsx", ".xlsm"} else {"Password": password}


def _unreadable(where: str) -> WorkbookError:
    return WorkbookError(
        msg("LibreOffice cannot read the file as a workbook"),
        where=where,
        fix=msg("look whether it opens in LibreOffice by hand, and give its password if it has one"),
    )
