from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from creditxl.workbook.state import UNDO_SHEET
from creditxl.workbook.view import Which

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.review.result import Review
    from tests.excel.macros.conftest import Home, Opened

REFRESH = "CreditxlMacros.RefreshWorkbook"
COMPANY = "Tuohivakka Teollisuus"
LEAVING = "Tuohivakka Toimisto"


@pytest.mark.parametrize("which", Which)
def test_a_refresh_tells_what_came_in_and_leaves_the_same_figures(home, open_book, which):
    opened = open_book(home.path(which))
    before = opened.cells()
    told = opened.press(REFRESH)

    assert [alert.mode for alert in told] == ["info"]
    assert "46 053 rows from 13 files" in told[0].prompt.replace("\xa0", " ")
    assert "(new 0, open no more 0)" in told[0].prompt
    assert _without_versions(opened.cells()) == _without_versions(before)


def test_what_people_typed_survives_three_refreshes_with_rows_coming_and_going(home, opened, review):
    tasks = list(zip(opened.values("Tasks", "Business id"), opened.values("Tasks", "Task"), strict=True))
    leaving = {row.business_id for row in review.customers if row.companies == (LEAVING,)}
    row = next(place for place, (business_id, _) in enumerate(tasks) if business_id in leaving)
    done = next(place for place, (business_id, _) in enumerate(tasks) if business_id not in leaving)
    customers = opened.values("Customers", "Business id")
    opened.cell("Tasks", "Comment", row).value = "Soitettu, odottaa päätöstä"
    opened.cell("Tasks", "Done", done).value = "x"
    opened.cell("Customers", "Own term, days", customers.index(tasks[row][0])).value = 45

    with without(home, LEAVING):
        opened.press(REFRESH)
        away = opened.values("Customers", "Business id"), opened.values("EarlierNotes", "Comment")
    opened.press(REFRESH)
    opened.press(REFRESH)

    assert tasks[row][0] not in away[0]
    assert "Soitettu, odottaa päätöstä" in away[1]
    rows = zip(*(opened.values("Tasks", name) for name in ("Business id", "Task", "Comment")), strict=True)
    comments = {(business_id, task): comment for business_id, task, comment in rows}
    assert {key: comment for key, comment in comments.items() if comment} == {tasks[row]: "Soitettu, odottaa päätöstä"}
    assert tasks[done] not in comments
    assert opened.values("EarlierNotes", "Done") == ["x"]
    assert _by_id(opened, "Customers", "Own term, days")[tasks[row][0]] == 45


@contextmanager
def without(home: Home, company: str) -> Iterator[None]:
    """Take a company's extracts away for a while."""
    taken = [(path, path.with_name(f".{path.name}")) for path in home.extracts.iterdir() if company in path.name]
    assert taken
    for path, aside in taken:
        path.rename(home.folder / aside.name)
    try:
        yield
    finally:
        for path, aside in taken:
            (home.folder / aside.name).rename(path)


def test_a_typed_payment_term_changes_the_need_and_the_other_workbook_follows(home, open_book):
    intrum, euler = open_book(home.path(Which.INTRUM)), open_book(home.path(Which.EULER))
    customers = intrum.values("Customers", "Business id")
    with_limit = next(one for one in euler.values("Limits", "Business id") if one in customers)
    row = customers.index(with_limit)
    intrum.cell("Customers", "Own term, days", row).value = 90
    intrum.press(REFRESH)
    told = euler.press(REFRESH)
    need = _by_id(euler, "Limits", "Limit need")[with_limit]

    assert [alert.prompt for alert in told if alert.mode == "critical"] == []
    assert need == _by_id(intrum, "Customers", "Limit need")[with_limit]
    assert _by_id(euler, "Limits", "Payment term, days")[with_limit] == 90


def test_new_entries_bring_their_tasks_and_are_counted(home, open_book, review):
    opened = open_book(home.path(Which.EULER))
    before = len(opened.values("Tasks", "Business id"))
    sell_more(home, review)
    told = opened.press(REFRESH)
    after = len(opened.values("Tasks", "Business id"))

    assert after == before + 1
    assert f"Tasks in this workbook: {after} (new 1, open no more 0)" in told[0].prompt


def test_the_program_is_left_as_it_was(opened):
    opened.press(REFRESH)

    assert opened.document.isAutomaticCalculationEnabled()
    assert not opened.document.hasControllersLocked()


def _without_versions(cells: dict[str, object]) -> dict[str, object]:
    """The cells but what was kept for an undo, and the log's line on Python: LibreOffice has one of its own."""
    return {sheet: lines for sheet, lines in cells.items() if sheet != UNDO_SHEET} | {
        "Log": [row for row in cells["Log"] if not str(row[0]).startswith("Made with")]
    }


def sell_more(home: Home, review: Review) -> str:
    """Sell five million to a customer with nothing to do and a limit, and return its business id."""
    row, account = next(
        (row, rating.account)
        for row in review.customers
        for rating in row.accounts
        if not row.actions and row.limit > 0 and rating.account.company == COMPANY
    )
    amounts = "5000000,00;5000000,00;0,00;0,00;1,00"
    line = f"05.10.2026;Lasku;TL26-99999;{account.customer_no};X;Lasku;;{amounts};04.11.2026;Ei;"
    with (home.extracts / f"Asiakastapahtumat {COMPANY}.csv").open("a", encoding="cp1252", newline="") as file:
        file.write(f"{line}\r\n")
    return row.business_id


def _by_id(opened: Opened, table: str, heading: str) -> dict[object, object]:
    return dict(zip(opened.values(table, "Business id"), opened.values(table, heading), strict=True))
