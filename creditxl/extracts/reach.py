"""How far a sheet reaches and which of its cells hold errors: what the reader of its cells does not tell beforehand.

A sheet whose one stray cell stands in its last column makes that reader ask for half a terabyte, which ends the
process. Cells with an error it hands over as empty.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_CELLS = 30_000_000  # about a gigabyte in the reader's memory
LETTERS = 26
FAR = 100_000  # rows; below it a cell may name a row that no row of the sheet has
DIMENSIONS = 148  # the record BrtWsDim of XLSB

_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d+)"')
_WIDE = re.compile(rb'r="([A-Z]{2,3})\d')
_FAR = re.compile(rb'r="[A-Z]{1,3}(\d{6,7})"')
_FILLED = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+)(\d+)"[^>]*(?<!/)>(?:<(?:\w+:)?f\b[^>]*>[^<]*(?:</[^>]*>)?)?<(?:\w+:)?(?:v|is)>'
)
_ERROR = re.compile(rb'<(?:\w+:)?c ([^>]*?\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]+)(\d+)"')

Cell = tuple[int, int]  # row and column, from 0


class SheetFacts(Struct, frozen=True):
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
    def cells(self) -> int:
        return self.rows * self.columns

    @property
    def is_too_large(self) -> bool:
        return self.cells > MOST_CELLS

    @property
    def last_cell(self) -> str:
        return f"{_letters(self.columns)}{self.rows}"


def of_xml(pieces: Callable[[], Iterable[bytes]]) -> SheetFacts:
    """Return the facts of a sheet in XML, given in pieces that overlap, so that no cell is cut in two."""
    errors: dict[Cell, str] = {}
    rows = columns = 0
    for piece in pieces():
        rows = max(rows, *map(int, _ROW.findall(piece)), 0)
        if rows < FAR:
            rows = max(rows, *map(int, _FAR.findall(piece)), 0)
        columns = max(columns, *map(_number, set(_WIDE.findall(piece))), 0)
        if b't="e"' in piece:
            errors |= _errors(piece)
    facts = SheetFacts(errors, rows, max(columns, LETTERS))
    if not facts.is_too_large:
        return facts
    rows, columns = _filled_reach(pieces())
    return SheetFacts(errors, rows, columns)


def _filled_reach(pieces: Iterable[bytes]) -> tuple[int, int]:
    """Return how far a sheet's cells with a value reach; formats reach further, and cost nothing."""
    rows = columns = 0
    for piece in pieces:
        for letters, digits in _FILLED.findall(piece):
            rows, columns = max(rows, int(digits)), max(columns, _number(letters))
    return rows, columns


def _errors(piece: bytes) -> dict[Cell, str]:
    found = {}
    for attributes, value in _ERROR.findall(piece):
        reference = _REFERENCE.search(attributes)
        if reference is not None:
            found[int(reference[2]) - 1, _number(reference[1]) - 1] = value.decode(errors="replace")
    return found


def of_binary(head: bytes) -> SheetFacts:
    """Return how far a sheet of an XLSB workbook reaches, as the record of its dimensions says."""
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
