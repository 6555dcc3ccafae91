"""Groups: customers of one parent, and buyers of several companies, each with its customers and their accounts."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.labels import label
from creditxl.model import from_cents
from creditxl.review.groups import groups
from creditxl.workbook import kept
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Role, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from creditxl.model import AccountRating, CustomerReview
    from creditxl.review.groups import Group
    from creditxl.workbook.layout import Sheet, Value
    from creditxl.workbook.view import View

MEMBERS_TABLE = "GroupMembers"
EMPTY = label("No parent is typed beside any customer, and no buyer buys from several companies.")


class Member(Struct, frozen=True):
    """A customer as one company knows it; what is the customer's alone stands beside its first company."""

    group: Group
    customer: CustomerReview
    account: AccountRating
    is_first: bool


def group_sheets(view: View) -> tuple[Sheet, Sheet]:
    """Return the groups, and who belongs to them."""
    found = groups(view.review, view.kept.parents)
    return _groups_sheet(view, found), _members_sheet(view, found)


def _groups_sheet(view: View, found: Sequence[Group]) -> Sheet:
    text = view.text
    heading = Heading(
        sheet=text(label("Groups")),
        title=text(label("Groups of customers")),
        subtitle=view.as_of(),
        notes=(
            text(
                label(
                    "Customers of one parent, and buyers of several of our companies. Type the parent's business id or "
                    "name beside a customer in the sheet Sales and limit need."
                )
            ),
            text(
                label(
                    "Each limit is counted once. Cover and gap are the sums of the customers': one company's limit "
                    "covers no other's receivables."
                )
            ),
        ),
        empty=text(EMPTY),
    )
    columns: tuple[Column[Group], ...] = (
        Column("group", text(label("Group")), "name"),
        Column("customers", text(label("Customers")), lambda row: len(row.members), Kind.INTEGER),
        Column("companies", text(label("Our companies")), _companies, Kind.INTEGER),
        _money(view, "sales_window", label("Sales in the months of the need")),
        _money(view, "need", label("Limit need")),
        _money(view, "joint_need", label("Need in the same month")),
        _money(view, "limit", kept.LIMIT),
        _money(view, "cover_used", label("Cover used")),
        _money(view, "gap", label("Coverage gap")),
        _money(view, "open_receivables", label("Open receivables")),
        _money(view, "uncovered_receivables", label("Uncovered receivables")),
    )
    return list_sheet(heading, Table(kept.GROUPS_TABLE, 0, columns, found), view.labels, frozen_columns=1)


def _members_sheet(view: View, found: Sequence[Group]) -> Sheet:
    text, words = view.text, view.insurance
    heading = Heading(
        sheet=text(label("Group members")),
        title=text(label("Customers of the groups")),
        subtitle=view.as_of(),
        notes=(
            text(
                label(
                    "A row for each of our companies that sells to the customer. What is the customer's as a whole "
                    "stands in its first row alone, so that the sums count it once."
                )
            ),
        ),
        empty=text(EMPTY),
    )
    columns: tuple[Column[Member], ...] = (
        Column("group", text(label("Group")), "group.name"),
        Column("business_id", text(kept.BUSINESS_ID), "customer.business_id", Kind.ID),
        Column("name", text(label("Customer")), "customer.name"),
        Column("company", text(label("Our company")), "account.account.company"),
        Column("customer_no", text(label("Customer number")), "account.account.customer_no", Kind.ID),
        Column("term", text(label("Payment term, days")), "account.term_days", Kind.INTEGER),
        Column(
            "sales_window",
            text(label("Sales in the months of the need")),
            lambda row: from_cents(sum(view.in_window(row.account.sales_cents))),
            Kind.MONEY,
            total=True,
        ),
        _once(view, "need", label("Limit need"), attrgetter("need")),
        _once(view, "limit", kept.LIMIT, attrgetter("limit")),
        _once(view, "cover_used", label("Cover used"), lambda row: min(row.need, row.cover)),
        _once(view, "gap", label("Coverage gap"), attrgetter("gap")),
        _once(view, "open_receivables", label("Open receivables"), attrgetter("open_receivables")),
        Column(
            "insurance_status",
            text(label("Insurance status")),
            lambda row: words[row.customer.insurance_status] if row.is_first else None,
            Kind.STATUS,
            Role.COMPUTED,
        ),
    )
    return list_sheet(heading, Table(MEMBERS_TABLE, 0, columns, list(_members(found))), view.labels, frozen_columns=3)


def _members(found: Sequence[Group]) -> Iterator[Member]:
    for group in found:
        for customer in group.members:
            for place, account in enumerate(customer.accounts):
                yield Member(group, customer, account, is_first=place == 0)


def _companies(group: Group) -> int:
    return len({company for row in group.members for company in row.companies})


def _money(view: View, field: str, heading: str) -> Column[Group]:
    return Column(field, view.text(heading), field, Kind.MONEY, Role.COMPUTED, total=True)


def _once(view: View, key: str, heading: str, value: Callable[[CustomerReview], Decimal | None]) -> Column[Member]:
    def first(row: Member) -> Value:
        return value(row.customer) if row.is_first else None

    return Column(key, view.text(heading), first, Kind.MONEY, Role.COMPUTED, total=True)
