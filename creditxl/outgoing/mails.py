"""Drafts of mails (.eml): to every owner their open tasks, and to no business line another one's customers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email import policy
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import Issue, msg
from creditxl.labels import label
from creditxl.model import Owner
from creditxl.outgoing.files import Written, put, unique_names
from creditxl.outgoing.tasks import line_key, open_tasks
from creditxl.outgoing.texts import file_part, name_some, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from creditxl.labels import Labels
    from creditxl.outgoing.tasks import Done
    from creditxl.review.result import Review, Task

Addresses = Mapping[tuple[Owner, str], str]
"""Addresses, with commas between several, of an owner for a business line; of an owner for all lines where it is ""."""

MAIL_FILE = label("mail")
# The insurance manager alone looks after every business line; whoever else acts does so for one.
OF_ALL_LINES = frozenset({Owner.INSURANCE_MANAGER})
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
# No text encoded as quoted-printable has this in it.
BOUNDARY = "=_creditxl_=_"
LONGEST_LINE = 60  # letters of a business line in a subject
WIRE = policy.compat32.clone(linesep="\r\n")
HEADINGS = (label("Business id"), label("Customer"), label("Task"), label("Amount"), label("By"), label("Why"))
AMOUNT = 3  # its place among the headings
CELL = "border:1px solid #999;padding:4px 8px;text-align:left;vertical-align:top"
FIGURE = CELL.replace("left", "right") + ";white-space:nowrap"


class Draft(Struct, frozen=True):
    """One mail: the tasks of one owner, of one business line unless the owner looks after all."""

    owner: Owner
    line: str
    tasks: Sequence[Task]


def write_mails(
    review: Review, labels: Labels, folder: Path, *, done: Done, addresses: Addresses, overwrite: bool
) -> Written:
    """Write a draft for every owner with open tasks, all or none; nothing is sent.

    Outlook and other programs open an `.eml` file with `X-Unsent: 1` as a mail to be sent. A draft without a known
    address has nobody under To. The same review gives the same bytes.

    Args:
        review: Its open tasks are what the mails tell.
        labels: The language of the mails.
        folder: Where they go.
        done: Tasks that are done, and are told no more.
        addresses: Who is written to.
        overwrite: Whether the drafts of the same day may be replaced; those whose tasks are done go.

    Raises:
        WorkbookError: Drafts of the day stand there and may not be replaced, or the folder cannot be written.
    """
    words = labels.in_currency(review.currency)
    drafts = _drafts(open_tasks(review, done))
    day = f"{file_part(words.text(MAIL_FILE))}-{review.as_of}"
    parts = [(day, file_part(words.status(draft.owner)), file_part(draft.line)) for draft in drafts]
    names = [f"{name}.eml" for name in unique_names(["-".join(filter(None, part)) for part in parts])]
    known = {(owner, line_key(line)): address for (owner, line), address in addresses.items()}
    contents: dict[str, bytes] = {}
    for name, draft in zip(names, drafts, strict=True):
        given = known.get((draft.owner, line_key(draft.line))) or known.get((draft.owner, "")) or ""
        contents[name] = _mail(draft, _recipients(given) or "", review, words)
    put(contents, folder, earlier=(f"{day}-*.eml",), overwrite=overwrite)
    files = {folder / name: draft.tasks for name, draft in zip(names, drafts, strict=True)}
    return Written(files, (), tuple(_issues(addresses, review)))


def _drafts(tasks: Sequence[Task]) -> list[Draft]:
    """Return the drafts in the order of the owners, then of their business lines' names."""
    found: dict[tuple[Owner, str], list[Task]] = {}
    for task in tasks:
        owner = task.action.owner
        key = "" if owner in OF_ALL_LINES else line_key(task.customer.business_line)
        found.setdefault((owner, key), []).append(task)
    owners = list(Owner)
    ordered = sorted(found.items(), key=lambda item: (owners.index(item[0][0]), item[0][1]))
    return [Draft(owner, own[0].customer.business_line if key else "", own) for (owner, key), own in ordered]


def _recipients(given: str) -> str | None:
    """Return addresses for a header; None where one of them is none."""
    found = [address.strip() for address in given.split(",") if address.strip()]
    return ", ".join(found) if all(map(ADDRESS.fullmatch, found)) else None


def _issues(addresses: Addresses, review: Review) -> Iterator[Issue]:
    """Yield what is wrong with the addresses, whether a draft of today needs them or not."""
    lines = {line_key(customer.business_line) for customer in review.customers} | {""}
    for (_, line), given in addresses.items():
        shown = one_line(given)
        if _recipients(given) is None:
            message = msg("'{address}' is not an address of e-mail: the draft is for nobody", address=shown)
            fix = msg("write it as name@example.com, with commas between several")
            yield Issue("", None, "To", shown, message, fix)
        if line_key(line) not in lines:
            message = msg("no customer has the business line '{line}'", line=one_line(line))
            known = name_some(customer.business_line for customer in review.customers)
            yield Issue("", None, "To", shown, message, msg("name one of these: {known}", known=known))


def _mail(draft: Draft, to: str, review: Review, labels: Labels) -> bytes:
    mail = MIMEMultipart("alternative", boundary=BOUNDARY)
    mail["X-Unsent"] = "1"
    mail["To"] = to
    # Encoded as a whole: no letter of a name ends the header or is taken for an encoded one.
    subject = Header(_subject(draft, review, labels), "utf-8", header_name="Subject")
    mail["Subject"] = subject.encode(linesep="\r\n")
    mail.attach(_body(_plain(draft, review, labels), "plain"))
    mail.attach(_body(_html(draft, review, labels), "html"))
    return mail.as_bytes(policy=WIRE)


def _body(content: str, kind: str) -> MIMEText:
    quoted = Charset("utf-8")
    quoted.body_encoding = QP
    # The library takes a charset's object as well as its name, and typeshed knows the name alone.
    return MIMEText(content, kind, quoted)  # type: ignore[arg-type] # see above


def _subject(draft: Draft, review: Review, labels: Labels) -> str:
    day = labels.message(msg("As of {as_of}", as_of=review.as_of))
    line = one_line(draft.line)[:LONGEST_LINE]
    return ", ".join(
        filter(None, (labels.text(label("Tasks of credit limits")), labels.status(draft.owner), line, day))
    )


def _opening(draft: Draft, review: Review, labels: Labels) -> str:
    count = len(draft.tasks)
    return labels.message(msg("Open tasks as of {as_of}: {count}.", as_of=review.as_of, count=count))


def _closing(labels: Labels) -> str:
    return labels.text(label("Mark what you have done in the worklist of the workbook, in the column Done."))


def _plain(draft: Draft, review: Review, labels: Labels) -> str:
    blocks = [_opening(draft, review, labels)]
    for task in draft.tasks:
        business_id, name, action, amount, due_on, reason = _cells(task, labels)
        until = f"{labels.text(label('By'))} {due_on}" if due_on else ""
        what = " · ".join(filter(None, (action, amount, until)))
        blocks.append(f"{business_id}  {name}\n  {what}\n  {reason}")
    return "\n\n".join((*blocks, _closing(labels))) + "\n"


def _html(draft: Draft, review: Review, labels: Labels) -> str:
    headings = "".join(_html_cell("th", place, labels.text(text)) for place, text in enumerate(HEADINGS))
    rows = "\n".join(
        f"<tr>{''.join(_html_cell('td', place, cell) for place, cell in enumerate(_cells(task, labels)))}</tr>"
        for task in draft.tasks
    )
    return (
        f'<html lang="{labels.language}"><body>\n<p>{escape(_opening(draft, review, labels))}</p>\n'
        f'<table style="border-collapse:collapse">\n<tr>{headings}</tr>\n{rows}\n</table>\n'
        f"<p>{escape(_closing(labels))}</p>\n</body></html>\n"
    )


def _html_cell(tag: str, place: int, content: str) -> str:
    return f'<{tag} style="{FIGURE if place == AMOUNT else CELL}">{escape(content)}</{tag}>'


def _cells(task: Task, labels: Labels) -> tuple[str, ...]:
    """Return what a mail tells of a task, each on one line."""
    customer, action = task.customer, task.action
    return (
        one_line(customer.business_id),
        one_line(customer.name),
        labels.status(action.name),
        "" if action.amount is None else labels.money(action.amount),
        labels.date(action.due_on) if action.due_on else "",
        one_line(labels.message(action.reason)),
    )
