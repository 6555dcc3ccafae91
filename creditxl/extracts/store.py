"""A folder of what was read before: each thing a file, written whole or not at all, and trusted only by its own hash.

It holds nothing that cannot be read again from the extracts: it can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

import polars as pl
from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD = b"creditxl store 1\n"
ENDING, PARTIAL = ".kept", ".part"


class Kept(Struct, frozen=True):
    """One thing kept: facts that JSON can hold, and frames by their names."""

    facts: Mapping[str, Any]
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def packed(self) -> bytes:
        """Return it as bytes that tell whether they are whole."""
        frames = {name: _parquet(frame) for name, frame in self.frames.items()}
        sizes = {name: len(frame) for name, frame in frames.items()}
        index = json.dumps({"facts": self.facts, "frames": sizes}, ensure_ascii=False).encode() + b"\n"
        body = b"".join((index, *frames.values()))
        return HEAD + hashlib.sha256(body).hexdigest().encode() + b"\n" + body

    @classmethod
    def unpacked(cls, data: bytes) -> Kept | None:
        """Return what was packed; None where it is not whole."""
        told, _, body = data.removeprefix(HEAD).partition(b"\n")
        if not data.startswith(HEAD) or hashlib.sha256(body).hexdigest().encode() != told:
            return None
        line, _, rest = body.partition(b"\n")
        index = json.loads(line)
        frames, begin = {}, 0
        for name, size in index["frames"].items():
            frames[name] = pl.read_parquet(BytesIO(rest[begin : begin + size]))
            begin += size
        return cls(index["facts"], frames)


class Store:
    """The folder. What is damaged in it is taken away when it is met, and counted.

    Args:
        folder: Made when something is first kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged = 0
        self.used: set[str] = set()

    def read(self, name: str) -> Kept | None:
        """Return what is kept under a name; None where nothing is, or it is damaged."""
        path = self.folder / (name + ENDING)
        try:
            kept = Kept.unpacked(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            kept = None  # a disk that cannot be read is damage too: the extracts are read instead
        if kept is None:
            self.damaged += 1
            with suppress(OSError):  # what cannot be taken away is damaged the next time too
                path.unlink()
            return None
        self.used.add(name)
        return kept

    def names(self, beginnings: tuple[str, ...]) -> list[str]:
        """Return the names that begin with one of these, under which something is kept."""
        found = self.folder.glob(f"*{ENDING}") if self.folder.is_dir() else ()
        return sorted(path.stem for path in found if path.stem.startswith(beginnings))

    def write(self, name: str, kept: Kept) -> None:
        """Keep something under a name, in place of what stands there.

        Raises:
            OSError: The folder cannot be written; what stood there stands there still.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / (name + ENDING)
        partial = path.with_suffix(PARTIAL)
        try:
            partial.write_bytes(kept.packed())
            os.replace(partial, path)  # noqa: PTH105 - in one step on every system, which is the point
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        self.used.add(name)

    def take_away_others(self) -> None:
        """Take away what was neither read nor written since the store was opened, and what was begun and left."""
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            is_ours = path.suffix in {ENDING, PARTIAL}
            if is_ours and not (path.suffix == ENDING and path.stem in self.used):
                path.unlink(missing_ok=True)


def _parquet(frame: pl.DataFrame) -> bytes:
    packed = BytesIO()
    frame.write_parquet(packed, compression="lz4")
    return packed.getvalue()
