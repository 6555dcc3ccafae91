"""What a refresh leaves of every customer, and how it is read back from the sheet of the history."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from creditxl.errors import WorkbookError, msg
from creditxl.labels import LANGUAGES, Labels, label
from creditxl.model import CENT, ActionName, InsuranceStatus, LimitStatus, RecommendationStatus
from creditxl.workbook.marks import marked
from creditxl.workbook.ticks import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

Status = TypeVar("Status", bound=StrEnum)

HISTORY_TABLE = "History"
# Where the next refresh finds them: see `previous`.
AS_OF = label("As of")
BUSINESS_ID = label("Business id")
NAME = label("Customer")
NEED = label("Limit need")
COVER = label("Cover")
GAP = label("Coverage gap")
LIMIT = label("Credit limit")
INSURANCE = label("Insurance status")
LIMIT_STATUS = label("Limit status")
RECOMMENDATION = label("Recommendation status")
TASKS = label("Tasks")
DONE = label("Done of them")
HEADINGS = (AS_OF, BUSINESS_ID, NAME, NEED, COVER, GAP, LIMIT, INSURANCE, LIMIT_STATUS, RECOMMENDATION, TASKS, DONE)


class Snapshot(Struct, frozen=True):
    """One customer on the day of one refresh.

    Args:
        insurance_status: As it was; in someone's own words where they are there. So with the two after it.
        tasks: What was to be done, in words.
        done: What of that someone marked as done, in words.
    """

    as_of: date
    business_id: str
    name: str
    need: Decimal
    cover: Decimal
    gap: Decimal
    limit: Decimal
    insurance_status: InsuranceStatus | str
    limit_status: LimitStatus | str
    recommendation_status: RecommendationStatus | str
    tasks: str = ""
    done: str = ""


def baseline(history: Iterable[Snapshot], as_of: date) -> dict[str, Snapshot] | None:
    """Return the customers on the day of the last refresh before `as_of`; None when there was none."""
    earlier = [one for one in history if one.as_of < as_of]
    last = last_day(earlier)
    return None if last is None else {one.business_id: one for one in earlier if one.as_of == last}


def last_day(history: Iterable[Snapshot]) -> date | None:
    """Return the day of the newest refresh in a history; None without any."""
    return max((one.as_of for one in history), default=None)


def read(rows: Iterable[Sequence[Any]], place: str) -> tuple[Snapshot, ...]:
    """Return what stands in the history: rows of the columns `HEADINGS`, in a workbook of any language.

    A status that someone has written in words of their own stays as it is.

    Raises:
        WorkbookError: A day is no date, or an amount no number.
    """
    return tuple(_read(row, place) for row in rows if any(row))


def _read(row: Sequence[Any], place: str) -> Snapshot:
    day, business_id, name, *amounts, insurance, limit_status, recommendation, tasks, done = row
    need, cover, gap, limit = (_amount(amount, business_id, day, place) for amount in amounts)
    if not isinstance(day, date):
        raise _unread(business_id, day, place)
    return Snapshot(
        as_of=day.date() if isinstance(day, datetime) else day,
        business_id=str(business_id),
        name=str(name or ""),
        need=need,
        cover=cover,
        gap=gap,
        limit=limit,
        insurance_status=_status(InsuranceStatus, insurance),
        limit_status=_status(LimitStatus, limit_status),
        recommendation_status=_status(RecommendationStatus, recommendation),
        tasks=str(tasks or ""),
        done=str(done or ""),
    )


def _amount(typed: Any, business_id: object, day: object, place: str) -> Decimal:  # noqa: ANN401 - whatever stands in the cell
    amount = number(typed)
    if amount is None:
        raise _unread(business_id, day, place)
    return amount.quantize(CENT)


def _unread(business_id: object, day: object, place: str) -> WorkbookError:
    return WorkbookError(
        msg(
            "the history of {customer} on {day} cannot be read: a day is no date or an amount no number",
            customer=str(business_id),
            day=str(day),
        ),
        where=place,
        fix=msg("put back what stood there, or delete that row"),
    )


def _status(kind: type[Status], word: object) -> Status | str:
    found: Status | None = _words(kind).get(str(word))
    return found or str(word or "")


@cache
def task_names() -> dict[str, ActionName]:
    """Return the tasks by the words that sheets of any language show for them."""
    return {Labels(language).status(name): name for language in LANGUAGES for name in ActionName}


@cache
def _words(kind: type[Status]) -> dict[str, Any]:
    """Return the statuses by the words that sheets of any language show for them."""
    return {word: status for language in LANGUAGES for status, word in marked(kind, Labels(language)).items()}
