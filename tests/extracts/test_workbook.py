"""Workbooks: typed cells, several sheets, 1904, errors, what is broken, and what would harm."""

import shutil
import subprocess
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from creditxl.extracts import read_file, workbook
from creditxl.tables.columns import Kind
from tests.extracts.books import HEADINGS, fill, ledger, write
from tests.extracts.reading import CONFIG, column, read_one, refusal, said

FORMS = {"xls": "XLS", "ods": "ODS"}


def read_cells(folder, *rows, **options):
    return read_one(write(folder / "a.xlsx", HEADINGS, *rows, **options))


def test_cells_come_typed_and_texts_stay_texts(tmp_path):
    table, issues = read_cells(
        tmp_path, ledger(), ledger(customer_no="00010218", document_type=" Hyvityslasku ", amount=-3)
    )

    assert column(table, "customer_no") == ["10218", "00010218"]
    assert column(table, "document_no") == ["00010218", "00010218"]
    assert column(table, "document_type") == ["invoice", "credit_note"]
    assert column(table, "posting_date") == [date(2018, 1, 31)] * 2
    assert column(table, "amount") == [123450, -300]
    assert column(table, "row") == [2, 3]
    assert (table.file.name, table.file.form) == ("a.xlsx [Sheet1]", "XLSX")
    assert not issues


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_the_same_is_read_from_other_forms(tmp_path, form):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: OTHER FORMS NOT READ")
    source = write(tmp_path / "a.xlsx", ["Tapahtumat"], HEADINGS, ledger(), [], ledger(amount=-0.01, disputed=True))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", tmp_path / "out", source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    expected, _ = read_one(source)
    table, issues = read_one(tmp_path / "out" / f"a.{form}")

    assert table.frame.equals(expected.frame)
    assert column(table, "row") == [3, 5]
    assert (table.file.form, issues) == (FORMS[form], ())


def test_the_ending_of_a_name_does_not_matter(tmp_path):
    path = write(tmp_path / "a.xlsx", HEADINGS, ledger()).rename(tmp_path / "a.csv")

    assert read_one(path)[0].frame.height == 1


def test_every_sheet_is_tried(tmp_path):
    customers = [["Nro", "Nimi", "Maksuehto"], ["1", "Alfa", 14]]
    path = write(
        tmp_path / "a.xlsx", HEADINGS, ledger(), sheets=[("Ohje", [["lue"]]), ("Asiakkaat", customers), ("Tyhjä", [])]
    )

    contents = read_file(path, CONFIG)

    assert [(table.file.name, table.kind) for table in contents.tables] == [
        ("a.xlsx [Sheet1]", Kind.ENTRIES),
        ("a.xlsx [Asiakkaat]", Kind.CUSTOMERS),
    ]
    assert column(contents.tables[1], "payment_term") == ["14"]
    assert not contents.issues


def test_an_issue_names_its_sheet(tmp_path):
    limits = [["Y-tunnus", "Myönnetty limiitti"], ["1234567-1", 5], ["", 7]]
    near = [["Nro", "Nimi", "Myyjä", "Maa"], [1]]
    path = write(tmp_path / "a.xlsx", HEADINGS, ledger(), sheets=[("EH", limits), ("Ei", near)])

    issues = read_file(path, CONFIG).issues

    assert [(issue.file, issue.row) for issue in issues] == [("a.xlsx [EH]", 3), ("a.xlsx [Ei]", None)]


def test_a_hidden_extract_is_left_out_and_said(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
        fill(book.add_worksheet(), [HEADINGS, ledger()])
        for name, rows in (("old", [HEADINGS, ledger()]), ("lists", [["a", "b"], [1, 2]]), ("near", [HEADINGS[:4]])):
            sheet = book.add_worksheet(name)
            fill(sheet, rows)
            sheet.hide()

    contents = read_file(path, CONFIG)

    assert len(contents.tables) == 1
    assert [(issue.file, str(issue.message)) for issue in contents.issues] == [
        ("a.xlsx [old]", "the sheet is hidden, and was not read")
    ]


def test_a_workbook_without_an_extract_is_said_with_its_first_row(tmp_path):
    path = write(tmp_path / "a.xlsx", [], ["Nimi", "Ikä"], ["A", 5])

    assert str(refusal(path).message) == "this is none of the extracts; its first row holds 'Nimi', 'Ikä'"
    assert str(refusal(write(tmp_path / "b.xlsx")).message) == "the file is empty"


def test_titles_blank_rows_and_columns_and_a_footer(tmp_path):
    rows = [
        ["", "Tapahtumat"],
        [],
        ["", *HEADINGS],
        ["", *ledger()],
        [],
        ["", *ledger()],
        [],
        ["", "Tulostettu 1.2.2018"],
        ["Havu"],
    ]

    table, issues = read_one(write(tmp_path / "a.xlsx", *rows))

    assert column(table, "row") == [4, 6]
    assert table.rows_read == 2
    assert not issues


def test_a_last_row_with_a_single_cell_is_a_row_where_no_gap_is_before_it(tmp_path):
    table, issues = read_cells(tmp_path, ledger(), ["10219"])

    assert table.rows_read == 2
    assert {issue.row for issue in issues} == {3}


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        (1234.56, 123456),
        (1234.5600000001, 123456),  # what a formula leaves
        (0.1 + 0.2, 30),
        (-0.005 + 0.005, 0),
        (12, 1200),
        (9999999999999.99, 999999999999999),
        ("1 234,56", 123456),
        ("12,50-", -1250),
    ],
)
def test_numbers_and_texts_are_cents(tmp_path, cell, cents):
    table, issues = read_cells(tmp_path, ledger(amount=cell))

    assert column(table, "amount") == [cents]
    assert not issues


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (1234.567, "'1234.567' has more than two decimals"),
        (0.00001, "'1e-05' has more than two decimals"),
        (1e15, "'1000000000000000.0' is larger than any amount of a ledger"),
        (1e300, "'1e+300' is larger than any amount of a ledger"),
        (True, "'true' is not an amount"),
        (date(2018, 1, 31), "'2018-01-31' is not an amount"),
        ("kaksi", "'kaksi' is not an amount"),
    ],
)
def test_cells_that_are_no_amounts_cost_their_rows(tmp_path, cell, message):
    table, issues = read_cells(tmp_path, ledger(), ledger(amount=cell), ledger(amount="5,00"))

    assert column(table, "amount") == [123450, 500]
    assert said(issues) == [(3, "Summa (PVA)", message)]


@pytest.mark.parametrize(
    "cell",
    [date(2018, 1, 31), datetime(2018, 1, 31, 23, 59), "31.1.2018", "2018-01-31", 20180131, "20180131"],  # noqa: DTZ001
)
def test_dates_are_read_in_every_form(tmp_path, cell):
    table, issues = read_cells(tmp_path, ledger(posting_date=cell))

    assert column(table, "posting_date") == [date(2018, 1, 31)]
    assert not issues


@pytest.mark.parametrize("counts_from_1904", [False, True])
def test_days_counted_from_1904_are_right_and_lost_formats_are_said(tmp_path, counts_from_1904):
    zero = date(1904, 1, 1) if counts_from_1904 else date(1899, 12, 30)
    lost = (date(2018, 2, 14) - zero).days

    table, issues = read_cells(tmp_path, ledger(due_date=lost), date_1904=counts_from_1904)

    assert (column(table, "posting_date"), column(table, "due_date")) == ([date(2018, 1, 31)], [date(2018, 2, 14)])
    assert said(issues) == [
        (None, "Eräpäivä", "1 dates of the column were numbers without a date format, read as Excel counts days")
    ]


@pytest.mark.parametrize("cell", [5, 43131.5, -43131, 100_000, 1e300, time(12), True])
def test_other_numbers_are_no_dates(tmp_path, cell):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "hh:mm"}) as book:
        sheet = book.add_worksheet()
        fill(sheet, [HEADINGS])
        for row in (1, 2):
            for place, value in enumerate(ledger(posting_date="31.1.2018", due_date=cell)):
                (sheet.write_datetime if isinstance(value, time) else sheet.write)(row, place, value)

    table, issues = read_one(path)

    assert column(table, "due_date") == [None, None]
    assert [issue.row for issue in issues] == [2, 3]


def test_cells_with_an_error_are_bad_cells(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet()
        fill(sheet, [[], ["", *HEADINGS], ["", *ledger()], ["", *ledger()], ["", *ledger()], ["", *ledger()]])
        sheet.write_formula("B4", "=NA()", None, "#N/A")
        sheet.write_formula("G5", '=IF(A1="",1/0,"<v>")', None, "#DIV/0!")
        sheet.write_formula("F6", "=NA()", None, "#N/A")

    table, issues = read_one(path)

    assert column(table, "row") == [3, 6]
    assert column(table, "due_date")[1] is None
    assert said(issues) == [
        (4, "Asiakasnro", "the cell holds the error #N/A"),
        (5, "Summa (PVA)", "the cell holds the error #DIV/0!"),
        (6, "Eräpäivä", "the cell holds the error #N/A"),
    ]
    assert [issue.amount for issue in issues] == [Decimal("1234.50"), None, None]


def test_errors_of_an_ods_workbook_are_counted(tmp_path):
    path = tmp_path / "a.ods"
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    rows = [["Nro", "Nimi", "Maksuehto"], ["1", "Alfa", "14"]]
    heads, cells = ("".join(cell.format("", text) for text in row) for row in rows)
    error = cell.format(' calcext:value-type="error"', "#N/A")
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:x"><office:body><office:spreadsheet>'
        f'<table:table table:name="S"><table:table-row>{heads}</table:table-row>'
        f"<table:table-row>{cells}{error}</table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")

    table, issues = read_one(path)

    assert column(table, "name") == ["Alfa"]
    assert said(issues) == [(None, "", "1 cells of the workbook hold an error, such as #N/A, and were read as empty")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (10218.0, "10218"),
        (1.5, "1.5"),
        (7, "7"),
        ("00010218", "00010218"),
        (True, "true"),
        (False, "false"),
        (date(2018, 1, 31), "2018-01-31"),
        (datetime(2018, 1, 31), "2018-01-31"),  # noqa: DTZ001
        (datetime(2018, 1, 31, 12, 30), "2018-01-31 12:30:00"),  # noqa: DTZ001
        (time(12, 30), "12:30:00"),
        (1e20, "1e+20"),
    ],
)
def test_a_cell_is_shown_as_people_see_it(cell, text):
    assert workbook.shown(cell) == text


def test_names_of_sheets_with_signs_are_found_in_the_package(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "A & \"B\" <C> 'ä'"
    book.active.append(["Nro", "Nimi", "Maksuehto"])
    book.active.append(["1", "#N/A", "14"])
    book.save(path)

    table, issues = read_one(path)

    assert column(table, "row") == []
    assert said(issues) == [(2, "Nimi", "the cell holds the error #N/A")]
