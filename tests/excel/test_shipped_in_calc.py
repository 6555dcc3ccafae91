"""The shipped workbooks opened in LibreOffice, as their VBA has them: what a person sees is what the rules say."""

from __future__ import annotations

from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING, Any

import pytest

from creditxl.calc import unoapi
from creditxl.calc.office import MacroExecution
from tests.excel.test_shipped import BOOKS, WORKBOOKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from creditxl.calc.office import Office

UnoObject = Any
ALL = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: values, dates, texts, formulas
ROUNDING = 1e-12  # of a floating-point sum in another order; cents are 1e-2 of at most some 1e9
CUSTOMERS = "Myynti ja limiitintarve"
CENT = 0.0051  # what rounding to cents may move


@pytest.fixture
def opened(office_with_macros: Office, tmp_path: Path) -> Iterator[Callable[[str], UnoObject]]:
    """What opens a copy of a shipped file: another LibreOffice may have the file itself open, which locks it."""
    documents = []

    def open_one(name: str) -> UnoObject:
        options = unoapi.arguments(MacroExecutionMode=int(MacroExecution.ALWAYS))
        url = unoapi.file_url(Path(copy(WORKBOOKS / name, tmp_path)))
        documents.append(office_with_macros.desktop.loadComponentFromURL(url, "_blank", 0, options))
        return documents[-1]

    yield open_one
    for document in documents:
        document.close(True)  # noqa: FBT003 - UNO takes no keywords


def cells(document: UnoObject) -> dict[tuple[str, int, int], Any]:
    """Return every filled cell's value by sheet, row and column."""
    found = {}
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(True)  # noqa: FBT003 - UNO takes no keywords
        for row, line in enumerate(cursor.getDataArray()):
            found |= {(sheet.Name, row, column): value for column, value in enumerate(line) if value != ""}
    return found


def is_same(first: object, second: object) -> bool:
    if isinstance(first, float) and isinstance(second, float):
        return abs(first - second) <= ROUNDING * max(1, abs(first))
    return first == second


def formulas(document: UnoObject) -> int:
    ranges = [sheet.queryContentCells(16) for sheet in document.Sheets]  # com.sun.star.sheet.CellFlags.FORMULA
    return sum(
        (area.EndRow - area.StartRow + 1) * (area.EndColumn - area.StartColumn + 1)
        for found in ranges
        for area in found.RangeAddresses
    )


@pytest.mark.parametrize("name", BOOKS)
def test_the_values_kept_in_the_file_are_those_computed_anew(name: str, opened: Callable[[str], UnoObject]) -> None:
    document = opened(name)
    kept = cells(document)
    document.calculateAll()
    computed = cells(document)

    assert formulas(document) > 1000
    assert kept.keys() == computed.keys()
    assert [place for place, value in kept.items() if not is_same(value, computed[place])] == []


def test_a_person_who_types_a_term_sees_need_gap_and_status_follow(opened: Callable[[str], UnoObject]) -> None:
    document = opened("intrum-suositukset.xlsm")
    sheet = document.Sheets.getByName(CUSTOMERS)
    places = headings(sheet)

    def shown(row: int, heading: str) -> Any:
        cell = sheet.getCellByPosition(places[heading], row)
        return cell.Value or cell.String

    def figures(row: int) -> list[Any]:
        return [shown(row, heading) for heading in ("Kerroin", "Limiitintarve", "Kattamaton osuus", "Vakuutuksen tila")]

    row = next(row for row in range(places["row"] + 1, 700) if is_half_covered(*figures(row)))
    term = sheet.getCellByPosition(places["Oma maksuehto, pv"], row)
    before, cover = figures(row), shown(row, "Kate")
    need = before[1]
    term.Value = 15
    at_15_days = figures(row)
    term.Value = 0
    at_once = figures(row)
    term.clearContents(ALL)

    assert before == [2, need, pytest.approx(need - cover, abs=CENT), "● Osittain katettu"]
    assert at_15_days == [
        1.5,
        pytest.approx(need * 3 / 4, abs=CENT),
        pytest.approx(need * 3 / 4 - cover, abs=CENT),
        "● Osittain katettu",
    ]
    assert at_once == [1, pytest.approx(need / 2, abs=CENT), "–", "✓ Katettu"]  # a gap of 0 is shown so
    assert figures(row) == before


def is_half_covered(factor: Any, need: Any, gap: Any, status: Any) -> bool:
    """Tell whether the cover would do for half of the need and not for three quarters, the factor being 30 days'."""
    return factor == 2 and status.startswith("● ") and need / 4 < gap <= need / 2


def headings(sheet: UnoObject) -> dict[str, int]:
    """Return the column of each heading of the list of customers, and its row."""
    for row in range(20):
        line = sheet.getCellRangeByPosition(0, row, 80, row).getDataArray()[0]
        if "Y-tunnus" in line:
            return {str(text): column for column, text in enumerate(line)} | {"row": row}
    raise AssertionError(sheet.Name)
