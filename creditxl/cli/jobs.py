"""What each command does, between its options and what it prints."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from creditxl import pipeline
from creditxl.cli import machine, printing
from creditxl.cli.options import today
from creditxl.errors import ExtractError, msg
from creditxl.excel.places import CONFIG_NAME
from creditxl.extracts import config as configs
from creditxl.labels import Labels
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from creditxl.errors import Message
    from creditxl.extracts.config import Config
    from creditxl.review.result import Review

DONE, DONE_WITH_ISSUES = 0, 3
TERMINAL_LANGUAGE, WORKBOOK_LANGUAGE = "en", "fi"


class Given(Struct, frozen=True, dict=True):
    """The shared options, as they were given."""

    extracts: Path | None
    as_of: date | None
    config: Path | None
    policy: Path | None
    language: str | None

    @cached_property
    def settings(self) -> Config:
        """The company's own headings, names and places."""
        return configs.load(self.config or nearby_config(*([self.extracts] if self.extracts else [])))

    @property
    def folder(self) -> Path | None:
        """The folder of extracts: as given, else as the configuration names it; None where the ledger has a source."""
        folder = self.extracts or self.settings.extracts
        if folder is None and Kind.ENTRIES not in self.settings.sources:
            message = f"Missing option '--extracts': no {CONFIG_NAME} names the folder of extracts either."
            raise click.UsageError(message)
        return folder

    @property
    def day(self) -> date:
        """The day of the review: as given, else as the configuration says, else today."""
        return self.as_of or self.settings.as_of or today()

    @cached_property
    def labels(self) -> Labels:
        """What is printed."""
        return Labels(self.language or self.settings.language or TERMINAL_LANGUAGE, self.settings.currency)

    @cached_property
    def workbook_labels(self) -> Labels:
        """What is written into the workbooks."""
        return Labels(self.language or self.settings.language or WORKBOOK_LANGUAGE, self.settings.currency)

    def request(self, progress: printing.Progress) -> pipeline.Request:
        """Return what the pipeline is asked."""
        printing.speak(self.labels)
        policy = self.policy or self.settings.policy
        return pipeline.Request(self.folder, self.day, self.settings, policy, progress)


def nearby_config(*folders: Path) -> Path | None:
    """Return the company's own configuration in the first folder that has one, else here; None where there is none."""
    return next((file for folder in (*folders, Path()) if (file := folder / CONFIG_NAME).is_file()), None)


def demo(out: Path, language: str | None) -> None:
    """Write the sample group's extracts and its two workbooks."""
    from creditxl import sample  # noqa: PLC0415 - needed here alone

    folder = out / "extracts"
    given = Given(folder, sample.AS_OF, None, None, language)
    with printing.progress(given.labels) as tell:
        tell(msg("writing the sample group's extracts"))
        sample.write(folder)
        review, files = pipeline.refresh(given.request(tell), out, given.workbook_labels)
    printing.figures(review, given.labels)
    printing.written(files, given.labels)
    printing.next_steps(folder, given.day, given.labels)


def refresh(given: Given, out: Path) -> int:
    """Write both workbooks."""
    left: list[Message] = []
    with printing.progress(given.labels) as tell:
        review, files = pipeline.refresh(given.request(tell), out, given.workbook_labels, left.append)
    printing.figures(review, given.labels)
    printing.written(files, given.labels)
    printing.told(left, given.labels)
    return status_of(review)


def review(given: Given, output_format: str) -> int:
    """Show a row a customer."""
    done = _review(given)
    if output_format == "table":
        printing.review(done, given.labels)
    else:
        _machine(output_format, machine.review_columns(done), machine.review_rows(done))
    return status_of(done)


def tasks(given: Given, output_format: str) -> int:
    """Show the worklist."""
    done = _review(given)
    if output_format == "table":
        printing.tasks(done, given.labels)
    else:
        _machine(output_format, machine.TASK_COLUMNS, machine.task_rows(done.tasks, given.labels))
    return status_of(done)


def issues(given: Given, output_format: str) -> int:
    """Show the data issues."""
    done = _review(given)
    if output_format == "table":
        printing.issues(done.issues, given.labels)
    else:
        _machine(output_format, machine.ISSUE_COLUMNS, machine.issue_rows(done.issues, given.labels))
    return status_of(done)


def sources(given: Given, output_format: str) -> int:
    """Show each file and source that the review rests on; where one cannot be read, which can."""
    try:
        done = _review(given)
    except ExtractError:
        if output_format == "table" and given.settings.sources:
            from creditxl.sources import look  # noqa: PLC0415 - needed here alone

            printing.looked(look(given.settings, given.day), given.labels)
        raise
    if output_format == "table":
        printing.sources(done, given.labels)
    else:
        _machine(output_format, machine.SOURCE_COLUMNS, machine.source_rows(done))
    return status_of(done)


def explain(given: Given, business_id: str) -> int:
    """Show what is behind one customer's figures."""
    from creditxl.cli.explaining import lines  # noqa: PLC0415 - needed here alone

    with printing.progress(given.labels) as tell:
        explanation = pipeline.explain(given.request(tell), business_id)
    click.echo("\n".join(lines(explanation, given.labels)))
    return status_of(explanation.review)


def _review(given: Given) -> Review:
    with printing.progress(given.labels) as tell:
        return pipeline.review(given.request(tell))


def _machine(output_format: str, columns: Sequence[str], rows: Iterable[machine.Row]) -> None:
    click.echo(
        machine.as_json(rows) if output_format == "json" else machine.as_csv(columns, rows), nl=output_format == "json"
    )


def status_of(review: Review) -> int:
    """Return the exit status of a command that has shown a review."""
    return DONE_WITH_ISSUES if review.issues else DONE
