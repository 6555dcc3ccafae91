from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.calc.engine.formulas import to_calc, to_excel
from creditxl.calc.engine.shifting import shifted
from creditxl.errors import WorkbookError

BOTH_WAYS = [
    ("=A1+1", "=A1+1"),
    ("=SUM(A1,B2:C3)", "=SUM(A1;B2:C3)"),
    ('=IF(A1>0,"a,b;c",0)', '=IF(A1>0;"a,b;c";0)'),  # separators within text are text
    ('="say ""hi"", x"', '="say ""hi"", x"'),
    ("=Sheet2!A1*2", "=$Sheet2.A1*2"),
    ("='My sheet'!$A$1", "=$'My sheet'.$A$1"),
    ("='It''s'!A:A", "=$'It''s'.A:A"),
    ("=SUM(Sheet2!A1:B2)", "=SUM($Sheet2.A1:B2)"),
    ("=STDEV.S(A1:A3)", "=STDEV.S(A1:A3)"),  # a dot in a function's name is no sheet
    ("=SUM({1,2;3,4})", "=SUM({1;2|3;4})"),
    ("=SUM((A1,B1))", "=SUM((A1~B1))"),  # a union
    ("=SUM(A1:B2 B1:C3)", "=SUM(A1:B2!B1:C3)"),  # an intersection
    ("=IF(A1>0,#N/A,1)", "=IF(A1>0;#N/A;1)"),
    ("=CEILING(A1,2)", "=CEILING.XCL(A1;2)"),
    ("=tblLimits[[#This Row],[Myynti]]*2", "=tblLimits[[#This Row];[Myynti]]*2"),
    ("=SUM(tblLimits[Myynti])", "=SUM(tblLimits[Myynti])"),
    ("=ROUND(A1*50%,2)", "=ROUND(A1*50%;2)"),
    ("=LIMIT_NEED(B2,C2)", "=LIMIT_NEED(B2;C2)"),
]


@pytest.mark.parametrize(("excel", "calc"), BOTH_WAYS)
def test_a_formula_is_said_in_both_grammars(excel, calc):
    assert to_calc(excel) == calc
    assert to_excel(calc) == excel


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ("=_xlfn.STDEV.S(A1:A3)", "=STDEV.S(A1:A3)"),  # the prefix belongs to files, not to formulas
        ("=@A1", "=A1"),  # Calc takes the cell of the same row anyway
        ("=[@Myynti]*2", "=tblLimits[[#This Row];[Myynti]]*2"),
        ("=[@[Myynti 3 kk]]", "=tblLimits[[#This Row];[Myynti 3 kk]]"),
        ("=other[@Myynti]", "=other[[#This Row];[Myynti]]"),
        ("=SUM([Myynti])", "=SUM(tblLimits[Myynti])"),
    ],
)
def test_short_forms_of_excel_are_written_out(excel, calc):
    assert to_calc(excel, table="tblLimits") == calc


@pytest.mark.parametrize(
    ("calc", "excel"),
    [
        ("=COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE(A1;2)", "=EDATE(A1,2)"),
        ("=Sheet2.A1", "=Sheet2!A1"),
        ("=ROWS(tblLimits[#all])", "=ROWS(tblLimits[#All])"),
    ],
)
def test_what_calc_alone_writes_reads_as_excel_writes_it(calc, excel):
    assert to_excel(calc) == excel


@pytest.mark.parametrize("formula", ["='[other.xlsx]Sheet1'!A1", "='Jan:Dec'!A1"])
def test_references_beyond_one_sheet_of_the_workbook_are_refused(formula):
    with pytest.raises(WorkbookError, match="another workbook or to several sheets"):
        to_calc(formula)


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "moved"),
    [
        ("=A1*$B$1+$C1+D$1", 2, 1, "=B3*$B$1+$C3+E$1"),
        ("=SUM(A:A,1:1)", 1, 1, "=SUM(B:B,2:2)"),
        ("=SUM($A:$A,$1:$1)", 1, 1, "=SUM($A:$A,$1:$1)"),
        ('="A1"&A1', 1, 0, '="A1"&A2'),  # text stays
        ("='A1'!A1+Sheet2!A1", 1, 0, "='A1'!A2+Sheet2!A2"),  # a sheet's name stays
        ("=LOG10(A1)+tbl[A1]", 1, 0, "=LOG10(A2)+tbl[A1]"),  # functions and columns stay
        ("=A1", -1, 0, "=#REF!"),  # above the sheet
        ("=XFD1", 0, 1, "=#REF!"),  # beside it
    ],
)
def test_relative_references_move_along(formula, rows, columns, moved):
    assert shifted(formula, rows, columns) == moved


references = st.from_regex(r"\$?[A-Z]{1,2}\$?[1-9][0-9]{0,3}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8", exclude_characters='"'), max_size=8).map(lambda text: f'"{text}"')
atoms = st.one_of(references, texts, st.integers(0, 9999).map(str), references.map("'My, sheet'!{}".format))
formulas = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("+".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"SUM({','.join(parts)})"),
    ),
    max_leaves=6,
).map("={}".format)


@given(formulas)
def test_there_and_back_a_formula_is_the_same(formula):
    assert to_excel(to_calc(formula)) == formula


@given(formulas, st.integers(0, 500), st.integers(0, 300))
def test_moved_there_and_back_a_formula_is_the_same(formula, rows, columns):
    assert shifted(shifted(formula, rows, columns), -rows, -columns) == formula
