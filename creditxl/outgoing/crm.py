"""The CRM's import form: recommendations to apply for, convert or cancel, as Salesforce takes them.

Salesforce maps columns by their headings, and a map is kept: so they stay the same in every language. A company's own
headings, or the names of its fields, go before them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import ConfigError, msg
from creditxl.model import ActionName, RecommendationKind
from creditxl.outgoing.forms import Asked, Column, Lack
from creditxl.outgoing.insurer import amount_of, no_amount, no_business_id, no_currency

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

KINDS = {
    ActionName.APPLY_QUICK: RecommendationKind.QUICK,
    ActionName.APPLY_CONTINUOUS: RecommendationKind.CONTINUOUS,
    ActionName.CONVERT_TO_CONTINUOUS: RecommendationKind.CONTINUOUS,
    ActionName.CANCEL_RECOMMENDATION: RecommendationKind.CONTINUOUS,
}
RECOMMENDATIONS = tuple(KINDS)
WITH_AMOUNT = frozenset({ActionName.APPLY_CONTINUOUS, ActionName.CONVERT_TO_CONTINUOUS})


def _amount(asked: Asked) -> Decimal | None:
    """Return the amount; a quick recommendation has none, and one that is cancelled needs none."""
    return amount_of(asked) if asked.task.action.name in WITH_AMOUNT else None


def _no_amount(asked: Asked) -> Lack | None:
    return no_amount(asked) if asked.task.action.name in WITH_AMOUNT else None


def _no_currency(asked: Asked) -> Lack | None:
    return no_currency(asked) if asked.task.action.name in WITH_AMOUNT else None


COLUMNS = {
    "business_id": Column(
        "business_id",
        lambda asked: asked.task.customer.business_id if asked.task.customer.has_business_id else None,
        lack=no_business_id,
    ),
    "name": Column("name", lambda asked: asked.task.customer.name),
    "action": Column("action", lambda asked: asked.task.action.name.value),
    "kind": Column("kind", lambda asked: KINDS[asked.task.action.name].value),
    "amount": Column("amount", _amount, lack=_no_amount),
    "currency": Column("currency", lambda asked: asked.review.currency, lack=_no_currency),
    "business_line": Column("business_line", lambda asked: asked.task.customer.business_line),
    "seller": Column("seller", lambda asked: asked.task.customer.seller),
    "requested_on": Column("requested_on", lambda asked: asked.review.as_of),
    "due_on": Column("due_on", lambda asked: asked.task.action.due_on),
}


def columns(headings: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the form's columns under a company's own headings.

    Raises:
        ConfigError: A heading is given for a column that the form has not, or two columns have one heading.
    """
    unknown = [name for name in headings if name not in COLUMNS]
    if unknown:
        raise ConfigError(
            msg("the CRM's import form has no column '{column}'", column=unknown[0]),
            where=unknown[0],
            fix=msg("name one of these: {known}", known=", ".join(COLUMNS)),
        )
    named = tuple(
        Column(headings.get(name, name), column.value, column.lack, column.note) for name, column in COLUMNS.items()
    )
    if len({column.heading for column in named}) < len(named):
        raise ConfigError(
            msg("two columns of the CRM's import form have the same heading"),
            where=", ".join(headings.values()),
            fix=msg("give every column a heading of its own"),
        )
    return named
