"""Rows of the ledger that stand in two files are counted once."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace
from openpyxl import Workbook

from creditxl.extracts import read_folder
from tests.extracts.reading import CONFIG, entry, write_ledger


def test_rows_that_stand_in_two_files_are_counted_once(tmp_path):
    january = [entry(document_no="L1"), entry(document_no="L2", document_type="Hyvityslasku", amount="-20,00")]
    both = [*january, entry(document_no="L3"), entry(document_no="M1", document_type="Maksu", amount="-5,00")]
    write_ledger(tmp_path / "1.csv", *january, entry(document_no="M1", document_type="Maksu", amount="-5,00"))
    write_ledger(tmp_path / "2.csv", *both)
    write_ledger(tmp_path / "3.csv", entry(document_no="L3"), entry(document_no="L4"), january[0])

    extracts = read_folder(tmp_path, CONFIG, with_documents=True)

    assert [table.frame["document_no"].to_list() for table in extracts.tables] == [[], ["L2", "M1"], ["L3", "L4", "L1"]]
    assert [table.rows_read for table in extracts.tables] == [3, 4, 3]
    assert [(issue.file, str(issue.message), issue.row, issue.amount) for issue in extracts.issues] == [
        ("2.csv", "2 of its rows stand in '3.csv' too, and were counted once", None, Decimal("200.00")),
        ("1.csv", "1 of its rows stand in '3.csv' too, and were counted once", None, Decimal("100.00")),
        ("1.csv", "2 of its rows stand in '2.csv' too, and were counted once", None, Decimal("-20.00")),
    ]


def test_of_two_exports_the_newer_one_tells_what_is_still_open(tmp_path):
    head = "Asiakasnro;Asiakirjatyyppi;Asiakirjan nro;Kirjauspvm;Summa;Jäljellä oleva summa" + "\n"
    september = "1;Lasku;L1;5.9.2026;100,00;{}" + "\n"
    october = "1;Lasku;L2;5.10.2026;7,00;7,00" + "\n"
    (tmp_path / "2026-10 new.csv").write_text(head + september.format("0,00") + october, encoding="utf-8")
    (tmp_path / "old 2026-09.csv").write_text(head + september.format("100,00"), encoding="utf-8")
    config = replace(CONFIG, companies={"*": "Havu Oy"})

    extracts = read_folder(tmp_path, config)

    assert [table.frame["remaining_amount"].to_list() for table in extracts.tables] == [[0, 700], []]


def test_two_ledgers_in_one_workbook_are_told_apart_by_their_document_numbers(tmp_path):
    book = Workbook()
    book.remove(book.active)
    for name, numbers in (("A", ("D1", "D2")), ("B", ("D2", "D3"))):
        sheet = book.create_sheet(name)
        sheet.append(["Company", "Customer No.", "Document Type", "Document No.", "Posting Date", "Amount"])
        for number in numbers:
            sheet.append(["Havu Oy", "1", "Invoice", number, date(2026, 10, 5), 100])
    book.save(tmp_path / "entries.xlsx")

    extracts = read_folder(tmp_path, CONFIG)

    assert sum(table.frame.height for table in extracts.tables) == 3
    assert ["too, and were counted once" in str(issue.message) for issue in extracts.issues] == [True]


@pytest.mark.parametrize(
    "change",
    [
        {"customer_no": "2"},
        {"document_type": "Maksu"},
        {"document_no": "L2"},
        {"posting_date": "30.1.2018"},
        {"amount": "100,01"},
    ],
)
def test_rows_that_differ_in_any_part_are_both_counted(tmp_path, change):
    write_ledger(tmp_path / "1.csv", entry())
    write_ledger(tmp_path / "2.csv", entry(**change))

    extracts = read_folder(tmp_path, CONFIG)

    assert sum(table.frame.height for table in extracts.tables) == 2
    assert not extracts.issues
    assert all("document_no" not in table.frame.columns for table in extracts.tables)


def test_rows_without_a_number_and_rows_of_other_companies_are_both_counted(tmp_path):
    for company in ("A Oy", "B Oy"):
        (tmp_path / company).mkdir()
        rows = [entry(), entry(document_no=""), entry(), entry(document_no=company, amount="1,00")]
        write_ledger(tmp_path / company / "1.csv", *rows)
    write_ledger(tmp_path / "A Oy" / "2.csv", entry(document_no=""))
    write_ledger(tmp_path / "A Oy" / "3.csv")

    extracts = read_folder(tmp_path, CONFIG)

    # Two equal rows of one file are two rows.
    assert [table.frame.height for table in extracts.tables] == [4, 1, 0, 4]
    assert not extracts.issues
