from __future__ import annotations

from creditxl.excel import macros
from creditxl.excel.macros import cancelling

STEPS = 5  # the key is asked for when the macro begins, and before reading, joining, rating and writing


def test_escape_before_the_sheets_are_written_leaves_the_workbook_as_it_was(home, office, app, opened, monkeypatch):
    """The macro runs in this process, where a key can be pressed at will."""
    del home, app
    office.alerts.forget()
    before, asked = opened.cells(), []
    monkeypatch.setattr(cancelling, "is_asked", lambda _: asked.append(1) or len(asked) == STEPS)
    opened.book.set_mock_caller()
    macros.refresh_workbook()
    told = office.alerts.told()

    assert len(asked) == STEPS
    assert [alert.prompt for alert in told] == ["The workbook was not refreshed; it is as it was.\n\nEsc was pressed."]
    assert opened.cells() == before


def test_elsewhere_than_in_excel_for_windows_no_key_is_asked_for(app):
    assert not cancelling.is_asked(app)
