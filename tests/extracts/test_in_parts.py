"""A file is read many rows at a time: how many these are changes nothing of what is read or said."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl.errors import ExtractError
from creditxl.extracts import body, encoding, parquet, read_file, read_folder, row_faults, sum_folder
from creditxl.extracts.files import Reading
from creditxl.tables import sums
from creditxl.tables.entries import sum_table
from tests.extracts.reading import CONFIG, HEADINGS, delimited, entry, write_ledger

AS_OF = date(2018, 2, 10)
HEAD = (*HEADINGS, "Jäljellä oleva summa", "Valuutta", "Sulkupvm")

cells = {
    "customer_no": st.sampled_from(["10001", "00017", "", '"1\n2"']),
    "document_type": st.sampled_from(["Lasku", "Hyvityslasku", "Maksu", "Kauppa"]),
    "document_no": st.sampled_from(["L1", "L2", "L3", "", "#N/A"]),
    "posting_date": st.sampled_from(["31.1.2018", "28.2.2018", "03/04/2018", "13/04/2018", "04/13/2018", "x", ""]),
    "due_date": st.sampled_from(["14.2.2018", "9.2.2018", "05/06/2018", ""]),
    "amount": st.sampled_from(["100,00", "100.00", "1,234", "1 234,56", "-5,00", "7,00", "12", "x", ""]),
    "disputed": st.sampled_from(["", "x", "ehkä"]),
}
further = st.tuples(
    st.sampled_from(["0,00", "50,00", "-3,00", "1.234", ""]),
    st.sampled_from(["", "EUR", "SEK"]),
    st.sampled_from(["", "1.2.2018", "20.2.2018"]),
)
rows = st.fixed_dictionaries(cells).map(lambda row: entry(**row))
broken = st.sampled_from([("a", "b;c;d", *"efghijkl"), ('"open', "b"), ("",), ("only",)])
ledgers = st.lists(st.one_of(st.tuples(rows, further).map(lambda pair: (*pair[0], *pair[1])), broken), max_size=12)


def parts_of(size, most_issues=10_000):
    """Have files read so many rows, or bytes of them, at a time."""
    return (
        patch.object(body, "GRID_ROWS", size),
        patch.object(parquet, "GRID_ROWS", size),
        patch.object(sums, "MOST_ENTRIES", 2 * size),
        patch.object(sums, "MOST_PENDING", 2 * size),
        patch.object(encoding, "BLOCK", size * 20),
        patch.object(encoding, "PIECE", size * 20),
        patch.object(row_faults, "MOST_ISSUES", most_issues),
    )


def read_in_parts(read, size, most_issues=10_000):
    patches = parts_of(size, most_issues)
    for each in patches:
        each.start()
    try:
        return read()
    finally:
        for each in patches:
            each.stop()


def all_of(contents):
    return [(table.frame.to_dict(as_series=False), table.rows_read) for table in contents.tables], contents.issues


@settings(deadline=None)
@given(ledger=ledgers, size=st.integers(1, 9), most_issues=st.sampled_from([2, 10_000]))
def test_a_file_read_in_parts_is_read_as_a_whole(ledger, size, most_issues):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Havu Oy.csv"
        path.write_bytes(delimited([HEAD, *ledger]).encode())

        whole = read_in_parts(lambda: read_file(path, CONFIG), 100_000, most_issues)
        parts = read_in_parts(lambda: read_file(path, CONFIG), size, most_issues)

    assert all_of(parts) == all_of(whole)


@pytest.mark.parametrize(
    ("last", "read"),
    [("04/13/2018", date(2018, 3, 4)), ("13/04/2018", date(2018, 4, 3))],
)
def test_the_last_date_of_a_file_decides_how_its_first_is_read(tmp_path, last, read):
    rows = [*[entry(posting_date="03/04/2018")] * 5, entry(posting_date=last)]

    (table,) = read_in_parts(lambda: read_file(write_ledger(tmp_path / "1.csv", *rows), CONFIG), 1).tables

    assert table.frame["posting_date"][0] == read


def test_the_last_amount_of_a_file_decides_how_its_first_is_read(tmp_path):
    path = write_ledger(tmp_path / "1.csv", *[entry(amount="1,234")] * 5, entry(amount="1.234,50"))

    issues = read_in_parts(lambda: read_file(path, CONFIG), 1).issues

    # The comma is the decimal mark: three decimals are no cents, and are not taken for thousands.
    assert [issue.value for issue in issues] == ["1,234"] * 5


def test_credit_notes_that_turn_out_to_be_all_positive_are_turned_from_the_first(tmp_path):
    notes = [entry(document_type="Hyvityslasku", amount=amount) for amount in ("0,00", "5,00", "7,00")]
    path = write_ledger(tmp_path / "1.csv", *notes)

    (table,) = read_in_parts(lambda: read_file(path, CONFIG), 1).tables

    assert table.frame["amount"].to_list() == [0, -500, -700]


def test_a_ledger_that_is_written_to_between_two_readings_stops_the_work(tmp_path, monkeypatch):
    first = [entry(document_no="L1")]
    write_ledger(tmp_path / "1.csv", *first)
    write_ledger(tmp_path / "2.csv", *first, entry(document_no="L2"))
    read = Reading.file

    def written_to(reading, found, *others):
        if "document_no" not in reading.without:
            write_ledger(found.path, *first, entry(document_no="L3"), entry(document_no="L4"))
        return read(reading, found, *others)

    monkeypatch.setattr(Reading, "file", written_to)

    with pytest.raises(ExtractError, match="the file was changed while it was read"):
        sum_folder(tmp_path, CONFIG, AS_OF)


def sums_of(part):
    """Return all that a review takes from a ledger, in an order of its own."""
    frames = [
        None if each is None else sorted(each.rows(), key=repr) for each in (part.sales, part.delays, part.claims)
    ]
    return part.file, part.rows_read, part.rows_used, part.newest_by_company, part.oldest, frames


@settings(deadline=None, max_examples=60)
@given(files=st.lists(st.lists(st.tuples(rows, further), max_size=6), min_size=1, max_size=3), size=st.integers(1, 5))
def test_ledgers_summed_in_parts_are_the_sums_of_their_rows(files, size):
    with TemporaryDirectory() as folder:
        # A last row that can be read, so that a file is not refused as a whole.
        good = (*entry(amount="1,00"), "0,00", "", "1.2.2018")
        for number, ledger in enumerate(files):
            # What shows an error instead of a number costs a row only where it is looked at.
            lines = [(*row[:2], row[2].replace("#N/A", ""), *row[3:], *more) for row, more in ledger]
            text = delimited([HEAD, *lines, good, good])
            (Path(folder) / f"Havu Oy {number}.csv").write_bytes(text.encode())

        whole = read_folder(Path(folder), CONFIG)
        summed = read_in_parts(lambda: sum_folder(Path(folder), CONFIG, AS_OF), size)

    assert summed.issues == whole.issues
    assert [sums_of(part) for part in summed.ledgers] == [sums_of(sum_table(table, AS_OF)) for table in whole.tables]
