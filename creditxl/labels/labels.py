"""The program's words in Finnish, Swedish and English."""

from __future__ import annotations

import datetime as dt
import gettext
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from creditxl.errors import ConfigError, msg
from creditxl.labels import figures
from creditxl.labels.words import WORDS
from creditxl.model import LANGUAGES

if TYPE_CHECKING:
    from creditxl.errors import Figure, Message

DOMAIN = "creditxl"
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"


class Labels(Struct, frozen=True, dict=True):
    """Everything that people read, in one language.

    Args:
        language: One of `LANGUAGES`.
        currency: The ledger's currency, ISO 4217; empty where amounts carry none.

    Raises:
        ConfigError: The language is none of `LANGUAGES`.
    """

    language: str
    currency: str = "EUR"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ConfigError(
                msg("There is no language '{language}'", language=self.language),
                where="language",
                fix=msg("Choose one of {languages}.", languages=", ".join(LANGUAGES)),
            )

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        return _catalogue(self.language)

    @cached_property
    def _known(self) -> dict[str, str]:
        return {}

    def in_currency(self, currency: str) -> Labels:
        """Return the same language with another currency behind its amounts."""
        return replace(self, currency=currency)

    def text(self, label: str) -> str:
        """Return a label, given in English; in English where the catalogue lacks it."""
        known = self._known.get(label)
        if known is None:
            known = self._known[label] = self._catalogue.gettext(label)
        return known

    def message(self, message: Message) -> str:
        """Return a sentence with its figures: `Decimal` as money, dates short, enumerations in words."""
        text = self.text(message.text)
        if not message.figures:
            return text.format()
        return text.format(**{name: self._figure(value) for name, value in message.figures.items()})

    def money(self, amount: Decimal) -> str:
        """Return an amount in the ledger's currency: "42 000 €", "42 000,50 €"."""
        return figures.money(amount, self.symbols)

    def date(self, day: dt.date) -> str:
        """Return a short date: "31.10.2026"."""
        return figures.day(day, self.symbols)

    def month(self, month: dt.date) -> str:
        """Return a month, given by any of its days: "10/2026"."""
        return f"{month.month}/{month.year}"

    def status(self, value: StrEnum) -> str:
        """Return the words for a value of the model's enumerations."""
        return self.text(WORDS[type(value)][value])

    @cached_property
    def symbols(self) -> figures.Symbols:
        """How this language and currency write figures."""
        return figures.symbols(self.language, self.currency)

    def _figure(self, value: Figure) -> str:
        if isinstance(value, Decimal):
            return self.money(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, StrEnum):
            return self.status(value)
        return str(value)


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_FOLDER, [language])
