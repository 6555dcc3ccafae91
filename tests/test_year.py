"""A whole year played month by month through both workbooks, with people typing in between."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from creditxl import pipeline
from creditxl.extracts.config import Config
from creditxl.labels import Labels
from creditxl.model import ActionName
from creditxl.workbook import Which, kept_on_disk
from tests.typing_in import type_in
from tests.workbook.dumps import dump
from tests.year import CUSTOMERS, CUT, MONTHS, NEW, RENEWS, SILENT, STEADY, end_of, write_month

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from creditxl.workbook.kept import Kept

OWN_TERM, OWN_FACTOR = 15, Decimal("1.5")  # 1 + 15 / 30


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> tuple[dict[int, dict[str, set[ActionName]]], Kept, Path]:
    """The tasks of every month by customer, what the workbooks keep at the end, and their folder."""
    folder = tmp_path_factory.mktemp("year")
    tasks: dict[int, dict[str, set[ActionName]]] = {}
    for month in MONTHS:
        as_of = write_month(folder / "extracts", month)
        request = pipeline.Request(folder / "extracts", as_of, Config(), None, lambda _: None)
        review, _ = pipeline.refresh(request, folder / "out", Labels("en"))
        found = defaultdict(set)
        for task in review.tasks:
            found[task.customer.business_id].add(task.action.name)
        tasks[month] = found
        for which, table, row, typed in TYPED.get(month, ()):
            type_in(folder / "out" / which.file(is_live=False), table, row, typed)
    return tasks, kept_on_disk(folder / "out", is_live=False), folder


def _task(customer, action: str) -> Mapping[str, str]:
    return {"Business id": customer.business_id, "Task": action}


TYPED = {
    2: [(Which.INTRUM, "Customers", {"Business id": STEADY.business_id}, {"Own term, days": OWN_TERM})],
    6: [
        (
            Which.INTRUM,
            "Tasks",
            _task(NEW, "Convert to a continuous recommendation"),
            {"Done": "x", "Comment": "Haettu"},
        ),
        (Which.EULER, "Tasks", _task(CUT, "Apply for a higher limit"), {"Comment": "Haettu lisää"}),
        (Which.EULER, "Tasks", _task(SILENT, "Cancel the limit"), {"Comment": "Palaa syksyllä"}),
    ],
    8: [(Which.INTRUM, "Tasks", _task(RENEWS, "Cancel the recommendation"), {"Done": "x"})],
}


def months_with(tasks, customer, action: ActionName) -> list[int]:
    return [month for month in MONTHS if action in tasks[month].get(customer.business_id, set())]


def test_a_new_customer_is_moved_to_a_continuous_recommendation_three_months_after_it_came(year):
    assert months_with(year[0], NEW, ActionName.CONVERT_TO_CONTINUOUS) == [6]


def test_a_limit_that_fell_is_to_be_raised_until_the_insurer_raises_it(year):
    assert months_with(year[0], CUT, ActionName.INCREASE_LIMIT) == [5, 6, 7]
    assert months_with(year[0], CUT, ActionName.NOTIFY_RECEIVABLES) == [8]


def test_a_recommendation_without_sales_is_cancelled_in_the_month_before_it_renews(year):
    assert months_with(year[0], RENEWS, ActionName.CANCEL_RECOMMENDATION) == [8]


def test_the_limit_of_a_silent_customer_is_to_be_cancelled_until_the_customer_returns(year):
    assert months_with(year[0], SILENT, ActionName.CANCEL_LIMIT) == [6, 7, 8, 9]


def test_a_covered_customer_with_steady_sales_is_nobodys_task(year):
    assert all(STEADY.business_id not in tasks for tasks in year[0].values())


def test_nothing_that_was_typed_during_the_year_is_lost(year):
    kept = year[1]
    notes = {key: (note.done, note.comment) for key, note in kept.notes.items()}

    assert notes == {
        (NEW.business_id, ActionName.CONVERT_TO_CONTINUOUS): ("x", "Haettu"),
        (CUT.business_id, ActionName.INCREASE_LIMIT): (None, "Haettu lisää"),
        (SILENT.business_id, ActionName.CANCEL_LIMIT): (None, "Palaa syksyllä"),
        (RENEWS.business_id, ActionName.CANCEL_RECOMMENDATION): ("x", None),
    }
    assert kept.before.terms == {STEADY.business_id: OWN_TERM}


def test_every_months_history_adds_up_and_says_what_was_done(year):
    history = year[1].history

    assert sorted({one.as_of for one in history}) == [end_of(month) for month in MONTHS]
    for month in MONTHS:
        found = {one.business_id: one for one in history if one.as_of == end_of(month)}
        own = {STEADY.business_id: STEADY.need(month) * OWN_FACTOR / 2} if month > 2 else {}
        needs = {one.business_id: own.get(one.business_id, Decimal(one.need(month))) for one in CUSTOMERS}

        assert {key: one.need for key, one in found.items() if one.need} == {
            key: one for key, one in needs.items() if one
        }
        assert {key: one.limit for key, one in found.items() if one.limit} == {
            one.business_id: one.limit(month) for one in CUSTOMERS if one.limit(month)
        }
        assert all(one.gap == max(0, one.need - one.cover) for one in found.values())
    done = {(one.as_of.month, one.business_id): one.done for one in history if one.done}
    assert done == {
        (6, NEW.business_id): "Convert to a continuous recommendation (x)",
        (8, RENEWS.business_id): "Cancel the recommendation (x)",
    }


def but_for_the_log(path):
    """Return what stands in a workbook; the log tells besides which files changed since the refresh before."""
    return {sheet: text for sheet, text in dump(path).items() if sheet != "Log"}


def test_a_refresh_twice_over_and_another_persons_copy_give_the_same_workbooks(year, tmp_path):
    _, kept, folder = year
    request = pipeline.Request(folder / "extracts", end_of(12), Config(), None, lambda _: None)
    books = [folder / "out" / which.file(is_live=False) for which in Which]
    before = [but_for_the_log(path) for path in books]
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in books:
        (copy / path.name).write_bytes(path.read_bytes())
    pipeline.refresh(request, folder / "out", Labels("en"))
    pipeline.refresh(request, copy, Labels("en"))

    assert [but_for_the_log(path) for path in books] == before
    assert [but_for_the_log(copy / path.name) for path in books] == before
    assert kept_on_disk(folder / "out", is_live=False) == kept
