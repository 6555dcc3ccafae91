"""Open receivables: how late they are, and what of them no cover reaches: rule R14."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.excel import reading
from creditxl.excel.functions.defaults import changed, shipped
from creditxl.excel.functions.needs import COVER
from creditxl.excel.functions.statuses import AS_OF
from creditxl.excel.registry import Argument, Empty, Gives, function
from creditxl.policy import receivables as rules
from creditxl.policy.receivables import OVERDUE_AGES, Age

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@function(
    Gives.DAYS,
    due_date=Argument(msg("Due date, as the ledger has it now."), reading.day, Empty.NEEDED, is_day=True),
    as_of=AS_OF,
    posted_on=Argument(
        msg("Posting date of the invoice. Not given: the due date alone counts."), reading.day, is_day=True
    ),
    term=Argument(msg("Payment term agreed, days. Not given: the due date alone counts."), reading.whole),
)
def days_overdue(due_date: date, as_of: date, posted_on: date | None = None, term: int | None = None) -> int:
    """Days since an invoice fell due at first; 0 when it is not overdue.

    With posting date and agreed term, the earlier of the due date and the posting date + term counts: a postponed due
    date does not reset it.
    """
    return rules.days_overdue(rules.first_due_date(due_date, posted_on, term) or due_date, as_of)


@function(
    Gives.WORD,
    days=Argument(msg("Days overdue, 0 or less when not overdue."), reading.number, Empty.NEEDED),
    age_1=Argument(msg("Last day of the first age. Not given: {days}.", days=shipped().overdue_age_1), reading.whole),
    age_2=Argument(msg("Last day of the second age. Not given: {days}.", days=shipped().overdue_age_2), reading.whole),
    age_3=Argument(msg("Last day of the third age. Not given: {days}.", days=shipped().overdue_age_3), reading.whole),
)
def overdue_age(days: Decimal, age_1: int | None = None, age_2: int | None = None, age_3: int | None = None) -> str:
    """How old an overdue amount is: not_due, 1-30, 31-60, 61-90 or over_90, with the bounds that are given."""
    policy = changed(shipped(), {"overdue_age_1": age_1, "overdue_age_2": age_2, "overdue_age_3": age_3})
    last = policy.overdue_ages
    age = rules.overdue_age(ceil(days), last)
    if age is Age.NOT_DUE:
        return age.value
    place = OVERDUE_AGES.index(age)
    return f"over_{last[-1]}" if age is Age.OLDEST else f"{(0, *last)[place] + 1}-{last[place]}"


@function(
    Gives.AMOUNT,
    receivables=Argument(
        msg("Open receivables less disputed ones, interest and reminder fees."), reading.number, Empty.ZERO
    ),
    cover=COVER,
)
def uncovered_receivables(receivables: Decimal, cover: Decimal) -> Decimal:
    """The open insurable receivables that no cover reaches, never below 0."""
    return rules.uncovered_receivables(receivables, cover)
