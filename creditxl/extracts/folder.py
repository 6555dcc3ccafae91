"""The extracts folder: every file below it, each once."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from creditxl.errors import ExtractError, Issue, msg
from creditxl.extracts import files, overlap, sentences
from creditxl.extracts.faults import Place
from creditxl.extracts.files import Contents, Found, Reading
from creditxl.tables.columns import Kind
from creditxl.tables.raw import Extracts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from creditxl.extracts.config import Config
    from creditxl.extracts.files import Hashing
    from creditxl.tables.raw import RawTable

T = TypeVar("T")

NO_EXTRACTS = frozenset({"creditxl.toml", "desktop.ini", "readme.md", "readme.txt", "thumbs.db"})
TEMPORARY = (".", "~$")
DOCUMENTS = frozenset({"document_no"})


def read_folder(
    folder: Path, config: Config, *, with_documents: bool = False, kinds: Collection[Kind] | None = None
) -> Extracts:
    """Read every extract below a folder, in the order of their names.

    Args:
        folder: Where the extracts stand, in subfolders or not.
        config: The company's own headings, words and names.
        with_documents: Keep the document numbers of the customer ledger.
        kinds: Read these alone; None for all.

    Raises:
        ExtractError: The folder is missing, is a file, or holds no extract.
    """
    found, unreadable = files_below(folder)
    looked = [files.look(each, config) for each in found]
    # What stands in two files can only be told by its document numbers.
    is_needed = with_documents or sum(each.most_ledgers for each in looked) > 1
    reading = Reading(config, frozenset() if is_needed else DOCUMENTS, kinds)
    with ThreadPoolExecutor(1) as hasher:
        hashes = [hashing(hasher, each.path) for each in found]
        contents = each_once(found, hashes, lambda place: reading.file(found[place], looked[place], hashes[place]))
    extracts = gathered(folder, contents, unreadable)
    tables, twice = _once(extracts.tables, with_documents=with_documents)
    return replace(extracts, tables=tuple(tables), issues=(*extracts.issues, *twice))


def read_file(path: Path, config: Config, *, kinds: Collection[Kind] | None = None) -> Contents:
    """Read one file, its document numbers with it; whatever is wrong with it is among the issues."""
    found = Found(path, PurePosixPath(path.name))
    with ThreadPoolExecutor(1) as hasher:
        return Reading(config, frozenset(), kinds).file(found, files.look(found, config), hashing(hasher, path))


def files_below(folder: Path) -> tuple[list[Found], list[Issue]]:
    """Return the files below a folder by name, and an issue for each subfolder that cannot be looked into."""
    if not folder.is_dir():
        what = msg("it is a file, not a folder") if folder.exists() else msg("there is no such folder")
        raise ExtractError(what, where=str(folder), fix=msg("name the folder that the extracts were saved to"))
    closed: list[OSError] = []
    found = sorted(_walk(folder, closed), key=lambda each: each.name.as_posix().casefold())
    issues = [_closed(folder, error) for error in closed]
    if not found and not issues:
        fix = msg("save the exports of the ledger, the customers, the recommendations and the limits there")
        raise ExtractError(msg("the folder holds no files"), where=str(folder), fix=fix)
    return found, issues


def _walk(folder: Path, closed: list[OSError]) -> Iterator[Found]:
    # Links to folders are not followed: no file is met twice, and no loop entered.
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(TEMPORARY)]
        for name in names:
            path = Path(parent, name)
            is_extract = not name.startswith(TEMPORARY) and name.casefold() not in NO_EXTRACTS
            # A pipe or a device would be waited for without end; a link to nothing is said to be one.
            if is_extract and (path.is_file() or not path.exists()):
                yield Found(path, PurePosixPath(path.relative_to(folder).as_posix()))


def _closed(folder: Path, error: OSError) -> Issue:
    refusal = sentences.cannot_open(error.strerror or str(error))
    name = Path(error.filename).relative_to(folder).as_posix()
    return Issue(name, None, "", "", refusal.message, refusal.fix)


def _firsts(found: Sequence[Found], hashes: Sequence[Hashing]) -> list[Found | None]:
    """Return for each file the earlier one that holds the same bytes; only files of one size need be compared."""
    sizes = [_size(each.path) for each in found]
    count = Counter(sizes)
    known: dict[str, Found] = {}
    firsts: list[Found | None] = []
    for each, sha256, size in zip(found, hashes, sizes, strict=True):
        if not size or count[size] == 1:
            firsts.append(None)
            continue
        # Without a hash it cannot be opened, which is said when it is read.
        first = known.setdefault(sha256().result() or str(each.name), each)
        firsts.append(None if first is each else first)
    return firsts


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def each_once(found: Sequence[Found], hashes: Sequence[Hashing], read: Callable[[int], T]) -> list[T | Contents]:
    """Read each file by its place among all; one that is the same as an earlier one is left out."""
    firsts = _firsts(found, hashes)
    return [
        read(place) if first is None else _copy(found[place], first, hashes[place]().result())
        for place, first in enumerate(firsts)
    ]


def gathered(folder: Path, contents: Sequence[Contents], unreadable: Sequence[Issue]) -> Extracts:
    """Put together what the files hold."""
    _check_any(folder, contents)
    return Extracts(
        tables=tuple(table for each in contents for table in each.tables),
        issues=(*unreadable, *(issue for each in contents for issue in each.issues)),
        passed_over=tuple(source for each in contents for source in each.passed_over),
        recognised=frozenset(kind for each in contents for kind in each.kinds),
    )


def _copy(found: Found, first: Found, sha256: str) -> Contents:
    issue = found.issue(Place(), sentences.second_copy(str(first.name)))
    return Contents(issues=[issue], passed_over=[found.source(sha256, "")])


def _check_any(folder: Path, contents: Sequence[Contents]) -> None:
    """Raise where no file was even taken for an extract, with what is wrong with the first one."""
    if any(each.kinds for each in contents):
        return
    issues = [issue for each in contents for issue in each.issues]
    if not issues:
        message = msg("none of the folder's {count} files is an extract", count=len(contents))
        raise ExtractError(
            message, where=str(folder), fix=msg("save the exports of the ledger and the customers there")
        )
    message = msg(
        "none of the folder's {count} files could be read as an extract; of '{file}': {reason}",
        count=len(contents),
        file=issues[0].file,
        reason=str(issues[0].message),
    )
    raise ExtractError(message, where=str(folder), fix=issues[0].fix)


def _once(tables: Sequence[RawTable], *, with_documents: bool) -> tuple[list[RawTable], list[Issue]]:
    """Count the ledgers' rows once each, and drop their document numbers where they are not wanted."""
    ledgers, issues = overlap.once([table for table in tables if table.kind is Kind.ENTRIES])
    if not with_documents:
        ledgers = [replace(table, frame=table.frame.drop(DOCUMENTS, strict=False)) for table in ledgers]
    rest = iter(ledgers)
    return [next(rest) if table.kind is Kind.ENTRIES else table for table in tables], issues


def hashing(hasher: ThreadPoolExecutor, path: Path) -> Hashing:
    return cache(partial(hasher.submit, _sha256, path))


def _sha256(path: Path) -> str:
    """Return the hash of a file's bytes; empty where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
