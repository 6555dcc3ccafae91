"""The calculator: what another term, month, limit or recommendation would make of one customer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.labels import label
from creditxl.model import Decision, Limit, RecommendationStatus, from_cents
from creditxl.policy.actions import Position, actions
from creditxl.policy.cover import VALID, LimitState, RecommendationState, cover, gap, limit_state
from creditxl.policy.factors import factor
from creditxl.policy.need import activity, is_active, limit_need
from creditxl.policy.status import insurance_status, limit_status
from creditxl.workbook.formulas import AS_OF, FACTORS
from creditxl.workbook.layout import Cell, Column, Formula, Kind, Look, Name, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from creditxl.workbook.layout import Value
    from creditxl.workbook.view import View

CUSTOMER, TERM, SALES, LIMIT, RECOMMENDED = (
    f"Calculator{part}" for part in ("Customer", "Term", "Sales", "Limit", "Recommendation")
)
FIRST_INPUT, FIRST_OUTPUT, FIRST_SETTING = 6, 13, 22
USUAL_TERM = 30
SETTINGS_GRID = "CalculatorSettings"
NOTHING, NO_TASK = Decimal(0), "–"
# What the tasks go by of the policy; the function takes them as a table.
SETTINGS = ("recommendation_ceiling", "limit_step", "excess_ratio", "excess_amount", "max_payment_term")
# Named in the cells above the outputs' formulas.
FACTOR, NEED, COVER, GAP = (f"Calculator{part}" for part in ("Factor", "Need", "Cover", "Gap"))
SHOWN: Mapping[str, tuple[str, Kind]] = {
    FACTOR: (label("Factor"), Kind.FACTOR),
    NEED: (label("Limit need"), Kind.MONEY),
    COVER: (label("Cover"), Kind.MONEY),
    GAP: (label("Coverage gap"), Kind.MONEY),
    "insurance": (label("Insurance status"), Kind.TEXT),
    "limit": (label("Limit status"), Kind.TEXT),
    "tasks": (label("Tasks"), Kind.TEXT),
}


class Tried(Struct, frozen=True):
    """What stands in the cells that people change."""

    customer: str
    term_days: int
    sales: Decimal
    limit: Decimal
    is_recommended: bool


def calculator_sheet(view: View) -> Sheet:
    """Return the sheet, filled with the customer of the largest gap, whose month with the most sales is tried."""
    text, tried = view.text, _largest_gap(view)
    return Sheet(
        text(label("Calculator")),
        cells=(*_notes(view), *_inputs(view, tried), *_outputs(view, tried)),
        tables=(_settings(view),),
        names=(
            *(Name(name, row, 1) for row, name in enumerate((CUSTOMER, TERM, SALES, LIMIT, RECOMMENDED), FIRST_INPUT)),
            *(Name(name, row, 1) for row, name in enumerate((FACTOR, NEED, COVER, GAP), FIRST_OUTPUT)),
        ),
        widths=(34.0, 30.0, 70.0),
    )


def _largest_gap(view: View) -> Tried:
    if not view.review.customers:
        return Tried("", USUAL_TERM, NOTHING, NOTHING, is_recommended=False)
    row = view.review.customers[0]
    table = view.review.policy.payment_term_factors
    return Tried(
        row.name,
        min(max(row.payment_term_days, table[0][0]), table[-1][0]),
        from_cents(max(0, *view.in_window(row.sales_cents))),
        row.limit,
        row.recommendation_status in VALID,
    )


def _notes(view: View) -> Iterator[Cell]:
    text = view.text
    yield Cell(0, 0, text(label("Calculator: one customer")), Look.TITLE)
    yield Cell(1, 0, view.as_of(), Look.SUBTITLE)
    yield Cell(
        2, 0, text(label("Change the shaded cells. Nothing is stored, and a refresh sets them back.")), Look.NOTE
    )
    said = (
        label("The figures below follow by the same rules as the review's.")
        if view.is_live
        else label("In this workbook without macros the figures below stay as they were reckoned.")
    )
    yield Cell(3, 0, text(said), Look.NOTE)
    yield Cell(FIRST_INPUT - 1, 0, text(label("What is tried")), Look.SECTION)
    yield Cell(FIRST_OUTPUT - 1, 0, text(label("What it makes")), Look.SECTION)
    yield Cell(FIRST_SETTING - 1, 0, text(label("What the tasks go by, from the settings")), Look.SECTION)


def _inputs(view: View, tried: Tried) -> Iterator[Cell]:
    mark = "x" if tried.is_recommended else None
    asked: tuple[tuple[str, Value, Kind, str], ...] = (
        (label("Customer"), tried.customer, Kind.TEXT, label("For you to read: no figure goes by it")),
        (label("Payment term, days"), tried.term_days, Kind.INTEGER, label("Whole days")),
        (label("Gross sales of a month"), tried.sales, Kind.MONEY, label("VAT as invoiced")),
        (label("Credit limit"), tried.limit, Kind.MONEY, label("The insurer's limit in force, 0 for none")),
        (label("Valid recommendation"), mark, Kind.TEXT, label("x when one is valid, else empty")),
    )
    for row, (heading, value, kind, hint) in enumerate(asked, FIRST_INPUT):
        yield Cell(row, 0, view.text(heading))
        yield Cell(row, 1, value, Look.INPUT, kind, hint=view.text(hint))
        yield Cell(row, 2, view.text(hint), Look.NOTE)


def _outputs(view: View, tried: Tried) -> Iterator[Cell]:
    values, formulas = _values(view, tried), _formulas(view)
    for row, (name, (heading, kind)) in enumerate(SHOWN.items(), FIRST_OUTPUT):
        value = values[name]
        look = Look.STATUS if kind is Kind.TEXT else Look.TOTAL
        yield Cell(row, 0, view.text(heading))
        yield Cell(row, 1, Formula(formulas[name], value) if view.is_live else value, look, kind)


def _values(view: View, tried: Tried) -> dict[str, Decimal | str]:
    """Return what the formulas give for what is tried, by the rules that their functions call."""
    review, policy = view.review, view.review.policy
    exact = factor(tried.term_days, policy.payment_term_factors)
    need = limit_need([(tried.sales, exact)])
    held = cover(tried.limit, tried.is_recommended, policy.recommendation_ceiling)
    state = _limit(view, tried)
    active = is_active([tried.sales])
    status = limit_status(need=need, limit=state, is_active=active, policy=policy)
    recommended = RecommendationStatus.VALID if tried.is_recommended else RecommendationStatus.NONE
    position = Position(
        as_of=review.as_of,
        need=need,
        is_active=active,
        activity=activity([tried.sales, tried.sales]),
        created_on=None,
        is_insurable=True,
        term_days=tried.term_days,
        invoice_term_days=None,
        previous_limit=None,
        seller="",
        business_line="",
        limit=state,
        limit_status=status,
        recommendation=RecommendationState(status=recommended),
    )
    insured = insurance_status(need=need, cover=held, is_active=active, is_insurable=True)
    return {
        FACTOR: Decimal(repr(float(exact))),
        NEED: need,
        COVER: held,
        GAP: gap(need, held),
        "insurance": view.insurance[insured],
        "limit": view.limit[status],
        "tasks": "; ".join(view.actions[action.name] for action in actions(position, policy)) or NO_TASK,
    }


def _limit(view: View, tried: Tried) -> LimitState:
    if not tried.limit:
        return LimitState()
    return limit_state([Limit("", None, tried.limit, Decision.APPROVED)], view.review.as_of)


def _formulas(view: View) -> dict[str, str]:
    language = view.labels.language
    status = f'IF({RECOMMENDED}="","none","valid")'
    settings = f"$A${FIRST_SETTING + 2}:$B${FIRST_SETTING + 1 + len(SETTINGS)}"
    # An argument that is not given is an empty text: LibreOffice hands over nothing else for it.
    old, at_hand = ",".join(['""'] * 3), ",".join(['""'] * 5)
    task = (
        f'CREDIT_ACTION({NEED},{LIMIT},{status},{AS_OF},{old},{SALES},{at_hand},{TERM},"","",{settings},"{language}")'
    )
    return {
        FACTOR: f"=PAYMENT_TERM_FACTOR({TERM},{FACTORS}[])",
        NEED: f"=LIMIT_NEED({SALES},{TERM},{FACTORS}[])",
        COVER: f"=COVER({LIMIT},{status},recommendation_ceiling)",
        GAP: f"=COVERAGE_GAP({NEED},{COVER})",
        "insurance": f'=INSURANCE_STATUS({NEED},{COVER},{SALES},"","{language}")',
        "limit": f'=LIMIT_STATUS({NEED},{LIMIT},"","",{AS_OF},{SALES},excess_ratio,excess_amount,"{language}")',
        "tasks": f'=IF({task}="","{NO_TASK}",{task})',
    }


def _settings(view: View) -> Table[str]:
    """Return the grid of what the tasks go by, which follows the settings; the sheet is found again by its name."""
    policy = view.review.policy
    columns: tuple[Column[str], ...] = (
        Column("parameter", view.text(label("Name in the policy file")), lambda name: name),
        Column(
            "value",
            view.text(label("Value")),
            lambda name: getattr(policy, name),
            Kind.PLAIN,
            formula=lambda name: f"={name}",
            everywhere=True,
        ),
    )
    return Table(SETTINGS_GRID, FIRST_SETTING, columns, SETTINGS, is_list=False)
