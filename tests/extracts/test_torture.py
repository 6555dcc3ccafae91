"""Other readers' own test files, made to break readers: none hangs, ends the process or is taken for what it is not."""

import subprocess
import sys
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from creditxl.extracts import read_file
from tests.extracts.reading import CONFIG, DATA, needs_data

SECONDS = 60
FILES = sorted(path for folder in ("csv", "workbooks") for path in DATA.glob(f"{folder}/**/*") if path.is_file())
READ_ALL = """
import resource, sys
from pathlib import Path
from creditxl.extracts import read_file
from creditxl.extracts.config import Config
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
for path in sys.argv[1:]:
    contents = read_file(Path(path), Config())
    print(len(contents.tables), len(contents.issues), path)
"""

pytestmark = needs_data


def test_every_file_is_read_in_little_memory_and_time_or_said_not_to_be():
    arguments = [sys.executable, "-c", READ_ALL, *map(str, FILES)]

    done = subprocess.run(arguments, check=True, capture_output=True, text=True, timeout=SECONDS)

    lines = [line.split(" ", 2) for line in done.stdout.splitlines()]
    assert [line[2] for line in lines] == list(map(str, FILES))
    # None of them is an extract, and each is said to be none once.
    assert {tuple(line[:2]) for line in lines} == {("0", "1")}
    assert not done.stderr


@pytest.mark.parametrize(
    ("name", "message"),
    [
        *((f"calamine/tests__pass_protected.{form}", "protected by a password") for form in ("xlsx", "xlsb", "ods")),
        *((f"python-calamine/tests__data__password.{form}", "protected by a password") for form in ("xlsx", "xls")),
        ("calamine/tests__issue_385.xls", "protected by a password"),
        ("calamine/tests__OOM_alloc3.xls", "the workbook is broken"),
        ("calamine/tests__issue252.xlsx", "the workbook is broken"),
        ("calamine/tests__issue_594_dos.ods", "the workbook is broken"),
        ("openpyxl/openpyxl__reader__tests__data__null_file.xlsx", "the file is empty"),
        ("openpyxl/openpyxl__tests__data__reader__null_archive.xlsx", "of the form ZIP"),
    ],
)
def test_what_is_wrong_with_a_workbook_is_said(name, message):
    (issue,) = read_file(DATA / "workbooks" / name, CONFIG).issues

    assert message in str(issue.message)


@pytest.mark.parametrize("form", ["xlsx", "xls", "xlsb"])
def test_days_counted_from_1904_are_right_in_every_form(form):
    reader = CalamineWorkbook.from_path(DATA / "workbooks" / "calamine" / f"tests__date_1904.{form}")

    assert next(reader.get_sheet_by_index(0).iter_rows())[0] == date(2021, 1, 1)
