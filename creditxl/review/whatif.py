"""Other conventions beside the present ones: what each would make of the needs and statuses. Nothing is applied."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from creditxl.errors import Message, msg
from creditxl.policy.factors import YEAR
from creditxl.policy.formulas import EndOfMonth
from creditxl.policy.need import NeedBasis
from creditxl.policy.parameters import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from creditxl.model import CustomerReview
    from creditxl.policy.factors import FactorTable
    from creditxl.policy.parameters import Policy, Value
    from creditxl.review.result import Review

CALENDAR_YEAR = 365
LATE = (15, 30)  # days: until insurers usually want to be told, and a month


class Alternative(Struct, frozen=True):
    """A policy with some values replaced.

    Args:
        name: For programs.
        title: For people.
    """

    name: str
    title: Message
    policy: Policy


class Changed(Struct, frozen=True):
    """A customer whose statuses an alternative changes."""

    before: CustomerReview
    after: CustomerReview


class Outcome(Struct, frozen=True):
    """The review as an alternative would have it, and who changes status by it."""

    alternative: Alternative
    review: Review
    changed: tuple[Changed, ...]


def alternatives(policy: Policy) -> tuple[Alternative, ...]:
    """Return the conventions that are usual and not those of the policy, one change each."""
    return tuple(Alternative(name, title, tried(policy, values)) for name, title, values in _usual(policy))


def compare(present: Review, again: Callable[[Policy], Review], others: Iterable[Alternative]) -> tuple[Outcome, ...]:
    """Review the same customers by each alternative.

    Args:
        present: The review by the policy in force.
        again: Reviews the same extracts by another policy.
        others: What to try.
    """
    return tuple(_outcome(present, again(other.policy), other) for other in others)


def _outcome(present: Review, found: Review, other: Alternative) -> Outcome:
    before = {row.business_id: row for row in present.customers}
    pairs = (Changed(before[row.business_id], row) for row in found.customers)
    return Outcome(other, found, tuple(pair for pair in pairs if _statuses(pair.before) != _statuses(pair.after)))


def _statuses(row: CustomerReview) -> tuple[str, ...]:
    return row.insurance_status, row.limit_status, row.recommendation_status


def _usual(policy: Policy) -> Iterator[tuple[str, Message, Mapping[str, Value]]]:
    factors = next(one.value for one in policy.parameters if one.name == "payment_term_factors")
    yield (
        "outstanding_only",
        msg("Factors one less: what is outstanding alone"),
        {"payment_term_factors": _one_less(cast("FactorTable", factors))},
    )
    days = CALENDAR_YEAR if policy.year_days == YEAR else YEAR
    yield f"year_{days}", msg("Year of {days} days", days=days), {"year_days": days}
    if policy.end_of_month is EndOfMonth.LONGEST:
        yield (
            "end_of_month_average",
            msg("End-of-month terms: average case"),
            {"end_of_month": EndOfMonth.AVERAGE},
        )
    else:
        yield (
            "end_of_month_longest",
            msg("End-of-month terms: longest case"),
            {"end_of_month": EndOfMonth.LONGEST},
        )
    for basis in NeedBasis:
        if basis is not policy.need_basis:
            yield f"need_{basis}", BASES[basis], {"need_basis": basis}
    for late in LATE:
        more = policy.late_payment_days + late
        yield f"late_{more}", msg("Paid {days} days late", days=more), {"late_payment_days": more}


BASES = {
    NeedBasis.PEAK: msg("Need of the highest month"),
    NeedBasis.AVERAGE: msg("Need of the months' average"),
    NeedBasis.LATEST: msg("Need of the latest month"),
}


def _one_less(table: FactorTable) -> FactorTable:
    return tuple((days, max(Fraction(0), found - 1)) for days, found in table)
