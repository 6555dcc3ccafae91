"""Totals that must add up, as formulas that a reader can follow with their own eyes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from creditxl.labels import label
from creditxl.workbook import customers, evidence, limits, notes, worklist
from creditxl.workbook.build import total
from creditxl.workbook.layout import Formula
from creditxl.workbook.view import EULER_FILE, INTRUM_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from creditxl.workbook.layout import Table
    from creditxl.workbook.view import View

CENT = Decimal("0.005")  # half of one: sums of binary fractions drift by far less


@dataclass(frozen=True, slots=True)
class Check:
    """One total: what it is of, what the sheets say, what the review says."""

    title: str
    found: Formula
    expected: Decimal | int

    @property
    def holds(self) -> bool:
        return abs(Decimal(self.found.value) - self.expected) < CENT


def checks(view: View, file: str, tables: Mapping[str, Table[Any]]) -> Iterator[Check]:
    """Yield the totals of one book; `tables` are its sheets' tables by name."""
    text, totals = view.text, view.review.totals
    if file == INTRUM_FILE:
        rows = tables[customers.TABLE]
        yield Check(text(label("Customers, rows")), _count(rows), totals.customers)
        yield Check(text(label("Limit need")), _sum(rows, "need"), totals.need)
        yield Check(text(label("Coverage gap")), _sum(rows, "gap"), totals.gap)
        used = Formula(f"=SUM({rows.reference('need')})-SUM({rows.reference('gap')})", totals.cover_used)
        yield Check(text(label("Limit need less gap")), used, totals.cover_used)
    if file == EULER_FILE:
        yield Check(text(label("Credit limits in force")), _sum(tables[limits.TABLE], "limit"), totals.limits)
    tasks = worklist.tasks_of(view, file)
    yield Check(text(label("Tasks, rows")), _count(tables[notes.TASKS_TABLE]), len(tasks))
    if len(view.review.issues) <= evidence.MOST_ISSUES:
        yield _gross_sales(view, tables)


def _gross_sales(view: View, tables: Mapping[str, Table[Any]]) -> Check:
    """Return the sales of the files and of what stands under data issues, against those of the review."""
    totals = view.review.totals
    read, left_out = tables[evidence.SOURCES], tables[evidence.ISSUES]
    formula = f"=SUM({read.reference('gross_sales')})+SUM({left_out.reference('amount')})"
    value = total(_column(read, "gross_sales"), read.items) + total(_column(left_out, "amount"), left_out.items)
    title = view.text(label("Gross sales with those left out"))
    return Check(
        title, Formula(formula, value), totals.gross_in_review + totals.gross_left_out + totals.gross_after_as_of
    )


def _sum(table: Table[Any], key: str) -> Formula:
    return Formula(f"=SUM({table.reference(key)})", total(_column(table, key), table.items))


def _count(table: Table[Any]) -> Formula:
    """Count by what stands in the rows: an empty table has one blank row."""
    return Formula(f"=COUNTA({table.reference('business_id')})", len(table.items))


def _column(table: Table[Any], key: str) -> Any:  # noqa: ANN401 - a column of whatever items the table has
    return table.columns[table.position(key) - table.column]
