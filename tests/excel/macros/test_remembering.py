"""The button and `creditxl refresh` remember alike: what was read before is not read again."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from errno import ENOSPC
from types import SimpleNamespace

import pytest

from creditxl import pipeline
from creditxl.excel.build import Setting, build_workbooks
from creditxl.excel.macros import refreshing
from creditxl.excel.macros.home import newest_saved
from creditxl.extracts import config as configs
from creditxl.labels import Labels
from creditxl.workbook.view import Which
from tests.excel.macros.conftest import Home
from tests.excel.macros.paper import Book
from tests.extracts.reading import entry, write_ledger

NAMES = "customer_no, document_type, document_no, posting_date, due_date, amount"


def request_of(home):
    config = configs.load(home.folder / "creditxl.toml")
    return pipeline.Request(config.extracts, config.as_of, config, None, lambda _: None)


@pytest.fixture
def home(tmp_path):
    """A folder with two small ledgers and both workbooks."""
    made = Home(tmp_path / "home")
    made.extracts.mkdir(parents=True)
    made.set()
    write_ledger(made.extracts / "Havu 1.csv", entry())
    write_ledger(made.extracts / "Havu 2.csv", entry(document_no="L2", posting_date="5.2.2018"))
    done = pipeline.review(request_of(made))
    build_workbooks(done, made.folder, Labels("en"), Setting(sys.executable, str(made.folder)))
    return made


def sell_more(home):
    write_ledger(home.extracts / "Havu 1.csv", entry(), entry(document_no="L3"))


@pytest.fixture
def press(home, monkeypatch):
    """What presses a workbook's button, and returns the layout that it would be given and what is told."""

    def of(which=Which.INTRUM, write=None):
        layouts = []
        monkeypatch.setattr(refreshing.live, "write", write or (lambda _book, layout, _show: layouts.append(layout)))
        caller = SimpleNamespace(
            book=Book(home.path(which)), read_only=False, labels=Labels("en"), tell=lambda _: None, show=lambda _: None
        )
        told = refreshing.refresh(caller)
        return layouts[0], told

    return of


def log_of(layout):
    sheet = next(sheet for sheet in layout.sheets if sheet.name == "Log")
    return [str(cell.value) for cell in sheet.cells]


def test_a_second_refresh_by_the_button_reads_only_what_is_new(home, press, opened_files):
    first, told_first = press()
    assert opened_files == ["Havu 1.csv", "Havu 2.csv"]
    opened_files.clear()

    again, told_again = press()
    assert told_again == told_first
    assert [sheet.cells for sheet in again.sheets] == [sheet.cells for sheet in first.sheets]
    assert opened_files == []

    sell_more(home)
    layout, told = press()
    assert opened_files == ["Havu 1.csv"]
    assert "Came in: 3 rows from 2 files" in told
    assert "Changed since the last refresh, and read anew: Havu 1.csv." in log_of(layout)


def test_what_one_button_has_read_the_other_and_the_command_need_not(home, press, opened_files):
    press(Which.INTRUM)
    opened_files.clear()

    press(Which.EULER)
    pipeline.refresh(request_of(home), home.folder, Labels("en"))

    assert opened_files == []


def test_each_workbook_is_told_what_changed_since_its_own_last_refresh(home, press):
    for which in Which:
        press(which)
    sell_more(home)

    logs = [log_of(press(which)[0]) for which in (*Which, *Which)]

    changed = [any("read anew" in line for line in lines) for lines in logs]
    assert changed == [True, True, False, False]


def test_a_refresh_by_the_button_that_did_not_end_is_told_by_the_next(press):
    def full(*_):
        raise OSError(ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left on device"):
        press(write=full)

    logs = [log_of(press()[0]) for _ in range(2)]

    assert [any("did not finish; it left all as it was" in line for line in lines) for lines in logs] == [True, False]


def test_what_is_kept_beside_the_workbooks_is_no_newer_extract(home, press):
    press()

    assert (home.folder / ".creditxl-store").is_dir()
    saved = [path.stat().st_mtime for path in home.folder.rglob("*.csv")]
    assert len(saved) == 2  # the ledgers
    assert newest_saved(home.folder) == datetime.fromtimestamp(max(saved), UTC)


def test_the_button_fetches_from_a_source(home, press):
    with closing(sqlite3.connect(home.folder / "erp.db")) as connection:
        connection.execute(f"CREATE TABLE ledger ({NAMES})")
        connection.execute("INSERT INTO ledger VALUES ('1', 'Lasku', 'L1', '2026-10-01', '2026-10-31', 100)")
        connection.commit()
    settings = (home.folder / "creditxl.toml").read_text("utf-8").replace('extracts = "extracts"\n', "")
    section = '[sources.entries]\nkind = "sql"\nurl = "sqlite:///erp.db"\ntable = "ledger"\n'
    (home.folder / "creditxl.toml").write_text(settings + section, "utf-8")

    layout, told = press()

    assert "Came in: 1 rows from 1 files" in told
    freshness = next(table for sheet in layout.sheets for table in sheet.tables if table.name == "Freshness")
    assert [item.file.name for item in freshness.items] == ["sql: ledger"]
