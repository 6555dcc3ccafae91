"""A refresh that is killed or runs out of room leaves the last good state, and the next one says so."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from datetime import date
from functools import partial

import pytest
from python_calamine import CalamineWorkbook

from creditxl import pipeline
from creditxl.extracts.config import Config
from creditxl.labels import Labels
from creditxl.workbook import undo_half_done
from tests.extracts.reading import entry, write_ledger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills and limits a process as POSIX does: NOT RUN")

AS_OF = date(2018, 3, 1)
BOOKS = ("intrum-suositukset.xlsx", "euler-limiitit.xlsx")
UNFINISHED = "The refresh before this one, as of 01/03/2018, did not finish; it left all as it was."

# A program that refreshes, and is killed as if by the system where it is about to do something for the n-th time.
REFRESH = """
import os, signal, sys
from datetime import date
from pathlib import Path
import polars, xlsxwriter, xlsxwriter.workbook
from creditxl import pipeline
from creditxl.extracts.config import Config
from creditxl.labels import Labels

what, nth, folder, out = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])

def killed(call):
    left = [nth]
    def wrapped(*arguments, **options):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return wrapped

owner, _, name = what.rpartition(".")
if owner:
    place = {"os": os, "Path": Path, "Workbook": xlsxwriter.workbook.Workbook}[owner]
    setattr(place, name, killed(getattr(place, name)))
request = pipeline.Request(folder, date(2018, 3, 1), Config(), None, lambda message: None)
pipeline.refresh(request, out, Labels("en", "EUR"))
"""


def refresh(folder, out, what="nothing", nth=0, limit=None):
    """Refresh in a process of its own, with a limit on the size of any file it writes."""
    before = limit and partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit))
    return subprocess.run(
        [sys.executable, "-c", REFRESH, what, str(nth), str(folder), str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=before,
    )


def refresh_here(folder, out):
    request = pipeline.Request(folder, AS_OF, Config(), None, lambda _: None)
    return pipeline.refresh(request, out, Labels("en", "EUR"))[0]


def contents(path):
    return path.read_bytes()


def log_of(path):
    book = CalamineWorkbook.from_path(str(path))
    return [str(cell) for row in book.get_sheet_by_name("Log").to_python() for cell in row]


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "extracts"
    folder.mkdir()
    write_ledger(folder / "Havu 1.csv", entry())
    return folder


MOMENTS = [
    ("os.replace", 1),  # nothing but the note that it has begun is about to be written
    ("os.replace", 2),  # the sums of the new file are about to be kept
    ("Workbook.close", 2),  # one workbook is made, the other is not
    ("Path.replace", 1),  # before the first old workbook is moved aside
    ("Path.replace", 2),  # the first old workbook is aside, and the new one not in its place
    ("Path.replace", 4),  # the first is in its place, and the second is aside
    ("os.replace", 3),  # both stand, and it is not noted that it has ended
]


@pytest.mark.parametrize(("what", "nth"), MOMENTS)
def test_a_refresh_that_is_killed_leaves_the_last_workbooks_and_the_next_tells_it(folder, tmp_path, what, nth):
    out = tmp_path / "out"
    refresh_here(folder, out)
    good = [contents(out / name) for name in BOOKS]
    write_ledger(folder / "Havu 2.csv", entry(document_no="L2", posting_date="5.2.2018"))

    killed = refresh(folder, out, what, nth)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    if (what, nth) != ("os.replace", 3):
        undo_half_done(out)
        assert [contents(out / name) for name in BOOKS] == good

    told = refresh_here(folder, out)

    # What never so much as noted that it had begun has changed nothing, and is not told.
    assert (UNFINISHED in log_of(out / BOOKS[0])) == ((what, nth) != ("os.replace", 1))
    assert sum(source.rows_used for source in told.sources) == 2
    assert sorted(path.name for path in out.iterdir()) == sorted([".creditxl-store", *BOOKS])
    assert not refresh_here(folder, out).notes


def test_a_full_disk_leaves_the_last_workbooks_and_the_next_tells_it(folder, tmp_path):
    out = tmp_path / "out"
    refresh_here(folder, out)
    good = [contents(out / name) for name in BOOKS]

    failed = refresh(folder, out, limit=4096)
    assert failed.returncode == 1
    assert "The workbooks cannot be written to the folder" in failed.stderr
    assert [contents(out / name) for name in BOOKS] == good

    assert len(refresh_here(folder, out).notes) == 1
    assert UNFINISHED in log_of(out / BOOKS[1])
