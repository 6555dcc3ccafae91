from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

from creditxl.sample.__main__ import main

if TYPE_CHECKING:
    import pytest

    from creditxl.sample import SampleGroup

SHIPPED = Path(__file__).parents[2] / "workbooks" / "extracts"


def contents(folder: Path) -> dict[str, bytes]:
    about = {"README.md", ".gitattributes"}
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in about}


def test_the_shipped_extracts_are_what_the_sample_writes(folder: Path, group: SampleGroup) -> None:
    written, shipped = contents(folder), contents(SHIPPED)

    assert set(written) == set(shipped) == set(group.files)
    assert [name for name in written if written[name] != shipped[name]] == []


def test_the_bytes_do_not_depend_on_hashes_time_zone_or_locale(tmp_path: Path) -> None:
    elsewhere = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    command = [sys.executable, "-m", "creditxl.sample", str(tmp_path / "extracts")]
    subprocess.run(command, env=elsewhere, check=True, capture_output=True)

    assert contents(tmp_path / "extracts") == contents(SHIPPED)


def test_the_extracts_fit_into_a_repository(folder: Path, group: SampleGroup) -> None:
    assert sum((folder / name).stat().st_size for name in group.files) < 8_000_000


def test_the_command_writes_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "new" / "folder")]) == 0
    assert "14 files" in capsys.readouterr().out


def test_the_command_wants_one_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["--help"]) == 2
    assert "name the one folder" in capsys.readouterr().err


def test_the_erp_writes_cp1252_with_carriage_returns_and_no_mark(folder: Path) -> None:
    content = (folder / "Asiakastapahtumat Tuohivakka Teollisuus.csv").read_bytes()

    assert content.startswith(b"Kirjauspvm;")
    assert content.count(b"\r\n") == content.count(b"\n")
    assert "Jäljellä".encode("cp1252") in content


def test_one_company_groups_thousands_with_a_no_break_space(folder: Path) -> None:
    text = (folder / "Asiakastapahtumat Tuohivakka Rakennus.csv").read_text("cp1252")

    assert "11\N{NO-BREAK SPACE}195,57" in text


def test_the_crm_quotes_every_value_and_ends_without_data(folder: Path, group: SampleGroup) -> None:
    name = next(name for name in group.files if name.startswith("Luottosuositukset"))
    lines = (folder / name).read_bytes().decode().split("\n")
    filled = [line for line in lines if line]

    assert b"\r" not in (folder / name).read_bytes()
    assert all(line.startswith('"') and line.endswith('"') for line in filled)
    assert filled[-1] == '"Tuohivakka"'
    assert lines[-8:-5] == ["", "", '"Luottosuositukset"']


def test_the_insurers_list_has_titles_above_its_headings(folder: Path) -> None:
    rows = CalamineWorkbook.from_path(str(folder / "EOLIS limiitit.xlsx")).get_sheet_by_index(0).to_python()

    assert rows[0][0] == "Luottolimiitit"
    assert rows[4][:4] == ["Y-tunnus", "Nimi", "Haettu limiitti", "Myönnetty limiitti"]


def test_every_planted_fault_stands_where_it_is_said_to(folder: Path, group: SampleGroup) -> None:
    for fault in group.faults:
        if fault.row is None:
            original = fault.file.removeprefix("Kopio tiedostosta ")

            assert (folder / fault.file).read_bytes() == (folder / original).read_bytes()
        elif fault.file.endswith(".xlsx"):
            sheet = CalamineWorkbook.from_path(str(folder / fault.file)).get_sheet_by_index(0)
            rows = sheet.to_python(skip_empty_area=False)
            heads = next(row for row in rows if fault.column in row)

            assert rows[fault.row - 1][heads.index(fault.column)] == fault.value
        else:
            encoding = "utf-8" if "Toimisto" in fault.file or fault.file[-5].isdigit() else "cp1252"
            line = (folder / fault.file).read_text(encoding).splitlines()[fault.row - 1]

            assert fault.value in line


def test_no_fault_stands_twice_in_one_place(group: SampleGroup) -> None:
    places = [(fault.file, fault.row) for fault in group.faults]

    assert len(places) == len(set(places))
    assert 20 <= len(places) <= 40
