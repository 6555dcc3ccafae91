"""A zip package whose parts are packed in a second thread while the next ones are written."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from creditxl.workbook.rows import Packed, Rows

COMPRESSION = 1  # of 9: files a fifth larger than with the usual 6, packed in a quarter of the time
MOST_WAITING = 64  # parts that wait to be packed
RIGHTS = 0o600 << 16  # as `zipfile` gives them to what it opens for writing


class Package:
    """A zip file; its parts bear no time of day, so that the same ones give the same bytes."""

    def __init__(self, path: Path) -> None:
        self._beside = path.with_name(f"{path.name}.rows")
        self._zip = ZipFile(path, "w")
        self._packing = ThreadPoolExecutor(1)  # packing is done outside of the interpreter
        self._waiting: deque[Future[None]] = deque()
        self._part: Part | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close the file; what went wrong while packing is raised here at the latest."""
        try:
            if kind is None:
                self._end_part()
                while self._waiting:
                    self._waiting.popleft().result()
        finally:
            self._packing.shutdown()
            self._beside.unlink(missing_ok=True)
            self._zip.close()

    def begin(self, name: str) -> Part:
        """Return a part that can be written to until the next one is begun."""
        self._end_part()
        self._part = Part(name)
        return self._part

    def add(self, name: str, content: bytes) -> None:
        """Add a whole part."""
        self._end_part()
        self._do(partial(self._pack, name, content))

    def _end_part(self) -> None:
        part, self._part = self._part, None
        if part is None:
            return
        if part.rows is None:
            self._do(partial(self._pack, part.name, part.getvalue().encode()))
        else:
            self._do(partial(self._pack_rows, part.name, part.before, part.rows, part.getvalue()))

    def _do(self, work: Callable[[], None]) -> None:
        self._waiting.append(self._packing.submit(work))
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popleft().result()

    def _pack(self, name: str, content: bytes) -> None:
        self._zip.writestr(_info(name), content, compresslevel=COMPRESSION)

    def _pack_rows(self, name: str, before: str, rows: Rows, after: str) -> None:
        self._put(name, rows.packed(before, after, self._beside))

    def _put(self, name: str, packed: Packed) -> None:
        """Add what is packed already, for which `zipfile` has no method."""
        file, info = self._zip.fp, _info(name)
        assert file is not None  # noqa: S101 - until it is closed
        info.CRC, info.compress_size, info.file_size = packed.checksum, len(packed.content), packed.size
        info.header_offset = file.tell()
        file.write(info.FileHeader())
        file.write(packed.content)
        self._zip.filelist.append(info)
        self._zip.NameToInfo[name] = info
        self._zip.start_dir = file.tell()


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type, info.external_attr = ZIP_DEFLATED, RIGHTS
    return info


class Part(StringIO):
    """The text of one part, with one block of rows in it at most."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.before = ""
        self.rows: Rows | None = None

    def add(self, rows: Rows) -> None:
        """Put rows behind what has been written; they are made where they are packed."""
        self.before, self.rows = self.getvalue(), rows
        self.seek(0)
        self.truncate()
