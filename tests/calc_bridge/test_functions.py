"""Worksheet functions in LibreOffice's cells, by way of the VBA that the workbooks carry. Figures by hand."""

from __future__ import annotations

from datetime import date

from creditxl.excel.functions import FUNCTIONS
from tests.calc_bridge.asking import ASKED, asked
from tests.calc_bridge.workbooks import STALE, shown

QUICK, APPROVED = "quick", "approved"

INPUTS = {
    "A1": 10_000,
    "A2": 14,
    "A3": "14 pv netto",
    "A4": "1,5",
    "A5": "1000",
    "A6": True,
    "A7": "=1/0",
    "A8": "=NA()",
    "A9": "=NOT_A_FUNCTION()",
    "A10": '=""',
    "A12": "1234567-1",
    "A13": "1234567-2",
    "A14": "quick",
    "A15": "approved",
    "A16": date(2026, 1, 31),
    "A17": date(2026, 7, 31),
    "A18": date(2026, 8, 1),
    "D1": 42_000,
    "D2": 1_000,
    "E1": 30,
    "E2": 60,
    # B1:C2: a table of factors of a company's own, days and factor.
    "B1": 10,
    "C1": 1,
    "B2": 30,
    "C2": 3,
}
# A11 is empty. The reason of each figure stands beside it.
FORMULAS = [
    ("=LIMIT_NEED(A1,A2)", 14_666.67),  # 10 000 × (1 + 14/30), to cents
    ("=LIMIT_NEED(A1,A3)", 14_666.67),  # the term as the ERP writes it
    ("=LIMIT_NEED(A1,30)", 20_000.0),  # the thesis's example, ten times over
    ("=LIMIT_NEED(-500,30)", 0.0),  # more credited than sold
    ("=LIMIT_NEED(A11,30)", 0.0),  # no sales
    ("=LIMIT_NEED(A10,30)", 0.0),  # a formula's empty text is an empty cell
    ("=LIMIT_NEED(A1,A11)", "#N/A"),  # no term
    ("=LIMIT_NEED(A1,181)", "#N/A"),  # past the last factor
    ("=LIMIT_NEED(A1,180)", 70_000.0),  # at the last factor, 7
    ("=LIMIT_NEED(1000,20,B1:C2)", 2_000.0),  # halfway between factors 1 and 3
    ("=LIMIT_NEED(A4,30)", "#VALUE!"),  # Finnish decimals are text
    ('=LIMIT_NEED("1,5",30)', "#VALUE!"),  # the same, typed in the formula
    ("=LIMIT_NEED(A5,30)", "#VALUE!"),  # a number typed as text
    ("=LIMIT_NEED(A6,30)", 2.0),  # LibreOffice hands TRUE over as 1
    ("=LIMIT_NEED(A7,30)", "#DIV/0!"),  # an error goes through as it is
    ("=LIMIT_NEED(A8,30)", "#N/A"),
    ("=LIMIT_NEED(A9,30)", "#NAME?"),
    ("=LIMIT_NEED(1/0,30)", "#DIV/0!"),  # an error that is no cell's
    ("=LIMIT_NEED((A1:A2,A5:A6),30)", "Err:504"),  # LibreOffice takes several areas to no macro
    ("=PAYMENT_TERM_FACTOR(45)", 2.5),
    ('=PAYMENT_TERM_DAYS("CM+10D")', 40.0),
    ("=COVERAGE_GAP(42000,30000)", 12_000.0),
    ("=COVERAGE_GAP(10,30)", 0.0),
    ('=COVER(10000,"valid")', 30_000.0),  # the larger of the two
    ('=COVER(10000,"expired")', 10_000.0),
    ("=COVER(-1)", "#NUM!"),  # outside the bounds
    ("=LOSS_ESTIMATE(50000,40000)", 14_000.0),  # 50 000 − 40 000 × 0.9
    ("=LOSS_ESTIMATE(50000,40000,0.25)", 20_000.0),
    ("=SALES_TO_RECOVER(100000,0.05)", 2_000_000.0),
    ("=SALES_TO_RECOVER(100000,0)", "#DIV/0!"),
    ("=BUSINESS_ID_VALID(A12)", True),  # 153 mod 11 is 10, so the check digit is 1
    ("=BUSINESS_ID_VALID(A13)", False),
    ("=BUSINESS_ID_VALID(A11)", False),
    ("=VAT_NUMBER(A12)", "FI12345671"),
    ("=VAT_NUMBER(A13)", "#VALUE!"),
    ('=RECOMMENDATION_STATUS(A14,A15,A16,A17,"","","","","en")', "✓ Valid"),  # six months on, to the day
    ('=RECOMMENDATION_STATUS(A14,A15,A16,A18,A11,A11,A11,A11,"en")', "● Expired"),
    ("=SUM(LIMIT_NEED(A1:A2,30))", 20_028.0),  # an array within a formula: 20 000 + 28
    ('=IFERROR(LIMIT_NEED(A4,30),"mend")', "mend"),  # an error is an error to other functions
    ("=CREDITXL_VERSION()", "0.1.0"),
]


def test_every_formula_gives_its_figure_when_computed(load):
    formulas = [*FORMULAS, *asked()]
    places = {f"F{row}": formula for row, (formula, _) in enumerate(formulas, start=1)}
    document = load(INPUTS | places)
    document.calculateAll()
    got = [(formula, shown(document, place)) for place, formula in places.items()]

    assert got == formulas


def test_every_function_is_asked_above():
    assert ASKED.keys() == {function.name for function in FUNCTIONS}


def test_cached_values_are_shown_until_something_changes(load):
    document = load({"A1": 1000, "A2": 30, "B1": "=LIMIT_NEED(A1,A2)", "B2": "=LIMIT_NEED(A1,60)", "B3": "=A2"})
    before = shown(document, "B1")
    document.Sheets.getByIndex(0).getCellRangeByName("A2").Value = 15

    assert before == STALE
    assert shown(document, "B1") == 1500.0  # 1 000 × (1 + 15/30)
    assert shown(document, "B2") == STALE  # nothing that it depends on has changed


def test_a_range_answers_in_as_many_cells_with_errors_in_their_own(load):
    document = load(
        {
            **dict(zip(("A1", "A2", "A3", "A4"), (1000, "1,5", None, 300), strict=True)),
            **dict(zip(("B1", "B2", "B3", "B4"), (30, 30, 30, 400), strict=True)),
            "C1:C4": "=LIMIT_NEED(A1:A4,B1:B4)",
        }
    )
    document.calculateAll()

    assert [shown(document, f"C{row}") for row in range(1, 5)] == [2000.0, "#VALUE!", 0.0, "#N/A"]


def test_an_error_in_a_range_is_that_of_the_whole_answer(load):
    document = load({"A1": 1000, "A2": "=1/0", "B1:B2": "=LIMIT_NEED(A1:A2,30)"})
    document.calculateAll()

    assert [shown(document, "B1"), shown(document, "B2")] == ["#DIV/0!", "#DIV/0!"]


def test_a_function_of_cells_that_functions_compute_waits_for_them(load):
    document = load(
        {
            **{f"A{row}": f"=COVERAGE_GAP(B{row},C{row})" for row in (1, 2, 3)},
            **{f"B{row}": f"=LIMIT_NEED(D{row},30)" for row in (1, 2, 3)},
            **{f"C{row}": f'=COVER(E{row},"expired")' for row in (1, 2, 3)},
            **{f"D{row}": 1000 * row for row in (1, 2, 3)},
            **{f"E{row}": 500 for row in (1, 2, 3)},
            "A4": "=SUM(COVERAGE_GAP(B1:B3,C1:C3))",
        }
    )
    document.calculateAll()
    computed = [shown(document, f"A{row}") for row in (1, 2, 3, 4)]
    document.Sheets.getByIndex(0).getCellRangeByName("D3").Value = 5000

    assert computed == [1500.0, 3500.0, 5500.0, 10_500.0]
    assert shown(document, "A4") == 14_500.0


def test_a_row_and_a_column_answer_in_a_table(load):
    document = load({"A1": 100, "A2": 200, "B3": 0, "C3": 30, "D1:E2": "=LIMIT_NEED(A1:A2,B3:C3)"})
    document.calculateAll()

    assert [[shown(document, f"{column}{row}") for column in "DE"] for row in (1, 2)] == [[100, 200], [200, 400]]


def test_a_range_of_texts_answers_in_texts(load):
    document = load({"A1": "1234567-1", "A2": "no id", "B1:B2": "=VAT_NUMBER(A1:A2)"})
    document.calculateAll()

    assert [shown(document, "B1"), shown(document, "B2")] == ["FI12345671", "#VALUE!"]


def test_an_array_follows_a_change_of_one_input(load):
    document = load({"A1": 100, "A2": 200, "B1:B2": "=LIMIT_NEED(A1:A2,30)"})
    document.calculateAll()
    document.Sheets.getByIndex(0).getCellRangeByName("A2").Value = 500

    assert [shown(document, "B1"), shown(document, "B2")] == [200.0, 1000.0]


def test_a_text_that_looks_like_the_mark_of_an_error_is_a_text(load):
    document = load({"A1": "#2042", "B1": "=BUSINESS_ID_VALID(A1)"})
    document.calculateAll()

    assert shown(document, "B1") is False


def test_dates_of_a_workbook_that_counts_from_1904_are_the_same_days(load):
    formula = '=RECOMMENDATION_STATUS("quick","approved",A1,{},"","","","","en")'
    cells = {"A1": date(2026, 1, 31), "A2": date(2026, 7, 31), "A3": date(2026, 8, 1)}
    document = load(cells | {"B2": formula.format("A2"), "B3": formula.format("A3")}, from_1904=True)
    document.calculateAll()

    assert document.NullDate.Year == 1904
    assert [shown(document, "B2"), shown(document, "B3")] == ["✓ Valid", "● Expired"]


def test_a_column_of_a_table_follows_its_own_row(load):
    formula = "=LIMIT_NEED(tblNeeds[[#This Row],[Myynti]],tblNeeds[[#This Row],[Maksuehto]])"
    document = load({"A2": 100, "B2": 30, "C2": formula, "A3": 200, "B3": 60, "C3": formula}, table="A1:C3")
    document.Sheets.getByIndex(0).getCellRangeByName("B3").Value = 90

    assert [shown(document, "C2"), shown(document, "C3")] == [STALE, 800.0]  # 200 × (1 + 90/30)
