"""The need of the months ahead, on a sheet of its own where the settings ask for it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import from_cents
from creditxl.workbook.ahead_told import level, told, totals_told
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Role, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from creditxl.errors import Message
    from creditxl.policy.ahead import Interval
    from creditxl.review.ahead.result import Ahead, CustomerAhead
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

AHEAD_TABLE = "NeedAhead"


def ahead_sheets(view: View) -> tuple[Sheet, ...]:
    """Return the sheet of the need ahead; none where it was not asked for."""
    ahead = view.review.ahead
    return () if ahead is None else (_sheet(view, ahead),)


def _sheet(view: View, ahead: Ahead) -> Sheet:
    text = view.text
    said, *measured = told(view.review, view.labels)
    heading = Heading(
        sheet=text(label("Need ahead")),
        title=text(label("Need of the months ahead")),
        subtitle=view.as_of(),
        notes=(said, *measured, totals_told(ahead, view.labels), _explained(view)) if ahead.rows else tuple(measured),
        empty=said,
    )
    return list_sheet(heading, Table(AHEAD_TABLE, 0, tuple(_columns(view, ahead)), ahead.rows), view.labels)


def _explained(view: View) -> str:
    return view.labels.message(
        msg(
            "Need ahead: from the months' forecasts as the need is from the last months'. It should lie between at "
            "least and at most in {level} of cases. Nothing is applied for on it: limits follow the need now.",
            level=level(view.review.policy, view.labels),
        )
    )


def _columns(view: View, ahead: Ahead) -> Iterator[Column[CustomerAhead]]:
    text = view.text
    yield Column("business_id", text(label("Business id")), "customer.business_id", Kind.ID)
    yield Column("name", text(label("Customer")), "customer.name", width=34)
    yield Column("business_line", text(label("Business line")), "customer.business_line", width=18)
    yield Column("need", text(label("Need now")), "customer.need", Kind.MONEY, total=True)
    yield _cents(view, msg("Need ahead"), "ahead", attrgetter("need.point"), total=True)
    yield _cents(view, msg("At least"), "ahead_low", attrgetter("need.low"))
    yield _cents(view, msg("At most"), "ahead_high", attrgetter("need.high"))
    yield Column("cover", text(label("Cover")), "customer.cover", Kind.MONEY, total=True)
    gap = text(label("Gap ahead"))
    yield Column("gap", gap, "gap", Kind.MONEY, Role.COMPUTED, width=20, bars=True, total=True)
    for place, month in enumerate(ahead.months):
        shown, key = view.labels.month(month), f"month_{place + 1}"
        yield _cents(view, msg("Need {month}", month=shown), key, _bound(place, "point"), total=True)
        yield _cents(view, msg("{month} at least", month=shown), f"{key}_low", _bound(place, "low"))
        yield _cents(view, msg("{month} at most", month=shown), f"{key}_high", _bound(place, "high"))


def _cents(
    view: View, heading: Message, key: str, value: Callable[[CustomerAhead], int], *, total: bool = False
) -> Column[CustomerAhead]:
    return Column(
        key, view.labels.message(heading), lambda row: from_cents(value(row)), Kind.MONEY, Role.COMPUTED, total=total
    )


def _bound(place: int, name: str) -> Callable[[CustomerAhead], int]:
    def bound(row: CustomerAhead) -> int:
        one: Interval = row.months[place]
        return {"low": one.low, "point": one.point, "high": one.high}[name]

    return bound
