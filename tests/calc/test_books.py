from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw
from python_calamine import CalamineWorkbook

from creditxl.calc.failures import MissingInCalcError, OfficeError
from creditxl.errors import CreditXLError, WorkbookError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = dt.datetime(2026, 1, 31)  # noqa: DTZ001 - cells know no time zones


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A workbook as XlsxWriter makes one: table, names, button, dates, errors, link."""
    path = tmp_path / "limiitit ä.xlsx"
    with xlsxwriter.Workbook(path) as book:
        limits, other = book.add_worksheet("Limiitit"), book.add_worksheet("Toinen sivu")
        columns = [
            {"header": "Asiakas"},
            {"header": "Myynti"},
            {"header": "Tarve", "formula": "=tblLimits[[#This Row],[Myynti]]*2"},
        ]
        limits.add_table("A1:C4", {"name": "tblLimits", "columns": columns, "data": [["a", 1], ["b", 2], ["c", 3]]})
        for row, need in enumerate((2, 4, 6), 1):
            limits.write_formula(row, 2, "=tblLimits[[#This Row],[Myynti]]*2", None, need)
        limits.write_datetime("E1", DAY, book.add_format({"num_format": "dd.mm.yyyy"}))
        limits.write_boolean("E2", True)  # noqa: FBT003 - XlsxWriter takes no keyword
        limits.write_formula("E3", "=1/0", None, "#DIV/0!")
        limits.write_string("E4", "0012", book.add_format({"num_format": "@"}))
        limits.write_url("E5", "https://example.org/x", string="link")
        limits.write_formula("E6", "='Toinen sivu'!A1+1", None, 8)
        limits.insert_button("G2", {"macro": "Refresh", "caption": "Päivitä"})
        other.write_number("A1", 7)
        book.define_name("as_of", "=Limiitit!$E$1")
        book.define_name("'Toinen sivu'!local", "='Toinen sivu'!$A$1")
        book.define_name("rate", "=0.25")
    return path


@pytest.fixture
def opened(app: xw.App, file: Path) -> Iterator[xw.Book]:
    book = app.books.open(file)
    yield book
    book.close()


def test_a_workbook_reads_as_it_was_written(opened, file):
    sheet = opened.sheets["limiitit"]  # Excel looks past capitals

    assert (opened.name, opened.fullname) == (file.name, str(file))
    assert opened.sheet_names == ["Limiitit", "Toinen sivu"]
    assert sheet["E1:E6"].options(err_to_str=True).value == [DAY, True, "#DIV/0!", "0012", "link", 8]
    assert sheet["E1"].number_format == "dd.mm.yyyy"
    assert sheet["E5"].hyperlink == "https://example.org/x"
    assert sheet["E6"].formula == "='Toinen sivu'!A1+1"
    assert sheet["C2"].formula == "=tblLimits[[#This Row],[Myynti]]*2"
    assert sheet.used_range.address == "$A$1:$E$6"


def test_what_is_saved_other_programs_read(opened, tmp_path):
    path = tmp_path / "saved.xlsx"
    sheet = opened.sheets[0]
    sheet["H1:H2"].number_format = "@"
    sheet["H1"].value = [["=1+1", DAY], ["0012", False], [None, "=SUM(tblLimits[Myynti],1)"]]
    opened.save(path)
    written = openpyxl.load_workbook(path)["Limiitit"]
    shown = CalamineWorkbook.from_path(path).get_sheet_by_name("Limiitit").to_python()

    assert opened.name == "saved.xlsx"
    assert [cell.value for cell in written["H"][:2]] == ["=1+1", "0012"]
    assert [cell.data_type for cell in written["H"][:2]] == ["s", "s"]  # text, and no formula
    assert [cell.value for cell in written["I"][:3]] == [DAY, False, "=SUM(tblLimits[Myynti],1)"]
    assert shown[2][8] == 7
    assert written.tables["tblLimits"].ref == "A1:C4"


def test_days_count_from_where_the_workbook_begins(app, tmp_path):
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as made:
        made.add_worksheet().write_datetime("A1", DAY, made.add_format({"num_format": "yyyy-mm-dd"}))
    book = app.books.open(path)
    book.sheets[0]["B1"].value = DAY

    assert book.sheets[0]["A1:B1"].value == [DAY, DAY]
    assert [cell.value for cell in openpyxl.load_workbook(path).active[1]] == [DAY]
    book.close()


def test_a_workbook_made_here_is_saved_where_asked(app, tmp_path):
    path = tmp_path / "new.xlsx"
    book = app.books.add()
    book.sheets[0].name = "Etusivu"
    book.sheets[0]["A1"].value = [["a", 1]]
    book.save(path)
    book.close()

    assert openpyxl.load_workbook(path)["Etusivu"]["B1"].value == 1
    assert path.name not in [book.name for book in app.books]


def test_a_workbook_opens_once(app, opened, file):
    assert xw.Book(file) == opened
    assert app.books.open(file) == opened


@pytest.mark.parametrize("content", [b"nonsense", b"PK\x03\x04 torn"])
def test_a_file_that_is_no_workbook_is_refused(app, tmp_path, content):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(content)
    before = len(app.books)

    with pytest.raises(WorkbookError, match="cannot read the file as a workbook"):
        app.books.open(path)

    assert len(app.books) == before


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm", ".xls", ".ods"])
def test_a_password_locks_the_file(app, tmp_path, ending):
    path = tmp_path / f"locked{ending}"
    made = app.books.add()
    made.sheets[0]["A1"].value = "figure"
    made.save(path, password="a secret")  # noqa: S106 - of this test alone
    made.close()

    assert b"figure" not in path.read_bytes()
    for password in (None, "another"):
        with pytest.raises(WorkbookError, match="password"):
            app.books.open(path, password=password)
    opened = app.books.open(path, password="a secret")  # noqa: S106 - of this test alone
    assert opened.sheets[0]["A1"].value == "figure"
    opened.close()


def test_a_workbook_open_for_reading_alone_says_so(app, file):
    book = app.books.open(file, read_only=True)
    changes = [
        lambda: book.sheets[0]["A2"].__setattr__("value", 2),
        lambda: book.sheets[0]["A2"].__setattr__("number_format", "0.00"),
    ]

    for change in changes:
        with pytest.raises(WorkbookError, match="open for reading alone"):
            change()
    book.close()


def test_an_unknown_ending_and_an_unwritable_place_are_refused(book, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    with pytest.raises(WorkbookError, match=r"does not save \.docx files"):
        book.save(tmp_path / "x.docx")
    with pytest.raises(WorkbookError, match="cannot be written"):
        book.save(tmp_path / "file" / "x.xlsx")
    with pytest.raises(WorkbookError, match="cannot have a password"):
        book.save(tmp_path / "x.csv", password="a secret")  # noqa: S106 - of this test alone


def test_names_of_the_book_and_of_a_sheet(opened):
    names = opened.names

    assert [name.name for name in names] == ["as_of", "rate", "'Toinen sivu'!local"]
    assert names["as_of"].refers_to == "=Limiitit!$E$1"
    assert names["AS_OF"].refers_to_range.value == DAY
    assert opened.sheets[0]["as_of"].value == DAY
    assert [name.name for name in opened.sheets[1].names] == ["'Toinen sivu'!local"]
    assert opened.sheets[1].names["local"].refers_to_range.value == 7
    assert names["rate"].refers_to == "=0.25"
    with pytest.raises(xw.NoSuchObjectError, match="not a range"):
        names["rate"].refers_to_range  # noqa: B018 - reading it is what fails


def test_names_are_added_changed_and_deleted(opened):
    sheet = opened.sheets[0]
    sheet["A2:B3"].name = "top_two"
    opened.names.add("Limiitit!own", "=Limiitit!$A$1")
    opened.names["rate"].refers_to = "=0.5"

    assert opened.names["top_two"].refers_to == "=Limiitit!$A$2:$B$3"
    assert sheet["A2:B3"].name.name == "top_two"
    assert sheet["own"].value == "Asiakas"
    assert opened.names["rate"].refers_to == "=0.5"
    del opened.names["top_two"]
    assert "top_two" not in opened.names


def test_a_table_is_read_and_grows_with_its_data(opened):
    sheet = opened.sheets[0]
    table = sheet.tables["tblLimits"]
    data = pd.DataFrame({"Asiakas": ["p", "q", "r", "s"], "Myynti": [1.0, 2.0, 3.0, 4.0], "Tarve": [0.0] * 4})

    assert [found.name for found in sheet.tables] == ["tblLimits"]
    assert table.range.address == "$A$1:$C$4"
    assert table.header_row_range.value == ["Asiakas", "Myynti", "Tarve"]
    assert table.data_body_range.address == "$A$2:$C$4"
    assert table.totals_row_range is None
    assert table.columns["Myynti"].data_body_range.value == [1, 2, 3]
    assert sheet["tblLimits[Myynti]"].value == [1, 2, 3]
    assert sheet["B3"].table == table
    assert sheet["E1"].table is None
    table.update(data, index=False)
    sheet["D2"].formula = "=SUM(tblLimits[Myynti])"
    assert table.range.address == "$A$1:$C$5"
    assert sheet["A5:B5"].value == ["s", 4]
    assert sheet["D2"].value == 10


def test_a_formula_in_a_table_may_leave_its_name_out(opened):
    sheet = opened.sheets[0]
    sheet["C2:C4"].formula = "=[@Myynti]*10"

    assert sheet["C2:C4"].value == [10, 20, 30]


def test_a_table_is_added(sheet, tmp_path):
    sheet["A1"].value = [["a", "b"], [1, 2]]
    table = sheet.tables.add(sheet["A1:B2"], name="tblNew")
    sheet.book.save(tmp_path / "table.xlsx")

    assert table.columns["b"].data_body_range.value == 2
    assert openpyxl.load_workbook(tmp_path / "table.xlsx")["Sheet1"].tables["tblNew"].ref == "A1:B2"


def test_a_button_is_found_named_and_deleted(opened):
    shapes = opened.sheets[0].shapes

    assert [(shape.name, shape.type, shape.text) for shape in shapes] == [("Button 1", "form_control", "Päivitä")]
    shapes["Button 1"].name = "refresh"
    shapes["refresh"].width = 72
    assert shapes["refresh"].width == pytest.approx(72, abs=0.1)
    shapes["refresh"].delete()
    assert len(shapes) == 0


def test_sheets_are_added_copied_moved_hidden_and_deleted(book):
    first = book.sheets[0]
    second = book.sheets.add("Toinen", after=first)
    second["A1"].value = "x"
    third = second.copy(name="Kolmas")
    third.move(before=first)

    assert book.sheet_names == ["Kolmas", "Sheet1", "Toinen"]
    assert third["A1"].value == "x"
    assert book.sheets.active == second
    second.visible = False
    assert [sheet.visible for sheet in book.sheets] == [True, True, False]
    third.delete()
    second.delete()
    assert book.sheet_names == ["Sheet1"]
    with pytest.raises(WorkbookError, match="keeps one sheet"):
        first.delete()


def test_a_protected_sheet_says_so(sheet):
    sheet["A1"].value = 1
    sheet.impl.protect("secret")
    changes = [
        lambda: sheet["A1"].__setattr__("value", 2),
        lambda: sheet["A1"].__setattr__("number_format", "0.00"),
        sheet["A1"].clear,
    ]
    for change in changes:
        with pytest.raises(WorkbookError, match=r"the sheet is protected \[Sheet1!\$A\$1\]"):
            change()
    with pytest.raises(WorkbookError, match="password"):
        sheet.impl.unprotect("wrong")

    assert sheet.impl.protected
    sheet.impl.unprotect("secret")
    sheet["A1"].value = 2
    assert sheet["A1"].value == 2


def test_cells_look_as_told(sheet):
    cell = sheet["B2"]
    cell.font.bold, cell.font.size, cell.font.color = True, 14, "#0000ff"
    cell.color, cell.number_format, cell.column_width, cell.row_height = (255, 230, 0), "dd.mm.yyyy", 20, 30
    cell.horizontal_alignment, cell.wrap_text = "center", True

    assert (cell.font.bold, cell.font.size, cell.font.color) == (True, 14, (0, 0, 255))
    assert (cell.color, cell.number_format) == ((255, 230, 0), "dd.mm.yyyy")
    assert cell.column_width == pytest.approx(20, abs=0.1)
    assert cell.row_height == pytest.approx(30, abs=0.1)
    assert (cell.horizontal_alignment, cell.wrap_text) == ("center", True)
    assert sheet["B2:C2"].font.bold is None  # they differ
    cell.clear_formats()
    assert (cell.color, cell.font.bold, cell.number_format) == (None, False, "General")


def test_a_sheet_is_set_up_for_reading_and_printing(sheet, tmp_path):
    sheet["A1"].value = [["a heading of some length", 1]] * 3
    sheet["A1"].add_hyperlink("https://example.org", "link")
    sheet.freeze_panes.freeze_at("1:1")
    sheet.autofit("columns")
    sheet["B:B"].columns.hidden = True
    sheet.book.save(tmp_path / "set up.xlsx")
    sheet.book.to_pdf(tmp_path / "set up.pdf")
    written = openpyxl.load_workbook(tmp_path / "set up.xlsx").active

    assert written.freeze_panes == "A2"
    assert written["A1"].hyperlink.target == "https://example.org/"
    assert written["A1"].value == "link"
    assert sheet["A1"].hyperlink == "https://example.org"
    assert sheet["A2"].column_width > 15
    assert sheet["B1"].columns.hidden
    assert written.column_dimensions["B"].hidden
    assert (tmp_path / "set up.pdf").read_bytes().startswith(b"%PDF")


def test_cells_are_inserted_deleted_copied_and_merged(sheet):
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["1:1"].insert("down")
    sheet["A2:B3"].copy(sheet["D2"])
    sheet["A2:B2"].merge()

    assert sheet["A1:A3"].value == [None, 1, 3]
    assert sheet["D2:E3"].value == [[1, 2], [3, 4]]
    assert sheet["A2"].merge_area.address == "$A$2:$B$2"
    sheet["A2"].unmerge()
    sheet["A1:E1"].delete("up")
    assert sheet["D1:E2"].value == [[1, 2], [3, 4]]


def test_the_ends_of_blocks_are_where_ctrl_and_an_arrow_lead(sheet):
    sheet["B2"].value = [[1, 2, None, 4], [5, None, None, None], [None, None, None, None], ['=""', 1, 1, 1]]

    assert sheet["B2"].end("down").address == "$B$3"
    assert sheet["B3"].end("down").address == "$B$5"  # over the gap; a formula that shows nothing is something
    assert sheet["B5"].end("down").address == "$B$1048576"
    assert sheet["B2"].end("right").address == "$C$2"
    assert sheet["C2"].end("right").address == "$E$2"
    assert sheet["E2"].end("right").address == "$XFD$2"
    assert sheet["B9"].end("up").address == "$B$5"
    assert sheet["B2"].end("up").address == "$B$1"
    assert sheet["E5"].end("left").address == "$B$5"
    assert sheet["C2"].current_region.address == "$B$2:$C$3"


def test_positions_offsets_and_slices(sheet):
    cells = sheet["B2:D4"]

    assert cells.offset(1, 1).address == "$C$3:$E$5"
    assert cells.resize(1, 5).address == "$B$2:$F$2"
    assert cells[0:2, -1].address == "$D$2:$D$3"
    assert cells(4).address == "$B$3"
    assert cells.last_cell.address == "$D$4"
    assert sheet.range((1, 1), (2, 3)).address == "$A$1:$C$2"
    assert sheet["A1"].get_address(external=True) == f"'[{sheet.book.name}]Sheet1'!$A$1"
    assert sheet["A1"].get_address(row_absolute=False, column_absolute=False, include_sheetname=True) == "'Sheet1'!A1"
    assert cells[0:0, :].value is None
    with pytest.raises(IndexError):
        sheet.range((0, 1))
    with pytest.raises(WorkbookError, match="zzz is no address, name or table"):
        sheet["zzz"]  # the look-up is what fails


def test_the_mock_caller_is_the_workbook(opened, monkeypatch):
    monkeypatch.setattr(xw.Book, "_mock_caller", None, raising=False)
    opened.set_mock_caller()

    assert xw.Book.caller() == opened


def test_the_app_keeps_what_macros_set(app, book):
    book.sheets[0]["A1"].value = [[1, "=A1+1"]]
    with app.properties(screen_updating=False, display_alerts=False, calculation="manual", status_bar="Päivitetään"):
        book.sheets[0]["A1"].value = 5

        assert app.calculation == "manual"
        assert app.status_bar == "Päivitetään"
        assert book.sheets[0]["B1"].value == 2
        app.calculate()
        assert book.sheets[0]["B1"].value == 6

    assert app.screen_updating
    assert app.status_bar is False
    assert app.calculation == "automatic"


def test_a_macro_runs_and_a_missing_one_is_named(app, book):
    libraries = book.api.BasicLibraries
    library = (
        libraries.getByName("Standard") if libraries.hasByName("Standard") else libraries.createLibrary("Standard")
    )
    library.insertByName("Module1", "Function Twice(x)\n  Twice = 2 * x\nEnd Function\n")
    book.activate()

    assert app.macro("Twice")(21) == 42
    assert book.macro("Module1.Twice")(1.5) == 3
    with pytest.raises(WorkbookError, match="there is no macro Thrice"):
        app.macro("Thrice")()


@pytest.mark.parametrize(
    ("ask", "member"),
    [
        (lambda sheet: sheet.charts, "Sheet.charts"),
        (lambda sheet: sheet.pivot_tables, "Sheet.pivot_tables"),  # not even among xlwings' base classes
        (lambda sheet: sheet["A1"].borders, "Range.borders"),
        (lambda sheet: sheet["A1:B2"].sort(1), "Range.sort"),
        (lambda sheet: sheet.book.app.__setattr__("interactive", False), "App.interactive"),
        (lambda sheet: sheet.book.json(), "Book.json"),
    ],
)
def test_a_member_that_is_missing_is_named(sheet, ask, member):
    with pytest.raises(MissingInCalcError, match="is not there when xlwings drives LibreOffice Calc") as caught:
        ask(sheet)

    assert caught.value.member == member
    assert isinstance(caught.value, CreditXLError)
    assert isinstance(caught.value, NotImplementedError)


def test_an_office_that_was_not_started_here_is_not_stopped(app, office):
    engine = app.engine.impl
    borrowed = engine.apps.attach(office.context, pid=1)

    with pytest.raises(OfficeError, match="was not started from here"):
        xw.App(impl=borrowed).quit()

    engine.apps.forget(borrowed)
    assert office.running
    assert xw.apps.active == app
