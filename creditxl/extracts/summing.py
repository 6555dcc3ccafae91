"""The extracts folder with its customer ledgers summed: what was read before is not read again."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from creditxl.errors import ExtractError, msg
from creditxl.extracts import files
from creditxl.extracts.files import Reading, Rows
from creditxl.extracts.folder import DOCUMENTS, each_once, files_below, gathered, hashing
from creditxl.extracts.summed import Once, Rereading, Summed, counted_once
from creditxl.tables.columns import Kind
from creditxl.tables.sums import Summing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from concurrent.futures import Executor
    from datetime import date
    from pathlib import Path

    from creditxl.extracts.config import Config
    from creditxl.extracts.files import Contents, Found, Hashing, Look
    from creditxl.extracts.memory import Memory
    from creditxl.tables.raw import Extracts


def sum_folder(
    folder: Path, config: Config, as_of: date, *, kinds: Collection[Kind] | None = None, memory: Memory | None = None
) -> Extracts:
    """Read every extract below a folder, the customer ledgers summed and none held as a whole.

    Args:
        folder: Where the extracts stand, in subfolders or not.
        config: The company's own headings, words and names.
        as_of: The day of the review.
        kinds: Read these alone; None for all.
        memory: Of earlier refreshes; without one every file is read.

    Raises:
        ExtractError: The folder is missing, is a file, or holds no extract, or one of them changes meanwhile.
    """
    found, unreadable = files_below(folder)
    if memory:
        memory.begin()
    # Ledgers, one by one, in a thread of their own: the engine does most of it, and the other files are read meanwhile.
    with ThreadPoolExecutor(1) as hasher, ThreadPoolExecutor(1) as beside:
        hashes = [hashing(hasher, each.path) for each in found]
        reading = Reading(config, DOCUMENTS, kinds, lambda _: Summing(as_of))
        ledgers = _Ledgers(reading, found, hashes, memory, beside)
        begun = each_once(found, hashes, ledgers.begin)
        contents = [each.result() if isinstance(each, Future) else each for each in begun]
        extracts = gathered(folder, contents, unreadable)
        summed = [ledger for each in contents for ledger in each.ledgers]
        counted = counted_once(summed, Rereading(ledgers.again, ledgers.recall, ledgers.keep), as_of)
        if memory:
            vanished = memory.compare(folder, ledgers.sizes_and_hashes())
            extracts = replace(extracts, notes=memory.told(), issues=(*extracts.issues, *vanished))
    twice = (issue for ledger in counted for issue in ledger.issues)
    once = {ledger.file.name: ledger.part() for ledger in counted}
    parts = tuple(once[ledger.file.name] for ledger in summed)
    return replace(extracts, ledgers=parts, issues=(*extracts.issues, *twice))


class _Ledgers(Struct, frozen=True):
    """Reads and sums the ledgers of a folder's files, or recalls their sums."""

    reading: Reading
    found: Sequence[Found]
    hashes: Sequence[Hashing]
    memory: Memory | None
    beside: Executor
    places: dict[str, int] = field(default_factory=dict)  # of the files, by the names of their ledgers

    def begin(self, place: int) -> Contents | Future[Contents]:
        """Read a file; one that is a ledger, or was one before, beside the others."""
        found = self.found[place]
        if self._may_know(found):
            return self.beside.submit(self._file, place)
        looked = files.look(found, self.reading.config)
        return self.beside.submit(self._file, place, looked) if looked.is_ledger else self._file(place, looked)

    def _file(self, place: int, looked: Look | None = None) -> Contents:
        contents = (None if looked else self._recalled(place)) or self._read(place, looked)
        self.places.update((ledger.file.name, place) for ledger in contents.ledgers)
        return contents

    def _may_know(self, found: Found) -> bool:
        kinds = self.reading.kinds
        is_wanted = kinds is None or Kind.ENTRIES in kinds
        return self.memory is not None and is_wanted and self.memory.may_know(found)

    def _recalled(self, place: int) -> Contents | None:
        return self.memory.recall(self.found[place], self.hashes[place]().result()) if self.memory else None

    def _read(self, place: int, looked: Look | None) -> Contents:
        found = self.found[place]
        before = _stamp(found.path)
        looked = looked or files.look(found, self.reading.config)
        contents = self.reading.file(found, looked, self.hashes[place])
        contents.ledgers += map(Summed.of, contents.taken)
        if self.memory and contents.ledgers:
            sha256 = self.hashes[place]().result()
            if before == _stamp(found.path):
                self.memory.keep(found, sha256, contents)
        return contents

    def again(self, ledger: Summed, taker: Callable[[], Once]) -> Once:
        """Read a ledger once more, with its document numbers.

        Raises:
            ExtractError: It is not what it was.
        """
        name, found = ledger.file.name, self.found[self.places[ledger.file.name]]
        takers: Callable[[str], Once | Rows] = lambda table: taker() if table == name else Rows()  # noqa: E731
        reading = Reading(self.reading.config, frozenset(), {Kind.ENTRIES}, takers)
        contents = reading.file(found, files.look(found, self.reading.config), partial(_known, ledger.file.sha256))
        taken = next((taken.taker for taken in contents.taken if taken.file.name == name), None)
        if not isinstance(taken, Once) or taken.rows != ledger.sums.rows:
            message = msg("the file was changed while it was read")
            raise ExtractError(message, where=name, fix=msg("wait until it is written, and run again"))
        return taken

    def recall(self, ledger: Summed, newer: Sequence[Summed]) -> Summed | None:
        return self.memory.recall_counted(ledger, newer) if self.memory else None

    def keep(self, ledger: Summed, newer: Sequence[Summed]) -> None:
        if self.memory:
            self.memory.keep_counted(ledger, newer)

    def sizes_and_hashes(self) -> dict[str, tuple[int, str]]:
        """Return the size and the hash of each file that can be opened, by its name."""
        told = {}
        for found, sha256 in zip(self.found, self.hashes, strict=True):
            stamp, told_hash = _stamp(found.path), sha256().result()
            if stamp and told_hash:
                told[str(found.name)] = stamp[0], told_hash
        return told


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return a file's size and time, which a program that writes it changes."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _known(sha256: str) -> Future[str]:
    known: Future[str] = Future()
    known.set_result(sha256)
    return known
