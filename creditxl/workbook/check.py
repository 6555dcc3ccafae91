"""The three-month check: customers created so many months ago, whose quick recommendation ends or goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import ActionName, Activity, RecommendationKind, RecommendationStatus
from creditxl.policy.calendar import add_months, month_of
from creditxl.policy.need import activity
from creditxl.workbook import columns
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Role, Table
from creditxl.workbook.marks import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from decimal import Decimal

    from creditxl.model import CustomerReview
    from creditxl.workbook.columns import CustomerColumn
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

CHECK_TABLE = "ThreeMonthCheck"
# What is applied for or asked about, all of them for the amount of rule R8.
APPLICATIONS = frozenset(
    {
        ActionName.APPLY_CONTINUOUS,
        ActionName.CONVERT_TO_CONTINUOUS,
        ActionName.ASK_SELLER,
        ActionName.APPLY_LIMIT,
        ActionName.INCREASE_LIMIT,
    }
)


def check_sheet(view: View) -> Sheet:
    """Return the customers created in the month that is checked now, by business line."""
    text, labels = view.text, view.labels
    month = checked_month(view)
    heading = Heading(
        sheet=text(label("Three-month check")),
        title=text(label("Three-month check")),
        subtitle=view.as_of(),
        notes=tuple(_notes(view, month)),
        empty=labels.message(msg("No customer was created in {month}.", month=labels.month(month))),
    )
    created = [row for row in view.review.customers if row.created_on and month_of(row.created_on) == month]
    rows = sorted(created, key=lambda row: (row.business_line, row.name, row.business_id))
    return list_sheet(heading, Table(CHECK_TABLE, 0, _columns(view), rows), labels)


def checked_month(view: View) -> date:
    """Return the month whose customers are checked now."""
    return add_months(month_of(view.review.as_of), -view.review.policy.check_after_months)


def _notes(view: View, month: date) -> Iterator[str]:
    labels = view.labels
    months = view.review.policy.check_after_months
    yield labels.message(
        msg("Customers created in {month}, {months} months ago.", month=labels.month(month), months=months)
    )
    said = msg(
        "Who bought in the latest month is active, who bought earlier in {window} unclear: ask the seller. The quick "
        "recommendation of an inactive one lapses by itself.",
        window=view.window(),
    )
    yield labels.message(said)
    unknown = sum(row.created_on is None for row in view.review.customers)
    if unknown:
        yield labels.message(
            msg("Customers whose day of creation is not known, and so not here: {count}", count=unknown)
        )


def _columns(view: View) -> tuple[CustomerColumn, ...]:
    text = view.text
    kind, status, amount, *folded, until = columns.recommendation(view)
    activities = marked(Activity, view.labels)
    return (
        *columns.identity(view),
        Column("created_on", text(label("Created on")), "created_on", Kind.DATE),
        replace(columns.term(view), folded=True),
        *columns.window_sales(view),
        columns.need(view),
        Column(
            "activity",
            text(label("Activity")),
            lambda row: activities[activity(view.in_window(row.sales_cents))],
            Kind.STATUS,
            Role.COMPUTED,
        ),
        kind,
        status,
        replace(amount, folded=True),
        *folded,
        replace(until, folded=False),
        Column("applied", text(label("Amount to apply for")), _applied, Kind.MONEY, Role.COMPUTED),
        Column("to_do", text(label("What to do")), _to_do(view)),
    )


def _applied(row: CustomerReview) -> Decimal | None:
    return next((action.amount for action in row.actions if action.name in APPLICATIONS), None)


def _to_do(view: View) -> Callable[[CustomerReview], str]:
    lapse, nothing = view.text(label("Let the quick recommendation lapse")), view.text(label("Nothing to do"))

    def words(row: CustomerReview) -> str:
        said = [view.actions[action.name] for action in row.actions]
        if _lapses(view, row):
            said.append(lapse)
        return ", ".join(said) or nothing

    return words


def _lapses(view: View, row: CustomerReview) -> bool:
    return (
        row.recommendation_kind is RecommendationKind.QUICK
        and row.recommendation_status is RecommendationStatus.VALID
        and activity(view.in_window(row.sales_cents)) is Activity.INACTIVE
    )
