"""The insurer's limits: all of them, those without sales, and by payment term the needs that call for one."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import CustomerReview, LimitStatus
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.columns import actions, identity, insurance_status, limit_status, money, sales_window, term
from creditxl.workbook.layout import Column, Kind, Role, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from creditxl.workbook.columns import CustomerColumn
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

# The next refresh reads these back: see `previous`.
TABLE = "Limits"
BUSINESS_ID = label("Business id")
LIMIT = label("Credit limit")

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
    columns = (
        *identity(view),
        *term(view),
        sales_window(view),
        money(view, "need", label("Limit need"), Role.COMPUTED),
        money(view, "limit", LIMIT),
        Column("limit_requested", text(label("Limit applied for")), attrgetter("limit_requested"), Kind.MONEY),
        Column("limit_valid_to", text(label("Limit valid until")), attrgetter("limit_valid_to"), Kind.DATE),
        limit_status(view),
        money(view, "cover", label("Cover"), Role.COMPUTED),
        money(view, "gap", label("Coverage gap"), Role.COMPUTED, bars=True),
        insurance_status(view),
        actions(view),
    )
    return list_sheet(heading, Table(TABLE, 0, columns, rows), view.labels)


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
    columns = (
        *identity(view),
        money(view, "limit", LIMIT),
        Column("limit_valid_to", text(label("Limit valid until")), attrgetter("limit_valid_to"), Kind.DATE),
        Column("last_sales", text(label("Last month with sales")), _last_sales(view), Kind.ID),
        money(view, "open_receivables", label("Open receivables")),
        actions(view),
    )
    return list_sheet(heading, Table("LimitsWithoutSales", 0, columns, rows), view.labels)


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
        yield _above_ceiling(view, view.labels.message(msg("{days} d", days=days)), f"Term{days}", single[days])
    others = [row for days, rows in sorted(single.items()) if days not in kept for row in rows]
    if others:
        yield _above_ceiling(view, view.text(label("Other terms")), "TermOthers", others)
    if several:
        yield _above_ceiling(view, view.text(label("Several terms")), "TermSeveral", several)


def _above_ceiling(view: View, name: str, table: str, rows: list[CustomerReview]) -> Sheet:
    ceiling = view.review.policy.recommendation_ceiling
    title = msg("Need above {ceiling}: payment term {term}", ceiling=ceiling, term=name)
    note = msg("A recommendation covers {ceiling} at most; above it the need takes a limit.", ceiling=ceiling)
    heading = Heading(
        sheet=name,
        title=view.labels.message(title),
        subtitle=view.as_of(),
        notes=(view.labels.message(note),),
    )
    columns: tuple[CustomerColumn, ...] = (
        *identity(view),
        *term(view),
        money(view, "need", label("Limit need"), Role.COMPUTED),
        money(view, "limit", LIMIT),
        money(view, "gap", label("Coverage gap"), Role.COMPUTED, bars=True),
        limit_status(view),
        insurance_status(view),
        actions(view),
    )
    return list_sheet(heading, Table(table, 0, columns, rows), view.labels)


def _last_sales(view: View) -> Callable[[CustomerReview], str | None]:
    months: tuple[date, ...] = view.review.months

    def last(row: CustomerReview) -> str | None:
        found = [month for month, cents in zip(months, row.sales_cents, strict=True) if cents > 0]
        return view.labels.month(found[-1]) if found else None

    return last
