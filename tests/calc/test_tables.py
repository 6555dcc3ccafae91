"""Tables among many cells: headings that change, formulas in every row, sheets that go."""

from __future__ import annotations

import pytest


def table(sheet, name="Things", top="A3", rows=20):
    """Make a table of two columns, and return it."""
    sheet[top].value = [["a", "b"], *([number, 10 * number] for number in range(rows))]
    return sheet.tables.add(sheet[top].resize(rows + 1, 2), name=name)


@pytest.mark.parametrize("place", range(4))
def test_a_sheet_that_goes_takes_no_other_sheet_s_table_along(app, place):
    book = app.books.add()
    for number in range(1, 4):
        book.sheets.add(f"S{number}", after=book.sheets[-1])
    for number, sheet in enumerate(book.sheets):
        table(sheet, f"Table_{number}")
        sheet["D1"].value = f"=SUM(Table_{(number + 1) % 4}[b])"
    book.sheets[place].delete()
    left = [number for number in range(4) if number != place]

    assert [sheet.tables[0].name for sheet in book.sheets] == [f"Table_{number}" for number in left]
    kept = [number for number in left if (number + 1) % 4 != place]
    formulas = [sheet["D1"].formula for sheet in book.sheets]
    assert {f"=SUM(Table_{(number + 1) % 4}[b])" for number in kept} <= set(formulas)
    book.close()


def test_formulas_go_by_new_headings_while_redrawing_is_held_back(app, sheet):
    table(sheet)
    app.screen_updating = False
    sheet["A3:B3"].value = ["b", "c"]
    sheet["D1"].value = [["=SUM(Things[b])", "=SUM(Things[c])"]]
    app.screen_updating = True

    assert sheet["D1:E1"].value == [190, 1900]


def test_one_formula_in_every_row_is_written_as_it_stands(sheet):
    table(sheet)
    sheet["D4:D23"].number_format = "0.0"
    sheet["E4:E13"].number_format = "0.00"
    row = "=Things[[#This Row],[b]]+1"
    sheet["D4:F23"].value = [[row, row, "=A5"]] * 20

    assert sheet["D4:F23"].formula == ((row, row, "=A5"),) * 20
    assert sheet["D4"].value == 1
    assert sheet["D23:F23"].value == [191, 191, 1]
    assert [sheet[cell].number_format for cell in ("D23", "E4", "E23")] == ["0.0", "0.00", "General"]


def test_a_formula_reaches_hidden_rows_and_columns(sheet):
    table(sheet)
    sheet["D:D"].columns.hidden = True
    sheet["6:7"].rows.hidden = True
    sheet["D4:E23"].value = [["=Things[[#This Row],[b]]+1"] * 2] * 20
    sheet["6:7"].rows.hidden = False
    sheet["F4:F23"].value = [["=Things[[#This Row],[b]]+1"]] * 20

    assert sheet["D4:F23"].value == [[10 * row + 1] * 3 for row in range(20)]
    assert sheet["D:D"].columns.hidden


@pytest.mark.parametrize("text", ["2026-10-31", "1,5", "5 %", "00042", "=1+1", "=" + "x" * 500, "words"])
def test_text_behind_an_apostrophe_leaves_the_cell_s_format(sheet, text):
    sheet["A1:A3"].number_format = "0.00"
    sheet["A2:A3"].value = [[f"'{text}"], ["'1"]]
    sheet["B1:C1"].value = [[f"'{text}", 1]]

    assert sheet["A2"].value == sheet["B1"].value == text
    assert [sheet[cell].number_format for cell in ("A2", "A3", "B1", "C1")] == ["0.00", "0.00", "General", "General"]
