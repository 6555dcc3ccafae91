from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.policy.terms import EndOfMonth, Language, TermError, formula_days, formula_language

LONGEST, AVERAGE = EndOfMonth
FINNISH, SWEDISH, ENGLISH = Language


@pytest.mark.parametrize(
    ("formula", "longest", "average"),
    [
        ("0D", 0, 0),
        ("30D", 30, 30),
        ("<30D>", 30, 30),  # brackets: the same in every language
        ("10P", 10, 10),
        ("14d", 14, 14),
        (" 14 D ", 14, 14),
        ("14\u00a0D.", 14, 14),
        ("1W", 7, 7),
        ("2VI", 14, 14),
        ("1M", 30, 30),
        ("1Q", 90, 90),
        ("1Y", 360, 360),
        ("1Å", 360, 360),
        ("1A\u030a", 360, 360),  # Å as two characters
        ("+10D", 10, 10),
        ("1M+10D", 40, 40),
        ("2M-10D", 50, 50),
        ("2M\u221210D", 50, 50),  # a true minus sign
        ("CM", 30, 15),
        ("<CM>", 30, 15),
        ("NK", 30, 15),
        ("AM", 30, 15),
        ("CM+10D", 40, 25),
        ("1M+CM", 60, 45),
        ("CM+1M", 60, 45),
        ("CM+1M-5D", 55, 40),
        ("<CM+1M-5D>", 55, 40),
        ("10P+NK", 40, 25),
        ("D15", 30, 15),  # the next 15th: at most a month away
        ("P15", 30, 15),
        ("D31", 30, 15),
        ("1M+D15", 60, 45),
        ("CM+D15", 45, 30),  # from the month's end the 15th is 15 days away
        ("CM+1M+D15", 75, 60),
        ("CM+CM", 30, 15),  # a month's end needs no further wait
        ("CM+10D+CM", 70, 40),  # but after ten more days it does
        ("CM+D15+D15", 75, 45),
        ("3650D", 3650, 3650),
        ("10D-10D", 0, 0),
    ],
)
def test_a_formula_gives_its_longest_or_average_days(formula: str, longest: int, average: int) -> None:
    assert formula_days(formula, end_of_month=LONGEST) == longest
    assert formula_days(formula, end_of_month=AVERAGE) == average


@pytest.mark.parametrize(
    ("formula", "language", "expected"),
    [
        ("1K", FINNISH, 30),
        ("1K", SWEDISH, 90),
        ("2V", FINNISH, 720),
        ("2V", SWEDISH, 14),
        ("1K+10P", None, 40),  # P is Finnish
        ("AM+2V", None, 44),  # AM is Swedish
        ("1K+10P", SWEDISH, 40),  # the formula's own letters come before what its table says
        ("1K+AM", FINNISH, 120),
        ("1M", FINNISH, 30),
        ("10D", ENGLISH, 10),
    ],
)
def test_letters_that_differ_follow_the_language(formula: str, language: Language | None, expected: int) -> None:
    assert formula_days(formula, end_of_month=LONGEST, language=language) == expected


@pytest.mark.parametrize(
    ("formula", "language", "said"),
    [
        ("1K", None, "K is a month in Finnish and a quarter in Swedish"),
        ("1V", None, "V is a year in Finnish and a week in Swedish"),
        ("1K+10D", None, "nothing tells the language"),
        ("1K", ENGLISH, "nothing tells the language"),  # English has no K
        ("1V+10P+AM", None, "nothing tells the language"),  # Finnish and Swedish at once
        ("<1K>", FINNISH, "cannot be read"),  # brackets hold English letters alone
        ("<10P>", None, "cannot be read"),
        ("<10D", None, "cannot be read"),
        ("10D>", None, "cannot be read"),
        ("-1D", None, "0 to 3650 days"),
        ("10D-11D", None, "0 to 3650 days"),
        ("3651D", None, "0 to 3650 days"),
        ("999999999Y", None, "0 to 3650 days"),
        ("-CM", None, "cannot be read"),  # the month's first day
        ("CM-D15", None, "cannot be read"),
        ("D0", None, "cannot be read"),
        ("D32", None, "cannot be read"),
        ("1.5M", None, "cannot be read"),  # not 15 months
        ("1 5D", None, "cannot be read"),
        ("10", None, "cannot be read"),
        ("CM+", None, "cannot be read"),
        ("10X", None, "cannot be read"),
        ("9" * 5000 + "D", None, "cannot be read"),
        ("", None, "no payment term"),
        (" \u00a0", None, "no payment term"),
    ],
)
def test_a_formula_that_is_ambiguous_or_no_term_is_an_error(formula: str, language: Language | None, said: str) -> None:
    with pytest.raises(TermError, match=said):
        formula_days(formula, end_of_month=LONGEST, language=language)


@pytest.mark.parametrize(
    ("formulas", "expected"),
    [
        ([], None),
        (["14D", "1M"], None),  # the same in every language
        (["1K", "1V"], None),  # different in Finnish and Swedish, and no sign of either
        (["10P", "14D", "NK"], FINNISH),
        (["2VI"], FINNISH),
        (["AM", "10D"], SWEDISH),
        (["1Å"], SWEDISH),
        (["CM", "1K"], ENGLISH),
        (["1Q"], ENGLISH),
        (["10P", "AM"], None),  # conflicting signs
        (["<CM>", "<1W>"], None),  # brackets say nothing of the language
        (["<CM>", "10P"], FINNISH),
        (["14 pv netto", "", "AM"], SWEDISH),  # what is no formula says nothing
    ],
)
def test_a_tables_letters_tell_its_language(formulas: list[str], expected: Language | None) -> None:
    assert formula_language(formulas) is expected


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    days = 0
    with suppress(TermError):
        days = formula_days(text, end_of_month=LONGEST)

    assert 0 <= days <= 3650


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["D", "W", "M"])), min_size=1, max_size=6))
def test_a_sum_of_periods_is_the_sum_of_their_days(periods: list[tuple[int, str]]) -> None:
    lengths = {"D": 1, "W": 7, "M": 30}
    formula = "+".join(f"{number}{letter}" for number, letter in periods)

    assert formula_days(formula, end_of_month=LONGEST) == sum(number * lengths[letter] for number, letter in periods)
