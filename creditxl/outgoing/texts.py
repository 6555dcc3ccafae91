"""Texts of others, made fit for where they go: they stay texts, and never become formulas, lines or markup."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a text that begins so for a formula
LONGEST_CELL = 32_767  # UTF-16 units in a cell
MOST_NAMES = 20  # in one sentence
LONGEST_NAME = 40  # letters of one part of a file's name
# What breaks a line, or turns the direction of what stands beside it.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# What some spreadsheets leave out before they look at a text's first letter: blanks, and letters that show nothing.
_UNSEEN = re.compile(r"^[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_READY_XML = re.compile(r"<r>.*</r>", re.DOTALL)


def sound(text: str) -> str:
    """Return a text without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def one_line(text: str) -> str:
    r"""Return a text on one line.

    >>> one_line("Koivu Oy\r\nBcc: x@example.com")
    'Koivu Oy Bcc: x@example.com'
    """
    return _BREAKS.sub(" ", sound(text)).strip()


def guarded(text: str) -> str:
    """Return a text for a delimited file: one that a spreadsheet would run gets an apostrophe.

    >>> guarded("=1+1"), guarded(" =1+1"), guarded("1=1")
    ("'=1+1", "' =1+1", '1=1')
    """
    is_formula = text.startswith(FORMULA_SIGNS) or _UNSEEN.sub("", text, count=1).startswith(FORMULA_SIGNS)
    return f"'{sound(text)}" if is_formula else sound(text)


def cell_text(text: str) -> str:
    """Return a text for XlsxWriter's `write_string`: no longer than a cell allows."""
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_CELL]
    fit = units.decode("utf-16-le", "replace")
    # XlsxWriter writes what looks like a rich text as it stands: it is given one that shows these very letters.
    return f'<r><t xml:space="preserve">{escape(fit)}</t></r>' if _READY_XML.fullmatch(fit) else fit


def file_part(text: str) -> str:
    """Return a text as a part of a file's name on every system; empty where no letter or digit is in it.

    >>> file_part("Hoiva/koti: 24 h"), file_part("../..")
    ('hoiva-koti-24-h', '')
    """
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", sound(text)).casefold())
    return words[:LONGEST_NAME].strip("-")


def name_some(names: Iterable[str]) -> str:
    """Return names for a sentence, in order, each once, and no more than a reader reads.

    >>> name_some(["Hoiva", "", "Rakennus", "Hoiva"])
    'Hoiva, Rakennus'
    """
    known = sorted(set(filter(None, map(one_line, names))))
    return ", ".join(known[:MOST_NAMES]) + (", …" if len(known) > MOST_NAMES else "")
