"""The insurer's limits: all of them, those without sales, and by payment term the needs that call for one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import CustomerReview, LimitStatus
from creditxl.workbook import columns
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.kept import LIMIT, LIMITS_TABLE
from creditxl.workbook.layout import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from creditxl.errors import Message
    from creditxl.workbook.columns import CustomerColumn
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

MOST_TERM_SHEETS = 24  # past these the rarest terms share one, so that the sheets' tabs can still be read


def limits_sheet(view: View) -> Sheet:
    """Return every customer with a limit or a decision on one."""
    text = view.text
    rows = [row for row in view.review.customers if row.limit_status is not LimitStatus.NONE]
    heading = Heading(
        sheet=text(label("Limits")),
        title=text(label("Credit limits")),
        subtitle=view.as_of(),
        notes=(text(label("Every customer with a limit of the insurer, or a decision on one.")),),
        empty=text(label("No customer has a limit or a decision on one.")),
    )
    shown = (
        *columns.identity(view),
        columns.term(view),
        columns.factor(view),
        columns.sales_window(view),
        columns.need(view),
        columns.money(view, "limit", LIMIT),
        Column("limit_requested", text(label("Limit applied for")), "limit_requested", Kind.MONEY),
        *columns.limit_decision(view),
        columns.limit_status(view),
        *_insurance(view),
        columns.actions(view),
        *_window(view),
    )
    return list_sheet(heading, view.customers.table(LIMITS_TABLE, shown, rows), view.labels)


def unused_sheet(view: View) -> Sheet:
    """Return the customers that have a limit and no sales."""
    text = view.text
    rows = [row for row in view.review.customers if row.limit_status is LimitStatus.UNUSED]
    heading = Heading(
        sheet=text(label("No sales")),
        title=text(label("Limits without sales")),
        subtitle=view.as_of(),
        notes=(
            view.labels.message(msg("A limit in force, and no sales in {months}.", months=view.window())),
            text(label("Open receivables stay covered only as the insurer's terms say: check them before cancelling.")),
        ),
        empty=text(label("No limit is without sales.")),
    )
    shown = (
        *columns.identity(view),
        columns.money(view, "limit", LIMIT),
        Column("limit_valid_to", text(label("Limit valid until")), "limit_valid_to", Kind.DATE),
        Column("last_sales", text(label("Last month with sales")), _last_sales(view), Kind.ID),
        columns.money(view, "open_receivables", label("Open receivables")),
        columns.actions(view),
    )
    return list_sheet(heading, view.customers.table("LimitsWithoutSales", shown, rows), view.labels)


def term_sheets(view: View) -> Iterator[Sheet]:
    """Yield a sheet for each payment term with customers whose need only a limit can cover."""
    ceiling = view.review.policy.recommendation_ceiling
    by_term: defaultdict[int | None, list[CustomerReview]] = defaultdict(list)
    for row in view.review.customers:
        if row.need > ceiling:
            by_term[view.term_days(row)].append(row)
    several = by_term.pop(None, [])
    single = {days: rows for days, rows in by_term.items() if days is not None}
    kept = sorted(single, key=lambda days: (-len(single[days]), days))[:MOST_TERM_SHEETS]
    for days in sorted(kept):
        term = view.labels.message(msg("{days} d", days=days))
        title = msg("Need above {ceiling}: payment term {term}", ceiling=ceiling, term=term)
        yield _above_ceiling(view, term, title, f"Term{days}", single[days])
    others = [row for days, rows in sorted(single.items()) if days not in kept for row in rows]
    if others:
        title = msg("Need above {ceiling}: other payment terms", ceiling=ceiling)
        yield _above_ceiling(view, view.text(label("Other terms")), title, "TermOthers", others)
    if several or view.is_live:  # a live book keeps one such sheet: the pattern of those that come later
        title = msg("Need above {ceiling}: several payment terms", ceiling=ceiling)
        yield _above_ceiling(view, view.text(label("Several terms")), title, "TermSeveral", several)


def _above_ceiling(view: View, name: str, title: Message, table: str, rows: list[CustomerReview]) -> Sheet:
    ceiling = view.review.policy.recommendation_ceiling
    note = msg("A recommendation covers {ceiling} at most; above it the need takes a limit.", ceiling=ceiling)
    heading = Heading(
        sheet=name,
        title=view.labels.message(title),
        subtitle=view.as_of(),
        notes=(view.labels.message(note),),
    )
    shown: tuple[CustomerColumn, ...] = (
        *columns.identity(view),
        columns.term(view),
        columns.factor(view),
        columns.need(view),
        columns.money(view, "limit", LIMIT),
        *columns.limit_decision(view),
        columns.limit_status(view),
        *_insurance(view),
        columns.actions(view),
        *_window(view),
    )
    return list_sheet(heading, view.customers.table(table, shown, rows), view.labels)


def _insurance(view: View) -> tuple[CustomerColumn, ...]:
    """Return what is covered, and what the cover is reckoned from."""
    return (
        columns.cover(view),
        columns.gap(view),
        columns.insurance_status(view),
        *(replace(column, folded=True) for column in columns.recommendation(view)),
        columns.not_insurable(view),
    )


def _window(view: View) -> Iterator[CustomerColumn]:
    """Yield the sales of the window's months, folded away: the need is reckoned from them."""
    names = {f"sales_{month:%Y-%m}" for month in view.review.window}
    return (column for column in columns.months(view, "sales") if column.key in names)


def _last_sales(view: View) -> Callable[[CustomerReview], str | None]:
    months: tuple[date, ...] = view.review.months

    def last(row: CustomerReview) -> str | None:
        found = [month for month, cents in zip(months, row.sales_cents, strict=True) if cents > 0]
        return view.labels.month(found[-1]) if found else None

    return last
