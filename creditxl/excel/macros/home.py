"""Where a workbook is at home: the person's folder, its `creditxl.toml`, the extracts; and what the workbook is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl import __version__
from creditxl.errors import ConfigError, WorkbookError, msg
from creditxl.excel.places import CONFIG_NAME, CONFIGURATION_SHEET, FOLDER
from creditxl.model import LANGUAGES
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import xlwings as xw

    from creditxl.errors import Message
    from creditxl.extracts.config import Config
    from creditxl.pipeline import Request
    from creditxl.workbook.state import State

USUAL_LANGUAGE = "fi"  # of workbooks


class Home(Struct, frozen=True):
    """A person's folder and what its `creditxl.toml` says.

    Args:
        folder: Where both workbooks were made.
        extracts: The folder of extracts; it need not be there. None where the ledger comes from a source.
        as_of: The day of the review.
    """

    folder: Path
    config: Config
    extracts: Path | None
    as_of: date

    def request(self, tell: Callable[[Message], None]) -> Request:
        """Return what the pipeline is asked."""
        from creditxl.pipeline import Request  # noqa: PLC0415 - a macro that asks nothing needs no pipeline

        return Request(self.extracts, self.as_of, self.config, self.config.policy, tell)


def home(book: xw.Book) -> Home:
    """Return where a workbook is at home.

    Raises:
        CreditXLError: It was made for nobody, its folder is gone, or `creditxl.toml` there is missing, wrong or names
            no extracts.
    """
    from creditxl.extracts import config as configs  # noqa: PLC0415 - macros that only go somewhere need none

    folder = home_folder(book)
    path = folder / CONFIG_NAME
    if not path.is_file():
        raise ConfigError(
            msg("there is no {file} in the folder of this workbook", file=CONFIG_NAME),
            where=str(folder),
            fix=msg("run creditxl init {folder} in a command window: it writes one", folder=str(folder)),
        )
    config = configs.load(path)
    if config.extracts is None and Kind.ENTRIES not in config.sources:
        raise ConfigError(
            msg("it does not say where the extracts are"),
            where=str(path),
            fix=msg('write a line such as extracts = "extracts", the folder that they are saved to'),
        )
    return Home(folder, config, config.extracts, config.as_of or _today())


def home_folder(book: xw.Book) -> Path:
    """Return the folder that `creditxl init` made a workbook in.

    Raises:
        WorkbookError: It was made for nobody, or the folder is gone.
    """
    named = str(dict(rows(book, CONFIGURATION_SHEET)).get(FOLDER) or "").strip()
    if not named:
        raise WorkbookError(
            msg("the workbook does not know its folder: it was not made for this computer"),
            where=book.name,
            fix=msg("run creditxl init FOLDER in a command window, and work in the workbook that it makes there"),
        )
    if not Path(named).is_dir():
        raise WorkbookError(
            msg("the folder of this workbook is not there"),
            where=named,
            fix=msg("connect the drive that it is on; if it has moved, run creditxl init FOLDER with its new place"),
        )
    return Path(named)


def rows(book: xw.Book, sheet: str) -> list[tuple[Any, Any]]:
    """Return the names and values on one of the sheets that the program keeps for itself; none without the sheet."""
    if sheet not in [one.name for one in book.sheets]:
        return []
    found = book.sheets[sheet].used_range.options(ndim=2).value
    return [(line[0], line[1]) for line in found if len(line) > 1 and line[0]]


def state(book: xw.Book) -> State:
    """Return what the workbook says of itself.

    Raises:
        WorkbookError: It is none of creditxl's, was changed, or was made by another version.
    """
    from creditxl.workbook.state import SHEET, read_state  # noqa: PLC0415 - as in `home`

    found = read_state(rows(book, SHEET), book.name)
    if found.version != __version__:
        raise WorkbookError(
            msg(
                "the workbook was made by creditxl {found}, and this is creditxl {here}",
                found=found.version,
                here=__version__,
            ),
            where=book.name,
            fix=msg("save and close it, and run creditxl upgrade in its folder: what people typed is kept"),
        )
    return found


def note_newest(book: xw.Book, newest: datetime | None) -> None:
    """Make a workbook say that it knows the extracts up to a time; what it says of a later one stays."""
    from creditxl.workbook.state import NEWEST, SHEET  # noqa: PLC0415 - as in `home`

    cells = book.sheets[SHEET].used_range
    row = next(row for row, (name, *_) in enumerate(cells.options(ndim=2).value) if name == NEWEST)
    known = state(book).newest_extract
    if newest is not None and (known is None or known < newest):
        cells[row, 1].value = newest.isoformat()


def newest_saved(folder: Path) -> datetime | None:
    """Return when the newest of the files below a folder of extracts was last saved; None without any."""
    from creditxl.extracts.folder import NO_EXTRACTS, TEMPORARY  # noqa: PLC0415 - as in `home`
    from creditxl.workbook.view import Which  # noqa: PLC0415 - as in `home`

    ours = {which.file(is_live=is_live) for which in Which for is_live in (True, False)}
    saved = []
    for path in folder.rglob("*"):
        is_hidden = any(part.startswith(TEMPORARY) for part in path.relative_to(folder).parts)
        if is_hidden or path.name.casefold() in NO_EXTRACTS | ours:
            continue
        try:
            if path.is_file():
                saved.append(datetime.fromtimestamp(path.stat().st_mtime, UTC))
        except OSError:  # it went while it was looked at
            continue
    return max(saved, default=None)


def said(book: xw.Book) -> dict[str, str]:
    """Return what the workbook says of itself, unread; nothing where it says nothing."""
    from creditxl.workbook.state import SHEET  # noqa: PLC0415 - as in `home`

    return {str(name): str(value) for name, value in rows(book, SHEET) if value is not None}


def language(book: xw.Book) -> str:
    """Return the language of a workbook, also of one that cannot say."""
    found = said(book).get("language")
    return found if found in LANGUAGES else USUAL_LANGUAGE


def must_be_writable(book: xw.Book, *, read_only: bool) -> None:
    """Raise a `WorkbookError` where a workbook could be changed and not be saved."""
    if read_only:
        raise WorkbookError(
            msg("the workbook is open for reading only: someone else may have it open"),
            where=book.name,
            fix=msg("close it, wait until the other has closed it, and open it again"),
        )


def _today() -> date:
    """Return the day on this machine's clock: a button is an edge, where the clock may be read."""
    return datetime.now().astimezone().date()
