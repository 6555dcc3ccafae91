"""Lines of delimited text into records of cells, as a spreadsheet program cuts them.

Polars reads what is regular, and this the rest: quoted line breaks, quotation marks that are not closed, rows with too
many cells. A record counts as one row, however many lines it covers.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.extracts.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

QUOTE = '"'
LONGEST_CELL = 32_767  # characters, as in Excel: a longer quotation was never closed
NARROW = 2  # headings: with so few, any line of a text can look like a row


class Record(Struct, frozen=True):
    """One row. Where `fault` stands it could not be cut, and its only cell is its text."""

    cells: list[str]
    fault: Fault | None = None


class Cutter(Struct, frozen=True):
    """Cuts lines into records.

    Args:
        separator: One character.
        width: Number of headings; 0 while they are still looked for.
    """

    separator: str
    width: int = 0

    def cut(self, lines: Sequence[str], *, last: bool) -> Iterator[tuple[Record, int]]:
        """Yield records, each with the index of the line after it.

        Args:
            lines: Each with its line feed.
            last: No lines come after these. Before the last ones, a quotation that is still open at the end is left
                for the next call: the lines after the last index were not used up.
        """
        start = 0
        while start < len(lines):
            reader = csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=self.separator, strict=True)
            begin = start
            try:
                for cells in reader:
                    end = begin + reader.line_num
                    if end - start > 1 and self._has_swallowed(lines[start:end], cells):
                        break
                    yield Record(cells), end
                    start = end
            except csv.Error:
                at_end = begin + reader.line_num >= len(lines)
                if at_end and not last and sum(map(len, lines[start:])) <= LONGEST_CELL:
                    return
            if start < len(lines):
                yield self._alone(lines[start]), start + 1
                start += 1

    def _has_swallowed(self, lines: Sequence[str], cells: Sequence[str]) -> bool:
        """Return whether a quotation runs over what are rows of their own."""
        if any(len(cell) > LONGEST_CELL for cell in cells):
            return True
        rows = sum(line.count(self.separator) >= self.width - 1 for line in lines)
        return self.width > NARROW and rows > 1

    def _alone(self, line: str) -> Record:
        """Cut a line whose quotation marks are not as they should be; by itself it may still have its cells."""
        try:
            cells = next(csv.reader([line], delimiter=self.separator))
        except csv.Error:
            return Record([line.strip()], Fault.OPEN_QUOTE)
        if len(cells) == self.width and line.count(QUOTE) % 2 == 0:
            return Record(cells)
        return Record([line.strip()], Fault.OPEN_QUOTE)


def lines_of(block: bytes) -> list[str]:
    """Return the lines of UTF-8 text, each with its line feed; a carriage return within a line is a space."""
    lines = block.decode().split("\n")
    ended = [line.removesuffix("\r").replace("\r", " ") + "\n" for line in lines[:-1]]
    return [*ended, lines[-1].replace("\r", " ")] if lines[-1] else ended
