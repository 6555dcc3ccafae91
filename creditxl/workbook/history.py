"""Each month's snapshot of every customer: what changes are told from, and evidence for the insurer."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from creditxl.labels import label
from creditxl.review.result import Task
from creditxl.workbook import snapshots
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.layout import Column, Kind, Table
from creditxl.workbook.snapshots import HISTORY_TABLE, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from enum import StrEnum

    from creditxl.model import ActionName, CustomerReview
    from creditxl.workbook.kept import Note
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View


def history(view: View) -> list[Snapshot]:
    """Return the history that a refresh leaves: the newest of each earlier month, what it compares with, and today's.

    A second refresh of one day takes the place of the first.
    """
    today = view.review.as_of
    earlier = [one for one in view.kept.history if one.as_of < today]
    last = snapshots.last_day(earlier)
    by_month = {(day.year, day.month): day for day in sorted({one.as_of for one in earlier})}
    days = {*by_month.values(), last}
    done = _done(view)
    kept = (one for one in earlier if one.as_of in days)
    # What is marked as done since a refresh belongs to what was to be done at that refresh.
    return [
        *_today(view),
        *(replace(one, done=done(one)) if one.as_of == last else one for one in kept),
    ]


def _done(view: View) -> Callable[[Snapshot], str]:
    """Return what tells of a snapshot which of its tasks are marked as done, and when."""
    names = snapshots.task_names()
    marks: defaultdict[str, list[tuple[ActionName, str]]] = defaultdict(list)
    for (business_id, action), note in view.kept.notes.items():
        if note.done is not None:
            marks[business_id].append((action, _told(view, action, note)))

    def done(one: Snapshot) -> str:
        # The snapshot has the words of the language that the workbook was in.
        tasks = {names.get(word) for word in one.tasks.split(", ")}
        found = [told for action, told in marks.get(one.business_id, ()) if action in tasks]
        return ", ".join(found) or one.done

    return done


def _told(view: View, action: ActionName, note: Note) -> str:
    """Return a task that is done, with who marked it and the day that was typed: "Ask the seller (AB 05/10/2026)"."""
    when = f" {view.labels.date(note.done_on)}" if isinstance(note.done_on, date) else ""
    return f"{view.actions[action]} ({note.done}{when})"


def history_sheet(view: View) -> Sheet:
    """Return every snapshot, the newest first."""
    text = view.text
    insurance, limits, recommendations = view.insurance, view.limit, view.recommendation
    heading = Heading(
        sheet=text(label("History")),
        title=text(label("History")),
        subtitle=view.as_of(),
        notes=(text(label("Every customer with a need or a cover, on the day of each month's last refresh.")),),
        empty=text(label("There were no customers.")),
    )
    columns: tuple[Column[Snapshot], ...] = (
        Column("as_of", text(snapshots.AS_OF), "as_of", Kind.DATE),
        Column("business_id", text(snapshots.BUSINESS_ID), "business_id", Kind.ID),
        Column("name", text(snapshots.NAME), "name"),
        Column("need", text(snapshots.NEED), "need", Kind.MONEY),
        Column("cover", text(snapshots.COVER), "cover", Kind.MONEY),
        Column("gap", text(snapshots.GAP), "gap", Kind.MONEY),
        Column("limit", text(snapshots.LIMIT), "limit", Kind.MONEY),
        Column(
            "insurance_status",
            text(snapshots.INSURANCE),
            lambda row: word(insurance, row.insurance_status),
            Kind.STATUS,
        ),
        Column("limit_status", text(snapshots.LIMIT_STATUS), lambda row: word(limits, row.limit_status), Kind.STATUS),
        Column(
            "recommendation_status",
            text(snapshots.RECOMMENDATION),
            lambda row: word(recommendations, row.recommendation_status),
            Kind.STATUS,
        ),
        Column("tasks", text(snapshots.TASKS), "tasks", width=44),
        Column("done", text(snapshots.DONE), "done", width=44),
    )
    return list_sheet(heading, Table(HISTORY_TABLE, 0, columns, history(view)), view.labels, frozen_columns=3)


def word(words: Mapping[Any, str], status: StrEnum | str) -> str:
    """Return what the sheets show of a status; someone's own words as they are."""
    return words.get(status, str(status))


def _today(view: View) -> Iterator[Snapshot]:
    for row in view.review.customers:
        if row.need or row.cover or row.limit:
            yield snapshot(view, row)


def snapshot(view: View, row: CustomerReview) -> Snapshot:
    """Return a customer as the review has it."""
    return Snapshot(
        as_of=view.review.as_of,
        business_id=row.business_id,
        name=row.name,
        need=row.need,
        cover=row.cover,
        gap=row.gap,
        limit=row.limit,
        insurance_status=row.insurance_status,
        limit_status=row.limit_status,
        recommendation_status=row.recommendation_status,
        tasks=view.action_words(row),
        done=", ".join(_done_today(view, row)),
    )


def _done_today(view: View, row: CustomerReview) -> Iterator[str]:
    if not view.kept.notes:
        return
    for action in row.actions:
        note = view.kept.notes.get((row.business_id, action.name))
        if note and note.settles(Task(row, action)):
            yield _told(view, action.name, note)
