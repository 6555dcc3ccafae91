"""Receivables: how old they are, and what of them no cover reaches: rule R14."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.policy.bounds import RuleError
from creditxl.policy.money import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


class Age(StrEnum):
    """How long ago an open amount fell due; the bounds between the ages are parameters."""

    NOT_DUE = "not_due"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    OLDEST = "oldest"


OVERDUE_AGES = tuple(Age)[1:]


def uncovered_receivables(insurable_open: Decimal, cover: Decimal) -> Decimal:
    """Return the open insurable receivables that no cover reaches (rule R14), never below 0.

    Args:
        insurable_open: Open receivables less disputed ones, interest and reminder fees, ledger currency.
        cover: Ledger currency (rule R10); 0 for a customer that is not insurable.

    >>> from decimal import Decimal
    >>> uncovered_receivables(Decimal(42000), Decimal(30000))
    Decimal('12000')
    """
    return max(insurable_open - cover, NOTHING)


def days_overdue(due_date: date, as_of: date) -> int:
    """Return how many days ago an amount fell due; 0 on its due date and before it.

    >>> from datetime import date
    >>> days_overdue(date(2026, 10, 1), date(2026, 10, 31)), days_overdue(date(2026, 11, 1), date(2026, 10, 31))
    (30, 0)
    """
    return max((as_of - due_date).days, 0)


def overdue_age(days: int, ages: Sequence[int]) -> Age:
    """Return the age of an amount that fell due so many days ago (rule R14).

    Args:
        days: 0 or less for what is not overdue.
        ages: The last day of each age but the oldest, rising.

    Raises:
        RuleError: The ages do not rise.

    >>> [overdue_age(days, (30, 60, 90)).value for days in (0, 1, 30, 31, 90, 91)]
    ['not_due', 'first', 'first', 'second', 'third', 'oldest']
    """
    if any(later <= earlier for earlier, later in pairwise(ages)):
        raise RuleError(msg("The ages of overdue receivables must rise, not {ages}", ages=", ".join(map(str, ages))))
    if days <= 0:
        return Age.NOT_DUE
    return OVERDUE_AGES[sum(days > last for last in ages)]


def first_due_date(due_date: date | None, posted_on: date | None, term_days: int | None) -> date | None:
    """Return the day on which an invoice fell due at first, whatever its due date is now (rules R14, R17).

    A due date can be postponed in the ledger, while the posting date and the term agreed with the customer stay: the
    earlier of the two days counts. An invoice never falls due later than agreed, so that no extension moves the dates
    that the insurer counts. What holds of one invoice holds of the oldest of several on one term.

    Args:
        due_date: As the ledger has it now; None where it has none.
        posted_on: None where it is not known.
        term_days: The agreed payment term; None where none is known, and the ledger's due date alone can tell.

    >>> from datetime import date
    >>> first_due_date(date(2026, 3, 31), date(2026, 1, 1), 30), first_due_date(date(2026, 1, 15), date(2026, 1, 1), 30)
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 15))
    """
    agreed = posted_on + timedelta(days=term_days) if posted_on is not None and term_days is not None else None
    return min((day for day in (due_date, agreed) if day is not None), default=None)
