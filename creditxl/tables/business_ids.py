"""Business ids: one canonical form for a legal entity, however a system writes it (rules, section 1)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from stdnum import get_cc_module
from stdnum.fi import alv

FINLAND = "FI"
_COUNTRY_CODE = 2
_NOTHING_OF_IT = re.compile(r"[^0-9A-Z]+")
_FINNISH_DIGITS = 8
# A VAT number that is the register's number with this behind it: both name one company.
_VAT_ENDINGS = {"SE": "01", "NO": "MVA"}
_FEWEST_DIGITS = 4  # of a country's number that nobody here can check: "ei tiedossa" and "XXX" are none
_SHORTEST_FINNISH = 7  # a spreadsheet drops one leading zero: 0123456-7 becomes 1234567
# Numbers of the trade registers that python-stdnum checks; a VAT number is tried for every country besides.
_REGISTERS = {"SE": "orgnr", "EE": "registrikood", "NO": "orgnr", "DK": "cvr", "LT": "asmens", "NL": "kvk", "CH": "uid"}


def compact(text: str) -> str:
    """Return the letters and digits alone, in capitals.

    >>> compact(" fi 0201256-6 ")
    'FI02012566'
    """
    plain = text.upper().replace("-", "")
    # Most ids are letters and digits with a hyphen at most: the rest is looked for where there is any.
    return plain if plain.isalnum() and plain.isascii() else _NOTHING_OF_IT.sub("", plain)


def canonical(text: str, country: str = "") -> str | None:
    """Return a business id in its one form, or None when its check digit or its form is wrong.

    A Finnish id is `1234567-8`, whether it came as such, as a VAT number, or with its leading zero lost; another
    country's is that country's code and number. An id of a country that nobody here can check is taken as it is.

    Args:
        text: The id as a system wrote it.
        country: ISO 3166 code of the customer's country; empty where it is not given.

    Source: rules.md, section 1; python-stdnum for the check digits.

    >>> canonical("FI02012566"), canonical("0201256-7"), canonical("556012-5790", "SE")
    ('0201256-6', None, 'SE5560125790')
    """
    number = compact(text)
    code = _country(number, country)
    if not number.removeprefix(code):
        return None
    return _finnish(number) if code == FINLAND else _foreign(number.removeprefix(code), code)


def match_keys(business_id: str) -> tuple[str, ...]:
    """Return the forms under which another system may name a canonical id, without its hyphen.

    >>> match_keys("0201256-6"), match_keys("SE5560125790")
    (('02012566',), ('SE5560125790', '5560125790'))
    """
    key = compact(business_id)
    return (key, key[_COUNTRY_CODE:]) if key[:_COUNTRY_CODE].isalpha() else (key,)


def _country(number: str, country: str) -> str:
    """Return the country of a number: the customer's, else that of a VAT number's first letters, else Finland."""
    code = country.strip().upper()
    if len(code) == _COUNTRY_CODE and code.isalpha():
        return "GR" if code == "EL" else code
    prefix = number[:_COUNTRY_CODE]
    # Letters of which no register is known are no country: "PUUTTUU" is not a number of PU.
    return prefix if prefix.isalpha() and _checkers(prefix) else FINLAND


def _finnish(number: str) -> str | None:
    digits = number.removeprefix(FINLAND)
    if not digits.isdecimal() or not _SHORTEST_FINNISH <= len(digits) <= _FINNISH_DIGITS:
        return None
    digits = digits.zfill(_FINNISH_DIGITS)
    # python-stdnum accepts 0000000-0, which nobody holds.
    if not int(digits) or alv.checksum(digits):
        return None
    return f"{digits[:-1]}-{digits[-1]}"


def _foreign(number: str, code: str) -> str | None:
    checkers = _checkers(code)
    if not checkers:
        return f"{code}{number}" if sum(map(str.isdecimal, number)) >= _FEWEST_DIGITS else None
    for register, checker in checkers:
        if checker.is_valid(number):
            valid = compact(checker.compact(number)).removeprefix(code)
            return f"{code}{valid if register else valid.removesuffix(_VAT_ENDINGS.get(code, ''))}"
    return None


@lru_cache
def _checkers(code: str) -> tuple[tuple[bool, Any], ...]:
    """Return python-stdnum's modules for a country's numbers, and whether each checks its register's number."""
    register = _REGISTERS.get(code)
    found = [(True, get_cc_module(code, register))] if register else []
    found.append((False, get_cc_module(code, "vat")))
    return tuple((is_register, module) for is_register, module in found if module is not None)
