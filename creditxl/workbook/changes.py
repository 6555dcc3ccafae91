"""What has changed since the last refresh: limits, recommendations, statuses, and needs that passed the ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.policy.money import NOTHING
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.history import snapshot, word
from creditxl.workbook.layout import Column, Kind, Table
from creditxl.workbook.snapshots import baseline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from creditxl.workbook.layout import Sheet, Value
    from creditxl.workbook.snapshots import Snapshot
    from creditxl.workbook.view import View


class Change(Struct, frozen=True):
    """One customer, before and now; None on the side where there was no need and no cover.

    Args:
        what: In words, what changed.
    """

    before: Snapshot | None
    now: Snapshot | None
    what: str

    @property
    def either(self) -> Snapshot:
        found = self.now or self.before
        assert found is not None  # noqa: S101 - a change has a side at least
        return found

    @property
    def worsening(self) -> Decimal:
        """How much the gap has grown."""
        return (self.now.gap if self.now else NOTHING) - (self.before.gap if self.before else NOTHING)


def changes_sheet(view: View) -> Sheet:
    """Return the customers of whom something changed, those whose gap grew the most first."""
    text = view.text
    earlier = baseline(view.kept.history, view.review.as_of)
    rows = sorted(_changes(view, earlier or {}), key=lambda row: (-row.worsening, row.either.business_id))
    heading = Heading(
        sheet=text(label("Changes")),
        title=text(label("Changes since the last refresh")),
        subtitle=view.as_of(),
        notes=(_compared(view, earlier),),
        empty=text(label("Nothing has changed.")),
    )
    insurance, recommendations = view.insurance, view.recommendation
    columns: tuple[Column[Change], ...] = (
        Column("business_id", text(label("Business id")), "either.business_id", Kind.ID),
        Column("name", text(label("Customer")), "either.name"),
        Column("what", text(label("What changed")), "what", width=36),
        *_both("need", text(label("Limit need before")), text(label("Limit need now")), lambda one: one.need),
        *_both("limit", text(label("Limit before")), text(label("Limit now")), lambda one: one.limit),
        *_both(
            "recommendation",
            text(label("Recommendation before")),
            text(label("Recommendation now")),
            lambda one: word(recommendations, one.recommendation_status),
            Kind.STATUS,
        ),
        *_both(
            "status",
            text(label("Status before")),
            text(label("Status now")),
            lambda one: word(insurance, one.insurance_status),
            Kind.STATUS,
        ),
        Column("worsening", text(label("Change of the gap")), "worsening", Kind.MONEY, total=True),
    )
    return list_sheet(heading, Table("Changes", 0, columns, rows), view.labels)


def _both(
    key: str, before: str, now: str, value: Callable[[Snapshot], Value], kind: Kind = Kind.MONEY
) -> Iterator[Column[Change]]:
    """Yield a column of what was and one of what is."""
    yield Column(f"{key}_before", before, lambda row: value(row.before) if row.before else None, kind)
    yield Column(key, now, lambda row: value(row.now) if row.now else None, kind)


def _compared(view: View, earlier: dict[str, Snapshot] | None) -> str:
    if not earlier:
        return view.text(label("There is no refresh of an earlier day to compare with."))
    day = next(iter(earlier.values())).as_of
    return view.labels.message(msg("Compared with the refresh of {day}.", day=day))


def _changes(view: View, earlier: dict[str, Snapshot]) -> Iterator[Change]:
    if not earlier:
        return
    now = {row.business_id: snapshot(view, row) for row in view.review.customers if row.need or row.cover or row.limit}
    for business_id in now.keys() | earlier.keys():
        before, after = earlier.get(business_id), now.get(business_id)
        what = _what(view, before, after)
        if what:
            yield Change(before, after, ", ".join(view.text(one) for one in what))


def _what(view: View, before: Snapshot | None, now: Snapshot | None) -> list[str]:
    """Return what changed, in English."""
    if before is None:
        return [label("New need or cover")]
    if now is None:
        return [label("Neither need nor cover any more")]
    ceiling = view.review.policy.recommendation_ceiling
    found = {
        label("Limit"): before.limit != now.limit,
        label("Recommendation"): before.recommendation_status != now.recommendation_status,
        label("Insurance status"): before.insurance_status != now.insurance_status,
        label("Need above the ceiling"): before.need <= ceiling < now.need,
        label("Need below the ceiling"): now.need <= ceiling < before.need,
    }
    return [what for what, is_so in found.items() if is_so]
