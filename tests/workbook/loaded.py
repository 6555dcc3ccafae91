"""A workbook loaded with everything that must not leave the house, made without the code that takes it out."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PERSON = "Jasper Secretperson"
COMPANY = "Secret Company Oy"
HOME = r"C:\Users\jasper.secret"
TRACES = (PERSON, COMPANY, "jasper", "secret", "file:", "users\\\\")
FORMULA_CELLS = {
    "A1": 42.5,
    "A2": "text & <more>",
    "A3": True,
    "A4": "#DIV/0!",
    "A5": "",
    "A6": 0,
    "A7": " spaces ",
    "A8": -0.000001,
}
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def picture() -> BytesIO:
    """Return a PNG of one white dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dot = zlib.compress(b"\0\xff\xff\xff")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b""))


def write_loaded(path: Path) -> Path:
    """Write an .xlsm with values of every kind behind formulas, and with macros, buttons, names, people and paths."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties(
            {"title": "Limits", "author": PERSON, "manager": PERSON, "company": COMPANY, "comments": HOME}
        )
        book.set_custom_property("owner", PERSON)
        settings = book.add_worksheet("xlwings.conf")
        figures, table, charts = (book.add_worksheet(name) for name in ("Figures", "Table & more", "Charts"))
        hidden = book.add_worksheet("Very hidden")
        later = book.add_worksheet("Later")
        settings.write_row(0, 0, ("INTERPRETER_WIN", rf"{HOME}\python.exe"))
        settings.very_hidden()
        hidden.write_column(0, 0, (PERSON, "list", "of", "terms"))
        hidden.very_hidden()
        later.write(0, 0, "later")
        later.hide()
        figures.activate()
        figures.set_first_sheet()
        _write_figures(book, figures)
        _write_table(book, table)
        _write_charts(book, charts)
        book.define_name("Rate", "='Table & more'!$B$2:$B$4")
        book.define_name("Hidden_list", "='Very hidden'!$A$1:$A$4")
        book.define_name("LIMIT_OF", "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)")
        book.add_vba_project(BytesIO(b"a VBA project of " + PERSON.encode()), is_stream=True)
    change(path, _load)
    return path


def _write_figures(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    for cell, value in FORMULA_CELLS.items():
        sheet.write_formula(cell, "=LIMIT_NEED(B1)", None, value)
    sheet.write_array_formula("C1:C3", "{=B1:B3*2}", None, 7)
    sheet.write_number("C2", 8)
    sheet.write_number("C3", 9)
    sheet.write_dynamic_array_formula("D1:D2", "=SORT(B1:B2)", None, 5)
    sheet.write_number("D2", 6)
    sheet.write_column("B1", (1, 2, 3))
    sheet.write_string("E1", "=not a formula")
    sheet.write_datetime("E2", dt.date(2026, 10, 31), book.add_format({"num_format": "d.m.yyyy"}))
    sheet.write_rich_string("E3", "plain ", book.add_format({"bold": True}), "bold")
    sheet.write_url("F1", "https://example.com/help")
    sheet.write_url("F2", f"external:{HOME}\\list.xlsx", string="list")
    sheet.write_url("F3", "internal:'Table & more'!A1", string="table")
    sheet.write_url("F4", "internal:'Very hidden'!A1", string="hidden")
    sheet.write_url("F5", "mailto:help@example.com")
    sheet.write_comment("B1", f"{PERSON}:\nsee this", {"author": PERSON})
    sheet.insert_button("H1", {"macro": "Refresh", "caption": "Refresh"})
    sheet.insert_image("H5", "dot.png", {"image_data": picture(), "description": rf"{HOME}\dot.png"})
    sheet.insert_textbox("H9", "a note in a box")
    sheet.set_paper(9)
    sheet.set_header("&C&G", {"image_center": "dot.png", "image_data_center": picture()})
    sheet.set_column("A:A", 33.5, book.add_format({"num_format": "0.000"}))
    sheet.freeze_panes(2, 1)
    sheet.print_area("A1:F20")
    sheet.repeat_rows(0)
    sheet.autofilter("A1:F9")
    red = book.add_format({"bg_color": "#FFC7CE"})
    rules = (
        {"type": "formula", "criteria": "=IFERROR($B1,0)>1", "format": red},
        {"type": "formula", "criteria": "=LIMIT_STATUS($B1)>1", "format": red},
        {"type": "formula", "criteria": "=SUM(Rate)>$B1", "format": red},
        {"type": "formula", "criteria": "='Very hidden'!$A$1=$B1", "format": red},
        {"type": "cell", "criteria": ">", "value": 2, "format": red},
        {"type": "data_bar", "data_bar_2010": True},
    )
    for rule in rules:
        sheet.conditional_format("B1:B9", rule)
    for row, source in enumerate(("=Rate", "=Hidden_list", ["a", "b"], "=$B$1:$B$3"), start=10):
        sheet.data_validation(row, 0, row, 0, {"validate": "list", "source": source})


def _write_table(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    columns = [
        {"header": "Term", "total_string": "Total"},
        {"header": "Rate"},
        {"header": "Need", "formula": "=LIMIT_NEED([@Rate])", "total_function": "sum", "total_value": 60},
    ]
    rows = [("7 pv", 1.5, 10), ("14 pv", 2.5, 20), ("30 pv", 3.5, 30)]
    options = {"name": "Terms", "columns": columns, "total_row": True}
    sheet.add_table("A1:C5", options)
    for row, (term, rate, need) in enumerate(rows, start=1):
        sheet.write_string(row, 0, term)
        sheet.write_number(row, 1, rate)
        sheet.write_formula(row, 2, "=LIMIT_NEED(Terms[[#This Row],[Rate]])", None, need)
    sheet.add_sparkline("E2", {"range": "'Table & more'!B2:B4"})
    sheet.add_sparkline("E3", {"range": "'Very hidden'!A1:A4"})
    del book


def _write_charts(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "='Table & more'!$B$1",
            "categories": "='Table & more'!$A$2:$A$4",
            "values": "='Table & more'!$B$2:$B$4",
        }
    )
    series = {"name": "='Very hidden'!$A$2", "values": "='Very hidden'!$B$1:$B$3"}
    chart.add_series(series | {"name_data": ["list"], "values_data": [4, 5, 6]})
    chart.add_series({"values": "='Table & more'!$C$2:$C$4"})
    sheet.insert_chart("B2", chart)


def change(path: Path, edit: Callable[[dict[str, bytes]], None]) -> None:
    """Write a package anew after its parts were changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    edit(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _load(parts: dict[str, bytes]) -> None:
    """Add what Excel and add-ins leave in files, and XlsxWriter does not write."""
    _put(parts, "xl/workbook.xml", "<workbookPr", f'<fileSharing userName="{PERSON}"/><workbookPr')
    _put(parts, "xl/workbook.xml", "<bookViews>", f"{_ABSOLUTE_PATH}<bookViews>")
    _put(
        parts,
        "xl/workbook.xml",
        "<definedNames>",
        '<externalReferences><externalReference r:id="rId90"/></externalReferences><definedNames>',
    )
    _put(parts, "xl/worksheets/sheet2.xml", "<pageSetup", '<pageSetup r:id="rId91"')
    _lead(parts, "xl/workbook.xml", "rId90", "externalLink", "externalLinks/externalLink1.xml")
    _lead(parts, "xl/workbook.xml", "rId92", "connections", "connections.xml")
    _lead(parts, "xl/workbook.xml", "rId93", "person", "persons/person.xml")
    _lead(parts, "xl/worksheets/sheet2.xml", "rId91", "printerSettings", "../printerSettings/printerSettings1.bin")
    _lead(parts, "", "rId94", "extensibility", "customUI/customUI14.xml")
    _lead(parts, "", "rId95", "thumbnail", "docProps/thumbnail.jpeg")
    link = f'<externalLink xmlns="{_MAIN}"><externalBook xmlns:r="{RELATIONSHIP}" r:id="rId1"/></externalLink>'
    _add(parts, "xl/externalLinks/externalLink1.xml", link, f"{SPREADSHEET}.externalLink+xml")
    place = f'Type="{RELATIONSHIP}/externalLinkPath" Target="file:///{HOME}/other.xlsx" TargetMode="External"'
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="rId1" {place}/></Relationships>'.encode()
    )
    connection = f'<connections xmlns="{_MAIN}"><connection id="1" name="{PERSON}" sourceFile="{HOME}"/></connections>'
    _add(parts, "xl/connections.xml", connection, f"{SPREADSHEET}.connections+xml")
    _add(
        parts, "xl/persons/person.xml", f"<personList><person displayName='{PERSON}'/></personList>", "application/xml"
    )
    _add(parts, "customUI/customUI14.xml", f"<customUI><!-- {PERSON} --></customUI>", "application/xml")
    parts["xl/printerSettings/printerSettings1.bin"] = HOME.encode("utf-16-le")
    parts["docProps/thumbnail.jpeg"] = b"\xff\xd8\xff"
    _put(
        parts,
        "[Content_Types].xml",
        "<Override",
        '<Default Extension="bin" ContentType="application/octet-stream"/><Override',
    )
    # XlsxWriter takes an empty text for no value; Excel writes it so.
    figures = "xl/worksheets/sheet2.xml"
    _put(parts, figures, '<c r="A5" s="1"><f>', '<c r="A5" s="1" t="str"><f>')
    # Excel breaks a caption's line so, which is no XML.
    _put(parts, "xl/drawings/vmlDrawing1.vml", ">Refresh<", ">Refresh<br><")
    # A comment in the XML, as some programs leave them.
    _put(parts, "xl/styles.xml", "<fonts", f"<!-- {PERSON} {HOME} --><fonts")


_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ABSOLUTE_PATH = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f'<mc:Choice Requires="x15"><x15ac:absPath url="{HOME}\\" '
    'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" '
    'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"/></mc:Choice></mc:AlternateContent>'
)


def _put(parts: dict[str, bytes], part: str, old: str, new: str) -> None:
    assert old.encode() in parts[part], (part, old)
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)


def _add(parts: dict[str, bytes], part: str, text: str, content_type: str) -> None:
    parts[part] = text.encode()
    override = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    _put(parts, "[Content_Types].xml", "</Types>", override)


def _lead(parts: dict[str, bytes], source: str, id_: str, kind: str, target: str) -> None:
    folder, _, name = source.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    found = f'<Relationship Id="{id_}" Type="{RELATIONSHIP}/{kind}" Target="{target}"/></Relationships>'
    _put(parts, rels, "</Relationships>", found)
