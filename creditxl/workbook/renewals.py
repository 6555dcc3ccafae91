"""Continuous recommendations that renew soon: which ones are worth another year's fee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import ActionName, RecommendationKind, RecommendationStatus
from creditxl.policy.calendar import add_months, is_within
from creditxl.workbook import columns
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Role, Table
from creditxl.workbook.marks import Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from creditxl.model import CustomerReview
    from creditxl.workbook.columns import CustomerColumn
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

RENEWALS_TABLE = "Renewals"
IN_FORCE = frozenset({RecommendationStatus.VALID, RecommendationStatus.BELOW_NEED})


def renewals_sheet(view: View) -> Sheet:
    """Return the continuous recommendations that renew within the notice, the next one first."""
    text = view.text
    found = [row for row in view.review.customers if _renews(view, row)]
    rows = sorted(found, key=lambda row: (row.recommendation_renews_on, row.name, row.business_id))
    heading = Heading(
        sheet=text(label("Renewals")),
        title=text(label("Recommendations that renew")),
        subtitle=view.as_of(),
        notes=tuple(_notes(view, rows)),
        empty=text(label("No continuous recommendation renews in this time.")),
    )
    return list_sheet(heading, Table(RENEWALS_TABLE, 0, _columns(view), rows), view.labels)


def _renews(view: View, row: CustomerReview) -> bool:
    renews_on, months = row.recommendation_renews_on, view.review.policy.renewal_notice_months
    return (
        row.recommendation_kind is RecommendationKind.CONTINUOUS
        and row.recommendation_status in IN_FORCE
        and renews_on is not None
        and is_within(renews_on, view.review.as_of, months)
    )


def _notes(view: View, rows: Sequence[CustomerReview]) -> Iterator[str]:
    review, say = view.review, view.labels.message
    until, fee = (
        add_months(review.as_of, review.policy.renewal_notice_months),
        review.policy.continuous_recommendation_fee,
    )
    said = msg(
        "Continuous recommendations in force that renew from {as_of} to {until}. Those without sales in {months} are "
        "to be cancelled before that day.",
        as_of=review.as_of,
        until=until,
        months=view.window(),
    )
    yield say(said)
    cancelled = sum(map(_is_cancelled, rows))
    if fee:
        saved = msg("To cancel: {count}; that saves {amount} a year.", count=cancelled, amount=cancelled * fee)
    else:
        saved = msg(
            "To cancel: {count}. What that saves is not known: set continuous_recommendation_fee in the policy file.",
            count=cancelled,
        )
    yield say(saved)


def _columns(view: View) -> tuple[CustomerColumn, ...]:
    text = view.text
    cancel, keep = f"{Tone.ACT} {text(label('Cancel'))}", f"{Tone.GOOD} {text(label('Keep'))}"
    return (
        *columns.identity(view),
        Column("renews_on", text(label("Renews on")), "recommendation_renews_on", Kind.DATE),
        columns.money(view, "recommendation_amount", label("Recommended amount")),
        *columns.window_sales(view),
        columns.sales_window(view),
        Column(
            "to_cancel",
            text(label("Cancel or keep")),
            lambda row: cancel if _is_cancelled(row) else keep,
            Kind.STATUS,
            Role.COMPUTED,
        ),
        _saved(view),
    )


def _saved(view: View) -> CustomerColumn:
    fee, heading = view.review.policy.continuous_recommendation_fee, view.text(label("Fee saved a year"))
    if not fee:
        return Column("fee_unknown", heading, lambda _: "–")
    return Column(
        "fee_saved", heading, lambda row: fee if _is_cancelled(row) else None, Kind.MONEY, Role.COMPUTED, total=True
    )


def _is_cancelled(row: CustomerReview) -> bool:
    return any(action.name is ActionName.CANCEL_RECOMMENDATION for action in row.actions)
