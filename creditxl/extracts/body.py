"""The rows below the headings of delimited text: Polars where they are regular, our own cutter where they are not.

One thread brings the bytes into UTF-8 while another cuts them; blocks keep the memory small whatever the file's size.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

from creditxl.extracts.faults import Fault
from creditxl.extracts.grid import ROW, Broken, Grid, Layout, gather, packed
from creditxl.extracts.records import Cutter, Record, lines_of
from creditxl.tables.columns import COLUMNS, REQUIRED_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    Cut = tuple[list[pl.DataFrame], list["Broken"]]

ROWS_AT_ONCE = 50_000
GRID_ROWS = 400_000  # at least, but for the last grid: enough to keep Polars busy, few enough for any memory
QUOTE = b'"'
IN_NO_TEXT = b"\x01"


class Body:
    """Reads the blocks of one file.

    Args:
        layout: The columns wanted.
        cutter: Cuts what is not regular.
        first_row: Of the first block, as Excel counts.
        spare: Empty cells that every row has after those below the last heading.
    """

    def __init__(self, layout: Layout, cutter: Cutter, *, first_row: int, spare: int) -> None:
        self.layout = layout
        self.cutter = cutter
        self.row = first_row
        self.most_cells = cutter.width + spare
        self.left = b""  # lines of a quotation that was open at a block's end
        self.broken: list[Broken] = []
        self.regular = _regular_line(cutter.separator, self.most_cells)
        self.others = bytes(set(range(256)) - {ord(cutter.separator), ord("\n")})
        self.id_column = next(name for name, column in COLUMNS[layout.kind].items() if column == REQUIRED_TEXT)
        self.filled_ids = 0  # how many different ones were found to hold something each

    def grids(self, blocks: Iterable[tuple[bytes, bool]]) -> Iterator[Grid]:
        """Yield the rows of all blocks, many at a time; at least one grid, which may hold no row.

        Args:
            blocks: Whole lines in UTF-8, each with whether it is the last.
        """
        frames: list[pl.DataFrame] = []
        broken: list[Broken] = []
        with ThreadPoolExecutor(1) as worker:
            running: Future[Cut] = worker.submit(lambda: ([], []))
            for block, last in blocks:
                lines = _without_footer(block, self.cutter.separator) if last else block
                # Looked at here, while the worker cuts the block before.
                is_plain = self._are_plain(lines)
                cut = running.result()
                running = worker.submit(self._feed, lines, last=last, is_plain=is_plain)
                frames += cut[0]
                broken += cut[1]
                if sum(frame.height for frame in frames) + len(broken) >= GRID_ROWS:
                    yield gather(self.layout, frames, broken)
                    frames, broken = [], []
            cut = running.result()
        yield gather(self.layout, frames + cut[0], broken + cut[1])

    def _feed(self, lines: bytes, *, last: bool, is_plain: bool) -> Cut:
        if self.left:
            lines, is_plain, self.left = self.left + lines, False, b""
        frame = self._regular(lines, is_plain=is_plain)
        if frame is not None:
            self.row += frame.height
            return [frame], []
        frames = list(self._exact(lines, last=last))
        broken, self.broken = self.broken, []
        return frames, broken

    def _regular(self, lines: bytes, *, is_plain: bool) -> pl.DataFrame | None:
        """Cut lines with Polars; None where a row has more or less cells than headings, or may hold nothing at all."""
        if self.id_column not in self.layout.positions or not (is_plain or self._are_quoted(lines)):
            return None
        names = [f"column {position}" for position in range(self.most_cells)]
        schema: dict[str, pl.DataType] = dict.fromkeys(names, pl.String())
        schema |= {names[place]: self.layout.dtype(name) for name, place in self.layout.positions.items()}
        wanted = [pl.col(names[place]).alias(name) for name, place in self.layout.positions.items()]
        spare = names[self.cutter.width :]
        cells = pl.scan_csv(
            lines,
            has_header=False,
            separator=self.cutter.separator,
            quote_char=None if is_plain else '"',
            schema=schema,
            missing_columns="insert",
        )
        frame = self.layout.with_cents(cells.select(*wanted, *spare)).with_row_index(ROW, self.row).collect()
        if self._may_be_blank(frame) or any(frame[name].null_count() < frame.height for name in spare):
            return None
        return frame.drop(spare)

    def _may_be_blank(self, frame: pl.DataFrame) -> bool:
        """Return whether a row may hold nothing at all: none does where each has what identifies it."""
        ids = frame[self.id_column]
        if ids.null_count():
            return True
        if ids.to_physical().lt(self.filled_ids).all():
            return False
        written = self.layout.categories[self.id_column].to_series()
        is_blank = bool((written.str.strip_chars() == "").any())
        self.filled_ids = 0 if is_blank else len(written)
        return is_blank

    def _are_plain(self, lines: bytes) -> bool:
        """Return whether no line has a quotation, and each is one row of as many cells as there are.

        Polars does not look at what a row holds beyond the last column asked for.
        """
        if QUOTE in lines:
            return False
        marks = lines.translate(None, self.others)
        marks += b"" if marks.endswith(b"\n") else b"\n"
        line = self.cutter.separator.encode() * (self.most_cells - 1) + b"\n"
        return marks == line * (len(marks) // len(line))

    def _are_quoted(self, lines: bytes) -> bool:
        """Return whether lines hold quotations, and each by itself is one row of as many cells as there are."""
        if QUOTE not in lines or IN_NO_TEXT in lines:
            return False
        whole = pl.scan_csv(
            lines,
            has_header=False,
            separator=IN_NO_TEXT.decode(),
            quote_char=None,
            schema={"line": pl.String},
            missing_columns="insert",
        )
        is_regular = pl.col("line").str.contains(self.regular).fill_null(value=False)
        return bool(whole.select(is_regular.all()).collect().item())

    def _exact(self, block: bytes, *, last: bool) -> Iterator[pl.DataFrame]:
        lines = lines_of(block)
        used = 0
        rows: list[int] = []
        cells: dict[str, list[str | None]] = {name: [] for name in self.layout.positions}
        for record, end in self.cutter.cut(lines, last=last):
            used = end
            if self._is_row(record):
                rows.append(self.row)
                for name, place in self.layout.positions.items():
                    cells[name].append(record.cells[place] or None if place < len(record.cells) else None)
            self.row += 1
            if len(rows) == ROWS_AT_ONCE:
                yield packed(self.layout, rows, cells)
                rows, cells = [], {name: [] for name in self.layout.positions}
        self.left = "".join(lines[used:]).encode()
        yield packed(self.layout, rows, cells)

    def _is_row(self, record: Record) -> bool:
        """Return whether a record holds anything and can be used; note it where it is broken."""
        fault = record.fault
        is_filled = any(cell.strip() for cell in record.cells)
        has_more = any(cell.strip() for cell in record.cells[self.cutter.width :])
        if fault is None and (has_more or (is_filled and len(record.cells) > self.most_cells)):
            fault = Fault.TOO_MANY_CELLS
        if fault is not None:
            self.broken.append(Broken(self.row, self.cutter.separator.join(record.cells), fault))
            return False
        return is_filled


def _regular_line(separator: str, cells: int) -> str:
    mark = {"|": r"\|"}.get(separator, separator)
    cell = rf'(?:"(?:[^"]|"")*"|[^"{mark}]*)'
    return rf"^{cell}(?:{mark}{cell}){{{cells - 1}}}$"


def _without_footer(block: bytes, separator: str) -> bytes:
    """Return the file's last lines without those that hold no data.

    Salesforce ends its files with an empty line and lines of a single cell: the report's name, who made it and when.
    Without an empty line before them they are a footer when each is a quoted sentence, as Salesforce writes it; any
    other last line of a single cell is a row that was cut short.
    """
    end, lines = _last_single_cells(block, separator)
    footer = [line.strip(b'" \r') for line in lines]
    written = [index for index, line in enumerate(footer) if line]
    has_gap = bool(written) and any(not line for line in footer[: written[-1]])
    is_told = all(lines[index].startswith(b'"') and b" " in footer[index] for index in written)
    if written and not has_gap and not is_told:
        return block
    return block[:end] + b"\n" if end >= 0 else b""


def _last_single_cells(block: bytes, separator: str) -> tuple[int, list[bytes]]:
    """Return the last lines that have a single cell, and the place of the line feed before them, else -1."""
    lines: list[bytes] = []
    end = len(block)
    while end >= 0:
        begin = block.rfind(b"\n", 0, end) + 1
        if not _is_single_cell(block[begin:end], separator):
            break
        lines.append(block[begin:end])
        end = begin - 1
    return end, lines[::-1]


def _is_single_cell(line: bytes, separator: str) -> bool:
    if line.count(QUOTE) % 2:
        return False
    outside = b"".join(line.split(QUOTE)[::2])
    return separator.encode() not in outside
