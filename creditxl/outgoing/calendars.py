"""Calendar files (.ics): to every owner the dates to watch, and to no business line another one's customers."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from icalendar import Calendar, Event
from msgspec import Struct

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.model import Owner
from creditxl.outgoing.files import put, unique_names
from creditxl.outgoing.mails import OF_ALL_LINES
from creditxl.outgoing.tasks import line_key
from creditxl.outgoing.texts import file_part, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from creditxl.labels import Labels
    from creditxl.review.result import Review, Watch

CALENDAR_FILE = label("calendar")
MADE_BY = "-//creditxl//dates to watch//EN"


class Calendars(Struct, frozen=True):
    """What was written.

    Args:
        files: Each file, and the dates it carries, the soonest first.
        passed: The dates that have passed: no file carries them, and the sheet of dates tells them.
    """

    files: Mapping[Path, Sequence[Watch]]
    passed: Sequence[Watch]


def write_calendars(review: Review, labels: Labels, folder: Path, *, overwrite: bool) -> Calendars:
    """Write a calendar for every owner with dates from the day of the review on, all or none.

    An event keeps its identity from one review to the next, by customer and what the date is of: a calendar that is
    imported again moves it. The same review gives the same bytes.

    Args:
        review: Its dates are what the calendars tell.
        labels: The language of the calendars.
        folder: Where they go.
        overwrite: Whether the calendars of the same day may be replaced; those without a successor go.

    Raises:
        WorkbookError: Calendars of the day stand there and may not be replaced, or the folder cannot be written.
    """
    words = labels.in_currency(review.currency)
    watched = review.insight.deadlines
    ahead = [one for one in watched if one.deadline.day >= review.as_of]
    parts = dict(_by_owner(ahead))
    day = f"{file_part(words.text(CALENDAR_FILE))}-{review.as_of}"
    stems = ["-".join(filter(None, (day, file_part(words.status(who)), file_part(line)))) for who, line in parts]
    names = [f"{name}.ics" for name in unique_names(stems)]
    contents = {
        name: _calendar(own, who, review, words) for name, ((who, _), own) in zip(names, parts.items(), strict=True)
    }
    put(contents, folder, earlier=(f"{day}-*.ics",), overwrite=overwrite)
    files = {folder / name: own for name, own in zip(names, parts.values(), strict=True)}
    return Calendars(files, [one for one in watched if one.deadline.day < review.as_of])


def _by_owner(watched: Sequence[Watch]) -> Iterator[tuple[tuple[Owner, str], list[Watch]]]:
    """Yield the dates of each owner, of one business line unless the owner looks after all, in the owners' order."""
    found: dict[tuple[Owner, str], list[Watch]] = {}
    for one in watched:
        owner = one.deadline.owner
        line = "" if owner in OF_ALL_LINES else line_key(one.customer.business_line)
        found.setdefault((owner, line), []).append(one)
    owners = list(Owner)
    yield from sorted(found.items(), key=lambda item: (owners.index(item[0][0]), item[0][1]))


def _calendar(watched: Sequence[Watch], owner: Owner, review: Review, labels: Labels) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{labels.text(label('Dates to watch'))}: {labels.status(owner)}")
    for one in watched:
        calendar.add_component(_event(one, review, labels))
    made: bytes = calendar.to_ical()
    return made


def _event(one: Watch, review: Review, labels: Labels) -> Event:
    customer, deadline = one.customer, one.deadline
    event = Event()
    event.add("uid", f"{one_line(customer.business_id)}-{deadline.watched}@creditxl")
    event.add("dtstamp", datetime.combine(review.as_of, time(), UTC))
    event.add("dtstart", deadline.day)
    event.add("summary", f"{labels.status(deadline.watched)}: {one_line(customer.name)}")
    event.add("description", "\n".join(_told(one, review, labels)))
    event.add("transp", "TRANSPARENT")  # it takes no time of the day
    return event


def _told(one: Watch, review: Review, labels: Labels) -> Iterator[str]:
    customer, deadline = one.customer, one.deadline
    say = labels.message
    yield f"{labels.text(label('Business id'))}: {one_line(customer.business_id)}"
    if deadline.counted_from is not None:
        yield say(msg("Counted from {day}", day=deadline.counted_from))
    if customer.open_receivables is not None:
        yield say(msg("Open receivables {amount}", amount=customer.open_receivables))
    yield say(msg("As of {as_of}", as_of=review.as_of))
