from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from creditxl import sample

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.sample import SampleGroup


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleGroup]:
    folder = tmp_path_factory.mktemp("sample") / "extracts"
    return folder, sample.write(folder)


@pytest.fixture(scope="session")
def folder(written: tuple[Path, SampleGroup]) -> Path:
    return written[0]


@pytest.fixture(scope="session")
def group(written: tuple[Path, SampleGroup]) -> SampleGroup:
    return written[1]
