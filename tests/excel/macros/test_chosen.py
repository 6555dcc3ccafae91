"""Whose row is chosen, as it stands in the sheet: rows may have been sorted, emptied or filtered by people."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from creditxl.errors import WorkbookError
from creditxl.excel.macros import sending, tables
from creditxl.labels import Labels
from creditxl.workbook.kept import TASKS_TABLE
from tests.workbook.reviews import every_status

HEADINGS = ["Business id", "Customer", "Task"]
FIRST = 5  # the row of the first task, as Excel counts
ROWS = [
    ["1000002-2", "Haapamäki Tukku Oy", "Take to the CFO"],
    [None, None, None],
    ["1000003-3", "Leppäniemi Kuljetus Oy", "Apply for a higher limit"],
    ["1000004-4", "Kuusi Ravintolat Oy", "Cancel the limit"],
]


class Cells:
    """As much of a range as is asked for."""

    def __init__(self, row: int, values: list[list[Any]], sheet: Any = None) -> None:
        self.row, self.values, self.sheet = row, values, sheet
        self.shape = (len(values), len(values[0]))

    def __getitem__(self, place: tuple[int, int]) -> Any:
        row, column = place
        return SimpleNamespace(row=self.row + row, value=self.values[row][column])


def task_list() -> Any:
    headings = SimpleNamespace(options=lambda **_: SimpleNamespace(value=HEADINGS))
    return SimpleNamespace(name=TASKS_TABLE, header_row_range=headings, data_body_range=Cells(FIRST, ROWS))


def chosen(row: int) -> Any:
    """Return the task that is found when a cell of a row of the sheet is chosen."""
    sheet = SimpleNamespace(name="Worklist", tables=[task_list()])
    caller = SimpleNamespace(
        book=SimpleNamespace(name="euler-limiitit.xlsm", sheets=[sheet]),
        app=SimpleNamespace(selection=Cells(row, [[None]], sheet)),
        labels=Labels("en"),
    )
    columns = {TASKS_TABLE: [["business_id", HEADINGS[0]], ["name", HEADINGS[1]], ["action", HEADINGS[2]]]}
    state: Any = SimpleNamespace(columns=columns)
    return sending._chosen(caller, state, every_status())  # type: ignore[arg-type]  # noqa: SLF001 - needs no files


@pytest.mark.parametrize(("place", "business_id"), [(0, "1000002-2"), (2, "1000003-3"), (3, "1000004-4")])
def test_a_list_is_for_the_one_who_acts_in_the_chosen_row_below_emptied_ones_too(place: int, business_id: str) -> None:
    task = chosen(FIRST + place)

    assert task.customer.business_id == business_id
    assert Labels("en").status(task.action.name) == ROWS[place][2]


@pytest.mark.parametrize("row", [FIRST - 1, FIRST + 1, FIRST + len(ROWS)])
def test_headings_emptied_rows_and_what_is_below_are_nobodys(row: int) -> None:
    with pytest.raises(WorkbookError, match="no task is chosen"):
        chosen(row)


def test_a_heading_that_is_gone_is_in_no_row() -> None:
    cell = Cells(FIRST, [[None]])[0, 0]

    assert tables.in_row_of(cell, task_list(), ["Customer"]) == ["Haapamäki Tukku Oy"]
    assert tables.in_row_of(cell, task_list(), ["Customer", "Amount"]) is None
