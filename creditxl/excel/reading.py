"""A cell into what a rule takes: a number, a date, a payment term, a status. What does not fit becomes an error value.

Text where a number belongs is `#VALUE!`, whether or not it looks like one: "1,5" is a number in Finland and a text to
Excel. A number outside what the function takes is `#NUM!`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeVar

from creditxl.excel.cells import NUM, VALUE, CellProblem, CellValue
from creditxl.model import Decision, RecommendationKind, RecommendationStatus
from creditxl.policy.formulas import EndOfMonth, Language
from creditxl.policy.terms import TermError, term_days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel's dates from March 1900 on; before, Excel counts a day that never was
LEAST_SERIAL, MOST_SERIAL = 61, 2958465  # 1 March 1900 and 31 December 9999
LARGEST_DENOMINATOR = 1000
EXACT = 1e15  # below it a whole floating-point number has no digit beyond the fifteen that Excel shows
LONGEST_TERM = 250  # characters: ERPs keep at most 100, and a cell may hold 32 767 that would take seconds to read
MARKS = "✓●▲◆○✗"  # that the sheets put before a status
LANGUAGES = ("fi", "sv", "en")

Choice = TypeVar("Choice", bound="StrEnum")
Term = int | str


def number(cell: CellValue) -> Decimal:
    """Read a number as Excel shows it, to 15 digits: what its floating point holds beyond them is noise.

    >>> number(0.1 + 0.2)
    Decimal('0.3')
    """
    if type(cell) is not float and (isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal))):
        raise CellProblem(VALUE)
    try:
        read = Decimal(f"{cell:.15g}")
    except OverflowError as error:
        raise CellProblem(NUM) from error
    if not read.is_finite():
        raise CellProblem(NUM)
    return read


def amount(cell: CellValue) -> Decimal:
    """Read an amount that cannot be below 0, ledger currency."""
    read = number(cell)
    if read < 0:
        raise CellProblem(NUM)
    return read


def whole(cell: CellValue) -> int:
    """Read a whole number, such as days or months."""
    if type(cell) is float and cell.is_integer() and abs(cell) < EXACT:
        return int(cell)
    read = number(cell)
    if read != int(read):
        raise CellProblem(NUM)
    return int(read)


def day(cell: CellValue) -> date:
    """Read a date: a date, or the number that Excel keeps for it; a time of day is left out."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    serial = number(cell)
    if not LEAST_SERIAL <= serial < MOST_SERIAL + 1:
        raise CellProblem(NUM)
    return FIRST_DAY + timedelta(days=int(serial))


def flag(cell: CellValue) -> bool:
    """Read TRUE or FALSE; 1 and 0 are these too, as some programs hand them over so."""
    if isinstance(cell, bool):
        return cell
    read = number(cell)
    if read not in {0, 1}:
        raise CellProblem(VALUE)
    return bool(read)


def text(cell: CellValue) -> str:
    """Read a text; a whole number is one too, as identifiers often come as numbers."""
    return cell if isinstance(cell, str) else str(whole(cell))


def term(cell: CellValue) -> Term:
    """Read a payment term: a whole number of days, or a term as written."""
    return cell if isinstance(cell, str) else whole(cell)


@lru_cache(4096)
def days_of(written: Term, end_of_month: EndOfMonth, language: Language | None = None) -> int:
    """Return the days of a payment term (rule R2); a number is days already."""
    if isinstance(written, int):
        return written
    if len(written) > LONGEST_TERM:
        raise CellProblem(VALUE)
    try:
        return term_days(written, end_of_month=end_of_month, language=language)
    except TermError as error:
        raise CellProblem(VALUE) from error


def ratio(cell: CellValue) -> Fraction:
    """Read a factor exactly: 1.23333333333333 is 37/30, as it is what a sheet keeps of it.

    >>> ratio(37 / 30), ratio(1.7)
    (Fraction(37, 30), Fraction(17, 10))
    """
    read = number(cell)
    simple = Fraction(read).limit_denominator(LARGEST_DENOMINATOR)
    return simple if number(float(simple)) == read else Fraction(read)


def written(cell: CellValue) -> str:
    """Read a word; a number is none."""
    if not isinstance(cell, str):
        raise CellProblem(VALUE)
    return " ".join(cell.lstrip(MARKS).split()).casefold()


def choice(kind: type[Choice]) -> Callable[[CellValue], Choice]:
    """Return the reader of one of some words: the program's own, or a person's in Finnish, Swedish or English."""

    def read(cell: CellValue) -> Choice:
        word = written(cell)
        own = {value.value: value for value in kind}
        found = own.get(word.replace(" ", "_")) or _words(kind).get(word)
        if found is None:
            raise CellProblem(VALUE)
        return found

    return read


@cache
def _words(kind: type[Choice]) -> Mapping[str, Choice]:
    """Return the words of the sheets, and those that the extracts use where they have some for this."""
    # Imported when a word first needs them: a cell with numbers alone is answered sooner.
    from creditxl.extracts import words  # noqa: PLC0415
    from creditxl.labels import Labels  # noqa: PLC0415

    every = dict(words.choices(kind, {})) if kind in words.WORDS else {}
    shown = {Labels(language).status(value).casefold(): value for language in LANGUAGES for value in kind}
    return {word: kind(value) for word, value in (every | shown).items()}


def language(cell: CellValue) -> str:
    """Read the code of a language of the sheets: fi, sv or en."""
    code = written(cell)
    if code not in LANGUAGES:
        raise CellProblem(VALUE)
    return code


def formula_language(cell: CellValue) -> Language:
    """Read the language of an ERP's due-date formulas: fi, sv or en."""
    return Language(language(cell))


recommendation_kind = choice(RecommendationKind)
decision = choice(Decision)
recommendation_status = choice(RecommendationStatus)
end_of_month = choice(EndOfMonth)
