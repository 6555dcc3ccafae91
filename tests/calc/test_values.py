from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import xlwings as xw

from creditxl.calc.engine import CellError, cells, register
from creditxl.errors import WorkbookError

DAY = dt.datetime(2026, 1, 31)  # noqa: DTZ001 - cells know no time zones
MOMENT = dt.datetime(2026, 1, 31, 12, 34, 56)  # noqa: DTZ001 - cells know no time zones


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (1, 1.0),  # Excel has one kind of number
        (2**40, 1099511627776.0),
        (Decimal("12.50"), 12.5),
        (0, 0.0),
        ("text", "text"),
        ("", None),
        (None, None),
        (float("nan"), None),  # never an error or "nan"
        (True, True),
        (False, False),
        (DAY, DAY),
        (MOMENT, MOMENT),
        (DAY.date(), DAY),
        (np.float64(1.5), 1.5),
        (np.int64(3), 3.0),
        (np.bool_(True), True),  # noqa: FBT003 - numpy's own
        (np.datetime64("2026-01-31"), DAY),
        (pd.Timestamp("2026-01-31 12:34:56"), MOMENT),
        (pd.NaT, None),
        ("=1+1", 2.0),
        ("01", 1.0),  # typed into a cell of format General, zeros in front are lost, as in Excel
        ("1e3", 1000.0),
        ("'01", "01"),  # the apostrophe keeps text text
        ("TRUE", True),
        ("1,5", "1,5"),  # no language's own numbers
        ("31.1.2026", "31.1.2026"),  # nor its dates
        ("+358 40", "+358 40"),
        ("-", "-"),
    ],
)
def test_a_value_comes_back_as_excel_would_give_it(sheet, written, read):
    sheet["B2"].value = written

    assert sheet["B2"].value == read
    assert type(sheet["B2"].value) is type(read)


@pytest.mark.parametrize("text", ["007", "=1+1", '=HYPERLINK("x")', "+1", "-1", "@SUM(1)", "#N/A", "TRUE", "'x", "1e5"])
def test_a_text_cell_keeps_text_as_it_is(sheet, text):
    sheet["A1:A3"].number_format = "@"
    sheet["A1:B2"].value = [[text, 1], [text, 2]]

    assert sheet["A1:A2"].value == [text, text]
    assert sheet["B1:B2"].value == [1.0, 2.0]


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"])
def test_an_error_is_none_unless_its_name_is_asked_for(sheet, error):
    sheet["A1"].value = [[error, 1]]

    assert sheet["A1:B1"].value == [None, 1.0]
    assert sheet["A1:B1"].options(err_to_str=True).value == [error, 1.0]
    assert isinstance(sheet["A1"].raw_value, CellError)


def test_an_error_is_no_end_of_a_table(sheet):
    sheet["A1"].value = [[1, 2], ["=1/0", "=NA()"], [3, 4]]

    assert sheet["A1"].expand().address == "$A$1:$B$3"


@pytest.mark.parametrize("value", [float("inf"), object(), dt.time(1)])
def test_what_no_cell_can_hold_is_refused(sheet, value):
    with pytest.raises(WorkbookError, match="a cell cannot hold"):
        sheet["A1"].value = value


def test_a_boolean_gives_way_to_a_number(sheet):
    sheet["A1:A2"].value = [[True], [True]]
    sheet["A1"].value = 5

    assert sheet["A1:A2"].value == [5.0, True]
    assert sheet["A1"].number_format == "General"


def test_a_date_takes_no_format_away(sheet):
    sheet["A1:A2"].number_format = "0.00"
    sheet["B1"].number_format = "dd.mm.yyyy"
    sheet["A1:B1"].value = [DAY, DAY]

    assert sheet["B1"].number_format == "dd.mm.yyyy"
    assert sheet["A1:B1"].value == [46053.0, DAY]  # 46053 days after 1899-12-30


def test_a_frame_comes_back(sheet):
    frame = pd.DataFrame(
        {"name": ["a", None, "c"], "sales": [1.5, np.nan, 3.0], "on": [DAY, pd.NaT, MOMENT], "ok": [True, False, True]},
        index=pd.Index(["x", "y", "z"], name="id"),
    )

    sheet["C3"].value = frame
    found = sheet["C3"].options(pd.DataFrame, expand="table").value

    assert sheet["C3"].expand().address == "$C$3:$G$6"
    assert found.index.tolist() == ["x", "y", "z"]
    assert found["name"].tolist()[0::2] == ["a", "c"]
    assert pd.isna(found["sales"].iloc[1])
    assert found["on"].tolist()[0::2] == [DAY, MOMENT]
    assert found["ok"].tolist() == [True, False, True]


def test_lists_and_dicts_come_back(sheet):
    sheet["A1"].value = {"a": 1, "b": "x"}
    sheet["D1"].options(transpose=True).value = [1, 2, 3]
    sheet["F1"].value = ["a", "b"]

    assert sheet["A1:B2"].options(dict).value == {"a": 1, "b": "x"}
    assert sheet["D1"].expand("down").value == [1, 2, 3]
    assert sheet["D1"].expand("down").options(ndim=2).value == [[1], [2], [3]]
    assert sheet["F1"].expand("right").value == ["a", "b"]
    assert sheet["D1:D3"].options(numbers=int, ndim=1).value == [1, 2, 3]
    assert sheet["A9:B9"].options(empty="-").value == ["-", "-"]


def test_dates_come_as_asked(sheet):
    sheet["A1"].value = DAY

    assert sheet["A1"].options(dates=dt.date).value == DAY.date()


def test_values_go_over_in_one_call_however_many(sheet, monkeypatch):
    calls: list[str] = []
    straight = cells.uno_range

    class Counted:
        def __init__(self, uno: object) -> None:
            self.uno = uno

        def __getattr__(self, name: str) -> object:
            if name in {"setDataArray", "getDataArray", "setFormulaArray", "getCellByPosition"}:
                calls.append(name)
            return getattr(self.uno, name)

    monkeypatch.setattr(cells, "uno_range", lambda *place: Counted(straight(*place)))
    sheet["A1"].value = [[number, f"text {number}", True, DAY] for number in range(50_000)]
    found = sheet["A1:D50000"].value

    assert calls == ["setDataArray", "getDataArray"]
    assert found[49_999] == [49_999.0, "text 49999", True, DAY]


def test_a_formula_fills_a_range_and_moves_along(sheet):
    sheet["A1"].value = [[1, 10], [2, 20], [3, 30]]
    sheet["C1:C3"].formula = "=SUM(A1,$B$1)"
    sheet["D1:D2"].value = "=A1*2"

    assert sheet["C1:C3"].value == [11, 12, 13]
    assert sheet["C1:C3"].formula == (("=SUM(A1,$B$1)",), ("=SUM(A2,$B$1)",), ("=SUM(A3,$B$1)",))
    assert sheet["D1:D2"].value == [2, 4]
    assert sheet["A1"].formula == "1"


def test_array_formulas_fill_their_range(sheet):
    sheet["A1"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula_array = "=A1:A3*2"
    sheet["C1"].formula2 = "=A1:A3*3"
    sheet["D1"].formula2 = "=SUM(A1:A3*A1:A3)"

    assert sheet["B1:B3"].value == [2, 4, 6]
    assert sheet["C1:C3"].value == [3, 6, 9]  # as many cells as the result has
    assert sheet["D1:D2"].value == [14, None]
    assert sheet["B2"].has_array
    assert not sheet["A1"].has_array
    assert sheet["B1:B3"].formula_array == "=A1:A3*2"


def test_a_spill_finds_no_room_over_a_taken_cell(sheet):
    sheet["A1"].value = [[1, None], [2, "taken"]]

    with pytest.raises(WorkbookError, match="a cell is taken"):
        sheet["B1"].formula2 = "=A1:A2*3"

    assert sheet["B1:B2"].value == [None, "taken"]


def test_a_part_of_an_array_formula_is_not_overwritten(sheet):
    sheet["A1:A3"].formula_array = "=ROW(A1:A3)"

    with pytest.raises(WorkbookError, match="refused"):
        sheet["A2"].value = 1


def test_too_few_values_are_refused(sheet):
    with pytest.raises(WorkbookError, match="1 × 2 values do not fit"):
        sheet["A1:C1"].raw_value = [[1, 2]]


def test_udf_arguments_are_converted_without_a_range():
    register()
    found = xw.conversion.read(None, [["a", 1.0], [None, CellError("#N/A")]], {"err_to_str": True}, engine_name="excel")

    assert found == [["a", 1.0], [None, "#N/A"]]
