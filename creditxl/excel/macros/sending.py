"""What leaves the house, from the buttons: request files, drafts of mails, one person's list.

They stand in a folder beside the workbook, and carry exactly the open rows of the worklists: where the extracts tell
other tasks than this workbook shows, it has to be refreshed first.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from creditxl import outgoing, pipeline
from creditxl.errors import WorkbookError, msg
from creditxl.excel.macros import home, outlook, tables
from creditxl.excel.macros.refreshing import columns_of, standing
from creditxl.model import CENT, Owner
from creditxl.workbook.kept import TASKS_TABLE
from creditxl.workbook.view import book_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from creditxl.errors import Message
    from creditxl.excel.macros.home import Home
    from creditxl.excel.macros.outlook import Saved
    from creditxl.excel.macros.running import Caller
    from creditxl.labels import Labels
    from creditxl.outgoing import Done, Written
    from creditxl.review.result import Review, Task
    from creditxl.workbook.state import State

FOLDER = "outgoing"  # beside the workbooks
DRAFTS = ".drafts-{as_of}.json"  # in that folder: which of Outlook's drafts are of that day
KEYS = ("business_id", "action", "amount")
MOST_SHOWN = 8  # files, and things that call for attention, that a message names; the rest is counted


class Open(Struct, frozen=True):
    """The worklists' open rows, and where what is made of them goes.

    Args:
        done: Tasks that are marked as done in either workbook.
        labels: The language of what is written.
    """

    review: Review
    done: Done
    place: Home
    labels: Labels

    @property
    def folder(self) -> Path:
        return self.place.folder / FOLDER


def requests(caller: Caller) -> str | None:
    """Write the insurer's batch requests and the CRM's import form, and return what is told; None when told not to.

    Raises:
        CreditXLError: They cannot be written, or the worklist is not up to date.
    """
    found = _open(caller)
    if not _may_write(caller, found):
        return None
    caller.tell(msg("writing the request files"))
    forms = outgoing.forms_of(found.place.config)
    written = outgoing.write_requests(
        found.review, found.labels, found.folder, done=found.done, forms=forms, overwrite=True
    )
    return _told(caller, found, written)


def mails(caller: Caller) -> str | None:
    """Write a draft of a mail to everyone with open tasks; where Outlook is, they stand among its drafts, too.

    Nothing is sent. Those of an earlier time on the same day are replaced in both places.

    Raises:
        CreditXLError: As `requests`.
    """
    found = _open(caller)
    if not _may_write(caller, found):
        return None
    caller.tell(msg("writing the drafts of mails"))
    addresses = outgoing.addresses_of(found.place.config.mails)
    written = outgoing.write_mails(
        found.review, found.labels, found.folder, done=found.done, addresses=addresses, overwrite=True
    )
    record = found.folder / DRAFTS.format(as_of=found.review.as_of)
    saved = outlook.save_drafts([path.read_bytes() for path in written.paths], record)
    return _told(caller, found, written, *_of_outlook(saved, len(written.paths)))


def person_list(caller: Caller) -> str | None:
    """Write the list of the one who acts in the worklist's chosen row, of that row's business line.

    Raises:
        CreditXLError: As `requests`, or no task is chosen.
    """
    found = _open(caller)
    task = _chosen(caller, home.state(caller.book), found.review)
    if not _may_write(caller, found):
        return None
    caller.tell(msg("writing the list"))
    owner = task.action.owner
    line = None if owner is Owner.INSURANCE_MANAGER else task.customer.business_line
    choice = outgoing.Choice(owner, line)
    written = outgoing.write_list(found.review, found.labels, found.folder, choice, done=found.done, overwrite=True)
    return _told(caller, found, written)


def _open(caller: Caller) -> Open:
    """Return the open rows as of the workbook's own day.

    Raises:
        WorkbookError: The extracts tell other tasks than the worklist shows.
    """
    state, place, kept = standing(caller.book)
    review = pipeline.review(replace(place.request(caller.tell), as_of=state.as_of), kept)
    done = outgoing.done_in(review, kept)
    shown, expected = set(_shown(caller, state)), set(_expected(review, state, done, caller.labels))
    settled = {(task.customer.business_id, caller.labels.status(task.action.name)) for task in _settled(review, done)}
    differing = {row for row in shown ^ expected if row[:2] not in settled}
    if differing:
        raise WorkbookError(
            msg("the extracts tell other tasks than the worklist shows: {count}", count=len(differing)),
            where=caller.book.name,
            fix=msg("refresh both workbooks, look at what changed, and try again"),
        )
    return Open(review, done, place, caller.labels)


def _settled(review: Review, done: Done) -> Iterator[Task]:
    return (task for task in review.tasks if (task.customer.business_id, task.action.name) in done)


def _shown(caller: Caller, state: State) -> Iterator[tuple[str, str, Decimal | None]]:
    """Yield the worklist's rows as this workbook shows them."""
    for business_id, action, amount in columns_of(caller.book, state.columns, TASKS_TABLE, KEYS) or ():
        yield str(business_id), str(action), _amount(amount)


def _amount(shown: Any) -> Decimal | None:  # noqa: ANN401 - whatever stands in the cell
    return Decimal(str(shown)).quantize(CENT) if isinstance(shown, (int, float)) else None


def _expected(review: Review, state: State, done: Done, labels: Labels) -> Iterator[tuple[str, str, Decimal | None]]:
    for task in review.tasks:
        key = task.customer.business_id, task.action.name
        if key not in done and book_of(task.action.name) is state.which:
            amount = task.action.amount
            yield key[0], labels.status(key[1]), None if amount is None else amount.quantize(CENT)


def _may_write(caller: Caller, found: Open) -> bool:
    """Tell whether files may be written: those of the same day are replaced only when someone says so."""
    if not any(found.folder.glob(f"*{found.review.as_of}*")):
        return True
    question = msg(
        "Files of {as_of} stand in {folder} already. Those of the same kind will be replaced, with what was changed in "
        "them. Go on?",
        as_of=found.review.as_of,
        folder=str(found.folder),
    )
    return caller.ask(question)


def _chosen(caller: Caller, state: State, review: Review) -> Task:
    """Return the task in the chosen row of the worklist."""
    sheet, table = tables.table(caller.book, TASKS_TABLE, msg("run creditxl upgrade in its folder: it makes it anew"))
    cells = caller.app.selection
    headings = {key: heading for key, heading, *_ in state.columns[TASKS_TABLE]}
    if cells is not None and cells.sheet == sheet:
        # As it stands there: a person may have sorted the rows, or emptied some.
        chosen = tables.in_row_of(cells[0, 0], table, [headings["business_id"], headings["action"]])
        for task in review.tasks:
            if [task.customer.business_id, caller.labels.status(task.action.name)] == chosen:
                return task
    raise WorkbookError(
        msg("no task is chosen whose person the list is for"),
        where=sheet.name,
        fix=msg("choose a cell in a row of the worklist, and try again: the list is for the one who acts there"),
    )


def _of_outlook(drafts: Saved | None, count: int) -> Iterator[Message]:
    if drafts is None:
        yield msg("Outlook is not there: open the files to send them.")
        return
    if drafts.saved < count:
        saved = drafts.saved
        yield msg(
            "Outlook took {saved} of {count} drafts; open the others' files to send them.", saved=saved, count=count
        )
    else:
        yield msg("They stand among Outlook's drafts, too: {count}. Nothing was sent.", count=count)
    if drafts.replaced:
        yield msg("Earlier drafts of this day moved to Outlook's deleted items: {count}", count=drafts.replaced)
    if drafts.changed:
        yield msg("Earlier drafts of this day that were changed, and stay: {count}", count=drafts.changed)


def _told(caller: Caller, found: Open, written: Written, *more: Message) -> str:
    """Return what was written and where, and what calls for attention."""
    if not written.files:
        lines = [msg("There is no open task to write.")]
    else:
        lines = [msg("Written into {folder}:", folder=str(found.folder))]
        lines += [
            msg("{file} (tasks: {count})", file=path.name, count=len(tasks))
            for path, tasks in list(written.files.items())[:MOST_SHOWN]
        ]
        rest = len(written.files) - MOST_SHOWN
        lines += [msg("and {count} more files", count=rest)] if rest > 0 else []
        lines += more
    if written.left_out:
        lines.append(msg("Left out, as the form lacks something: {count}", count=len(written.left_out)))
    told = [caller.labels.message(line) for line in lines]
    say = caller.labels.message
    told += [f"{one.value}: {say(one.message)}. {say(one.fix)}." for one in written.issues[:MOST_SHOWN]]
    return "\n".join(told)
