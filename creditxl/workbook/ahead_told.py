"""What is said of the need ahead, in sheets and in the terminal: what was measured, and what came of it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import from_cents
from creditxl.policy.ahead import Rival, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from creditxl.errors import Message
    from creditxl.labels import Labels
    from creditxl.policy.ahead import Interval
    from creditxl.policy.parameters import Policy
    from creditxl.review.ahead.result import Ahead, Backtest
    from creditxl.review.result import Review

RIVALS: Mapping[Rival, str] = {
    Rival.LAST_MONTH: label("last month"),
    Rival.SAME_MONTH_LAST_YEAR: label("same month last year"),
    Rival.NEED_NOW: label("need now"),
}
# How the sales of the customers go on, by `Shape`.
SHAPES: Mapping[str, str] = {
    "level": label("each customer's level as it is, as no season or trend did better"),
    "trend": label("each customer's level, with the trend of its business line"),
    "year": label("each customer's level, with last year's season of its business line"),
    "season": label("each customer's level, with the season and trend of its business line"),
}
NONE = "–"


def told(review: Review, labels: Labels) -> list[str]:
    """Return what is shown or why not, then what the backtest measured; nothing where it was not asked for."""
    if review.ahead is None:
        return []
    return [labels.message(one) for one in _told(review, review.ahead, labels)]


def totals_told(ahead: Ahead, labels: Labels) -> str:
    """Return the need of all customers together, by month ahead."""
    months = zip(ahead.months, ahead.totals, strict=True)
    sums = "; ".join(f"{labels.month(month)} {_between(one, labels)}" for month, one in months)
    return labels.message(msg("All customers together: {sums}.", sums=sums))


def _told(review: Review, ahead: Ahead, labels: Labels) -> Iterator[Message]:
    yield _verdict(review, ahead, labels)
    measured = ahead.backtest
    if measured.origins:
        yield from _missed(measured, labels)
        yield msg(
            "Inside the interval, which should hold {level}: {months} of the months' needs, {needs} of the needs of "
            "all months ahead, {totals} of the months' totals.",
            level=level(review.policy, labels),
            months=percent(measured.months.share, labels),
            needs=percent(measured.needs.share, labels),
            totals=percent(measured.totals.share, labels),
        )


def _verdict(review: Review, ahead: Ahead, labels: Labels) -> Message:
    if len(ahead.known) < review.policy.ahead_least_months:
        return msg(
            "No need ahead is shown: the ledger has {count} whole months, and it takes {least} to measure a forecast.",
            count=len(ahead.known),
            least=review.policy.ahead_least_months,
        )
    if ahead.verdict is Verdict.TOO_SHORT:
        return msg("No need ahead is shown: the ledger's months have no sales on which a forecast could be measured.")
    if ahead.verdict is Verdict.NOT_BETTER:
        lost = (labels.text(RIVALS[rival]) for rival, duel in ahead.backtest.duels.items() if not duel.is_won)
        return msg(
            "No need ahead is shown: on this ledger's own history a forecast was no better than {rivals}.",
            rivals=", ".join(lost),
        )
    return msg(
        "Forecast from the {count} whole months {first} to {last}: {course}.",
        count=len(ahead.known),
        first=labels.month(ahead.known[0]),
        last=labels.month(ahead.known[-1]),
        course=labels.text(SHAPES[ahead.course.partition(" ")[0]]),
    )


def _missed(measured: Backtest, labels: Labels) -> Iterator[Message]:
    own = dict.fromkeys(Rival, NONE)
    rivals = dict(own)
    for rival, duel in measured.duels.items():
        own[rival], rivals[rival] = percent(duel.forecast.share, labels), percent(duel.rival.share, labels)
    yield msg(
        "Backtest, {count} forecasts from {first} to {last}, each from what was known by then. Missed of the months' "
        "needs: forecast {months}, last month {month}, same month last year {year}.",
        count=len(measured.origins),
        first=labels.month(measured.origins[0]),
        last=labels.month(measured.origins[-1]),
        months=own[Rival.LAST_MONTH],
        month=rivals[Rival.LAST_MONTH],
        year=rivals[Rival.SAME_MONTH_LAST_YEAR],
    )
    yield msg(
        "Missed of the need of all months ahead: forecast {needs}, need now {now}.",
        needs=own[Rival.NEED_NOW],
        now=rivals[Rival.NEED_NOW],
    )


def level(policy: Policy, labels: Labels) -> str:
    """Return the share that the interval should hold: "80 %"."""
    return f"{(100 * policy.ahead_level).normalize():f} %".replace(".", labels.symbols.decimal)


def percent(share: Decimal | None, labels: Labels) -> str:
    """Return a share with a decimal as the language writes it: "18,7 %"."""
    if share is None:
        return NONE
    shown = (100 * share).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{shown} %".replace(".", labels.symbols.decimal)


def _between(one: Interval, labels: Labels) -> str:
    point, low, high = (
        labels.money(from_cents(cents).quantize(Decimal(1), ROUND_HALF_UP)) for cents in (one.point, one.low, one.high)
    )
    return f"{point} ({low} – {high})"
