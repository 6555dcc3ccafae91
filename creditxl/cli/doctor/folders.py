"""The extracts, the configuration and the folder that the workbooks go to."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from creditxl.cli.doctor.findings import Finding, note, of_error, ok, wrong
from creditxl.errors import CreditXLError, msg
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from creditxl.extracts.config import Config
    from creditxl.tables.raw import Extracts

MOST_NAMES = 20


def of_config(file: Path | None, config: Config | CreditXLError) -> Finding:
    """Return what is to be said of `creditxl.toml`: as it was read, or why it was not."""
    if isinstance(config, CreditXLError):
        return of_error(config)
    if file is None:
        return ok(msg("no creditxl.toml among the extracts or here: the headings that all know are used"))
    return ok(msg("configuration read: {file}", file=str(file)))


def of_extracts(folder: Path | None, config: Config) -> Iterator[Finding]:
    """Yield what is recognised among the extracts; of what comes from other sources, nothing."""
    is_rest = Kind.ENTRIES in config.sources  # then the folder need hold nothing
    if is_rest and (folder is None or (folder.is_dir() and not any(folder.iterdir()))):
        return
    if folder is None:
        yield note(
            msg("no extracts were looked at"),
            msg("give their folder: creditxl doctor --extracts DIR, or name it in creditxl.toml"),
        )
        return
    # The engines are loaded only where there is something to read.
    from creditxl.extracts import read_folder  # noqa: PLC0415 - see above

    try:
        found = read_folder(folder, config, kinds=frozenset(Kind) - config.sources.keys())
    except CreditXLError as error:
        yield of_error(error)
        return
    yield ok(msg("extracts read: {folder}", folder=str(folder)))
    yield from _of_kinds(found, config)
    if not is_rest:
        yield _of_companies(found)
    if found.issues:
        yield note(
            msg("rows and files that could not be read: {count}", count=len(found.issues)),
            msg("see them with: creditxl issues --extracts {folder}", folder=str(folder)),
        )
    if found.passed_over:
        names = _listed([file.name for file in found.passed_over])
        yield note(msg("passed over, being no extract or a second copy: {files}", files=names))


def of_sources(config: Config, as_of: date) -> Iterator[Finding]:
    """Yield of each source that `creditxl.toml` names whether it is reached."""
    if not config.sources:
        return
    from creditxl.sources import look  # noqa: PLC0415 - as above

    for looked in look(config, as_of):
        if looked.error is None:
            yield ok(msg("source reached: {source}, for {kind}", source=looked.name, kind=looked.kind))
        else:
            yield of_error(looked.error)


def without_workbooks(folder: Path) -> Finding:
    """Return that a folder has no workbook to look at."""
    return note(
        msg("no workbook of creditxl with macros is in {folder}", folder=str(folder)),
        msg("make them: creditxl init {folder}", folder=str(folder)),
    )


def of_target(folder: Path) -> Finding:
    """Return whether the workbooks can be written; a file is made there and taken away."""
    near = next((place for place in (folder, *folder.absolute().parents) if place.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=near):
            return ok(msg("the folder for the workbooks can be written: {folder}", folder=str(folder)))
    except OSError as error:
        return wrong(
            msg(
                "the folder for the workbooks cannot be written: {folder}: {reason}",
                folder=str(near),
                reason=error.strerror or str(error),
            ),
            msg("choose another folder with --out, or ask for the right to write there"),
        )


def _of_kinds(found: Extracts, config: Config) -> Iterator[Finding]:
    for kind in Kind:
        tables = found.of(kind)
        if tables:
            rows = sum(table.frame.height for table in tables)
            yield ok(msg("{kind}: tables {tables}, rows {rows}", kind=kind, tables=len(tables), rows=rows))
    if not found.of(Kind.ENTRIES) and Kind.ENTRIES not in config.sources:
        yield wrong(
            msg("no customer ledger among the extracts"),
            msg("save the export of the customer ledger entries there"),
        )


def _of_companies(found: Extracts) -> Finding:
    # Recommendations and limits are the whole group's; their files' names say no company.
    tables = (*found.of(Kind.ENTRIES), *found.of(Kind.CUSTOMERS))
    names = {name for table in tables for name in table.frame["company"].unique().to_list() if name}
    if not names:
        return note(
            msg("no company is named in the extracts: all are taken for one"),
            msg("name files or folders after their companies, or set them in creditxl.toml"),
        )
    return ok(msg("companies: {names}", names=_listed(sorted(names))))


def _listed(names: list[str]) -> str:
    more = f" … (+{len(names) - MOST_NAMES})" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more
