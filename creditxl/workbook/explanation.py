"""Why one customer's figures are what they are, as a sheet: entries, terms, months, cover, receivables, tasks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.workbook.layout import Cell, Column, Formula, Kind, Look, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from creditxl.labels import Labels
    from creditxl.model import AccountRating, Action, CustomerReview
    from creditxl.review.explain import EntryLine, Explanation, MonthLine

    Fact = tuple[str, str]

NAME = label("Explanation")  # of the sheet
WIDTHS = (42.0, 30.0, 24.0, 18.0, 18.0, 44.0, 10.0)


class WayBack(Struct, frozen=True):
    """The cell that a person came from.

    Args:
        sheet: Its tab's name.
        cell: Such as `C12`.
    """

    sheet: str
    cell: str


class _Page(Struct):
    """What stands on the sheet so far; parts are put one below another."""

    row: int = 0
    cells: list[Cell] = field(default_factory=list)
    tables: list[Table[Any]] = field(default_factory=list)

    def line(self, value: str | Formula, look: Look) -> None:
        self.cells.append(Cell(self.row, 0, value, look))
        self.row += 1

    def section(self, title: str, name: str, columns: tuple[Column[Any], ...], items: Sequence[Any]) -> None:
        self.row += 1
        self.line(title, Look.SECTION)
        table = Table(name, self.row, columns, items, is_list=False)
        self.tables.append(table)
        self.row = table.last_row + 1


def explanation_sheet(explanation: Explanation, labels: Labels, back: WayBack) -> Sheet:
    """Return what `creditxl explain` tells, with the way back to the row that was asked about.

    A part without anything to tell has one blank row.
    """
    text, customer = labels.text, explanation.customer
    page = _Page()
    page.line(f"{customer.name}  {customer.business_id}", Look.TITLE)
    page.line(labels.message(msg("As of {as_of}", as_of=explanation.review.as_of)), Look.SUBTITLE)
    page.line(_link(back, labels), Look.LINK)
    page.section(text(label("Need and cover")), "ExplainedFigures", _fact_columns(labels), _facts(explanation, labels))
    page.section(text(label("Tasks")), "ExplainedTasks", _task_columns(labels), customer.actions)
    page.section(
        text(label("Sales and need by month (R5, R6)")),
        "ExplainedMonths",
        _month_columns(explanation, labels),
        explanation.months,
    )
    page.section(
        text(label("Payment terms and factors (R1, R2)")), "ExplainedTerms", _term_columns(labels), customer.accounts
    )
    page.section(
        text(label("Invoices and credit notes of the window (R4)")),
        "ExplainedEntries",
        _entry_columns(labels),
        explanation.entries,
    )
    return Sheet(text(NAME), tuple(page.cells), tuple(page.tables), widths=WIDTHS)


def _link(back: WayBack, labels: Labels) -> Formula:
    shown = "← " + labels.message(msg("Back to {sheet}", sheet=back.sheet))
    target = "#'{}'!{}".format(back.sheet.replace("'", "''"), back.cell)
    return Formula('=HYPERLINK("{}","{}")'.format(*(part.replace('"', '""') for part in (target, shown))), shown)


def _fact_columns(labels: Labels) -> tuple[Column[Fact], ...]:
    text = labels.text
    return (
        Column("what", text(label("Figure")), lambda row: row[0]),
        Column("value", text(label("Value")), lambda row: row[1]),
    )


def _facts(explanation: Explanation, labels: Labels) -> list[Fact]:
    """Return the figures in the order of the rules (R6, R9 to R14)."""
    row, text = explanation.customer, labels.text
    basis = labels.status(explanation.review.policy.need_basis)
    kind = f"{labels.status(row.recommendation_kind)}, " if row.recommendation_kind else ""
    return [
        (_named(text(label("Limit need")), "R6"), f"{labels.money(row.need)} ({basis})"),
        (_named(text(label("Recommendation")), "R9"), kind + labels.status(row.recommendation_status)),
        (_named(text(label("Credit limit")), "R10"), f"{labels.money(row.limit)}, {labels.status(row.limit_status)}"),
        (_named(text(label("Cover")), "R10"), labels.money(row.cover)),
        (_named(text(label("Coverage gap")), "R10"), labels.money(row.gap)),
        (_named(text(label("Insurance status")), "R12"), labels.status(row.insurance_status)),
        *_receivables(row, labels),
    ]


def _named(figure: str, rule: str) -> str:
    return f"{figure} ({rule})"


def _receivables(row: CustomerReview, labels: Labels) -> list[Fact]:
    text = labels.text
    if row.open_receivables is None or row.overdue is None or row.uncovered_receivables is None:
        return [(_named(text(label("Receivables")), "R14"), text(label("the ledger gives no remaining amounts")))]
    return [
        (_named(text(label("Open receivables")), "R14"), labels.money(row.open_receivables)),
        (_named(text(label("Overdue")), "R14"), labels.money(row.overdue)),
        (_named(text(label("Uncovered receivables")), "R14"), labels.money(row.uncovered_receivables)),
    ]


def _task_columns(labels: Labels) -> tuple[Column[Action], ...]:
    text = labels.text
    return (
        Column("action", text(label("Task")), lambda row: labels.status(row.name)),
        Column("owner", text(label("Who acts")), lambda row: labels.status(row.owner)),
        Column("amount", text(label("Amount")), "amount", Kind.MONEY),
        Column("due_on", text(label("By")), "due_on", Kind.DATE),
        Column("reason", text(label("Why")), lambda row: labels.message(row.reason)),
    )


def _month_columns(explanation: Explanation, labels: Labels) -> tuple[Column[MonthLine], ...]:
    text, accounts = labels.text, explanation.customer.accounts
    return (
        Column("month", text(label("Month")), lambda row: labels.month(row.month)),
        Column("sales", text(label("Sales")), lambda row: sum(row.sales, Decimal(0)), Kind.MONEY),
        Column("need", text(label("Limit need")), "need", Kind.MONEY),
        Column("reckoned", text(label("Sales × factor")), lambda row: _reckoned(row, accounts, labels)),
    )


def _reckoned(month: MonthLine, accounts: Sequence[AccountRating], labels: Labels) -> str:
    parts = zip(month.sales, accounts, strict=True)
    return " + ".join(f"{labels.money(sales)} × {_factor(found)}" for sales, found in parts)


def _term_columns(labels: Labels) -> tuple[Column[AccountRating], ...]:
    text = labels.text
    return (
        Column("account", text(label("Company and number")), _account),
        Column("payment_term", text(label("Term as written")), "account.payment_term"),
        Column("source", text(label("Term read from")), lambda row: labels.status(row.term_source)),
        Column("days", text(label("Payment term, days")), "term_days", Kind.INTEGER),
        Column("factor", text(label("Factor")), "factor", Kind.FACTOR),
    )


def _account(row: AccountRating) -> str:
    return f"{row.account.company} {row.account.customer_no}".strip()


def _factor(found: AccountRating) -> str:
    return f"{found.factor.normalize():f}"


def _entry_columns(labels: Labels) -> tuple[Column[EntryLine], ...]:
    text = labels.text
    return (
        Column("company", text(label("Company")), "company"),
        Column("type", text(label("Type")), lambda row: labels.status(row.document_type)),
        Column("document_no", text(label("Document")), "document_no", Kind.ID),
        Column("posting_date", text(label("Posted on")), "posting_date", Kind.DATE),
        Column("amount", text(label("Amount")), "amount", Kind.MONEY),
        Column("file", text(label("File")), "file"),
        Column("row", text(label("Row")), "row", Kind.INTEGER),
    )
