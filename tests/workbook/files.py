"""Both workbooks as a refresh writes them: what people typed in those that stand there is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl import workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from creditxl.errors import Message
    from creditxl.labels import Labels
    from creditxl.review.result import Review


def write(
    review: Review, folder: Path, labels: Labels, log: Callable[[Message], None] | None = None
) -> tuple[Path, ...]:
    kept = workbook.kept_on_disk(folder, is_live=False)
    return workbook.write(workbook.View.of(review, labels, kept), folder, log=log)
