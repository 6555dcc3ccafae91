"""The tables and names of a workbook that is open, found wherever people have put them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import xlwings as xw

    from creditxl.errors import Message


def tables(book: xw.Book) -> Iterator[tuple[xw.Sheet, xw.main.Table]]:
    """Yield every table with its sheet."""
    for sheet in book.sheets:
        for table in sheet.tables:
            yield sheet, table


def table(book: xw.Book, name: str, fix: Message) -> tuple[xw.Sheet, xw.main.Table]:
    """Return a table by its name.

    Raises:
        WorkbookError: There is none of that name; `fix` says how to mend it.
    """
    found = next(((sheet, found) for sheet, found in tables(book) if found.name == name), None)
    return found or _missing(book, name, fix)


def _missing(book: xw.Book, name: str, fix: Message) -> NoReturn:
    raise WorkbookError(
        msg("there is no table {table} in the workbook: its sheet was deleted, or it was renamed", table=name),
        where=book.name,
        fix=fix,
    )


def must_be_as_written(book: xw.Book, columns: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Raise a `WorkbookError` where a table or a column is gone, by which what people typed is found.

    Args:
        book: The workbook.
        columns: Of each table as last written: key, heading, and more.
    """
    fix = msg("undo that and try again, or run creditxl upgrade in its folder: it keeps what people typed")
    found = {table.name: (sheet, table) for sheet, table in tables(book)}
    for name, written in columns.items():
        sheet, table = found.get(name) or _missing(book, name, fix)
        missing = [str(heading) for _, heading, *_ in written if heading not in headings(table)]
        if missing:
            raise WorkbookError(
                msg(
                    "the column {column} of the table {table} was deleted, or its heading was changed",
                    column=missing[0],
                    table=name,
                ),
                where=sheet.name,
                fix=fix,
            )


def headings(table: xw.main.Table) -> list[str]:
    """Return the headings of a table, as they stand now."""
    cells = table.header_row_range
    return [] if cells is None else [str(heading) for heading in cells.options(ndim=1).value]


def in_row_of(cell: xw.Range, table: xw.main.Table, wanted: Sequence[str]) -> list[Any] | None:
    """Return what stands under some headings in a cell's row of a table; None where its rows or headings do not go.

    The columns beside a table are of the same rows.
    """
    body, found = table.data_body_range, headings(table)
    if body is None or not body.row <= cell.row < body.row + body.shape[0] or not set(wanted) <= set(found):
        return None
    return [body[cell.row - body.row, found.index(heading)].value for heading in wanted]


def named(book: xw.Book, name: str) -> xw.Range | None:
    """Return the cells of a name of the workbook; None without it, or where its cells are deleted."""
    for found in book.names:
        if found.name == name and "#REF!" not in str(found.refers_to):
            return found.refers_to_range
    return None
