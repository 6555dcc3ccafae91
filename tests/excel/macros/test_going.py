from __future__ import annotations

import pytest

from creditxl.workbook.view import Which


@pytest.mark.parametrize("which", Which)
def test_the_worklist_is_shown_with_its_first_task_chosen(home, open_book, which):
    opened = open_book(home.path(which))
    told = opened.press("CreditxlMacros.GoToWorklist")
    tasks = opened.table("Tasks")

    assert told == []
    assert opened.book.sheets.active.name == tasks.parent.name
    assert opened.book.app.selection.address == tasks.data_body_range[0, 0].address


def test_a_worklist_that_was_renamed_and_hidden_is_found_and_shown(opened):
    sheet = opened.table("Tasks").parent
    sheet.name = "Mine"
    sheet.visible = False
    opened.press("CreditxlMacros.GoToWorklist")

    assert opened.book.sheets.active.name == "Mine"
    assert sheet.visible


def test_a_worklist_that_was_deleted_is_told(opened):
    opened.table("Tasks").parent.delete()
    told = opened.press("CreditxlMacros.GoToWorklist")

    assert [alert.mode for alert in told] == ["critical"]
    assert "There is no table Tasks in the workbook" in told[0].prompt


@pytest.mark.parametrize("which", Which)
def test_the_guide_is_shown(home, open_book, which):
    opened = open_book(home.path(which))

    assert opened.press("CreditxlMacros.OpenGuide") == []
    assert opened.book.sheets.active.name == "Guide"
