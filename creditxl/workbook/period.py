"""A period that a person chooses in the sheet: what was sold in its months, and the largest need of one of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from creditxl.labels import LANGUAGES, Labels, label
from creditxl.model import from_cents
from creditxl.workbook.build import first_free_row
from creditxl.workbook.columns import sales_of
from creditxl.workbook.layout import Cell, Column, Formula, Kind, Look, Name, Role
from creditxl.workbook.marks import Tone
from creditxl.workbook.view import window_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from decimal import Decimal

    from creditxl.model import CustomerReview
    from creditxl.workbook.columns import CustomerColumn
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

START, END, MONTHS = "PeriodStart", "PeriodEnd", "PeriodMonths"  # names of the two cells, and of the months to choose
SALES, NEED = "period_sales", "period_need"
FROM = label("Period from")
FIGURES = ("sales", "need")  # shown month by month, one after the other


class Period(Struct, frozen=True):
    """Months of a review, from the first one to the last one."""

    first: date
    last: date

    @classmethod
    def of(cls, view: View) -> Period:
        """Return the period that a refresh sets: the one that a person chose, else the months of the need."""
        chosen, months = view.kept.period, view.review.months
        if chosen is not None and chosen[0] <= chosen[1] and set(chosen) <= set(months):
            return cls(*chosen)
        return cls(view.review.window[0], view.review.window[-1])

    def among(self, months: Sequence[date]) -> slice:
        """Return where the period stands among the months shown."""
        return slice(months.index(self.first), months.index(self.last) + 1)


def chosen_in(above: Iterable[Sequence[Any]], headings: Collection[str]) -> tuple[date, date] | None:
    """Return the first and last month that a person chose in a sheet of customers; None where nobody did.

    Args:
        above: What stands above the list, row by row.
        headings: Of the list; one of them names the months of the need, which a refresh sets by itself.
    """
    for language in LANGUAGES:
        labels = Labels(language)
        row = next((row for row in above if row and row[0] == labels.text(FROM)), None)
        if row is None:
            continue
        first, last = (_month(row[place]) for place in (1, 3))
        if first is None or last is None:
            return None
        return None if sales_of(labels, window_words(labels, first, last)) in headings else (first, last)
    return None


def _month(typed: Any) -> date | None:  # noqa: ANN401 - whatever stands in the cell
    return date(typed.year, typed.month, 1) if isinstance(typed, date) else None


def period_columns(view: View) -> tuple[CustomerColumn, ...]:
    """Return the columns that follow the chosen period, by formulas of Excel's own."""
    months = view.review.months
    chosen = Period.of(view).among(months)

    def sales(row: CustomerReview) -> Decimal:
        return from_cents(sum(row.sales_cents[chosen]))

    def need(row: CustomerReview) -> Decimal:
        return from_cents(max(row.need_cents[chosen]))

    # Sums of binary fractions drift: a sum is rounded to the cent that it is.
    sales_text = _formula("ROUND(SUM({cells}),2)", "sales", months)
    need_text = _formula("MAX({cells})", "need", months)
    return (
        Column(
            SALES,
            view.text(label("Sales of the period")),
            sales,
            Kind.MONEY,
            Role.COMPUTED,
            total=True,
            formula=lambda _: sales_text,
            everywhere=True,
        ),
        Column(
            NEED,
            view.text(label("Need of the period (largest month)")),
            need,
            Kind.MONEY,
            Role.COMPUTED,
            total=True,
            formula=lambda _: need_text,
            everywhere=True,
        ),
    )


def _formula(asked: str, figure: str, months: Sequence[date]) -> str:
    row = f"{{{figure}_{months[0]:%Y-%m}:{figure}_{months[-1]:%Y-%m}}}"
    ends = (f"INDEX({row},MATCH({end},{MONTHS},0))" for end in (START, END))
    return f"=IF({START}>{END},NA(),{asked.replace('{cells}', ':'.join(ends))})"


def with_chooser(view: View, sheet: Sheet) -> Sheet:
    """Return the sheet of customers with the two cells in which a period is chosen, below its notes."""
    row = first_free_row(sheet)
    (table,) = sheet.tables
    first_month = table.position(f"sales_{view.review.months[0]:%Y-%m}")
    names = (Name(START, row, 1), Name(END, row, 3), Name(MONTHS, row, first_month, len(view.review.months)))
    return replace(
        sheet,
        cells=(*sheet.cells, *_chooser(view, row), *_months(view, row, first_month)),
        names=(*sheet.names, *names),
    )


def _chooser(view: View, row: int) -> Iterator[Cell]:
    text, period = view.text, Period.of(view)
    hint = text(label("Choose a month from the list"))
    yield Cell(row, 0, text(FROM), Look.BAND)
    yield Cell(row, 1, period.first, Look.INPUT, Kind.MONTH, choices=MONTHS, hint=hint)
    yield Cell(row, 2, text(label("Period to")), Look.BAND)
    yield Cell(row, 3, period.last, Look.INPUT, Kind.MONTH, choices=MONTHS, hint=hint)
    yield Cell(row, 4, _verdict(view), Look.STATUS)


def _verdict(view: View) -> Formula:
    """Return what is said of the chosen months: whether sales and need follow them."""
    good = _quoted(Tone.GOOD, view.text(label("Sales and need of the period are of these months")))
    turned = _quoted(Tone.WRONG, view.text(label("The period begins after its end: choose an earlier month first")))
    unknown = _quoted(Tone.WRONG, view.text(label("One of these months is not shown: choose both from their lists")))
    known = f"ISNUMBER(MATCH({START},{MONTHS},0)+MATCH({END},{MONTHS},0))"
    return Formula(f"=IF({known},IF({START}>{END},{turned},{good}),{unknown})", good[1:-1].replace('""', '"'))


def _quoted(tone: Tone, words: str) -> str:
    return '"{} {}"'.format(tone, words.replace('"', '""'))


def _months(view: View, row: int, first: int) -> Iterator[Cell]:
    """Yield the months, above their sales, from where they are chosen, and above their needs."""
    for column, month in enumerate(view.review.months * len(FIGURES), first):
        yield Cell(row, column, month, Look.SUBTITLE, Kind.MONTH)
