"""`creditxl upgrade`: workbooks of an older version made anew by this one, with what people typed in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from creditxl import __version__, pipeline
from creditxl.cli import making, printing
from creditxl.cli.jobs import WORKBOOK_LANGUAGE, status_of
from creditxl.cli.options import today
from creditxl.cli.workbooks import live_books, lock_of, written_in
from creditxl.errors import ConfigError, ExtractError, WorkbookError, msg
from creditxl.excel.build import build_all
from creditxl.excel.places import CONFIG_NAME
from creditxl.extracts.config import Config, load
from creditxl.labels import Labels
from creditxl.workbook import kept_on_disk
from creditxl.workbook.aside import saved
from creditxl.workbook.state import State

WHICH = msg("name the folder that creditxl init has made, or make one: creditxl init DIR")

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from creditxl.cli.workbooks import Written
    from creditxl.review.result import Review
    from creditxl.workbook import Kept


def upgrade(place: Path) -> int:
    """Make workbooks and add-in of a folder anew, for the Python that runs here; language and day stay as they are.

    Args:
        place: The folder, or one of its workbooks.

    Raises:
        CreditXLError: There is none, one is open or of a newer version, or the extracts or what was typed cannot be
            read. Nothing was changed then.
    """
    labels = making.spoken(None)
    home = _home(place)
    settings = _settings(home)
    labels = making.spoken(settings.language)
    books = [written_in(path) for path in live_books(home).values()]
    _check(books, home)
    states = [book.state for book in books if isinstance(book.state, State)]
    chosen = Labels(_language(states, settings), settings.currency)
    kept = _kept(home)
    with printing.progress(labels) as tell:
        source, day = making.extracts_of(settings, home), _day(states, settings)
        review = _review(pipeline.Request(source, day, settings, settings.policy, tell), kept)
        with saved([book.path for book in books]) as copies:
            files = build_all(review, home, chosen, making.setting(home), kept)
    printing.written(files, labels)
    names = ", ".join(copy.name for copy in copies)
    click.echo(labels.message(msg("What stood there before is kept beside them: {files}", files=names)))
    return status_of(review)


def _home(place: Path) -> Path:
    if not place.exists():
        raise WorkbookError(msg("there is no such folder or workbook"), where=str(place), fix=WHICH)
    return making.absolute(place if place.is_dir() else place.parent)


def _settings(home: Path) -> Config:
    file = home / CONFIG_NAME
    if not file.exists():
        raise ConfigError(
            msg("there is no creditxl.toml, which would name the extracts"),
            where=str(home),
            fix=WHICH,
        )
    return load(file)


def _check(books: Sequence[Written], home: Path) -> None:
    """Refuse what must not be replaced, before anything is done."""
    if not books:
        raise WorkbookError(
            msg("no workbook of creditxl with macros is in the folder"),
            where=str(home),
            fix=msg("make them: creditxl init {folder}", folder=str(home)),
        )
    for book in books:
        lock = lock_of(book.path)
        if lock:
            raise WorkbookError(
                msg("{file} is open, and what is not saved in it would be lost", file=book.path.name),
                where=str(book.path),
                fix=msg("save and close it, and run again; if it is open nowhere, delete {lock}", lock=lock.name),
            )
        if isinstance(book.state, State) and _numbers(book.state.version) > _numbers(__version__):
            given = {"file": book.path.name, "made": book.state.version, "runs": __version__}
            raise WorkbookError(
                msg("{file} was made by creditxl {made}, which is newer than {runs}", **given),
                where=str(book.path),
                fix=msg("install that version, or a newer one, of creditxl"),
            )


def _language(states: Sequence[State], settings: Config) -> str:
    """Return the language of the workbooks: what is kept there tells it, else the settings."""
    return next((state.language for state in states), settings.language or WORKBOOK_LANGUAGE)


def _day(states: Sequence[State], settings: Config) -> date:
    """Return the day of the review, which no upgrade should change: the next refresh takes another."""
    return settings.as_of or max((state.as_of for state in states), default=None) or today()


def _kept(home: Path) -> Kept:
    """Return what stands in the workbooks; where no limit does, as before the first refresh, none is compared with."""
    found = kept_on_disk(home, is_live=True)
    return replace(found, before=replace(found.before, limits=found.before.limits or None))


def _review(request: pipeline.Request, kept: Kept) -> Review:
    """Return the review of the extracts; of nothing where they cannot be read and no customer has stood there yet.

    Without its customer a typed payment term would have no row to stand in: then nothing may be replaced.
    """
    try:
        return pipeline.review(request, kept, is_for_workbooks=True)
    except ExtractError:
        if kept.notes or kept.before.terms or kept.before.limits:
            raise
        return pipeline.nothing(request)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))
