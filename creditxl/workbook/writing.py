"""Writing both workbooks into a folder: both or neither, and never half a file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from creditxl.errors import WorkbookError, msg
from creditxl.workbook.books import BOOKS, common
from creditxl.workbook.view import Which

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from creditxl.errors import Message
    from creditxl.workbook.layout import Book
    from creditxl.workbook.view import View


BEGUN, ENDED, OLD = ".creditxl-new-", ".creditxl-old-", ".old"


def write(
    view: View,
    folder: Path,
    write_file: Callable[[Book, Path], None] | None = None,
    log: Callable[[Message], None] | None = None,
) -> tuple[Path, ...]:
    """Write the two workbooks of a review in place of those that stand in the folder, both or neither.

    Args:
        view: What they show, and what people typed before.
        folder: Where they go; made where it is missing.
        write_file: Writes one of them; the usual writer of values where none is given.
        log: Told of each file written.

    Returns:
        The workbook on recommendations and the one on limits.

    Raises:
        WorkbookError: The folder cannot be written, a workbook is open in another program, or the review does not fit
            on a sheet. What stood in the folder stands there still.
    """
    targets = tuple(folder / view.file(which) for which in Which)
    with _in_place_of(targets, folder) as made:
        _write_books(view, made, write_file)
    for target in targets:
        if log:
            log(msg("{file} is written.", file=str(target)))
    return targets


def write_one(book: Book, folder: Path) -> Path:
    """Write a workbook of values into a folder, in place of the one of its name.

    Raises:
        WorkbookError: The folder cannot be written, or the workbook is open in another program. What stood in the
            folder stands there still.
    """
    target = folder / book.file_name
    with _in_place_of((target,), folder) as made:
        from creditxl.workbook.file_writer import write_book  # noqa: PLC0415 - as in `_write_books`

        write_book(book, made / target.name)
    return target


def undo_half_done(folder: Path) -> None:
    """Bring back the workbooks that an earlier writing had moved aside when it was killed, and take away its rest.

    Raises:
        WorkbookError: One of them cannot be brought back.
    """
    for made in folder.glob(f"{BEGUN}*"):
        for old in made.glob(f"*{OLD}"):
            target = folder / old.name.removesuffix(OLD)
            try:
                old.replace(target)
            except OSError as error:
                raise _taken(target) from error
        rmtree(made, ignore_errors=True)
    for ended in folder.glob(f"{ENDED}*"):
        rmtree(ended, ignore_errors=True)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Make a folder for new files, and take it away in the end.

    It has its name only until the files are in place: whoever finds it under that name knows that they may not be.
    """
    made = Path(mkdtemp(prefix=BEGUN, dir=folder))
    try:
        yield made
        made = made.rename(folder / made.name.replace(BEGUN, ENDED))
    finally:
        rmtree(made, ignore_errors=True)


def _write_books(view: View, folder: Path, write_file: Callable[[Book, Path], None] | None) -> None:
    # XlsxWriter is loaded only where a workbook is written.
    from creditxl.workbook.file_writer import write_book  # noqa: PLC0415 - see above

    shared = common(view)
    # One is written while the next is made: most of the writing is done outside of the interpreter.
    with ThreadPoolExecutor(len(BOOKS)) as beside:
        written = [
            beside.submit(write_file or write_book, book(view, shared), folder / view.file(which))
            for which, book in BOOKS.items()
        ]
        for each in written:
            each.result()


@contextmanager
def _in_place_of(targets: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Lend a folder for new files, which take the places of the targets in the end, all or none.

    Raises:
        WorkbookError: The folder cannot be written, or a target is open in another program.
    """
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - as in `_write_books`

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            _must_be_free(target)
        # Beside the targets, so that a whole file takes the place of the old one in one step.
        with _beside(folder) as made:
            yield made
            _put_in_place(made, targets)
    except OSError as error:
        raise _not_writable(folder, error) from error
    except FileCreateError as error:
        # XlsxWriter's own name for what the system refused while it wrote: no room, no right.
        raise _not_writable(folder, OSError(str(error))) from error


def _must_be_free(target: Path) -> None:
    """Find out before all the work whether a workbook is open: Windows lets no one else write to it then."""
    if not target.exists():
        return
    try:
        target.open("r+b").close()
    except OSError as error:
        raise _taken(target) from error


def _put_in_place(made: Path, targets: Sequence[Path]) -> None:
    """Move the new files over the old ones; where one cannot be moved, bring all the old ones back."""
    moved: list[Path] = []
    try:
        for target in targets:
            moved.append(target)
            if target.exists():
                target.replace(_kept(made, target))
            (made / target.name).replace(target)
    except OSError as error:
        for target in moved:
            if _kept(made, target).exists():
                _kept(made, target).replace(target)
            elif target is not moved[-1]:
                target.unlink()
        raise _taken(moved[-1]) from error


def _kept(made: Path, target: Path) -> Path:
    return made / f"{target.name}{OLD}"


def _taken(target: Path) -> WorkbookError:
    return WorkbookError(
        msg("{file} cannot be replaced: it is open in another program, or it may not be written", file=target.name),
        where=str(target),
        fix=msg("close it in Excel and run again, or write to another folder"),
    )


def _not_writable(folder: Path, error: OSError) -> WorkbookError:
    return WorkbookError(
        msg("The workbooks cannot be written to the folder: {reason}", reason=error.strerror or str(error)),
        where=str(folder),
        fix=msg("choose a folder that you may write to and that has room"),
    )
