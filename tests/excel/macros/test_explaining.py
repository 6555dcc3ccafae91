from __future__ import annotations

import pytest

EXPLAIN, REFRESH = "CreditxlMacros.ExplainRow", "CreditxlMacros.RefreshWorkbook"


def explained(opened, table, row):
    cell = opened.cell(table, "Business id", row)
    opened.choose(cell.sheet, cell.address)
    told = opened.press(EXPLAIN)
    return cell.value, told, opened.book.sheets.active


@pytest.mark.parametrize("table", ["Tasks", "Customers"])
def test_the_chosen_customer_is_explained_on_a_sheet_of_its_own(opened, table):
    business_id, told, sheet = explained(opened, table, 2)
    page = sheet.used_range.value

    assert told == []
    assert sheet.name == "Explanation"
    assert page[0][0].endswith(business_id)
    assert any(row[0] == "Limit need (R6)" for row in page)


def test_the_figures_are_those_of_the_row(opened):
    needs = opened.values("Customers", "Limit need")
    _, _, sheet = explained(opened, "Customers", 0)
    shown = next(row[1] for row in sheet.used_range.value if row[0] == "Limit need (R6)")
    months = [row[2] for row in sheet.used_range.value if str(row[0]) in {"8/2026", "9/2026", "10/2026"}]

    assert max(months) == needs[0]
    assert f"{needs[0]:,.2f}".replace(",", " ").replace(".", ",") in shown.replace("\xa0", " ")


def test_the_way_back_leads_to_the_row(opened):
    _, _, sheet = explained(opened, "Tasks", 4)
    cell = opened.cell("Tasks", "Business id", 4)
    place = cell.get_address(row_absolute=False, column_absolute=False)

    assert sheet["A3"].formula == f'=HYPERLINK("#\'Worklist\'!{place}","← Back to Worklist")'


def test_another_explanation_takes_the_place_of_the_last_whatever_its_sheet_is_called(opened):
    _, _, sheet = explained(opened, "Customers", 0)
    sheet.name = "Why"
    before = len(opened.book.sheets)
    business_id, _, again = explained(opened, "Customers", 5)

    assert len(opened.book.sheets) == before
    assert again.name == "Why"
    assert again["A1"].value.endswith(business_id)


def test_a_deleted_explanation_is_made_anew(opened):
    explained(opened, "Customers", 0)[2].delete()
    business_id, told, sheet = explained(opened, "Customers", 1)

    assert told == []
    assert sheet["A1"].value.endswith(business_id)


def test_a_sheet_of_a_persons_own_by_that_name_is_left_alone(opened):
    own = opened.book.sheets.add("Explanation")
    own["A1"].value = "mine"
    _, _, sheet = explained(opened, "Customers", 0)

    assert sheet.name == "Explanation 2"
    assert own["A1"].value == "mine"


def test_a_typed_payment_term_is_in_the_explanation(opened):
    opened.cell("Customers", "Own term, days", 0).value = 60
    _, _, sheet = explained(opened, "Customers", 0)
    terms = [row[3] for row in sheet.used_range.value if isinstance(row[4], float) and row[4] == 3]

    assert terms == [60] * len(terms)
    assert terms


@pytest.mark.parametrize("place", ["A1", "A500"])
def test_a_row_without_a_customer_is_told(opened, place):
    opened.choose(opened.book.sheets["Overview"], place)
    told = opened.press(EXPLAIN)

    assert [alert.mode for alert in told] == ["critical"]
    assert "No customer stands in the chosen row" in told[0].prompt
    assert "Explanation" not in [sheet.name for sheet in opened.book.sheets]


def test_a_protected_explanation_is_told_and_stays_as_it_is(opened):
    _, _, sheet = explained(opened, "Customers", 0)
    sheet.impl.api.protect("secret")
    before = opened.cells()
    _, told, _ = explained(opened, "Customers", 1)

    assert "the workbook or the sheet is protected" in told[0].prompt
    assert opened.cells() == before


def test_a_refresh_leaves_the_explanation_alone(opened):
    _, _, sheet = explained(opened, "Customers", 0)
    before = sheet.used_range.formula
    told = opened.press(REFRESH)

    assert [alert.mode for alert in told] == ["info"]
    assert sheet.used_range.formula == before
