"""Sheets of a person's own in a workbook that is written anew: its old file stays beside it, and that is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.worksheet.table import Table as FileTable

from creditxl import pipeline, sample
from creditxl.errors import Message, WorkbookError
from creditxl.extracts.config import Config
from creditxl.labels import Labels
from creditxl.workbook import Kept, View, Which, aside, own_sheets_kept
from creditxl.workbook.aside import own_sheets
from creditxl.workbook.books import BOOKS
from creditxl.workbook.file_writer import write_book
from tests.workbook.dumps import opened
from tests.workbook.reviews import customer, every_status, review
from tests.workbook.test_ahead import with_ahead

if TYPE_CHECKING:
    from pathlib import Path

TERMS = review([customer(f"{days}", need=40000, payment_term_days=days) for days in range(1, 30)])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("which", Which)
@pytest.mark.parametrize("made", [every_status(), TERMS, with_ahead()])
def test_no_sheet_of_ours_is_taken_for_a_persons_own(which: Which, language: str, made: Any, tmp_path: Path) -> None:
    write_book(BOOKS[which](View.of(made, Labels(language), Kept())), tmp_path / "book.xlsx")

    assert own_sheets(tmp_path / "book.xlsx") == []


def with_own_sheets(folder: Path) -> Path:
    """Write the workbook on limits with two sheets of a person's own, one with a table, and one of ours renamed."""
    path = folder / "euler-limiitit.xlsx"
    write_book(BOOKS[Which.EULER](View.of(every_status(), Labels("fi"), Kept())), path)
    book = opened(path)
    book["Tehtävät"].title = "Meidän tehtävät"
    book.create_sheet("Muistio")["A1"] = "Soita Koivulle"
    own = book.create_sheet("Oma lista")
    own.append(["Asiakas"])
    own.append(["Koivu Oy"])
    own.add_table(FileTable(displayName="OmaLista", ref="A1:A2"))
    book.save(path)
    return path


def test_the_old_file_is_kept_under_a_free_name_and_its_own_sheets_are_named(tmp_path: Path) -> None:
    path = with_own_sheets(tmp_path)
    before = path.read_bytes()

    for number in ("", "2"):
        with own_sheets_kept(tmp_path) as told:
            assert [str(one) for one in told] == [
                (
                    "euler-limiitit.xlsx had sheets that are not creditxl's, and has them no more: Muistio, Oma lista. "
                    f"They stand in euler-limiitit.xlsx.bak{number}."
                )
            ]
        assert (tmp_path / f"euler-limiitit.xlsx.bak{number}").read_bytes() == before


def test_where_the_refresh_fails_no_copy_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_own_sheets(tmp_path)

    with pytest.raises(KeyError), own_sheets_kept(tmp_path):
        raise KeyError

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(aside.shutil, "copy2", full)
    with pytest.raises(WorkbookError, match="cannot be copied: No space left"), own_sheets_kept(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == [path]


def test_a_refresh_tells_of_it_and_its_log_does(tmp_path: Path) -> None:
    extracts, told = tmp_path / "extracts", list[Message]()
    sample.write(extracts)
    for path in sorted(extracts.glob("Asiakastapahtumat*"))[1:]:
        path.unlink()  # one company's month is enough
    with_own_sheets(tmp_path)
    request = pipeline.Request(extracts, date(2026, 10, 31), Config(), None, lambda _: None)
    pipeline.refresh(request, tmp_path, Labels("en"), told.append)
    log = [cell.value for cell in opened(tmp_path / "euler-limiitit.xlsx")["Log"]["A"]]

    assert [one.figures["copy"] for one in told] == ["euler-limiitit.xlsx.bak"]
    assert str(told[0]) in log
    pipeline.refresh(request, tmp_path, Labels("en"), told.append)
    assert len(told) == 1
    assert sorted(path.name for path in tmp_path.glob("*.bak*")) == ["euler-limiitit.xlsx.bak"]
