"""Packages of workbooks: what reaches too far, unpacks too large, was cut short or is no workbook."""

import struct
import zipfile

import pytest

from creditxl.extracts import reach, read_file, workbook
from creditxl.extracts.faults import RefusedError
from creditxl.extracts.package import guarded
from tests.extracts.books import HEADINGS, ledger, write
from tests.extracts.reading import CONFIG, DATA, needs_data, read_one, refusal


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


def dimensions(last_row, last_column):
    """The records at the beginning of a sheet of an XLSB workbook, as Microsoft's [MS-XLSB] 2.1.4 writes them."""
    begin = bytes([0x81, 0x01, 0x00])
    return begin + bytes([0x94, 0x01, 0x10]) + struct.pack("<4I", 0, last_row, 0, last_column)


def test_a_binary_sheet_that_reaches_too_far_is_seen_by_its_dimensions():
    small, large = reach.of_binary(dimensions(9, 2)), reach.of_binary(dimensions(1048575, 16383))

    assert (small.rows, small.columns, small.is_too_large) == (10, 3, False)
    assert (large.last_cell, large.is_too_large) == ("XFD1048576", True)


@pytest.mark.parametrize("kept", range(20))
def test_a_binary_sheet_that_breaks_off_tells_nothing(kept):
    assert reach.of_binary(dimensions(9, 2)[:kept]).cells == 0


@needs_data
@pytest.mark.parametrize("form", ["xlsx", "xlsb", "xls", "ods"])
def test_sheets_are_looked_into_in_every_form(form):
    path = DATA / "workbooks" / "calamine" / f"tests__any_sheets.{form}"

    with workbook.opened(path) as book:
        shown = {name: book.sheet(name, CONFIG).rows for name, is_shown in book.names() if is_shown}

    assert "Hidden" not in shown
    assert [list(row) for row in shown["Visible"]][:3] == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_a_cell_without_its_place_is_passed_over():
    sheet = b'<row r="1"><c t="e"><v>#N/A</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'

    assert reach.of_xml(lambda: [sheet]).errors == {(0, 1): "#REF!"}


@pytest.mark.parametrize(("cell", "is_read"), [("H3", True), ("XFD1048576", False)])
def test_a_sheet_that_the_package_does_not_name_is_guarded_all_the_same(tmp_path, cell, is_read):
    plain, path = stray(tmp_path / "a.xlsx", cell, cell.lstrip("HXFD")), tmp_path / "b.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.infolist():
            target.writestr(part, source.read(part).replace(b'r:id="rId1"', b"r:id='rId1'"))

    assert bool(read_file(path, CONFIG).tables) is is_read


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


@pytest.mark.parametrize("name", ["a.xls", "a.csv"])
def test_an_old_binary_that_is_none_is_said_to_be_broken(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert str(refusal(path).message).startswith("the workbook is broken: ")


def test_a_panic_of_the_reader_is_no_panic_here():
    class PanicException(BaseException):
        pass

    with pytest.raises(RefusedError, match="the workbook is broken: index out of bounds"), guarded():
        raise PanicException(*["index out of bounds"])
    with pytest.raises(KeyboardInterrupt), guarded():
        raise KeyboardInterrupt
