"""Texts of which most stay as they are written."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.extracts.typed import AS_IT_IS, ERRORS, UNSEEN, _cell

SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def stays(text: str) -> bool:
    return bool(pl.Series([text]).str.contains(AS_IT_IS).item())


@given(st.text(st.sampled_from(f'aÄ1-"=#\0\n{SPACES}{UNSEEN}'), max_size=4))
def test_a_text_that_is_not_looked_at_is_one_that_stays_as_it_is(text: str) -> None:
    assert not stays(text) or _cell(str, text) == text


@pytest.mark.parametrize(
    "text", ["", " a", "a ", "\x1fa", '="00012"', *(f"a{mark}" for mark in SPACES + UNSEEN), *sorted(ERRORS)]
)
def test_a_text_that_may_mean_something_else_is_looked_at(text: str) -> None:
    assert not stays(text)


@pytest.mark.parametrize("text", ["a", "Koivu & Kumppanit Oy", "a\nb", "1234567-1", 'Ravintola "Ö"'])
def test_most_texts_stay_as_they_are(text: str) -> None:
    assert stays(text)
