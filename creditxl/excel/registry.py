"""What a worksheet function is: said once, and the Python callable, the VBA, the help and the documentation follow."""

from __future__ import annotations

import inspect
import math
import re
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from creditxl.excel.cells import NA, NUM, CellError, CellProblem, CellValue, cell_of, grid, spread
from creditxl.policy.bounds import RuleError
from creditxl.policy.factors import FactorError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from creditxl.errors import Message
    from creditxl.excel.cells import Cells, Grid

CATEGORY = "creditxl"
LONGEST_HELP = 255  # characters that Excel shows
MOST_ARGUMENTS = 20  # as VBA takes 24 continued lines for their help, and people fewer
CELL_ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*(C[0-9]*)?|C[0-9]*", re.IGNORECASE)

Item = TypeVar("Item")


class Empty(Enum):
    """What an empty cell, or an argument left out, means."""

    ZERO = "0"
    NOT_GIVEN = "not given"
    NEEDED = "`#N/A`"


class Gives(Enum):
    """What a function's result is."""

    AMOUNT = "an amount, in the currency of the amounts given"
    RATIO = "a number"
    DAYS = "a whole number of days"
    WORD = "a word"
    FLAG = "TRUE or FALSE"
    IDENTIFIER = "an identifier, as text"


ROWS = frozenset({list, tuple})
EMPTY_CELL: Mapping[Empty, object] = {Empty.ZERO: Decimal(0), Empty.NOT_GIVEN: None, Empty.NEEDED: NA}


class Argument(Struct, frozen=True):
    """One argument of a function.

    Args:
        help: For the function wizard: what it is, its unit and bounds; what is taken when it is not given. A `Decimal`
            in it is an amount or a ratio in the unit that the sentence tells.
        read: Turns one cell into what the function takes, or raises a CellProblem.
        is_day: Whether it is a date, which a workbook may count from 1904.
    """

    help: Message
    read: Callable[[Any], object]
    empty: Empty = Empty.NOT_GIVEN
    is_day: bool = False

    @property
    def takes(self) -> str:
        return "a cell or a range; a range spills"

    def grid_of(self, given: object) -> Grid[object]:
        """Return what an argument gives, cell by cell; a CellError where a cell gives none."""
        return tuple(tuple(map(self.value, row)) for row in grid(given))

    def value(self, given: object) -> object:
        """Return what one cell gives; a CellError where it gives nothing."""
        if given is None or given == "":
            return EMPTY_CELL[self.empty]
        cell = cell_of(given)
        return cell if isinstance(cell, CellError) else _attempt(self.read, cell)


NOTHING: Grid[object] = ((None,),)


class Whole(Argument, frozen=True):
    """An argument that is one table, read as a whole: it never spills."""

    @property
    def takes(self) -> str:
        return "a range, read as one table"

    def value(self, given: object) -> object:
        return self.grid_of(given)[0][0]

    def grid_of(self, given: object) -> Grid[object]:
        if given is None:
            return NOTHING
        cells = grid(given)
        error = next((cell for row in cells for cell in row if isinstance(cell, CellError)), None)
        if error:
            return ((error,),)
        if all(cell is None or cell == "" for row in cells for cell in row):
            return NOTHING
        return ((_attempt(self.read, cells),),)


class Function(Struct, frozen=True):
    """A worksheet function.

    Called with cells (values, rows, tuples of rows), it gives a cell, or rows of them where an argument is a range.

    Args:
        name: As it is written in a cell.
        help: For the function wizard, in English.
        arguments: By name, in order.
        optional: The names of those that may be left out.
        compute: Takes what the arguments' readers give, for one cell of the result.
    """

    name: str
    help: str
    arguments: dict[str, Argument]
    optional: frozenset[str]
    gives: Gives
    compute: Callable[..., CellValue]

    def __call__(self, *given: object) -> CellValue | Cells:
        if not len(self.arguments) - len(self.optional) <= len(given) <= len(self.arguments):
            message = f"{self.name} takes {', '.join(self.arguments)}; {len(given)} arguments were given"
            raise TypeError(message)
        filled = [*given, *[None] * (len(self.arguments) - len(given))]
        # Most cells ask of a few cells: rows and columns are looked for where there are any.
        if ROWS.isdisjoint(map(type, filled)):
            values = [argument.value(one) for argument, one in zip(self.arguments.values(), filled, strict=True)]
            return self._cell(values)
        read = [argument.grid_of(one) for argument, one in zip(self.arguments.values(), filled, strict=True)]
        result = tuple(tuple(map(self._cell, line)) for line in spread(read, NA))
        return result[0][0] if len(result) == len(result[0]) == 1 else result

    def _cell(self, values: Sequence[object]) -> CellValue:
        for value in values:
            if isinstance(value, CellError):
                return value
        result = _attempt(self.compute, *values)
        if not isinstance(result, (Decimal, float)):
            return result
        number = float(result)
        return number if math.isfinite(number) else NUM

    @property
    def parameters(self) -> list[inspect.Parameter]:
        """The parameters, for xlwings and other readers of signatures."""
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        return [
            inspect.Parameter(name, kind, default=None if name in self.optional else inspect.Parameter.empty)
            for name in self.arguments
        ]


def _attempt(step: Callable[..., Item], *values: object) -> Item | CellError:
    """Return what a step gives, or the error that the cell shows: #N/A for no factor, #NUM! outside the bounds."""
    try:
        return step(*values)
    except CellProblem as problem:
        return problem.error
    except FactorError:
        return NA
    # A ValueError beside: a date that months carry past the calendar's end.
    except (RuleError, ArithmeticError, ValueError):
        return NUM


def function(gives: Gives, **arguments: Argument) -> Callable[[Callable[..., CellValue]], Function]:
    """Return the decorator that makes a worksheet function of a Python function of the same name and parameters.

    Raises:
        ValueError: The arguments are not those of the function, or Excel could not take the name or the help.
    """

    def register(compute: Callable[..., CellValue]) -> Function:
        parameters = inspect.signature(compute).parameters
        name, text = compute.__name__.upper(), " ".join((compute.__doc__ or "").split())
        refusal = _refusal(name, text, list(parameters), arguments)
        if refusal:
            message = f"{name}: {refusal}"
            raise ValueError(message)
        optional = frozenset(key for key, one in parameters.items() if one.default is not inspect.Parameter.empty)
        return Function(name, text, arguments, optional, gives, compute)

    return register


def _refusal(name: str, text: str, parameters: list[str], arguments: dict[str, Argument]) -> str:
    """Return why Excel, or whoever reads the definition, could not take it; empty when all is well."""
    if parameters != list(arguments):
        return "the arguments described are not those of the Python function"
    if len(arguments) > MOST_ARGUMENTS:
        return f"at most {MOST_ARGUMENTS} arguments, not {len(arguments)}"
    if is_cell_address(name):
        return "the name of a function must not be the address of a cell"
    for told in (text, *(str(argument.help) for argument in arguments.values())):
        if not (told and told.isascii() and len(told) <= LONGEST_HELP):
            return f"a help text is ASCII, of 1 to {LONGEST_HELP} characters, not '{told}'"
    return ""


def is_cell_address(name: str) -> bool:
    """Tell whether Excel takes a name for the address of a cell, in its A1 or its R1C1 form.

    >>> [is_cell_address(name) for name in ("DSO90", "R1C1", "C", "LIMIT_NEED")]
    [True, True, True, False]
    """
    return CELL_ADDRESS.fullmatch(name) is not None
