"""What was read before is not read again, and no figure can tell: the memory can be lost, old or damaged."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.extracts import sum_folder
from creditxl.extracts.memory import Memory
from creditxl.extracts.store import Store
from tests.extracts.books import HEADINGS as BOOK_HEADINGS
from tests.extracts.books import ledger as book_row
from tests.extracts.books import write as write_book
from tests.extracts.reading import CONFIG, delimited, entry

AS_OF = date(2018, 3, 1)
HEAD = (
    *("Asiakasnro", "Asiakirjatyyppi", "Asiakirjan nro", "Kirjauspvm", "Eräpäivä", "Summa (PVA)", "Riitautettu"),
    "Jäljellä oleva summa",
)


def write(path, *rows):
    lines = [
        (*entry(**{name: cell for name, cell in row.items() if name != "left"}), row.get("left", "")) for row in rows
    ]
    path.write_bytes(delimited([HEAD, *lines]).encode())


def summed(folder, memory_folder=None, as_of=AS_OF, config=CONFIG):
    """Return all that a review takes from a folder: parts and issues in forms that can be compared, and the notes."""
    memory = memory_folder and Memory(Store(memory_folder), config, as_of)
    extracts = sum_folder(folder, config, as_of, memory=memory)
    if memory:
        memory.finish()
    parts = [
        (
            *(part.file, part.rows_read, part.rows_used, part.newest_by_company, part.oldest),
            *(part.gross_cents, part.later_cents),
            *(
                None if each is None else sorted(each.rows(), key=repr)
                for each in (part.sales, part.delays, part.claims)
            ),
        )
        for part in extracts.ledgers
    ]
    issues = [issue for issue in extracts.issues if "at the last refresh" not in str(issue.message)]
    told = [str(issue.message) for issue in extracts.issues if issue not in issues]
    return (parts, issues), told, [str(note) for note in extracts.notes]


def messages(found):
    return [issue.message for issue in found[0][1]]


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "extracts"
    folder.mkdir()
    write(folder / "Havu 1.csv", {"document_no": "L1", "left": "100,00"}, {"document_no": "L2", "amount": "x"})
    write(folder / "Havu 2.csv", {"document_no": "L3", "posting_date": "5.2.2018", "due_date": "1.3.2018"})
    return folder


def test_a_second_refresh_reads_only_what_is_new(folder, tmp_path, opened_files):
    first = summed(folder, tmp_path / "kept")
    opened_files.clear()
    again = summed(folder, tmp_path / "kept")

    assert again == first
    assert opened_files == []

    write(folder / "Havu 3.csv", {"document_no": "L4", "posting_date": "20.2.2018"})
    assert len(summed(folder, tmp_path / "kept")[0][0]) == 3
    assert opened_files == ["Havu 3.csv"]


def test_ledgers_that_overlap_are_compared_once(folder, tmp_path, opened_files):
    write(folder / "Havu 3.csv", {"document_no": "L1"}, {"document_no": "L4", "posting_date": "20.2.2018"})
    first = summed(folder, tmp_path / "kept")
    assert "1 of its rows stand in 'Havu 3.csv' too, and were counted once" in map(str, messages(first))
    assert opened_files == ["Havu 1.csv", "Havu 2.csv", "Havu 3.csv", "Havu 3.csv", "Havu 2.csv", "Havu 1.csv"]
    opened_files.clear()

    assert summed(folder, tmp_path / "kept") == first
    assert opened_files == []


def test_the_sheets_of_a_workbook_are_remembered_too(tmp_path, opened_files):
    (tmp_path / "extracts").mkdir()
    row = book_row(document_no="D1")
    second = [("Toinen", [BOOK_HEADINGS, row, book_row(document_no="D9", posting_date=date(2018, 2, 2))])]
    write_book(tmp_path / "extracts" / "Havu.xlsx", BOOK_HEADINGS, row, sheets=second)
    first = summed(tmp_path / "extracts", tmp_path / "kept")
    opened_files.clear()

    assert summed(tmp_path / "extracts", tmp_path / "kept") == first
    assert [part[0].name for part in first[0][0]] == ["Havu.xlsx [Sheet1]", "Havu.xlsx [Toinen]"]
    assert opened_files == []


@pytest.mark.parametrize(("as_of", "is_read"), [(date(2018, 3, 2), False), (date(2018, 2, 4), True)])
def test_another_day_is_read_anew_only_where_entries_are_later(folder, tmp_path, opened_files, as_of, is_read):
    summed(folder, tmp_path / "kept")
    expected = summed(folder, as_of=as_of)
    opened_files.clear()

    assert summed(folder, tmp_path / "kept", as_of)[0] == expected[0]
    assert ("Havu 2.csv" in opened_files) == is_read
    assert "Havu 1.csv" not in opened_files
    opened_files.clear()
    assert summed(folder, tmp_path / "kept", as_of)[0] == expected[0]
    assert opened_files == []


def test_other_words_of_ones_own_are_read_anew(folder, tmp_path):
    summed(folder, tmp_path / "kept")
    config = replace(CONFIG, companies={"*": "Havu Oy"})

    assert summed(folder, tmp_path / "kept", config=config)[0] == summed(folder, config=config)[0]


def test_a_file_that_changed_or_went_is_told(folder, tmp_path):
    summed(folder, tmp_path / "kept")
    write(folder / "Havu 1.csv", {"document_no": "L1", "amount": "70,00"})
    (folder / "Havu 2.csv").unlink()

    found, told, notes = summed(folder, tmp_path / "kept")

    assert found == summed(folder)[0]
    assert told == ["the file was among the extracts at the last refresh, and is not there any more"]
    assert notes == ["Changed since the last refresh, and read anew: Havu 1.csv."]
    assert summed(folder, tmp_path / "kept")[1:] == ([], [])


def test_a_refresh_that_never_ended_is_told_by_the_next(folder, tmp_path):
    memory = Memory(Store(tmp_path / "kept"), CONFIG, date(2018, 2, 28))
    sum_folder(folder, CONFIG, date(2018, 2, 28), memory=memory)

    said = ["The refresh before this one, as of 2018-02-28, did not finish; it left all as it was."]
    assert summed(folder, tmp_path / "kept")[2] == said
    assert summed(folder, tmp_path / "kept")[2] == []


DAMAGE = {
    "cut": lambda data: data[:-1],
    "emptied": lambda data: data[:0],
    "changed": lambda data: b"?".join([data[:200], data[201:]]),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("which", ["all", "sums", "state"])
def test_a_damaged_memory_is_thrown_away_and_told(folder, tmp_path, damage, which):
    expected = summed(folder, tmp_path / "kept")[0]
    for path in (tmp_path / "kept").iterdir():
        if which in {"all", "state" if path.stem == "state" else "sums"}:
            path.write_bytes(DAMAGE[damage](path.read_bytes()))

    found, _, notes = summed(folder, tmp_path / "kept")

    assert found == expected
    assert notes == ["What was kept of earlier refreshes was damaged; it was thrown away, and the extracts read anew."]
    assert summed(folder, tmp_path / "kept") == (expected, [], [])


def test_where_nothing_can_be_kept_the_figures_are_there_and_it_is_told(folder, tmp_path):
    (tmp_path / "kept").write_text("a file, no folder", encoding="utf-8")

    found, _, notes = summed(folder, tmp_path / "kept")

    assert found == summed(folder)[0]
    assert notes[0].startswith("What was read cannot be kept for the next refresh: ")


names = st.sampled_from(["Havu 1.csv", "Havu 2.csv", "Lehto 1.csv"])
contents = st.lists(
    st.fixed_dictionaries(
        {
            "document_no": st.sampled_from(["L1", "L2", "L3"]),
            "document_type": st.sampled_from(["Lasku", "Hyvityslasku", "Maksu"]),
            "posting_date": st.sampled_from(["31.1.2018", "15.2.2018", "5.3.2018", "x"]),
            "due_date": st.sampled_from(["14.2.2018", "1.3.2018", "10.3.2018", ""]),
            "amount": st.sampled_from(["100,00", "-7,50"]),
            "left": st.sampled_from(["0,00", "100,00", "-7,50", ""]),
        }
    ),
    min_size=1,
    max_size=4,
)
steps = st.lists(
    st.tuples(names, st.one_of(st.none(), contents), st.sampled_from([AS_OF, date(2018, 2, 20), date(2018, 3, 12)])),
    max_size=5,
)


@settings(deadline=None, max_examples=40)
@given(steps=steps)
def test_whatever_comes_changes_and_goes_the_figures_are_those_of_no_memory(steps):
    with TemporaryDirectory() as place:
        folder, kept = Path(place) / "extracts", Path(place) / "kept"
        folder.mkdir()
        write(folder / "Always.csv", {"document_no": "A1"})
        for name, rows, as_of in steps:
            if rows is None:
                (folder / name).unlink(missing_ok=True)
            else:
                write(folder / name, *rows)

            assert summed(folder, kept, as_of)[0] == summed(folder, as_of=as_of)[0]
