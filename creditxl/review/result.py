"""The review: every figure that a workbook or a command shows, and nothing that depends on how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from creditxl.errors import Issue, Message
    from creditxl.model import Action, CustomerReview
    from creditxl.policy.deadlines import Deadline
    from creditxl.policy.parameters import Policy
    from creditxl.policy.rehearsal import Owed, Rehearsal
    from creditxl.policy.signs import Signs
    from creditxl.review.ahead.result import Ahead
    from creditxl.tables.columns import Kind
    from creditxl.tables.raw import SourceFile


class Before(Struct, frozen=True):
    """What the last refresh, and people since then, left for this one.

    Args:
        limits: The limits in force at the last refresh by customer id; None when there was none.
        terms: The days of payment terms that people typed, by customer id; they go before all else.
    """

    limits: Mapping[str, Decimal] | None = None
    terms: Mapping[str, int] = field(default_factory=dict)


NOTHING_BEFORE = Before()


class Source(Struct, frozen=True):
    """One extract that was read, for the log and the overview's freshness.

    Args:
        rows_read: Rows with anything in them.
        rows_used: Rows that went into the tables.
        newest: Its newest posting date, decision or creation; None where the kind has no dates.
        gross_sales: For entries: the sum of the invoices less credit notes that could be read; else None.
    """

    file: SourceFile
    kind: Kind
    companies: tuple[str, ...]
    rows_read: int
    rows_used: int
    newest: date | None
    gross_sales: Decimal | None


class Totals(Struct, frozen=True):
    """What must add up (rules, section 7); `creditxl.review.controls` raises when it does not.

    `gross_in_extracts = gross_in_review + gross_left_out + gross_after_as_of`, and `need = cover_used + gap`.
    """

    customers: int
    gross_in_extracts: Decimal
    gross_in_review: Decimal
    gross_left_out: Decimal  # stands row by row under the data issues
    gross_after_as_of: Decimal  # posted later, so no part of this review
    need: Decimal
    cover_used: Decimal
    gap: Decimal
    limits: Decimal  # sum of the limits in force


class OpenItems(Struct, frozen=True):
    """What one customer owes, by age (rule R14), ledger currency.

    Args:
        not_due: Claims on or before their due dates, or without one.
        ages: Overdue claims by the ages of `creditxl.policy.receivables.OVERDUE_AGES`.
        unapplied: Payments and credits not yet applied, 0 or less.
        owed: The sum of these, and what of it the insurance leaves out.
        first_due: When its oldest insurable invoice fell due at first, as no postponement resets it; None without any.
    """

    not_due: Decimal
    ages: tuple[Decimal, ...]
    unapplied: Decimal
    owed: Owed
    first_due: date | None


class Watch(Struct, frozen=True):
    """A date to watch, and whose it is."""

    customer: CustomerReview
    deadline: Deadline


class Insight(Struct, frozen=True):
    """What the open entries tell: of each customer that has any, by customer id; nothing where the ledger tells none.

    Args:
        losses: What a default today would cost, of those who owe anything on balance.
        deadlines: Of all customers, the soonest first.
    """

    open_items: Mapping[str, OpenItems] = field(default_factory=dict)
    losses: Mapping[str, Rehearsal] = field(default_factory=dict)
    deadlines: tuple[Watch, ...] = ()


class Task(Struct, frozen=True):
    """One action of one customer: a row of the worklist."""

    customer: CustomerReview
    action: Action

    @property
    def cause(self) -> str:
        """What the task rests on, in short: while it stays, the task is the same one, and done if it was done."""
        row = self.customer
        rests_on = (
            self.action.amount,
            self.action.due_on,
            row.limit,
            row.recommendation_status,
            row.recommendation_amount,
        )
        return " ".join("-" if fact is None else str(fact) for fact in rests_on)


class Review(Struct, frozen=True):
    """One month's review of the whole group.

    Args:
        months: The months shown, oldest first; `CustomerReview.sales_cents` and `need_cents` follow them. The last
            ones may be after the window: months that were not complete at `as_of`.
        window: The complete months that the need looks at (rule R6), oldest first.
        customers: By gap, then need, largest first.
        tasks: In the order of the customers, and of the rules' table within a customer.
        insight: Open items by age, dates to watch, and what defaults would cost.
        notes: What is to be said of this refresh in the log.
        ahead: The need of the months ahead; None unless it was asked for.
        signs: What the ledger tells of the customers' first warning sign, by customer id; none where it tells nothing.
    """

    as_of: date
    currency: str
    months: tuple[date, ...]
    window: tuple[date, ...]
    policy: Policy
    customers: tuple[CustomerReview, ...]
    tasks: tuple[Task, ...]
    totals: Totals
    sources: tuple[Source, ...]
    issues: tuple[Issue, ...]
    signs: Mapping[str, Signs] = field(default_factory=dict)
    insight: Insight = field(default_factory=Insight)
    notes: tuple[Message, ...] = ()
    ahead: Ahead | None = None

    @property
    def window_places(self) -> slice:
        """Where the window's months stand among those shown."""
        first = self.months.index(self.window[0])
        return slice(first, first + len(self.window))
