"""Both workbooks or neither; what stood there stays until then, and what people typed stays after."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from creditxl import workbook
from creditxl.errors import Message, WorkbookError
from creditxl.labels import Labels
from creditxl.model import ActionName
from creditxl.workbook import writing
from creditxl.workbook.previous import previous_limits, previous_notes
from tests.workbook.dumps import opened
from tests.workbook.reviews import every_status, group, review

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FINNISH = Labels("fi")


def test_both_books_are_written_and_told_of_and_nothing_else_is_left(tmp_path: Path) -> None:
    told: list[Message] = []
    folder = tmp_path / "new" / "folder"

    found = workbook.write(every_status(), folder, FINNISH, told.append)

    assert found == (folder / "intrum-suositukset.xlsx", folder / "euler-limiitit.xlsx")
    assert sorted(path.name for path in folder.iterdir()) == ["euler-limiitit.xlsx", "intrum-suositukset.xlsx"]
    assert [message.figures["file"] for message in told] == [str(path) for path in found]


def test_a_folder_that_is_a_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")

    with pytest.raises(WorkbookError, match="The workbooks cannot be written to the folder") as caught:
        workbook.write(every_status(), tmp_path / "out", FINNISH)
    assert caught.value.where == str(tmp_path / "out")


def test_a_failure_half_way_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [path.read_bytes() for path in workbook.write(every_status(), tmp_path, FINNISH)]

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(writing.BOOKS, "euler-limiitit.xlsx", full)
    with pytest.raises(WorkbookError, match="No space left on device"):
        workbook.write(group(20), tmp_path, FINNISH)

    assert [(tmp_path / name).read_bytes() for name in writing.BOOKS] == old
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
        workbook.write(every_status(), tmp_path, FINNISH)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    replace_file = Path.replace

    def refused(self: Path, target: Path) -> Path:
        # What Windows says of a file that Excel holds open.
        if Path(target).name == taken and self.name == taken:
            raise PermissionError(13, "Permission denied")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(WorkbookError, match=f"{taken} cannot be replaced: it is open in another program"):
        workbook.write(group(20), tmp_path, FINNISH)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_book_that_may_not_be_written_is_told_of_before_all_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, euler = workbook.write(every_status(), tmp_path, FINNISH)
    euler.chmod(0o400)
    monkeypatch.setattr(writing, "_write_books", lambda *_: pytest.fail("the books were made all the same"))
    if os.geteuid() == 0:
        # The superuser may write to anything: stand a folder in its place, which no one can open as a file.
        euler.unlink()
        euler.mkdir()

    with pytest.raises(WorkbookError, match=r"euler-limiitit\.xlsx cannot be replaced"):
        workbook.write(every_status(), tmp_path, FINNISH)


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


def test_what_people_typed_stays_over_a_refresh_in_any_language(tmp_path: Path) -> None:
    _, euler = workbook.write(every_status(), tmp_path, FINNISH)
    type_beside(euler, "Tehtävät", "1000003-3", J="x", K=date(2026, 11, 2), L="@myyjä: puhuttu +358")

    workbook.write(every_status(), tmp_path, Labels("sv"))
    workbook.write(every_status(), tmp_path, FINNISH)

    done, done_on, comment = beside(opened(euler)["Tehtävät"], "1000003-3")
    assert (done, done_on.date(), comment) == ("x", date(2026, 11, 2), "@myyjä: puhuttu +358")
    assert beside(opened(euler)["Tehtävät"], "1000002-2") == [None, None, None]


def test_a_note_whose_task_is_gone_is_kept_apart_and_returns_with_the_task(tmp_path: Path) -> None:
    made = every_status()
    _, euler = workbook.write(made, tmp_path, FINNISH)
    type_beside(euler, "Tehtävät", "1000003-3", L=12.5)

    for _ in range(2):
        workbook.write(replace(made, tasks=()), tmp_path, FINNISH)
    earlier = opened(euler)["Aiemmat merkinnät"]
    assert [cell.value for cell in earlier[earlier.max_row]] == ["1000003-3", "Hae limiitin korotus", None, None, 12.5]
    workbook.write(made, tmp_path, FINNISH)

    assert beside(opened(euler)["Tehtävät"], "1000003-3")[2] == 12.5
    assert "Aiemmat merkinnät" not in opened(euler).sheetnames


def test_a_file_that_is_not_ours_is_not_overwritten(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "intrum-suositukset.xlsx")
    before = (tmp_path / "intrum-suositukset.xlsx").read_bytes()

    with pytest.raises(WorkbookError, match="what the last refresh left cannot be read"):
        workbook.write(every_status(), tmp_path, FINNISH)
    assert (tmp_path / "intrum-suositukset.xlsx").read_bytes() == before
    assert not (tmp_path / "euler-limiitit.xlsx").exists()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_limits_of_the_last_refresh_are_read_back(language: str, tmp_path: Path) -> None:
    workbook.write(every_status(), tmp_path, Labels(language))

    found = previous_limits(tmp_path)

    assert found is not None
    assert found["1000003-3"] == Decimal(50000)
    assert found["1000002-2"] == Decimal(0)  # refused: a decision, and no limit
    assert "1000001-1" not in found


def test_there_is_nothing_to_read_back_before_the_first_refresh_or_from_an_empty_one(tmp_path: Path) -> None:
    assert previous_limits(tmp_path) is None
    assert previous_notes(tmp_path) == {}
    workbook.write(review([]), tmp_path, FINNISH)

    assert previous_limits(tmp_path) == {}
    assert previous_notes(tmp_path) == {}


def test_notes_are_found_by_business_id_and_action(tmp_path: Path) -> None:
    intrum, _ = workbook.write(every_status(), tmp_path, FINNISH)
    type_beside(intrum, "Tehtävät", "Havu Oy/00017", J="x")

    (key,) = previous_notes(tmp_path)
    assert key == ("Havu Oy/00017", ActionName.APPLY_QUICK)
