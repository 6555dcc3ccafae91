"""Calendar files: read back by a parser, the same bytes every time, and no line with another's customers."""

import re
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from msgspec.structs import replace

from creditxl.errors import WorkbookError
from creditxl.labels import Labels
from creditxl.outgoing import write_calendars
from creditxl.policy.deadlines import Deadline, Watched
from creditxl.review.result import Insight, Watch
from tests.outgoing.reviews import AS_OF, NASTY
from tests.workbook.reviews import customer, review

EN = Labels("en")
LINES = ("Rakennus", "Hoiva", "")
DAYS = (date(2026, 10, 30), AS_OF, date(2026, 12, 1))


def made(names=NASTY):
    rows = [
        customer(f"{3_000_000 + place}-1", name=name, business_line=LINES[place % len(LINES)])
        for place, name in enumerate(names)
    ]
    found = [
        Watch(row, Deadline(DAYS[place % len(DAYS)], watched, AS_OF))
        for row in rows
        for place, watched in enumerate(Watched)
    ]
    return replace(review(rows), insight=Insight(deadlines=tuple(found)))


def events(path):
    return Calendar.from_ical(path.read_bytes()).walk("VEVENT")


def test_every_date_ahead_is_in_one_file_and_passed_ones_are_told(tmp_path):
    done = made()
    written = write_calendars(done, EN, tmp_path, overwrite=False)
    uids = [str(event["uid"]) for path in written.files for event in events(path)]

    assert sorted(uids) == sorted(
        f"{one.customer.business_id}-{one.deadline.watched}@creditxl"
        for one in done.insight.deadlines
        if one.deadline.day >= AS_OF
    )
    assert {one.deadline.day for one in written.passed} == {date(2026, 10, 30)}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written.files)


def test_a_line_gets_its_own_customers_alone(tmp_path):
    written = write_calendars(made(), EN, tmp_path, overwrite=False)
    lines = {path.name: {one.customer.business_line for one in own} for path, own in written.files.items()}

    assert lines == {
        "calendar-2026-10-31-receivables-clerk.ics": {""},
        "calendar-2026-10-31-receivables-clerk-hoiva.ics": {"Hoiva"},
        "calendar-2026-10-31-receivables-clerk-rakennus.ics": {"Rakennus"},
        "calendar-2026-10-31-insurance-manager.ics": set(LINES),
    }


def test_no_name_ends_a_line_or_begins_a_property(tmp_path):
    for path in write_calendars(made(), EN, tmp_path, overwrite=False).files:
        raw = path.read_bytes()
        unfolded = re.sub(rb"\r\n[ \t]", b"", raw)

        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
        assert {line.split(b":")[0].split(b";")[0] for line in unfolded.split(b"\r\n")} == {
            *(b"BEGIN", b"END", b"VERSION", b"PRODID", b"X-WR-CALNAME", b"UID", b"DTSTAMP", b"DTSTART"),
            *(b"SUMMARY", b"DESCRIPTION", b"TRANSP", b""),
        }


def test_an_event_tells_what_is_due_of_whom(tmp_path):
    row = customer("1234567-1", name="Koivu, Haapa; ja \\ Oy")
    found = (Watch(row, Deadline(date(2026, 12, 10), Watched.STOP_DELIVERIES, date(2026, 10, 11))),)
    written = write_calendars(replace(review([row]), insight=Insight(deadlines=found)), EN, tmp_path, overwrite=False)
    (path,) = written.files
    (event,) = events(path)

    assert path.name == "calendar-2026-10-31-business-line-rakennus.ics"
    assert str(event["summary"]) == "Stop deliveries: Koivu, Haapa; ja \\ Oy"
    assert (event["dtstart"].dt, event["dtstamp"].dt) == (date(2026, 12, 10), datetime(2026, 10, 31, tzinfo=UTC))
    assert str(event["description"]).split("\n")[:2] == ["Business id: 1234567-1", "Counted from 11/10/2026"]


def test_the_same_review_gives_the_same_bytes_and_a_second_run_needs_overwrite(tmp_path):
    first = write_calendars(made(), EN, tmp_path / "a", overwrite=False)
    second = write_calendars(made(), EN, tmp_path / "b", overwrite=False)

    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]
    with pytest.raises(WorkbookError, match="overwrite"):
        write_calendars(made(), EN, tmp_path / "a", overwrite=False)
    write_calendars(made(NASTY[:1]), EN, tmp_path / "a", overwrite=True)
    assert len(list((tmp_path / "a").iterdir())) == 2  # those without a successor went


def test_a_review_without_dates_writes_nothing(tmp_path):
    written = write_calendars(review([customer()]), EN, tmp_path / "none", overwrite=False)

    assert (written.files, written.passed, (tmp_path / "none").exists()) == ({}, [], False)
