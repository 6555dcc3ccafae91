"""Due-date formulas of the ERP, whose letters depend on its language: part of rule R2."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import msg
from creditxl.policy.bounds import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_DAYS = 3650
MONTH = 30


class EndOfMonth(StrEnum):
    """How many days a wait for the month's end counts (rule R2)."""

    LONGEST = "longest"
    AVERAGE = "average"


class Language(StrEnum):
    """The language of an ERP's due-date formulas."""

    FINNISH = "fi"
    SWEDISH = "sv"
    ENGLISH = "en"


class TermError(RuleError):
    """A payment term that cannot be read, or can be read in more than one way."""


# Days of each letter. A month is 30 days (rule R2), and so a quarter is 90 and a year 360: 3 and 12 such months.
UNITS = {"D": 1, "P": 1, "W": 7, "VI": 7, "M": MONTH, "Q": 90, "Y": 360, "Å": 360}
UNITS_BY_LANGUAGE = {
    Language.FINNISH: {"K": MONTH, "V": 360},
    Language.SWEDISH: {"K": 90, "V": 7},
    Language.ENGLISH: {},
}
ENGLISH_LETTERS = frozenset({"D", "W", "M", "Q", "Y", "CM"})
# D and M stand in formulas of every language, and say nothing of it.
SIGNS = {
    Language.FINNISH: frozenset({"P", "VI", "NK"}),
    Language.SWEDISH: frozenset({"Å", "AM"}),
    Language.ENGLISH: frozenset({"W", "Q", "Y", "CM"}),
}

STEP = r"(?:[0-9]{1,9}(?:VI|[DPWMQYÅKV])|[DP][0-9]{1,2}|CM|NK|AM)"
SHAPE = re.compile(rf"(<)?\+?(-?{STEP}(?:[+-]{STEP})*)(?(1)>)")
EACH_STEP = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<number>[0-9]+)(?P<unit>VI|[DPWMQYÅKV])|(?P<day>[DP])(?P<nth>[0-9]+)|(?P<end>CM|NK|AM))"
)
LAST_DAY_OF_MONTH = 31
WHOLE_MONTHS = frozenset({"M", "K", "Q", "Y", "Å"})
# The minus sign, the dash and the hyphens that word processors put for "-".
MINUSES = str.maketrans(dict.fromkeys("\u2212\u2013\u2010\u2011", "-"))


class _Count(Struct):
    """The days so far, and whether they end at a month's end for certain."""

    days: int = 0
    at_month_end: bool = False


def is_formula(text: str) -> bool:
    """Tell whether a text has the shape of a due-date formula; it may still be ambiguous."""
    return SHAPE.fullmatch(_compact(text)) is not None


def formula_days(formula: str, *, end_of_month: EndOfMonth, language: Language | None = None) -> int:
    """Return the days that a due-date formula gives (rule R2).

    A month counts 30 days, a week 7, a quarter 90, a year 360. The wait for a month's end counts 30 days in the longest
    case and 15 on average, and so does the wait for a day of the month (`D15`); after a month's end that day counts
    itself. Angle brackets hold a formula that does not depend on the language: its letters are the English ones.

    Args:
        formula: Such as `30D`, `1M+10D`, `CM+1M-5D`, `D15`, `<CM>`; spaces, periods and case do not matter.
        end_of_month: The longest case or the average.
        language: The ERP's language, where something tells it; the formula's own letters come first.

    Raises:
        TermError: The formula cannot be read, depends on a language that nothing tells, or gives less than 0 or more
            than 3650 days.

    >>> formula_days("CM+10D", end_of_month=EndOfMonth.LONGEST)
    40
    """
    shape = SHAPE.fullmatch(_compact(formula))
    if shape is None:
        raise unreadable(formula)
    steps = list(EACH_STEP.finditer(shape[2]))
    if shape[1] and not all(_letters(step) in ENGLISH_LETTERS for step in steps):
        raise unreadable(formula)
    spoken = formula_language([formula]) or language
    wait = wait_for_month_end(end_of_month)
    count = _Count()
    for step in steps:
        _add(count, step, formula, spoken, wait)
    return within_bounds(count.days, formula)


def formula_language(formulas: Iterable[str]) -> Language | None:
    """Return the language whose own letters the formulas of one table use; None where there are none, or of several.

    Formulas in angle brackets do not depend on the language, and say nothing of it.

    >>> formula_language(["14D", "10P", "1K"])
    <Language.FINNISH: 'fi'>
    """
    shapes = filter(None, (SHAPE.fullmatch(_compact(formula)) for formula in formulas))
    letters = {_letters(step) for shape in shapes if not shape[1] for step in EACH_STEP.finditer(shape[2])}
    spoken = [language for language, signs in SIGNS.items() if signs & letters]
    return spoken[0] if len(spoken) == 1 else None


def wait_for_month_end(end_of_month: EndOfMonth) -> int:
    """Return the days from a posting date to its month's end (rule R2)."""
    return MONTH if end_of_month is EndOfMonth.LONGEST else MONTH // 2


def unreadable(term: str) -> TermError:
    if not term.strip():
        return TermError(msg("There is no payment term"))
    return TermError(msg("Payment term '{term}' cannot be read", term=term))


def within_bounds(days: int, term: str) -> int:
    """Return the days, or raise a TermError when no payment term is so."""
    if 0 <= days <= MOST_DAYS:
        return days
    raise TermError(
        msg(
            "Payment term '{term}' is {days} days; a payment term is 0 to {most} days",
            term=term,
            days=days,
            most=MOST_DAYS,
        )
    )


def _add(count: _Count, step: re.Match[str], formula: str, language: Language | None, wait: int) -> None:
    if step["number"]:
        days = int(step["number"]) * _unit(step["unit"], formula, language)
        count.days += -days if step["sign"] == "-" else days
        count.at_month_end = count.at_month_end and step["unit"] in WHOLE_MONTHS
        return
    nth = int(step["nth"] or 0)
    # "-CM" is the month's first day, which makes a term that nobody has meant.
    if step["sign"] == "-" or (step["day"] and not 1 <= nth <= LAST_DAY_OF_MONTH):
        raise unreadable(formula)
    if step["end"]:
        count.days += 0 if count.at_month_end else wait
    else:
        count.days += nth if count.at_month_end else wait
    count.at_month_end = bool(step["end"])


def _unit(letters: str, formula: str, language: Language | None) -> int:
    days = UNITS.get(letters) or (UNITS_BY_LANGUAGE[language].get(letters) if language else None)
    if days is not None:
        return days
    if letters == "K":
        raise TermError(
            msg(
                "In payment term '{term}' K is a month in Finnish and a quarter in Swedish; nothing tells the language",
                term=formula,
            )
        )
    raise TermError(
        msg(
            "In payment term '{term}' V is a year in Finnish and a week in Swedish; nothing tells the language",
            term=formula,
        )
    )


def _letters(step: re.Match[str]) -> str:
    letters = step["unit"] or step["day"] or step["end"]
    return letters or ""


def plain(text: str) -> str:
    """Return a text without what does not matter: the kind of a space, a minus or a letter, and periods.

    A period between digits stays, as `1.5` is no `15`.
    """
    alike = " ".join(unicodedata.normalize("NFKC", text).translate(MINUSES).split())
    return re.sub(r"(?<![0-9])\.|\.(?![0-9])", "", alike).strip()


def _compact(formula: str) -> str:
    return re.sub(r"(?<![0-9]) | (?![0-9])", "", plain(formula)).upper()
