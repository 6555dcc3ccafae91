"""Delimited text: which characters and separator a file is written in, where its table begins, and its rows."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.extracts import encoding as encodings
from creditxl.extracts.body import Body
from creditxl.extracts.grid import Layout
from creditxl.extracts.recognise import ROWS_SEARCHED, Match, recognise
from creditxl.extracts.records import Cutter, lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from creditxl.extracts.config import Config
    from creditxl.extracts.encoding import Encoding
    from creditxl.extracts.grid import Grid

SEPARATORS = (";", ",", "\t", "|")
SHOWN = {"\t": "tab"}
_SEPARATOR_LINE = re.compile(rb'"?sep=([\t -~])"?\r?', re.IGNORECASE)
SAMPLED_ROWS = 50


class Dialect(Struct, frozen=True):
    """How a file is written.

    Args:
        names_separator: Its first line is `sep=;`, which Excel takes in and does not show.
        returns_only: Its lines end in carriage returns alone.
    """

    encoding: Encoding
    separator: str
    names_separator: bool
    returns_only: bool

    @property
    def form(self) -> str:
        return f"CSV, {self.encoding.name}, {SHOWN.get(self.separator, self.separator)}"

    def blocks(self, path: Path) -> Iterator[tuple[bytes, bool]]:
        """Yield the file's lines in UTF-8, without the line that names the separator."""
        skip = self.names_separator
        line_end = b"\r" if self.returns_only else b"\n"
        for block, last in encodings.blocks(path, self.encoding, line_end):
            lines = with_feeds(block) if self.returns_only else block
            yield lines.partition(b"\n")[2] if skip else lines, last
            skip = False


class Delimited(Struct, frozen=True):
    """A file of delimited text whose headings were looked at.

    Args:
        rows: Its first records.
        lines: Index of the line after each of these.
    """

    path: Path
    dialect: Dialect
    match: Match | None
    rows: list[list[str]]
    lines: list[int]
    sheet: str = ""

    @property
    def form(self) -> str:
        return self.dialect.form

    def read(self, match: Match, columns: Collection[str]) -> Iterator[Grid]:
        """Yield the columns asked for of what the file was recognised as, many rows at a time.

        Raises:
            RefusedError: The file's bytes are not what they should be.
        """
        positions = {name: place for name, place in match.columns.items() if name in columns}
        layout = Layout.of(match.kind, positions, self.rows[match.row + 1 :])
        width = len(self.rows[match.row])
        # Some programs end every row with a separator, and the headings without one. Where the separator is a comma,
        # the cell too many may as well be the cents of every amount.
        below = [len(row) for row in self.rows[match.row + 1 :] if any(row) and self.dialect.separator != ","]
        spare = max(min(below, default=0) - width, 0)
        body = Body(layout, Cutter(self.dialect.separator, width), first_row=match.row + 2, spare=spare)
        return body.grids(_below(self.dialect.blocks(self.path), self.lines[match.row]))


def look(path: Path, config: Config) -> Delimited:
    """Return a file with its dialect and what its headings are.

    Raises:
        RefusedError: The file is not text.
    """
    encoding = encodings.detect(path)
    block = encodings.head(path, encoding)
    first = re.search(rb"\r\n?|\n", block)
    returns_only = first is not None and first[0] == b"\r"
    block = with_feeds(block) if returns_only else block
    head, _, rest = block.partition(b"\n")
    named = _SEPARATOR_LINE.fullmatch(head)
    lines = lines_of(rest if named else block)
    found = [
        _tried(path, Dialect(encoding, separator, named is not None, returns_only), lines, config)
        for separator in ([named[1].decode()] if named else SEPARATORS)
    ]
    return max(found, key=_fit)


def with_feeds(block: bytes) -> bytes:
    """Return text whose lines end in line feeds instead of carriage returns."""
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _tried(path: Path, dialect: Dialect, lines: list[str], config: Config) -> Delimited:
    cut = list(islice(Cutter(dialect.separator).cut(lines, last=True), ROWS_SEARCHED + SAMPLED_ROWS))
    rows = [record.cells for record, _ in cut]
    return Delimited(path, dialect, recognise(rows, config), rows, [line for _, line in cut])


def _fit(file: Delimited) -> tuple[bool, int, int]:
    match = file.match
    cells = max(map(len, file.rows[:ROWS_SEARCHED]), default=0)
    return match is not None and match.is_complete, len(match.headings) if match else 0, cells


def _below(blocks: Iterable[tuple[bytes, bool]], lines: int) -> Iterator[tuple[bytes, bool]]:
    """Yield blocks without their first lines."""
    skip = lines
    for block, last in blocks:
        begin = 0
        while skip and begin < len(block):
            begin = (block.find(b"\n", begin) + 1) or len(block)
            skip -= 1
        yield block[begin:], last


def records(path: Path, separator: str) -> list[list[str]]:
    """Return all rows of a file as they are cut, for looking at a file without knowing what it is."""
    encoding = encodings.detect(path)
    text = b"".join(block for block, _ in encodings.blocks(path, encoding, b"\n"))
    lines = lines_of(with_feeds(text))
    return [record.cells for record, _ in Cutter(separator).cut(lines, last=True)]
