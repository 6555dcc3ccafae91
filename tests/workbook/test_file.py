"""The files as other programs see them: whole, equal everywhere, without formulas from data, the same twice."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from openxml_audit import FileFormat, OpenXmlValidator
from python_calamine import CalamineWorkbook

from creditxl.labels import Labels
from tests.workbook.dumps import opened
from tests.workbook.files import write
from tests.workbook.reviews import customer, every_status, issue, review

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    '=HYPERLINK("http://example.com","x")',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\rcarriage",
    "http://example.com/path",
    "mailto:a@example.com",
    "<r><t>not rich</t></r>",
    "</t></si><si>",
    "a & b < c > d \" '",
    "x" * 200,
    "Ääkköset 🐻‍❄️ Oy",
    " space before and after ",
    "two\nlines",
    "00042",
    "1E5",
    "TRUE",
    "#REF!",
    "{=A1}",
    "half \ud800 of a pair",
    "y" * 40_000,
)
# Excel's own way to hold what XML cannot; not every reader turns it back.
ESCAPED = ("\x00nul", "\x0bbell", "_x0041_", "\ufffe")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write(every_status(), tmp_path_factory.mktemp("books"), Labels("fi"))


def findings(book: Path) -> list[Any]:
    """Return what Microsoft 365's schemas have against a file."""
    return list(OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(book)).errors)


def values(book: Path) -> dict[str, list[list[Any]]]:
    """Return every sheet's values as openpyxl reads them, formulas' cached ones among them."""
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in opened(book, values=True)
    }


def calamine(book: Path) -> dict[str, list[list[Any]]]:
    read = CalamineWorkbook.from_path(book)
    return {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}


def same(found: Any) -> Any:
    """Return a value in the one form that every reader's can be compared in."""
    if found in ("", None):
        return None
    if isinstance(found, date) and not isinstance(found, datetime):
        return datetime(found.year, found.month, found.day)  # noqa: DTZ001 - a workbook knows no zones
    if isinstance(found, (int, float, Decimal)) and not isinstance(found, bool):
        return round(float(found), 6)
    return found


def cells(book: dict[str, list[list[Any]]]) -> dict[tuple[str, int, int], Any]:
    return {
        (sheet, row, column): same(value)
        for sheet, rows in book.items()
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if same(value) is not None
    }


def test_an_auditor_of_the_file_format_finds_nothing(books: tuple[Path, Path]) -> None:
    for book in books:
        assert not findings(book)


def test_calamine_and_openpyxl_read_the_same(books: tuple[Path, Path]) -> None:
    for book in books:
        assert cells(calamine(book)) == cells(values(book))


def test_libreoffice_reads_and_reckons_the_same(books: tuple[Path, Path], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed: LibreOffice's reading is not compared")
    _reckon_on_load(tmp_path / "profile")
    for book in books:
        command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "ods", "--outdir", str(tmp_path), str(book)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

        found = cells(calamine(tmp_path / f"{book.stem}.ods"))
        assert found == cells(values(book))


def _reckon_on_load(profile: Path) -> None:
    """Have LibreOffice reckon every formula anew, so that the values written are compared with its own."""
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
        "<value>0</value></prop></item></oor:items>",
        encoding="utf-8",
    )


def test_the_same_review_gives_the_same_bytes(books: tuple[Path, Path], tmp_path: Path) -> None:
    again = write(every_status(), tmp_path, Labels("fi"))

    assert [book.read_bytes() for book in again] == [book.read_bytes() for book in books]


def test_the_file_names_its_program_and_no_person(books: tuple[Path, Path]) -> None:
    for book in books:
        found = opened(book)

        assert [(prop.name, prop.value) for prop in found.custom_doc_props.props] == [("creditxl", "0.1.0")]
        assert not found.properties.creator
        assert not found.properties.lastModifiedBy
        assert found.properties.created == datetime(2026, 10, 31)  # noqa: DTZ001 - a workbook knows no zones


def test_no_formula_is_left_to_be_reckoned_on_opening(books: tuple[Path, Path]) -> None:
    for book in books:
        with zipfile.ZipFile(book) as package:
            parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
        formulas = [found for part in parts.values() for found in re.findall(r"<c [^>]*><f>.*?</c>", part)]

        assert "fullCalcOnLoad" not in parts["xl/workbook.xml"]
        assert 'calcMode="manual"' not in parts["xl/workbook.xml"]
        assert formulas
        assert all(re.search(r"<v>[^<]+</v>", found) for found in formulas)


def test_text_from_data_is_text_whatever_it_begins_with(tmp_path: Path) -> None:
    rows = [
        customer(f"{place:07d}-1", name=name, gap=Decimal(1), business_line=name) for place, name in enumerate(HOSTILE)
    ]
    made = review(rows, issues=tuple(issue(value=name) for name in HOSTILE))
    made = replace(made, sources=tuple(replace(made.sources[0], companies=(name,)) for name in HOSTILE))
    book, _ = write(made, tmp_path, Labels("fi"))
    found = opened(book)
    expected = {name.replace("\ud800", "\ufffd")[:32_767] for name in HOSTILE}

    assert not findings(book)
    for sheet, column in (
        ("Myynti ja limiitintarve", "B"),
        ("Myynti ja limiitintarve", "C"),
        ("Puutteet", "D"),
        ("Loki", "C"),
    ):
        read = [cell for cell in found[sheet][column] if cell.value is not None]
        assert expected - {"\rcarriage"} <= {cell.value for cell in read}, (sheet, column)
        assert all(cell.data_type == "s" for cell in read if cell.value in expected)
        assert not any(cell.hyperlink for cell in read)
    named = [cell.value for cell in found["Etusivu"]["B"]]
    assert HOSTILE[0] in named
    assert {cell.data_type for cell in found["Etusivu"]["B"] if cell.value in HOSTILE} == {"s"}


def test_characters_that_xml_cannot_hold_are_kept_in_excels_own_way(tmp_path: Path) -> None:
    rows = [customer(f"{place:07d}-1", name=name) for place, name in enumerate(ESCAPED)]
    book, _ = write(review(rows), tmp_path, Labels("fi"))
    with zipfile.ZipFile(book) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]

    assert not findings(book)
    assert all(
        any(f">{kept}<" in sheet for sheet in sheets)
        for kept in ("_x0000_nul", "_x000B_bell", "_x005F_x0041_", "_xFFFE_")
    )


def test_a_missing_amount_is_a_blank_cell_and_a_day_before_excels_first_is_text(tmp_path: Path) -> None:
    old = date(1753, 1, 1)  # the empty date of some ledgers
    made = review([customer("1", recommendation_amount=None, recommendation_valid_until=old, open_receivables=None)])
    book, _ = write(made, tmp_path, Labels("en"))
    sheet = opened(book)["Sales and limit need"]
    top = next(cell.row for cell in sheet["A"] if cell.value == "Business id")
    row = {cell.value: sheet.cell(top + 1, cell.column) for cell in sheet[top]}

    assert row["Recommended amount"].value is None
    assert row["Recommendation valid until"].value == "1753-01-01"
    assert row["Sales 11/2025"].value == 5000
