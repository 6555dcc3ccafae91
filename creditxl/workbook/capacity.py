"""The insurer's total (rule R19): how much of it is used, what could be freed, and which gaps that would fill.

Two plans stand beside each other: the largest gap first, and the one that fills the most. Neither is applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from xlsxwriter.utility import xl_col_to_name

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import RecommendationStatus
from creditxl.policy.capacity import Capacity, Claim, Fill, capacity, freed
from creditxl.policy.cover import is_insurable
from creditxl.policy.money import NOTHING
from creditxl.policy.position import is_refusal
from creditxl.review.optimum import Plan, best_plan
from creditxl.workbook import kept
from creditxl.workbook.build import Heading, first_free_row, list_sheet
from creditxl.workbook.layout import Cell, Column, Formula, Kind, Look, Role, Table
from creditxl.workbook.marks import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from creditxl.errors import Message
    from creditxl.model import CustomerReview
    from creditxl.workbook.layout import Sheet, Take, Value
    from creditxl.workbook.view import View

CAPACITY_TABLE = "Capacity"
AMOUNTS, MEANINGS = 2, 3  # the columns in which the totals and what they mean stand
AMOUNT_WIDTH = 20.0
PLANNED = ("first_limit", "first_gap", "best_limit", "best_gap")
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
    "free": (label("May be given"), label("The freed, and what is left of the total where that is known")),
}
# The two plans beside what is now, from top to bottom.
AFTER: Mapping[str, str] = {
    "limits": label("All limits"),
    "open_gaps": label("Gaps of these needs"),
    "unspent": label("Left of what may be given"),
}
STATES = (label("Now"), label("Largest gap first"), label("Best plan"))


class Change(Struct, frozen=True):
    """A customer whose limit one of the plans would change; either may leave it as it is.

    Args:
        freed: What of its limit both plans take away.
        first: Of the plan that fills the largest gap first.
        best: Of the plan that fills the most.
    """

    customer: CustomerReview
    freed: Decimal
    first: Fill | None
    best: Fill | None

    @property
    def business_id(self) -> str:
        return self.customer.business_id

    def limit(self, fill: Fill | None) -> Decimal:
        return fill.limit if fill else self.customer.limit - self.freed

    def gap(self, fill: Fill | None) -> Decimal:
        return self.customer.gap - (fill.filled if fill else NOTHING)


class Plans(Struct, frozen=True):
    """How the total is used, and what would become of what may be given."""

    now: Capacity
    best: Plan
    changes: tuple[Change, ...]

    @property
    def first(self) -> Plan:
        return Plan(self.now.fills, is_proven=False)


def capacity_sheet(view: View, limits: Table[CustomerReview]) -> Sheet:
    """Return the insurer's total, its use, and the gaps that what may be given would fill by either plan.

    Args:
        view: The review and its words.
        limits: The list of all limits, which the sheet sums.
    """
    text, plans = view.text, _plans(view)
    heading = Heading(
        sheet=text(label("Capacity")),
        title=text(label("Capacity of the insurer's total")),
        subtitle=view.as_of(),
        notes=_notes(view, plans),
        empty=text(label("Nothing is freed, or no gap is there that it would fill.")),
        room=len(TOTALS) + len(AFTER) + 3,
    )
    table = view.customers.table(CAPACITY_TABLE, _columns(view), plans.changes, owner="customer")
    sheet = list_sheet(heading, table, view.labels)
    return _with_totals(view, sheet, plans, limits)


def _plans(view: View) -> Plans:
    policy = view.review.policy
    claims = [_claim(view, row) for row in view.review.customers]
    now = capacity(claims, policy)
    best = best_plan(claims, now, policy)
    first_of, best_of = ({fill.claim.customer: fill for fill in fills} for fills in (now.fills, best.fills))
    given_back = (freed(claim, policy) for claim in claims)
    changed = [
        Change(row, amount, first_of.get(row.business_id), best_of.get(row.business_id))
        for row, amount in zip(view.review.customers, given_back, strict=True)
        if amount or row.business_id in first_of or row.business_id in best_of
    ]
    # Who gets, the largest gap first, and then from whom it is taken, the most first.
    changed.sort(key=lambda one: (one.freed, -one.customer.gap, one.business_id))
    return Plans(now, best, tuple(changed))


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


def _notes(view: View, plans: Plans) -> tuple[str, ...]:
    taken = label(
        "A limit does not add to what a recommendation covers: to fill a gap it must be as high as the need, so it can "
        "take more of the total than the gap."
    )
    order = label(
        "Below the totals: whose limits would change, if what may be given went to the largest gap first, and if it "
        "went where it fills the most. Gaps for which the insurer has refused more are left out. Nothing is applied."
    )
    return view.text(taken), view.text(order), view.labels.message(_gain(plans))


def _gain(plans: Plans) -> Message:
    gain = plans.best.filled - plans.first.filled
    if not plans.best.is_proven:
        return msg("The best plan found fills {gain} more; the search for a better one was ended.", gain=gain)
    if gain:
        return msg("The best plan fills {gain} more than the largest gap first; no plan fills more.", gain=gain)
    return msg("The largest gap first fills as much as any plan can.")


def _columns(view: View) -> tuple[Column[Change], ...]:
    text = view.text
    return (
        Column("business_id", text(kept.BUSINESS_ID), "business_id", Kind.ID),
        Column("name", text(label("Customer")), "customer.name"),
        Column("business_line", text(label("Business line")), "customer.business_line"),
        _money(view, label("Limit need"), "need", "customer.need"),
        _money(view, kept.LIMIT, "limit", "customer.limit"),
        _money(view, label("Coverage gap"), "gap", "customer.gap"),
        _money(view, label("Limit, largest gap first"), "first_limit", lambda row: row.limit(row.first)),
        _money(view, label("Gap, largest gap first"), "first_gap", lambda row: row.gap(row.first)),
        _money(view, label("Limit, best plan"), "best_limit", lambda row: row.limit(row.best)),
        _money(view, label("Change, best plan"), "change", lambda row: row.limit(row.best) - row.customer.limit),
        _money(view, label("Gap, best plan"), "best_gap", lambda row: row.gap(row.best)),
        Column("outcome", text(label("Best plan")), _outcome(view), Kind.STATUS, Role.COMPUTED),
    )


def _outcome(view: View) -> Callable[[Change], str]:
    whole, part = f"{Tone.GOOD} {view.text(label('Whole gap'))}", f"{Tone.WATCH} {view.text(label('Part of the gap'))}"
    nearly, freed_again = view.text(label("All but part of a step")), view.text(label("Is freed"))
    nothing = f"{Tone.ACT} {view.text(label('Gets nothing'))}"

    def said(row: Change) -> str:
        if row.best is None:
            return f"{Tone.QUIET} {freed_again}" if row.freed else nothing
        if row.gap(row.best) < view.review.policy.limit_step:
            return whole if row.best.is_whole else f"{Tone.WATCH} {nearly}"
        return part

    return said


def _money(view: View, heading: str, key: str, value: Take[Change]) -> Column[Change]:
    return Column(key, view.text(heading), value, Kind.MONEY, Role.COMPUTED, total=True)


def _with_totals(view: View, sheet: Sheet, plans: Plans, limits: Table[CustomerReview]) -> Sheet:
    """Return the sheet with the totals above its list; they would fill the window if they stayed in sight."""
    (table,) = sheet.tables
    top = first_free_row(sheet) + 1
    amounts = _amounts(view, plans.now, limits, top)
    cells = [
        cell
        for row, (name, meaning) in enumerate(TOTALS.values(), top)
        for cell in (
            Cell(row, 0, view.text(name)),
            Cell(row, AMOUNTS, amounts[row - top], Look.TOTAL, Kind.MONEY),
            Cell(row, MEANINGS, view.text(meaning), Look.NOTE),
        )
    ]
    below = top + len(TOTALS) + 1
    cells += [Cell(below, AMOUNTS + place, view.text(state), Look.BAND) for place, state in enumerate(STATES)]
    for row, (name, key) in enumerate(zip(AFTER.values(), AFTER, strict=True), below + 1):
        cells.append(Cell(row, 0, view.text(name)))
        cells += [
            Cell(row, AMOUNTS + place, amount, Look.TOTAL, Kind.MONEY)
            for place, amount in enumerate(_after(plans, table, top)[key])
        ]
    widths = tuple(max(width, AMOUNT_WIDTH) if place == AMOUNTS else width for place, width in enumerate(sheet.widths))
    return replace(sheet, cells=(*sheet.cells, *cells), widths=widths, frozen=(0, 2))


def _places(top: int) -> dict[str, str]:
    return {name: f"{xl_col_to_name(AMOUNTS)}{row}" for row, name in enumerate(TOTALS, top + 1)}


def _amounts(view: View, found: Capacity, limits: Table[CustomerReview], top: int) -> list[Value]:
    """Return the totals in their order: sums of lists and of each other as formulas, what the rules reckon as it is."""
    total = view.review.policy.insurer_total
    at = _places(top)
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
        "free": Formula(f"=IF(insurer_total=0,{at['freed']},MAX(0,{at['freed']}+N({at['left']})))", found.free),
    }
    return [amounts[name] for name in TOTALS]


def _after(plans: Plans, table: Table[Change], top: int) -> Mapping[str, Sequence[Value]]:
    """Return what stands below each state: sums of the list, whose rows alone a plan changes."""
    at, now = _places(top), plans.now
    summed = {key: f"SUM({table.reference(key)})" for key in ("limit", "gap", *PLANNED)}
    limits: list[Value] = [Formula(f"={at['used']}", now.used)]
    gaps: list[Value] = [Formula(f"={at['gaps']}", now.gaps)]
    left: list[Value] = [Formula(f"={at['free']}", now.free)]
    for plan, limit, gap in ((plans.first, "first_limit", "first_gap"), (plans.best, "best_limit", "best_gap")):
        after = now.used - now.freed + plan.given
        limits.append(Formula(f"={at['used']}-{summed['limit']}+{summed[limit]}", after))
        gaps.append(Formula(f"={at['gaps']}-{summed['gap']}+{summed[gap]}", now.gaps - plan.filled))
        given = f"{summed[limit]}-{summed['limit']}+{at['freed']}"
        left.append(Formula(f"={at['free']}-({given})", now.free - plan.given))
    return {"limits": limits, "open_gaps": gaps, "unspent": left}
