"""Rows for other programs: English snake_case columns whatever the language, ISO dates, decimal points."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from creditxl.errors import Issue
    from creditxl.labels import Labels
    from creditxl.review.result import Review, Task

Cell = str | int | bool | Decimal | date | None
Row = dict[str, Cell]

ISSUE_COLUMNS = ("file", "row", "column", "value", "message", "fix")
SOURCE_COLUMNS = ("source", "table", "companies", "newest", "rows_read", "rows_used", "gross_sales")
TASK_COLUMNS = ("business_id", "name", "action", "amount", "owner", "business_line", "due_on", "reason")
CENTS = Decimal(100)
FACTOR = "factor"


def review_columns(review: Review) -> tuple[str, ...]:
    """Return the columns of `review_rows`, in order."""
    sales = (f"sales_{month:%Y-%m}" for month in review.window)
    return (
        *("business_id", "name", "companies", "business_line", "seller", "payment_term_days", "factor"),
        *sales,
        *("sales_window", "need", "limit", "limit_status"),
        *("recommendation_kind", "recommendation_status", "recommendation_amount", "recommendation_valid_until"),
        *("cover", "gap", "open_receivables", "overdue", "oldest_due_date", "uncovered_receivables"),
        *("insurance_status", "actions"),
    )


def review_rows(review: Review) -> Iterable[Row]:
    """Return one row a customer, in the review's order."""
    columns = review_columns(review)
    places = {f"sales_{month:%Y-%m}": review.months.index(month) for month in review.window}
    for customer in review.customers:
        sales = {name: Decimal(customer.sales_cents[place]) / CENTS for name, place in places.items()}
        joined = {
            "companies": ";".join(customer.companies),
            "actions": ";".join(action.name.value for action in customer.actions),
        }
        found = sales | joined
        yield {name: found[name] if name in found else getattr(customer, name) for name in columns}


def task_rows(tasks: Iterable[Task], labels: Labels) -> Iterable[Row]:
    """Return one row an action of a customer, in the worklist's order."""
    for task in tasks:
        yield {
            "business_id": task.customer.business_id,
            "name": task.customer.name,
            "action": task.action.name.value,
            "amount": task.action.amount,
            "owner": task.action.owner.value,
            "business_line": task.customer.business_line,
            "due_on": task.action.due_on,
            "reason": labels.message(task.action.reason),
        }


def issue_rows(issues: Iterable[Issue], labels: Labels) -> Iterable[Row]:
    """Return one row an issue; `row` is as Excel counts it, empty where the whole file is meant."""
    for issue in issues:
        yield {
            "file": issue.file,
            "row": issue.row,
            "column": issue.column,
            "value": issue.value,
            "message": labels.message(issue.message),
            "fix": labels.message(issue.fix),
        }


def source_rows(review: Review) -> Iterable[Row]:
    """Return one row a file or source; `newest` is its newest entry or decision, `gross_sales` its control total."""
    for source in review.sources:
        yield {
            "source": source.file.name,
            "table": source.kind.value,
            "companies": ";".join(source.companies),
            "newest": source.newest,
            "rows_read": source.rows_read,
            "rows_used": source.rows_used,
            "gross_sales": source.gross_sales,
        }


def as_json(rows: Iterable[Row]) -> str:
    """Return a JSON array; amounts are numbers with all their cents."""
    return json.dumps(
        [{name: _json_cell(cell) for name, cell in row.items()} for row in rows], ensure_ascii=False, indent=1
    )


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> str:
    """Return comma-separated text; a text that a spreadsheet would take for a formula gets an apostrophe."""
    from creditxl.outgoing.texts import guarded  # noqa: PLC0415 - what writes mails takes its time to load

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(name, row[name], guarded) for name in columns] for row in rows)
    return text.getvalue()


def _json_cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Decimal):
        # Cents need at most 17 digits, which a float holds for every amount that a ledger does.
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _csv_cell(name: str, cell: Cell, guarded: Callable[[str], str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, Decimal) and name == FACTOR:
        return f"{cell.normalize():f}"
    if isinstance(cell, Decimal):
        # An amount always has its cents, and never an exponent.
        return f"{cell:.2f}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
