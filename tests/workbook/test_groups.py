"""The parents that people type are kept, and their groups shown, over refreshes in any language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from creditxl.labels import Labels
from creditxl.workbook.groups import group_sheets
from creditxl.workbook.kept import Kept
from creditxl.workbook.previous import kept_on_disk
from creditxl.workbook.view import View
from tests.workbook.dumps import opened
from tests.workbook.files import write
from tests.workbook.reviews import account, customer, review

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.review.result import Review

CUSTOMERS = {"fi": "Myynti ja limiitintarve", "sv": "Försäljning och limitbehov", "en": "Sales and limit need"}
SEVERAL = (account(30, 10_000_00), replace(account(14, 5_000_00), account=replace(account(14).account, company="B")))
MADE = review(
    [
        customer("0201256-6", name="Emo Oy", limit=Decimal(50000), accounts=SEVERAL),
        customer("1572860-0", name="Tytär Oy"),
    ]
)


def type_parents(book: Path, parents: dict[str, Any]) -> None:
    found = opened(book)
    paper = found["Myynti ja limiitintarve"]
    heading = next(cell.row for cell in paper["A"] if cell.value == "Y-tunnus")
    column = next(cell.column for cell in paper[heading] if cell.value == "Emoyhtiö")
    for row in paper.iter_rows(min_row=heading + 1):
        if row[0].value in parents:
            paper.cell(row[0].row, column, parents[row[0].value])
    found.save(book)


def refresh(of: Review, folder: Path, language: str = "fi") -> Path:
    return write(of, folder, Labels(language))[0]


def test_parents_stay_over_refreshes_in_any_language(tmp_path: Path) -> None:
    type_parents(refresh(MADE, tmp_path), {"1572860-0": "Emo Oy", "0201256-6": 2345678})
    for language in ("sv", "en", "fi"):
        refresh(MADE, tmp_path, language)

    assert kept_on_disk(tmp_path, is_live=False).parents == {"1572860-0": "Emo Oy", "0201256-6": "2345678"}


def test_the_parent_of_a_customer_who_leaves_waits_until_it_returns(tmp_path: Path) -> None:
    type_parents(refresh(MADE, tmp_path), {"1572860-0": "0201256-6"})
    without = review([row for row in MADE.customers if row.business_id != "1572860-0"])
    for of in (without, without, MADE):
        refresh(of, tmp_path)

        assert kept_on_disk(tmp_path, is_live=False).parents == {"1572860-0": "0201256-6"}


def test_an_emptied_parent_is_none_any_more(tmp_path: Path) -> None:
    type_parents(refresh(MADE, tmp_path), {"1572860-0": "0201256-6"})
    type_parents(refresh(MADE, tmp_path), {"1572860-0": " "})

    assert kept_on_disk(tmp_path, is_live=False).parents == {}


def test_workbooks_from_before_there_were_groups_have_no_parents(tmp_path: Path) -> None:
    book = opened(refresh(MADE, tmp_path))
    del book["Konsernit"]
    book.save(tmp_path / "intrum-suositukset.xlsx")

    assert kept_on_disk(tmp_path, is_live=False).parents == {}


def test_what_is_a_customers_as_a_whole_stands_in_its_first_row_alone() -> None:
    view = View.of(MADE, Labels("en"), Kept(parents={"1572860-0": "0201256-6"}))
    groups, members = (sheet.tables[0] for sheet in group_sheets(view))
    taken = {column.key: list(members.taken(column)) for column in members.columns}

    assert [one.name for one in groups.items] == ["Emo Oy"]
    assert taken["company"] == ["Havu Oy", "B", "Havu Oy"]
    assert taken["limit"] == [50000, None, 0]
    assert taken["sales_window"] == [30_000, 15_000, 0]


def test_without_groups_the_sheets_say_how_to_make_one() -> None:
    view = View.of(review([customer()]), Labels("en"), Kept())

    assert all(
        "No parent is typed beside any customer, and no buyer buys from several companies."
        in [cell.value for cell in sheet.cells]
        for sheet in group_sheets(view)
    )
