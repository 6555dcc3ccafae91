"""One person's list, the counts by owner, and files written all or none."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from creditxl.errors import WorkbookError
from creditxl.labels import Labels
from creditxl.model import ActionName as A
from creditxl.model import Owner
from creditxl.outgoing import Choice, counts_by_owner, write_list
from creditxl.outgoing.files import put
from creditxl.outgoing.tasks import Count
from tests.outgoing.reviews import ACTIONS, CFO, CLERK, LINE, MANAGER, NASTY, everyone, one, pairs
from tests.workbook.reviews import action, customer, review

EN = Labels("en")


def write(made, folder, choice, done=frozenset(), labels=EN, *, overwrite=False):
    return write_list(made, labels, folder, choice, done=done, overwrite=overwrite)


def rows_of(written):
    book, text = written.paths
    headings, *rows = load_workbook(book).active.iter_rows(values_only=True)
    machine = list(csv.DictReader(io.StringIO(text.read_bytes().decode(), newline="")))
    return headings, rows, machine


def group():
    lines, sellers = ("Rakennus", "Hoiva", ""), ("Myyjä 1", "")
    return review(
        [
            customer(
                f"{1_000_000 + 10 * place + step}-1",
                business_line=line,
                seller=seller,
                actions=(action(A.CHECK_TERM, CLERK), action(A.APPLY_LIMIT, MANAGER, Decimal(5000))),
            )
            for place, line in enumerate(lines)
            for step, seller in enumerate(sellers)
        ]
    )


def test_a_list_is_the_same_for_people_and_for_programs(tmp_path):
    made = one(A.APPLY_LIMIT, amount=Decimal("42000.50"), due_on=date(2026, 11, 30))
    headings, rows, machine = rows_of(write(made, tmp_path, Choice(MANAGER)))

    assert headings == ("Business id", "Customer", "Task", "Amount", "Who acts", "Business line", "Seller", "By", "Why")
    assert rows == [
        (
            "1234567-1",
            "Koivu Oy",
            "Apply for a limit",
            42000.5,
            "Insurance manager",
            "Rakennus",
            "Myyjä 1",
            datetime(2026, 11, 30),  # noqa: DTZ001 - as openpyxl reads a day
            "a reason of 42\u00a0000,50\u00a0€",
        )
    ]
    assert machine == [
        {
            "business_id": "1234567-1",
            "name": "Koivu Oy",
            "action": "apply_limit",
            "amount": "42000.50",
            "owner": "insurance_manager",
            "business_line": "Rakennus",
            "seller": "Myyjä 1",
            "due_on": "2026-11-30",
            "reason": "a reason of 42\u00a0000,50\u00a0€",
        }
    ]


@pytest.mark.parametrize(
    ("choice", "count", "name"),
    [
        (Choice(CLERK), 6, "tasks-2026-10-31-receivables-clerk"),
        (Choice(CLERK, "Hoiva"), 2, "tasks-2026-10-31-receivables-clerk-hoiva"),
        (Choice(CLERK, " HOIVA"), 2, "tasks-2026-10-31-receivables-clerk-hoiva"),
        (Choice(CLERK, ""), 2, "tasks-2026-10-31-receivables-clerk-no-business-line"),
        (Choice(CLERK, None, "myyjä 1"), 3, "tasks-2026-10-31-receivables-clerk-myyjä-1"),
        (Choice(CLERK, "Rakennus", ""), 1, "tasks-2026-10-31-receivables-clerk-rakennus-no-seller"),
        (Choice(MANAGER, "Hoiva", "Myyjä 1"), 1, "tasks-2026-10-31-insurance-manager-hoiva-myyjä-1"),
        (Choice(LINE), 0, "tasks-2026-10-31-business-line"),
    ],
)
def test_a_list_is_one_owners_and_one_lines_or_sellers_where_asked(tmp_path, choice, count, name):
    made = group()
    written = write(made, tmp_path, choice)
    _, rows, machine = rows_of(written)

    assert len(rows) == len(machine) == count
    assert [path.stem for path in written.paths] == [name, name]
    assert pairs(written.files[written.paths[0]]) == {(row["business_id"], A(row["action"])) for row in machine}
    assert [row["business_id"] for row in machine] == [row[0] for row in rows]


def test_done_tasks_are_not_on_the_list(tmp_path):
    made = group()
    first = made.tasks[0]
    _, rows, _ = rows_of(write(made, tmp_path, Choice(first.action.owner), frozenset(pairs([first]))))

    assert len(rows) == 5
    assert first.customer.business_id not in {row[0] for row in rows}


@pytest.mark.parametrize("choice", [Choice(CLERK, "Rakenus"), Choice(CLERK, None, "Myyjä 9")])
def test_a_line_or_seller_that_nobody_has_is_told_with_those_there_are(tmp_path, choice):
    with pytest.raises(WorkbookError, match=r"Rakenus.*Rakennus|Myyjä 9.*Myyjä 1"):
        write(group(), tmp_path / "out", choice)

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", NASTY)
def test_any_name_is_a_text_on_the_list(tmp_path, name):
    written = write(one(A.APPLY_LIMIT, name=name, seller=name), tmp_path, Choice(MANAGER))
    cell = load_workbook(written.paths[0]).active.cell(2, 2)
    _, _, (machine,) = rows_of(written)
    read = cell.value.replace("_x000D_", "\r").replace("_x0001_", "\x01").replace("_x001B_", "\x1b")
    read = read.replace("_x005F_", "_") if name.startswith("_x") else read

    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert read.replace("\r\n", "\n").replace("\r", "\n") == name.replace("\r\n", "\n").replace("\r", "\n")
    assert machine["name"] == (f"'{name}" if name[0] in "=+-@\t\r" else name)


def test_no_row_is_higher_than_excel_allows(tmp_path):
    written = write(one(A.APPLY_LIMIT, name="Å" * 40_000), tmp_path, Choice(MANAGER))
    sheet = load_workbook(written.paths[0]).active

    assert sheet.row_dimensions[2].height <= 409
    assert sheet["B2"].value == "Å" * 32_767


def test_numbers_below_nothing_stay_numbers(tmp_path):
    written = write(one(A.APPLY_LIMIT, amount=Decimal("-5.00")), tmp_path, Choice(MANAGER))
    _, rows, machine = rows_of(written)

    assert rows[0][3] == -5
    assert machine[0]["amount"] == "-5.00"


@pytest.mark.parametrize(("language", "sheet"), [("fi", "Tehtävät"), ("sv", "Uppgifter"), ("en", "Worklist")])
def test_a_list_speaks_the_workbooks_language(tmp_path, language, sheet):
    written = write(group(), tmp_path, Choice(CLERK), labels=Labels(language))

    assert load_workbook(written.paths[0]).sheetnames == [sheet]


def test_a_list_names_nobody_who_made_it(tmp_path):
    found = load_workbook(write(group(), tmp_path, Choice(CLERK)).paths[0]).properties

    assert not found.creator
    assert not found.lastModifiedBy


def test_counts_are_of_every_owner_and_what_is_done_is_told_apart():
    made = everyone(names=("Koivu Oy", "Haapa Oy"))
    done = frozenset(pairs(task for task in made.tasks if task.action.name is A.APPLY_LIMIT)) | {
        ("0000000-0", A.ESCALATE)
    }

    assert len(ACTIONS) == 11
    assert counts_by_owner(made, done) == {
        CLERK: Count(8, 0),
        MANAGER: Count(8, 2),
        CFO: Count(2, 0),
        LINE: Count(2, 0),
    }
    assert list(counts_by_owner(review([customer()]), frozenset())) == list(Owner)


def test_files_are_put_all_or_none(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / "b.csv").mkdir()
    (tmp_path / "b.csv" / "held").write_bytes(b"")
    with pytest.raises(WorkbookError, match="cannot be replaced"):
        put({"a.csv": b"new", "b.csv": b"new"}, tmp_path, earlier=(), overwrite=True)

    assert (tmp_path / "a.csv").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_what_cannot_be_moved_in_brings_the_old_files_back(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"old")
    with pytest.raises(WorkbookError, match="cannot be written"):
        put({"a.csv": b"new", "no/b.csv": b"new"}, tmp_path, earlier=("a*.csv",), overwrite=True)

    assert (tmp_path / "a.csv").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(WorkbookError, match="cannot be written to the folder"):
        put({"a.csv": b"new"}, tmp_path / "out", earlier=("a*",), overwrite=False)
