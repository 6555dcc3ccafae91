"""A workbook for someone without Python: the same sheets with values alone, in an .xlsx without macros or traces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.labels import label
from creditxl.workbook.sharing.copying import copied
from creditxl.workbook.sharing.markup import RefusedError
from creditxl.workbook.sharing.package import Package, no_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.errors import Message
    from creditxl.labels import Labels

ENDING = ".xlsx"
OLD_FILE = bytes.fromhex("D0CF11E0A1B11AE1")  # of .xls, and of every encrypted workbook
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK"


class Shared(Struct, frozen=True):
    """What was written.

    Args:
        formulas: How many gave way to their values.
        left_out: Names of the sheets that are not in the copy: settings, and those that no menu shows.
    """

    path: Path
    formulas: int
    left_out: tuple[str, ...]


def share(source: Path, target: Path) -> Shared:
    """Write a copy of a workbook that has values alone; the same workbook gives the same bytes.

    Kept: values, looks, tables, filters, charts, pictures, rules and checks that need no macro, links to the web. Left
    out: formulas, macros, buttons, ribbons, names, other files' data, settings sheets, people, and their paths.

    Args:
        source: An .xlsx or .xlsm file as Excel or creditxl wrote it.
        target: The .xlsx file to be written; nothing may stand there.

    Raises:
        WorkbookError: The source cannot be read or has a formula without a value, or the target cannot be written.
    """
    content = _read(source)
    _must_be_new(source, target)
    try:
        done = copied(_package(content))
    except RefusedError as error:
        raise WorkbookError(error.message, where=str(source), fix=error.fix) from error
    _write(target, done.content)
    return Shared(target, done.formulas, done.left_out)


def default_target(source: Path, labels: Labels) -> Path:
    """Return where the copy of a workbook goes: beside it, `name-arvot.xlsx` in Finnish."""
    return source.with_name(f"{source.stem}-{labels.text(label('values'))}{ENDING}")


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except FileNotFoundError as error:
        raise _unreadable(
            source, msg("there is no such file"), msg("name the workbook that is to be shared")
        ) from error
    except IsADirectoryError as error:
        raise _unreadable(source, msg("it is a folder"), msg("name the workbook that is to be shared")) from error
    except OSError as error:
        reason = msg("the file cannot be opened: {reason}", reason=error.strerror or str(error))
        raise _unreadable(source, reason, msg("close it in Excel, and make sure that you may read it")) from error


def _package(content: bytes) -> Package:
    if content.startswith(OLD_FILE):
        if ENCRYPTED in content:
            message = msg("the workbook is encrypted with a password")
            raise RefusedError(
                message, msg("take the password off in Excel (File, Info, Protect Workbook) and save it")
            )
        raise RefusedError(msg("the workbook is in the old .xls form"), msg("save it as .xlsx or .xlsm in Excel first"))
    if not content.startswith(ZIP):
        raise no_workbook()
    return Package(content)


def _must_be_new(source: Path, target: Path) -> None:
    if target.suffix.casefold() != ENDING:
        message = msg("a copy with values alone is an .xlsx file, and '{file}' does not end so", file=target.name)
        raise WorkbookError(message, where=str(target), fix=msg("give the copy a name that ends in .xlsx"))
    if target.resolve() == source.resolve() or (target.exists() and target.samefile(source)):
        message = msg("the copy would take the place of the workbook itself")
        raise WorkbookError(message, where=str(target), fix=msg("name another file with --out"))
    if target.exists() or target.is_symlink():
        raise _taken(target)


def _write(target: Path, content: bytes) -> None:
    try:
        with target.open("xb") as file:
            try:
                file.write(content)
            except OSError:
                file.close()
                target.unlink(missing_ok=True)  # half a file is worse than none
                raise
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError as error:
        message = msg("the copy cannot be written: {reason}", reason=error.strerror or str(error))
        fix = msg("choose a folder that is there, that you may write to and that has room")
        raise WorkbookError(message, where=str(target), fix=fix) from error


def _unreadable(source: Path, message: Message, fix: Message) -> WorkbookError:
    return WorkbookError(message, where=str(source), fix=fix)


def _taken(target: Path) -> WorkbookError:
    return WorkbookError(
        msg("there is a file of that name already"),
        where=str(target),
        fix=msg("name another file with --out, or close that one and move it away"),
    )
