"""What happens after a workbook was opened: whether it is refreshed, and who is asked."""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.excel.macros.conftest import SAVED_AT, set_saved
from tests.excel.macros.test_refreshing import sell_more
from tests.excel.macros.test_undoing import UNDO

OPENING = "CreditxlOpening.AfterOpening"
EXTRACT = "Maksuehdot.csv"
PATIENCE = 30.0  # seconds, for what LibreOffice does by its own clock


@pytest.fixture
def opened(home, open_book):
    """The workbook on recommendations without a window: nothing follows its opening but what a test runs."""
    return open_book(home.path(), hidden=True)


def newer(home):
    set_saved(home.extracts / EXTRACT, SAVED_AT + timedelta(hours=1))


def test_nothing_is_told_where_nothing_is_newer(opened):
    assert opened.press(OPENING) == []


def test_newer_extracts_are_told_and_no_leaves_everything_as_it_is(home, opened, review):
    before = opened.cells()
    sell_more(home, review)
    told = opened.press(OPENING)

    assert [(alert.buttons, alert.answer) for alert in told] == [("yes_no", "no")]
    assert "Extracts have come since the last refresh" in told[0].prompt
    assert opened.cells() == before
    assert not opened.document.isModified()


def test_yes_refreshes(home, opened, office, review):
    business_id = sell_more(home, review)
    office.alerts.answer(["yes"])
    told = opened.press(OPENING)
    ids = opened.values("Customers", "Business id")

    assert [alert.buttons for alert in told] == ["yes_no", "ok"]
    assert told[1].prompt.startswith("Refreshed as of")
    assert ids[0] == business_id  # its gap is the largest now


def test_a_silent_refresh_asks_and_tells_nothing(home, opened, review):
    home.set(on_open="silent")
    business_id = sell_more(home, review)

    assert opened.press(OPENING) == []
    assert opened.cell("Customers", "Business id", 0).value == business_id


def test_after_a_refresh_nothing_is_newer(home, opened):
    home.set(on_open="silent")
    newer(home)
    opened.press(OPENING)
    home.set(on_open="ask")

    assert opened.press(OPENING) == []


def test_a_newer_file_that_is_no_extract_is_asked_about_once(home, opened):
    (home.extracts / "Muistio.txt").write_text("Soita Intrumille.")
    set_saved(home.extracts / "Muistio.txt", SAVED_AT + timedelta(hours=2))
    home.set(on_open="silent")
    opened.press(OPENING)
    home.set(on_open="ask")

    assert opened.press(OPENING) == []


def test_a_refresh_that_was_undone_is_not_made_again_until_something_newer_comes(home, opened, review):
    home.set(on_open="silent")
    business_id = sell_more(home, review)
    opened.press(OPENING)
    refreshed = opened.cell("Customers", "Business id", 0).value
    opened.press(UNDO)
    told = opened.press(OPENING)
    undone = opened.cell("Customers", "Business id", 0).value
    home.set(on_open="ask")
    not_newer = opened.press(OPENING)
    set_saved(home.extracts / EXTRACT, datetime.now(UTC) + timedelta(hours=1))
    newer_came = opened.press(OPENING)

    assert refreshed == business_id
    assert undone != business_id
    assert (told, not_newer) == ([], [])
    assert [alert.buttons for alert in newer_came] == ["yes_no"]


def test_a_silent_refresh_that_fails_is_told(home, opened):
    home.set(on_open="silent")
    newer(home)
    for path in home.extracts.glob("Asiakastapahtumat*"):
        path.unlink()

    assert [alert.mode for alert in opened.press(OPENING)] == ["critical"]


def test_never_means_never(home, opened):
    home.set(on_open="never")
    newer(home)

    assert opened.press(OPENING) == []


def test_files_that_are_no_extracts_are_not_newer(home, opened):
    for name in ("~$Maksuehdot.csv", ".hidden", "creditxl.toml", "desktop.ini"):
        (home.extracts / name).write_text("x")

    assert opened.press(OPENING) == []


@pytest.mark.parametrize("spoil", [lambda home: shutil.rmtree(home.extracts), lambda home: shutil.rmtree(home.folder)])
def test_someone_who_only_opened_the_workbook_is_not_told_what_is_missing(home, opened, spoil):
    spoil(home)

    assert opened.press(OPENING) == []


def test_a_workbook_open_for_reading_only_asks_nothing(home, open_book):
    newer(home)

    assert open_book(home.path(), read_only=True, hidden=True).press(OPENING) == []


def test_opening_the_workbook_asks_by_itself_and_asks_nobody_to_save(home, open_book, office):
    newer(home)
    opened = open_book(home.path())
    end = time.monotonic() + PATIENCE
    while not office.alerts.told() and time.monotonic() < end:
        time.sleep(0.2)

    assert [alert.buttons for alert in office.alerts.told()] == ["yes_no"]
    assert not opened.document.isModified()
