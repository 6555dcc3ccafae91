"""The shipped files are what `creditxl build` makes of this very source, whatever machine it runs on."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from creditxl.excel.build import configuration
from creditxl.excel.project import standard_modules
from creditxl.excel.shipped import build_shipped
from creditxl.labels import Labels
from tests.excel.readback import modules_of

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
BOOKS = ("intrum-suositukset.xlsm", "euler-limiitit.xlsm")
FILES = (*BOOKS, "creditxl.xlam")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    build_shipped(folder, Labels("fi"), lambda _: None)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_file_is_the_built_one(built, name):
    # To ship what was changed: creditxl build
    assert (WORKBOOKS / name).read_bytes() == (built / name).read_bytes()


def test_the_bytes_do_not_depend_on_hashes_time_zone_locale_or_place(built, tmp_path):
    elsewhere = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C", "USER": "someone"}
    command = [sys.executable, "-m", "creditxl", "build", "--out", str(tmp_path / "deep" / "shipped")]
    subprocess.run(command, env=elsewhere, cwd=tmp_path, check=True, capture_output=True)

    for name in FILES:
        assert (tmp_path / "deep" / "shipped" / name).read_bytes() == (built / name).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_the_machine_is_in_them(built, name):
    with zipfile.ZipFile(built / name) as package:
        assert {entry.compress_type for entry in package.infolist()} == {zipfile.ZIP_STORED}
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        content = b"".join(package.read(entry) for entry in package.namelist())
    for told in (sys.executable, str(Path.home()), str(built), str(Path.cwd())):
        assert told.encode() not in content or told == "/"


@pytest.mark.parametrize("name", BOOKS)
def test_they_name_no_python_and_no_folder(built, name):
    rows = CalamineWorkbook.from_path(built / name).get_sheet_by_name("xlwings.conf").to_python()

    assert {row[0]: row[1] for row in rows} == configuration("", "")
    assert {row[0]: row[1] for row in rows}["CREDITXL_FOLDER"] == ""


@pytest.mark.parametrize("name", FILES)
def test_their_vba_read_back_is_the_source(built, name):
    with zipfile.ZipFile(built / name) as package:
        found = modules_of(package.read("xl/vbaProject.bin"))

    for module, source in standard_modules(Labels("fi")).items():
        assert found[module] == "\r\n".join(source.splitlines()) + "\r\n"


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", BOOKS)
def test_every_sheet_has_the_code_name_of_its_module(built, name):
    book = openpyxl.load_workbook(built / name)

    assert [sheet.sheet_properties.codeName for sheet in book] == [f"Sheet{place}" for place, _ in enumerate(book, 1)]


@pytest.mark.parametrize("name", FILES)
def test_they_are_valid_against_the_schemas_of_excel(built, name):
    audit = Path(sys.executable).with_name("openxml-audit")
    checked = subprocess.run([audit, str(built / name)], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout
    assert "Errors: 0" in checked.stdout
