"""What a live book keeps for the program itself: a sheet out of sight, a name and a value a row."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.workbook.layout import Cell, Kind, Sheet
from creditxl.workbook.view import Which

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from creditxl.workbook.layout import Table
    from creditxl.workbook.view import View

SHEET = "creditxl"
UNDO_SHEET = "creditxl.undo"  # out of sight too: what stood there before the last refresh, once there was one
COLUMNS = "columns "  # before the name of a table: its columns, as they were last written
NEWEST = "newest_extract"  # the name of the row that says when the newest of the extracts was saved
PLACE = "place "  # likewise: the row of its headings, from 0, and how many rows stood below them


class State(Struct, frozen=True):
    """What the sheet says.

    Args:
        which: Which of the two workbooks it is; its file may bear another name.
        version: Of creditxl, that wrote the workbook.
        newest_extract: When the newest of the extracts was last modified; None without any.
        columns: Of each list by its table's name: key, heading, kind, role, folded.
    """

    which: Which
    version: str
    language: str
    as_of: date
    newest_extract: datetime | None
    columns: Mapping[str, Sequence[Sequence[Any]]]


def state_sheet(view: View, which: Which, version: str, sheets: Iterable[Sheet]) -> Sheet:
    """Return the sheet of a book whose other sheets are `sheets`."""
    rows = [*_facts(view, which, version), *_columns(table for sheet in sheets for table in sheet.tables)]
    cells = (Cell(row, column, text, kind=Kind.ID) for row, pair in enumerate(rows) for column, text in enumerate(pair))
    return Sheet(SHEET, tuple(cells), widths=(24.0, 60.0), is_hidden=True)


def read_state(rows: Iterable[Sequence[Any]], place: str) -> State:
    """Return what the sheet's rows of name and value say.

    Raises:
        WorkbookError: Something is missing or was changed.
    """
    facts = {str(name): str(value) for name, value in rows if name}
    newest = facts.get(NEWEST)
    try:
        return State(
            which=Which(facts["workbook"]),
            version=facts["version"],
            language=facts["language"],
            as_of=date.fromisoformat(facts["as_of"]),
            newest_extract=datetime.fromisoformat(newest) if newest else None,
            columns={
                name.removeprefix(COLUMNS): json.loads(value)
                for name, value in facts.items()
                if name.startswith(COLUMNS)
            },
        )
    except (KeyError, ValueError) as error:
        raise WorkbookError(
            msg("what creditxl keeps for itself in the workbook cannot be read: {reason}", reason=str(error)),
            where=place,
            fix=msg("make the workbook anew with creditxl upgrade, which keeps what people typed"),
        ) from error


def _facts(view: View, which: Which, version: str) -> Iterator[tuple[str, str]]:
    review = view.review
    newest = max((source.file.modified for source in review.sources), default=None)
    yield "workbook", which.value
    yield "version", version
    yield "language", view.labels.language
    yield "as_of", review.as_of.isoformat()
    yield NEWEST, newest.isoformat() if newest else ""


def _columns(tables: Iterable[Table[Any]]) -> Iterator[tuple[str, str]]:
    for table in tables:
        if table.is_list:
            columns = [[one.key, one.label, one.kind, one.role, one.folded] for one in table.columns]
            yield f"{COLUMNS}{table.name}", json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
            yield f"{PLACE}{table.name}", f"{table.row} {table.last_row - table.row}"
