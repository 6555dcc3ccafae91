"""The formulas of a live book: each asks a worksheet function for what the rules make of the cells beside it.

A formula names the cells of its row as `{key}`, what stands under Settings by the parameter's name, and the day of the
review as `AsOf`. No rule stands here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from creditxl.policy.factors import factor
from creditxl.policy.need import NeedBasis

if TYPE_CHECKING:
    from collections.abc import Callable

    from creditxl.model import CustomerReview
    from creditxl.workbook.view import View

    Formula = Callable[[CustomerReview], str]

AS_OF = "AsOf"  # the name of the cell with the day of the review
FACTORS = "Factors"  # the table of payment-term factors
TERM = "{payment_term_days}"
OWN_TERM = 'IF({own_term}="",{payment_term_days},{own_term})'


def factor_formula(view: View, term: str) -> Formula:
    """Return the formula of the factor; `term` is that of the payment term, TERM or OWN_TERM."""
    return _by_term(view, term, "PAYMENT_TERM_FACTOR({term},{table})", lambda row: row.factor)


def need_formula(view: View, term: str) -> Formula:
    """Return the formula of the limit need."""
    window = view.review.window
    first, last = (f"sales_{month:%Y-%m}" for month in (window[0], window[-1]))
    by_basis = {
        NeedBasis.PEAK: f"MAX(LIMIT_NEED({{{first}:{last}}},{{term}},{{table}}))",
        NeedBasis.AVERAGE: f"ROUND(AVERAGE(LIMIT_NEED({{{first}:{last}}},{{term}},{{table}})),2)",
        NeedBasis.LATEST: f"LIMIT_NEED({{{last}}},{{term}},{{table}})",
    }
    return _by_term(view, term, by_basis[view.review.policy.need_basis], lambda row: row.need)


def cover_formula(row: CustomerReview) -> str:  # noqa: ARG001 - as every column's formula
    """Return the formula of the cover: none for a customer that cannot be insured."""
    return '=IF({not_insurable}="",COVER({limit},{recommendation_status},recommendation_ceiling),0)'


def gap_formula(row: CustomerReview) -> str:  # noqa: ARG001 - as every column's formula
    return "=COVERAGE_GAP({need},{cover})"


def insurance_formula(view: View) -> Formula:
    sales, language = _largest_month(view), view.labels.language
    text = f'=INSURANCE_STATUS({{need}},{{cover}},{sales},{{not_insurable}}="","{language}")'
    return lambda _: text


def recommendation_formula(view: View) -> Formula:
    cells = ",".join(f"{{recommendation_{name}}}" for name in ("kind", "decision", "decided_on"))
    text = (
        f"=RECOMMENDATION_STATUS({cells},{AS_OF},{{recommendation_cancelled_on}},{{recommendation_amount}},{{need}},"
        f'quick_validity_months,"{view.labels.language}")'
    )
    return lambda _: text


def limit_formula(view: View) -> Formula:
    sales, language = _largest_month(view), view.labels.language
    text = (
        f"=LIMIT_STATUS({{need}},{{limit_granted}},{{limit_decision}},{{limit_valid_to}},{AS_OF},{sales},"
        f'excess_ratio,excess_amount,"{language}")'
    )
    return lambda _: text


def exact_factor(view: View) -> Callable[[CustomerReview], Decimal]:
    """Return what gives the factor as the worksheet function gives it: to the last digit of a floating-point number."""
    known: dict[int, Decimal] = {}

    def exact(row: CustomerReview) -> Decimal:
        days = row.payment_term_days
        if not _has_one_term(view, row):
            return row.factor
        if days not in known:
            known[days] = Decimal(repr(float(factor(days, view.review.policy.payment_term_factors))))
        return known[days]

    return exact


def _largest_month(view: View) -> str:
    """Return the largest sales of the window's months: above 0 in any of them makes a customer active (rule R7)."""
    window = view.review.window
    return f"MAX({{sales_{window[0]:%Y-%m}:sales_{window[-1]:%Y-%m}}})"


def _by_term(view: View, term: str, asked: str, value: Callable[[CustomerReview], Decimal]) -> Formula:
    """Return the formula of a figure that rests on the payment term.

    A customer to whom companies sell on several terms has no one term from which its figure would follow: it keeps the
    review's, until a person types a term that holds for all of them.
    """
    plain = "=" + asked.replace("{term}", term).replace("{table}", f"{FACTORS}[]")
    own = asked.replace("{term}", "{own_term}").replace("{table}", f"{FACTORS}[]")

    def formula(row: CustomerReview) -> str:
        if _has_one_term(view, row):
            return plain
        return f'=IF({{own_term}}="",{value(row)},{own})' if term == OWN_TERM else ""

    return formula


def _has_one_term(view: View, row: CustomerReview) -> bool:
    """Tell whether all companies sell to a customer on one term, and the table has its factor."""
    table = view.review.policy.payment_term_factors
    days = row.payment_term_days
    return table[0][0] <= days <= table[-1][0] and all(account.term_days == days for account in row.accounts)
