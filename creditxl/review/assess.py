"""Tables + policy → the review: a row a customer, the worklist, and totals that add up."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from creditxl.model import from_cents
from creditxl.policy.calendar import month_of, window
from creditxl.review.controls import control
from creditxl.review.insight import insight
from creditxl.review.rate import Frame, rate
from creditxl.review.result import NOTHING_BEFORE, Before, Review, Source, Task, Totals
from creditxl.review.signs import signs
from creditxl.review.terms import TermReader
from creditxl.review.warnings import companies_without_entries, months_below_zero, stale_companies

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal

    from creditxl.errors import Issue
    from creditxl.model import CustomerReview
    from creditxl.policy.parameters import Policy
    from creditxl.tables.joined import Tables
    from creditxl.tables.raw import Extracts, LedgerPart, RawTable


def assess(
    extracts: Extracts,
    tables: Tables,
    policy: Policy,
    *,
    as_of: date,
    currency: str,
    before: Before = NOTHING_BEFORE,
) -> Review:
    """Review every customer by the rules.

    Args:
        extracts: What was read, for the log and the issues.
        tables: The same, joined into customers.
        policy: The parameters in force on `as_of`.
        as_of: The day of the review; nothing here reads the clock.
        currency: The ledger's, ISO 4217.
        before: What the last refresh left.

    Raises:
        ControlError: Totals that must add up do not.
    """
    months, complete = _months(as_of, policy), window(as_of, policy.need_months)
    frame = Frame(
        as_of=as_of,
        policy=policy,
        shown=_shown(tables.months, months),
        window=slice(months.index(complete[0]), months.index(complete[-1]) + 1),
        sales=tables.sales,
        terms=TermReader(tables.payment_terms, policy),
        factors={},
        before=before,
        issues=[],
    )
    customers = sorted((rate(customer, frame) for customer in tables.customers), key=_by_urgency)
    doubts: tuple[Issue, ...] = (
        *companies_without_entries(tables),
        *stale_companies(tables, complete),
        *months_below_zero(customers, months, complete),
    )
    return Review(
        as_of=as_of,
        currency=currency,
        months=months,
        window=complete,
        policy=policy,
        customers=tuple(customers),
        tasks=tuple(Task(row, action) for row in customers for action in row.actions),
        totals=control(tables, customers),
        sources=_sources(extracts, tables),
        issues=(*extracts.issues, *tables.issues, *frame.terms.issues, *frame.issues, *doubts),
        signs=signs(customers, tables.habits, policy, as_of=as_of),
        insight=insight(customers, tables, policy, as_of=as_of, window=frame.window, previous=before.limits),
        notes=extracts.notes,
    )


def nothing(policy: Policy, *, as_of: date, currency: str) -> Review:
    """Return the review of a group without customers, from which workbooks are made before there are extracts."""
    zero = from_cents(0)
    return Review(
        as_of=as_of,
        currency=currency,
        months=_months(as_of, policy),
        window=window(as_of, policy.need_months),
        policy=policy,
        customers=(),
        tasks=(),
        totals=Totals(0, zero, zero, zero, zero, zero, zero, zero, zero),
        sources=(),
        issues=(),
    )


def _months(as_of: date, policy: Policy) -> tuple[date, ...]:
    """Return the complete months shown, and the running one where `as_of` is within a month."""
    shown = window(as_of, max(policy.months_shown, policy.need_months))
    running = month_of(as_of)
    return shown if shown[-1] == running else (*shown, running)


def _shown(ledger: tuple[date, ...], months: tuple[date, ...]) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    """Return what takes the cents of `months` from those of the ledger's months; a month without sales gives 0."""
    nothing = len(ledger)  # one past an account's cents
    places = [ledger.index(month) if month in ledger else nothing for month in months]
    pick = itemgetter(*places)
    return lambda cents: pick((*cents, 0)) if cents else (0,) * len(places)


def _by_urgency(row: CustomerReview) -> tuple[Decimal, Decimal, str]:
    return -row.gap, -row.need, row.business_id


def _sources(extracts: Extracts, tables: Tables) -> tuple[Source, ...]:
    parts: tuple[RawTable | LedgerPart, ...] = (*extracts.tables, *extracts.ledgers)
    sources = (
        Source(
            file=part.file,
            kind=part.kind,
            companies=use.companies,
            rows_read=part.rows_read,
            rows_used=use.rows_used,
            newest=use.newest,
            gross_sales=use.gross,
        )
        for part, use in zip(parts, tables.uses, strict=True)
    )
    return tuple(sorted(sources, key=lambda source: source.file.name.casefold()))
