"""`creditxl whatif`: what other conventions would make of the needs and statuses, before anyone applies them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from creditxl.cli import options
from creditxl.labels.marker import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from creditxl.cli.machine import Row
    from creditxl.labels import Labels
    from creditxl.review.result import Review
    from creditxl.review.whatif import Outcome

COLUMNS = (
    "alternative",
    "business_id",
    "name",
    "need",
    "need_after",
    "gap",
    "gap_after",
    "insurance_status",
    "insurance_status_after",
    "limit_status",
    "limit_status_after",
    "recommendation_status",
    "recommendation_status_after",
)


@click.command()
@options.of_a_review
@click.option(
    "--with",
    "other",
    type=options.A_PATH,
    metavar="FILE",
    help="A policy file to try in place of --policy. [default: the usual conventions, one change each]",
)
@click.option(
    "--workbooks",
    type=options.A_PATH,
    metavar="DIR",
    help="Where the two workbooks stand, whose own payment terms count. [default: beside the configuration]",
)
@click.option("--out", type=options.A_PATH, metavar="DIR", help="A folder to write a workbook of it to.")
@options.output_format
def whatif(
    other: Path | None,
    workbooks: Path | None,
    out: Path | None,
    output_format: str,
    **given: Any,  # noqa: ANN401 - the shared options, as `jobs.Given` names them
) -> None:
    """Show what other conventions would make of needs and statuses; nothing is applied.

    The table has the totals of each alternative and who changes status by it; csv and json a row a change.
    """
    from creditxl import pipeline  # noqa: PLC0415 - help must come at once: the work is loaded with the command
    from creditxl.cli import jobs, machine, printing  # noqa: PLC0415 - as above
    from creditxl.cli.outgoing import kept_of  # noqa: PLC0415 - as above

    asked = jobs.Given(**given)
    _, kept = kept_of(asked, workbooks)
    with printing.progress(asked.labels) as tell:
        present, outcomes = pipeline.whatif(asked.request(tell), other, kept)
    if out is not None:
        # To the other stream: what programs read stands on the first one.
        printing.written(
            [pipeline.write_alternatives(present, outcomes, asked.workbook_labels, out)], asked.labels, err=True
        )
    if output_format == "json":
        click.echo(machine.as_json(_rows(outcomes)))
    elif output_format == "csv":
        click.echo(machine.as_csv(COLUMNS, _rows(outcomes)), nl=False)
    else:
        _print(present, outcomes, asked.labels)
    sys.exit(jobs.status_of(present))


def _rows(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    for outcome in outcomes:
        for pair in outcome.changed:
            before, after = pair.before, pair.after
            yield {
                "alternative": outcome.alternative.name,
                "business_id": before.business_id,
                "name": before.name,
                "need": before.need,
                "need_after": after.need,
                "gap": before.gap,
                "gap_after": after.gap,
                "insurance_status": before.insurance_status.value,
                "insurance_status_after": after.insurance_status.value,
                "limit_status": before.limit_status.value,
                "limit_status_after": after.limit_status.value,
                "recommendation_status": before.recommendation_status.value,
                "recommendation_status_after": after.recommendation_status.value,
            }


def _print(present: Review, outcomes: Sequence[Outcome], labels: Labels) -> None:
    from creditxl.cli import printing  # noqa: PLC0415 - as in `whatif`
    from creditxl.errors import msg  # noqa: PLC0415 - as in `whatif`

    headings = (
        label("Alternative"),
        label("Limit need"),
        label("Change of the need"),
        label("Coverage gap"),
        label("Tasks"),
        label("Change status"),
    )
    now = (labels.text(label("As it is")), labels.money(present.totals.need), "", labels.money(present.totals.gap))
    rows = [(*now, str(len(present.tasks)), "")]
    rows += [
        (
            labels.message(one.alternative.title),
            labels.money(one.review.totals.need),
            labels.money(one.review.totals.need - present.totals.need),
            labels.money(one.review.totals.gap),
            str(len(one.review.tasks)),
            str(len(one.changed)),
        )
        for one in outcomes
    ]
    printing.table(labels, headings, rows, figures_in=(1, 2, 3, 4, 5))
    for one in outcomes:
        if one.changed:
            click.echo()
            title = labels.message(one.alternative.title)
            click.echo(labels.message(msg("{alternative}: who changes status", alternative=title)))
            _print_changed(one, labels)


def _print_changed(outcome: Outcome, labels: Labels) -> None:
    from creditxl.cli import printing  # noqa: PLC0415 - as in `whatif`

    headings = (
        label("Business id"),
        label("Name"),
        label("Limit need"),
        label("Need after"),
        label("Status"),
        label("Status after"),
    )
    rows = []
    for pair in outcome.changed:
        before, after = pair.before, pair.after
        names = ("insurance_status", "limit_status", "recommendation_status")
        differ = [name for name in names if getattr(before, name) != getattr(after, name)]
        was, is_then = (", ".join(labels.status(getattr(row, name)) for name in differ) for row in (before, after))
        figures = (labels.money(before.need), labels.money(after.need))
        rows.append((before.business_id, before.name, *figures, was, is_then))
    printing.table(labels, headings, rows, figures_in=(2, 3))
