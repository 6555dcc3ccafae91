"""Both workbooks or neither; what stood there stays until then, and what people typed stays after."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from openpyxl import Workbook

from creditxl import workbook
from creditxl.errors import Message, WorkbookError
from creditxl.labels import Labels
from creditxl.model import ActionName
from creditxl.review.result import Before
from creditxl.workbook import Kept, View, Which, books, kept_on_disk, writing
from tests.workbook.dumps import opened
from tests.workbook.files import write
from tests.workbook.reviews import every_status, group, review

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from creditxl.review.result import Review

FINNISH = Labels("fi")


def test_both_books_are_written_and_told_of_and_nothing_else_is_left(tmp_path: Path) -> None:
    told: list[Message] = []
    folder = tmp_path / "new" / "folder"

    found = write(every_status(), folder, FINNISH, told.append)

    assert found == (folder / "intrum-suositukset.xlsx", folder / "euler-limiitit.xlsx")
    assert sorted(path.name for path in folder.iterdir()) == ["euler-limiitit.xlsx", "intrum-suositukset.xlsx"]
    assert [message.figures["file"] for message in told] == [str(path) for path in found]


def test_a_folder_that_is_a_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")

    with pytest.raises(WorkbookError, match="The workbooks cannot be written to the folder") as caught:
        write(every_status(), tmp_path / "out", FINNISH)
    assert caught.value.where == str(tmp_path / "out")


def test_a_failure_half_way_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [path.read_bytes() for path in write(every_status(), tmp_path, FINNISH)]

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(books.BOOKS, Which.EULER, full)
    with pytest.raises(WorkbookError, match="No space left on device"):
        write(group(20), tmp_path, FINNISH)

    assert [(tmp_path / which.file(is_live=False)).read_bytes() for which in Which] == old
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("taken", ["intrum-suositukset.xlsx", "euler-limiitit.xlsx"])
@pytest.mark.parametrize("had_books", [True, False])
def test_a_book_that_cannot_be_replaced_leaves_both_as_they_were(
    taken: str,
    had_books: bool,  # noqa: FBT001 - a table's cell
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if had_books:
        write(every_status(), tmp_path, FINNISH)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    replace_file = Path.replace

    def refused(self: Path, target: Path) -> Path:
        # What Windows says of a file that Excel holds open.
        if Path(target).name == taken and self.name == taken:
            raise PermissionError(13, "Permission denied")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(WorkbookError, match=f"{taken} cannot be replaced: it is open in another program"):
        write(group(20), tmp_path, FINNISH)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_book_that_may_not_be_written_is_told_of_before_all_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, euler = write(every_status(), tmp_path, FINNISH)
    euler.chmod(0o400)
    monkeypatch.setattr(writing, "_write_books", lambda *_: pytest.fail("the books were made all the same"))
    if os.geteuid() == 0:
        # The superuser may write to anything: stand a folder in its place, which no one can open as a file.
        euler.unlink()
        euler.mkdir()

    with pytest.raises(WorkbookError, match=r"euler-limiitit\.xlsx cannot be replaced"):
        workbook.write(View.of(every_status(), FINNISH, Kept()), tmp_path)


def type_beside(book: Path, sheet: str, business_id: str, **typed: Any) -> None:
    """Type into the worklist as a person does."""
    found = opened(book)
    worklist = found[sheet]
    row = next(cell.row for cell in worklist["A"] if cell.value == business_id)
    for column, value in typed.items():
        worklist[f"{column}{row}"] = value
    found.save(book)


def beside(sheet: Worksheet, business_id: str) -> list[Any]:
    row = next(cell.row for cell in sheet["A"] if cell.value == business_id)
    return [sheet[f"{column}{row}"].value for column in "JKL"]


def test_what_people_typed_beside_an_open_task_stays_over_a_refresh_in_any_language(tmp_path: Path) -> None:
    _, euler = write(every_status(), tmp_path, FINNISH)
    type_beside(euler, "Tehtävät", "1000003-3", L="@myyjä: puhuttu +358")

    write(every_status(), tmp_path, Labels("sv"))
    write(every_status(), tmp_path, FINNISH)

    assert beside(opened(euler)["Tehtävät"], "1000003-3") == [None, None, "@myyjä: puhuttu +358"]
    assert beside(opened(euler)["Tehtävät"], "1000002-2") == [None, None, None]


def earlier_rows(book: Path) -> list[list[Any]]:
    """Return business id, task, done, done on, comment and own term of what is done or was earlier."""
    rows = [[cell.value for cell in row[:6]] for row in opened(book)["Tehdyt ja aiemmat"]]
    return rows[[row[0] for row in rows].index("Y-tunnus") + 1 :]


def test_a_done_task_leaves_the_worklist_and_stays_noted(tmp_path: Path) -> None:
    _, euler = write(every_status(), tmp_path, FINNISH)
    type_beside(euler, "Tehtävät", "1000003-3", J="x", K=date(2026, 11, 2), L="haettu")

    for language in ("sv", "fi", "fi"):
        write(every_status(), tmp_path, Labels(language))

    ((business_id, task, done, done_on, comment, _),) = earlier_rows(euler)
    assert (business_id, task, done, done_on.date(), comment) == (
        "1000003-3",
        "Hae limiitin korotus",
        "x",
        date(2026, 11, 2),
        "haettu",
    )
    assert "1000003-3" not in [cell.value for cell in opened(euler)["Tehtävät"]["A"]]


def test_a_done_task_comes_back_with_its_comment_when_what_it_rests_on_changes(tmp_path: Path) -> None:
    made = every_status()
    _, euler = write(made, tmp_path, FINNISH)
    type_beside(euler, "Tehtävät", "1000003-3", J="x", L="haettu 60 000")
    write(made, tmp_path, FINNISH)

    write(with_amount(made, "1000003-3", Decimal(90000)), tmp_path, FINNISH)

    assert beside(opened(euler)["Tehtävät"], "1000003-3") == [None, None, "haettu 60 000"]
    assert earlier_rows(euler) == [[None] * 6]


def with_amount(made: Review, business_id: str, amount: Decimal) -> Review:
    """Return the review with another amount of one customer's tasks."""
    tasks = tuple(
        replace(task, action=replace(task.action, amount=amount)) if task.customer.business_id == business_id else task
        for task in made.tasks
    )
    return replace(made, tasks=tasks)


def test_a_done_task_that_went_away_and_came_back_is_to_be_done_anew(tmp_path: Path) -> None:
    made = every_status()
    _, euler = write(made, tmp_path, FINNISH)
    type_beside(euler, "Tehtävät", "1000003-3", J="x", L="haettu")
    write(replace(made, tasks=()), tmp_path, FINNISH)

    write(made, tmp_path, FINNISH)

    assert beside(opened(euler)["Tehtävät"], "1000003-3") == [None, None, "haettu"]


def test_a_note_whose_task_is_gone_is_kept_apart_and_returns_with_the_task(tmp_path: Path) -> None:
    made = every_status()
    _, euler = write(made, tmp_path, FINNISH)
    type_beside(euler, "Tehtävät", "1000003-3", L=12.5)

    for _ in range(2):
        write(replace(made, tasks=()), tmp_path, FINNISH)
    assert earlier_rows(euler) == [["1000003-3", "Hae limiitin korotus", None, None, 12.5, None]]
    write(made, tmp_path, FINNISH)

    assert beside(opened(euler)["Tehtävät"], "1000003-3")[2] == 12.5
    assert earlier_rows(euler) == [[None] * 6]


def test_a_file_that_is_not_ours_is_not_overwritten(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "intrum-suositukset.xlsx")
    before = (tmp_path / "intrum-suositukset.xlsx").read_bytes()

    with pytest.raises(WorkbookError, match="what the last refresh left cannot be read"):
        write(every_status(), tmp_path, FINNISH)
    assert (tmp_path / "intrum-suositukset.xlsx").read_bytes() == before
    assert not (tmp_path / "euler-limiitit.xlsx").exists()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_limits_of_the_last_refresh_are_read_back(language: str, tmp_path: Path) -> None:
    write(every_status(), tmp_path, Labels(language))

    found = kept_on_disk(tmp_path, is_live=False).before.limits

    assert found is not None
    assert found["1000003-3"] == Decimal(50000)
    assert found["1000002-2"] == Decimal(0)  # refused: a decision, and no limit
    assert "1000001-1" not in found


def test_there_is_nothing_to_read_back_before_the_first_refresh_or_from_an_empty_one(tmp_path: Path) -> None:
    assert kept_on_disk(tmp_path, is_live=False) == Kept()
    write(review([]), tmp_path, FINNISH)

    assert kept_on_disk(tmp_path, is_live=False) == Kept(before=Before(limits={}))


def test_notes_are_found_by_business_id_and_action(tmp_path: Path) -> None:
    intrum, _ = write(every_status(), tmp_path, FINNISH)
    type_beside(intrum, "Tehtävät", "Havu Oy/00017", J="x")

    (key,) = kept_on_disk(tmp_path, is_live=False).notes
    assert key == ("Havu Oy/00017", ActionName.APPLY_QUICK)


def test_a_term_that_a_person_typed_is_found_and_written_again(tmp_path: Path) -> None:
    intrum, _ = write(every_status(), tmp_path, FINNISH)
    type_beside(intrum, "Myynti ja limiitintarve", "1000003-3", F=45)

    write(every_status(), tmp_path, Labels("en"))

    assert kept_on_disk(tmp_path, is_live=False).before.terms == {"1000003-3": 45}
    assert next(row[5].value for row in opened(intrum)["Sales and limit need"] if row[0].value == "1000003-3") == 45


@pytest.mark.parametrize("typed", ["30 pv", 30.5, -1, True])
def test_a_term_that_is_no_number_of_days_stops_the_refresh_and_stays(typed: object, tmp_path: Path) -> None:
    intrum, _ = write(every_status(), tmp_path, FINNISH)
    type_beside(intrum, "Myynti ja limiitintarve", "1000003-3", F=typed)
    before = intrum.read_bytes()

    with pytest.raises(WorkbookError, match="own payment term of 1000003-3 is no whole number of days"):
        write(every_status(), tmp_path, FINNISH)
    assert intrum.read_bytes() == before


def test_a_term_of_a_customer_who_left_is_kept_apart_and_returns_with_the_customer(tmp_path: Path) -> None:
    made = every_status()
    intrum, _ = write(made, tmp_path, FINNISH)
    type_beside(intrum, "Myynti ja limiitintarve", "1000003-3", F=45)
    without = [row for row in made.customers if row.business_id != "1000003-3"]

    for _ in range(2):
        write(review(without), tmp_path, FINNISH)
    assert earlier_rows(intrum) == [["1000003-3", None, None, None, None, 45]]
    write(made, tmp_path, FINNISH)

    assert next(row[5].value for row in opened(intrum)["Myynti ja limiitintarve"] if row[0].value == "1000003-3") == 45


def test_a_workbook_without_extracts_has_no_limits_to_compare_with(tmp_path: Path) -> None:
    write(replace(review([]), sources=()), tmp_path, FINNISH)

    assert kept_on_disk(tmp_path, is_live=False).before.limits is None


def on(made: Review, as_of: date, **limits: Any) -> Review:
    """Return a review of another day, with other limits by business id."""
    rows = tuple(
        replace(row, limit=limits[row.business_id.replace("-", "_")])
        if row.business_id.replace("-", "_") in limits
        else row
        for row in made.customers
    )
    return replace(made, as_of=as_of, customers=rows)


def history(book: Path) -> list[tuple[date, str, Any]]:
    """Return day, business id and limit of every snapshot."""
    rows = [[cell.value for cell in row] for row in opened(book)["Historia"]]
    first = [row[0] for row in rows].index("Tilanne") + 1
    return [(row[0].date(), row[1], row[6]) for row in rows[first:]]


def test_the_history_keeps_the_last_refresh_of_each_month_and_the_one_before_today(tmp_path: Path) -> None:
    made = every_status()
    days = [date(2026, 8, 5), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 10), date(2026, 10, 31)]

    for day in days:
        _, euler = write(on(made, day), tmp_path, FINNISH)

    assert sorted({day for day, _, _ in history(euler)}) == days[1:]


def test_a_second_refresh_of_a_day_takes_the_place_of_the_first_and_compares_with_the_same(tmp_path: Path) -> None:
    made = every_status()
    write(on(made, date(2026, 9, 30)), tmp_path, FINNISH)
    files = []

    for _ in range(2):
        paths = write(on(made, date(2026, 10, 31), **{"1000003_3": Decimal(70000)}), tmp_path, FINNISH)
        files.append([path.read_bytes() for path in paths])

    assert files[0] == files[1]
    kept = kept_on_disk(tmp_path, is_live=False)
    before = {day: dict(kept.before_day(day).limits or {}) for day in (date(2026, 10, 31), date(2026, 11, 30))}
    assert [limits["1000003-3"] for limits in before.values()] == [50000, 70000]


def test_changes_name_what_changed_since_the_refresh_of_an_earlier_day(tmp_path: Path) -> None:
    made = every_status()
    write(on(made, date(2026, 9, 30)), tmp_path, FINNISH)
    intrum, _ = write(on(made, date(2026, 10, 31), **{"1000003_3": Decimal(70000)}), tmp_path, FINNISH)
    rows = [[cell.value for cell in row] for row in opened(intrum)["Muutokset"]]

    first = [row[0] for row in rows].index("Y-tunnus") + 1
    assert [(row[0], row[2], row[5], row[6]) for row in rows[first:]] == [("1000003-3", "Limiitti", 50000, 70000)]


@pytest.mark.parametrize(
    ("language", "sheet", "done"),
    [
        ("fi", "Historia", "Hae limiitin korotus (AB 5.10.2026)"),
        ("sv", "Historik", "Ansök om höjd limit (AB 5.10.2026)"),
        ("en", "History", "Apply for a higher limit (AB 05/10/2026)"),
    ],
)
def test_what_was_done_in_a_month_stands_in_its_history_with_who_did_it_in_any_language(
    language: str, sheet: str, done: str, tmp_path: Path
) -> None:
    made = every_status()
    _, euler = write(on(made, date(2026, 9, 30)), tmp_path, FINNISH)
    type_beside(euler, "Tehtävät", "1000003-3", J="AB", K=date(2026, 10, 5))

    write(on(made, date(2026, 10, 31)), tmp_path, Labels(language))

    rows = [[cell.value for cell in row] for row in opened(euler)[sheet]]
    found = {row[0].date(): row[11] for row in rows if row[1] == "1000003-3"}
    assert found == {date(2026, 9, 30): done, date(2026, 10, 31): done}  # it rests on the same, and is done still
