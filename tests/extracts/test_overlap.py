"""Rows of the ledger that stand in two files are counted once."""

from decimal import Decimal

import pytest

from creditxl.extracts import read_folder
from tests.extracts.reading import CONFIG, entry, write_ledger


def test_rows_that_stand_in_two_files_are_counted_once(tmp_path):
    january = [entry(document_no="L1"), entry(document_no="L2", document_type="Hyvityslasku", amount="-20,00")]
    both = [*january, entry(document_no="L3"), entry(document_no="M1", document_type="Maksu", amount="-5,00")]
    write_ledger(tmp_path / "1.csv", *january, entry(document_no="M1", document_type="Maksu", amount="-5,00"))
    write_ledger(tmp_path / "2.csv", *both)
    write_ledger(tmp_path / "3.csv", entry(document_no="L3"), entry(document_no="L4"), january[0])

    extracts = read_folder(tmp_path, CONFIG, with_documents=True)

    assert [table.frame["document_no"].to_list() for table in extracts.tables] == [["L1", "L2", "M1"], ["L3"], ["L4"]]
    assert [table.rows_read for table in extracts.tables] == [3, 4, 3]
    assert [(issue.file, str(issue.message), issue.row, issue.amount) for issue in extracts.issues] == [
        ("2.csv", "3 of its rows stand in '1.csv' too, and were counted once", None, Decimal("80.00")),
        ("3.csv", "1 of its rows stand in '1.csv' too, and were counted once", None, Decimal("100.00")),
        ("3.csv", "1 of its rows stand in '2.csv' too, and were counted once", None, Decimal("100.00")),
    ]


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
