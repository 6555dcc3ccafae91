"""The columns that several sheets share, one customer a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import CustomerReview, CustomerType, Decision, RecommendationKind
from creditxl.policy.cover import is_insurable
from creditxl.policy.formulas import MOST_DAYS
from creditxl.workbook.formulas import (
    TERM,
    cover_formula,
    exact_factor,
    factor_formula,
    gap_formula,
    insurance_formula,
    limit_formula,
    need_formula,
    recommendation_formula,
)
from creditxl.workbook.kept import OWN_TERM as OWN_TERM_HEADING
from creditxl.workbook.kept import PARENT
from creditxl.workbook.layout import Column, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from enum import StrEnum

    from creditxl.labels import Labels
    from creditxl.workbook.view import View

CustomerColumn = Column[CustomerReview]


def identity(view: View) -> tuple[CustomerColumn, ...]:
    """Return the columns that say who a customer is, and who sells to it."""
    return (
        Column("business_id", view.text(label("Business id")), "business_id", Kind.ID),
        Column("name", view.text(label("Customer")), "name"),
        Column("business_line", view.text(label("Business line")), "business_line"),
        Column("seller", view.text(label("Seller")), "seller"),
    )


def term(view: View) -> CustomerColumn:
    return Column("payment_term_days", view.text(label("Payment term, days")), "payment_term_days", Kind.INTEGER)


def own_term(view: View) -> CustomerColumn:
    """Return the column in which people type a term that goes before the extracts'."""
    terms = view.kept.before.terms
    return Column(
        "own_term",
        view.text(OWN_TERM_HEADING),
        lambda row: terms.get(row.business_id),
        Kind.INTEGER,
        Role.INPUT,
        hint=view.text(label("Whole days that go before the term of the extracts; kept until you empty the cell")),
        most=MOST_DAYS,
    )


def parent(view: View) -> CustomerColumn:
    """Return the column in which people type to what group a customer belongs."""
    parents = view.kept.parents
    return Column(
        "parent",
        view.text(PARENT),
        lambda row: parents.get(row.business_id),
        role=Role.INPUT,
        width=20,
        hint=view.text(label("Business id or name of the parent company; kept until you empty the cell")),
    )


def factor(view: View, used: str = TERM) -> CustomerColumn:
    """Return the factor of the payment term `used`: formulas.TERM or OWN_TERM."""
    formula, value = factor_formula(view, used), exact_factor(view)
    return Column("factor", view.text(label("Factor")), value, Kind.FACTOR, Role.COMPUTED, formula=formula)


def need(view: View, used: str = TERM) -> CustomerColumn:
    return _computed(view, "need", label("Limit need"), need_formula(view, used))


def cover(view: View) -> CustomerColumn:
    return _computed(view, "cover", label("Cover"), cover_formula)


def gap(view: View) -> CustomerColumn:
    return _computed(view, "gap", label("Coverage gap"), gap_formula, bars=True)


def _computed(
    view: View, field: str, heading: str, formula: Callable[[CustomerReview], str], *, bars: bool = False
) -> CustomerColumn:
    return Column(field, view.text(heading), field, Kind.MONEY, Role.COMPUTED, bars=bars, total=True, formula=formula)


def money(view: View, field: str, heading: str, *, folded: bool = False) -> CustomerColumn:
    """Return a column of one amount of a customer, `heading` in English, with its total above."""
    return Column(field, view.text(heading), field, Kind.MONEY, folded=folded, total=True)


def not_insurable(view: View) -> CustomerColumn:
    """Return the mark of customers that cannot be insured, which the formulas look at."""
    return Column(
        "not_insurable",
        view.text(label("Not insurable")),
        "customer_type",
        words={found: None if is_insurable(found) else "x" for found in CustomerType},
        folded=True,
    )


def months(view: View, figure: str, shown: Sequence[date] = ()) -> Iterator[CustomerColumn]:
    """Yield a column a month of the sales or the need; those that are not `shown` stand folded away."""
    review = view.review
    role = Role.COMPUTED if figure == "need" else Role.OUTPUT
    for place, month in enumerate(review.months):
        yield Column(
            f"{figure}_{month:%Y-%m}",
            _month_heading(view, figure, month),
            f"{figure}_cents[{place}]",
            Kind.CENTS,
            role,
            folded=month not in shown,
            total=True,
        )


def window_sales(view: View) -> Iterator[CustomerColumn]:
    """Yield a column of the sales of each month that the need looks at."""
    window = view.review.window
    names = {f"sales_{month:%Y-%m}" for month in window}
    return (column for column in months(view, "sales", window) if column.key in names)


def _month_heading(view: View, figure: str, month: date) -> str:
    shown = view.labels.month(month)
    said = msg("Sales {month}", month=shown) if figure == "sales" else msg("Need {month}", month=shown)
    return view.labels.message(said)


def sales_window(view: View) -> CustomerColumn:
    """Return the sales of the months that the need looks at, which its heading names."""
    heading = sales_of(view.labels, view.window())
    return Column("sales_window", heading, "sales_window", Kind.MONEY, total=True)


def sales_of(labels: Labels, months: str) -> str:
    """Return the heading of the sales of some months."""
    return labels.message(msg("Sales {months}", months=months))


def insurance_status(view: View) -> CustomerColumn:
    return Column(
        "insurance_status",
        view.text(label("Insurance status")),
        "insurance_status",
        Kind.STATUS,
        Role.COMPUTED,
        view.insurance,
        formula=insurance_formula(view),
    )


def limit_status(view: View) -> CustomerColumn:
    return Column(
        "limit_status",
        view.text(label("Limit status")),
        "limit_status",
        Kind.STATUS,
        Role.COMPUTED,
        view.limit,
        formula=limit_formula(view),
    )


def limit_decision(view: View) -> tuple[CustomerColumn, ...]:
    """Return what the limit's status is reckoned from, beside the need and the sales."""
    return (
        Column(
            "limit_decision",
            view.text(label("Insurer's decision")),
            "limit_decision",
            words=_words(view, Decision),
            folded=True,
        ),
        money(view, "limit_granted", label("Limit granted"), folded=True),
        Column("limit_valid_to", view.text(label("Limit valid until")), "limit_valid_to", Kind.DATE),
    )


def recommendation(view: View) -> tuple[CustomerColumn, ...]:
    """Return a customer's credit recommendation, and what its status is reckoned from."""
    text = view.text
    return (
        Column(
            "recommendation_kind",
            text(label("Recommendation")),
            "recommendation_kind",
            words=_words(view, RecommendationKind),
        ),
        Column(
            "recommendation_status",
            text(label("Recommendation status")),
            "recommendation_status",
            Kind.STATUS,
            Role.COMPUTED,
            view.recommendation,
            formula=recommendation_formula(view),
        ),
        money(view, "recommendation_amount", label("Recommended amount")),
        Column(
            "recommendation_decision",
            text(label("Decision on it")),
            "recommendation_decision",
            words=_words(view, Decision),
            folded=True,
        ),
        _day("recommendation_decided_on", text(label("Recommendation decided on"))),
        _day("recommendation_cancelled_on", text(label("Recommendation cancelled on"))),
        _day("recommendation_valid_until", text(label("Recommendation valid until"))),
    )


def _words(view: View, values: Iterable[StrEnum]) -> dict[StrEnum | None, str | None]:
    """Return what is shown for each of some values, and nothing for none."""
    return {None: None, **{value: view.labels.status(value) for value in values}}


def _day(field: str, heading: str) -> CustomerColumn:
    return Column(field, heading, field, Kind.DATE, folded=True)


def actions(view: View) -> CustomerColumn:
    return Column("actions", view.text(label("Tasks")), view.action_words, width=44)
