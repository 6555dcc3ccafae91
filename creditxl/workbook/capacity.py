"""The insurer's total (rule R19): how much of it is used, what could be freed, and which gaps that would fill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from creditxl.labels import label
from creditxl.model import RecommendationStatus
from creditxl.policy.capacity import Capacity, Claim, Fill, capacity
from creditxl.policy.cover import is_insurable
from creditxl.policy.position import is_refusal
from creditxl.workbook import kept
from creditxl.workbook.build import Heading, first_free_row, list_sheet
from creditxl.workbook.layout import Cell, Column, Formula, Kind, Look, Role, Table
from creditxl.workbook.marks import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from creditxl.model import CustomerReview
    from creditxl.workbook.layout import Sheet, Value
    from creditxl.workbook.view import View

CAPACITY_TABLE = "Capacity"
AMOUNTS, MEANINGS = 2, 3  # the columns in which the totals and what they mean stand
AMOUNT_WIDTH = 20.0
UNKNOWN = "–"
# What each total is called, and what it means; from top to bottom.
TOTALS: Mapping[str, tuple[str, str]] = {
    "total": (label("Insurer's total"), label("insurer_total of the policy file; – while it is not known")),
    "used": (label("Used"), label("All limits in force")),
    "left": (label("Left of the total"), label("Insurer's total less used")),
    "needed": (
        label("Needed"),
        label("Needs that only a limit can cover: above the recommendations' ceiling, or the recommendation rejected"),
    ),
    "gaps": (label("Gaps of these needs"), label("What neither limit nor recommendation covers of them")),
    "cancelled": (label("Freed by cancelling"), label("Limits without sales")),
    "reduced": (label("Freed by reducing"), label("Limits well above the need, down to the need rounded up")),
    "freed": (label("Freed together"), label("What the worklist's tasks on these limits give back")),
    "given": (label("Given to gaps"), label("What the list below would get")),
    "unspent": (label("Left of the freed"), label("Freed less given")),
    "unfilled": (label("Gaps left"), label("Gaps of these needs less what is filled")),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A gap that would be filled, and whose it is."""

    customer: CustomerReview
    fill: Fill

    @property
    def business_id(self) -> str:
        return self.customer.business_id


def capacity_sheet(view: View, limits: Table[CustomerReview]) -> Sheet:
    """Return the insurer's total, its use, and the gaps that what could be freed would fill.

    Args:
        view: The review and its words.
        limits: The list of all limits, which the sheet sums.
    """
    text = view.text
    customers = {row.business_id: row for row in view.review.customers}
    found = capacity([_claim(view, row) for row in view.review.customers], view.review.policy)
    rows = [Filled(customers[fill.claim.customer], fill) for fill in found.fills]
    heading = Heading(
        sheet=text(label("Capacity")),
        title=text(label("Capacity of the insurer's total")),
        subtitle=view.as_of(),
        notes=_notes(view),
        empty=text(label("Nothing is freed, or no gap is there that it would fill.")),
        room=1 + len(TOTALS),
    )
    table = Table(CAPACITY_TABLE, 0, _columns(view), rows)
    sheet = list_sheet(heading, table, view.labels)
    return _with_totals(view, sheet, found, limits)


def _claim(view: View, row: CustomerReview) -> Claim:
    return Claim(
        customer=row.business_id,
        need=row.need,
        limit=row.limit,
        cover=row.cover,
        is_active=view.is_active(row),
        is_insurable=is_insurable(row.customer_type),
        is_rejected=row.recommendation_status is RecommendationStatus.REJECTED,
        is_refused=is_refusal(row.limit_status, row.limit_granted, row.limit_requested, row.need),
    )


def _notes(view: View) -> tuple[str, ...]:
    order = label(
        "Below the totals: the gaps that the freed amount would fill, the largest first, until it is spent. Gaps for "
        "which the insurer has refused a higher limit are left out."
    )
    taken = label(
        "A limit does not add to what a recommendation covers: to fill a gap it must be as high as the need, so it can "
        "take more of the total than the gap."
    )
    return view.text(order), view.text(taken)


def _columns(view: View) -> tuple[Column[Filled], ...]:
    text = view.text
    whole, part = f"{Tone.GOOD} {text(label('Whole gap'))}", f"{Tone.WATCH} {text(label('Part of the gap'))}"
    return (
        Column("business_id", text(kept.BUSINESS_ID), lambda row: row.business_id, Kind.ID),
        Column("name", text(label("Customer")), lambda row: row.customer.name),
        Column("business_line", text(label("Business line")), lambda row: row.customer.business_line),
        _money(view, label("Limit need"), "need", lambda row: row.customer.need),
        _money(view, kept.LIMIT, "limit", lambda row: row.customer.limit),
        _money(view, label("Cover"), "cover", lambda row: row.customer.cover),
        _money(view, label("Coverage gap"), "gap", lambda row: row.customer.gap),
        _money(view, label("Takes of the total"), "asked", lambda row: row.fill.asked),
        _money(view, label("Would get"), "given", lambda row: row.fill.given),
        _money(view, label("Gap filled"), "filled", lambda row: row.fill.filled),
        replace(_money(view, label("Left after it"), "left", lambda row: row.fill.left), total=False),
        Column(
            "outcome",
            text(label("Fills")),
            lambda row: whole if row.fill.is_whole else part,
            Kind.STATUS,
            Role.COMPUTED,
        ),
    )


def _money(view: View, heading: str, key: str, value: Callable[[Filled], Decimal]) -> Column[Filled]:
    return Column(key, view.text(heading), value, Kind.MONEY, Role.COMPUTED, total=True)


def _with_totals(view: View, sheet: Sheet, found: Capacity, limits: Table[CustomerReview]) -> Sheet:
    """Return the sheet with the totals above its list; they would fill the window if they stayed in sight."""
    (table,) = sheet.tables
    top = first_free_row(sheet) + 1
    amounts = _amounts(view, found, limits, table, top)
    cells = [
        cell
        for row, (name, meaning) in enumerate(TOTALS.values(), top)
        for cell in (
            Cell(row, 0, view.text(name)),
            Cell(row, AMOUNTS, amounts[row - top], Look.TOTAL, Kind.MONEY),
            Cell(row, MEANINGS, view.text(meaning), Look.NOTE),
        )
    ]
    widths = tuple(max(width, AMOUNT_WIDTH) if place == AMOUNTS else width for place, width in enumerate(sheet.widths))
    return replace(sheet, cells=(*sheet.cells, *cells), widths=widths, frozen=(0, 2))


def _amounts(view: View, found: Capacity, limits: Table[CustomerReview], table: Table[Filled], top: int) -> list[Value]:
    """Return the totals in their order: sums of lists and of each other as formulas, what the rules reckon as it is."""
    total = view.review.policy.insurer_total
    at = {name: f"{xl_col_to_name(AMOUNTS)}{row}" for row, name in enumerate(TOTALS, top + 1)}
    given, filled = (sum((getattr(row, key) for row in found.fills), Decimal(0)) for key in ("given", "filled"))
    amounts: dict[str, Value] = {
        "total": Formula(f'=IF(insurer_total=0,"{UNKNOWN}",insurer_total)', total or UNKNOWN),
        "used": Formula(f"=SUM({limits.reference('limit')})", found.used),
        "left": Formula(
            f'=IF(insurer_total=0,"{UNKNOWN}",insurer_total-{at["used"]})', total - found.used if total else UNKNOWN
        ),
        "needed": found.needed,
        "gaps": found.gaps,
        "cancelled": found.cancelled,
        "reduced": found.reduced,
        "freed": Formula(f"={at['cancelled']}+{at['reduced']}", found.freed),
        "given": Formula(f"=SUM({table.reference('given')})", given),
        "unspent": Formula(f"={at['freed']}-{at['given']}", found.freed - given),
        "unfilled": Formula(f"={at['gaps']}-SUM({table.reference('filled')})", found.gaps - filled),
    }
    return [amounts[name] for name in TOTALS]
