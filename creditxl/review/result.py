"""The review: every figure that a workbook or a command shows, and nothing that depends on how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from creditxl.errors import Issue
    from creditxl.model import Action, CustomerReview
    from creditxl.policy.parameters import Policy
    from creditxl.tables.columns import Kind
    from creditxl.tables.raw import SourceFile


@dataclass(frozen=True, slots=True)
class Source:
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


@dataclass(frozen=True, slots=True)
class Totals:
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


@dataclass(frozen=True, slots=True)
class Task:
    """One action of one customer: a row of the worklist."""

    customer: CustomerReview
    action: Action


@dataclass(frozen=True, slots=True)
class Review:
    """One month's review of the whole group.

    Args:
        months: The months shown, oldest first; `CustomerReview.sales_cents` and `need_cents` follow them. The last
            ones may be after the window: months that were not complete at `as_of`.
        window: The complete months that the need looks at (rule R6), oldest first.
        customers: By gap, then need, largest first.
        tasks: In the order of the customers, and of the rules' table within a customer.
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
