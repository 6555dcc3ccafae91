"""Workbooks: every visible sheet is tried; values come typed, and what is text stays text."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl
from msgspec import Struct
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from creditxl.extracts import sentences
from creditxl.extracts.amounts import CENTS_IN_UNIT, MAX_CENTS
from creditxl.extracts.faults import Fault, Place
from creditxl.extracts.grid import FAULTY, LOOSE, ROW, Grid, Layout
from creditxl.extracts.package import Package, guarded
from creditxl.extracts.reach import SheetFacts
from creditxl.extracts.recognise import ROWS_SEARCHED, Match, recognise
from creditxl.tables.columns import COLUMNS, CellType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet

    from creditxl.extracts.config import Config

ZIP = b"PK"
ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".ods"})

# A float that stands for cents differs from them by less; more is a figure that was never rounded.
NEARLY = 1e-6

DAY_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)  # of a number that is taken for a date
MOST_DAYS = 100_000


class Book(Struct, frozen=True):
    """A workbook, opened."""

    reader: CalamineWorkbook
    package: Package | None  # None for XLS

    @property
    def form(self) -> str:
        return self.package.form if self.package else "XLS"

    @property
    def is_our_own(self) -> bool:
        return self.package is not None and self.package.is_our_own

    def names(self) -> list[tuple[str, bool]]:
        """Return the names of the sheets with cells, each with whether it is shown."""
        return [
            (sheet.name, sheet.visible is SheetVisibleEnum.Visible)
            for sheet in self.reader.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]

    def count_errors(self) -> int:
        return self.package.count_errors() if self.package else 0

    def sheet(self, name: str, config: Config) -> Sheet:
        """Return a sheet with what its headings are.

        Raises:
            RefusedError: It cannot be read.
        """
        facts = self.package.facts(name) if self.package else SheetFacts()
        if facts.is_too_large:
            raise sentences.too_wide(facts.last_cell)
        with guarded():
            cells = self.reader.get_sheet_by_name(name)
            first = [[shown(cell) for cell in row] for row in islice(cells.iter_rows(), ROWS_SEARCHED)]
        dated = self.package.counts_from_1904 if self.package else None
        return Sheet(name, self.form, recognise(first, config), first, cells, facts, dated)


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    """Open a workbook.

    Raises:
        RefusedError: It is broken, protected, or too large.
    """
    with path.open("rb") as file:
        package = Package.open(path) if file.read(len(ZIP)) == ZIP else None
        file.seek(0)
        with guarded():
            reader = _reader(path, file)
        try:
            yield Book(reader, package)
        finally:
            reader.close()
            if package is not None:
                package.file.close()


def _reader(path: Path, file: BinaryIO) -> CalamineWorkbook:
    """Open a workbook by what it holds; where that fails, by its ending, which tells why it cannot be opened."""
    try:
        return CalamineWorkbook.from_filelike(file)
    except CalamineError:
        if path.suffix.lower() not in ENDINGS:
            raise
        return CalamineWorkbook.from_path(path)


class Sheet(Struct, frozen=True):
    """A sheet whose headings were looked at.

    Args:
        rows: Its first rows as text.
        counts_from_1904: How its days are counted; None where it cannot be told.
    """

    sheet: str
    form: str
    match: Match | None
    rows: Sequence[Sequence[str]]
    cells: CalamineSheet
    facts: SheetFacts
    counts_from_1904: bool | None

    def read(self, match: Match, columns: Collection[str]) -> Iterator[Grid]:
        """Yield the columns asked for of what the sheet was recognised as, all rows at once.

        Raises:
            RefusedError: The sheet breaks off.
        """
        with guarded():
            rows = _without_footer(list(self._rows(match.row)))
        found = {name: [row[place] for _, row in rows] for name, place in match.columns.items() if name in columns}
        numbers = pl.Series(ROW, [row for row, _ in rows], dtype=pl.UInt32)
        layout = Layout.of(match.kind, {name: match.columns[name] for name in found})
        built, loose, faulty, notes = [numbers], {}, {}, []
        for name, cells in found.items():
            if name in layout.marks:
                cents, loose[name], faulty[name] = _amounts(numbers, cells)
                built.append(cents.alias(name))
                continue
            serials = 0
            if COLUMNS[match.kind][name].cell is CellType.DATE:
                cells, serials = _dates(cells, counts_from_1904=self.counts_from_1904)  # noqa: PLW2901 - same cells
            if serials:
                notes.append((Place(column=match.headings[name]), sentences.serial_dates(serials)))
            texts = pl.Series(name, [shown(cell) or None for cell in cells], dtype=pl.String)
            built.append(texts.cast(layout.dtype(name)))
        marks: dict[str, dict[str, int]] = {name: {} for name in loose}
        yield Grid(pl.DataFrame(built), loose, marks=marks, faulty=faulty, notes=tuple(notes))

    def _rows(self, heading_row: int) -> Iterator[tuple[int, list[Any]]]:
        """Yield the rows below the headings that hold anything, as Excel counts them."""
        first_column = (self.cells.start or (0, 0))[1]
        errors: dict[int, list[tuple[int, str]]] = {}
        for (place, column), value in self.facts.errors.items():
            errors.setdefault(place, []).append((column - first_column, value))
        cells: Iterator[list[Any]] = iter(self.cells.iter_rows())
        for index, row in enumerate(cells):
            if index <= heading_row:
                continue
            for column, value in errors.get(index, ()):
                row[column] = value
            if any(_is_filled(cell) for cell in row):
                yield index + 1, row


def shown(cell: object) -> str:
    """Return a cell as text: a whole number without its point, a date as 2018-01-31.

    >>> shown(10218.0), shown("00010218"), shown(True)
    ('10218', '00010218', 'true')
    """
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < MAX_CENTS else repr(cell)
        case datetime():
            return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
        case _:
            return str(cell)


def _is_filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _without_footer(rows: list[tuple[int, list[Any]]]) -> list[tuple[int, list[Any]]]:
    """Return rows without those at the end that, after an empty row, hold a single cell each."""
    begin = len(rows)
    while begin and sum(map(_is_filled, rows[begin - 1][1])) == 1:
        begin -= 1
    for index in range(max(begin, 1), len(rows)):
        if rows[index][0] > rows[index - 1][0] + 1:
            return rows[:index]
    return rows


def _amounts(rows: pl.Series, cells: Sequence[object]) -> tuple[pl.Series, pl.DataFrame, pl.DataFrame]:
    """Return the cents of cells that are numbers, the texts, and the numbers that are no amounts."""
    cents = [_cents(cell) if _is_number(cell) else None for cell in cells]
    texts = [None if _is_number(cell) or not _is_filled(cell) else shown(cell) for cell in cells]
    wrong = [
        (row, shown(cell), str(value))
        for row, cell, value in zip(rows, cells, cents, strict=True)
        if isinstance(value, Fault)
    ]
    return (
        pl.Series([None if isinstance(value, Fault) else value for value in cents], dtype=pl.Int64),
        pl.DataFrame({ROW: rows, "written": texts}, schema=LOOSE).drop_nulls(),
        pl.DataFrame(wrong, schema=FAULTY, orient="row"),
    )


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _cents(number: Any) -> int | Fault:  # noqa: ANN401 - of a cell that `_is_number`
    if abs(number) * CENTS_IN_UNIT > MAX_CENTS:
        return Fault.TOO_LARGE
    cents = round(number * CENTS_IN_UNIT)
    return cents if abs(number - cents / CENTS_IN_UNIT) < NEARLY else Fault.DECIMALS


def _dates(cells: Sequence[Any], *, counts_from_1904: bool | None) -> tuple[list[Any], int]:
    """Return cells with the numbers among them as the dates they count, and how many there were.

    A number may be 20180131, or count days since 1900 or 1904 where the format was lost: the latter only in XLSX
    workbooks, which tell which of the two, and between 1990 and 2100. What else is a number stays one, and is refused.
    """
    dated, serials = [], 0
    for cell in cells:
        value = cell
        if _is_number(cell) and float(cell).is_integer():
            days = int(cell)
            if counts_from_1904 is not None and 0 < days < MOST_DAYS:
                counted = DAY_ZERO[counts_from_1904] + timedelta(days=days)
                if EARLIEST <= counted <= LATEST:
                    value, serials = counted, serials + 1
        dated.append(value)
    return dated, serials
