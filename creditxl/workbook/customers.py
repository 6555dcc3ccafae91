"""Sales and limit need: every customer by month, the sheet that the thesis made as a pivot table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.workbook import columns, period
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.formulas import OWN_TERM
from creditxl.workbook.kept import CUSTOMERS_TABLE, LIMIT
from creditxl.workbook.layout import Column
from creditxl.workbook.period import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from creditxl.model import CustomerReview
    from creditxl.workbook.columns import CustomerColumn
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View


def customers_sheet(view: View) -> Sheet:
    """Return every customer with what was sold to it, what cover that calls for, and what cover it has."""
    review, text = view.review, view.text
    heading = Heading(
        sheet=text(label("Sales and limit need")),
        title=text(label("Sales and limit need")),
        subtitle=view.as_of(),
        notes=_notes(view),
        empty=text(label("There are no customers in the extracts.")),
        room=1,
    )
    keys = _key_columns(view)
    # The months before the window stand folded away.
    shown_months = [month for month in review.months if month >= review.window[0]]
    by_month = (column for figure in FIGURES for column in columns.months(view, figure, shown_months))
    every = (*keys, *period.period_columns(view), *by_month)
    bands = [
        (text(label("Gross sales by month, VAT as invoiced")), f"sales_{review.months[0]:%Y-%m}"),
        (text(label("Limit need by month")), f"need_{review.months[0]:%Y-%m}"),
    ]
    shown = [(words, _first_shown(every, key)) for words, key in bands]
    table = view.customers.table(CUSTOMERS_TABLE, every, review.customers)
    # On paper the months would make everything too small to read: they are for the screen.
    sheet = list_sheet(heading, table, view.labels, bands=shown, printed_columns=len(keys))
    return period.with_chooser(view, sheet)


def _key_columns(view: View) -> tuple[CustomerColumn, ...]:
    return (
        *columns.identity(view),
        columns.term(view),
        columns.own_term(view),
        columns.factor(view, OWN_TERM),
        Column("term_source", view.text(label("Term read from")), _term_sources(view), folded=True),
        columns.sales_window(view),
        columns.need(view, OWN_TERM),
        columns.cover(view),
        columns.gap(view),
        columns.insurance_status(view),
        columns.not_insurable(view),
        *columns.recommendation(view),
        columns.money(view, "limit", LIMIT),
        columns.parent(view),
    )


def _term_sources(view: View) -> Callable[[CustomerReview], str]:
    known: dict[tuple[str, ...], str] = {}

    def words(row: CustomerReview) -> str:
        sources = tuple(dict.fromkeys(account.term_source for account in row.accounts))
        if sources not in known:
            known[sources] = ", ".join(view.labels.status(source) for source in sources)
        return known[sources]

    return words


def _first_shown(every: tuple[CustomerColumn, ...], key: str) -> str:
    """Return the key of the first column from `key` on that is not folded, so that its band stays in sight."""
    keys = [column.key for column in every]
    return next(column.key for column in every[keys.index(key) :] if not column.folded)


def _notes(view: View) -> tuple[str, ...]:
    review, labels = view.review, view.labels
    notes = [
        labels.message(
            msg("The need looks at {months}; earlier months open from the + above the columns.", months=view.window())
        )
    ]
    notes.append(
        labels.message(
            msg(
                "Choose a period below: its sales and its largest need stand beside the months; where it begins after "
                "its end, or in a month that is not shown, they say #N/A. A refresh keeps a period that was chosen "
                "while its months are shown; else it is {months}.",
                months=view.window(),
            )
        )
    )
    running = [month for month in review.months if month > review.window[-1]]
    if running:
        notes.append(
            labels.message(
                msg("{month} was not over yet, and is not in the need.", month=", ".join(map(labels.month, running)))
            )
        )
    nameless = sum(not row.has_business_id for row in review.customers)
    if nameless:
        notes.append(
            labels.message(msg("{count} customers have no valid business id: shown as company/number.", count=nameless))
        )
    return tuple(notes)
