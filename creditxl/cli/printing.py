"""What people read in the terminal; progress and failures on the error stream, so that output can be piped."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from creditxl.errors import msg
from creditxl.labels import Labels, label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from enum import StrEnum

    from rich.console import Console

    from creditxl.errors import CreditXLError, Issue, Message
    from creditxl.review.result import Review
    from creditxl.sources import Looked
    from creditxl.workbook.share import Shared

    Progress = Callable[[Message], None]

LANGUAGE_KEY = "creditxl.language"
PIPED_WIDTH = 320


def speak(labels: Labels) -> None:
    """Let what fails from now on be said in this language."""
    click.get_current_context().meta[LANGUAGE_KEY] = labels


def say_error(error: CreditXLError, context: click.Context) -> None:
    """Print one sentence: what, where, how to mend it."""
    click.echo(sentence(error, context.meta.get(LANGUAGE_KEY) or Labels("en")), err=True)


def sentence(error: CreditXLError, labels: Labels) -> str:
    """Return one sentence: what, where, how to mend it."""
    what, fix = labels.message(error.message), labels.message(error.fix)
    return f"{what} [{error.where}] {labels.text('To mend it:')} {fix}"


@contextmanager
def progress(labels: Labels) -> Iterator[Progress]:
    """Show each step while it lasts, on a terminal alone."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with _console(stderr=True).status("…") as status:
        yield lambda step: status.update(f"{labels.message(step)} …")


def figures(review: Review, labels: Labels) -> None:
    """Print the key figures."""
    totals = review.totals
    statuses = (row.insurance_status for row in review.customers)
    owners = (task.action.owner for task in review.tasks)
    rows = [
        (label("As of"), labels.date(review.as_of)),
        (label("Customers"), str(totals.customers)),
        (label("Limit need"), labels.money(totals.need)),
        (label("Cover used"), labels.money(totals.cover_used)),
        (label("Coverage gap"), labels.money(totals.gap)),
        (label("Limits in force"), labels.money(totals.limits)),
        (label("Statuses"), _counts(statuses, labels)),
        (label("Actions"), _counts(owners, labels)),
        (label("Data issues"), str(len(review.issues))),
    ]
    width = max(len(labels.text(name)) for name, _ in rows)
    for name, value in rows:
        click.echo(f"{labels.text(name):<{width}}  {value}")


def written(files: Sequence[Path], labels: Labels, *, err: bool = False) -> None:
    """Print where the workbooks stand."""
    for file in files:
        click.echo(f"{labels.text('Written:')} {file}", err=err)


def told(messages: Iterable[Message], labels: Labels) -> None:
    """Print what a person has to know of what was done."""
    for message in messages:
        click.echo(labels.message(message), err=True)


def shared(done: Shared, labels: Labels) -> None:
    """Print where the copy with values alone stands, and what it has not."""
    written([done.path], labels)
    click.echo(labels.message(msg("formulas that are values now: {count}", count=done.formulas)))
    if done.left_out:
        click.echo(labels.message(msg("sheets left out: {names}", names=", ".join(done.left_out))))


def review(done: Review, labels: Labels) -> None:
    """Print a row a customer; the machine formats have every column."""
    rows = [
        (
            row.business_id,
            row.name,
            str(row.payment_term_days),
            labels.money(row.need),
            labels.money(row.cover),
            labels.money(row.gap),
            labels.status(row.insurance_status),
            ", ".join(labels.status(action.name) for action in row.actions),
        )
        for row in done.customers
    ]
    headings = ("Business id", "Name", "Term, days", "Limit need", "Cover", "Coverage gap", "Status", "Actions")
    table(labels, headings, rows, figures_in=(2, 3, 4, 5))


def sources(done: Review, labels: Labels) -> None:
    """Print each file and source, its newest entry, rows and control total."""
    rows = [
        (
            source.file.name,
            labels.status(source.kind),
            ", ".join(source.companies),
            labels.date(source.newest) if source.newest else "",
            str(source.rows_read),
            str(source.rows_used),
            "" if source.gross_sales is None else labels.money(source.gross_sales),
        )
        for source in done.sources
    ]
    headings = (label("Source"), "Contents", "Companies", "Newest date", "Rows read", "Rows used", "Gross sales")
    table(labels, headings, rows, figures_in=(4, 5, 6))


def looked(found: Iterable[Looked], labels: Labels) -> None:
    """Print of each source whether it is reached, and what keeps it from being read."""
    rows = [
        (
            one.name,
            labels.status(one.kind),
            labels.text(label("reached")) if one.error is None else labels.message(one.error.message),
            "" if one.error is None else labels.message(one.error.fix),
        )
        for one in found
    ]
    table(labels, (label("Source"), "Contents", label("State"), "How to mend it"), rows, figures_in=())


def tasks(done: Review, labels: Labels) -> None:
    """Print the worklist."""
    rows = [
        (
            labels.status(task.action.name),
            task.customer.name,
            "" if task.action.amount is None else labels.money(task.action.amount),
            labels.status(task.action.owner),
            task.customer.business_line,
            labels.date(task.action.due_on) if task.action.due_on else "",
            labels.message(task.action.reason),
        )
        for task in done.tasks
    ]
    headings = ("Action", "Name", "Amount", "Owner", "Business line", "Due on", "Reason")
    table(labels, headings, rows, figures_in=(2,))


def issues(found: Sequence[Issue], labels: Labels) -> None:
    """Print the data issues."""
    rows = [
        (
            issue.file,
            "" if issue.row is None else str(issue.row),
            issue.column,
            issue.value,
            labels.message(issue.message),
            labels.message(issue.fix),
        )
        for issue in found
    ]
    table(labels, ("File", "Row", "Column", "Value", "What is wrong", "How to mend it"), rows, figures_in=(1,))


def next_steps(extracts: Path, as_of: date, labels: Labels) -> None:
    """Print what to look at after the demo."""
    click.echo(labels.text("Open the workbooks, or look closer:"))
    for command in ("tasks", "issues", "review"):
        click.echo(f"  {_program()} {command} --extracts {extracts} --as-of {as_of}")


def _program() -> str:
    """Return what to type for this program here: it need not be on the PATH."""
    if shutil.which("creditxl"):
        return "creditxl"
    beside = Path(sys.executable).with_name("creditxl")
    return os.path.relpath(beside) if beside.exists() else "python -m creditxl"


def _counts(values: Iterable[StrEnum], labels: Labels) -> str:
    return ", ".join(f"{labels.status(value)} {count}" for value, count in Counter(values).most_common())


def table(labels: Labels, headings: Sequence[str], rows: Sequence[Sequence[str]], figures_in: Sequence[int]) -> None:
    """Print rows under headings, `headings` in English."""
    from rich.table import Table  # noqa: PLC0415 - heavy, and needed for tables alone
    from rich.text import Text  # noqa: PLC0415

    grid = Table(box=None, pad_edge=False, header_style="bold")
    for place, heading in enumerate(headings):
        grid.add_column(labels.text(heading), justify="right" if place in figures_in else "left")
    for row in rows:
        # Text, not markup: a customer may be named [red].
        grid.add_row(*map(Text, row))
    console = _console()
    console.print(grid)


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console  # noqa: PLC0415 - heavy, and not needed for machine formats

    console = Console(stderr=stderr, highlight=False)
    if not (console.is_terminal or "COLUMNS" in os.environ):
        # A file or another program has no edge to fold at.
        console.width = PIPED_WIDTH
    return console
