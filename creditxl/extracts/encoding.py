"""Bytes of delimited text into UTF-8, a block of whole lines at a time: no character is ever guessed or lost."""

from __future__ import annotations

import codecs
from encodings import cp1252
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.extracts import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Of the sizes tried on 128 MB, the fastest: pieces that stay in the processor's cache, blocks that keep Polars busy.
PIECE = 1 << 19
BLOCK = 1 << 23
RECODED = 1 << 16
HEAD = 1 << 18
SAMPLE = 1 << 12
LEADS_DIFFERENT = b"\xc2"

UTF8, CP1252, UTF16_LE, UTF16_BE = "UTF-8", "CP1252", "UTF-16 LE", "UTF-16 BE"

_BOMS = {codecs.BOM_UTF8: UTF8, codecs.BOM_UTF16_LE: UTF16_LE, codecs.BOM_UTF16_BE: UTF16_BE}
_WIDE = {UTF16_LE: "utf-16-le", UTF16_BE: "utf-16-be"}


class Encoding(Struct, frozen=True):
    """How a file's characters are written; `skip` bytes of a byte-order mark stand before them."""

    name: str
    skip: int = 0


class _NotUtf8Error(Exception):
    """A byte that is not UTF-8 stands at `position`; `proven` when characters beyond ASCII stood before it."""

    def __init__(self, position: int, *, proven: bool) -> None:
        super().__init__(position)
        self.position = position
        self.proven = proven


def detect(path: Path) -> Encoding:
    """Return a file's encoding by its mark, its zero bytes, or the whole of its bytes.

    Raises:
        RefusedError: The file is UTF-8 in one part and not in another.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    marked = next((Encoding(name, len(bom)) for bom, name in _BOMS.items() if head.startswith(bom)), None)
    if marked is not None and marked.name != UTF8:
        return marked
    if wide := _wide(head):
        return Encoding(wide)
    return _narrow(path, marked)


def head(path: Path, encoding: Encoding) -> bytes:
    """Return the file's first lines as UTF-8.

    Raises:
        RefusedError: The bytes are not of the encoding, or not text.
    """
    head = b""
    for piece in _pieces(path, encoding):
        head += piece
        if len(head) > HEAD:
            return head[: max(head.rfind(b"\n", 0, HEAD), head.rfind(b"\r", 0, HEAD)) + 1 or HEAD]
    return head


def blocks(path: Path, encoding: Encoding, line_end: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield the file as UTF-8 in blocks of whole lines, each with whether it is the last one.

    Args:
        path: The file.
        encoding: As detected.
        line_end: The last character of a line: a line feed or, where there are none, a carriage return.

    Raises:
        RefusedError: The bytes are not of the encoding, or not text.
    """
    held: list[bytes] = []
    size = 0
    pending: bytes | None = None
    for piece in _pieces(path, encoding):
        end = piece.rfind(line_end) + 1 if size + len(piece) >= BLOCK else 0
        if not end:
            held.append(piece)
            size += len(piece)
            continue
        # The last block takes in what is left, so that a footer never stands in a block by itself.
        if pending is not None:
            yield pending, False
        pending = b"".join((*held, piece[:end]))
        held, size = [piece[end:]], len(piece) - end
    yield b"".join((pending or b"", *held)), True


def _pieces(path: Path, encoding: Encoding) -> Iterator[bytes]:
    position = encoding.skip
    recode = _Recoder(encoding.name)
    with path.open("rb", buffering=0) as file:
        file.seek(position)
        while piece := file.read(PIECE):
            recoded = recode(piece, position, last=False)
            if (zero := recoded.find(b"\0")) >= 0:
                raise sentences.not_text(position + zero + 1)
            yield recoded
            position += len(piece)
    yield recode(b"", position, last=True)


class _Recoder:
    """Turns pieces of one encoding into UTF-8."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.wide = codecs.getincrementaldecoder(_WIDE[name])() if name in _WIDE else None

    def __call__(self, piece: bytes, position: int, *, last: bool) -> bytes:
        try:
            if self.wide is not None:
                return self.wide.decode(piece, last).encode()
            return piece if self.name == UTF8 or piece.isascii() else _from_cp1252(piece)
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            raise sentences.undefined_byte(position + start + 1, self.name) from error


def _from_cp1252(piece: bytes) -> bytes:
    recoded = []
    is_latin = True
    for start in range(0, len(piece), RECODED):
        part = piece[start : start + RECODED]
        if not part.isascii():
            # Latin-1 is read faster, and is the same but for the bytes 80 to 9F, which UTF-8 would begin with C2.
            latin = part.decode("latin-1").encode() if is_latin else LEADS_DIFFERENT
            is_latin = LEADS_DIFFERENT not in latin
            part = latin if is_latin else _by_table(part, start)
        recoded.append(part)
    return b"".join(recoded)


def _by_table(part: bytes, start: int) -> bytes:
    try:
        return codecs.charmap_decode(part, "strict", cp1252.decoding_table)[0].encode()
    except UnicodeDecodeError as error:
        error.start += start
        raise


def _narrow(path: Path, marked: Encoding | None) -> Encoding:
    """Return UTF-8 where the whole file is, CP1252 where its first byte beyond ASCII already is not UTF-8."""
    try:
        _check_utf8(path, marked.skip if marked else 0)
    except _NotUtf8Error as error:
        if error.proven or marked:
            raise sentences.mixed_encoding(error.position + 1) from error
        return Encoding(CP1252)
    return marked or Encoding(UTF8)


def _check_utf8(path: Path, skip: int) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    position, proven = skip, False
    with path.open("rb", buffering=0) as file:
        file.seek(skip)
        while True:
            piece = file.read(PIECE)
            begun = len(decoder.getstate()[0])
            if begun == 0 and piece.isascii() and piece:
                position += len(piece)
                continue
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                # The bytes before it in this piece count as proof too.
                proven = proven or not piece[: max(error.start - begun, 0)].isascii()
                raise _NotUtf8Error(position - begun + error.start, proven=proven) from error
            if not piece:
                return
            proven = True
            position += len(piece)


def _wide(head: bytes) -> str | None:
    """Return which UTF-16 a file without a mark is: plain text has a zero in every second byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4 and even == 0:
        return UTF16_LE
    return UTF16_BE if even > len(head) // 4 and odd == 0 else None
