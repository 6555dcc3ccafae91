"""A book as a new .xlsx file."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from creditxl.workbook.bulk import BulkBook, BulkSheet
from creditxl.workbook.cells import LINE_HEIGHT, clean, moment, plain, row_height
from creditxl.workbook.layout import Formula, Kind, Look, Role, Table
from creditxl.workbook.marks import Tone
from creditxl.workbook.paper import rules_end, set_print
from creditxl.workbook.rows import rows_of
from creditxl.workbook.styles import ACCENT, BAR, INK, INPUT_LINE, Styles
from creditxl.workbook.ticks import is_marked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format

    from creditxl.workbook.layout import Book, Button, Cell, Chart, Column, KeyFigure, Sheet, Value

CALC_ID = 191029  # of Excel 2019 and later: an older one makes them reckon everything anew on opening
TITLE_HEIGHT, FIGURE_HEIGHT, HEADING_HEIGHT, GRID_HEADING_HEIGHT = 30, 33, 33, 20  # points
ROW_PIXELS = 20  # of a row of the usual height
BUTTON_HEIGHT, BUTTON_WIDTH = 26, 150  # pixels
CHARACTER_PIXELS = 7  # of a character of the usual font; a column has 5 more


def write_book(book: Book, path: Path, finish: Callable[[BulkBook], None] | None = None) -> None:
    """Write a book to a file, in place of what may stand there.

    The file depends on the book alone: the same one gives the same bytes.

    Args:
        book: What it shows.
        path: The file; its ending is .xlsm for a live book.
        finish: Called before the file is closed; a live book gets its macros so.
    """
    out = BulkBook(path)
    out.set_calc_mode("auto", CALC_ID)
    out.calc_on_load = False
    _describe(out, book)
    styles = Styles(out, book.currency)
    for sheet in book.sheets:
        _write_sheet(out, out.add_worksheet(sheet.name), sheet, book, styles)
    if finish:
        finish(out)
    out.close()


def _describe(out: BulkBook, book: Book) -> None:
    created = datetime.combine(book.as_of, time())
    out.set_properties({"title": book.title, "subject": book.subject, "created": created})
    out.set_custom_property("creditxl", book.version, "text")


def _write_sheet(out: BulkBook, paper: BulkSheet, sheet: Sheet, book: Book, styles: Styles) -> None:
    paper.hide_gridlines(2)
    _set_columns(paper, sheet)
    for cell in sheet.cells:
        _write_cell(paper, cell, styles)
    for figure in sheet.figures:
        _write_figure(paper, figure, styles)
    for table in sheet.tables:
        _write_table(paper, table, styles, is_live=book.is_live)
        if book.is_live and not table.is_list:
            # A live book's writer finds the rows by it, wherever people have moved them.
            _define(out, sheet, table.name, (table.row, table.column, table.last_row, table.last_column))
    for name in sheet.names:
        _define(out, sheet, name.name, (name.row, name.column, name.row, name.column + name.columns - 1))
    for button in sheet.buttons:
        _insert_button(paper, sheet, button)
    for chart in sheet.charts:
        _insert_chart(out, paper, sheet, chart)
    if any(sheet.frozen):
        paper.freeze_panes(*sheet.frozen)
    set_print(paper, sheet, book)
    _set_tab(paper, sheet)
    if sheet.is_hidden:
        paper.very_hidden()


def _define(out: BulkBook, sheet: Sheet, name: str, cells: tuple[int, int, int, int]) -> None:
    quoted = sheet.name.replace("'", "''")
    out.define_name(name, f"='{quoted}'!{xl_range_abs(*cells)}")


def _insert_button(paper: BulkSheet, sheet: Sheet, button: Button) -> None:
    options = {
        "macro": button.macro,
        "caption": button.caption,
        "description": button.description,
        "width": min(BUTTON_WIDTH, _pixels(sheet.widths[button.column : button.column + 1])),
        "height": BUTTON_HEIGHT,
    }
    paper.insert_button(button.row, button.column, options)


def _set_columns(paper: BulkSheet, sheet: Sheet) -> None:
    folded = {
        table.column + place for table in sheet.tables for place, column in enumerate(table.columns) if column.folded
    }
    for place, width in enumerate(sheet.widths):
        options: dict[str, Any] = {"level": 1, "hidden": True} if place in folded else {}
        if place - 1 in folded and place not in folded:
            options["collapsed"] = True
        paper.set_column(place, place, width, None, options)


def _write_cell(paper: BulkSheet, cell: Cell, styles: Styles) -> None:
    look = styles.look(cell.look, cell.kind)
    if cell.look is Look.TITLE:
        paper.set_row(cell.row, TITLE_HEIGHT)
    if cell.link:
        target = cell.link.replace("'", "''")
        paper.write_url(cell.row, cell.column, f"internal:'{target}'!A1", look, clean(cell.link))
    else:
        write_value(paper, cell.row, cell.column, cell.value, cell.kind, look)
    if cell.look in {Look.STATUS, Look.MARK}:
        _colour_tones(paper, (cell.row, cell.column, cell.row, cell.column), styles)
    if cell.choices:
        rule = {
            "validate": "list",
            "source": f"={cell.choices}",
            "input_message": cell.hint,
            "error_message": cell.hint,
        }
        paper.data_validation(cell.row, cell.column, cell.row, cell.column, rule)


def write_value(paper: BulkSheet, row: int, column: int, value: Value, kind: Kind, look: Format) -> None:
    """Write one cell by XlsxWriter's own methods; text stays text, whatever it begins with."""
    shown = plain(value, kind)
    if isinstance(value, Formula):
        paper.write_formula(row, column, value.text, look, shown)
    elif shown is None or shown == "":
        paper.write_blank(row, column, None, look)
    elif isinstance(shown, str):
        paper.write_string(row, column, clean(shown), look)
    elif isinstance(shown, datetime):
        paper.write_number(row, column, moment(shown), look)
    elif isinstance(shown, date):
        paper.write_datetime(row, column, shown, look)
    else:
        paper.write_number(row, column, shown, look)


def _write_figure(paper: BulkSheet, figure: KeyFigure, styles: Styles) -> None:
    paper.set_row(figure.row + 1, FIGURE_HEIGHT)
    paper.write_string(figure.row, figure.column, figure.label, styles.figure_label())
    value = "–" if figure.value is None else figure.value
    write_value(paper, figure.row + 1, figure.column, value, figure.kind, styles.figure(figure.kind))
    paper.write_string(figure.row + 2, figure.column, figure.note, styles.figure_note())


def _write_table(paper: BulkSheet, table: Table[Any], styles: Styles, *, is_live: bool) -> None:
    formats = column_formats(table, styles)
    if table.is_list:
        _add_list(paper, table, styles)
        indexes = [found._get_xf_index() for found in formats]  # noqa: SLF001 - as XlsxWriter's cells do
        rows = rows_of(table, indexes, with_formulas=is_live)
        paper.set_rows(table.first_row, table.last_row, table.last_column, rows)
    else:
        _write_headings(paper, table, styles)
        write_cells(paper, table, formats)
    for column in table.columns:
        _add_rules(paper, table, column, styles)
    _ignore_texts(paper, table)
    if table.done:
        _grey_done(paper, table, styles)


def column_formats(table: Table[Any], styles: Styles) -> list[Format]:
    """Return the format of each column's cells."""
    top = any(column.kind is Kind.LONG for column in table.columns)
    return [styles.cell(column.kind, column.role, top=top, shrink=not table.is_list) for column in table.columns]


def write_cells(paper: BulkSheet, table: Table[Any], formats: list[Format]) -> None:
    """Write a table's rows cell by cell: small grids, and those with formulas."""
    for row, values in enumerate(table.rows(), table.first_row):
        height = row_height(table.columns, values)
        if height > LINE_HEIGHT:
            paper.set_row(row, height)
        for place, value in enumerate(values):
            write_value(paper, row, table.column + place, value, table.columns[place].kind, formats[place])


def _add_list(paper: BulkSheet, table: Table[Any], styles: Styles) -> None:
    headings = [
        {"header": column.label, "header_format": styles.heading(column.kind, column.role, has_filter=True)}
        for column in table.columns
    ]
    options = {"name": table.name, "style": None, "banded_rows": False, "columns": headings}
    # XlsxWriter would note every cell of the table: it is given one row, and the whole range after.
    paper.add_table(table.row, table.column, table.first_row, table.last_column, options)
    whole = xl_range(table.row, table.column, table.last_row, table.last_column)
    paper.tables[-1].update(range=whole, a_range=whole, autofilter=whole)
    paper.set_row(table.row, HEADING_HEIGHT)


def _write_headings(paper: BulkSheet, table: Table[Any], styles: Styles) -> None:
    paper.set_row(table.row, GRID_HEADING_HEIGHT)
    for place, column in enumerate(table.columns):
        look = styles.heading(column.kind, column.role, has_filter=False)
        paper.write_string(table.row, table.column + place, column.label, look)


def _add_rules(paper: BulkSheet, table: Table[Any], column: Column[Any], styles: Styles) -> None:
    place = table.position(column.key)
    cells = (table.first_row, place, rules_end(table), place)
    if column.kind is Kind.STATUS:
        _colour_tones(paper, cells, styles)
    if column.bars:
        bar = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "min_type": "num", "min_value": 0}
        paper.conditional_format(*cells, bar | {"max_type": "max"})
    if column.role is Role.INPUT:
        _validate(paper, cells, column)


def _ignore_texts(paper: BulkSheet, table: Table[Any]) -> None:
    """Spare the reader the green corners of texts that look like numbers."""
    places = [table.position(column.key) for column in table.columns if column.kind in {Kind.TEXT, Kind.ID}]
    if places:
        ranges = (xl_range(table.first_row, place, table.last_row, place) for place in places)
        paper.ignore_errors({"number_stored_as_text": " ".join(ranges)})


def _colour_tones(paper: BulkSheet, cells: tuple[int, int, int, int], styles: Styles) -> None:
    for tone in Tone:
        rule = {"type": "text", "criteria": "begins with", "value": tone.value, "format": styles.tone(tone)}
        paper.conditional_format(*cells, rule)


def _grey_done(paper: BulkSheet, table: Table[Any], styles: Styles) -> None:
    done = xl_rowcol_to_cell(table.first_row, table.position(table.done), col_abs=True)
    rule = {"type": "formula", "criteria": f"={is_marked(done)}", "format": styles.done()}
    paper.conditional_format(table.first_row, table.column, rules_end(table), table.last_column, rule)


def _validate(paper: BulkSheet, cells: tuple[int, int, int, int], column: Column[Any]) -> None:
    if column.choices:
        rule: dict[str, Any] = {"validate": "list", "source": list(column.choices)}
    elif column.kind is Kind.DATE:
        rule = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    elif column.most:
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": column.most}
    else:
        rule = {"validate": "any"}
    if column.hint:
        rule |= {
            "input_title": column.label,
            "input_message": column.hint,
            "error_title": column.label,
            "error_message": column.hint,
        }
    paper.data_validation(*cells, rule)


def _insert_chart(out: BulkBook, paper: BulkSheet, sheet: Sheet, chart: Chart) -> None:
    table = chart.table
    names, amounts = (
        [sheet.name, table.first_row, table.position(key), table.last_row, table.position(key)]
        for key in (chart.names, chart.amounts)
    )
    drawn = out.add_chart({"type": "bar"})
    font = {"color": INK, "size": 9}
    drawn.add_series(
        {
            "categories": names,
            "values": amounts,
            "fill": {"color": ACCENT},
            "gap": 45,
            "data_labels": {"value": True, "num_format": "#,##0", "font": font},
        }
    )
    drawn.set_legend({"none": True})
    drawn.set_title({"none": True})
    drawn.set_y_axis({"reverse": True, "num_font": font, "line": {"none": True}, "major_tick_mark": "none"})
    drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    drawn.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    width = _pixels(sheet.widths[chart.column : chart.column + chart.width])
    drawn.set_size({"width": width, "height": chart.height * ROW_PIXELS})
    paper.insert_chart(chart.row, chart.column, drawn, {"description": chart.description, "object_position": 1})


def _pixels(widths: Sequence[float]) -> int:
    return int(sum(width * CHARACTER_PIXELS + 5 for width in widths))


def _set_tab(paper: BulkSheet, sheet: Sheet) -> None:
    if sheet.is_overview:
        paper.set_tab_color(ACCENT)
    elif any(column.role is Role.INPUT for table in sheet.tables for column in table.columns):
        paper.set_tab_color(INPUT_LINE)
