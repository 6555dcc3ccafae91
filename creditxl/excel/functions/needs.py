"""Limit need, payment terms, cover and gap: rules R1, R2, R5 and R10."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.excel import reading
from creditxl.excel.cells import NUM, CellProblem
from creditxl.excel.functions.defaults import changed, factors, shipped, shipped_factors
from creditxl.excel.registry import Argument, Empty, Gives, Whole, function
from creditxl.policy import cover as covers
from creditxl.policy import need as needs
from creditxl.policy.formulas import MOST_DAYS, EndOfMonth

if TYPE_CHECKING:
    from decimal import Decimal

    from creditxl.excel.functions.defaults import Factors
    from creditxl.excel.reading import Term
    from creditxl.model import RecommendationStatus
    from creditxl.policy.formulas import Language

TERM = Argument(
    msg("Payment term: a whole number of days, or the term as written, such as 14 pv netto, 30 days net or CM+10D."),
    reading.term,
    Empty.NEEDED,
)
FACTORS = Whole(
    msg(
        "Table of two columns, days and factor, days rising. Between two rows the factor rises evenly. "
        "Not given: the shipped table, {least} to {most} days.",
        least=shipped_factors().table[0][0],
        most=shipped_factors().table[-1][0],
    ),
    factors,
)
NEED = Argument(msg("Limit need, 0 or more."), reading.amount, Empty.ZERO)
COVER = Argument(msg("What is covered, 0 or more."), reading.amount, Empty.ZERO)


@function(
    Gives.AMOUNT,
    sales=Argument(msg("Gross sales of one month, credit notes taken off."), reading.number, Empty.ZERO),
    term=TERM,
    factors=FACTORS,
)
def limit_need(sales: Decimal, term: Term, factors: Factors | None = None) -> Decimal:
    """Limit need of one month: gross sales times the factor of the payment term.

    Never below 0, rounded to cents. #N/A where the term has no factor.
    """
    return needs.limit_need([(sales, _factors(factors).of(_days(term)))])


@function(Gives.RATIO, term=TERM, factors=FACTORS)
def payment_term_factor(term: Term, factors: Factors | None = None) -> float:
    """What a month's sales is multiplied by to get the limit need.

    #N/A where the term has no factor: below 0 days or past the table's last row.
    """
    return float(_factors(factors).of(_days(term)))


@function(
    Gives.DAYS,
    term=TERM,
    end_of_month=Argument(
        msg(
            "How a wait for the month's end counts: longest (30 days) or average (15 days). Not given: {counted}.",
            counted=shipped().end_of_month.value,
        ),
        reading.end_of_month,
    ),
    language=Argument(
        msg(
            "Language of the ERP, fi, sv or en, whose letters the due-date formula uses. "
            "Not given: as the formula shows."
        ),
        reading.formula_language,
    ),
)
def payment_term_days(term: Term, end_of_month: EndOfMonth | None = None, language: Language | None = None) -> int:
    """Days of a payment term: a number, a due-date formula or a text in Finnish, Swedish or English.

    #VALUE! where a text cannot be read, or could be read in two ways.
    """
    if isinstance(term, int) and not 0 <= term <= MOST_DAYS:
        raise CellProblem(NUM)
    return reading.days_of(term, end_of_month or shipped().end_of_month, language)


@function(
    Gives.AMOUNT,
    limit=Argument(msg("The insurer's limit in force, 0 or more."), reading.amount, Empty.ZERO),
    recommendation_status=Argument(
        msg(
            "Status of the credit recommendation, as RECOMMENDATION_STATUS gives it; valid and below_need count. "
            "Not given: none."
        ),
        reading.recommendation_status,
    ),
    ceiling=Argument(
        msg("Most that a valid recommendation covers. Not given: {amount}.", amount=shipped().recommendation_ceiling),
        reading.number,
    ),
)
def cover(
    limit: Decimal, recommendation_status: RecommendationStatus | None = None, ceiling: Decimal | None = None
) -> Decimal:
    """What is insured of a customer's need: the limit, or what a valid recommendation covers.

    The larger of the two: they do not add up.
    """
    policy = changed(shipped(), {"recommendation_ceiling": ceiling})
    return covers.cover(limit, recommendation_status in covers.VALID, policy.recommendation_ceiling)


@function(Gives.AMOUNT, need=NEED, cover=COVER)
def coverage_gap(need: Decimal, cover: Decimal) -> Decimal:
    """The part of the limit need that nothing covers, never below 0."""
    return covers.gap(need, cover)


def _factors(given: Factors | None) -> Factors:
    return given or shipped_factors()


def _days(term: Term) -> int:
    return reading.days_of(term, shipped().end_of_month)
