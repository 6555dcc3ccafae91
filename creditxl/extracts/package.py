"""What stands in a workbook's ZIP package and the reader of its cells does not tell, or must not be asked."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Self

from msgspec import Struct
from python_calamine import PasswordError

from creditxl.extracts import reach, sentences
from creditxl.extracts.faults import RefusedError
from creditxl.extracts.reach import SheetFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PIECE = 1 << 20
OVERLAP = 1 << 14  # a cell with its formula is hardly longer
LARGEST = 2 << 30  # bytes unpacked; a million rows of twelve columns are a fifth of it
SUSPECT = 256 << 20  # bytes unpacked, above which the ratio counts
HIGHEST_RATIO = 250  # sheets unpack to 5 to 50 times their size; what is made to harm, to 1000 times

DOCUMENT, FOLDER = "DOCX or PPTX", "ZIP"

_OWN_PROPERTY = re.compile(rb'name="creditxl"')
_SHEET = re.compile(r"<(?:\w+:)?sheet [^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship [^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_ODS_ERROR = re.compile(rb'calcext:value-type="error"')


class Package(Struct, frozen=True):
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
            return max(map(reach.of_binary, self._heads()), key=lambda facts: facts.cells, default=SheetFacts())
        if sheet in self.parts:
            return self._xml_facts(self.parts[sheet])
        # Which part is the sheet's is not known: none of them may reach too far.
        found = [self._xml_facts(part) for part in self._members(r".*worksheets/.*\.xml")]
        widest = max(found, key=lambda facts: facts.cells, default=SheetFacts())
        return SheetFacts({}, widest.rows, widest.columns)

    def _xml_facts(self, part: str) -> SheetFacts:
        return reach.of_xml(partial(_pieces, self.file, part, overlap=OVERLAP))

    def _heads(self) -> Iterator[bytes]:
        for part in self._members(r"xl/worksheets/[^/]+\.bin"):
            yield next(_pieces(self.file, part, overlap=0), b"")

    def _members(self, pattern: str) -> list[str]:
        return [name for name in self.file.namelist() if re.fullmatch(pattern, name)]

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
    except BaseException as error:
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
