"""What a copy keeps, part by part: formulas of rules, charts, drawings, notes, and the XML itself."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.workbook.sharing import chart, drawing, rules, tables
from creditxl.workbook.sharing.formulas import Known
from creditxl.workbook.sharing.markup import (
    Closed,
    Node,
    Opened,
    RefusedError,
    markup,
    parts_of,
    pieces,
    start,
    tree,
    written,
)
from creditxl.workbook.sharing.properties import core_properties

KNOWN = Known(
    frozenset({"figures", "table & more", "o'hara"}),
    {
        ("rate", None): "'Table & more'!$B$2:$B$4",
        ("rate", 1): "Figures!$B$1",
        ("gone", None): "Hidden!$A$1",
        ("moving", None): "OFFSET(Figures!$A$1,0,0,2,1)",
        ("relative", None): "Figures!A1",
        ("broken", None): "#REF!",
    },
)


@pytest.mark.parametrize(
    ("formula", "kept"),
    [
        ("1", "1"),
        ("-1.5E+3", "-1.5E+3"),
        ('"a,b"', '"a,b"'),
        ('LIMIT&"LIMIT_NEED(1)"', None),  # a name that is not there; what stands in quotes is no function
        ('"say ""Gone"" twice"', '"say ""Gone"" twice"'),
        ("$A$1:B2>=A:C", "$A$1:B2>=A:C"),
        ("$1:$3", "$1:$3"),
        ("TRUE", "TRUE"),
        ('LEFT(A1,1)="x"', 'LEFT(A1,1)="x"'),
        ("LOG10(A1)", "LOG10(A1)"),  # a function's name that could be a cell's
        ("LIMIT_NEED(A1)", None),  # a macro's
        ("IF(TRUE,limit_need(A1),0)", None),
        ("_xlfn.XLOOKUP(A1,B:B,C:C)", "_xlfn.XLOOKUP(A1,B:B,C:C)"),  # Excel's own of later years
        ("_xlfn.ANCHORARRAY(A1)", None),  # the copy's cells do not spill
        ("_xlfn.LAMBDA(_xlpm.x,_xlpm.x)(1)", None),
        ("_xludf.NEED(A1)", None),
        ("Figures!$A$1", "Figures!$A$1"),
        ("FIGURES!$A$1", "FIGURES!$A$1"),
        ("'Table & more'!A1", "'Table & more'!A1"),
        ("'O''Hara'!A1", "'O''Hara'!A1"),
        ("Hidden!$A$1", None),  # a sheet that is left out
        ("'xlwings.conf'!A1", None),
        ("Rate", "'Table & more'!$B$2:$B$4"),
        ("SUM(rate)", "SUM('Table & more'!$B$2:$B$4)"),
        ("[0]!Rate", "'Table & more'!$B$2:$B$4"),  # of this very file
        ("Gone", None),
        ("Moving", None),  # more than cells
        ("Relative", None),  # it means other cells from every cell
        ("Broken", None),
        ("Figures!Rate", None),
        ("Unknown", None),
        ("[1]Sheet!$A$1", None),  # another file
        ("'[other.xlsx]Sheet'!$A$1", None),
        ("'C:\\[other.xlsx]Figures'!$A$1", None),
        ("Terms[Rate]", None),
        ("A1#", None),
        ("#REF!", None),
        ("Figures!#REF!", None),
        ("'unfinished", None),
        ('"unfinished', None),
        ("", ""),
    ],
)
def test_a_formula_holds_as_far_as_the_copy_has_what_it_speaks_of(formula: str, kept: str | None) -> None:
    assert KNOWN.portable(formula) == kept


def test_a_name_of_the_sheet_goes_before_one_of_the_workbook() -> None:
    assert KNOWN.portable("Rate", 1) == "Figures!$B$1"
    assert KNOWN.portable("Rate", 2) == "'Table & more'!$B$2:$B$4"


NAMES = st.sampled_from(["a", "b", "m:c", "r:id", "xml:space"])
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r&<>\"'"), max_size=8)


@st.composite
def documents(draw: st.DrawFn, depth: int = 0) -> str:
    tag = draw(st.sampled_from(["a", "b", "m:c", "r:d"]))
    space = (
        ' xmlns="urn:main" xmlns:m="urn:m" xmlns:r="urn:r"' if not depth else draw(st.sampled_from(["", ' xmlns=""']))
    )
    given_ = draw(st.dictionaries(NAMES, TEXTS, max_size=3))
    attributes = "".join(
        f' {name}="{_escaped(value)}"' for name, value in given_.items() if not name.startswith("xml:")
    )
    inner = draw(st.lists(TEXTS.map(_escaped) | documents(depth + 1), max_size=3)) if depth < 3 else []
    return f"<{tag}{space}{attributes}>{''.join(inner)}</{tag}>"


def _escaped(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    return "".join(f"&#{ord(sign)};" if sign in "\t\n\r" else sign for sign in text)


@given(documents())
def test_what_is_read_and_written_is_the_same_document(document: str) -> None:
    again = written(tree(document.encode())).decode()

    assert ET.canonicalize(again) == ET.canonicalize(document)


@given(documents())
def test_a_part_in_pieces_is_the_part(document: str) -> None:
    whole = tree(document.encode())
    out = ""
    for piece in pieces([bytes([byte]) for byte in document.encode()], ("a", "c")):
        if isinstance(piece, Opened):
            out += start(piece.node)
        else:
            out += f"</{parts_of(piece.node.tag)[2]}>" if isinstance(piece, Closed) else markup(piece)

    # Text beside the pieces is none of a part's; of its elements none is missing.
    elements = [node.tag for node in whole.walk()]
    assert [node.tag for node in tree(out.encode()).walk()] == elements


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type"),
        ("<a>&b;</a>", "damaged"),
        ("<a><b></a>", "damaged"),
        ("<x:a/>", "damaged"),
        ("", "damaged"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_and_torn_parts_are_refused(part: str, said: str, encoding: str) -> None:
    with pytest.raises(RefusedError, match=said):
        tree(part.encode(encoding))


def _chart(inside: str) -> str:
    return markup(chart.edit_chart(tree(f'<c:chart xmlns:c="urn:c">{inside}</c:chart>'.encode()), KNOWN.portable))


SERIES_NAME = (
    "<c:ser><c:tx><c:strRef><c:f>{}</c:f><c:strCache><c:pt><c:v>x</c:v></c:pt></c:strCache></c:strRef></c:tx></c:ser>"
)
VALUES = "<c:val><c:numRef><c:f>{}</c:f><c:numCache><c:pt/></c:numCache></c:numRef></c:val>"


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        (VALUES.format("Figures!A1"), VALUES.format("Figures!A1").replace("<c:pt></c:pt>", "<c:pt/>")),
        (VALUES.format("[0]!Rate"), VALUES.format("'Table &amp; more'!$B$2:$B$4")),
        (VALUES.format("Hidden!A1"), "<c:val><c:numLit><c:pt/></c:numLit></c:val>"),
        ("<c:val><c:numRef><c:f>Hidden!A1</c:f></c:numRef></c:val>", ""),  # nothing was drawn
        ("<c:cat><c:multiLvlStrRef><c:f>Hidden!A1</c:f></c:multiLvlStrRef></c:cat>", ""),
        (SERIES_NAME.format("Hidden!A1"), "<c:ser><c:tx><c:v>x</c:v></c:tx></c:ser>"),
        (SERIES_NAME.format("Hidden!A1").replace("c:ser", "c:title"), None),  # a title's text may not stand so
        ("<c:pivotSource/><c:externalData/><c:printSettings/>", ""),
        ("<c:extLst><c:ext><c:f>Hidden!A1</c:f></c:ext></c:extLst>", ""),
        (
            "<c:extLst><c:ext><c:f>Rate</c:f></c:ext></c:extLst>",
            "<c:extLst><c:ext><c:f>'Table &amp; more'!$B$2:$B$4</c:f></c:ext></c:extLst>",
        ),
    ],
)
def test_a_chart_shows_cells_of_the_copy_or_what_it_last_showed(inside: str, kept: str | None) -> None:
    expected = "<c:title/>" if kept is None else kept
    whole = f'<c:chart xmlns:c="urn:c">{expected}</c:chart>' if expected else '<c:chart xmlns:c="urn:c"/>'

    assert _chart(inside) == whole


def test_a_chart_of_the_newer_kind_goes_with_its_cells() -> None:
    def edited(formula: str) -> Node | None:
        return chart.edit_new_chart(
            tree(f'<cx:c xmlns:cx="urn:x"><cx:f>{formula}</cx:f></cx:c>'.encode()), KNOWN.portable
        )

    assert edited("Hidden!A1") is None
    assert markup(edited("Rate")) == "<cx:c xmlns:cx=\"urn:x\"><cx:f>'Table &amp; more'!$B$2:$B$4</cx:f></cx:c>"


def _shapes(inside: str) -> str | None:
    part = f'<d:wsDr xmlns:d="urn:d" xmlns:m="urn:m" xmlns:r="urn:r" xmlns:a="urn:a">{inside}</d:wsDr>'
    found = drawing.edit_drawing(tree(part.encode()))
    return None if found is None else "".join(markup(child) for child in found.elements)


def _anchor(inside: str) -> str:
    return f"<d:oneCellAnchor>{inside}<d:clientData/></d:oneCellAnchor>"


PICTURE = '<d:pic macro=""><a:blip r:embed="rId1"/></d:pic>'
ALTERNATIVE = "<m:AlternateContent><m:Choice>{}</m:Choice><m:Fallback/></m:AlternateContent>"


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        (_anchor('<d:sp macro="[0]!Refresh"/>'), None),  # a button
        (_anchor('<d:sp macro=""/>'), _anchor('<d:sp macro=""/>')),
        (_anchor('<d:sp textlink="Figures!A1"/>'), _anchor("<d:sp/>")),
        (_anchor(PICTURE), _anchor(PICTURE)),
        (_anchor(PICTURE.replace('""', '"Refresh"')), _anchor(PICTURE)),  # a picture stays, and does nothing
        (_anchor("<d:pic><a:blip/></d:pic>"), None),  # it was a link to a file
        (_anchor("<d:grpSp><d:sp/><d:sp macro='x'/></d:grpSp>"), _anchor("<d:grpSp><d:sp/></d:grpSp>")),
        (_anchor("<d:grpSp><d:sp macro='x'/></d:grpSp>"), None),
        (
            _anchor("<d:graphicFrame><a:chart/></d:graphicFrame>"),
            _anchor("<d:graphicFrame><a:chart/></d:graphicFrame>"),
        ),
        (_anchor("<d:graphicFrame><a:slicer/></d:graphicFrame>"), None),
        (_anchor(ALTERNATIVE.format("<d:graphicFrame><a:slicer/></d:graphicFrame>")), None),
        (ALTERNATIVE.format(_anchor("<d:sp><a:compatExt/></d:sp>")), None),  # a form control
        (
            _anchor(ALTERNATIVE.format("<d:graphicFrame><a:chart/></d:graphicFrame>")),
            _anchor(ALTERNATIVE.format("<d:graphicFrame><a:chart/></d:graphicFrame>")),
        ),
        (
            _anchor("<d:sp><d:cNvPr descr='C:\\me\\a.png' title='Limits'/></d:sp>"),
            _anchor('<d:sp><d:cNvPr title="Limits"/></d:sp>'),
        ),
        (_anchor("<d:contentPart/>"), None),
        ("", None),
    ],
)
def test_drawings_keep_what_is_looked_at_and_lose_what_is_pressed(inside: str, kept: str | None) -> None:
    assert _shapes(inside) == kept


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (r"C:\Users\me\logo.png", True),
        ("c:/temp/x", True),
        (r"\\server\share\x", True),
        ("file:///home/me", True),
        ("/home/me/x.png", True),
        ("from /Users/me", True),
        ("Limits: 30/60 days", False),
        ("https://example.com/home/page", False),
        ("and/or", False),
    ],
)
def test_a_path_is_known_for_one(text: str, is_one: bool) -> None:  # noqa: FBT001 - a row of the table
    assert drawing.is_path(text) is is_one


def _note(author: str, *runs: str) -> str:
    text = "".join(f"<r><t>{run}</t></r>" for run in runs)
    authors = f"<authors><author>{author}</author></authors>"
    part = f"<comments>{authors}<comment authorId='0'><text>{text}</text></comment></comments>"
    return tables.edit_notes(tree(part.encode())).text


@pytest.mark.parametrize(
    ("author", "runs", "kept"),
    [
        ("Aino", ("Aino:", "\ncall them"), "call them"),  # as Excel begins a note, the name in bold
        ("Aino", ("Aino:\ncall", " them"), "call them"),
        ("Aino", ("Ai", "no:", " call"), " call"),
        ("Aino", ("Aino called",), "Aino called"),  # a sentence of one's own
        ("", (": call",), ": call"),
        ("Aino", ("",), ""),
    ],
)
def test_a_note_loses_its_writers_name_and_nothing_else(author: str, runs: tuple[str, ...], kept: str) -> None:
    assert _note(author, *runs) == kept


def test_a_note_of_a_writer_who_is_not_listed_stays() -> None:
    part = b"<comments><comment authorId='7'><text><t>a</t></text></comment></comments>"

    assert tables.edit_notes(tree(part)).text == "a"


def test_a_table_of_a_query_becomes_a_table() -> None:
    part = (
        b'<table tableType="queryTable" connectionId="1" name="T"><tableColumns><tableColumn name="a" '
        b'queryTableFieldId="1" totalsRowFunction="sum"><calculatedColumnFormula>F(1)</calculatedColumnFormula>'
        b"<totalsRowFormula>F(2)</totalsRowFormula><xmlColumnPr/></tableColumn></tableColumns></table>"
    )

    assert markup(tables.edit_table(tree(part))) == (
        '<table name="T"><tableColumns><tableColumn name="a"/></tableColumns></table>'
    )


@pytest.mark.parametrize(
    ("bound", "stays"),
    [("5", True), ("$A$1", True), ("Hidden!$A$1", False), ("LIMIT_NEED(A1)", False)],
)
def test_a_scale_whose_bound_needs_a_macro_goes(bound: str, stays: bool) -> None:  # noqa: FBT001 - a row of the table
    part = f'<conditionalFormatting><cfRule><cfvo type="formula" val="{bound}"/></cfRule></conditionalFormatting>'

    assert rules.keep_rules(tree(part.encode()), KNOWN.portable) is stays


def test_properties_that_hold_a_path_or_a_person_go() -> None:
    root = '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc">{}</cp:coreProperties>'
    subject = "<dc:subject>10/2026</dc:subject>"
    people = "<dc:creator>Me</dc:creator><cp:lastModifiedBy>Me</cp:lastModifiedBy>"
    given_ = root.format(f"<dc:title>C:\\me\\x</dc:title>{people}{subject}")

    assert core_properties(tree(given_.encode())).decode().endswith(root.format(subject))
