"""The two workbooks: which sheets, in which order."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from creditxl.labels import label
from creditxl.workbook.ahead import ahead_sheets
from creditxl.workbook.buttons import with_buttons
from creditxl.workbook.calculator import calculator_sheet
from creditxl.workbook.capacity import capacity_sheet
from creditxl.workbook.changes import changes_sheet
from creditxl.workbook.check import check_sheet
from creditxl.workbook.customers import customers_sheet
from creditxl.workbook.deadlines import deadlines_sheet
from creditxl.workbook.evidence import issues_sheet, log_sheet
from creditxl.workbook.groups import group_sheets
from creditxl.workbook.guide import guide_sheet
from creditxl.workbook.history import history_sheet
from creditxl.workbook.layout import Book
from creditxl.workbook.limits import limits_sheet, term_sheets, unused_sheet
from creditxl.workbook.losses import losses_sheet
from creditxl.workbook.overview import overview_sheet
from creditxl.workbook.receivables import receivables_sheet
from creditxl.workbook.reference import factors_sheet, settings_sheet
from creditxl.workbook.renewals import renewals_sheet
from creditxl.workbook.signs import new_customers_sheet, signs_sheet
from creditxl.workbook.state import state_sheet
from creditxl.workbook.summary import Figures, figures_of
from creditxl.workbook.view import Which
from creditxl.workbook.worklist import earlier_sheet, worklist_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View


class Common(Struct, frozen=True):
    """The sheets that are alike in both workbooks, made once for the two.

    Args:
        figures: Of the first sheet.
        findings: What the ledger and the last refresh tell; they stand behind a book's own sheets.
        reference: What is behind the figures; they stand last.
    """

    figures: Figures
    findings: tuple[Sheet, ...]
    reference: tuple[Sheet, ...]


def common(view: View) -> Common:
    """Return the sheets that are alike in both workbooks of a view."""
    return Common(
        figures=figures_of(view.review.customers, view.term_days, view.is_active),
        findings=(deadlines_sheet(view), receivables_sheet(view), *ahead_sheets(view), changes_sheet(view)),
        reference=(
            calculator_sheet(view),
            factors_sheet(view),
            settings_sheet(view),
            issues_sheet(view),
            log_sheet(view),
        ),
    )


def intrum_book(view: View, shared: Common | None = None) -> Book:
    """Return the workbook on credit recommendations; `shared` is its `common(view)` where that is made already."""
    title = view.text(label("Follow-up of credit recommendations"))
    own = (customers_sheet(view), check_sheet(view), renewals_sheet(view), new_customers_sheet(view), signs_sheet(view))
    return _book(view, Which.INTRUM, title, (*own, *group_sheets(view)), shared or common(view))


def euler_book(view: View, shared: Common | None = None) -> Book:
    """Return the workbook on the insurer's limits; `shared` is its `common(view)` where that is made already."""
    title = view.text(label("Follow-up of credit limits"))
    limits = limits_sheet(view)
    capacity = capacity_sheet(view, limits.tables[0])
    own = (limits, unused_sheet(view), *term_sheets(view), capacity, losses_sheet(view), history_sheet(view))
    return _book(view, Which.EULER, title, own, shared or common(view))


class Make(Protocol):
    """What makes one of the two workbooks."""

    def __call__(self, view: View, shared: Common | None = None) -> Book: ...


BOOKS: dict[Which, Make] = {Which.INTRUM: intrum_book, Which.EULER: euler_book}


def _book(view: View, which: Which, title: str, own: Sequence[Sheet], shared: Common) -> Book:
    lists = (
        worklist_sheet(view, which),
        *own,
        *shared.findings,
        earlier_sheet(view, which),
        *shared.reference,
    )
    return bound(view, which, title, (*lists, guide_sheet(view, which, lists)), shared.figures)


def bound(view: View, which: Which, title: str, lists: Sequence[Sheet], known: Figures) -> Book:
    """Return the workbook of these sheets: an overview before them, and what a live one has besides.

    Args:
        view: What they show.
        which: The workbook, whose totals the overview checks.
        title: Of the workbook.
        lists: At least those whose totals are checked: of tasks, sources, issues, and of customers or limits.
        known: The figures of its first sheet.
    """
    made_by = version("creditxl")
    sheets = (overview_sheet(view, which, title, lists, known), *(with_buttons(view, sheet) for sheet in lists))
    hidden = (state_sheet(view, which, made_by, sheets),) if view.is_live else ()
    return Book(
        file_name=view.file(which),
        title=title,
        subject=view.as_of(),
        as_of=view.review.as_of,
        version=made_by,
        currency=view.labels.symbols.currency,
        page=view.text(label("Page")),
        sheets=(*sheets, *hidden),
        is_live=view.is_live,
    )
