"""Files put into a folder: all or none, never half of one, and over those that stand there only when told so."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from creditxl.errors import Issue
    from creditxl.review.result import Task

SHOWN = 5  # names in one sentence


class Written(Struct, frozen=True):
    """What was written, and what was not.

    Args:
        files: Each file, and the tasks it carries in the order of its rows.
        left_out: The open tasks that no file carries; `issues` says of each what it lacks.
        issues: What is missing or calls for attention, and how to mend it.
    """

    files: Mapping[Path, Sequence[Task]]
    left_out: Sequence[Task] = ()
    issues: Sequence[Issue] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(self.files)


def put(contents: Mapping[str, bytes], folder: Path, *, earlier: Sequence[str], overwrite: bool) -> None:
    """Write files into a folder, all or none.

    Args:
        contents: The files by their names.
        folder: Made where it is missing and there is anything to write.
        earlier: Patterns of the names of files of the same kind and day, which the new ones take the place of; those
            that have no successor go, as what they ask for is no longer open.
        overwrite: Whether files may be replaced.

    Raises:
        WorkbookError: Such files stand there and may not be replaced, or the folder or a file cannot be written. What
            stood in the folder stands there still.
    """
    try:
        old = [path for pattern in earlier for path in sorted(folder.glob(pattern))]
        old += [path for path in (folder / name for name in contents) if path.exists() and path not in old]
        _may_be_replaced(old, folder, overwrite=overwrite)
        if not (contents or old):
            return
        folder.mkdir(parents=True, exist_ok=True)
        # Beside the targets, so that a whole file takes the place of the old one in one step.
        with TemporaryDirectory(prefix=".creditxl-", dir=folder) as made:
            new, aside = Path(made, "new"), Path(made, "old")
            new.mkdir()
            aside.mkdir()
            for name, content in contents.items():
                (new / name).write_bytes(content)
            _exchange(old, aside, new, folder)
    except OSError as error:
        raise _not_writable(folder, error) from error


def unique_names(parts: Sequence[str]) -> Iterator[str]:
    """Yield names of files that differ on every system: the second of a name gets a number.

    >>> list(unique_names(["a", "b", "a"]))
    ['a', 'b', 'a-2']
    """
    taken: set[str] = set()
    for part in parts:
        name, number = part, 1
        while name.casefold() in taken:
            number += 1
            name = f"{part}-{number}"
        taken.add(name.casefold())
        yield name


def _may_be_replaced(old: Sequence[Path], folder: Path, *, overwrite: bool) -> None:
    if old and not overwrite:
        names = ", ".join(path.name for path in old[:SHOWN]) + (", …" if len(old) > SHOWN else "")
        raise WorkbookError(
            msg("there are files already: {files}", files=names),
            where=str(folder),
            fix=msg("choose another folder, or add --overwrite to replace them"),
        )
    for path in old:
        try:
            path.open("r+b").close()
        except OSError as error:
            raise _taken(path) from error


def _exchange(old: Sequence[Path], aside: Path, new: Path, folder: Path) -> None:
    """Put the old files aside and the new ones in; where one cannot be moved, all is as it was."""
    moved: list[tuple[Path, Path]] = []
    steps = [(path, aside / path.name) for path in old]
    steps += [(path, folder / path.name) for path in sorted(new.iterdir())]
    try:
        for source, target in steps:
            source.replace(target)
            moved.append((source, target))
    except OSError as error:
        for source, target in reversed(moved):
            target.replace(source)
        raise _taken(folder / source.name) from error


def _taken(target: Path) -> WorkbookError:
    return WorkbookError(
        msg("{file} cannot be replaced: it is open in another program, or it may not be written", file=target.name),
        where=str(target),
        fix=msg("close it and run again, or write to another folder"),
    )


def _not_writable(folder: Path, error: OSError) -> WorkbookError:
    return WorkbookError(
        msg("the files cannot be written to the folder: {reason}", reason=error.strerror or str(error)),
        where=str(folder),
        fix=msg("choose a folder that you may write to and that has room"),
    )
