"""Statuses and actions: rules R9 to R11 and section 5."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.excel import reading
from creditxl.excel.cells import NA, CellProblem
from creditxl.excel.functions.defaults import changed, settings, shipped
from creditxl.excel.functions.needs import COVER, NEED
from creditxl.excel.registry import Argument, Empty, Gives, Whole, function
from creditxl.model import Activity, Decision, Limit, Recommendation, RecommendationStatus
from creditxl.policy import cover as covers
from creditxl.policy import need as needs
from creditxl.policy import status
from creditxl.policy.actions import Position, actions
from creditxl.policy.cover import LimitState, RecommendationState
from creditxl.policy.money import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from creditxl.excel.functions.defaults import Settings
    from creditxl.model import RecommendationKind


LANGUAGE = Argument(
    msg(
        "fi, sv or en: the words that the sheets show in that language. Not given: the program's own words, in English."
    ),
    reading.language,
)
AS_OF = Argument(
    msg("The day of the review, such as the workbook's as-of date."), reading.day, Empty.NEEDED, is_day=True
)
KIND = Argument(msg("quick or continuous, or the word of the extract for it."), reading.recommendation_kind)
LIMIT_DECISION = Argument(
    msg(
        "The insurer's decision: approved, partial, rejected, pending or cancelled, or the extract's word for it. "
        "Not given: approved when the limit is above 0."
    ),
    reading.decision,
)
VALID_TO = Argument(msg("Last day of the limit. Not given: no end."), reading.day, is_day=True)
GRANTED = Argument(msg("What the insurer granted, 0 or more."), reading.amount, Empty.ZERO)
SALES = Argument(
    msg(
        "Gross sales in the months that the need looks at; active is above 0. "
        "Not given: active when the need is above 0."
    ),
    reading.number,
)
INSURABLE = Argument(
    msg("FALSE for states, public bodies, private persons and companies of the group. Not given: TRUE."), reading.flag
)


@function(
    Gives.WORD,
    kind=KIND,
    decision=Argument(
        msg(
            "approved, rejected, pending or cancelled, or the word of the extract for it. Not given: no recommendation."
        ),
        reading.decision,
    ),
    decided_on=Argument(msg("Day of the decision."), reading.day, is_day=True),
    as_of=AS_OF,
    cancelled_on=Argument(msg("Day from which it is cancelled. Not given: it is not."), reading.day, is_day=True),
    amount=Argument(msg("The recommended amount. Not given: none."), reading.amount),
    need=Argument(msg("Limit need; a continuous recommendation below it is below_need. Not given: 0."), reading.amount),
    valid_months=Argument(
        msg("Calendar months that a quick one is valid. Not given: {months}.", months=shipped().quick_validity_months),
        reading.whole,
    ),
    language=LANGUAGE,
)
def recommendation_status(  # noqa: PLR0913, PLR0917 - one parameter for each cell that says something of it
    kind: RecommendationKind | None,
    decision: Decision | None,
    decided_on: date | None,
    as_of: date,
    cancelled_on: date | None = None,
    amount: Decimal | None = None,
    need: Decimal | None = None,
    valid_months: int | None = None,
    language: str | None = None,
) -> str:
    """Status of a credit recommendation on a day, the first of these that holds.

    none, cancelled, rejected, expired, below_need, valid. A quick one ends after some calendar months, a continuous
    one when it is cancelled.
    """
    if decision is None:
        return _worded(RecommendationStatus.NONE, language)
    if kind is None or decided_on is None:
        raise CellProblem(NA)
    policy = changed(shipped(as_of), {"quick_validity_months": valid_months})
    one = Recommendation("", kind, decision, amount, decided_on, cancelled_on=cancelled_on)
    return _worded(covers.recommendation_state([one], as_of, need or NOTHING, policy).status, language)


@function(
    Gives.WORD,
    need=NEED,
    limit=GRANTED,
    decision=LIMIT_DECISION,
    valid_to=VALID_TO,
    as_of=Argument(
        msg("The day of the review. Needed when the limit has a last day: #N/A without."), reading.day, is_day=True
    ),
    sales=SALES,
    excess_ratio=Argument(
        msg("A limit can be excess above need times this. Not given: {ratio}.", ratio=shipped().excess_ratio),
        reading.number,
    ),
    excess_amount=Argument(
        msg("And is, when above the need by this or more. Not given: {amount}.", amount=shipped().excess_amount),
        reading.number,
    ),
    language=LANGUAGE,
)
def limit_status(  # noqa: PLR0913, PLR0917 - one parameter for each cell that says something of it
    need: Decimal,
    limit: Decimal,
    decision: Decision | None = None,
    valid_to: date | None = None,
    as_of: date | None = None,
    sales: Decimal | None = None,
    excess_ratio: Decimal | None = None,
    excess_amount: Decimal | None = None,
    language: str | None = None,
) -> str:
    """Where the insurer's limit stands against the need, the first of these that holds.

    pending, refused, expired, none, unused (no sales), excess, enough, short.
    """
    policy = changed(shipped(as_of or date.max), {"excess_ratio": excess_ratio, "excess_amount": excess_amount})
    state = _limit_state(limit, None, decision, valid_to, as_of)
    found = status.limit_status(need=need, limit=state, is_active=_is_active(sales, need), policy=policy)
    return _worded(found, language)


@function(Gives.WORD, need=NEED, cover=COVER, sales=SALES, insurable=INSURABLE, language=LANGUAGE)
def insurance_status(
    need: Decimal,
    cover: Decimal,
    sales: Decimal | None = None,
    insurable: bool | None = None,  # noqa: FBT001 - a cell's value
    language: str | None = None,
) -> str:
    """How far the need is insured, the first of these that holds.

    not_insurable, no_sales, covered, short (some cover, below the need), uncovered (none).
    """
    found = status.insurance_status(
        need=need, cover=cover, is_active=_is_active(sales, need), is_insurable=insurable is not False
    )
    return _worded(found, language)


@function(
    Gives.WORD,
    need=NEED,
    limit=GRANTED,
    recommendation_status=Argument(
        msg("Status of the credit recommendation, as RECOMMENDATION_STATUS gives it. Not given: none."),
        reading.recommendation_status,
    ),
    as_of=AS_OF,
    kind=KIND,
    renews_on=Argument(msg("Day on which a continuous recommendation renews."), reading.day, is_day=True),
    created_on=Argument(msg("Day the customer was created. Not given: an old customer."), reading.day, is_day=True),
    sales=SALES,
    latest_sales=Argument(
        msg(
            "Gross sales of the latest complete month, for the check of new customers. "
            "Not given: as active as the months together."
        ),
        reading.number,
    ),
    decision=LIMIT_DECISION,
    requested=Argument(msg("What the insurer was asked for. Not given: nothing more than granted."), reading.amount),
    valid_to=VALID_TO,
    previous_limit=Argument(msg("The limit at the last refresh. Not given: not compared."), reading.amount),
    term=Argument(msg("Payment term agreed, days. Not given: not checked."), reading.whole),
    invoice_term=Argument(msg("Median term of the invoices, days. Not given: not compared."), reading.whole),
    insurable=INSURABLE,
    settings=Whole(
        msg(
            "Table of two columns, parameter and value, by the names of the policy file. Not given: the shipped values."
        ),
        settings,
    ),
    language=LANGUAGE,
)
def credit_action(  # noqa: PLR0913, PLR0917 - one parameter for each cell that says something of it
    need: Decimal,
    limit: Decimal,
    recommendation_status: RecommendationStatus | None,
    as_of: date,
    kind: RecommendationKind | None = None,
    renews_on: date | None = None,
    created_on: date | None = None,
    sales: Decimal | None = None,
    latest_sales: Decimal | None = None,
    decision: Decision | None = None,
    requested: Decimal | None = None,
    valid_to: date | None = None,
    previous_limit: Decimal | None = None,
    term: int | None = None,
    invoice_term: int | None = None,
    insurable: bool | None = None,  # noqa: FBT001 - a cell's value
    settings: Settings | None = None,
    language: str | None = None,
) -> str:
    """What should be done about a customer, such as apply_limit or reduce_limit.

    Every action that holds, ; between them, in the order of the rules. Empty text when there is nothing to do.
    """
    policy = changed(shipped(as_of), settings or {})
    active, state = _is_active(sales, need), _limit_state(limit, requested, decision, valid_to, as_of)
    position = Position(
        as_of=as_of,
        need=need,
        is_active=active,
        activity=_activity(active, latest_sales),
        created_on=created_on,
        is_insurable=insurable is not False,
        term_days=term or 0,
        invoice_term_days=invoice_term if term is not None else None,
        previous_limit=previous_limit,
        seller="",
        business_line="",
        limit=state,
        limit_status=status.limit_status(need=need, limit=state, is_active=active, policy=policy),
        recommendation=RecommendationState(
            kind, recommendation_status or RecommendationStatus.NONE, renews_on=renews_on
        ),
    )
    return ("; " if language else ";").join(_worded(action.name, language) for action in actions(position, policy))


def _is_active(sales: Decimal | None, need: Decimal) -> bool:
    return needs.is_active([need if sales is None else sales])


def _activity(active: bool, latest: Decimal | None) -> Activity:  # noqa: FBT001 - a fact, not a switch
    """Return the activity at the three-month check (rule R13) of a customer that is active in the window or not."""
    month = Decimal(active)
    return needs.activity([month, month if latest is None else latest])


def _limit_state(
    granted: Decimal,
    requested: Decimal | None,
    decision: Decision | None,
    valid_to: date | None,
    as_of: date | None,
) -> LimitState:
    """Return what the insurer's decision is worth on a day; a limit above 0 is an approved one where nothing says."""
    if decision is None and not granted:
        return LimitState()
    if valid_to is not None and as_of is None:
        raise CellProblem(NA)
    row = Limit("", requested, granted, decision or Decision.APPROVED, valid_to=valid_to)
    return covers.limit_state([row], as_of or date.max)


def _worded(value: StrEnum, language: str | None) -> str:
    return _words(type(value), language)[value] if language else value.value


@cache
def _words(kind: type[StrEnum], language: str) -> Mapping[StrEnum, str]:
    """Return what the sheets show for the values of an enumeration, the mark of a status before it."""
    # Imported when someone asks for words: most cells take the program's own.
    from creditxl.labels import Labels  # noqa: PLC0415
    from creditxl.workbook.marks import TONES, marked  # noqa: PLC0415

    labels = Labels(language)
    return marked(kind, labels) if kind in TONES else {value: labels.status(value) for value in kind}
