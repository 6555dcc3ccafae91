"""The last refresh of an open workbook undone: it is as it was before, with what was typed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.workbook.layout import Role
from creditxl.workbook.live import keeping
from creditxl.workbook.live.arranging import headings_of
from creditxl.workbook.live.filling import contents_of
from creditxl.workbook.live.pictures import again, bring_back, came_since, put_back, restore, tab_of
from creditxl.workbook.live.places import Live
from creditxl.workbook.live.quietness import quiet
from creditxl.workbook.live.tabs import delete_tab, has_own_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import xlwings as xw

    from creditxl.errors import Message
    from creditxl.workbook.live.contents import Content
    from creditxl.workbook.live.keeping import Refresh, Typed
    from creditxl.workbook.live.pictures import SheetPicture
    from creditxl.workbook.live.places import Place

Entries = dict[tuple[str, str, str], "Content"]  # by table, key of the row, key of the column


class Undoing(Struct, frozen=True):
    """What undoing the last refresh would do.

    Args:
        refresh: What was kept of it.
        carried: What was typed into lists since, and stays: its rows were there before, too.
        lost: What was typed since and would go, each in words: where it stands.
    """

    refresh: Refresh
    carried: Entries
    lost: tuple[str, ...]


def undoing(book: xw.Book) -> Undoing | None:
    """Return what undoing the last refresh would do; None where nothing is kept of one."""
    refresh = keeping.kept(book)
    if refresh is None:
        return None
    live = Live(book)
    typed = _typed_since(refresh.typed, _typed_now(live))
    rows = _rows_before(refresh)
    carried = {where: cell for where, cell in typed.items() if where[:2] in rows}
    away = dict.fromkeys(where[:2] for where, cell in typed.items() if where not in carried and cell is not None)
    lost = (f"{live.tables[table].parent.name}: {key}" for table, key in away)
    return Undoing(refresh, carried, (*lost, *_changed_rows(live, refresh), *_own_on_new_sheets(live, refresh)))


def undo_refresh(book: xw.Book, found: Undoing, tell: Callable[[Message], None]) -> None:
    """Undo the last refresh: all of it or nothing.

    Raises:
        WorkbookError: It cannot be undone; the workbook stands as it was.
    """
    live = Live(book)
    _write_in(found.refresh, found.carried)
    with quiet(book):
        now = again(live, found.refresh.before)
        try:
            put_back(live, bring_back(live, found.refresh.before))
            keeping.forget(book)
        except BaseException as error:
            # As with a refresh: nothing of it may stay.
            restore(live, now)
            if isinstance(error, Exception):
                raise _failed(book, error) from error
            raise
        # All else is as it was by now: a sheet that cannot be deleted is told of, and stays.
        for name in sorted(came_since(live, found.refresh.before)):
            delete_tab(live.tables[name].parent, tell)


def _typed_now(live: Live) -> Typed:
    found: Typed = {}
    for name, columns in live.columns.items():
        if name in live.tables:
            table = live.tables[name]
            roles = {str(heading): (str(key), str(role)) for key, heading, _, role, *_ in columns}
            known = [roles.get(heading, ("", "")) for heading in headings_of(table)]
            if any(role == Role.INPUT or keeping.is_note(name, key) for key, role in known):
                found[name] = keeping.typed_in(name, known, contents_of(table.range)[1:])
    return found


def _typed_since(then: Typed, now: Typed) -> Entries:
    """Return the cells that people changed; None for those that they emptied."""
    found: Entries = {}
    for table, rows in now.items():
        for key in then.get(table, {}).keys() | rows.keys():
            old, new = then.get(table, {}).get(key, {}), rows.get(key, {})
            found |= {(table, key, name): new.get(name) for name in old.keys() | new if old.get(name) != new.get(name)}
    return found


def _lists(refresh: Refresh) -> Iterator[tuple[SheetPicture, Place, Sequence[str]]]:
    """Yield the lists that stood in a workbook, with the keys of their columns."""
    for sheet in (*refresh.before.sheets, *refresh.before.left_over):
        for place in sheet.arrangement.places:
            if place.is_list:
                yield sheet, place, refresh.keys[place.name]


def _rows_before(refresh: Refresh) -> dict[tuple[str, str], list[Content]]:
    """Return the rows of lists as they stood, by table and key."""
    return {
        (place.name, keeping.key_of(names, row[place.column :])): row
        for sheet, place, names in _lists(refresh)
        for row in sheet.rows[place.row + 1 : place.end]
    }


def _write_in(refresh: Refresh, entries: Mapping[tuple[str, str, str], Content]) -> None:
    """Put what was typed since into the rows as they will stand again."""
    rows = _rows_before(refresh)
    columns = {
        (place.name, name): place.column + at for _, place, names in _lists(refresh) for at, name in enumerate(names)
    }
    for (table, key, name), cell in entries.items():
        rows[table, key][columns[table, name]] = cell


def _changed_rows(live: Live, refresh: Refresh) -> Iterator[str]:
    """Yield the rows outside lists in which something was typed since: they will be as they were before."""
    for one in refresh.before.sheets:
        then = refresh.loose.get(one.sheet, {})
        tab = tab_of(live, one)
        lines = contents_of(tab.range((1, 1), (max(then, default=0) + 1, len(one.rows[0])))) if then else []
        changed = [row + 1 for row, found in then.items() if keeping.sum_of(lines[row]) != found]
        if changed:
            yield f"{tab.name}: {', '.join(map(str, changed))}"


def _own_on_new_sheets(live: Live, refresh: Refresh) -> Iterator[str]:
    for name in sorted(came_since(live, refresh.before)):
        if has_own_cells(live.tables[name]):
            yield live.tables[name].parent.name


def _failed(book: xw.Book, error: Exception) -> WorkbookError:
    return WorkbookError(
        msg("the refresh could not be undone: {reason}", reason=str(error)),
        where=book.name,
        fix=msg("it stands as it was; leave the cell that you are typing in, and try again"),
    )
