"""Texts of others in delimited files: none becomes a formula, whatever stands before its sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.outgoing.texts import guarded

BLANKS = " \t\r\n\v\f\x00\x1c\u00a0\u2003\u200b\u2060\ufeff"


@pytest.mark.parametrize("text", ["=1+1", "+358 9 123", "-5", "@x", "\t=1", "\r1", "\n=1+1", " =1+1", "\u00a0@SUM(A1)"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Koivu Oy", " Koivu Oy", "\nKoivu", "1=1", "a\n=1+1", "'=1+1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@given(st.text(BLANKS, max_size=4), st.sampled_from("=+-@"), st.text(max_size=5))
def test_no_blanks_before_a_sign_get_it_past_the_guard(blanks: str, sign: str, rest: str) -> None:
    assert guarded(f"{blanks}{sign}{rest}").startswith("'")
