"""What the figures rest on: the factor table and the policy's parameters, as they were in force."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec.structs import replace

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.formulas import FACTORS
from creditxl.workbook.layout import Column, Kind, Name, Table

if TYPE_CHECKING:
    from fractions import Fraction

    from creditxl.policy.parameters import Parameter
    from creditxl.workbook.layout import Sheet, Value
    from creditxl.workbook.view import View

A_MONTH = 30  # days, as the payment terms count it
FactorRow = tuple[int, "Fraction"]


def factors_sheet(view: View) -> Sheet:
    """Return the payment-term factors by days."""
    text = view.text
    heading = Heading(
        sheet=text(label("Factors")),
        title=text(label("Payment-term factors")),
        subtitle=view.as_of(),
        notes=(
            text(label("Limit need = gross sales of the month × factor. Between two rows the factor rises evenly.")),
            *_example(view),
        ),
    )
    columns: tuple[Column[FactorRow], ...] = (
        Column("days", text(label("Payment term, days")), lambda row: row[0], Kind.INTEGER, width=18),
        Column("factor", text(label("Factor")), lambda row: _decimal(row[1]), Kind.FACTOR, width=14),
    )
    table = Table(FACTORS, 0, columns, view.review.policy.payment_term_factors)
    return list_sheet(heading, table, view.labels, frozen_columns=0)


def settings_sheet(view: View) -> Sheet:
    """Return every parameter with its value, unit, source and date."""
    text, labels = view.text, view.labels
    heading = Heading(
        sheet=text(label("Settings")),
        title=text(label("Settings of the policy")),
        subtitle=view.as_of(),
        notes=(text(label("As they were in force on that day. A company's own values come from its policy file.")),),
    )
    columns: tuple[Column[Parameter], ...] = (
        Column("title", text(label("Parameter")), lambda row: labels.message(row.title)),
        Column("value", text(label("Value")), lambda row: _shown(view, row), Kind.PLAIN, width=24),
        Column("unit", text(label("Unit")), lambda row: text(row.unit)),
        Column("since", text(label("In force since")), "since", Kind.DATE),
        Column("source", text(label("Source")), lambda row: text(row.source), Kind.LONG, width=70),
        Column("parameter", text(label("Name in the policy file")), "name"),
    )
    table = Table("Settings", 0, columns, view.review.policy.parameters, is_list=False)
    return _named(list_sheet(heading, table, labels, frozen_columns=1))


def _named(sheet: Sheet) -> Sheet:
    """Name the cells of the numbers, so that formulas find them. No filter stands above them that would sort them."""
    (table,) = sheet.tables
    column = table.position("value")
    names = (
        Name(parameter.name, row, column)
        for row, parameter in enumerate(table.items, table.first_row)
        if isinstance(parameter.value, (int, Decimal))
    )
    return replace(sheet, names=tuple(names))


def _shown(view: View, parameter: Parameter) -> Value:
    value = parameter.value
    if isinstance(value, tuple):
        return view.text(label("See the sheet Factors"))
    return view.labels.status(value) if isinstance(value, StrEnum) else value


def _example(view: View) -> tuple[str, ...]:
    """Return what the table makes of a sale, at its term nearest above a month."""
    sales = Decimal(1000)
    later = [(days, factor) for days, factor in view.review.policy.payment_term_factors if days >= A_MONTH]
    if not later:
        return ()
    days, factor = later[0]
    need = sales * _decimal(factor)
    said = msg(
        "Example: sales of {sales} a month at {days} days call for cover of {need}.", sales=sales, days=days, need=need
    )
    return (view.labels.message(said),)


def _decimal(factor: Fraction) -> Decimal:
    """Return a factor to the last digit of a cell's floating-point number: the formulas reckon with it."""
    return Decimal(repr(factor.numerator / factor.denominator))
