from __future__ import annotations

from creditxl.workbook.view import Which

CHECK = "CreditxlMacros.CheckWorkbook"


def test_a_workbook_as_it_was_made_holds(home, open_book):
    for which in Which:
        told = open_book(home.path(which)).press(CHECK)

        assert [alert.mode for alert in told] == ["info"]
        assert "totals add up." in told[0].prompt
        assert "Data issues: 45" in told[0].prompt
        assert "Every computed column is as the refresh wrote it." in told[0].prompt


def test_a_total_that_no_longer_holds_is_named(opened):
    opened.cell("Customers", "Credit limit", 0).value = 1
    told = opened.press(CHECK)

    assert "do not add up" in told[0].prompt


def test_a_formula_typed_over_is_told_with_its_place(opened):
    cell = opened.cell("Customers", "Coverage gap", 2)
    cell.value = 5
    place = cell.get_address(row_absolute=False, column_absolute=False)
    told = opened.press(CHECK)

    assert f"Typed over a formula on Sales and limit need, Coverage gap: {place}" in told[0].prompt


def test_a_need_typed_over_is_told_also_where_other_customers_have_several_terms(home, open_book):
    opened = open_book(home.path(Which.EULER))
    cell = opened.cell("Limits", "Limit need", 0)
    was_formula = cell.formula.startswith("=")
    cell.value = 5
    place = cell.get_address(row_absolute=False, column_absolute=False)

    assert was_formula
    assert f"Typed over a formula on Limits, Limit need: {place}\n" in opened.press(CHECK)[0].prompt


def test_another_formula_in_its_place_is_told_too(opened):
    cell = opened.cell("Customers", "Coverage gap", 2)
    cell.formula = "=5*2"
    place = cell.get_address(row_absolute=False, column_absolute=False)

    assert f"Coverage gap: {place}" in opened.press(CHECK)[0].prompt


def test_a_check_changes_nothing(opened):
    before = opened.cells()
    opened.press(CHECK)

    assert opened.cells() == before
