"""`creditxl ahead`: the next months' need of every customer, and what such a forecast was worth before."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from creditxl.cli import options
from creditxl.labels.marker import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from creditxl.cli.machine import Row
    from creditxl.labels import Labels
    from creditxl.policy.ahead import Interval
    from creditxl.review.ahead.result import Ahead, CustomerAhead
    from creditxl.review.result import Review

KNOWN = ("business_id", "name", "need", "cover")
BOUNDS = {"": "point", "_low": "low", "_high": "high"}


@click.command()
@options.of_a_review
@click.option("--customer", metavar="ID", help="One customer alone. [default: all]")
@options.output_format
def ahead(customer: str | None, output_format: str, **given: Any) -> None:  # noqa: ANN401 - the shared options, as `jobs.Given` names them
    """Show the next months' need of every customer, if such forecasts did well on the ledger's own history.

    What was measured, or why nothing is shown, stands above the table; with csv and json on the error stream.
    """
    from creditxl import pipeline  # noqa: PLC0415 - help must come at once: the work is loaded with the command
    from creditxl.cli import jobs, machine, printing  # noqa: PLC0415 - as above
    from creditxl.workbook.ahead_told import told, totals_told  # noqa: PLC0415 - as above

    asked = jobs.Given(**given)
    with printing.progress(asked.labels) as tell:
        review = pipeline.ahead(asked.request(tell))
    rows, labels = _rows_of(review, customer), asked.labels.in_currency(review.currency)
    sums = [totals_told(_ahead(review), labels)] if _ahead(review).totals else []
    for sentence in (*told(review, labels), *sums):
        click.echo(sentence, err=output_format != "table")
    if output_format == "json":
        click.echo(machine.as_json(_rows(rows, review)))
    elif output_format == "csv":
        click.echo(machine.as_csv(_columns(review), _rows(rows, review)), nl=False)
    elif rows:
        click.echo()
        _print(rows, review, labels)
    sys.exit(jobs.status_of(review))


def _rows_of(review: Review, customer: str | None) -> Sequence[CustomerAhead]:
    """Return the rows asked for.

    Raises:
        ExtractError: There is no such customer.
    """
    from creditxl.review.explain import row_of  # noqa: PLC0415 - as in `ahead`

    rows = _ahead(review).rows
    if customer is None:
        return rows
    wanted = row_of(review, customer).business_id
    return [row for row in rows if row.customer.business_id == wanted]


def _ahead(review: Review) -> Ahead:
    if review.ahead is None:
        raise AssertionError
    return review.ahead


def _columns(review: Review) -> Sequence[str]:
    months = (f"{month:%Y-%m}" for month in _ahead(review).months)
    return [
        *KNOWN,
        *(f"need_{month}{bound}" for month in months for bound in BOUNDS),
        *(f"need_ahead{bound}" for bound in BOUNDS),
        "gap_ahead",
    ]


def _rows(rows: Iterable[CustomerAhead], review: Review) -> Iterator[Row]:
    for row in rows:
        found: Row = {name: getattr(row.customer, name) for name in KNOWN}
        for month, one in zip(_ahead(review).months, row.months, strict=True):
            found |= _bounds(f"need_{month:%Y-%m}", one)
        yield found | _bounds("need_ahead", row.need) | {"gap_ahead": row.gap}


def _bounds(name: str, one: Interval) -> Row:
    from creditxl.model import from_cents  # noqa: PLC0415 - as in `ahead`

    return {f"{name}{bound}": from_cents(getattr(one, field)) for bound, field in BOUNDS.items()}


def _print(rows: Iterable[CustomerAhead], review: Review, labels: Labels) -> None:
    from creditxl.cli import printing  # noqa: PLC0415 - as in `ahead`
    from creditxl.model import from_cents  # noqa: PLC0415 - as in `ahead`

    headings = (
        label("Business id"),
        label("Name"),
        label("Need now"),
        *(labels.month(month) for month in _ahead(review).months),
        label("Need ahead"),
        label("At least"),
        label("At most"),
        label("Cover"),
        label("Gap ahead"),
    )
    shown = [
        (
            row.customer.business_id,
            row.customer.name,
            labels.money(row.customer.need),
            *(labels.money(from_cents(one.point)) for one in row.months),
            *(labels.money(from_cents(cents)) for cents in (row.need.point, row.need.low, row.need.high)),
            labels.money(row.customer.cover),
            labels.money(row.gap),
        )
        for row in rows
    ]
    printing.table(labels, headings, shown, figures_in=range(2, len(headings)))
