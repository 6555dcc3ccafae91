"""Business ids with right check digits, from number ranges that registers have not reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from creditxl.sample.dice import Dice

FINNISH_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
FINNISH_MODULUS = 11
FINNISH_FIRST = 9_000_000  # Finland gives numbers from 0000001 upwards, and is below 4 million
FINNISH_STEP = 997  # each customer has a range of its own: no two ids are the same
ESTONIAN_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
TEN = 10


def finnish_id(ordinal: int, dice: Dice) -> str:
    """Return `1234567-8` for one customer; a number whose remainder is 1 is never given, so another is drawn.

    Source: the Finnish Tax Administration's description of the check digit.
    """
    while True:
        number = FINNISH_FIRST + ordinal * FINNISH_STEP + dice.below(FINNISH_STEP)
        check = _finnish_check(number)
        if check is not None:
            return f"{number}-{check}"


def finnish_vat(business_id: str) -> str:
    """Return `FI12345678` for `1234567-8`."""
    return "FI" + business_id.replace("-", "")


def swedish_vat(ordinal: int) -> str:
    """Return a Swedish VAT number: the organisation number, its Luhn digit, and 01."""
    number = f"5599{ordinal:05d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(number)]
    check = -sum(value // TEN + value % TEN for value in doubled) % TEN
    return f"SE{number}{check}01"


def estonian_vat(ordinal: int) -> str:
    """Return an Estonian VAT number."""
    number = f"1099{ordinal:04d}"
    weighted = sum(weight * int(digit) for weight, digit in zip(ESTONIAN_WEIGHTS, number, strict=True))
    return f"EE{number}{-weighted % TEN}"


def spoiled(business_id: str) -> str:
    """Return a Finnish id whose check digit is wrong by one, as a slip of the finger makes it."""
    return business_id[:-1] + str((int(business_id[-1]) + 1) % TEN)


def _finnish_check(number: int) -> int | None:
    weighted = sum(weight * int(digit) for weight, digit in zip(FINNISH_WEIGHTS, str(number), strict=True))
    remainder = weighted % FINNISH_MODULUS
    if remainder == 1:
        return None
    return FINNISH_MODULUS - remainder if remainder else 0
