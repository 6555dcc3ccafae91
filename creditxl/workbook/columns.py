"""The columns that several sheets share, one customer a row."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import CustomerReview
from creditxl.workbook.layout import Column, Kind, Role

if TYPE_CHECKING:
    from creditxl.workbook.view import View

CustomerColumn = Column[CustomerReview]


def identity(view: View) -> tuple[CustomerColumn, ...]:
    """Return the columns that say who a customer is, and who sells to it."""
    return (
        Column("business_id", view.text(label("Business id")), lambda row: row.business_id, Kind.ID),
        Column("name", view.text(label("Customer")), lambda row: row.name),
        Column("business_line", view.text(label("Business line")), lambda row: row.business_line),
        Column("seller", view.text(label("Seller")), lambda row: row.seller),
    )


def term(view: View) -> tuple[CustomerColumn, ...]:
    """Return a customer's payment term and its factor."""
    text = view.text
    return (
        Column("payment_term_days", text(label("Payment term, days")), lambda row: row.payment_term_days, Kind.INTEGER),
        Column("factor", text(label("Factor")), lambda row: row.factor, Kind.FACTOR, Role.COMPUTED),
    )


def money(view: View, field: str, heading: str, role: Role = Role.OUTPUT, *, bars: bool = False) -> CustomerColumn:
    """Return a column of one amount of a customer, `heading` in English, with its total above."""
    return Column(field, view.text(heading), attrgetter(field), Kind.MONEY, role, bars=bars, total=True)


def sales_window(view: View) -> CustomerColumn:
    """Return the sales of the months that the need looks at, which its heading names."""
    heading = view.labels.message(msg("Sales {months}", months=view.window()))
    return Column("sales_window", heading, lambda row: row.sales_window, Kind.MONEY, total=True)


def insurance_status(view: View) -> CustomerColumn:
    words = view.insurance
    heading = view.text(label("Insurance status"))
    return Column("insurance_status", heading, lambda row: words[row.insurance_status], Kind.STATUS, Role.COMPUTED)


def limit_status(view: View) -> CustomerColumn:
    words = view.limit
    heading = view.text(label("Limit status"))
    return Column("limit_status", heading, lambda row: words[row.limit_status], Kind.STATUS, Role.COMPUTED)


def actions(view: View) -> CustomerColumn:
    return Column("actions", view.text(label("Tasks")), view.action_words, width=44)
