"""Layouts of both workbooks, as a refresh makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from creditxl.labels import Labels
from creditxl.workbook.books import bound, euler_book, intrum_book
from creditxl.workbook.customers import customers_sheet
from creditxl.workbook.evidence import issues_sheet, log_sheet
from creditxl.workbook.kept import Kept
from creditxl.workbook.limits import limits_sheet, term_sheets
from creditxl.workbook.summary import figures_of
from creditxl.workbook.view import View, Which
from creditxl.workbook.worklist import worklist_sheet

if TYPE_CHECKING:
    from creditxl.errors import Message
    from creditxl.review.result import Review
    from creditxl.workbook.layout import Book

BOOKS = {Which.INTRUM: intrum_book, Which.EULER: euler_book}


def layout(review: Review, which: Which = Which.INTRUM, kept: Kept | None = None, language: str = "fi") -> Book:
    """Return a workbook of few sheets, one of each build: what each takes in LibreOffice adds up."""
    view = View.of(review, Labels(language), kept or Kept(), is_live=True)
    own = (limits_sheet(view), *term_sheets(view)) if which is Which.EULER else (customers_sheet(view),)
    lists = (worklist_sheet(view, which), *own, issues_sheet(view), log_sheet(view))
    known = figures_of(review.customers, view.term_days, view.is_active)
    return bound(view, which, "Seuranta", lists, known)


def whole(review: Review, which: Which) -> Book:
    """Return a workbook of all its sheets."""
    return BOOKS[which](View.of(review, Labels("fi"), Kept(), is_live=True))


def last_months(review: Review, count: int) -> Review:
    """Return a review of as many months, the last ones."""
    customers = tuple(
        replace(row, sales_cents=row.sales_cents[-count:], need_cents=row.need_cents[-count:])
        for row in review.customers
    )
    return replace(review, months=review.months[-count:], customers=customers)


def quietly(message: Message) -> None:
    """Listen to what is being done."""
    assert str(message)
