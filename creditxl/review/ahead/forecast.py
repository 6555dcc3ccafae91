"""The need ahead of every customer, or why none is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.model import from_cents
from creditxl.policy.ahead import Verdict, months_after, verdict
from creditxl.policy.cover import gap
from creditxl.review.ahead.backtest import Trials, backtest
from creditxl.review.ahead.history import history
from creditxl.review.ahead.result import NO_BACKTEST, Ahead, CustomerAhead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.review.ahead.backtest import Forecast
    from creditxl.review.result import Review
    from creditxl.tables.joined import Tables


def forecast(review: Review, tables: Tables) -> Ahead:
    """Return the need of the months after the ledger's last whole one, where its history shows that it can be told."""
    known, policy = history(review, tables), review.policy
    months = months_after(known.months[-1] if known.months else review.window[-1], policy.ahead_months)
    if len(known.months) < policy.ahead_least_months or not known.customers:
        return Ahead(known.months, months, Verdict.TOO_SHORT, NO_BACKTEST)
    trials = Trials(known, policy)
    measured = backtest(trials)
    said = verdict(measured.duels)
    if said is not Verdict.SHOWN:
        return Ahead(known.months, months, said, measured)
    found = trials.forecast(trials.count)
    rows = sorted(_rows(trials, found), key=lambda row: (-row.gap, -row.need.point, row.customer.business_id))
    course = f"{found.course.shape} {found.course.speed}"
    return Ahead(known.months, months, said, measured, course, tuple(rows), found.totals)


def _rows(trials: Trials, found: Forecast) -> Iterator[CustomerAhead]:
    is_live = trials.is_live(trials.count)
    for place, customer in enumerate(trials.history.customers):
        if is_live[place]:
            *months, need = found.of(place)
            yield CustomerAhead(customer, tuple(months), need, gap(from_cents(need.point), customer.cover))
