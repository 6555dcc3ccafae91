"""How a parameter's value is read from TOML: its type and its bounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

from creditxl.errors import msg
from creditxl.policy.bounds import RuleError

if TYPE_CHECKING:
    from creditxl.policy.factors import FactorTable

Reader = Callable[[object], Any]  # each parameter has a type of its own
Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_TERM = 3650
LEAST_ROWS = 2
LEAST_FACTOR, MOST_FACTOR = Decimal("0.0001"), Decimal(1000)
RATIO = re.compile(r"[0-9]{1,9}(/[0-9]{1,9}|\.[0-9]{1,9})?")
SHOWN = 60


def whole(least: int, most: int) -> Callable[[object], int]:
    """Return the reader of a whole number from `least` to `most`."""

    def read(value: object) -> int:
        if _is_whole(value) and least <= value <= most:
            return value
        raise RuleError(
            msg(
                "The value must be a whole number from {least} to {most}, not '{value}'",
                least=least,
                most=most,
                value=_shown(value),
            )
        )

    return read


def decimal(least: str, most: str) -> Callable[[object], Decimal]:
    """Return the reader of an amount or a ratio from `least` to `most`."""

    def read(value: object) -> Decimal:
        if _is_number(value) and Decimal(least) <= value <= Decimal(most):
            return Decimal(value)
        raise RuleError(
            msg(
                "The value must be a number from {least} to {most}, not '{value}'",
                least=least,
                most=most,
                value=_shown(value),
            )
        )

    return read


def choice(choices: type[Choice]) -> Callable[[object], Choice]:
    """Return the reader of one of some words."""

    def read(value: object) -> Choice:
        for one in choices:
            if value == one.value:
                return one
        raise RuleError(
            msg("The value must be one of {choices}, not '{value}'", choices=", ".join(choices), value=_shown(value))
        )

    return read


def factor_table(value: object) -> FactorTable:
    """Read the payment-term factors (rule R1): rows of days and factor, days rising, at least two rows.

    A factor is a number or, to be exact, a ratio in quotes ("37/30"); it is 0.0001 to 1000.

    Raises:
        RuleError: The table or a row of it is not so.
    """
    if not isinstance(value, list) or len(value) < LEAST_ROWS:
        raise RuleError(
            msg("The factor table must have at least two rows of [days, factor], not '{value}'", value=_shown(value))
        )
    table = tuple(_row(row) for row in value)
    for (before, _), (days, _) in pairwise(table):
        if days <= before:
            raise RuleError(
                msg("The days of the factor table must rise: {days} comes after {before}", days=days, before=before)
            )
    return table


def _row(row: object) -> tuple[int, Fraction]:
    match row:
        case [days, factor] if _is_whole(days) and 0 <= days <= LONGEST_TERM:
            return days, _factor(factor)
    raise RuleError(
        msg(
            "A row of the factor table must be [days, factor], days from 0 to {most}, not '{row}'",
            most=LONGEST_TERM,
            row=_shown(row),
        )
    )


def _factor(value: object) -> Fraction:
    number = _ratio(value) if isinstance(value, str) else value
    # The bounds are checked before a decimal turns into a ratio: 1e-999999 would make one of a million digits.
    if (_is_number(number) or isinstance(number, Fraction)) and LEAST_FACTOR <= number <= MOST_FACTOR:
        return Fraction(number)
    raise RuleError(
        msg(
            "A factor must be a number from {least} to {most} or a ratio such as '37/30', not '{value}'",
            least=str(LEAST_FACTOR),
            most=str(MOST_FACTOR),
            value=_shown(value),
        )
    )


def _ratio(text: str) -> Fraction | None:
    try:
        return Fraction(text) if RATIO.fullmatch(text) else None
    except ZeroDivisionError:
        return None


def _is_whole(value: object) -> TypeGuard[int]:
    return type(value) is int  # `True` is an int to Python, but no number to people


def _is_number(value: object) -> TypeGuard[int | Decimal]:
    return _is_whole(value) or (isinstance(value, Decimal) and value.is_finite())


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
