"""How each system writes a table: delimited text in its dialect, or a workbook; the same bytes everywhere."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.sample.group import EXTRACTED_ON

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | None
Row = dict[str, Cell]
NBSP = "\u00a0"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class Spoil(Struct, frozen=True):
    """A fault to plant: this text stands in a column of this row, unquoted, whatever it does to the file."""

    row: int  # of the table's rows, from 0
    column: str
    text: str
    kind: str
    gross: Decimal | None = None


class Table(Struct, frozen=True):
    """A table to be written.

    Args:
        headings: Heading by the name that the rows know the column by, in order.
        titles: Lines above the headings.
        footers: Lines after the last row that hold no data.
    """

    headings: Mapping[str, str]
    rows: Sequence[Row]
    spoils: Sequence[Spoil] = ()
    titles: Sequence[str] = ()
    footers: Sequence[str] = ()

    def file_row(self, row: int) -> int:
        """Return the row as Excel counts it."""
        return len(self.titles) + 2 + row


class Dialect(Struct, frozen=True):
    """How a system writes delimited text."""

    encoding: str
    delimiter: str
    newline: str
    day: Callable[[date], str]
    decimal: str = ","
    thousands: str = ""
    quote_all: bool = False

    def cell(self, value: Cell) -> str:
        if isinstance(value, Decimal):
            return f"{value:,.2f}".translate({ord(","): self.thousands, ord("."): self.decimal})
        return self.day(value) if isinstance(value, date) else "" if value is None else str(value)

    def quoted(self, text: str) -> str:
        if self.quote_all or any(mark in text for mark in (self.delimiter, '"', "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text


def day_dots(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def day_dots_short(day: date) -> str:
    """Return a date as a Finnish locale writes it, without zeros in front."""
    return f"{day.day}.{day.month}.{day.year}"


NAV = Dialect("cp1252", ";", "\r\n", day_dots)
NAV_THOUSANDS = Dialect("cp1252", ";", "\r\n", day_dots, thousands=NBSP)
ODATA = Dialect("utf-8", ",", "\n", date.isoformat, decimal=".")
CRM = Dialect("utf-8", ",", "\n", day_dots_short, quote_all=True)


def as_text(table: Table, dialect: Dialect) -> bytes:
    """Return a table as delimited text."""
    spoils = {spoil.row: spoil for spoil in table.spoils}
    lines = [dialect.delimiter.join(dialect.quoted(heading) for heading in table.headings.values())]
    lines += [_line(row, table.headings, dialect, spoils.get(number)) for number, row in enumerate(table.rows)]
    lines += [dialect.quoted(footer) if footer else "" for footer in table.footers]
    return "".join(line + dialect.newline for line in lines).encode(dialect.encoding)


def _line(row: Row, headings: Mapping[str, str], dialect: Dialect, spoil: Spoil | None) -> str:
    cells = [dialect.quoted(dialect.cell(row[column])) for column in headings]
    if spoil:
        place = list(headings).index(spoil.column)
        cells[place] = f'"{spoil.text}"' if dialect.quote_all else spoil.text
    return dialect.delimiter.join(cells)


class _Formats(Struct, frozen=True):
    heading: Format
    day: Format
    amount: Format


def as_workbook(table: Table, sheet: str) -> bytes:
    """Return a table as a workbook of one sheet: dates and amounts typed, numbers of customers as text."""
    import xlsxwriter  # noqa: PLC0415 - only the sample's own writer needs it

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(EXTRACTED_ON.year, EXTRACTED_ON.month, EXTRACTED_ON.day)})  # noqa: DTZ001 - a fixed moment; XlsxWriter takes it as it is
    _fill(book.add_worksheet(sheet), table, _formats(book))
    book.close()
    return _packed_alike(buffer)


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    return _Formats(
        heading=book.add_format({"bold": True}),
        day=book.add_format({"num_format": "dd.mm.yyyy"}),
        amount=book.add_format({"num_format": "#,##0.00"}),
    )


def _fill(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    for number, title in enumerate(table.titles):
        sheet.write_string(number, 0, title)
    for place, heading in enumerate(table.headings.values()):
        sheet.write_string(len(table.titles), place, heading, formats.heading)
    spoils = {spoil.row: spoil for spoil in table.spoils}
    for number, row in enumerate(table.rows):
        values = [row[column] for column in table.headings]
        if number in spoils:
            values[list(table.headings).index(spoils[number].column)] = spoils[number].text
        for place, value in enumerate(values):
            _write(sheet, table.file_row(number) - 1, place, value, formats)
    for number, footer in enumerate(table.footers):
        sheet.write_string(table.file_row(len(table.rows)) - 1 + number, 0, footer)


def _write(sheet: Worksheet, row: int, place: int, value: Cell, formats: _Formats) -> None:
    if isinstance(value, Decimal):
        sheet.write_number(row, place, float(value), formats.amount)  # a workbook holds doubles and nothing else
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats.day)
    elif isinstance(value, int):
        sheet.write_number(row, place, value)
    elif value:
        sheet.write_string(row, place, value)


def _packed_alike(workbook: io.BytesIO) -> bytes:
    """Pack a workbook anew, the same on every platform: no clock, no mark of the system, no compression.

    Pythons come with different compressors (zlib, zlib-ng), whose bytes differ.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, ZIP_EPOCH)
            info.create_system = 0
            target.writestr(info, source.read(name), zipfile.ZIP_STORED)
    return packed.getvalue()
