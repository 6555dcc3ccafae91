"""What keeps a macro from its work is told in one sentence, and the workbook is as it was."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest

from creditxl.errors import WorkbookError, msg
from creditxl.excel.macros import failures
from creditxl.labels import Labels

REFRESH, EXPLAIN, CHECK = (f"CreditxlMacros.{name}" for name in ("RefreshWorkbook", "ExplainRow", "CheckWorkbook"))


def _no_settings(home):
    (home.folder / "creditxl.toml").unlink()


def _wrong_settings(home):
    (home.folder / "creditxl.toml").write_text('extracts = "extracts"\nas_off = 2026-10-31\n', "utf-8")


def _no_line_on_extracts(home):
    (home.folder / "creditxl.toml").write_text('language = "en"\n', "utf-8")


def _no_extracts(home):
    shutil.rmtree(home.extracts)


def _empty_extracts(home):
    for path in home.extracts.iterdir():
        path.unlink()


def _no_ledger(home):
    for path in home.extracts.glob("Asiakastapahtumat*"):
        path.unlink()


def _no_folder(home):
    home.folder.rename(home.folder.with_name("moved"))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_no_settings, "creditxl init"),
        (_wrong_settings, "as_off"),
        (_no_line_on_extracts, "where the extracts are"),
        (_no_extracts, "There is no such folder"),
        (_empty_extracts, "extracts"),
        (_no_ledger, "ledger"),
        (_no_folder, "The folder of this workbook is not there"),
    ],
)
def test_what_is_wrong_with_the_folder_is_told_and_nothing_changes(home, opened, spoil, told):
    before = opened.cells()
    spoil(home)
    alerts = opened.press(REFRESH)

    assert len(alerts) == 1
    assert alerts[0].mode == "critical"
    assert alerts[0].prompt.startswith("The workbook was not refreshed; it is as it was.")
    assert told in alerts[0].prompt
    assert "Traceback" not in alerts[0].prompt
    assert opened.cells() == before
    assert opened.document.isAutomaticCalculationEnabled()


def _set_state(opened, name, value):
    sheet = opened.book.sheets["creditxl"]
    rows = [row[0] for row in sheet.used_range.value]
    sheet.range((rows.index(name) + 1, 2)).value = value


def _for_nobody(opened):
    sheet = opened.book.sheets["xlwings.conf"]
    rows = [row[0] for row in sheet.used_range.value]
    sheet.range((rows.index("CREDITXL_FOLDER") + 1, 2)).value = None


def _of_another_version(opened):
    _set_state(opened, "version", "0.0.9")


def _without_state(opened):
    opened.book.sheets["creditxl"].delete()


def _with_spoilt_state(opened):
    _set_state(opened, "as_of", "yesterday")


def _with_a_word_for_a_term(opened):
    opened.cell("Customers", "Own term, days", 0).value = "thirty"


def _without_worklist(opened):
    opened.table("Tasks").parent.delete()


def _with_another_heading(opened):
    opened.table("Tasks").header_row_range[0, 2].value = "What to do"


def _without_a_column(opened):
    cell = opened.cell("Tasks", "Comment", 0)
    cell.sheet.impl.api.Columns.removeByIndex(cell.column - 1, 1)


def _with_a_protected_sheet(opened):
    opened.table("Customers").parent.impl.api.protect("secret")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_for_nobody, "creditxl init"),
        (_of_another_version, "creditxl 0.0.9"),
        (_without_state, "creditxl upgrade"),
        (_with_spoilt_state, "creditxl upgrade"),
        (_with_a_word_for_a_term, "'thirty'"),
        (_without_worklist, "Tasks"),
        (_with_another_heading, "the column Task of the table Tasks"),
        (_without_a_column, "the column Comment of the table Tasks"),
        (_with_a_protected_sheet, "protected"),
    ],
)
def test_what_is_wrong_with_the_workbook_is_told_and_nothing_changes(opened, spoil, told):
    spoil(opened)
    before = opened.cells()
    alerts = opened.press(REFRESH)

    assert [alert.mode for alert in alerts] == ["critical"]
    assert told.casefold() in alerts[0].prompt.casefold()
    assert "Traceback" not in alerts[0].prompt
    assert opened.cells() == before


@pytest.mark.parametrize("macro", [REFRESH, EXPLAIN])
def test_a_workbook_that_someone_else_has_open_is_not_written_to(home, open_book, macro):
    opened = open_book(home.path(), read_only=True)
    before = opened.cells()
    alerts = opened.press(macro)

    assert "open for reading only" in alerts[0].prompt
    assert opened.cells() == before


def test_a_failure_is_told_in_the_workbooks_language(home_in, open_book):
    home = home_in("fi")
    opened = open_book(home.path())
    _no_extracts(home)
    alerts = opened.press(REFRESH)

    assert alerts[0].prompt.startswith("Työkirjaa ei päivitetty")


def test_a_check_of_a_workbook_without_its_totals_says_so(opened):
    opened.book.names["Checks"].delete()
    alerts = opened.press(CHECK)

    assert "The totals of the first sheet were deleted" in alerts[0].prompt


class TestSentences:
    """Of failures that no workbook here can bring about."""

    caller = SimpleNamespace(labels=Labels("en"))
    failed = "The workbook was not refreshed; it is as it was."

    def test_a_known_failure_is_told_with_place_and_mend(self):
        error = WorkbookError(msg("it is closed"), where="book.xlsm", fix=msg("open it"))

        assert (
            failures.told(error, self.failed, self.caller) == f"{self.failed}\n\nIt is closed.\n[book.xlsm]\n\nOpen it."
        )

    @pytest.mark.parametrize("hresult", [-2147418111, -2146777998])  # turned away; busy with a window or a cell
    def test_an_excel_that_is_busy_is_told_as_such(self, hresult):
        error = OSError("call was rejected by callee")
        error.hresult = hresult

        assert "press Esc" in failures.told(error, self.failed, self.caller).replace("Press", "press")

    def test_a_fault_of_the_program_is_one_sentence_and_its_place_is_written_down(self):
        told = failures.told(RuntimeError("boom"), self.failed, self.caller)

        assert "RuntimeError boom" in told
        assert "Traceback" not in told
        assert failures.FAULTS in told

    def test_a_workbook_that_cannot_say_its_language_is_spoken_to_in_english(self):
        told = failures.told(RuntimeError("boom"), self.failed, object())

        assert told.startswith(self.failed)
