"""Request files: what the insurer and the CRM are asked for, exactly as the worklist's open rows say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.labels import label
from creditxl.outgoing import crm, insurer
from creditxl.outgoing.files import Written, put
from creditxl.outgoing.forms import Asked, Forms, fill
from creditxl.outgoing.tables import Look, delimited, spreadsheet
from creditxl.outgoing.tasks import open_tasks
from creditxl.outgoing.texts import file_part

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from creditxl.labels import Labels
    from creditxl.model import ActionName
    from creditxl.outgoing.forms import Column, Filled
    from creditxl.outgoing.tasks import Done
    from creditxl.review.result import Review

REQUESTS_FILE = label("limit requests")
CANCELLATIONS_FILE = label("limit cancellations")
RECOMMENDATIONS_FILE = label("recommendation requests")
WIDTHS = (14, 12, 14, 16, 18, 26, 20, 10, 20, 14)
SHEET = "Requests"


def write_requests(
    review: Review, labels: Labels, folder: Path, *, done: Done, forms: Forms, overwrite: bool
) -> Written:
    """Write the insurer's requests and cancellations (.xlsx) and the CRM's recommendations (.csv), all or none.

    A file without rows is not written. A task that lacks what a form needs is left out and told, and stops no other.

    Args:
        review: Its open tasks are what is asked for.
        labels: The language of the files' names.
        folder: Where they go.
        done: Tasks that are done, and are asked for no more.
        forms: What the forms ask for and no review knows.
        overwrite: Whether the files of the same day may be replaced.

    Raises:
        ConfigError: `forms` names a column that the CRM's form has not.
        WorkbookError: Files of the day stand there and may not be replaced, or the folder cannot be written.
    """

    def filled(
        name: str, ending: str, columns: Sequence[Column], actions: Collection[ActionName]
    ) -> tuple[str, Filled]:
        file = f"{file_part(labels.text(name))}-{review.as_of}.{ending}"
        return file, fill(file, columns, (Asked(task, review, forms) for task in open_tasks(review, done, actions)))

    parts = dict(
        (
            filled(REQUESTS_FILE, "xlsx", insurer.REQUEST_COLUMNS, insurer.REQUESTS),
            filled(CANCELLATIONS_FILE, "xlsx", insurer.CANCELLATION_COLUMNS, insurer.CANCELLATIONS),
            filled(RECOMMENDATIONS_FILE, "csv", crm.columns(forms.headings), crm.RECOMMENDATIONS),
        )
    )
    contents = {file: _content(file, part, review) for file, part in parts.items() if part.tasks}
    put(contents, folder, earlier=tuple(parts), overwrite=overwrite)
    return Written(
        {folder / file: parts[file].tasks for file in contents},
        [task for part in parts.values() for task in part.left_out],
        [issue for part in parts.values() for issue in part.issues],
    )


def _content(file: str, part: Filled, review: Review) -> bytes:
    if file.endswith(".csv"):
        return delimited(part.table)
    return spreadsheet(part.table, Look(SHEET, WIDTHS, file, money="General", is_form=True), review.as_of)
