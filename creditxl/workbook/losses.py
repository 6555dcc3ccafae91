"""If a customer failed today (rules R15, R16): what would be lost, and why each euro of it is not insured."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.policy.money import NOTHING
from creditxl.policy.rehearsal import Reason
from creditxl.workbook.build import Heading, first_free_row, list_sheet
from creditxl.workbook.layout import Cell, Chart, Column, Kind, Look, Role, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from creditxl.model import CustomerReview
    from creditxl.policy.rehearsal import Rehearsal
    from creditxl.workbook.layout import Sheet, Take
    from creditxl.workbook.view import View

LOSSES_TABLE = "Losses"
LARGEST_TABLE = "LargestLosses"
LARGEST = 10
GRID_COLUMN, CHART_COLUMN, CHART_WIDTH = 1, 3, 4
NAME_WIDTH, LINE_WIDTH = 34.0, 18.0  # of the columns in which the largest stand
# In a live book these follow the deductible and the margin that stand under Settings.
COMPENSATION = "=COMPENSATION({insured},{cover},deductible)"
LOSS = "=ROUND({receivables}-{compensation},2)"
SALES = "=SALES_TO_RECOVER({loss},profit_margin)"
OWN_SHARE = "=ROUND({insured}-{compensation},2)"
OF_ROWS = tuple(reason for reason in Reason if reason is not Reason.DEDUCTIBLE)
NO_MARK = "–"


class Row(Struct, frozen=True):
    """A customer that owes anything, and what its default would cost."""

    customer: CustomerReview
    found: Rehearsal


def losses_sheet(view: View) -> Sheet:
    """Return what each customer's default today would cost, the largest loss first, and the whole of them."""
    text = view.text
    rows = _rows(view)
    heading = Heading(
        sheet=text(label("Losses")),
        title=text(label("If a customer failed today")),
        subtitle=view.as_of(),
        notes=tuple(_notes(view, rows)),
        empty=text(label("No customer owes anything, or the ledger's extract has no column of remaining amounts.")),
        room=3 + LARGEST,
    )
    table = view.customers.table(LOSSES_TABLE, _columns(view), rows, owner="customer")
    sheet = list_sheet(heading, table, view.labels)
    return _with_largest(view, sheet, rows)


def _rows(view: View) -> list[Row]:
    losses = view.review.insight.losses
    rows = [Row(row, losses[row.business_id]) for row in view.review.customers if row.business_id in losses]
    return sorted(rows, key=lambda row: (-row.found.loss, -row.found.receivables, row.customer.business_id))


def _notes(view: View, rows: Sequence[Row]) -> Iterator[str]:
    policy, say = view.review.policy, view.labels.message
    owed, insured = (sum((getattr(row.found, key) for row in rows), NOTHING) for key in ("receivables", "insured"))
    if owed:
        largest = rows[0]
        yield say(
            msg(
                "Insured: {insured} of the receivables of {owed}, {share} %. The largest single loss: {name}, {loss}, "
                "which sales of {sales} would make good.",
                insured=insured,
                owed=owed,
                share=_percent(view, insured / owed),
                name=largest.customer.name,
                loss=largest.found.loss,
                sales=largest.found.sales_to_recover,
            )
        )
    yield say(
        msg(
            "Deductible {deductible} %, profit margin {margin} %: of the sheet Settings. Compensation = insured part "
            "less deductible; loss = receivables less compensation; each uninsured euro stands under one reason.",
            deductible=_percent(view, policy.deductible),
            margin=_percent(view, policy.profit_margin),
        )
    )


def _percent(view: View, share: Decimal) -> str:
    """Return a share in percent as the language writes it, with a decimal where there is one."""
    shown = f"{(100 * share).quantize(Decimal('0.1')).normalize():f}"
    return shown.replace(".", view.labels.symbols.decimal)


def _columns(view: View) -> tuple[Column[Row], ...]:
    text = view.text
    words = {reason: view.labels.status(reason) for reason in Reason}
    return (
        Column("business_id", text(label("Business id")), "customer.business_id", Kind.ID),
        Column("name", text(label("Customer")), "customer.name", width=NAME_WIDTH),
        Column("business_line", text(label("Business line")), "customer.business_line", width=LINE_WIDTH),
        _money("receivables", text(label("Receivables")), "found.receivables"),
        _money("cover", text(label("Cover")), "customer.cover"),
        _money("insured", text(label("Insured part")), "found.insured"),
        _computed("compensation", text(label("Compensation")), "found.compensation", COMPENSATION),
        replace(_computed("loss", text(label("Loss")), "found.loss", LOSS), bars=True),
        _computed("sales", text(label("Sales to make it good")), "found.sales_to_recover", SALES),
        Column(
            "main_reason",
            text(label("Lost above all by")),
            "found.main_reason",
            Kind.TEXT,
            Role.COMPUTED,
            {None: NO_MARK, **words},
        ),
        *(_money(reason.value, words[reason], _part(reason)) for reason in OF_ROWS),
        _computed(Reason.DEDUCTIBLE.value, words[Reason.DEDUCTIBLE], _part(Reason.DEDUCTIBLE), OWN_SHARE),
    )


def _money(key: str, heading: str, value: Take[Row]) -> Column[Row]:
    return Column(key, heading, value, Kind.MONEY, Role.COMPUTED, total=True)


def _computed(key: str, heading: str, value: Take[Row], formula: str) -> Column[Row]:
    return replace(_money(key, heading, value), formula=lambda _: formula)


def _part(reason: Reason) -> Callable[[Row], Decimal]:
    return lambda row: row.found.uninsured.get(reason, NOTHING)


def _with_largest(view: View, sheet: Sheet, rows: Sequence[Row]) -> Sheet:
    """Return the sheet with the largest losses above its list, and their chart beside them."""
    text = view.text
    top = first_free_row(sheet) + 1
    # As many rows every month, so that the chart always finds them.
    largest = [row for row in rows[:LARGEST] if row.found.loss]
    shown: list[Row | None] = [*largest, *[None] * (LARGEST - len(largest))]
    columns: tuple[Column[Row | None], ...] = (
        Column("name", text(label("Customer")), lambda row: row.customer.name if row else None),
        Column("loss", text(label("Loss")), lambda row: row.found.loss if row else None, Kind.WHOLE, Role.COMPUTED),
    )
    grid = Table(LARGEST_TABLE, top + 1, columns, shown, column=GRID_COLUMN, is_list=False)
    title = Cell(top, GRID_COLUMN, text(label("Largest losses")), Look.SECTION)
    told = text(label("Bar chart of the largest losses, the largest on top"))
    chart = Chart(top + 1, CHART_COLUMN, grid, "name", "loss", told, LARGEST + 1, CHART_WIDTH)
    (table,) = sheet.tables
    return replace(sheet, cells=(*sheet.cells, title), tables=(grid, table), charts=(chart,), frozen=(0, 2))
