"""Totals that must add up, as formulas that a reader can follow with their own eyes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from creditxl.labels import label
from creditxl.workbook import evidence, kept
from creditxl.workbook.build import total
from creditxl.workbook.layout import Formula
from creditxl.workbook.view import Which

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from creditxl.workbook.layout import Table
    from creditxl.workbook.view import View

CENT = Decimal("0.005")  # half of one: sums of binary fractions drift by far less


class Check(Struct, frozen=True):
    """One total: what it is of, what the sheets say, what the review says."""

    title: str
    found: Formula
    expected: Decimal | int

    @property
    def holds(self) -> bool:
        return abs(Decimal(self.found.value) - self.expected) < CENT


def checks(view: View, which: Which, tables: Mapping[str, Table[Any]]) -> Iterator[Check]:
    """Yield the totals of one book; `tables` are its sheets' tables by name."""
    text, totals = view.text, view.review.totals
    if which is Which.INTRUM:
        rows = tables[kept.CUSTOMERS_TABLE]
        yield Check(text(label("Customers, rows")), _count(rows), totals.customers)
        yield Check(text(label("Limit need")), _sum(rows, "need"), totals.need)
        yield Check(text(label("Coverage gap")), _sum(rows, "gap"), totals.gap)
        used = Formula(f"=SUM({rows.reference('need')})-SUM({rows.reference('gap')})", totals.cover_used)
        yield Check(text(label("Limit need less gap")), used, totals.cover_used)
    if which is Which.EULER:
        yield Check(text(label("Credit limits in force")), _sum(tables[kept.LIMITS_TABLE], "limit"), totals.limits)
    tasks = view.tasks[which]
    yield Check(text(label("Tasks, rows")), _count(tables[kept.TASKS_TABLE]), len(tasks))
    if len(view.review.issues) <= evidence.MOST_ISSUES:
        yield _gross_sales(view, tables)


def _gross_sales(view: View, tables: Mapping[str, Table[Any]]) -> Check:
    """Return the sales of the files and of what stands under data issues, against those of the review."""
    totals = view.review.totals
    read, left_out = tables[kept.SOURCES_TABLE], tables[evidence.ISSUES]
    formula = f"=SUM({read.reference('gross_sales')})+SUM({left_out.reference('amount')})"
    value = total(read, "gross_sales") + total(left_out, "amount")
    title = view.text(label("Gross sales with those left out"))
    return Check(
        title, Formula(formula, value), totals.gross_in_review + totals.gross_left_out + totals.gross_after_as_of
    )


def _sum(table: Table[Any], key: str) -> Formula:
    return Formula(f"=SUM({table.reference(key)})", total(table, key))


def _count(table: Table[Any]) -> Formula:
    """Count by what stands in the rows: an empty table has one blank row."""
    return Formula(f"=COUNTA({table.reference('business_id')})", len(table.items))
