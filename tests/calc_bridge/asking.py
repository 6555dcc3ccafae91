"""Every worksheet function asked for each kind of cell, in the cells of `test_functions`. Figures by hand."""

from __future__ import annotations

from typing import Any

# Each function asked for a value, a range, an empty cell (A11), an error (A7) and a wrong type, in this order.
ASKED: dict[str, list[Any]] = {
    "LIMIT_NEED": [("(D1,30)", 84_000.0), ("(D1:D2,30)", 86_000.0), ("(A11,30)", 0.0), "(A7,30)", "(A4,30)"],
    "PAYMENT_TERM_FACTOR": [("(45)", 2.5), ("(E1:E2)", 5.0), ("(A11)", "#N/A"), "(A7)", '("?")'],
    "PAYMENT_TERM_DAYS": [('("CM+10D")', 40.0), ("(E1:E2)", 90.0), ("(A11)", "#N/A"), "(A7)", '("?")'],
    "RECOMMENDATION_STATUS": [
        ("(A14,A15,A16,A17)", "valid"),
        ("(A14,A15,A16,A17:A18)", "expired"),  # a day later
        ("(A11,A11,A11,A17)", "none"),
        "(A14,A15,A16,A7)",
        '(A14,A15,A16,"31.7.2026")',
    ],
    "COVER": [
        ('(12000,"valid")', 30_000.0),
        ('(D1:D2,"valid")', 72_000.0),  # 42 000 and 30 000
        ("(A11,A11)", 0.0),
        "(A7)",
        '("12 000")',
    ],
    "COVERAGE_GAP": [
        ("(42000,30000)", 12_000.0),
        ("(D1:D2,500)", 42_000.0),
        ("(A11,A11)", 0.0),
        "(1,A7)",
        '(1,"x")',
    ],
    "LIMIT_STATUS": [
        ("(D1,42000)", "enough"),
        ("(D1:D2,42000)", "excess"),  # 42 times the need of 1 000
        ("(D1,A11)", "none"),
        "(D1,A7)",
        '(D1,"x")',
    ],
    "INSURANCE_STATUS": [
        ("(D1,30000)", "short"),
        ("(D1:D2,30000)", "covered"),
        ("(A11,A11)", "no_sales"),
        "(A7,1)",
        '("x",1)',
    ],
    "CREDIT_ACTION": [
        ('(D1,"","",A17)', "apply_limit"),
        ('(D1:D2,"","",A17)', "apply_continuous"),  # 1 000 is below the ceiling
        ("(A11,A11,A11,A17)", ""),  # no need, nothing to do
        '(A7,"","",A17)',
        '("x","","",A17)',
    ],
    "BUSINESS_ID_VALID": [
        ("(A12)", True),
        ("(A12:A13)", 1.0),
        ("(A11)", False),
        "(A7)",
        ("(A14)", False),
    ],  # a word is no id
    "VAT_NUMBER": [
        ("(A12)", "FI12345671"),
        ("(A12:A13)", "#VALUE!"),  # an error in its own place
        ("(A11)", "#N/A"),
        "(A7)",
        '("no id")',
    ],
    "DAYS_OVERDUE": [
        ("(A16,A17)", 181.0),  # 28 + 31 + 30 + 31 + 30 + 31
        ("(A16,A17:A18)", 363.0),
        ("(A11,A17)", "#N/A"),
        "(A7,A17)",
        '("31.1.2026",A17)',
    ],
    "OVERDUE_AGE": [("(45)", "31-60"), ("(E1:E2)", "31-60"), ("(A11)", "#N/A"), "(A7)", '("x")'],
    "UNCOVERED_RECEIVABLES": [
        ("(42000,30000)", 12_000.0),
        ("(D1:D2,500)", 42_000.0),
        ("(A11,A11)", 0.0),
        "(A7,1)",
        '("x",1)',
    ],
    "COMPENSATION": [
        ("(50000,30000)", 27_000.0),  # 30 000 less 10 %
        ("(D1:D2,30000)", 27_900.0),
        ("(A11,A11)", 0.0),
        "(A7,1)",
        '("x",1)',
    ],
    "LOSS_ESTIMATE": [
        ("(50000,40000)", 14_000.0),
        ("(D1:D2,30000)", 15_100.0),
        ("(A11,A11)", 0.0),
        "(A7,1)",
        '("x",1)',
    ],
    "SALES_TO_RECOVER": [
        ("(100000,0.05)", 2_000_000.0),
        ("(D1:D2,0.05)", 860_000.0),
        ("(A11,0.05)", 0.0),
        "(A7,0.05)",
        '("x",0.05)',
    ],
}


def asked() -> list[tuple[str, object]]:
    """Return these formulas, and what each gives: figures of a range are summed, of words the second stands for all."""
    found: list[tuple[str, object]] = []
    for name, (value, (cells, several), empty, error, wrong) in ASKED.items():
        whole = f"=SUM({name}{cells})" if isinstance(several, float) else f"=INDEX({name}{cells},2)"
        refused = wrong if isinstance(wrong, tuple) else (wrong, "#VALUE!")
        given = (value, empty, (error, "#DIV/0!"), refused)
        found += [(whole, several), *((f"={name}{one}", expected) for one, expected in given)]
    return found
