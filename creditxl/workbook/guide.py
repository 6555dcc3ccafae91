"""The guide: the month's work in the order in which it is done, a step a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.labels import label
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Table, link
from creditxl.workbook.snapshots import RECOMMENDATION
from creditxl.workbook.steps import SENDING, STEPS, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View, Which

GUIDE = "Guide"


def guide_sheet(view: View, which: Which, sheets: Iterable[Sheet]) -> Sheet:
    """Return the guide of one of the books; `sheets` are those that its steps lead to."""
    text, labels = view.text, view.labels
    found = {table.name: sheet.name for sheet in sheets for table in sheet.tables}
    heading = Heading(
        sheet=text(label("Guide")),
        title=text(label("The month's work")),
        subtitle=view.as_of(),
        notes=(
            text(
                label(
                    "In this order. Filter the sheet's column Task, or the one that is named there, by what stands "
                    "under Filter."
                )
            ),
        ),
    )
    columns: tuple[Column[Step], ...] = (
        Column("step", text(label("Step")), lambda step: text(step.title), Kind.LONG, width=38),
        Column("who", text(label("Who acts")), lambda step: view.owners[step.who] if step.who else None, width=24),
        Column("told", text(label("How")), lambda step: text(step.told), Kind.LONG, width=70),
        Column(
            "sheet",
            text(label("Sheet")),
            lambda step: link(found[step.table]) if step.table else None,
            Kind.LINK,
            width=24,
        ),
        Column(
            "filter",
            text(label("Filter")),
            lambda step: "\n".join(_filter(view, step)) or None,
            Kind.LONG,
            width=34,
        ),
    )
    *steps, last = STEPS[which]
    done = (*steps, *(SENDING if view.is_live else ()), last)
    table = Table(GUIDE, 0, columns, done, is_list=False)
    return list_sheet(heading, table, labels, frozen_columns=1)


def _filter(view: View, step: Step) -> Iterator[str]:
    """Yield what a sheet is filtered by, a line each, as it stands in the sheet."""
    yield from (view.actions[action] for action in step.actions)
    if step.statuses:
        yield f"{view.text(RECOMMENDATION)}:"
        yield from (view.recommendation[status] for status in step.statuses)
