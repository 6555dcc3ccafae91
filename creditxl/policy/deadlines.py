"""Dates to watch: rule R17. Each follows from a day of the extracts and a parameter, and none is ever put off."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.model import Owner, RecommendationKind, RecommendationStatus
from creditxl.policy.cover import VALID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from creditxl.policy.parameters import Policy


class Watched(StrEnum):
    """What a date is of, in the order of those on one day."""

    STOP_DELIVERIES = "stop_deliveries"
    OVERDUE_NOTICE = "overdue_notice"
    LOSS_FILING = "loss_filing"
    RUN_OFF = "run_off"
    QUICK_END = "quick_end"
    RENEWAL = "renewal"


# Who looks after recommendations looks after their ends; what the insurer is told, the insurance manager tells.
OWNERS: Mapping[Watched, Owner] = {
    Watched.STOP_DELIVERIES: Owner.BUSINESS_LINE,
    Watched.OVERDUE_NOTICE: Owner.INSURANCE_MANAGER,
    Watched.LOSS_FILING: Owner.INSURANCE_MANAGER,
    Watched.RUN_OFF: Owner.INSURANCE_MANAGER,
    Watched.QUICK_END: Owner.RECEIVABLES_CLERK,
    Watched.RENEWAL: Owner.INSURANCE_MANAGER,
}
RANKS = {watched: rank for rank, watched in enumerate(Watched)}


class Deadline(Struct, frozen=True):
    """One date of one customer.

    Args:
        day: The last day on which the thing is done in time; of a renewal, the day on which it renews.
        counted_from: What it is counted from; None where the extract tells the day itself.
    """

    day: date
    watched: Watched
    counted_from: date | None

    @property
    def owner(self) -> Owner:
        """Who acts."""
        return OWNERS[self.watched]

    def days_left(self, as_of: date) -> int:
        """Return the days to go: 0 on the day itself, below 0 once it has passed."""
        return (self.day - as_of).days


class Standing(Struct, frozen=True, kw_only=True):
    """What a customer's dates follow from.

    Args:
        is_active: Rule R7.
        was_insured: The insurer, or a recommendation, covers the customer or has covered it.
        first_due: The day on which its oldest open insurable invoice fell due at first (rule R14); None without any.
        valid_until, renews_on: Of the newest recommendation.
        cut_on: The day from which the insurer gave less than before; None where it did not, or no day is told.
    """

    as_of: date
    is_active: bool
    was_insured: bool
    first_due: date | None
    recommendation_kind: RecommendationKind | None
    recommendation_status: RecommendationStatus
    valid_until: date | None
    renews_on: date | None
    cut_on: date | None


def deadlines(standing: Standing, policy: Policy) -> list[Deadline]:
    """Return a customer's dates to watch, the soonest first; those that have passed are among them.

    Once an invoice is overdue: the notice to the insurer, the stop of deliveries, the latest filing of a loss. The
    end of a quick recommendation, a passed one while the customer buys. The next renewal of a valid continuous one.
    The run-off of a limit that was cut, until it has ended.
    """
    found = [*_of_invoices(standing, policy), *_of_recommendation(standing), *_of_limit(standing, policy)]
    found.sort(key=lambda one: (one.day, RANKS[one.watched]))
    return found


def _of_invoices(standing: Standing, policy: Policy) -> Iterator[Deadline]:
    due = standing.first_due
    if due is None or due >= standing.as_of:
        return
    yield Deadline(stop_day(due, policy), Watched.STOP_DELIVERIES, due)
    if standing.was_insured:
        yield Deadline(due + timedelta(days=policy.overdue_notice_days), Watched.OVERDUE_NOTICE, due)
        yield Deadline(filing_day(due, policy), Watched.LOSS_FILING, due)


def stop_day(first_due: date, policy: Policy) -> date:
    """Return the day from which nothing may be delivered on credit while the oldest invoice is unpaid (rule R17)."""
    return first_due + timedelta(days=policy.stop_delivery_days)


def filing_day(first_due: date, policy: Policy) -> date:
    """Return the last day on which a loss is filed: counted from the due date, or from the stop where that is later."""
    after_stop = stop_day(first_due, policy) + timedelta(days=policy.loss_filing_after_stop_days)
    return max(first_due + timedelta(days=policy.loss_filing_days), after_stop)


def _of_recommendation(standing: Standing) -> Iterator[Deadline]:
    kind, status = standing.recommendation_kind, standing.recommendation_status
    until, renews_on = standing.valid_until, standing.renews_on
    is_watched = status in VALID or (status is RecommendationStatus.EXPIRED and standing.is_active)
    if kind is RecommendationKind.QUICK and until is not None and is_watched:
        yield Deadline(until, Watched.QUICK_END, None)
    # A renewal day that has passed has renewed it: there is nothing to do until the extract tells the next one.
    is_ahead = renews_on is not None and renews_on >= standing.as_of
    if kind is RecommendationKind.CONTINUOUS and renews_on is not None and is_ahead and status in VALID:
        yield Deadline(renews_on, Watched.RENEWAL, None)


def _of_limit(standing: Standing, policy: Policy) -> Iterator[Deadline]:
    cut_on = standing.cut_on
    if cut_on is None:
        return
    end = cut_on + timedelta(days=policy.limit_run_off_days)
    if end >= standing.as_of:
        yield Deadline(end, Watched.RUN_OFF, cut_on)
