"""The switchboard of conventions: what each would make of the total need, and who would change status.

It is a workbook of its own, as a review for each convention takes longer than a refresh should.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from creditxl.labels import label
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Book, Chart, Column, Kind, Role, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from creditxl.model import CustomerReview
    from creditxl.review.result import Review
    from creditxl.review.whatif import Changed, Outcome
    from creditxl.workbook.layout import Sheet, Take, Value
    from creditxl.workbook.view import View

ALTERNATIVES_TABLE, CHANGED_TABLE = "Alternatives", "ChangedStatuses"
CHART_ROWS, CHART_COLUMNS = 16, 4
TITLE_WIDTH = 52.0


class Row(Struct, frozen=True):
    """A convention and the review by it; the present one has nobody changed."""

    title: str
    review: Review
    changed: int | None


class ChangedRow(Struct, frozen=True):
    """A customer whose status a convention would change."""

    title: str
    pair: Changed


def alternatives_book(view: View, outcomes: Sequence[Outcome]) -> Book:
    """Return the workbook of what other conventions would make of a review; nothing of it is applied.

    Args:
        view: Of the review as it is.
        outcomes: The reviews by each alternative, from `creditxl.review.whatif`.
    """
    title = view.text(label("What if: other conventions"))
    return Book(
        file_name=alternatives_file(view),
        title=title,
        subject=view.as_of(),
        as_of=view.review.as_of,
        version=version("creditxl"),
        currency=view.labels.symbols.currency,
        page=view.text(label("Page")),
        sheets=(_alternatives_sheet(view, title, outcomes), _changed_sheet(view, outcomes)),
    )


def alternatives_file(view: View) -> str:
    """Return the name of the workbook's file: `what-if-2026-10-31.xlsx`, in the workbook's language."""
    return f"{view.text(label('what-if'))}-{view.review.as_of}.xlsx"


def _alternatives_sheet(view: View, title: str, outcomes: Sequence[Outcome]) -> Sheet:
    text, now = view.text, view.review
    say = view.labels.message
    rows = [Row(text(label("As it is")), now, None)]
    rows += [Row(say(one.alternative.title), one.review, len(one.changed)) for one in outcomes]
    heading = Heading(
        sheet=text(label("Alternatives")),
        title=title,
        subtitle=view.as_of(),
        notes=(
            text(label("Each row reviews the same extracts with one thing of the policy changed. Nothing is applied.")),
            text(label("To use one, set its parameter in the policy file and refresh; Settings names the parameters.")),
        ),
    )

    def moved(row: Row, figure: Callable[[Review], Decimal]) -> Decimal | None:
        return None if row.review is now else figure(row.review) - figure(now)

    columns: tuple[Column[Row], ...] = (
        Column("title", text(label("Alternative")), "title", width=TITLE_WIDTH),
        _money("need", text(label("Limit need")), "review.totals.need"),
        _money("need_change", text(label("Change of the need")), lambda row: moved(row, lambda one: one.totals.need)),
        _money("gap", text(label("Coverage gap")), "review.totals.gap"),
        _money("gap_change", text(label("Change of the gap")), lambda row: moved(row, lambda one: one.totals.gap)),
        Column("tasks", text(label("Tasks")), lambda row: len(row.review.tasks), Kind.INTEGER, Role.COMPUTED),
        Column("changed", text(label("Change status")), "changed", Kind.INTEGER, Role.COMPUTED),
    )
    sheet = list_sheet(heading, Table(ALTERNATIVES_TABLE, 0, columns, rows), view.labels, frozen_columns=1)
    (table,) = sheet.tables
    told = text(label("Bar chart of the limit need by each alternative"))
    chart = Chart(table.last_row + 2, 0, table, "title", "need", told, CHART_ROWS, CHART_COLUMNS)
    return replace(sheet, charts=(chart,))


def _changed_sheet(view: View, outcomes: Sequence[Outcome]) -> Sheet:
    text, say = view.text, view.labels.message
    rows = [
        ChangedRow(say(outcome.alternative.title), pair)
        for outcome in outcomes
        for pair in sorted(outcome.changed, key=_by_need_moved)
    ]
    heading = Heading(
        sheet=text(label("Who changes status")),
        title=text(label("Who would change status")),
        subtitle=view.as_of(),
        notes=(text(label("By alternative; those whose need moves the most come first.")),),
        empty=text(label("No alternative changes anyone's status.")),
    )
    columns: tuple[Column[ChangedRow], ...] = (
        Column("title", text(label("Alternative")), "title", width=TITLE_WIDTH),
        Column("business_id", text(label("Business id")), "pair.before.business_id", Kind.ID),
        Column("name", text(label("Customer")), "pair.before.name"),
        Column("business_line", text(label("Business line")), "pair.before.business_line"),
        *_both("need", text(label("Limit need")), text(label("Need after")), lambda row: row.need),
        *_both("gap", text(label("Coverage gap")), text(label("Gap after")), lambda row: row.gap),
        *_statuses(view),
    )
    return list_sheet(heading, Table(CHANGED_TABLE, 0, columns, rows), view.labels, frozen_columns=3)


def _by_need_moved(pair: Changed) -> tuple[Decimal, str]:
    return -abs(pair.after.need - pair.before.need), pair.before.business_id


def _money(key: str, heading: str, value: Take[Row]) -> Column[Row]:
    return Column(key, heading, value, Kind.MONEY, Role.COMPUTED)


def _both(
    key: str, before: str, after: str, value: Callable[[CustomerReview], Value], kind: Kind = Kind.MONEY
) -> tuple[Column[ChangedRow], ...]:
    return (
        Column(f"{key}_before", before, lambda row: value(row.pair.before), kind, Role.COMPUTED),
        Column(f"{key}_after", after, lambda row: value(row.pair.after), kind, Role.COMPUTED),
    )


def _statuses(view: View) -> Iterator[Column[ChangedRow]]:
    text = view.text
    yield from _both(
        "insurance_status",
        text(label("Insurance status")),
        text(label("Insurance status after")),
        lambda row: view.insurance[row.insurance_status],
        Kind.STATUS,
    )
    yield from _both(
        "limit_status",
        text(label("Limit status")),
        text(label("Limit status after")),
        lambda row: view.limit[row.limit_status],
        Kind.STATUS,
    )
    yield from _both(
        "recommendation_status",
        text(label("Recommendation status")),
        text(label("Recommendation status after")),
        lambda row: view.recommendation[row.recommendation_status],
        Kind.STATUS,
    )
