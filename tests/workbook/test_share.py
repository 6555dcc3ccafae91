"""The copy for someone without Python: the same values for every reader, and nothing else of the house."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from creditxl.errors import WorkbookError
from creditxl.labels import Labels
from creditxl.workbook.share import Shared, default_target, share
from tests.workbook.dumps import opened
from tests.workbook.files import write
from tests.workbook.loaded import FORMULA_CELLS, PERSON, TRACES, change, write_loaded
from tests.workbook.reviews import every_status
from tests.workbook.test_file import calamine, cells, findings, values

if TYPE_CHECKING:
    from collections.abc import Callable

LEFT_OUT = ("xlwings.conf", "Very hidden")
BOOKS = Path(__file__).parents[3] / "shared" / "data" / "workbooks"
HEAVY = {"tests__issue_174.xlsx"}  # openpyxl needs gigabytes for a sheet of a million empty rows
BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_loaded(tmp_path_factory.mktemp("loaded") / "limits.xlsm")


@pytest.fixture(scope="module")
def copy(source: Path) -> Path:
    return share(source, source.with_name("copy.xlsx")).path


@pytest.fixture(scope="module")
def pairs(source: Path, copy: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Path]]:
    """Return workbooks and their copies: the loaded one, and the two of a review."""
    ours = write(every_status(), tmp_path_factory.mktemp("ours"), Labels("fi"))
    shared = [(book, share(book, default_target(book, Labels("fi"))).path) for book in ours]
    return [(source, copy), *shared]


def parts_of(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as package:
        return {name: package.read(name) for name in package.namelist()}


def kept(book: dict[str, Any]) -> dict[str, Any]:
    return {name: rows for name, rows in book.items() if name not in LEFT_OUT}


def test_an_auditor_of_the_file_format_finds_nothing(pairs: list[tuple[Path, Path]]) -> None:
    for _, made in pairs:
        assert not findings(made)


@pytest.mark.parametrize("read", [values, calamine])
def test_a_reader_finds_the_values_of_the_original(pairs: list[tuple[Path, Path]], read: Callable[[Path], Any]) -> None:
    for original, made in pairs:
        assert cells(read(made)) == cells(kept(read(original)))


def test_libreoffice_finds_the_values_of_the_original(pairs: list[tuple[Path, Path]], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed: LibreOffice's reading is not compared")
    for original, made in pairs:
        command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(made)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

        assert cells(values(tmp_path / made.name)) == cells(kept(values(original)))


@pytest.mark.parametrize("trace", TRACES)
def test_no_part_names_a_person_a_company_or_a_path(copy: Path, trace: str) -> None:
    for name, content in parts_of(copy).items():
        for encoding in ("utf-8", "utf-16-le"):
            assert trace.casefold() not in content.decode(encoding, "ignore").casefold(), (name, encoding)


def test_the_copy_has_these_parts_and_no_others(copy: Path) -> None:
    assert sorted(parts_of(copy)) == [
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/_rels/workbook.xml.rels"),
        *("xl/charts/chart1.xml", "xl/comments1.xml", "xl/drawings/_rels/drawing1.xml.rels"),
        *("xl/drawings/_rels/drawing2.xml.rels", "xl/drawings/_rels/vmlDrawing2.vml.rels", "xl/drawings/drawing1.xml"),
        *("xl/drawings/drawing2.xml", "xl/drawings/vmlDrawing1.vml", "xl/drawings/vmlDrawing2.vml"),
        *("xl/media/image1.png", "xl/media/image2.png", "xl/sharedStrings.xml", "xl/styles.xml"),
        *("xl/tables/table1.xml", "xl/theme/theme1.xml", "xl/workbook.xml", "xl/worksheets/_rels/sheet2.xml.rels"),
        *("xl/worksheets/_rels/sheet3.xml.rels", "xl/worksheets/_rels/sheet4.xml.rels", "xl/worksheets/sheet2.xml"),
        *("xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml", "xl/worksheets/sheet6.xml"),
    ]


def test_every_relationship_and_content_type_belongs_to_a_part_that_is_there(copy: Path) -> None:
    parts = parts_of(copy)
    types = parts["[Content_Types].xml"].decode()
    named = {name.removeprefix("/") for name in re.findall(r'PartName="([^"]+)"', types)}
    unnamed = {name for name in parts if name.endswith((".rels", ".vml", ".png"))} | {"[Content_Types].xml"}

    assert named | unnamed == set(parts)
    assert "macro" not in types
    for name, content in parts.items():
        if name.endswith(".rels"):
            inside = re.findall(rb'Target="([^"]+)"(?! TargetMode)', content)
            folder = Path(name).parent.parent
            for target in inside:
                assert Path("/", folder, target.decode()).resolve().relative_to("/").as_posix() in parts, (name, target)


def test_no_cell_and_no_table_computes(pairs: list[tuple[Path, Path]]) -> None:
    for _, made in pairs:
        parts = parts_of(made)
        sheets = b"".join(content for name, content in parts.items() if name.startswith(("xl/worksheets", "xl/tables")))

        assert not re.search(rb"<f[ >/]|calculatedColumn|totalsRowFunction|totalsRowFormula|LIMIT_NEED", sheets)
        assert "f" not in {cell.data_type for sheet in opened(made) for row in sheet.iter_rows() for cell in row}


def test_every_kind_of_value_stays_what_it_was(copy: Path) -> None:
    sheet = opened(copy)["Figures"]
    found = {cell: sheet[cell].value for cell in FORMULA_CELLS}

    assert found == FORMULA_CELLS | {"A5": None}
    assert [sheet[cell].data_type for cell in ("A1", "A2", "A3", "A4")] == ["n", "s", "b", "e"]
    assert [sheet[f"C{row}"].value for row in (1, 2, 3)] == [7, 8, 9]
    assert (sheet["E1"].value, sheet["E1"].data_type) == ("=not a formula", "s")


def test_names_are_those_of_printing_and_filtering_on_the_sheets_new_places(copy: Path) -> None:
    found = opened(copy)

    assert not found.defined_names
    assert [name for sheet in found for name in sheet.defined_names] == []
    assert found["Figures"].print_area == "'Figures'!$A$1:$F$20"
    assert found["Figures"].print_title_rows == "$1:$1"
    assert found["Figures"].auto_filter.ref == "A1:F9"


def test_looks_stay(copy: Path) -> None:
    sheet = opened(copy)["Figures"]

    assert sheet.freeze_panes == "B3"
    assert sheet.column_dimensions["A"].width == pytest.approx(34.2, abs=0.1)
    assert sheet["A1"].number_format == "0.000"
    assert sheet["E2"].number_format == "d.m.yyyy"
    drawing = parts_of(copy)["xl/drawings/drawing1.xml"].decode()
    assert "a note in a box" in drawing
    assert drawing.count("<xdr:pic>") == 1


def test_rules_that_need_a_macro_or_a_left_out_sheet_go_and_names_are_written_out(copy: Path) -> None:
    rules = [rule for found in opened(copy)["Figures"].conditional_formatting for rule in found.rules]

    assert {rule.formula[0] for rule in rules if rule.formula} == {
        "2",
        "IFERROR($B1,0)>1",
        "SUM('Table & more'!$B$2:$B$4)>$B1",
    }
    assert "dataBar" in [rule.type for rule in rules]


def test_checks_of_what_is_typed_stay_where_their_lists_do(copy: Path) -> None:
    checks = opened(copy)["Figures"].data_validations.dataValidation

    assert {(str(check.sqref), check.formula1) for check in checks} == {
        ("A11", "'Table & more'!$B$2:$B$4"),
        ("A13", '"a,b"'),
        ("A14", "$B$1:$B$3"),
    }


def test_links_to_the_web_and_into_the_copy_stay(copy: Path) -> None:
    sheet = opened(copy)["Figures"]
    links = {cell.coordinate: cell.hyperlink.target or cell.hyperlink.location for cell in sheet["F"] if cell.hyperlink}

    assert links == {"F1": "https://example.com/help", "F3": "'Table & more'!A1", "F5": "mailto:help@example.com"}


def test_a_note_stays_without_its_writer(copy: Path) -> None:
    assert opened(copy)["Figures"]["B1"].comment.text == "see this"
    assert b"<authors><author></author></authors>" in parts_of(copy)["xl/comments1.xml"]


def test_buttons_go_and_the_frames_of_notes_stay(copy: Path) -> None:
    drawings = b"".join(content for name, content in parts_of(copy).items() if name.endswith(".vml")).decode()

    assert "Button" not in drawings
    assert 'ObjectType="Note"' in drawings
    assert 'relid="rId1"' in drawings  # the picture of the page's head


def test_charts_lead_to_their_cells_or_show_what_they_showed(copy: Path) -> None:
    chart = parts_of(copy)["xl/charts/chart1.xml"].decode()

    assert re.findall("<c:f>([^<]+)</c:f>", chart) == [
        "'Table &amp; more'!$B$1",
        "'Table &amp; more'!$A$2:$A$4",
        "'Table &amp; more'!$B$2:$B$4",
        "'Table &amp; more'!$C$2:$C$4",
    ]
    assert "<c:tx><c:v>list</c:v></c:tx>" in chart
    assert re.findall("<c:numLit>.*?</c:numLit>", chart)[0].count("<c:pt ") == 3


def test_sparklines_stay_where_their_cells_do(copy: Path) -> None:
    sheet = parts_of(copy)["xl/worksheets/sheet3.xml"].decode()

    assert re.findall("<xm:f>([^<]+)</xm:f>", sheet) == ["'Table &amp; more'!B2:B4"]


def test_sheets_keep_their_order_and_state_and_the_one_that_was_seen_is_seen(copy: Path) -> None:
    found = opened(copy)

    assert [(sheet.title, sheet.sheet_state) for sheet in found] == [
        ("Figures", "visible"),
        ("Table & more", "visible"),
        ("Charts", "visible"),
        ("Later", "hidden"),
    ]
    assert found.active.title == "Figures"
    assert [sheet.title for sheet in found if sheet.sheet_view.tabSelected] == ["Figures"]


def test_texts_that_only_left_out_sheets_showed_are_empty(copy: Path) -> None:
    texts = parts_of(copy)["xl/sharedStrings.xml"].decode()

    assert "INTERPRETER_WIN" not in texts
    assert "later" in texts  # a sheet that is merely hidden keeps its own


def test_the_title_and_the_day_are_all_that_the_file_says_of_itself(pairs: list[tuple[Path, Path]]) -> None:
    for original, made in pairs:
        found, was = opened(made).properties, opened(original).properties

        assert (found.title, found.subject, found.created) == (was.title, was.subject, was.created)
        written = parts_of(made)["docProps/core.xml"].decode()
        assert set(re.findall(r"</\w+:(\w+)>", written)) <= {"title", "subject", "created", "coreProperties"}
        assert not opened(made).custom_doc_props.props


def test_the_same_workbook_gives_the_same_bytes(source: Path, copy: Path, tmp_path: Path) -> None:
    assert share(source, tmp_path / "again.xlsx").path.read_bytes() == copy.read_bytes()


def test_a_copy_of_a_copy_is_the_copy(copy: Path, tmp_path: Path) -> None:
    again = share(copy, tmp_path / "again.xlsx")

    assert (again.formulas, again.left_out) == (0, ())
    assert parts_of(again.path) == parts_of(copy)


def test_what_was_done_is_told(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.xlsx"

    assert share(source, target) == Shared(target, 14, LEFT_OUT)


@pytest.mark.parametrize(("language", "word"), [("fi", "arvot"), ("sv", "värden"), ("en", "values")])
def test_the_copy_is_named_in_the_language_and_stands_beside(tmp_path: Path, language: str, word: str) -> None:
    assert default_target(tmp_path / "limits.xlsm", Labels(language)) == tmp_path / f"limits-{word}.xlsx"


def plain(path: Path, **options: Any) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(options.get("name", "First"))
        sheet.write("A1", 1)
    return path


def unread(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def with_doctype(path: Path) -> Path:
    change(plain(path), lambda parts: parts.update({"xl/styles.xml": BOMB.encode() + b"<w>&b;</w>"}))
    return path


def torn(path: Path) -> Path:
    change(plain(path), lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}))
    return path


def without(path: Path, part: str) -> Path:
    change(plain(path), lambda parts: parts.pop(part) and None)
    return path


def binary(path: Path) -> Path:
    def edit(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"]
        main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        parts["[Content_Types].xml"] = types.replace(main, b"application/vnd.ms-excel.sheet.binary.macroEnabled.main")

    change(plain(path), edit)
    return path


def archive(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "no workbook")
    return path


OLE = bytes.fromhex("D0CF11E0A1B11AE1")
BAD_SOURCES = {
    "there is no such file": lambda path: path,
    "it is a folder": lambda path: path.mkdir() or path,
    "the file is not an Excel workbook": lambda path: unread(path, b"Asiakasnro;Nimi\n"),
    "not an Excel workbook": lambda path: unread(path, b""),
    "is not an Excel workbook": archive,
    "the file is damaged": lambda path: unread(path, plain(path).read_bytes()[:2000]),
    "encrypted with a password": lambda path: unread(path, OLE + "EncryptedPackage".encode("utf-16-le")),
    "the old .xls form": lambda path: unread(path, OLE + "Workbook".encode("utf-16-le")),
    "a binary workbook (.xlsb)": binary,
    "declares a document type": with_doctype,
    "a part of the file is damaged": torn,
    "an Excel workbook": lambda path: without(path, "xl/workbook.xml"),
    "damaged: worksheets/sheet1.xml": lambda path: without(path, "xl/worksheets/sheet1.xml"),
    "no sheet of the workbook is left": lambda path: plain(path, name="xlwings.conf"),
}


@pytest.mark.parametrize(("said", "made"), BAD_SOURCES.items())
def test_what_cannot_be_shared_is_one_sentence_and_leaves_no_file(
    tmp_path: Path, said: str, made: Callable[[Path], Path]
) -> None:
    with pytest.raises(WorkbookError, match=re.escape(said)) as failed:
        share(made(tmp_path / "source.xlsx"), tmp_path / "copy.xlsx")

    assert failed.value.where == str(tmp_path / "source.xlsx")
    assert str(failed.value.fix)
    assert not (tmp_path / "copy.xlsx").exists()


def test_a_formula_without_a_value_is_named(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Luvut"
    book.active["B7"] = "=1+1"
    book.save(tmp_path / "source.xlsx")

    with pytest.raises(WorkbookError, match="B7 of the sheet 'Luvut' has no value") as failed:
        share(tmp_path / "source.xlsx", tmp_path / "copy.xlsx")
    assert str(failed.value.fix) == "recalculate and save in Excel first"


def test_a_formula_without_a_value_on_a_left_out_sheet_is_no_matter(tmp_path: Path) -> None:
    book = Workbook()
    settings = book.create_sheet("xlwings.conf")
    settings["A1"] = "=1+1"
    book.save(tmp_path / "source.xlsx")

    assert share(tmp_path / "source.xlsx", tmp_path / "copy.xlsx").left_out == ("xlwings.conf",)


def link_to(source: Path) -> Path:
    target = source.with_name("link.xlsx")
    target.hardlink_to(source)
    return target


BAD_TARGETS = {
    "take the place of the workbook itself": lambda source: source,
    "place of the workbook itself": link_to,
    "of that name already": lambda source: plain(source.with_name("other.xlsx")),
    "name already": lambda source: source.with_name("folder.xlsx").mkdir() or source.with_name("folder.xlsx"),
    "cannot be written": lambda source: source.with_name("no folder") / "copy.xlsx",
    "copy cannot be written": lambda source: source / "copy.xlsx",
    "does not end so": lambda source: source.with_name("copy.xlsm"),
    "'copy' does not end so": lambda source: source.with_name("copy"),
}


@pytest.mark.parametrize(("said", "target"), BAD_TARGETS.items())
def test_a_target_that_cannot_be_is_one_sentence_and_the_source_stays(
    tmp_path: Path, said: str, target: Callable[[Path], Path]
) -> None:
    source = plain(tmp_path / "source.xlsx")
    before = source.read_bytes()

    with pytest.raises(WorkbookError, match=re.escape(said)):
        share(source, target(source))
    assert source.read_bytes() == before


def test_a_sheet_that_is_left_out_gives_its_place_to_the_first_that_is_shown(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "source.xlsx") as book:
        book.add_worksheet("Hidden").hide()
        book.add_worksheet("Seen")
        book.add_worksheet("xlwings.conf").activate()
    found = opened(share(tmp_path / "source.xlsx", tmp_path / "copy.xlsx").path)

    assert (found.active.title, found.sheetnames) == ("Seen", ["Hidden", "Seen"])


def test_a_sheet_of_macros_is_left_out(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "source.xlsx") as book:
        book.add_worksheet("Cells").write(0, 0, 1)
        book.add_worksheet("Macros").write(0, 0, "=RETURN()")
    macros = b'relationships/xlMacrosheet" Target="worksheets/sheet2.xml"'
    rels = "xl/_rels/workbook.xml.rels"
    plain_ = b'relationships/worksheet" Target="worksheets/sheet2.xml"'
    change(tmp_path / "source.xlsx", lambda parts: parts.update({rels: parts[rels].replace(plain_, macros)}))
    done = share(tmp_path / "source.xlsx", tmp_path / "copy.xlsx")

    assert done.left_out == ("Macros",)
    assert opened(done.path).sheetnames == ["Cells"]


def test_days_of_1904_stay(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "source.xlsx", {"date_1904": True}) as book:
        book.add_worksheet().write_number(0, 0, 40_000, book.add_format({"num_format": "yyyy-mm-dd"}))
    made = share(tmp_path / "source.xlsx", tmp_path / "copy.xlsx").path

    assert cells(values(made)) == cells(values(tmp_path / "source.xlsx"))


def others() -> list[Path]:
    """Return workbooks that neither creditxl nor XlsxWriter made."""
    found = sorted(path for path in BOOKS.glob("*/*.xls[xm]") if path.name not in HEAVY)
    return found or [BOOKS]


@pytest.mark.parametrize("book", others(), ids=lambda path: path.name)
def test_workbooks_of_other_programs_keep_their_values(book: Path, tmp_path: Path) -> None:
    if book == BOOKS:
        pytest.skip(f"other programs' workbooks are not at {BOOKS}: NOT COMPARED")
    try:
        done = share(book, tmp_path / "copy.xlsx")
    except WorkbookError as error:
        assert any(word in str(error) for word in ("damaged", "not an Excel workbook", "encrypted"))  # noqa: PT017 - some are so on purpose
        return
    found = calamine(book)

    assert not [name for name in parts_of(done.path) if "vba" in name.casefold()]
    assert cells(calamine(done.path)) == cells({name: found[name] for name in found if name not in done.left_out})
    assert PERSON not in str(done)
