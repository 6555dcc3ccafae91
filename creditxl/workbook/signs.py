"""Warning signs of weakening customers, and the check of new ones: measured where the ledger tells, else ticked."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.policy.position import is_new_customer
from creditxl.policy.signs import NO_SIGNS, Measure, Signs, halves
from creditxl.workbook import ticks
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Role, Table
from creditxl.workbook.marks import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from creditxl.model import CustomerReview
    from creditxl.workbook.layout import Sheet, Take, Value
    from creditxl.workbook.ticks import Ticked
    from creditxl.workbook.view import View

SIGN_KEYS = ("decisions", "financing", "watched", "explanations")
SIGN_HINTS = (
    label("x when it has made an unusually large deal with a party that you doubt"),
    label("x when it keeps looking for new financing, or changes its bank"),
    label("x when its creditors watch it especially"),
    label("x when it keeps explaining why it has not paid"),
)
POINT_KEYS = ("finances", "history", "relations", "analysis", "follow_up", "figures")
POINT_HINTS = (
    label("x when its financial situation has been looked into"),
    label("x when its credit history has been looked into"),
    label("x when its relations to other debtors and creditors have been looked into"),
    label("x when the risk of selling to it has been analysed"),
    label("x when it is agreed how, and how often, it is followed"),
    label("x when new financial figures of it are gathered from time to time, above all where the risk is high"),
)
MEASURES: Mapping[Measure, str] = {
    Measure.DAYS_LATE: label("late"),
    Measure.OVERDUE_SHARE: label("much overdue"),
    Measure.PAYS_LATER: label("pays later"),
    Measure.TERMS_GROW: label("longer terms"),
}
NOT_LISTED = label("Not on this month's list")
NO_MARKS: tuple[Value, ...] = (None,) * len(ticks.SIGN_HEADINGS)


class Row(Struct, frozen=True):
    """A customer of one of the lists; None, with the name it had, where the month's list is without it."""

    business_id: str
    name: str
    customer: CustomerReview | None
    typed: tuple[Value, ...]
    signs: Signs = NO_SIGNS

    def all_signs(self) -> int:
        """Return how many of the five signs stand."""
        own = 0 if self.typed is NO_MARKS else _marks(self.typed[: len(ticks.SIGNS)])
        return bool(self.signs.found) + own


def signs_sheet(view: View) -> Sheet:
    """Return the warning signs of every customer that owes us something on current sales, or has shown any (R18)."""
    text = view.text
    heading = Heading(
        sheet=text(label("Signs")),
        title=text(label("Signs of a weakening customer")),
        subtitle=view.as_of(),
        notes=(_bounds(view), text(label("Tick the other signs with x. They stay until you empty the cell."))),
        empty=text(label("No active customer owes anything, and none has shown a sign.")),
    )
    return list_sheet(heading, Table(ticks.SIGNS_TABLE, 0, _sign_columns(view), _sign_rows(view)), view.labels)


def new_customers_sheet(view: View) -> Sheet:
    """Return the customers created lately, with what is to be checked of each."""
    text = view.text
    months = view.review.policy.new_customer_months
    heading = Heading(
        sheet=text(label("New customers")),
        title=text(label("Check of new customers")),
        subtitle=view.as_of(),
        notes=(
            view.labels.message(msg("Customers created less than {months} months ago.", months=months)),
            text(label("Tick with x what has been checked. It stays until you empty the cell.")),
        ),
        empty=text(label("No customer has been created lately.")),
    )
    return list_sheet(heading, Table(ticks.CHECKS_TABLE, 0, _check_columns(view), _check_rows(view)), view.labels)


def _bounds(view: View) -> str:
    policy = view.review.policy
    earlier, later = halves(view.review.as_of, policy.sign_months)
    return view.labels.message(
        msg(
            "Sign 1 is measured: {days} days late, {share} % of receivables overdue, or invoices paid {growth} days "
            "later, or their terms as much longer, in {later} than in {earlier}.",
            days=policy.sign_days_late,
            share=f"{(100 * policy.sign_overdue_share).normalize():f}",
            growth=policy.sign_growth_days,
            later=_span(view, later),
            earlier=_span(view, earlier),
        )
    )


def _span(view: View, months: Sequence[date]) -> str:
    shown = [view.labels.month(month) for month in (months[0], months[-1])]
    return "–".join(dict.fromkeys(shown))


def _sign_rows(view: View) -> list[Row]:
    """Return the rows, most signs first, then the largest uncovered receivables; customers who left come last."""
    found, typed = view.review.signs, view.kept.ticks.signs
    rows = []
    for row in view.review.customers:
        business_id = row.business_id
        signs, own = found.get(business_id, NO_SIGNS), typed.get(business_id)
        if own is not None or signs.found or _owes(view, row):
            rows.append(Row(business_id, row.name, row, own.typed if own else NO_MARKS, signs))
    if all(row.customer and row.customer.uncovered_receivables is not None for row in rows):
        rows.sort(key=attrgetter("customer.uncovered_receivables"), reverse=True)
    rows.sort(key=Row.all_signs, reverse=True)
    return [*rows, *_left(typed, rows)]


def _owes(view: View, row: CustomerReview) -> bool:
    """Tell whether an active customer owes anything; where the ledger does not tell, it may."""
    return (row.open_receivables is None or row.open_receivables > 0) and view.is_active(row)


def _check_rows(view: View) -> list[Row]:
    """Return the rows, the newest customer first; those that are new no more, and were checked, come last."""
    typed, review = view.kept.ticks.checks, view.review
    new = [row for row in review.customers if is_new_customer(row.created_on, review.as_of, review.policy)]
    new.sort(key=lambda row: row.created_on or review.as_of, reverse=True)
    blank = (None,) * len(ticks.CHECK_HEADINGS)
    rows = [
        Row(row.business_id, row.name, row, typed[row.business_id].typed if row.business_id in typed else blank)
        for row in new
    ]
    return [*rows, *_left(typed, rows)]


def _left(typed: Mapping[str, Ticked], rows: Sequence[Row]) -> Iterator[Row]:
    """Yield what was ticked of customers that are not on the list, in the order of their ids."""
    listed = {row.business_id for row in rows}
    for business_id, found in sorted(typed.items(), key=itemgetter(0)):
        if business_id not in listed:
            yield Row(business_id, found.name, None, found.typed)


def _sign_columns(view: View) -> tuple[Column[Row], ...]:
    text = view.text
    days = text(label("Days late"))
    return (
        *_identity(view),
        Column(
            "signs",
            text(label("Signs")),
            Row.all_signs,
            Kind.INTEGER,
            Role.COMPUTED,
            formula=lambda _: f'=IF(LEFT({{late}},1)="{Tone.WATCH}",1,0)+{_marked(SIGN_KEYS)}',
        ),
        Column("late", text(label("Late payments, or terms that change")), _late(view), Kind.STATUS),
        _measured("days_late", days, "signs.days_late"),
        _measured("overdue_share", text(label("Overdue, share")), "signs.overdue_share", Kind.PERCENT),
        _measured("pays_later", text(label("Paid later by, days")), "signs.pays_later"),
        _measured("terms_grow", text(label("Terms longer by, days")), "signs.terms_grow"),
        *(
            _typed(place, key, text(heading), text(hint))
            for place, (key, heading, hint) in enumerate(zip(SIGN_KEYS, ticks.SIGNS, SIGN_HINTS, strict=True))
        ),
        _money("open_receivables", text(label("Open receivables"))),
        _money("uncovered_receivables", text(label("Uncovered receivables"))),
        Column("comment", text(ticks.COMMENT), "typed[-1]", Kind.LONG, Role.INPUT, width=40),
    )


def _check_columns(view: View) -> tuple[Column[Row], ...]:
    text, points = view.text, len(ticks.POINTS)
    value, formula = _state(view)
    return (
        *_identity(view),
        Column(
            "created_on",
            text(label("Created on")),
            lambda row: row.customer.created_on if row.customer else None,
            Kind.DATE,
        ),
        _money("need", text(label("Limit need"))),
        Column("state", text(label("Checked")), value, Kind.STATUS, Role.COMPUTED, width=26, formula=formula),
        *(
            _typed(place, key, text(heading), text(hint))
            for place, (key, heading, hint) in enumerate(zip(POINT_KEYS, ticks.POINTS, POINT_HINTS, strict=True))
        ),
        Column("checked_on", text(ticks.CHECKED_ON), f"typed[{points}]", Kind.DATE, Role.INPUT),
        Column("checked_by", text(ticks.CHECKED_BY), f"typed[{points + 1}]", role=Role.INPUT, width=18),
        Column("comment", text(ticks.COMMENT), "typed[-1]", Kind.LONG, Role.INPUT, width=40),
    )


def _identity(view: View) -> tuple[Column[Row], ...]:
    text = view.text
    return (
        Column("business_id", text(ticks.BUSINESS_ID), "business_id", Kind.ID),
        Column("name", text(ticks.NAME), "name"),
        Column("seller", text(label("Seller")), lambda row: row.customer.seller if row.customer else None),
    )


def _measured(key: str, heading: str, value: Take[Row], kind: Kind = Kind.INTEGER) -> Column[Row]:
    return Column(key, heading, value, kind, Role.COMPUTED)


def _money(field: str, heading: str) -> Column[Row]:
    taken: Callable[[CustomerReview], Value] = attrgetter(field)
    return Column(field, heading, lambda row: taken(row.customer) if row.customer else None, Kind.MONEY, total=True)


def _typed(place: int, key: str, heading: str, hint: str) -> Column[Row]:
    return Column(key, heading, f"typed[{place}]", role=Role.INPUT, choices=("x",), hint=hint)


def _marks(typed: Sequence[Value]) -> int:
    """Return how many cells say that something is so."""
    return sum(ticks.mark(one) is not None for one in typed)


def _marked(keys: Sequence[str]) -> str:
    """Return the part of a formula that counts the same."""
    return f"SUMPRODUCT(--{ticks.is_marked(f'{{{keys[0]}:{keys[-1]}}}')})"


def _late(view: View) -> Callable[[Row], str | None]:
    """Return what says by what the first sign is shown; its mark is what the count of the signs looks for."""
    left = f"{Tone.QUIET} {view.text(NOT_LISTED)}"
    words = {measure: view.text(word) for measure, word in MEASURES.items()}
    known: dict[tuple[Measure, ...], str | None] = {(): None}

    def said(row: Row) -> str | None:
        if row.customer is None:
            return left
        found = row.signs.found
        if found not in known:
            known[found] = f"{Tone.WATCH} {', '.join(words[measure] for measure in found)}"
        return known[found]

    return said


def _state(view: View) -> tuple[Callable[[Row], str], Callable[[Row], str]]:
    """Return what says how far a customer has been checked, and the formula that says it while people tick."""
    count = len(ticks.POINTS)
    left = f"{Tone.QUIET} {view.text(NOT_LISTED)}"
    none = f"{Tone.ACT} {view.text(label('Unchecked'))}"
    some = f"{Tone.WATCH} {view.text(label('Partly checked'))}"
    every = f"{Tone.GOOD} {view.text(label('Checked'))}"
    filled = _marked(POINT_KEYS)
    formula = f'=IF({filled}={count},"{every}",IF({filled}=0,"{none}","{some}"))'

    def said(row: Row) -> str:
        if row.customer is None:
            return left
        done = _marks(row.typed[:count])
        return every if done == count else some if done else none

    return said, lambda row: formula if row.customer else ""
