"""What the review was made from: what could not be read, and every file that was."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label
from creditxl.workbook.ahead_told import told
from creditxl.workbook.build import Heading, list_sheet
from creditxl.workbook.kept import SOURCES_TABLE
from creditxl.workbook.layout import LAST_ROW, Column, Kind, Table

if TYPE_CHECKING:
    from creditxl.errors import Issue
    from creditxl.review.result import Source
    from creditxl.workbook.layout import Sheet
    from creditxl.workbook.view import View

ISSUES = "Issues"
PACKAGES = ("creditxl", "polars", "XlsxWriter")
# The issues that one sheet shows; the rest is counted above them. Nobody mends a million cells by reading them.
MOST_ISSUES = LAST_ROW - 20


def issues_sheet(view: View) -> Sheet:
    """Return what could not be read or matched, each with how to mend it."""
    text, labels = view.text, view.labels
    issues = view.review.issues
    notes = [text(label("Each row below stood out of the figures, or should be checked. Mend it at its source."))]
    if len(issues) > MOST_ISSUES:
        notes.append(labels.message(msg("{shown} of {count} are shown.", shown=MOST_ISSUES, count=len(issues))))
    heading = Heading(
        sheet=text(label("Data issues")),
        title=text(label("Data issues")),
        subtitle=view.as_of(),
        notes=tuple(notes),
        empty=text(label("Everything could be read and matched.")),
    )
    columns: tuple[Column[Issue], ...] = (
        Column("file", text(label("File or company")), lambda issue: issue.file),
        Column("row", text(label("Row")), lambda issue: issue.row, Kind.INTEGER),
        Column("column", text(label("Column")), lambda issue: issue.column),
        Column("value", text(label("As written")), lambda issue: issue.value, Kind.ID),
        Column("message", text(label("What is wrong")), lambda issue: labels.message(issue.message), Kind.LONG),
        Column("fix", text(label("How to mend it")), lambda issue: labels.message(issue.fix), Kind.LONG),
        Column("amount", text(label("Gross sales left out")), lambda issue: issue.amount, Kind.MONEY, total=True),
    )
    table = Table(ISSUES, 0, columns, issues[:MOST_ISSUES])
    return list_sheet(heading, table, labels, frozen_columns=1)


def log_sheet(view: View) -> Sheet:
    """Return the files that were read, each with its contents' hash, its rows and its sums."""
    text, labels = view.text, view.labels
    heading = Heading(
        sheet=text(label("Log")),
        title=text(label("Log of the refresh")),
        subtitle=view.as_of(),
        notes=(
            versions(view),
            text(label("The same files, day and settings give the same workbook.")),
            *map(labels.message, view.review.notes),
            *told(view.review, labels),
        ),
        empty=text(label("No extract was read.")),
    )
    columns: tuple[Column[Source], ...] = (
        Column("file", text(label("File")), lambda source: source.file.name),
        Column("kind", text(label("Contents")), lambda source: labels.status(source.kind)),
        Column("companies", text(label("Companies")), lambda source: ", ".join(source.companies)),
        Column("rows_read", text(label("Rows read")), lambda source: source.rows_read, Kind.INTEGER),
        Column("rows_used", text(label("Rows used")), lambda source: source.rows_used, Kind.INTEGER),
        Column("newest", text(label("Newest date")), lambda source: source.newest, Kind.DATE),
        Column("gross_sales", text(label("Gross sales")), lambda source: source.gross_sales, Kind.MONEY, total=True),
        Column("form", text(label("Form")), lambda source: source.file.form),
        Column("size", text(label("Size, bytes")), lambda source: source.file.size, Kind.INTEGER),
        Column("modified", text(label("Modified")), lambda source: source.file.modified, Kind.MOMENT),
        Column("sha256", text(label("SHA-256")), lambda source: source.file.sha256, Kind.ID, width=68),
    )
    return list_sheet(heading, Table(SOURCES_TABLE, 0, columns, view.review.sources), labels, frozen_columns=1)


def versions(view: View) -> str:
    """Return what the review was made with: "creditxl 0.1.0 · …"; of a shipped workbook creditxl alone."""
    found = [f"{package} {version(package)}" for package in PACKAGES]
    made_with = found[:1] if view.is_shipped else [*found, f"Python {platform.python_version()}"]
    return view.labels.message(msg("Made with {versions}.", versions=" · ".join(made_with)))
