"""The extracts folder: what is read, what is passed over, and what stands in two files."""

import hashlib
import os
from datetime import UTC, datetime

import pytest
import xlsxwriter

from creditxl.errors import ExtractError
from creditxl.extracts import read_file, read_folder
from creditxl.tables.columns import Kind
from tests.extracts.reading import CONFIG, delimited, entry, said, write_ledger

CUSTOMERS = "Nro;Nimi;Maksuehto\n10001;Alfa;14\n"


def test_files_are_read_in_the_order_of_their_names_below_all_folders(tmp_path):
    (tmp_path / "b" / "deep").mkdir(parents=True)
    write_ledger(tmp_path / "b" / "deep" / "Ledger.TXT", entry())
    (tmp_path / "A.csv").write_text(CUSTOMERS)
    (tmp_path / "c").write_text("Y-tunnus;Myönnetty limiitti\n1234567-1;1000\n")

    extracts = read_folder(tmp_path, CONFIG)

    assert [(table.file.name, table.kind) for table in extracts.tables] == [
        ("A.csv", Kind.CUSTOMERS),
        ("b/deep/Ledger.TXT", Kind.ENTRIES),
        ("c", Kind.LIMITS),
    ]
    assert extracts.of(Kind.LIMITS) == (extracts.tables[2],)
    assert not extracts.issues
    assert not extracts.passed_over


def test_the_log_shows_what_a_file_was(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(CUSTOMERS)
    os.utime(path, (1_500_000_000, 1_500_000_000))

    file = read_folder(tmp_path, CONFIG).tables[0].file

    assert (file.name, file.size, file.form) == ("a.csv", len(CUSTOMERS), "CSV, UTF-8, ;")
    assert file.sha256 == hashlib.sha256(CUSTOMERS.encode()).hexdigest()
    assert file.modified == datetime(2017, 7, 14, 2, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["~$a.xlsx", ".a.csv", "creditxl.toml", "desktop.ini", "Thumbs.db", ".git/a.csv", ".DS_Store"]
)
def test_what_is_no_extract_by_its_name_is_passed_over(tmp_path, name):
    (tmp_path / "a.csv").write_text(CUSTOMERS)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(CUSTOMERS + "2;B;14\n")

    extracts = read_folder(tmp_path, CONFIG)

    assert [table.file.name for table in extracts.tables] == ["a.csv"]
    assert not extracts.issues


def test_a_workbook_that_this_program_wrote_is_passed_over(tmp_path):
    (tmp_path / "a.csv").write_text(CUSTOMERS)
    book = xlsxwriter.Workbook(tmp_path / "review.xlsx")
    book.set_custom_property("creditxl", "1")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nro", "Nimi", "Maksuehto"])
    book.close()

    extracts = read_folder(tmp_path, CONFIG)

    assert [table.file.name for table in extracts.tables] == ["a.csv"]
    assert [file.name for file in extracts.passed_over] == ["review.xlsx"]
    assert not extracts.issues


def test_the_second_of_two_copies_is_left_out(tmp_path):
    for name in ("b.csv", "a.csv", "sub.csv"):
        (tmp_path / name).write_text(CUSTOMERS)
    (tmp_path / "c.csv").write_text(CUSTOMERS.replace("Alfa", "Beta"))  # as long, and not the same

    extracts = read_folder(tmp_path, CONFIG)

    assert [table.file.name for table in extracts.tables] == ["a.csv", "c.csv"]
    assert [(issue.file, str(issue.message)) for issue in extracts.issues] == [
        ("b.csv", "the file holds the same as 'a.csv', and was left out"),
        ("sub.csv", "the file holds the same as 'a.csv', and was left out"),
    ]
    assert [file.name for file in extracts.passed_over] == ["b.csv", "sub.csv"]


def test_what_is_no_extract_is_an_issue_and_passed_over(tmp_path):
    (tmp_path / "a.csv").write_text(CUSTOMERS)
    (tmp_path / "notes.txt").write_text("soita Alfalle\n")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 ...")

    extracts = read_folder(tmp_path, CONFIG)

    assert [(issue.file, str(issue.message)) for issue in extracts.issues] == [
        ("notes.txt", "this is none of the extracts; its first row holds 'soita Alfalle'"),
        ("scan.pdf", "the file is of the form PDF, which is not read here"),
    ]
    assert [file.name for file in extracts.passed_over] == ["notes.txt", "scan.pdf"]


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"\x1f\x8b\x08", "GZIP"),
        (b"{\\rtf1", "RTF"),
        (b"<html><table>", "HTML or XML"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>", "HTML or XML"),
    ],
)
def test_other_forms_are_named(tmp_path, data, form):
    path = tmp_path / "export.xls"
    path.write_bytes(data)

    assert said(read_file(path, CONFIG).issues) == [
        (None, "", f"the file is of the form {form}, which is not read here")
    ]


def test_a_file_that_cannot_be_opened_is_an_issue(tmp_path):
    (tmp_path / "a.csv").write_text(CUSTOMERS)
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")

    extracts = read_folder(tmp_path, CONFIG)

    assert [(issue.file, str(issue.message)) for issue in extracts.issues] == [
        ("gone.csv", "the file cannot be opened: No such file or directory")
    ]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read every file: NOT TRIED")
def test_a_file_or_folder_that_may_not_be_read_is_an_issue(tmp_path):
    (tmp_path / "a.csv").write_text(CUSTOMERS)
    for name in ("closed.csv", "closed"):
        (tmp_path / name).mkdir() if name == "closed" else (tmp_path / name).write_text(CUSTOMERS)
        (tmp_path / name).chmod(0)

    extracts = read_folder(tmp_path, CONFIG)

    (tmp_path / "closed").chmod(0o700)
    assert {issue.file for issue in extracts.issues} == {"closed.csv", "closed"}


def test_a_folder_that_cannot_be_looked_into_is_an_issue(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text(CUSTOMERS)
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def closed(path):
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)

    assert [(issue.file, str(issue.message)) for issue in read_folder(tmp_path, CONFIG).issues] == [
        ("closed", "the file cannot be opened: Permission denied")
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system: NOT TRIED")
def test_loops_of_links_and_pipes_are_not_entered(tmp_path):
    (tmp_path / "a.csv").write_text(CUSTOMERS)
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")

    assert len(read_folder(tmp_path, CONFIG).tables) == 1


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _: None, "there is no such folder"),
        (lambda folder: folder.write_text(CUSTOMERS), "it is a file, not a folder"),
        (lambda folder: folder.mkdir(), "the folder holds no files"),
    ],
)
def test_a_folder_that_is_none_is_an_error(tmp_path, make, message):
    folder = tmp_path / "extracts"
    make(folder)

    with pytest.raises(ExtractError) as caught:
        read_folder(folder, CONFIG)

    assert str(caught.value.message) == message
    assert caught.value.where == str(folder)
    assert str(caught.value.fix)


def test_a_folder_without_an_extract_is_an_error_that_says_what_stands_there(tmp_path):
    (tmp_path / "notes.txt").write_text("soita Alfalle\n")

    with pytest.raises(ExtractError) as caught:
        read_folder(tmp_path, CONFIG)

    assert str(caught.value.message) == (
        "none of the folder's 1 files could be read as an extract; of 'notes.txt': "
        "this is none of the extracts; its first row holds 'soita Alfalle'"
    )


def test_a_folder_with_nothing_but_our_own_workbooks_is_an_error(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "review.xlsx")
    book.set_custom_property("creditxl", "1")
    book.close()

    with pytest.raises(ExtractError, match="none of the folder's 1 files is an extract"):
        read_folder(tmp_path, CONFIG)


def test_a_folder_whose_extracts_are_all_refused_gives_their_issues(tmp_path):
    (tmp_path / "a.csv").write_text("Nro;Nimi;Nimi;Maksuehto\n1;A;B;14\n")

    extracts = read_folder(tmp_path, CONFIG)

    assert not extracts.tables
    assert len(extracts.issues) == 1


def test_document_numbers_are_there_where_they_are_asked_for(tmp_path):
    write_ledger(tmp_path / "a.csv", entry(document_no="L7"))

    assert "document_no" not in read_folder(tmp_path, CONFIG).tables[0].frame.columns
    with_them = read_folder(tmp_path, CONFIG, with_documents=True)
    assert with_them.tables[0].frame["document_no"].to_list() == ["L7"]


def test_kinds_asked_for_alone_are_read(tmp_path):
    write_ledger(tmp_path / "a.csv", entry())
    (tmp_path / "b.csv").write_text(CUSTOMERS)

    extracts = read_folder(tmp_path, CONFIG, kinds=[Kind.CUSTOMERS])

    assert [table.kind for table in extracts.tables] == [Kind.CUSTOMERS]


def test_a_row_with_a_bad_cell_is_said_with_its_file(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.csv").write_text(
        delimited([("Nro", "Nimi", "Maksuehto"), ("1", "A", "14"), ("", "B", "14")])
    )

    (issue,) = read_folder(tmp_path, CONFIG).issues

    assert (issue.file, issue.row, issue.column) == ("sub/a.csv", 3, "Nro")
