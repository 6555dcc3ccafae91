"""A workbook that a layout was written into shows what a file of that layout shows."""

from __future__ import annotations

import pytest

from creditxl.workbook import live
from creditxl.workbook.view import Which
from tests.workbook.live.layouts import last_months, layout, quietly, whole
from tests.workbook.live.shapes import differences, shape
from tests.workbook.reviews import customer, every_status, group, review


@pytest.mark.parametrize(
    ("which", "steps"),
    [
        (Which.INTRUM, (group(25), group(60, 9), group(8))),  # more rows, then fewer
        (Which.INTRUM, (review([customer()]), group(30), review([]), group(30))),  # one row, many, none, and back
        (Which.INTRUM, (last_months(group(12), 8), group(12), last_months(group(12), 5))),  # more months, then fewer
        (Which.INTRUM, (last_months(group(12), 4), group(12))),  # the first months that stand folded away
        (Which.EULER, (group(25), group(60, 9))),  # payment terms come and go
    ],
    ids=["rows", "none", "months", "folded", "terms"],
)
def test_what_is_written_live_is_what_a_file_shows(opened, which, steps):
    book = opened(layout(steps[0], which))
    for step in steps[1:]:
        live.write(book, layout(step, which), quietly)

        assert not differences(shape(book), shape(opened(layout(step, which))))


@pytest.mark.parametrize("which", Which)
def test_all_sheets_are_filled_as_a_file_shows_them(opened, which):
    made = whole(every_status(), which)
    book = opened(whole(review([]), which))
    live.write(book, made, quietly)

    assert not differences(shape(book), shape(opened(made)))


def test_the_same_layout_again_changes_nothing(opened):
    wanted = layout(every_status(), Which.EULER)
    book = opened(wanted)
    before = shape(book)
    live.write(book, wanted, quietly)

    assert not differences(shape(book), before)


def test_a_book_speaks_another_language_from_one_refresh_on(opened):
    made = group(15)
    book = opened(layout(made))
    live.write(book, layout(made, language="sv"), quietly)
    found, wanted = shape(book), shape(opened(layout(made, language="sv")))

    # The tabs keep their names, which people may have given them; so do links to them.
    for sheet, other in zip(book.sheets, wanted, strict=False):
        same = [text for line in found[sheet.name]["formulas"] for text in line if "HYPERLINK" not in text]

        assert same == [text for line in wanted[other]["formulas"] for text in line if "HYPERLINK" not in text]
        assert found[sheet.name]["tables"] == wanted[other]["tables"]
