"""All checks in order, and how they are said."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from creditxl import __version__
from creditxl.cli import printing
from creditxl.cli.doctor import excel, folders, libreoffice, python, requirements, terminal, workbooks
from creditxl.cli.doctor.findings import State
from creditxl.cli.doctor.system import this_system
from creditxl.cli.jobs import TERMINAL_LANGUAGE, nearby_config
from creditxl.cli.options import today
from creditxl.cli.workbooks import addin_in, live_books
from creditxl.errors import ConfigError, Message, msg
from creditxl.extracts.config import Config, load
from creditxl.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from creditxl.cli.doctor.findings import Finding

SOUND, WRONG = 0, 1


class Asked(Struct, frozen=True):
    """What is to be looked at.

    Args:
        place: A workbook with macros, or a folder of such; None for the machine alone.
        extracts: None takes the folder that the configuration names.
        config: None looks for it in `place`, among the extracts and here.
        out: Where workbooks with values alone would be written.
    """

    place: Path | None
    extracts: Path | None
    config: Path | None
    out: Path

    @property
    def home(self) -> Path | None:
        """The folder of the workbooks with macros."""
        return self.place if self.place is None or self.place.is_dir() else self.place.parent

    @property
    def workbooks(self) -> tuple[Path, ...]:
        if self.place is None:
            return ()
        return tuple(live_books(self.place).values()) if self.place.is_dir() else (self.place,)

    @property
    def addins(self) -> tuple[Path, ...]:
        """The add-in that stands beside the workbooks."""
        found = addin_in(self.place) if self.place and self.place.is_dir() else None
        return (found,) if found else ()

    @property
    def file(self) -> Path | None:
        """The configuration's file."""
        return self.config or nearby_config(*(place for place in (self.home, self.extracts) if place))


def doctor(asked: Asked, language: str | None) -> int:
    """Say of each thing that the program needs whether it is there; return 0 when nothing is wrong, else 1."""
    settings = _settings(asked.file)
    read = Config() if isinstance(settings, ConfigError) else settings
    labels = Labels(language or read.language or TERMINAL_LANGUAGE, read.currency)
    printing.speak(labels)
    found = list(_show(_findings(asked, settings), labels))
    faults = sum(finding.state is State.WRONG for finding in found)
    click.echo(labels.message(_verdict(faults)))
    return WRONG if faults else SOUND


def _settings(file: Path | None) -> Config | ConfigError:
    try:
        return load(file)
    except ConfigError as error:
        return error


def _findings(asked: Asked, settings: Config | ConfigError) -> Iterator[Finding]:
    system = this_system()
    packages = requirements.these_packages(system.platform)
    yield from python.checks(system, packages)
    yield from requirements.checks(packages, __version__)
    yield from excel.checks(system, packages.xlwings)
    yield from libreoffice.checks(system)
    if asked.home and not asked.workbooks:
        yield folders.without_workbooks(asked.home)
    for workbook in (*asked.workbooks, *asked.addins):
        yield from workbooks.checks(system, workbook, packages.xlwings)
    yield folders.of_config(asked.file, settings)
    read = Config() if isinstance(settings, ConfigError) else settings
    yield from folders.of_extracts(asked.extracts or read.extracts, read)
    yield from folders.of_sources(read, read.as_of or today())
    yield folders.of_target(asked.home or asked.out)
    yield terminal.check(system, sys.stdout.encoding)


def _show(findings: Iterator[Finding], labels: Labels) -> Iterator[Finding]:
    """Print each finding as it comes, and pass it on."""
    width = max(len(labels.text(state.value)) for state in State)
    for finding in findings:
        for line in lines(finding, labels, width):
            click.echo(line)
        yield finding


def lines(finding: Finding, labels: Labels, width: int) -> Sequence[str]:
    """Return a finding as a line, and under it how to mend it."""
    where = f" [{finding.where}]" if finding.where else ""
    first = f"{labels.text(finding.state.value):<{width}}  {labels.message(finding.message)}{where}"
    if finding.fix is None:
        return [first]
    return [first, f"{'':<{width}}  {labels.text('To mend it:')} {labels.message(finding.fix)}"]


def _verdict(faults: int) -> Message:
    return msg("things to mend: {count}", count=faults) if faults else msg("nothing is wrong")
