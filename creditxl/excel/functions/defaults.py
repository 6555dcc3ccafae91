"""The policy that a function takes: the shipped one, with what its cells say instead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from creditxl.errors import PolicyError
from creditxl.excel.cells import NUM, VALUE, CellProblem
from creditxl.excel.reading import number, ratio, whole
from creditxl.policy import parameters
from creditxl.policy.factors import factor
from creditxl.policy.reading import factor_table

if TYPE_CHECKING:
    from fractions import Fraction

    from creditxl.excel.cells import Cells, CellValue
    from creditxl.policy.factors import FactorTable
    from creditxl.policy.parameters import Policy

Settings = Mapping[str, object]

TWO = 2  # columns of a table of factors or settings
SIMPLE = 1000  # largest denominator of a factor that is taken as a ratio


class Factors(Struct, frozen=True):
    """A table of payment-term factors that keeps what it has been asked."""

    table: FactorTable
    _known: dict[int, Fraction] = field(default_factory=dict)

    def of(self, days: int) -> Fraction:
        """Return the factor of a payment term in days (rule R1); a FactorError where there is none."""
        if days not in self._known:
            self._known[days] = factor(days, self.table)
        return self._known[days]


def factors(cells: Cells) -> Factors:
    """Read a table of days and factor, a row each; rows that are empty are passed over."""
    return Factors(factor_table([[whole(days), _factor(value)] for days, value in _pairs(cells)]))


def _factor(cell: CellValue) -> str | Decimal:
    exact = ratio(cell)
    return str(exact) if exact.denominator <= SIMPLE else number(cell)


@cache
def shipped_factors() -> Factors:
    return Factors(shipped().payment_term_factors)


@lru_cache(256)
def shipped(on: date = date.max) -> Policy:
    """Return the shipped policy as it is on a date; without one, its newest values."""
    try:
        return parameters.load(on)
    except PolicyError as error:
        raise CellProblem(NUM) from error


def settings(cells: Cells) -> Settings:
    """Read a table of parameter and value, a row each, by the names of the policy file."""
    return {str(name): value if isinstance(value, str) else number(value) for name, value in _pairs(cells)}


def changed(policy: Policy, given: Settings) -> Policy:
    """Return a policy with some parameters replaced, each inside its bounds; those that are None stay."""
    values = {name: value for name, value in given.items() if value is not None}
    if not values:
        return policy
    if not values.keys() <= parameters.SPECS.keys():
        raise CellProblem(VALUE)
    read: dict[str, Any] = {name: parameters.SPECS[name].read(_plain(value)) for name, value in values.items()}
    return replace(policy, **read)


def _plain(value: object) -> object:
    """Return a whole number as such: a parameter of days or months takes no other."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def _pairs(cells: Cells) -> list[tuple[CellValue, CellValue]]:
    if len(cells[0]) != TWO:
        raise CellProblem(VALUE)
    return [(first, second) for first, second in cells if not (_is_empty(first) and _is_empty(second))]


def _is_empty(cell: CellValue) -> bool:
    return cell is None or cell == ""
