"""Dates to watch (rule R17): those that have passed, which are marked, and the next ones, the soonest first."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.policy.deadlines import OWNERS, Watched
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Role
from creditxl.workbook.marks import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from creditxl.review.result import Watch
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

DEADLINES_TABLE = "Deadlines"


def deadlines_sheet(view: View) -> Sheet:
    """Return the dates to watch that have passed or come within the policy's days ahead, the soonest first."""
    text = view.text
    rows = _near(view)
    heading = Heading(
        sheet=text(label("Deadlines")),
        title=text(label("Dates to watch")),
        subtitle=view.as_of(),
        notes=tuple(_notes(view, later=len(view.review.insight.deadlines) - len(rows))),
        empty=text(label("No date is to be watched.")),
    )
    table = view.customers.table(DEADLINES_TABLE, _columns(view), rows, owner="customer")
    return list_sheet(heading, table, view.labels)


def _near(view: View) -> Sequence[Watch]:
    """Return the dates that are near enough to be shown; the review has them in their order."""
    every, last = view.review.insight.deadlines, view.review.as_of + timedelta(days=view.review.policy.watch_days_ahead)
    return every[: bisect_right(every, last, key=lambda one: one.deadline.day)]


def _notes(view: View, later: int) -> Iterator[str]:
    policy, say = view.review.policy, view.labels.message
    yield say(
        msg(
            "Shown are the dates that have passed and those of the next {days} days; later ones, which the calendar "
            "files have: {later}.",
            days=policy.watch_days_ahead,
            later=later,
        )
    )
    yield say(
        msg(
            "From the day on which the oldest insurable invoice fell due at first, once it is overdue: notice to the "
            "insurer {notice} days, stop of deliveries {stop} days, filing of a loss {filing} days, or {after} days "
            "from the stop where that is later.",
            notice=policy.overdue_notice_days,
            stop=policy.stop_delivery_days,
            filing=policy.loss_filing_days,
            after=policy.loss_filing_after_stop_days,
        )
    )
    yield view.text(
        label(
            "Postponing a due date moves none of them: an invoice counts as due no later than its posting date + the "
            "term agreed. Where no agreed term is known, the ledger's due date is all there is."
        )
    )


def _columns(view: View) -> tuple[Column[Watch], ...]:
    text, as_of = view.text, view.review.as_of
    words = {watched: view.labels.status(watched) for watched in Watched}
    owners = {watched: view.owners[owner] for watched, owner in OWNERS.items()}
    return (
        Column("business_id", text(label("Business id")), "customer.business_id", Kind.ID),
        Column("name", text(label("Customer")), "customer.name"),
        Column("day", text(label("Date")), "deadline.day", Kind.DATE, Role.COMPUTED),
        Column(
            "days_left",
            text(label("Days left")),
            lambda row: row.deadline.days_left(as_of),
            Kind.INTEGER,
            Role.COMPUTED,
        ),
        Column("state", text(label("Status")), _state(view), Kind.STATUS, Role.COMPUTED),
        Column("watched", text(label("What")), "deadline.watched", words=words),
        Column("owner", text(label("Who acts")), "deadline.watched", words=owners),
        Column("business_line", text(label("Business line")), "customer.business_line"),
        Column("seller", text(label("Seller")), "customer.seller"),
        Column("counted_from", text(label("Counted from")), "deadline.counted_from", Kind.DATE),
        Column("open", text(label("Open receivables")), "customer.open_receivables", Kind.MONEY),
        Column("overdue", text(label("Overdue")), "customer.overdue", Kind.MONEY),
    )


def _state(view: View) -> Callable[[Watch], str]:
    as_of = view.review.as_of
    passed, today, ahead = (
        f"{tone} {view.text(word)}"
        for tone, word in (
            (Tone.ACT, label("Passed")),
            (Tone.WATCH, label("Today")),
            (Tone.QUIET, label("Ahead")),
        )
    )

    def state(row: Watch) -> str:
        left = row.deadline.days_left(as_of)
        return ahead if left > 0 else passed if left < 0 else today

    return state
