"""The workbook of what other conventions would make of a review."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from creditxl.cli.main import main
from creditxl.errors import WorkbookError, msg
from creditxl.extracts.config import Config
from creditxl.labels import LANGUAGES, Labels
from creditxl.model import InsuranceStatus
from creditxl.pipeline import Request, whatif
from creditxl.review.result import Before
from creditxl.review.whatif import Alternative, Changed, Outcome
from creditxl.workbook import Kept, View, write_one
from creditxl.workbook.alternatives import alternatives_book
from tests.review.test_whatif import written
from tests.workbook.reviews import customer, review

if TYPE_CHECKING:
    from pathlib import Path

SMALL = customer("1000001-1", need=Decimal(100), gap=Decimal(0))
LARGE = customer("1000002-2", need=Decimal(500), gap=Decimal(0))
NOW = review([SMALL, LARGE])


def outcome(title: str, *, more: int) -> Outcome:
    """Return what a convention makes that lets every need grow, and so every status fall."""
    pairs = [
        Changed(row, replace(row, need=row.need * more, gap=row.need, insurance_status=InsuranceStatus.SHORT))
        for row in NOW.customers
    ]
    after = replace(NOW, customers=tuple(pair.after for pair in pairs))
    totals = replace(NOW.totals, need=NOW.totals.need * more, gap=Decimal(600))
    return Outcome(
        Alternative(title, msg("{title}", title=title), NOW.policy), replace(after, totals=totals), (*pairs,)
    )


def rows(path: Path, sheet: int) -> list[list[Any]]:
    found = CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python()
    first = next(place for place, row in enumerate(found) if len(list(filter(None, row))) > 3)
    return found[first:]


def view(language: str = "en") -> View:
    return View.of(NOW, Labels(language), Kept())


def test_every_alternative_has_a_row_below_the_present_and_those_whose_need_moves_most_come_first(tmp_path):
    book = alternatives_book(view(), [outcome("Twice", more=2), outcome("Thrice", more=3)])
    path = write_one(book, tmp_path / "new")
    (_, now, twice, thrice), (_, *changed) = rows(path, 0)[:4], rows(path, 1)
    need = float(NOW.totals.need)

    assert path.name == "what-if-2026-10-31.xlsx"
    assert (now[:3], now[6]) == (["As it is", need, ""], "")
    assert (twice[:4], twice[6]) == (["Twice", 2 * need, need, 600], 2)
    assert (thrice[:4], thrice[6]) == (["Thrice", 3 * need, 2 * need, 600], 2)
    assert [(row[0], row[1], row[4], row[5]) for row in changed] == [
        ("Twice", "1000002-2", 500, 1000),
        ("Twice", "1000001-1", 100, 200),
        ("Thrice", "1000002-2", 500, 1500),
        ("Thrice", "1000001-1", 100, 300),
    ]
    assert changed[0][8].endswith("Covered")
    assert changed[0][9].endswith("Partly covered")


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nobody_changes_status_the_sheet_says_so(language: str):
    book = alternatives_book(view(language), [replace(outcome("Twice", more=2), changed=())])

    assert not book.sheets[1].tables[0].items
    assert book.sheets[1].cells[2].value
    assert book.file_name.endswith("-2026-10-31.xlsx")


def test_a_workbook_that_cannot_take_the_place_of_another_says_so(tmp_path):
    book = alternatives_book(view(), [])
    (tmp_path / book.file_name).mkdir()

    with pytest.raises(WorkbookError, match="cannot be"):
        write_one(book, tmp_path)


def test_the_command_writes_the_workbook_beside_what_it_prints(tmp_path):
    command = [*written(tmp_path), "--language", "en", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(main, command)

    assert {row["alternative"] for row in json.loads(done.stdout)} == {
        "outstanding_only",
        "need_average",
        "need_latest",
    }
    assert str(tmp_path / "out" / "what-if-2026-10-31.xlsx") in done.stderr
    assert rows(tmp_path / "out" / "what-if-2026-10-31.xlsx", 0)[1][:2] == ["As it is", 30_000]


def test_a_payment_term_that_people_typed_counts_in_every_alternative(tmp_path):
    written(tmp_path)
    request = Request(tmp_path, date(2026, 10, 31), Config(), None, str)
    present, outcomes = whatif(request, kept=Kept(before=Before(limits=None, terms={"0201256-6": 0})))

    assert present.totals.need == 15_000
    assert {one.alternative.name: one.review.totals.need for one in outcomes}["outstanding_only"] == 0
