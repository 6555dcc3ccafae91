"""The two workbooks: which sheets, in which order."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from creditxl.labels import label
from creditxl.workbook.customers import customers_sheet
from creditxl.workbook.evidence import issues_sheet, log_sheet
from creditxl.workbook.layout import Book
from creditxl.workbook.limits import limits_sheet, term_sheets, unused_sheet
from creditxl.workbook.overview import overview_sheet
from creditxl.workbook.reference import factors_sheet, settings_sheet
from creditxl.workbook.view import EULER_FILE, INTRUM_FILE
from creditxl.workbook.worklist import earlier_sheets, worklist_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View


def intrum_book(view: View) -> Book:
    """Return the workbook on credit recommendations."""
    title = view.text(label("Follow-up of credit recommendations"))
    return _book(view, INTRUM_FILE, title, (customers_sheet(view),))


def euler_book(view: View) -> Book:
    """Return the workbook on the insurer's limits."""
    title = view.text(label("Follow-up of credit limits"))
    return _book(view, EULER_FILE, title, (limits_sheet(view), unused_sheet(view), *term_sheets(view)))


def _book(view: View, file: str, title: str, own: Sequence[Sheet]) -> Book:
    sheets = (
        worklist_sheet(view, file),
        *own,
        *earlier_sheets(view, file),
        factors_sheet(view),
        settings_sheet(view),
        issues_sheet(view),
        log_sheet(view),
    )
    return Book(
        file_name=file,
        title=title,
        subject=view.as_of(),
        as_of=view.review.as_of,
        version=version("creditxl"),
        currency=view.labels.symbols.currency,
        page=view.text(label("Page")),
        sheets=(overview_sheet(view, file, title, sheets), *sheets),
    )
