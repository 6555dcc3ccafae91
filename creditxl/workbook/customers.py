"""Sales and limit need: every customer by month, the sheet that the thesis made as a pivot table."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import CustomerReview, RecommendationKind
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.columns import identity, insurance_status, money, sales_window, term
from creditxl.workbook.layout import Column, Kind, Role, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from creditxl.workbook.columns import CustomerColumn
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

TABLE = "Customers"


def customers_sheet(view: View) -> Sheet:
    """Return every customer with what was sold to it, what cover that calls for, and what cover it has."""
    review, text = view.review, view.text
    heading = Heading(
        sheet=text(label("Sales and limit need")),
        title=text(label("Sales and limit need")),
        subtitle=view.as_of(),
        notes=_notes(view),
        empty=text(label("There are no customers in the extracts.")),
    )
    keys = _key_columns(view)
    columns = (*keys, *_months(view, "sales"), *_months(view, "need"))
    bands = [
        (text(label("Gross sales by month, VAT as invoiced")), f"sales_{review.months[0]:%Y-%m}"),
        (text(label("Limit need by month")), f"need_{review.months[0]:%Y-%m}"),
    ]
    shown = [(words, _first_shown(columns, key)) for words, key in bands]
    table = Table(TABLE, 0, columns, review.customers)
    # On paper the months would make everything too small to read: they are for the screen.
    return list_sheet(heading, table, view.labels, bands=shown, printed_columns=len(keys))


def _key_columns(view: View) -> tuple[CustomerColumn, ...]:
    text = view.text
    return (
        *identity(view),
        *term(view),
        Column("term_source", text(label("Term read from")), _term_sources(view), folded=True),
        sales_window(view),
        money(view, "need", label("Limit need"), Role.COMPUTED),
        money(view, "cover", label("Cover"), Role.COMPUTED),
        money(view, "gap", label("Coverage gap"), Role.COMPUTED, bars=True),
        insurance_status(view),
        *_recommendation(view),
        money(view, "limit", label("Credit limit")),
    )


def _recommendation(view: View) -> tuple[CustomerColumn, ...]:
    text = view.text
    kinds: dict[RecommendationKind | None, str] = {kind: view.labels.status(kind) for kind in RecommendationKind}
    states = view.recommendation
    return (
        Column("recommendation_kind", text(label("Recommendation")), lambda row: kinds.get(row.recommendation_kind)),
        Column(
            "recommendation_status",
            text(label("Recommendation status")),
            lambda row: states[row.recommendation_status],
            Kind.STATUS,
            Role.COMPUTED,
        ),
        money(view, "recommendation_amount", label("Recommended amount")),
        Column(
            "recommendation_valid_until",
            text(label("Recommendation valid until")),
            attrgetter("recommendation_valid_until"),
            Kind.DATE,
            folded=True,
        ),
    )


def _months(view: View, figure: str) -> Iterator[CustomerColumn]:
    """Yield a column a month; the ones before the window stand folded away."""
    review = view.review
    role = Role.COMPUTED if figure == "need" else Role.OUTPUT
    for place, month in enumerate(review.months):
        yield Column(
            f"{figure}_{month:%Y-%m}",
            _month_heading(view, figure, month),
            _cents(figure, place),
            Kind.CENTS,
            role,
            folded=month < review.window[0],
            total=True,
        )


def _month_heading(view: View, figure: str, month: date) -> str:
    shown = view.labels.month(month)
    said = msg("Sales {month}", month=shown) if figure == "sales" else msg("Need {month}", month=shown)
    return view.labels.message(said)


def _cents(figure: str, place: int) -> Callable[[CustomerReview], int]:
    if figure == "sales":
        return lambda row: row.sales_cents[place]
    return lambda row: row.need_cents[place]


def _term_sources(view: View) -> Callable[[CustomerReview], str]:
    known: dict[tuple[str, ...], str] = {}

    def words(row: CustomerReview) -> str:
        sources = tuple(dict.fromkeys(account.term_source for account in row.accounts))
        if sources not in known:
            known[sources] = ", ".join(view.labels.status(source) for source in sources)
        return known[sources]

    return words


def _first_shown(columns: tuple[CustomerColumn, ...], key: str) -> str:
    """Return the key of the first column from `key` on that is not folded, so that its band stays in sight."""
    keys = [column.key for column in columns]
    return next(column.key for column in columns[keys.index(key) :] if not column.folded)


def _notes(view: View) -> tuple[str, ...]:
    review, labels = view.review, view.labels
    notes = [
        labels.message(
            msg("The need looks at {months}; earlier months open from the + above the columns.", months=view.window())
        )
    ]
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
