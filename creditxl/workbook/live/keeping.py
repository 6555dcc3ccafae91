"""What stood in a workbook before its last refresh, kept in the workbook itself until the next one.

It stands packed on a sheet out of sight, as text in a column of cells: so it is saved with the refresh that it belongs
to, and goes with it when the workbook is closed without saving.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins

from creditxl.workbook.kept import EARLIER_TABLE
from creditxl.workbook.layout import Role
from creditxl.workbook.live.arranging import Arrangement
from creditxl.workbook.live.contents import Text
from creditxl.workbook.live.pictures import Picture, SheetPicture
from creditxl.workbook.live.places import Place
from creditxl.workbook.state import UNDO_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import xlwings as xw

    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.live.contents import Content, Matrix
    from creditxl.workbook.live.places import Live

MARK = "u:"  # before each piece: text that nothing reads as a number or a formula
PIECE = 7_900  # characters in a cell: Excel takes no more than 8 000 among several cells at once
QUICK = 1  # how hard it is packed: harder takes longer than it saves
KEYS = ("business_id", "action")  # by which a row is known; else by its first column
NOTED = frozenset({"done", "done_on", "comment", "own_term"})  # typed columns of the notes that are no longer open

Typed = dict[str, dict[str, dict[str, "Content"]]]
"""What people type into lists: by table, a row's key and a column's key; empty cells are left out."""


class Written(Struct, frozen=True):
    """A sheet that was written: its tab, its layout, and what its cells were given."""

    tab: str
    sheet: Sheet
    rows: Matrix


class Refresh(Struct, frozen=True):
    """The last refresh.

    Args:
        before: What stood in the workbook before it.
        keys: Of the columns of each list as it stood before it.
        typed: What stood in the columns that people fill, right after it.
        loose: Of each tab, a sum over what stood in each of its rows outside lists, by the row from 0.
    """

    before: Picture
    keys: Mapping[str, Sequence[str]]
    typed: Typed
    loose: Mapping[str, Mapping[int, int]]


def keep(live: Live, before: Picture, written: Iterable[Written]) -> None:
    """Keep what stood in a workbook before it was written, and nothing older; one without room for it keeps nothing."""
    if UNDO_SHEET not in [sheet.name for sheet in live.book.sheets]:
        return
    typed: Typed = {}
    loose: dict[str, dict[int, int]] = {}
    for one in written:
        lists = [table for table in one.sheet.tables if table.is_list]
        for table in lists:
            columns = [(column.key, column.role) for column in table.columns]
            body = one.rows[table.first_row : table.last_row + 1]
            typed[table.name] = typed_in(table.name, columns, [row[table.column :] for row in body])
        bodies = {row for table in lists for row in range(table.row, table.last_row + 1)}
        loose[one.tab] = {row: sum_of(line) for row, line in enumerate(one.rows) if row not in bodies}
    keys = {name: [str(key) for key, *_ in columns] for name, columns in live.columns.items()}
    _put(live.book, encoded(Refresh(before, keys, typed, loose)))


def kept(book: xw.Book) -> Refresh | None:
    """Return what was kept of the last refresh; None where there was none, or it was undone."""
    if UNDO_SHEET not in [sheet.name for sheet in book.sheets]:
        return None
    cells = book.sheets[UNDO_SHEET].used_range.options(ndim=2).value
    pieces = [str(line[0]).removeprefix(MARK) for line in cells if line[0]]
    return decoded(pieces) if pieces else None


def forget(book: xw.Book) -> None:
    """Keep nothing any more: a refresh can be undone once."""
    _put(book, [])


def _put(book: xw.Book, pieces: Sequence[str]) -> None:
    sheet = book.sheets[UNDO_SHEET]
    sheet.used_range.clear_contents()
    if pieces:
        sheet.range((1, 1), (len(pieces), 1)).formula = [[MARK + piece] for piece in pieces]


def typed_in(table: str, columns: Sequence[tuple[str, str]], body: Iterable[Sequence[Content]]) -> dict[str, Any]:
    """Return what stands in the columns of a list that people fill, by the keys of its rows.

    Args:
        table: Name of the list.
        columns: Key and role of each column.
        body: Its rows.
    """
    own = [place for place, (key, role) in enumerate(columns) if role == Role.INPUT or is_note(table, key)]
    names = [key for key, _ in columns]
    found = {}
    for row in body if own else ():
        typed = {names[place]: row[place] for place in own if row[place] is not None}
        if typed:
            found[key_of(names, row)] = typed
    return found


def is_note(table: str, key: str) -> bool:
    """Tell whether a column holds what was typed beside a task that is open no more."""
    return table == EARLIER_TABLE and key in NOTED


def key_of(names: Sequence[str], row: Sequence[Content]) -> str:
    """Return what a row of a list is known by."""
    places = [names.index(key) for key in KEYS if key in names] or [0]
    return " · ".join("" if row[place] is None else str(row[place]) for place in places)


def sum_of(row: Sequence[Content]) -> int:
    """Return a number that changes when what stands in a row changes, but for what formulas come to."""
    return zlib.crc32("\x1f".join(map(_mark, row)).rstrip("\x1f").encode())


def _mark(content: Content) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return f"'{content}" if isinstance(content, Text) else "="
    return repr(round(content, 9))


def encoded(refresh: Refresh) -> list[str]:
    """Return a refresh in pieces of text."""
    before = {
        "sheets": list(map(_packed_sheet, refresh.before.sheets)),
        "left_over": list(map(_packed_sheet, refresh.before.left_over)),
        "tables": sorted(refresh.before.tables),
        "order": refresh.before.order,
    }
    typed = {
        table: {key: {name: _packed(cell) for name, cell in row.items()} for key, row in rows.items()}
        for table, rows in refresh.typed.items()
    }
    whole = json.dumps([before, refresh.keys, typed, refresh.loose], ensure_ascii=False, separators=(",", ":"))
    packed = base64.b64encode(zlib.compress(whole.encode(), QUICK)).decode()
    return [packed[first : first + PIECE] for first in range(0, len(packed), PIECE)]


def decoded(pieces: Iterable[str]) -> Refresh:
    before, keys, typed, loose = json.loads(zlib.decompress(base64.b64decode("".join(pieces))))
    return Refresh(
        Picture(
            tuple(map(_sheet, before["sheets"])),
            frozenset(before["tables"]),
            tuple(map(_sheet, before["left_over"])),
            tuple(before["order"]),
        ),
        keys,
        {
            table: {key: {name: _unpacked(cell) for name, cell in row.items()} for key, row in rows.items()}
            for table, rows in typed.items()
        },
        {tab: {int(row): found for row, found in rows.items()} for tab, rows in loose.items()},
    )


def _packed_sheet(one: SheetPicture) -> dict[str, Any]:
    rows = [[_packed(cell) for cell in row] for row in one.rows]
    return {"sheet": one.sheet, "arrangement": to_builtins(one.arrangement), "rows": rows, "names": dict(one.names)}


def _sheet(given: dict[str, Any]) -> SheetPicture:
    rows = [[_unpacked(cell) for cell in row] for row in given["rows"]]
    return SheetPicture(given["sheet"], _arrangement(given["arrangement"]), rows, given["names"])


def _arrangement(given: dict[str, Any]) -> Arrangement:
    places = tuple(_places(given["places"]))
    notes = tuple((row, column) for row, column in given["notes"])
    return Arrangement(places, tuple(given["gaps"]), notes, tuple(given["widths"]))


def _places(given: Iterable[dict[str, Any]]) -> Iterator[Place]:
    for one in given:
        yield Place(**(one | {"looks": tuple(one["looks"]), "headings": tuple(one["headings"])}))


def _packed(content: Content) -> str | float | None:
    """Return a cell's content as JSON has it: text behind an apostrophe, which tells it from a formula."""
    return f"'{content}" if isinstance(content, Text) else content


def _unpacked(packed: str | float | None) -> Content:
    return Text(packed[1:]) if isinstance(packed, str) and packed.startswith("'") else packed
