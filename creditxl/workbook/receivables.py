"""Open receivables by age (rule R14): who owes what, since when, and what of it no cover reaches."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.policy.receivables import OVERDUE_AGES, Age, days_overdue, overdue_age
from creditxl.policy.signs import NO_SIGNS, Signs
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Role
from creditxl.workbook.marks import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from creditxl.model import CustomerReview
    from creditxl.review.result import OpenItems
    from creditxl.workbook.layout import Sheet, Take
    from creditxl.workbook.view import View

RECEIVABLES_TABLE = "Receivables"


class Row(Struct, frozen=True):
    """A customer with anything open."""

    customer: CustomerReview
    items: OpenItems
    signs: Signs


def receivables_sheet(view: View) -> Sheet:
    """Return every customer with open entries, the one with the most overdue first."""
    text = view.text
    heading = Heading(
        sheet=text(label("Receivables")),
        title=text(label("Open receivables by age")),
        subtitle=view.as_of(),
        notes=tuple(_notes(view)),
        empty=text(label("The ledger shows nothing open, or its extract has no column of remaining amounts.")),
    )
    table = view.customers.table(RECEIVABLES_TABLE, _columns(view), _rows(view), owner="customer")
    return list_sheet(heading, table, view.labels)


def _rows(view: View) -> list[Row]:
    review = view.review
    items, signs = review.insight.open_items, review.signs
    rows = [
        Row(row, items[row.business_id], signs.get(row.business_id, NO_SIGNS))
        for row in review.customers
        if row.business_id in items
    ]
    rows.sort(key=lambda row: (-sum(row.items.ages), -row.items.owed.open, row.customer.business_id))
    return rows


def _notes(view: View) -> Iterator[str]:
    yield view.text(
        label(
            "Ages are counted from the ledger's due dates. Not due + overdue + not applied = open; payments and "
            "credits that are not applied to an invoice yet are below 0."
        )
    )
    yield view.text(
        label(
            "Due at first: the earlier of the due date and the posting date + the term agreed, of the oldest insurable "
            "invoice. Postponing a due date does not move it, and the insurer counts from it."
        )
    )


def _columns(view: View) -> tuple[Column[Row], ...]:
    text = view.text
    return (
        Column("business_id", text(label("Business id")), "customer.business_id", Kind.ID),
        Column("name", text(label("Customer")), "customer.name"),
        Column("business_line", text(label("Business line")), "customer.business_line"),
        Column("seller", text(label("Seller")), "customer.seller"),
        _money("open", text(label("Open receivables")), "items.owed.open"),
        _money("not_due", text(label("Not due")), "items.not_due"),
        *(_money(f"age_{place}", heading, f"items.ages[{place}]") for place, heading in enumerate(age_headings(view))),
        _money("unapplied", text(label("Not applied")), "items.unapplied"),
        _money("overdue", text(label("Overdue")), "customer.overdue"),
        Column("state", text(label("How late")), _state(view), Kind.STATUS, Role.COMPUTED),
        Column("oldest_due_date", text(label("Oldest due date")), "customer.oldest_due_date", Kind.DATE),
        _days("days_late", text(label("Days late")), "signs.days_late"),
        Column("first_due", text(label("Due at first")), "items.first_due", Kind.DATE),
        replace(_days("days_late_at_first", text(label("Days from due at first")), _days_at_first(view)), width=18),
        _days("pays_later", text(label("Paid later by, days")), "signs.pays_later"),
        _money("cover", text(label("Cover")), "customer.cover"),
        _money("uncovered", text(label("Uncovered receivables")), "customer.uncovered_receivables"),
    )


def age_headings(view: View) -> Iterator[str]:
    """Yield the headings of the ages of overdue receivables, as their bounds are in the policy."""
    last = view.review.policy.overdue_ages
    say = view.labels.message
    for first, end in zip((1, *(day + 1 for day in last)), last, strict=False):
        yield say(msg("Overdue {first}–{last} d", first=first, last=end))
    yield say(msg("Overdue over {last} d", last=last[-1]))


def _money(key: str, heading: str, value: Take[Row]) -> Column[Row]:
    return Column(key, heading, value, Kind.MONEY, Role.COMPUTED, total=True)


def _days(key: str, heading: str, value: Take[Row]) -> Column[Row]:
    return Column(key, heading, value, Kind.INTEGER, Role.COMPUTED)


def _days_at_first(view: View) -> Callable[[Row], int | None]:
    as_of = view.review.as_of
    return lambda row: None if row.items.first_due is None else days_overdue(row.items.first_due, as_of) or None


def _state(view: View) -> Callable[[Row], str]:
    """Return what says how late the oldest insurable invoice is, in a word behind its mark."""
    as_of, ages = view.review.as_of, view.review.policy.overdue_ages
    tones = (Tone.WATCH, Tone.ACT, Tone.ACT, Tone.ACT)
    late = {
        age: f"{tone} {heading}" for age, tone, heading in zip(OVERDUE_AGES, tones, age_headings(view), strict=True)
    }
    fine = f"{Tone.GOOD} {view.text(label('Nothing overdue'))}"
    outside = f"{Tone.APART} {view.text(label('Fees or disputes alone'))}"

    @cache
    def told(first_due: date | None) -> str | None:
        return late.get(Age.NOT_DUE if first_due is None else overdue_age(days_overdue(first_due, as_of), ages))

    def state(row: Row) -> str:
        return told(row.items.first_due) or (outside if any(row.items.ages) else fine)

    return state
