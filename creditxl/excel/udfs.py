"""The worksheet functions as xlwings serves them to Excel: `xlwings.udfs.call_udf` finds each here by its name.

Off Windows xlwings' decorators do nothing, and the functions can be called all the same.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import xlwings as xw
from xlwings.conversion import Converter, RawValueAccessor

from creditxl.excel.functions import FUNCTIONS
from creditxl.excel.registry import CATEGORY
from creditxl.excel.safety import make_safe
from creditxl.excel.wire import from_excel, to_excel

if TYPE_CHECKING:
    from collections.abc import Callable

    from creditxl.excel.cells import Cells, CellValue
    from creditxl.excel.registry import Function
    from creditxl.excel.wire import Wire

make_safe()


class Crossing(Converter):
    """Values as VBA hands them over, with errors among them; xlwings' own conversion would turn those into nothing."""

    base: Any = RawValueAccessor

    @classmethod
    def read_value(cls, value: object, _options: object) -> Cells | CellValue:
        return from_excel(value)

    @classmethod
    def write_value(cls, value: object, _options: object) -> list[list[Wire]]:
        return to_excel(value)


def served(function: Function) -> Callable[..., Any]:
    """Return a function under xlwings' decorators, with its name, its parameters and its help."""

    def call(*cells: object) -> object:
        return function(*cells)

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.help
    # xlwings looks up the types of parameters by name; these have none that it could find.
    call.__annotations__ = {}
    setattr(call, "__signature__", inspect.Signature(function.parameters))  # noqa: B010 - a function's type names no such attribute
    described = [xw.arg(name, convert=Crossing, doc=str(one.help)) for name, one in function.arguments.items()]
    decorated: Callable[..., Any] = call
    # `func` last: each of the others would set the category back.
    for decorate in (xw.ret(convert=Crossing), *described, xw.func(category=CATEGORY)):
        decorated = decorate(decorated)
    return decorated


globals().update({function.name: served(function) for function in FUNCTIONS})
