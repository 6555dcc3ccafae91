"""What people do to a workbook between two refreshes: nothing of it is lost, or a sentence says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from creditxl.calc import unoapi
from creditxl.errors import WorkbookError
from creditxl.model import ActionName
from creditxl.workbook import live
from creditxl.workbook.file_writer import write_book
from creditxl.workbook.kept import Kept, Note
from creditxl.workbook.live import keeping
from creditxl.workbook.state import UNDO_SHEET
from creditxl.workbook.view import Which
from tests.workbook.live.layouts import layout, quietly
from tests.workbook.live.shapes import differences, shape
from tests.workbook.reviews import customer, every_status, group, review

if TYPE_CHECKING:
    import xlwings as xw

FIRST, SECOND = group(12), group(20, 3)
CUSTOMERS = "Myynti ja limiitintarve"


def table(book: xw.Book, name: str) -> Any:
    return next(found for sheet in book.sheets for found in sheet.tables if found.name == name)


def filter_by(book: xw.Book, name: str, text: str) -> None:
    """Let a list show only the rows whose second column says this."""
    found = table(book, name).api
    condition = unoapi.struct("com.sun.star.sheet.TableFilterField", Field=1, StringValue=text)
    condition.Operator = unoapi.enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    found.FilterDescriptor.setFilterFields((condition,))
    found.refresh()


def sort_backwards(book: xw.Book, name: str) -> None:
    body = table(book, name).data_body_range
    body.value = body.options(ndim=2).value[::-1]


@pytest.mark.parametrize(
    "change",
    [
        lambda book: filter_by(book, "Customers", FIRST.customers[0].name),
        lambda book: filter_by(book, "Customers", "nobody"),  # no row is left
        lambda book: setattr(table(book, "Customers").range[3:6, :].rows, "hidden", True),
        lambda book: sort_backwards(book, "Tasks"),
        lambda book: book.sheets[CUSTOMERS].range("2:3").insert("down"),  # empty rows above a list
        lambda book: book.sheets["Etusivu"].range("20:20").insert("down"),  # and within a grid
        lambda book: book.sheets[CUSTOMERS].range("A1:C3").clear_contents(),
        lambda book: table(book, "Tasks").range[2:4, :].delete("up"),
        lambda book: book.sheets["Loki"].activate(),
    ],
    ids=[
        "filtered",
        "nothing left",
        "hidden",
        "sorted",
        "rows above",
        "rows within",
        "emptied",
        "deleted",
        "elsewhere",
    ],
)
def test_a_refresh_finds_its_way(opened, change):
    book = opened(layout(FIRST))
    change(book)
    chosen = book.sheets.active.name
    live.write(book, layout(SECOND), quietly)

    assert not differences(shape(book), shape(opened(layout(SECOND))))
    assert table(book, "Customers").range.rows.hidden is False
    assert book.sheets.active.name == chosen


def test_a_renamed_tab_keeps_its_name_and_links_lead_to_it(opened):
    book = opened(layout(FIRST))
    book.sheets[CUSTOMERS].name = "Oma 'nimi' 2"
    live.write(book, layout(SECOND), quietly)
    links = [text for row in book.sheets["Etusivu"].used_range.formula for text in row if "HYPERLINK" in text]

    assert "Oma 'nimi' 2" in [sheet.name for sheet in book.sheets]
    assert """=HYPERLINK("#'Oma ''nimi'' 2'!A1","Oma 'nimi' 2")""" in links
    assert book.names["Checks"].refers_to_range.sheet.name == "Etusivu"


def test_what_people_wrote_outside_of_lists_stays(opened):
    book = opened(layout(FIRST))
    sheet = book.sheets[CUSTOMERS]
    below = sheet.used_range.last_cell.row + 3
    sheet["D2"].value = "'0012"
    sheet["F2"].value = "=1+1"
    sheet.range((below, 2)).value = "my own words"
    sheet.range((below, 3)).value = f"=B{below}"
    sheet["BB2"].value = "far right"
    book.sheets.add(after=book.sheets[-1], name="Mine")["A1"].value = "=SUM(Customers[Limiitintarve])"
    live.write(book, layout(SECOND), quietly)
    below += len(SECOND.customers) - len(FIRST.customers)

    assert sheet["D2"].value == "0012"
    assert sheet["F2"].formula == "=1+1"
    assert sheet.range((below, 2)).value == "my own words"
    assert sheet.range((below, 3)).formula == f"=B{below}"
    assert sheet["BB2"].value == "far right"
    assert book.sheets["Mine"]["A1"].formula == "=SUM(Customers[Limiitintarve])"


def rename_heading(book: xw.Book) -> None:
    table(book, "Customers").range[0, 1].value = "Client"


def insert_column(book: xw.Book) -> None:
    book.sheets[CUSTOMERS].range("C:C").insert("right")
    table(book, "Customers").range[0, 2].value = "Mine"


def delete_grid(book: xw.Book) -> None:
    cells = book.names["Checks"].refers_to_range
    cells.sheet.range(f"{cells.row}:{cells.last_cell.row}").delete("up")


def fill_beside(book: xw.Book) -> None:
    found = table(book, "Tasks").range
    found.sheet.range((found.last_cell.row, found.last_cell.column + 2)).value = "mine"


def write_above(book: xw.Book) -> None:
    book.sheets["Etusivu"].range("5:5").insert("down")
    book.sheets["Etusivu"]["B5"].value = "mine"


def remember(book: xw.Book, name: str) -> None:
    """Note on the hidden sheet where a list stands, and how many rows it has."""
    cells, found = book.sheets["creditxl"].used_range, table(book, name).range
    place = f"'{found.row - 1} {found.rows.count - 1}"
    book.sheets["creditxl"].range((cells.last_cell.row + 1, 1)).value = [f"place {name}", place]


def write_above_list(book: xw.Book) -> None:
    remember(book, "Customers")
    book.sheets[CUSTOMERS].range("3:3").insert("down")
    book.sheets[CUSTOMERS]["A3"].value = "mine"


def add_to_list(book: xw.Book) -> None:
    remember(book, "Tasks")
    found = table(book, "Tasks")
    area = found.range
    area.sheet.range((area.last_cell.row + 1, 2)).value = "mine"
    found.resize(area.resize(area.rows.count + 1))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (rename_heading, "the column Asiakas of the list Customers was renamed to Client"),
        (lambda book: book.sheets[CUSTOMERS].range("B:B").delete("left"), "the column Asiakas .* was deleted"),
        (insert_column, "the column Mine was added to the list Customers"),
        (lambda book: book.sheets[CUSTOMERS].range("A:A").insert("right"), "columns were put in .* before Customers"),
        (lambda book: setattr(table(book, "Tasks"), "name", "Jobs"), "Tasks is not in the workbook"),
        (lambda book: book.sheets[CUSTOMERS].delete(), "Customers is not in the workbook"),
        (lambda book: book.names["Checks"].delete(), "Checks is not in the workbook"),
        (delete_grid, "Checks"),
        (lambda book: book.sheets["Loki"].impl.protect(), "the sheet Loki is protected .* Unprotect Sheet"),
        (fill_beside, r"cells beside Tasks are filled, in [A-Z]+6:[A-Z]+\d+"),
        (write_above, "1 rows were put in above .* and filled"),
        (write_above_list, "1 rows were put in above Customers and filled"),
        (add_to_list, "1 rows were added to Tasks"),
        (lambda book: book.sheets["creditxl"].delete(), "lacks the hidden sheet creditxl"),
    ],
    ids=[
        "renamed",
        "deleted",
        "added",
        "before",
        "table",
        "sheet",
        "grid",
        "grid rows",
        "protected",
        "beside",
        "above",
        "above list",
        "rows",
        "state",
    ],
)
def test_a_refresh_that_cannot_be_says_why_and_changes_nothing(opened, change, sentence):
    book = opened(layout(FIRST))
    change(book)
    before = shape(book)

    with pytest.raises(WorkbookError, match=sentence):
        live.write(book, layout(SECOND), quietly)
    assert not differences(shape(book), before)


def test_a_workbook_open_for_reading_alone_is_refused(app, tmp_path):
    path = tmp_path / "book.xlsx"
    write_book(layout(FIRST), path)
    book = app.books.open(path, read_only=True)

    with pytest.raises(WorkbookError, match="open for reading alone"):
        live.write(book, layout(SECOND), quietly)
    book.close()


@pytest.mark.parametrize(("which", "after"), [(Which.INTRUM, 1), (Which.EULER, 4)])
def test_a_refresh_that_fails_midway_leaves_the_workbook_as_it_was(opened, which, after):
    book = opened(layout(every_status(), which))
    before, told = shape(book), []

    def cancel(message):
        told.append(message)
        if len(told) == after:
            raise ConnectionError

    with pytest.raises(WorkbookError, match="could not be written"):
        live.write(book, layout(group(40), which), cancel)
    assert not differences(shape(book), before)
    assert (book.app.calculation, book.app.screen_updating) == ("automatic", True)


def test_a_refresh_is_undone(opened):
    book = opened(layout(review([customer()]), Which.EULER))
    before, wanted = shape(book), layout(group(40), Which.EULER)
    kept = live.picture(book, wanted)
    live.write(book, wanted, quietly)
    live.undo(book, kept)

    assert not differences(shape(book), before)


def test_the_last_refresh_is_undone_from_what_the_workbook_keeps_with_sheets_that_came_and_went(opened):
    many = [customer(str(days), payment_term_days=days, need=90000, gap=90000) for days in (7, 14, 30)]
    of = [review([row for row in many if row.payment_term_days in days]) for days in ((7, 14), (14, 30))]
    book = opened(layout(of[0], Which.EULER))
    book.sheets.add(UNDO_SHEET, after=book.sheets[-1]).visible = False
    before = shape(book)
    live.write(book, layout(of[1], Which.EULER), quietly)
    between = [sheet.name for sheet in book.sheets]
    live.undo_refresh(book, live.undoing(book), quietly)

    assert ("7 pv" in between, "30 pv" in between) == (False, True)
    assert [sheet.name for sheet in book.sheets] == [name for name in before if name != "names"]
    assert not differences(shape(book), before)
    assert live.undoing(book) is None


def test_an_undo_that_fails_midway_leaves_the_workbook_as_it_was(opened, monkeypatch):
    book = opened(layout(every_status(), Which.EULER))
    book.sheets.add(UNDO_SHEET, after=book.sheets[-1]).visible = False
    live.write(book, layout(group(20), Which.EULER), quietly)
    refreshed = shape(book)
    monkeypatch.setattr(keeping, "forget", refuse)

    with pytest.raises(WorkbookError, match="could not be undone"):
        live.undo_refresh(book, live.undoing(book), quietly)
    assert not differences(shape(book), refreshed)


def refuse(_):
    raise ConnectionError


def test_a_sheet_that_is_needed_no_more_goes_unless_someone_wrote_on_it(opened):
    many = [customer(str(days), payment_term_days=days, need=90000, gap=90000) for days in (7, 14)]
    of = {days: review([row for row in many if row.payment_term_days == days]) for days in (7, 14)}
    book, told = opened(layout(review(many), Which.EULER)), []
    live.write(book, layout(of[7], Which.EULER), told.append)

    assert "14 pv" not in [sheet.name for sheet in book.sheets]
    book.sheets["7 pv"]["B30"].value = "mine"
    live.write(book, layout(of[14], Which.EULER), told.append)
    assert book.sheets["7 pv"]["B30"].value == "mine"
    assert "14 pv" in [sheet.name for sheet in book.sheets]
    assert any("7 pv is not needed any more" in str(message) for message in told)


def test_what_people_typed_is_read_back(opened):
    made = every_status()
    task = made.tasks[0]
    note = Note(comment="00042\n=1+1")
    kept = Kept(notes={(task.customer.business_id, ActionName(task.action.name)): note})
    which = Which.INTRUM if any(row[2] for row in typed(opened(layout(made, kept=kept)))) else Which.EULER
    book = opened(layout(review([]), which))
    live.write(book, layout(made, which, kept), quietly)

    assert [row for row in typed(book) if any(row)] == [[None, None, "00042\n=1+1"]]
    assert live.table_rows(book, "Nothing") is None


def typed(book: xw.Book) -> list[Any]:
    """Return what stands in the columns that people fill."""
    found = live.table_rows(book, "Tasks")
    assert found is not None
    headings, rows = found
    first = headings.index("Tehty")
    assert headings[first : first + 3] == ["Tehty", "Tehty, pvm", "Kommentti"]
    return [row[first : first + 3] for row in rows]
