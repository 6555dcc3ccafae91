"""Workbooks: typed cells, several sheets, 1904, errors, what is broken, and what would harm."""

import shutil
import subprocess
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from creditxl.extracts import read_file, reach, workbook
from creditxl.extracts.package import guarded
from creditxl.extracts.faults import RefusedError
from creditxl.tables.columns import Kind
from tests.extracts.reading import CONFIG, column, read_one, refusal, said

HEADINGS = ["Asiakasnro", "Asiakirjatyyppi", "Asiakirjan nro", "Kirjauspvm", "Eräpäivä", "Summa (PVA)", "Riitautettu"]
ROW = [10218, "Lasku", "00010218", date(2018, 1, 31), date(2018, 2, 14), 1234.5, None]
FORMS = {"xlsm": "XLSM", "xls": "XLS", "ods": "ODS", "xlsx": "XLSX"}


def write(path, *rows, sheets=(), **options):
    """Write rows into a first sheet, by XlsxWriter, and what `sheets` do into further ones."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy", **options}) as book:
        _fill(book.add_worksheet(), rows)
        for name, further in sheets:
            _fill(book.add_worksheet(name), further)
    return path


def _fill(sheet, rows):
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell)
            elif cell is not None:
                sheet.write(number, place, cell)


def ledger(**cells):
    """A row of a ledger; names of cells are canonical."""
    names = ("customer_no", "document_type", "document_no", "posting_date", "due_date", "amount", "disputed")
    return [cells.get(name, cell) for name, cell in zip(names, ROW, strict=True)]


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
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - LibreOffice, by its full path

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
    path = write(
        tmp_path / "a.xlsx", HEADINGS, ledger(), sheets=[("EH", limits), ("Ei", [["Nro", "Nimi", "Myyjä", "Maa"], [1]])]
    )

    issues = read_file(path, CONFIG).issues

    assert [(issue.file, issue.row) for issue in issues] == [("a.xlsx [EH]", 3), ("a.xlsx [Ei]", None)]


def test_a_hidden_extract_is_left_out_and_said(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
        _fill(book.add_worksheet(), [HEADINGS, ledger()])
        for name, rows in (("old", [HEADINGS, ledger()]), ("lists", [["a", "b"], [1, 2]])):
            sheet = book.add_worksheet(name)
            _fill(sheet, rows)
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
        _fill(sheet, [HEADINGS])
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
        _fill(sheet, [[], ["", *HEADINGS], ["", *ledger()], ["", *ledger()], ["", *ledger()], ["", *ledger()]])
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
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("1", "Alfa", "14")
    )
    heads = cells.replace(">1<", ">Nro<").replace("Alfa", "Nimi").replace("14", "Maksuehto")
    error = '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
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


def stray(path, cell, row, value="<v>1</v>"):
    """Put one more cell into the first sheet of a workbook."""
    with (
        zipfile.ZipFile(write(path.with_name("plain.xlsx"), HEADINGS, ledger())) as source,
        zipfile.ZipFile(path, "w") as target,
    ):
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                tag = f'<row r="{row}"><c r="{cell}">{value}</c></row></sheetData>'
                data = data.replace(b"</sheetData>", tag.encode())
            target.writestr(part, data)
    return path


@pytest.mark.parametrize(
    ("cell", "row"),
    [("XFD1048576", 1048576), ("CM1048576", 1048576), ("XFD1048576", 3), ("XFD20000", 20000)],  # a row may lie
)
def test_a_stray_cell_far_away_does_not_end_the_process(tmp_path, cell, row):
    path = stray(tmp_path / "a.xlsx", cell, row)

    issue = refusal(path)

    assert (issue.file, issue.value) == ("a.xlsx [Sheet1]", cell)
    assert str(issue.message) == f"the sheet reaches to its cell {cell}"


def test_formats_far_away_cost_nothing(tmp_path):
    table, issues = read_one(stray(tmp_path / "a.xlsx", "XFD1048576", 1048576, value=""))

    assert table.frame.height == 1
    assert not issues


def test_a_workbook_made_to_unpack_without_end_is_refused(tmp_path):
    path = write(tmp_path / "a.xlsx", HEADINGS, ledger())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/more.xml", "w") as part:
        for _ in range(300):
            part.write(b" " * (1 << 20))

    assert str(refusal(path).message) == "the workbook unpacks to 300 MB"


def test_a_binary_sheet_that_reaches_too_far_is_seen_by_its_dimensions():
    small = (
        bytes([0x81, 0x01, 0x00])
        + bytes([0x94, 0x01, 0x10])
        + bytes(4)
        + (9).to_bytes(4, "little")
        + bytes(4)
        + bytes([2, 0, 0, 0])
    )
    far = small[:-12] + (1048575).to_bytes(4, "little") + bytes(4) + (16383).to_bytes(4, "little")

    assert (reach.of_binary(small).rows, reach.of_binary(small).columns) == (10, 3)
    assert reach.of_binary(far[:6] + bytes(4) + far[10:]).is_too_large
    assert reach.of_binary(b"").cells == 0
    assert reach.of_binary(b"\x94\x01\x10\x00").cells == 0  # it breaks off


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"word/document.xml": ""}, "the file is of the form DOCX or PPTX, which is not read here"),
        ({"a.csv": "Nro;Nimi"}, "the file is of the form ZIP, which is not read here"),
        ({"[Content_Types].xml": "", "xl/workbook.xml": "<workbook/>"}, "the workbook is broken: "),
    ],
)
def test_packages_that_are_no_workbooks_are_said(tmp_path, parts, message):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)

    assert str(refusal(path).message).startswith(message)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_that_was_cut_short_is_said_to_be_broken(tmp_path, kept):
    data = write(tmp_path / "a.xlsx", HEADINGS, *[ledger() for _ in range(200)]).read_bytes()
    path = tmp_path / "b.xlsx"
    path.write_bytes(data[: int(len(data) * kept)])

    assert str(refusal(path).message).startswith("the workbook is broken: ")


def test_a_workbook_of_which_a_byte_was_changed_is_never_misread(tmp_path):
    data = bytearray(write(tmp_path / "a.xlsx", HEADINGS, *[ledger() for _ in range(50)]).read_bytes())
    path = tmp_path / "b.xlsx"
    for place in range(40, len(data), len(data) // 60):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        contents = read_file(path, CONFIG)

        sums = [table.frame["amount"].sum() for table in contents.tables]
        assert sums in ([50 * 123450], [])
        assert bool(sums) or contents.issues


def test_an_old_binary_that_is_none_is_said_to_be_broken(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert str(refusal(path).message).startswith("the workbook is broken: ")


def test_a_panic_of_the_reader_is_no_panic_here():
    class PanicException(BaseException):  # noqa: N818 - as the reader's own is called
        pass

    with pytest.raises(RefusedError, match="the workbook is broken: index out of bounds"), guarded():
        raise PanicException("index out of bounds")  # noqa: EM101 - so it comes
    with pytest.raises(KeyboardInterrupt), guarded():
        raise KeyboardInterrupt


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
