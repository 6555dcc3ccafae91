from __future__ import annotations

import re
import zipfile

from python_calamine import CalamineWorkbook

SHARE = "CreditxlMacros.ShareCopy"
NAME = "intrum-suositukset-2026-10-31-share"


def test_a_copy_stands_beside_the_workbook_and_its_place_is_told(home, opened):
    told = opened.press(SHARE)
    target = home.folder / f"{NAME}.xlsx"

    assert [alert.mode for alert in told] == ["info"]
    assert str(target) in told[0].prompt
    assert target.is_file()


def test_it_has_what_was_typed_and_not_saved_and_no_macros_formulas_or_settings(home, opened):
    opened.cell("Tasks", "Comment", 0).value = "typed just now"
    opened.press(SHARE)
    target = home.folder / f"{NAME}.xlsx"
    with zipfile.ZipFile(target) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    book = CalamineWorkbook.from_path(target)
    tasks = book.get_sheet_by_name("Worklist").to_python()

    assert not any("vba" in part.casefold() for part in parts)
    assert not any(str(home.folder).encode() in content for content in parts.values())
    assert not any(
        re.search(rb"<f[ >/]", content) for part, content in parts.items() if part.startswith("xl/worksheets/sheet")
    )
    assert not {"xlwings.conf", "creditxl"} & set(book.sheet_names)
    assert "typed just now" in [row[-2] for row in tasks]


def test_a_second_copy_does_not_take_the_place_of_the_first(home, opened):
    opened.press(SHARE)
    first = (home.folder / f"{NAME}.xlsx").read_bytes()
    told = opened.press(SHARE)

    assert str(home.folder / f"{NAME}-2.xlsx") in told[0].prompt
    assert (home.folder / f"{NAME}.xlsx").read_bytes() == first


def test_the_workbook_itself_stays_as_it_is(home, opened):
    before, on_disk = opened.cells(), home.path().read_bytes()
    opened.press(SHARE)

    assert opened.cells() == before
    assert opened.book.fullname == str(home.path())
    assert home.path().read_bytes() == on_disk
    # The VBA runs on: another macro finds Python.
    assert [alert.mode for alert in opened.press("CreditxlMacros.CheckWorkbook")] == ["info"]
