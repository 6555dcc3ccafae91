"""`creditxl build` and `init`: workbooks with macros, for everyone and for a person."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from creditxl import pipeline
from creditxl.cli import printing
from creditxl.cli.jobs import TERMINAL_LANGUAGE, WORKBOOK_LANGUAGE, status_of
from creditxl.cli.options import today
from creditxl.cli.workbooks import live_books
from creditxl.errors import ConfigError, ExtractError, WorkbookError, msg
from creditxl.excel.build import Setting, build_all
from creditxl.excel.places import CONFIG_NAME
from creditxl.extracts.config import Config, load
from creditxl.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from creditxl.review.result import Review

EXTRACTS = "extracts"  # the folder beside the workbooks, where nothing else is said
DONE = 0


def build(out: Path) -> int:
    """Write the shipped files: both workbooks with the sample group's month, in Finnish, and the add-in."""
    from creditxl.excel.shipped import build_shipped  # noqa: PLC0415 - needed here alone

    labels = Labels(TERMINAL_LANGUAGE)
    with printing.progress(labels) as tell:
        files = build_shipped(out, Labels(WORKBOOK_LANGUAGE), tell)
    printing.written(files, labels)
    return DONE


def init(folder: Path, extracts: Path | None, as_of: date | None, language: str | None) -> int:
    """Write a person's own workbooks and add-in, for the Python that runs here, and the settings beside them.

    Raises:
        CreditXLError: Workbooks stand there already, or cannot be written; or the settings there cannot be read.
    """
    home = absolute(folder)
    file = home / CONFIG_NAME
    is_new = not file.exists()
    settings = Config() if is_new else load(file)
    labels = spoken(language or settings.language)
    _must_be_new(home)
    chosen = Labels(language or settings.language or WORKBOOK_LANGUAGE, settings.currency)
    source = absolute(extracts) if extracts else extracts_of(settings, home)
    with printing.progress(labels) as tell:
        request = pipeline.Request(source, as_of or settings.as_of or today(), settings, settings.policy, tell)
        review, fault = _first_review(request)
        files = build_all(review, home, chosen, setting(home))
    if is_new:
        _write(file, "\n".join(_settings(home, source, as_of, chosen)))
    printing.written([*files, *([file] if is_new else [])], labels)
    if not is_new:
        click.echo(labels.message(msg("{file} was there, and stays: the next refresh goes by it.", file=str(file))))
    if fault:
        _tell_empty(source, fault, labels, is_usual=source == home / EXTRACTS)
    ready = msg("Whether this machine is ready for them tells: creditxl doctor {folder}", folder=str(home))
    click.echo(labels.message(ready))
    return status_of(review)


def absolute(path: Path) -> Path:
    """Return a path from the root on; links and the letters of mapped drives stay as they are written."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute leaves ".." in it, and resolve follows links


def spoken(language: str | None) -> Labels:
    """Return the words for what is printed, failures among it."""
    labels = Labels(language or TERMINAL_LANGUAGE)
    printing.speak(labels)
    return labels


def extracts_of(settings: Config, home: Path) -> Path:
    """Return the folder of extracts that the settings of a folder name."""
    return settings.extracts or home / EXTRACTS


def setting(home: Path) -> Setting:
    """Return what workbooks made here should know of this machine."""
    return Setting(str(absolute(Path(sys.executable))), str(home))


def _must_be_new(home: Path) -> None:
    there = ", ".join(path.name for path in live_books(home).values())
    if there:
        raise WorkbookError(
            msg("there are workbooks already: {files}", files=there),
            where=str(home),
            fix=msg("make them anew, keeping what people typed: creditxl upgrade {folder}", folder=str(home)),
        )


def _first_review(request: pipeline.Request) -> tuple[Review, ExtractError | None]:
    """Return the review of the extracts, or one of nothing and why they could not be read."""
    try:
        return pipeline.review(request, is_for_workbooks=True), None
    except ExtractError as error:
        return pipeline.nothing(request), error


def _settings(home: Path, source: Path, as_of: date | None, labels: Labels) -> Iterator[str]:
    """Yield the lines of a new `creditxl.toml`, told in the language of the workbooks."""
    place = source.relative_to(home) if source.is_relative_to(home) else source
    yield "# " + labels.text("What the workbooks of this folder go by when they are refreshed.")
    yield ""
    yield f'language = "{labels.language}"'
    yield "# " + labels.text("The folder of extracts, from this file's folder on.")
    # A text of JSON is one of TOML too.
    yield f"extracts = {json.dumps(place.as_posix(), ensure_ascii=False)}"
    yield "# " + labels.text("The day of the review; without it, the day of the refresh.")
    yield f"as_of = {as_of:%Y-%m-%d}" if as_of else "# as_of = 2026-10-31"
    yield "# " + labels.text("Policy parameters of your own, in place of the built-in ones.")
    yield '# policy = "policy.toml"'
    yield "# " + labels.text("When the extracts are newer than a workbook that is opened: ask, silent or never.")
    yield 'refresh_on_open = "ask"'
    yield "# " + labels.text("A sheet of the next months' need; it takes: pip install 'creditxl[ahead]'.")
    yield "# need_ahead = true"
    yield ""


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError as error:
        raise ConfigError(
            msg("the settings cannot be written: {reason}", reason=error.strerror or str(error)),
            where=str(file),
            fix=msg("choose a folder that you may write to and that has room"),
        ) from error


def _tell_empty(source: Path, fault: ExtractError, labels: Labels, *, is_usual: bool) -> None:
    """Say why the sheets are empty; a folder of extracts that nobody has named is made, and that is no fault."""
    if is_usual and not source.exists():
        source.mkdir()
    else:
        click.echo(printing.sentence(fault, labels))
    empty = msg(
        "The sheets are empty. Save the extracts into {folder}; the first refresh fills them.", folder=str(source)
    )
    click.echo(labels.message(empty))
