"""The days of a payment term, read from a number, a due-date formula or a text: rule R2."""

from __future__ import annotations

import re

from creditxl.policy.formulas import (
    EndOfMonth,
    Language,
    TermError,
    formula_days,
    formula_language,
    is_formula,
    plain,
    within_bounds,
)
from creditxl.policy.term_texts import text_days

__all__ = ["EndOfMonth", "Language", "TermError", "formula_days", "formula_language", "term_days"]

NUMBER = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0+)?")


def term_days(text: str, *, end_of_month: EndOfMonth, language: Language | None = None) -> int:
    """Return the days that a payment term gives the buyer (rule R2).

    Args:
        text: A number of days, a due-date formula, or a text or code in Finnish, Swedish or English.
        end_of_month: Whether the wait for a month's end counts its longest case, 30 days, or its average, 15.
        language: The language of the ERP's formulas, where something tells it.

    Raises:
        TermError: The term cannot be read, can be read in two ways, or is not 0 to 3650 days.

    >>> [term_days(text, end_of_month=EndOfMonth.LONGEST) for text in ("14", "CM+10D", "14 pv netto", "2%10NET30")]
    [14, 40, 14, 30]
    """
    number = NUMBER.fullmatch(plain(text))
    if number:
        return within_bounds(int(number[1]), text)
    if is_formula(text):
        return formula_days(text, end_of_month=end_of_month, language=language)
    return text_days(text, end_of_month=end_of_month)
