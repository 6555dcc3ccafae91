"""`creditxl requests`, `mails`, `calendar` and `list`: what leaves the house."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from creditxl.cli import options
from creditxl.errors import WorkbookError, msg
from creditxl.excel.places import CONFIG_NAME
from creditxl.model import Owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from creditxl.cli.jobs import Given
    from creditxl.labels import Labels
    from creditxl.outgoing import Addresses, Done, Written
    from creditxl.outgoing.calendars import Calendars
    from creditxl.review.result import Review
    from creditxl.workbook import Kept

DONE_WITH_ISSUES = 3

overwrite = click.option("--overwrite", is_flag=True, help="Replace the files of the same day that stand there.")
workbooks = click.option(
    "--workbooks",
    type=options.A_PATH,
    metavar="DIR",
    help=f"The workbooks in which tasks are marked as done. [default: beside {CONFIG_NAME}; else here]",
)


def of_open_tasks(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command of this module has."""
    for option in (overwrite, options.out, workbooks):
        command = option(command)
    return options.of_a_review(command)


@click.command()
@of_open_tasks
@click.option("--policy-number", default="", metavar="TEXT", help="The insurance policy's number, for the form.")
@click.option(
    "--identifier-type",
    "types",
    multiple=True,
    metavar="COUNTRY=WORD",
    help="What the insurer's form calls a country's business ids. [default: FI=Y-tunnus]",
)
@click.option(
    "--standard-term",
    type=click.IntRange(1, 365),
    metavar="DAYS",
    help="The longest term for which the insurer decides at once. [default: the longest insurable one]",
)
@click.option(
    "--crm-heading", "headings", multiple=True, metavar="COLUMN=HEADING", help="The CRM's own heading of a column."
)
def requests(  # noqa: PLR0913 - the command's options, each with its own name
    out: Path,
    workbooks: Path | None,
    policy_number: str,
    types: tuple[str, ...],
    standard_term: int | None,
    headings: tuple[str, ...],
    *,
    overwrite: bool,
    **given: Any,  # noqa: ANN401 - the shared options, as `jobs.Given` names them
) -> None:
    """Write the insurer's batch requests and the CRM's recommendations to apply for.

    They carry the open rows of the worklist, and no other; what a form lacks is told, row by row.
    """
    from creditxl import outgoing  # noqa: PLC0415 - help must come at once
    from creditxl.cli.jobs import Given  # noqa: PLC0415 - as above

    asked = Given(**given)
    known = outgoing.forms_of(asked.settings)
    forms = outgoing.Forms(
        policy_number or known.policy_number,
        {**known.identifier_types, **{code.upper(): word for code, word in pairs(types)}},
        known.standard_credit_days if standard_term is None else standard_term,
        {**known.headings, **dict(pairs(headings))},
    )
    review, done = open_review(asked, workbooks)
    written = outgoing.write_requests(review, asked.workbook_labels, out, done=done, forms=forms, overwrite=overwrite)
    sys.exit(tell(written, asked.labels))


@click.command()
@of_open_tasks
@click.option(
    "--address",
    "addresses",
    multiple=True,
    metavar="OWNER[/LINE]=ADDRESS",
    help=f"Who is written to; OWNER is one of {', '.join(Owner)}.",
)
def mails(
    out: Path,
    workbooks: Path | None,
    addresses: tuple[str, ...],
    *,
    overwrite: bool,
    **given: Any,  # noqa: ANN401 - as in `requests`
) -> None:
    """Write a draft of a mail to every owner with open tasks; nothing is sent.

    Each business line has drafts of its own, with its own customers alone.
    """
    from creditxl import outgoing  # noqa: PLC0415 - as in `requests`
    from creditxl.cli.jobs import Given  # noqa: PLC0415 - as in `requests`

    asked = Given(**given)
    known = {**outgoing.addresses_of(asked.settings.mails), **addressed(addresses)}
    review, done = open_review(asked, workbooks)
    written = outgoing.write_mails(review, asked.workbook_labels, out, done=done, addresses=known, overwrite=overwrite)
    sys.exit(tell(written, asked.labels))


@click.command()
@of_open_tasks
def calendar(
    out: Path,
    workbooks: Path | None,
    *,
    overwrite: bool,
    **given: Any,  # noqa: ANN401 - as in `requests`
) -> None:
    """Write a calendar file (.ics) of the dates to watch for every owner; passed ones stand in the workbooks alone.

    Each business line has files of its own, with its own customers alone.
    """
    from creditxl import outgoing  # noqa: PLC0415 - as in `requests`
    from creditxl.cli.jobs import Given, status_of  # noqa: PLC0415 - as in `requests`

    asked = Given(**given)
    review, _ = open_review(asked, workbooks)
    tell_calendars(outgoing.write_calendars(review, asked.workbook_labels, out, overwrite=overwrite), asked.labels)
    sys.exit(status_of(review))


@click.command(name="list")
@click.argument("owner", type=click.Choice([owner.value for owner in Owner]), required=False)
@of_open_tasks
@click.option("--line", metavar="TEXT", help="One business line's customers alone.")
@click.option("--seller", metavar="TEXT", help="One seller's customers alone.")
def person_list(
    owner: str | None,
    out: Path,
    workbooks: Path | None,
    line: str | None,
    seller: str | None,
    *,
    overwrite: bool,
    **given: Any,  # noqa: ANN401 - as in `requests`
) -> None:
    """Write one person's open tasks as .xlsx and .csv; without OWNER, say how many tasks everyone has."""
    from creditxl import outgoing  # noqa: PLC0415 - as in `requests`
    from creditxl.cli.jobs import Given, status_of  # noqa: PLC0415 - as in `requests`

    if owner is None and (line is not None or seller is not None):
        message = "Missing argument 'OWNER': whose tasks of that business line or seller?"
        raise click.UsageError(message)
    asked = Given(**given)
    review, done = open_review(asked, workbooks)
    if owner is None:
        tell_counts(review, done, asked.labels)
        sys.exit(status_of(review))
    choice = outgoing.Choice(Owner(owner), line, seller)
    sys.exit(
        tell(
            outgoing.write_list(review, asked.workbook_labels, out, choice, done=done, overwrite=overwrite),
            asked.labels,
        )
    )


def open_review(given: Given, workbooks: Path | None) -> tuple[Review, Done]:
    """Return the review as the workbooks' next refresh would have it, and what is marked as done in them."""
    from creditxl import outgoing, pipeline, workbook  # noqa: PLC0415 - as in `requests`
    from creditxl.cli import printing  # noqa: PLC0415 - as in `requests`

    folder, found = kept_of(given, workbooks)
    kept = found or workbook.Kept()
    if found is None:
        said = msg("No workbook stands in {folder}: every task counts as open.", folder=str(folder.absolute()))
        click.echo(given.labels.message(said), err=True)
    with printing.progress(given.labels) as tell_step:
        review = pipeline.review(given.request(tell_step), kept)
    return review, outgoing.done_in(review, kept)


def kept_of(given: Given, workbooks: Path | None) -> tuple[Path, Kept | None]:
    """Return where the workbooks are looked for, and what people typed in them; None where there are none.

    Raises:
        WorkbookError: There are none in the folder that was named, or they cannot be read.
    """
    from creditxl import workbook  # noqa: PLC0415 - as in `requests`
    from creditxl.cli.jobs import nearby_config  # noqa: PLC0415 - as in `requests`

    config = given.config or nearby_config(*([given.extracts] if given.extracts else []))
    folder = workbooks or (config.parent if config else Path())
    files = {is_live: [folder / which.file(is_live=is_live) for which in workbook.Which] for is_live in (True, False)}
    is_live = any(file.is_file() for file in files[True])
    if not is_live and not any(file.is_file() for file in files[False]):
        if workbooks is not None:
            raise _no_workbooks(folder)
        return folder, None
    return folder, workbook.kept_on_disk(folder, is_live=is_live)


def _no_workbooks(folder: Path) -> WorkbookError:
    return WorkbookError(
        msg("none of the two workbooks is in the folder"),
        where=str(folder),
        fix=msg("name the folder that creditxl init or creditxl refresh has written to"),
    )


def tell(written: Written, labels: Labels) -> int:
    """Print what was written and what calls for attention, and return the exit status."""
    from creditxl.cli import printing  # noqa: PLC0415 - as in `requests`

    for path, tasks in written.files.items():
        printing.written([path], labels)
        click.echo(f"  {labels.message(msg('tasks: {count}', count=len(tasks)))}")
    if not written.files:
        click.echo(labels.message(msg("There is no open task to write.")))
    if written.issues:
        printing.issues(written.issues, labels)
    return DONE_WITH_ISSUES if written.issues else 0


def tell_calendars(written: Calendars, labels: Labels) -> None:
    """Print which calendars were written, and how many dates have passed."""
    from creditxl.cli import printing  # noqa: PLC0415 - as in `requests`

    for path, dates in written.files.items():
        printing.written([path], labels)
        click.echo(f"  {labels.message(msg('dates: {count}', count=len(dates)))}")
    if not written.files:
        click.echo(labels.message(msg("There is no date ahead to write.")))
    if written.passed:
        said = msg("Dates that have passed, in the workbooks alone: {count}", count=len(written.passed))
        click.echo(labels.message(said))


def tell_counts(review: Review, done: Done, labels: Labels) -> None:
    """Print how many tasks everyone has."""
    from creditxl import outgoing  # noqa: PLC0415 - as in `requests`

    for owner, count in outgoing.counts_by_owner(review, done).items():
        said = msg("{owner}: open {open}, done {done}", owner=owner, open=count.open, done=count.done)
        click.echo(labels.message(said))


def pairs(given: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield the two sides of texts such as FI=Y-tunnus."""
    for one in given:
        name, sign, value = one.partition("=")
        if not (sign and name.strip() and value.strip()):
            message = f"'{one}' has no two sides; write them as NAME=VALUE"
            raise click.UsageError(message)
        yield name.strip(), value.strip()


def addressed(given: Iterable[str]) -> Addresses:
    """Return the addresses of texts such as receivables_clerk/Rakennus=name@example.com."""
    found: dict[tuple[Owner, str], str] = {}
    for place, address in pairs(given):
        owner, _, line = place.partition("/")
        if owner not in tuple(Owner):
            message = f"'{owner}' is nobody who acts; write one of {', '.join(Owner)}"
            raise click.UsageError(message)
        found[Owner(owner), line.strip()] = address
    return found
