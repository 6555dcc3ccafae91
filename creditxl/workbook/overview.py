"""The first sheet: how things stand, in figures that a reader takes in at a glance, and whether they add up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.workbook.buttons import ROWS as BUTTON_ROWS
from creditxl.workbook.buttons import overview_buttons
from creditxl.workbook.checks import Check, checks
from creditxl.workbook.formulas import AS_OF
from creditxl.workbook.layout import Cell, Chart, Column, Formula, KeyFigure, Kind, Look, Name, Role, Sheet, Table, link
from creditxl.workbook.marks import MEANINGS, Tone
from creditxl.workbook.summary import (
    LARGEST_GAPS,
    Carrier,
    CoverRow,
    Day,
    Figures,
    Group,
    OwnerRow,
    Sum,
    Terms,
    by_owner,
    trend,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from creditxl.model import CustomerReview
    from creditxl.review.result import Source
    from creditxl.workbook.view import View, Which

LEFT = 1  # the first column with anything in it: a margin stands before it
PARTS = 4
WIDTHS = (2.0, *[32.0] * PARTS, 2.0)
FIGURE_ROWS = 4  # label, number, note, a blank row
SHORT_NAME = 42  # characters
SAMPLES = (
    (Look.SAMPLE_OUTPUT, label("Plain"), label("Shown as it came")),
    (Look.SAMPLE_COMPUTED, label("Computed"), label("Reckoned by the rules")),
    (Look.SAMPLE_INPUT, label("Yours to fill"), label("Type here")),
)


class _Page(Struct):
    """What stands on the sheet so far; parts are put one below another."""

    row: int = 0
    cells: list[Cell] = field(default_factory=list)
    tables: list[Table[Any]] = field(default_factory=list)
    figures: list[KeyFigure] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)

    def line(self, value: str | Formula, look: Look, kind: Kind = Kind.TEXT) -> None:
        self.cells.append(Cell(self.row, LEFT, value, look, kind))
        self.row += 1

    def section(self, title: str) -> None:
        self.row += 1
        self.line(title, Look.SECTION)

    def grid(self, name: str, columns: tuple[Column[Any], ...], items: Sequence[Any]) -> Table[Any]:
        table = Table(name, self.row, columns, items, column=LEFT, is_list=False)
        self.tables.append(table)
        self.row = table.last_row + 1
        return table


def overview_sheet(view: View, which: Which, title: str, sheets: Sequence[Sheet], known: Figures) -> Sheet:
    """Return the first sheet of a book whose other sheets are `sheets`; `known` are the figures of the review."""
    page = _Page()
    tables = {table.name: table for sheet in sheets for table in sheet.tables}
    found = list(checks(view, which, tables))
    page.line(title, Look.TITLE)
    page.line(_subtitle(view), Look.SUBTITLE)
    named = Name(AS_OF, page.row - 1, LEFT + PARTS - 1)
    page.cells.append(Cell(named.row, named.column, view.review.as_of, Look.SUBTITLE, Kind.DATE))
    verdict = page.row
    page.row += 2
    buttons = overview_buttons(view, page.row, LEFT)
    page.row += len({button.row for button in buttons}) * BUTTON_ROWS
    _figures(page, view, which, known)
    _gaps(page, view, known)
    _statuses(page, view, known)
    _covers(page, view, known)
    _terms(page, view, known)
    _trend(page, view)
    _tasks(page, view, which)
    _sources(page, view)
    grid = _checks(page, view, found)
    page.cells.append(Cell(verdict, LEFT, _verdict(view, grid, found), Look.STATUS))
    _contents(page, view, sheets)
    _legend(page, view)
    return Sheet(
        view.text(label("Overview")),
        tuple(page.cells),
        tuple(page.tables),
        tuple(page.figures),
        tuple(page.charts),
        buttons,
        (named,),
        WIDTHS,
        is_overview=True,
    )


def _subtitle(view: View) -> str:
    said = msg(
        "As of {as_of} · limit need of {months} · amounts in {currency}",
        as_of=view.review.as_of,
        months=view.window(),
        currency=view.review.currency,
    )
    return view.labels.message(said)


def _figures(page: _Page, view: View, which: Which, known: Figures) -> None:
    for place, figure in enumerate((*_cover_figures(view, known), *_work_figures(view, which, known))):
        label_text, value, kind, note = figure
        row = page.row + place // PARTS * FIGURE_ROWS
        page.figures.append(KeyFigure(row, LEFT + place % PARTS, label_text, value, kind, note))
    page.row += 2 * FIGURE_ROWS - 1


Figure = tuple[str, Decimal | int | None, Kind, str]


def _cover_figures(view: View, known: Figures) -> Iterator[Figure]:
    text, totals = view.text, view.review.totals
    share = totals.cover_used / totals.need if totals.need else None
    yield text(label("Limit need")), totals.need, Kind.MONEY, text(label("What the sales call for"))
    yield text(label("Covered")), totals.cover_used, Kind.MONEY, text(label("By recommendations and limits"))
    gap_note = view.labels.message(msg("Customers with a gap: {count}", count=known.short))
    yield text(label("Coverage gap")), totals.gap, Kind.MONEY, gap_note
    yield text(label("Insured share")), share, Kind.PERCENT, text(label("Covered / limit need"))


def _work_figures(view: View, which: Which, known: Figures) -> Iterator[Figure]:
    text, labels, review = view.text, view.labels, view.review
    here = len(view.tasks[which])
    left_out = review.totals.gross_left_out
    of_all = labels.message(msg("Of {count} in the ledger", count=len(review.customers)))
    yield text(label("Active customers")), known.active, Kind.INTEGER, of_all
    customers = labels.message(msg("Customers with a limit: {count}", count=known.held))
    yield text(label("Credit limits in force")), review.totals.limits, Kind.MONEY, customers
    other = which.other
    elsewhere = labels.message(msg("And in {file}: {count}", file=view.file(other), count=len(review.tasks) - here))
    yield text(label("Tasks")), here, Kind.INTEGER, elsewhere
    kept_out = labels.message(msg("Sales left out: {amount}", amount=left_out))
    yield text(label("Data issues")), len(review.issues), Kind.INTEGER, kept_out


def _gaps(page: _Page, view: View, known: Figures) -> None:
    text = view.text
    page.section(text(label("Largest coverage gaps")))
    # As many rows every month, so that the chart always finds them.
    rows = [*known.gaps, *[None] * (LARGEST_GAPS - len(known.gaps))]
    columns: tuple[Column[CustomerReview | None], ...] = (
        Column("name", text(label("Customer")), lambda row: row.name if row else None),
        Column("gap", text(label("Coverage gap")), lambda row: row.gap if row else None, Kind.WHOLE, Role.COMPUTED),
    )
    top = page.row
    table = page.grid("LargestGaps", columns, rows)
    described_text = text(label("Bar chart of the largest coverage gaps, the largest on top"))
    page.charts.append(Chart(top, LEFT + 2, table, "name", "gap", described_text, LARGEST_GAPS + 1, 2))


def _statuses(page: _Page, view: View, known: Figures) -> None:
    page.section(view.text(label("Customers by insurance status")))
    words: dict[Group, str] = dict(view.insurance.items())
    name: Column[Sum] = Column("status", view.text(label("Status")), lambda row: words[row.name], Kind.STATUS)
    page.grid("ByStatus", (name, *_sums(view)), known.statuses)


def _covers(page: _Page, view: View, known: Figures) -> None:
    text = view.text
    page.section(text(label("What the need is covered by")))
    words = {
        Carrier.RECOMMENDATION: text(label("Credit recommendation")),
        Carrier.LIMIT: text(label("Credit limit")),
        Carrier.NOTHING: text(label("Nothing")),
    }
    columns: tuple[Column[CoverRow], ...] = (
        Column("carrier", text(label("Cover")), lambda row: words[row.carrier]),
        Column("customers", text(label("Customers")), "customers", Kind.INTEGER),
        Column("covered", text(label("Covered")), "covered", Kind.WHOLE),
        Column("gap", text(label("Coverage gap")), "gap", Kind.WHOLE),
    )
    page.grid("ByCover", columns, known.covers)


def _trend(page: _Page, view: View) -> None:
    text = view.text
    page.section(text(label("From refresh to refresh")))
    columns: tuple[Column[Day], ...] = (
        Column("as_of", text(label("As of")), "as_of", Kind.DATE),
        Column("need", text(label("Limit need")), "need", Kind.WHOLE),
        Column("covered", text(label("Covered")), "covered", Kind.WHOLE),
        Column("gap", text(label("Coverage gap")), "gap", Kind.WHOLE, bars=True),
    )
    page.grid("Trend", columns, trend(view.kept.history, _today(view)))


def _today(view: View) -> Day:
    totals = view.review.totals
    return Day(view.review.as_of, totals.need, totals.cover_used, totals.gap)


def _terms(page: _Page, view: View, known: Figures) -> None:
    page.section(view.text(label("Limit need by payment term")))
    name: Column[Sum] = Column("term", view.text(label("Payment term")), lambda row: _term_words(view, row.name))
    page.grid("ByTerm", (name, *_sums(view)), known.terms)


def _term_words(view: View, name: Group) -> str:
    if isinstance(name, int):
        return view.labels.message(msg("{days} days", days=name))
    return view.text(label("Several terms") if name is Terms.SEVERAL else label("Other terms"))


def _sums(view: View) -> tuple[Column[Sum], ...]:
    text = view.text
    return (
        Column("customers", text(label("Customers")), "customers", Kind.INTEGER),
        Column("need", text(label("Limit need")), "need", Kind.WHOLE),
        Column("gap", text(label("Coverage gap")), "gap", Kind.WHOLE),
    )


def _tasks(page: _Page, view: View, which: Which) -> None:
    text = view.text
    page.section(text(label("Tasks by who acts")))
    here = view.tasks[which]
    other = which.other
    rows = by_owner(here, view.tasks[other])
    columns: tuple[Column[OwnerRow], ...] = (
        Column("owner", text(label("Who acts")), lambda row: view.owners[row.owner]),
        Column("here", text(label("In this workbook")), "here", Kind.INTEGER),
        Column("elsewhere", text(label("In the other workbook")), "elsewhere", Kind.INTEGER),
        Column("all", text(label("Together")), lambda row: row.here + row.elsewhere, Kind.INTEGER),
    )
    page.grid("ByOwner", columns, rows)


def _sources(page: _Page, view: View) -> None:
    text, labels = view.text, view.labels
    page.section(text(label("How fresh the extracts are")))
    columns: tuple[Column[Source], ...] = (
        Column("file", text(label("File")), lambda row: _short(row.file.name)),
        Column("kind", text(label("Contents")), lambda row: labels.status(row.kind)),
        Column("rows_used", text(label("Rows used")), "rows_used", Kind.INTEGER),
        Column("newest", text(label("Newest date")), "newest", Kind.DATE),
    )
    page.grid("Freshness", columns, view.review.sources)


def _short(name: str) -> str:
    """Return a name that can be read where it has little room; the log has all of it."""
    return name if len(name) <= SHORT_NAME else f"{name[: SHORT_NAME - 1]}…"


def _checks(page: _Page, view: View, found: list[Check]) -> Table[Check]:
    text = view.text
    page.section(text(label("Do the figures add up?")))
    # The columns stand in the sheet's second to fifth: C is what the sheets say, D what the review says.
    rows = {id(check): page.row + 2 + place for place, check in enumerate(found)}
    columns: tuple[Column[Check], ...] = (
        Column("title", text(label("Total")), lambda check: check.title),
        Column("found", text(label("On the sheets")), lambda check: check.found, Kind.WHOLE, Role.COMPUTED),
        Column("expected", text(label("In the review")), lambda check: check.expected, Kind.WHOLE),
        Column(
            "holds",
            text(label("Check")),
            lambda check: _check_formula(check, rows[id(check)]),
            Kind.STATUS,
            Role.COMPUTED,
        ),
    )
    return page.grid("Checks", columns, found)


def _check_formula(check: Check, row: int) -> Formula:
    mark = Tone.GOOD if check.holds else Tone.WRONG
    return Formula(f'=IF(ABS(C{row}-D{row})<0.005,"{Tone.GOOD}","{Tone.WRONG}")', mark.value)


def _verdict(view: View, grid: Table[Check], found: list[Check]) -> Formula:
    """Return the one line that says whether all totals hold."""
    good = f"{Tone.GOOD} {view.text(label('All totals add up'))}"
    bad = f"{Tone.WRONG} {view.text(label('Totals do not add up: see the checks below'))}"
    cells = f"E{grid.first_row + 1}:E{grid.last_row + 1}"
    formula = f'=IF(COUNTIF({cells},"{Tone.GOOD}")={len(found)},"{good}","{bad}")'
    return Formula(formula, good if all(check.holds for check in found) else bad)


def _contents(page: _Page, view: View, sheets: Sequence[Sheet]) -> None:
    text = view.text
    page.section(text(label("Sheets")))
    columns: tuple[Column[Sheet], ...] = (
        Column("sheet", text(label("Sheet")), lambda sheet: link(sheet.name), Kind.LINK),
        Column("rows", text(label("Rows")), _rows, Kind.INTEGER),
    )
    page.grid("Contents", columns, sheets)


def _rows(sheet: Sheet) -> int:
    """Return how many rows a sheet's list has; a grid above it tells nothing that the list does not."""
    return sum(len(table.items) for table in [table for table in sheet.tables if table.is_list] or sheet.tables)


def _legend(page: _Page, view: View) -> None:
    text = view.text
    page.section(text(label("Marks and colours")))
    for tone, meaning in MEANINGS.items():
        page.line(f"{tone} {text(meaning)}", Look.MARK)
    for look, name, meaning in SAMPLES:
        page.cells.append(Cell(page.row, LEFT + 1, text(meaning)))
        page.line(text(name), look)
