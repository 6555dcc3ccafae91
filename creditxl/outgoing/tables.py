"""A table as a plain .xlsx file or as delimited text: numbers stay numbers, and texts texts."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from xlsxwriter import Workbook

from creditxl.errors import WorkbookError, msg
from creditxl.outgoing.texts import cell_text, guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | None

MOST_ROWS = 1_048_575  # under the headings of an Excel sheet
PAPER_A4 = 9
LETTERS = 1.1  # letters in the room of a digit, by which widths are counted
HEADING_HEIGHT, LINE_HEIGHT, HIGHEST_ROW = 20, 15, 405  # points; Excel allows no row above 409


class Table(Struct, frozen=True):
    """Headings, and a row of cells under them a task."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class Look(Struct, frozen=True):
    """How a sheet looks to people.

    Args:
        widths: Of the columns, in characters.
        title: Of the file and at the foot of its pages.
        is_form: A machine reads it: no filter, folded text or page.
    """

    sheet: str
    widths: Sequence[float]
    title: str
    money: str = "#,##0.00"
    day: str = "d.m.yyyy"
    is_form: bool = False


def delimited(table: Table) -> bytes:
    """Return comma-separated UTF-8: every cell quoted, lines ended by LF, ISO dates, decimal points.

    There is no byte-order mark: Salesforce's tools take it for a part of the first heading.

    Source: forcedotcom/dataloader, issues 94 and 182; Salesforce's own exports for quotes and line ends.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(map(guarded, table.headings))
    writer.writerows(map(_delimited_cell, row) for row in table.rows)
    return out.getvalue().encode()


def _delimited_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, Decimal):
        return f"{cell:.2f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def spreadsheet(table: Table, look: Look, as_of: date) -> bytes:
    """Return an .xlsx file with one sheet of values: the same table gives the same bytes.

    Raises:
        WorkbookError: There are more rows than a sheet has.
    """
    if len(table.rows) > MOST_ROWS:
        raise WorkbookError(
            msg("{rows} rows do not fit on an Excel sheet", rows=len(table.rows)),
            where=look.title,
            fix=msg("choose a business line or a seller"),
        )
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.calc_on_load = False
    book.set_properties({"title": look.title, "created": datetime.combine(as_of, time())})
    paper = book.add_worksheet(look.sheet)
    _arrange(paper, table, look)
    folded = {"text_wrap": not look.is_form, "valign": "top"}
    bold = book.add_format({"bold": True} | folded)
    for column, heading in enumerate(table.headings):
        paper.write_string(0, column, cell_text(heading), bold)
    formats = {
        str: book.add_format({"num_format": "@"} | folded),
        int: book.add_format({"num_format": "0", "valign": "top"}),
        Decimal: book.add_format({"num_format": look.money, "valign": "top", "align": "right", "indent": 1}),
        date: book.add_format({"num_format": look.day, "align": "left", "valign": "top"}),
    }
    for row, cells in enumerate(table.rows, 1):
        if not look.is_form:
            paper.set_row(row, min(HIGHEST_ROW, LINE_HEIGHT * max(map(_lines, cells, look.widths))))
        for column, cell in enumerate(cells):
            if cell is not None and cell != "":
                _write(paper, row, column, cell, formats[type(cell)])
    book.close()
    return out.getvalue()


def _arrange(paper: Worksheet, table: Table, look: Look) -> None:
    for column, width in enumerate(look.widths):
        paper.set_column(column, column, width)
    paper.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if look.is_form:
        return
    paper.set_row(0, HEADING_HEIGHT)
    paper.freeze_panes(1, 0)
    paper.autofilter(0, 0, max(1, len(table.rows)), len(table.headings) - 1)
    paper.set_landscape()
    paper.set_paper(PAPER_A4)
    paper.fit_to_pages(1, 0)
    paper.repeat_rows(0)
    title = look.title.replace("&", "&&")
    paper.set_footer(f"&L&8 {title}&R&8 &P / &N")


def _lines(cell: Cell, width: float) -> int:
    """Return how many lines a cell takes: programs other than Excel do not find out by themselves."""
    return (
        sum(max(1, -(-len(line) // int(width * LETTERS))) for line in cell.split("\n")) if isinstance(cell, str) else 1
    )


def _write(paper: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    if isinstance(cell, str):
        paper.write_string(row, column, cell_text(cell), look)
    elif isinstance(cell, date):
        paper.write_datetime(row, column, cell, look)
    else:
        paper.write_number(row, column, cell, look)
