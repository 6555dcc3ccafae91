"""The engine that xlwings drives LibreOffice Calc with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import xlwings as xw

from creditxl.calc.engine.apps import Apps
from creditxl.calc.engine.values import Raw, clean, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Engine:
    """What `xlwings.engines` holds beside Excel's own engines.

    Args:
        name: How xlwings finds it. xlwings converts arguments of UDFs, which come without a range, through the engine
            named `excel`; where there is no Excel, that is this one.
    """

    type: Literal["desktop"] = "desktop"

    def __init__(self, name: str) -> None:
        self.name = name
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: object, options: object) -> object:  # noqa: ARG004 - xlwings' signature
        return prepare(x)

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Raw]],
        datetime_builder: Callable[..., object],
        empty_as: object,
        number_builder: Callable[[float], object] | None,
        err_to_str: bool,  # noqa: FBT001 - xlwings' signature
    ) -> list[list[object]]:
        return clean(
            data,
            dates=datetime_builder,
            empty=empty_as,
            numbers=number_builder,
            errors_as_text=err_to_str,
        )


def register() -> xw.Engine:
    """Add the engine to xlwings, once, and return it; `activate()` makes it the one that `xw.Book` uses.

    It is named `excel`, or `calc` where Excel's engine has that name.
    """
    known = list(xw.engines)
    for engine in known:
        if isinstance(engine.impl, Engine):
            return engine
    taken = any(engine.name == "excel" for engine in known)
    engine = xw.Engine(impl=Engine("calc" if taken else "excel"))
    xw.engines.add(engine)
    return engine
