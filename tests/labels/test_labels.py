"""Words, amounts and dates as people read them, against figures written by hand."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from babel.dates import format_date
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from creditxl import model
from creditxl.errors import ConfigError, msg
from creditxl.labels import LANGUAGES, Labels, label
from creditxl.labels.words import WORDS
from creditxl.policy.need import NeedBasis
from creditxl.policy.terms import EndOfMonth
from creditxl.tables.columns import Kind

SPACE, MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"
ENUMERATIONS = [
    found
    for found in vars(model).values()
    if isinstance(found, type) and issubclass(found, StrEnum) and found is not StrEnum
]


@pytest.mark.parametrize(
    ("language", "currency", "amount", "shown"),
    [
        ("fi", "EUR", "42000", "42_000_€"),
        ("fi", "EUR", "42000.00", "42_000_€"),
        ("fi", "EUR", "42000.5", "42_000,50_€"),
        ("fi", "EUR", "0", "0_€"),
        ("fi", "EUR", "0.005", "0,01_€"),  # half a cent goes up
        ("fi", "EUR", "-0.004", "0_€"),  # and no minus stays before nothing
        ("fi", "EUR", "-1234.5", f"{MINUS}1_234,50_€"),
        ("fi", "EUR", "999999.999", "1_000_000_€"),
        ("fi", "EUR", "1E+6", "1_000_000_€"),
        ("fi", "EUR", "123456789012.34", "123_456_789_012,34_€"),
        ("sv", "EUR", "42000.5", "42_000,50_€"),
        ("sv", "SEK", "42000", "42_000_kr"),
        ("fi", "SEK", "42000", "42_000_SEK"),
        ("en", "EUR", "42000.5", "42_000,50_€"),  # as in Finland: 42,000 would be read as forty-two
        ("en", "EUR", "-1", "-1_€"),
        ("fi", "", "1000", "1_000"),
        ("fi", "XYZ", "1000", "1_000_XYZ"),
    ],
)
def test_money_is_grouped_and_has_cents_only_where_there_are_any(
    language: str, currency: str, amount: str, shown: str
) -> None:
    assert Labels(language, currency).money(Decimal(amount)) == shown.replace("_", SPACE)


@pytest.mark.parametrize("language", LANGUAGES)
@given(cents=st.integers(-(10**14), 10**14))
def test_money_is_written_as_cldr_says(language: str, cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    # Babel writes the pattern's hyphen; CLDR's minus sign for Finnish and Swedish is longer.
    minus = "-" if language == "en" else MINUS
    expected = format_currency(amount, "EUR", locale=f"{language}_FI").removesuffix(f"{SPACE}€").removesuffix(",00")

    assert Labels(language).money(amount) == f"{expected.replace('-', minus)}{SPACE}€"


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=st.dates())
def test_days_are_written_as_cldr_says(language: str, day: date) -> None:
    assert Labels(language).date(day) == format_date(day, "short", locale=f"{language}_FI")


def test_days_and_months_are_as_each_language_writes_them() -> None:
    day = date(2026, 10, 5)

    assert [Labels(language).date(day) for language in LANGUAGES] == ["5.10.2026", "5.10.2026", "05/10/2026"]
    assert [Labels(language).month(date(2026, 1, 31)) for language in LANGUAGES] == ["1/2026"] * 3


def test_a_message_is_said_with_its_figures() -> None:
    said = msg("As of {as_of}", as_of=date(2026, 10, 31))
    example = msg(
        "Example: sales of {sales} a month at {days} days call for cover of {need}.",
        sales=Decimal(1000),
        days=1000,
        need=Decimal("2000.50"),
    )

    assert Labels("fi").message(said) == "Tilanne 31.10.2026"
    assert Labels("fi").message(example).replace(SPACE, " ") == (
        "Esimerkki: myynti 1 000 € kuukaudessa, maksuehto 1000 pv, limiitintarve 2 000,50 €."
    )
    assert Labels("en").message(msg("{file} is written.", file="{a}.xlsx")) == "{a}.xlsx is written."


def test_a_status_among_the_figures_is_said_in_words() -> None:
    message = msg("{file} is written.", file=model.InsuranceStatus.COVERED)

    assert Labels("fi").message(message) == "Katettu on kirjoitettu."


def test_a_sentence_that_no_catalogue_knows_is_said_in_english() -> None:
    unknown = "a sentence {that} nobody translated"

    assert Labels("fi").text(unknown) == unknown
    assert Labels("fi").message(msg(unknown, that=1)) == "a sentence 1 nobody translated"
    assert label(unknown) is unknown


@pytest.mark.parametrize("enumeration", [*ENUMERATIONS, Kind, NeedBasis, EndOfMonth])
def test_every_value_of_every_enumeration_has_its_own_words_in_every_language(enumeration: type[StrEnum]) -> None:
    assert set(WORDS[enumeration]) == set(enumeration)
    for language in LANGUAGES:
        words = [Labels(language).status(value) for value in enumeration]

        assert len(set(words)) == len(words)
        assert all(words)


def test_statuses_of_equal_values_are_not_mixed_up() -> None:
    finnish = Labels("fi")

    assert finnish.status(model.InsuranceStatus.SHORT) == "Osittain katettu"
    assert finnish.status(model.LimitStatus.SHORT) == "Limiitti alle tarpeen"


def test_a_language_that_is_not_there_is_told_of() -> None:
    with pytest.raises(ConfigError, match=r"no language 'de'.*Choose one of fi, sv, en"):
        Labels("de")


def test_thirty_thousand_messages_take_a_moment() -> None:
    finnish = Labels("fi")
    amounts = [Decimal(number) / 7 for number in range(30_000)]
    finnish.money(Decimal(1))
    started = time.perf_counter()
    for amount in amounts:
        finnish.message(msg("Example: {sales} {days} {need}", sales=amount, days=30, need=Decimal(30000)))

    assert time.perf_counter() - started < 1.5  # some 0.2 s on an idle machine


def test_babel_is_loaded_with_the_first_figure_and_not_before() -> None:
    used = "from creditxl.labels import Labels; Labels('fi').text('Overview')"
    code = f"import sys; {used}; sys.exit('babel' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
