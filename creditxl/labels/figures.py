"""How a language writes amounts and dates: the symbols of Unicode CLDR, fetched once, and grouping of our own."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date

# The territory is Finland in every language, so that one group's staff read one way of writing: in its English too the
# comma is the decimal mark, and 42,000 would be read as forty-two.
LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_FI"}
CENT = Decimal("0.01")
DATE_PARTS = {"d": "{0.day}", "dd": "{0.day:02d}", "M": "{0.month}", "MM": "{0.month:02d}", "y": "{0.year}"}


class Symbols(Struct, frozen=True):
    """What one locale and one currency need for figures.

    Args:
        money: Where the amount and the currency's symbol stand, such as `{0} €`.
        day: A short date, as a format of a `date`.
    """

    decimal: str
    group: str
    minus: str
    money: str
    day: str
    currency: str


@cache
def symbols(language: str, currency: str) -> Symbols:
    """Return the symbols of a language, as used in Finland, and of a currency (ISO 4217, may be empty)."""
    # Babel costs more than the rest of a short command: it is loaded with the first figure.
    from babel import Locale  # noqa: PLC0415 - loaded with the first figure, see above

    locale = Locale.parse(LOCALES[language])
    numbers = locale.number_symbols["latn"]
    sign = locale.currency_symbols.get(currency, currency)
    money = re.sub(r"[#,0.]+", "{0}", locale.currency_formats["standard"].pattern).replace("¤", sign)
    return Symbols(
        decimal=numbers["decimal"],
        group=numbers["group"],
        minus=numbers["minusSign"],
        money=money.strip(),
        day=re.sub(r"[dMy]+", lambda part: DATE_PARTS[part.group()], locale.date_formats["short"].pattern),
        currency=sign,
    )


def money(amount: Decimal, marks: Symbols) -> str:
    """Return an amount with its currency; cents only where there are any."""
    return marks.money.format(number(amount, marks))


def number(amount: Decimal, marks: Symbols) -> str:
    """Return an amount to the cent, halves away from zero; cents only where there are any."""
    cents = amount.quantize(CENT, ROUND_HALF_UP)
    whole, fraction = f"{abs(cents):,f}".split(".")
    shown = marks.group.join(whole.split(","))
    if fraction != "00":
        shown = f"{shown}{marks.decimal}{fraction}"
    return f"{marks.minus}{shown}" if cents < 0 else shown


def day(on: date, marks: Symbols) -> str:
    return marks.day.format(on)
