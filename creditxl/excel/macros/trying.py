"""What other conventions would make of the needs and statuses: tried on the extracts, and applied by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from creditxl import pipeline
from creditxl.errors import msg
from creditxl.excel.macros.refreshing import standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal
    from pathlib import Path

    from creditxl.errors import Message
    from creditxl.excel.macros.running import Caller
    from creditxl.labels import Labels
    from creditxl.review.result import Review
    from creditxl.review.whatif import Outcome


def try_conventions(caller: Caller) -> str:
    """Write a workbook of what each usual convention would make of the review, and return what is told of it.

    It stands beside the workbooks, in place of an earlier one of the same day. The workbook itself stays as it is.

    Raises:
        CreditXLError: The extracts cannot be reviewed, or the workbook cannot be written.
    """
    state, place, kept = standing(caller.book)
    request = replace(place.request(caller.tell), as_of=state.as_of)
    present, outcomes = pipeline.whatif(request, kept=kept)
    path = pipeline.write_alternatives(present, outcomes, caller.labels, place.folder)
    return "\n".join(caller.labels.message(line) for line in _told(present, outcomes, path, caller.labels))


def _told(present: Review, outcomes: Sequence[Outcome], path: Path, labels: Labels) -> Iterator[Message]:
    yield msg("Limit need as it is: {need}. Nothing is applied.", need=present.totals.need)
    for one in outcomes:
        yield msg(
            "{alternative}: need {change}, change status: {count}",
            alternative=labels.message(one.alternative.title),
            change=_signed(one.review.totals.need - present.totals.need, labels),
            count=len(one.changed),
        )
    yield msg("Who they are stands in {place}.", place=str(path))


def _signed(change: Decimal, labels: Labels) -> str:
    return f"{'+' if change > 0 else ''}{labels.money(change)}"
