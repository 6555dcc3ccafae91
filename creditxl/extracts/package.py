"""What stands in a workbook's ZIP package and the reader of its cells does not tell, or must not be asked.

A sheet whose one stray cell stands in its last column makes the reader ask for half a terabyte, which ends the process;
so how far a sheet reaches is looked up first. Cells with an error are handed over as empty; so they are looked up too.
"""

from __future__ import annotations

import html
import posixpath
import re
import struct
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from python_calamine import PasswordError

from creditxl.extracts import sentences
from creditxl.extracts.faults import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PIECE = 1 << 20
OVERLAP = 1 << 14  # a cell with its formula is hardly longer
LARGEST = 2 << 30  # bytes unpacked; a million rows of twelve columns are a fifth of it
SUSPECT = 256 << 20  # bytes unpacked, above which the ratio counts
HIGHEST_RATIO = 250  # sheets unpack to 5 to 50 times their size; what is made to harm, to 1000 times
MOST_CELLS = 30_000_000  # about a gigabyte in the reader's memory
LETTERS = 26
FAR = 100_000  # rows; below it a cell may name a row that no row of the sheet has
DIMENSIONS = 148  # the record BrtWsDim of XLSB

DOCUMENT, FOLDER = "DOCX or PPTX", "ZIP"

_OWN_PROPERTY = re.compile(rb'name="creditxl"')

_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d+)"')
_WIDE = re.compile(rb'r="([A-Z]{2,3})\d')
_FAR = re.compile(rb'r="[A-Z]{1,3}(\d{6,7})"')
_ERROR = re.compile(rb'<(?:\w+:)?c ([^>]*?\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet [^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship [^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_ODS_ERROR = re.compile(rb'calcext:value-type="error"')

Cell = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet's own part of the package says.

    Args:
        errors: Cells that hold an error, and what they show.
        rows: How far down it reaches; 0 where it cannot be told.
        columns: How far right it reaches at most.
    """

    errors: dict[Cell, str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0

    @property
    def is_too_large(self) -> bool:
        return self.rows * self.columns > MOST_CELLS

    @property
    def last_cell(self) -> str:
        return f"{_letters(self.columns)}{self.rows}"


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook's package, opened.

    Args:
        form: "XLSX", "XLSM", "XLSB" or "ODS".
        counts_from_1904: Its days are counted from 1904; None where it cannot be told.
        parts: Name of a sheet → its part of the package; for XLSX and XLSM alone.
    """

    file: zipfile.ZipFile
    form: str
    counts_from_1904: bool | None
    parts: dict[str, str]

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a package.

        Raises:
            RefusedError: It is no workbook, it is broken, or it unpacks to more than a workbook does.
        """
        with guarded():
            file = zipfile.ZipFile(path)
        form = _form(file)
        packed = sum(part.compress_size for part in file.infolist())
        size = sum(part.file_size for part in file.infolist())
        if size > LARGEST or (size > SUSPECT and size > HIGHEST_RATIO * packed):
            raise sentences.unpacks_too_large(size >> 20)
        if form not in {"XLSX", "XLSM"}:
            return cls(file, form, None, {})
        book = _bytes(file, "xl/workbook.xml").decode(errors="replace")
        return cls(file, form, re.search(r'date1904="(?:1|true)"', book) is not None, _parts(file, book))

    @property
    def is_our_own(self) -> bool:
        """Whether this program wrote the workbook."""
        return _OWN_PROPERTY.search(_bytes(self.file, "docProps/custom.xml")) is not None

    def facts(self, sheet: str) -> SheetFacts:
        """Return what a sheet's own part says, as far as its form can be looked into.

        Raises:
            RefusedError: The package is broken.
        """
        if self.form == "XLSB":
            return max((_binary_facts(self.file, part) for part in _binary_sheets(self.file)), key=_cells)
        part = self.parts.get(sheet)
        return SheetFacts() if part is None else _xml_facts(self.file, part)

    def count_errors(self) -> int:
        """Return how many cells of an ODS workbook hold an error."""
        if self.form != "ODS":
            return 0
        return sum(len(_ODS_ERROR.findall(piece)) for piece in _pieces(self.file, "content.xml", overlap=0))


@contextmanager
def guarded(refusal: Callable[[str], RefusedError] = sentences.broken_workbook) -> Iterator[None]:
    """Refuse a file whatever its reader stumbles over; a panic of a reader's Rust part is no `Exception`."""
    try:
        yield
    except (RefusedError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except PasswordError as error:
        raise sentences.protected() from error
    except BaseException as error:  # see above
        raise refusal(str(error) or type(error).__name__) from error


def _form(file: zipfile.ZipFile) -> str:
    names = set(file.namelist())
    if "xl/workbook.bin" in names:
        return "XLSB"
    if "content.xml" in names and b"spreadsheet" in _bytes(file, "mimetype"):
        return "ODS"
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise sentences.not_read_here(DOCUMENT)
    if not any(name.lower().startswith("xl/") for name in names) and "[Content_Types].xml" not in names:
        raise sentences.not_read_here(FOLDER)
    return "XLSM" if "xl/vbaProject.bin" in names else "XLSX"


def _parts(file: zipfile.ZipFile, book: str) -> dict[str, str]:
    relations = _bytes(file, "xl/_rels/workbook.xml.rels").decode(errors="replace")
    targets = {each.get("Id"): each.get("Target", "") for each in map(_attributes, _RELATION.findall(relations))}
    parts = {}
    for sheet in map(_attributes, _SHEET.findall(book)):
        target = targets.get(next((sheet[name] for name in sheet if name.endswith(":id")), None))
        if target:
            parts[sheet.get("name", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return parts


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def _xml_facts(file: zipfile.ZipFile, part: str) -> SheetFacts:
    errors: dict[Cell, str] = {}
    rows = columns = 0
    for piece in _pieces(file, part, overlap=OVERLAP):
        rows = max(rows, *map(int, _ROW.findall(piece)), 0)
        if rows < FAR:
            rows = max(rows, *map(int, _FAR.findall(piece)), 0)
        columns = max(columns, *map(_number, set(_WIDE.findall(piece))), 0)
        if b't="e"' in piece:
            errors |= _errors(piece)
    return SheetFacts(errors, rows, max(columns, LETTERS))


def _errors(piece: bytes) -> dict[Cell, str]:
    found = {}
    for attributes, value in _ERROR.findall(piece):
        reference = _REFERENCE.search(attributes)
        if reference is not None:
            found[int(reference[2]) - 1, _number(reference[1]) - 1] = value.decode(errors="replace")
    return found


def _binary_sheets(file: zipfile.ZipFile) -> list[str]:
    return [name for name in file.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.bin", name)]


def _binary_facts(file: zipfile.ZipFile, part: str) -> SheetFacts:
    """Return how far a sheet of an XLSB workbook reaches, as the record of its dimensions says."""
    head = next(_pieces(file, part, overlap=0), b"")
    place = 0
    while place < len(head):
        record, place = _varying(head, place)
        size, place = _varying(head, place)
        if record == DIMENSIONS and place + 16 <= len(head):
            _, last_row, _, last_column = struct.unpack_from("<4I", head, place)
            return SheetFacts({}, last_row + 1, last_column + 1)
        place += size
    return SheetFacts()


def _varying(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of which each byte holds seven bits, and the place after it."""
    value = shift = 0
    while place < len(data):
        byte = data[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if not byte & 0x80:
            break
    return value, place


def _cells(facts: SheetFacts) -> int:
    return facts.rows * facts.columns


def _pieces(file: zipfile.ZipFile, part: str, *, overlap: int) -> Iterator[bytes]:
    """Yield a part of the package in pieces that overlap, so that no cell is cut in two."""
    with guarded(), file.open(part) as stream:
        kept = b""
        while piece := stream.read(PIECE):
            yield kept + piece
            kept = piece[-overlap:] if overlap else b""


def _bytes(file: zipfile.ZipFile, part: str) -> bytes:
    if part not in file.namelist():
        return b""
    return b"".join(_pieces(file, part, overlap=0))


def _number(letters: bytes) -> int:
    """Return a column's number.

    >>> _number(b"A"), _number(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - ord("A") + 1
    return number


def _letters(number: int) -> str:
    """Return a column's letters.

    >>> _letters(1), _letters(16384)
    ('A', 'XFD')
    """
    letters = ""
    while number:
        number, letter = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
