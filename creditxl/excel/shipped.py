"""The shipped files: both workbooks with the sample group's month, and the add-in, the same bytes wherever built.

Nothing of the machine or the moment goes into them: the extracts are those that the sample writes, as if last changed
on one fixed day; the log names no package but creditxl; and the files are stored without packing.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from creditxl import pipeline, sample
from creditxl.excel.build import Setting, build_all
from creditxl.extracts.config import Config
from creditxl.sample.group import EXTRACTED_ON

if TYPE_CHECKING:
    from collections.abc import Callable

    from creditxl.errors import Message
    from creditxl.labels import Labels
    from creditxl.review.result import Review

SAVED_AT = datetime.combine(EXTRACTED_ON, time(18), UTC)  # when the sample's extracts would have been saved


def build_shipped(folder: Path, labels: Labels, tell: Callable[[Message], None]) -> tuple[Path, ...]:
    """Write both workbooks and the add-in into a folder, in place of what stands there.

    Raises:
        WorkbookError: The folder cannot be written.
    """
    return build_all(_review(tell), folder, labels, Setting(is_shipped=True))


def _review(tell: Callable[[Message], None]) -> Review:
    with TemporaryDirectory() as extracts:
        sample.write(Path(extracts))
        done = pipeline.review(pipeline.Request(Path(extracts), sample.AS_OF, Config(), None, tell))
    sources = (replace(source, file=replace(source.file, modified=SAVED_AT)) for source in done.sources)
    return replace(done, sources=tuple(sources))
