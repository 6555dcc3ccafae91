"""`creditxl share`: a workbook for someone without Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.cli import printing
from creditxl.cli.jobs import TERMINAL_LANGUAGE, WORKBOOK_LANGUAGE, nearby_config
from creditxl.extracts.config import load
from creditxl.labels import Labels
from creditxl.workbook import share as sharing

if TYPE_CHECKING:
    from pathlib import Path


def share(source: Path, target: Path | None, language: str | None) -> None:
    """Write a copy of a workbook with values alone, beside it unless a target is given."""
    chosen = language or load(nearby_config(source.parent)).language
    labels = Labels(chosen or TERMINAL_LANGUAGE)
    printing.speak(labels)
    target = target or sharing.default_target(source, Labels(chosen or WORKBOOK_LANGUAGE))
    printing.shared(sharing.share(source, target), labels)
