"""What the VBA of a workbook speaks to inside LibreOffice."""

from __future__ import annotations

import importlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from creditxl.calc import unoapi
from creditxl.calc.bridge import crossing
from creditxl.calc.bridge.saving import left_alone
from creditxl.errors import CreditXLError, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Loaded by name, as xlwings loads the modules that VBA names.
FUNCTIONS: Final = "creditxl.excel.udfs"
WIRE: Final = "creditxl.excel.wire"
MACROS: Final = "creditxl.excel.macros"
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Server:
    """Answers the VBA of one workbook.

    Args:
        document: The workbook, a com.sun.star.sheet.SpreadsheetDocument.
        context: The component context of its LibreOffice.
    """

    def __init__(self, document: unoapi.UnoObject, context: unoapi.Context) -> None:
        self._document = document
        self._context = context
        self._failure = ""
        self._methods: dict[str, Callable[..., object]] = {
            "Answer": self.answer,
            "Run": self.run,
            "SavedCopy": self.saved_copy,
            "FailureText": self.failure_text,
        }

    def answer(self, name: str, kinds: str, arguments: Sequence[unoapi.UnoObject]) -> unoapi.UnoObject:
        """Answer a worksheet function, and give #VALUE! when it fails, as the VBA does in Excel.

        Args:
            name: The function's.
            kinds: One letter for each argument: d where it is a date.
            arguments: Values, arrays and Range objects; None for those left out.
        """
        try:
            wire, function = importlib.import_module(WIRE), _member(FUNCTIONS, name)
            cells = map(crossing.taken, arguments, [self._document] * len(arguments), kinds)
            answer = crossing.given(wire.to_excel(function(*map(wire.from_excel, cells))))
        except Exception as error:  # noqa: BLE001 - a cell shows it; nothing may end the calculation of the others
            self._failure = str(error)
            return crossing.error(crossing.VALUE)
        self._failure = ""
        return answer

    def run(self, name: str) -> None:
        """Run a macro of Python, which finds the workbook with `xw.Book.caller()`."""
        import xlwings as xw  # noqa: PLC0415 - functions alone need not wait for it

        from creditxl.calc.engine import register  # noqa: PLC0415 - see above

        engine = register()
        engine.activate()
        books = engine.impl.apps.attach(self._context).books
        ours = self._document.RuntimeUID
        xw.Book(impl=next(book for book in books if book.api.RuntimeUID == ours)).set_mock_caller()
        _member(MACROS, name)(**({"read_only": True} if self._document.isReadonly() else {}))

    def saved_copy(self) -> str:
        """Save the workbook as it stands, as a file of its own, and return the file's path.

        It is an .xlsx: what is made from the copy has no macros, and those that run are not to be touched.
        """
        handle, name = tempfile.mkstemp(".xlsx", "creditxl-")
        os.close(handle)
        with left_alone(self._document):
            options = unoapi.arguments(FilterName="Calc MS Excel 2007 XML")
            self._document.storeToURL(unoapi.file_url(Path(name)), options)
        return name

    def failure_text(self) -> str:
        """Return what went wrong in the function that was computed last; empty when nothing did."""
        return self._failure

    # com.sun.star.script.XInvocation: how Basic calls methods that no interface declares.

    def getIntrospection(self) -> None:  # noqa: N802 - UNO's name
        """There is nothing to tell: methods are found by name."""

    def hasMethod(self, name: str) -> bool:  # noqa: N802 - UNO's name
        return name in self._methods

    def hasProperty(self, name: str) -> bool:  # noqa: ARG002, N802 - UNO's signature
        return False

    def getValue(self, name: str) -> None:  # noqa: N802 - UNO's name
        raise AttributeError(name)

    def setValue(self, name: str, value: object) -> None:  # noqa: ARG002, N802 - UNO's signature
        raise AttributeError(name)

    def invoke(
        self, name: str, arguments: Sequence[unoapi.UnoObject], *_outs: object
    ) -> tuple[object, tuple[()], tuple[()]]:
        try:
            return self._methods[name](*arguments), (), ()
        except Exception as error:
            # LibreOffice shows what is raised here: the sentence, without Python's traceback.
            raise unoapi.failure("com.sun.star.uno.RuntimeException")(str(error), None) from error


def serve(document: unoapi.UnoObject, context: unoapi.Context) -> unoapi.UnoObject:
    """Return the UNO object that answers the VBA of a workbook."""
    uno = unoapi.load()
    base = importlib.import_module("unohelper").Base
    invocation = uno.getClass("com.sun.star.script.XInvocation")
    kind: unoapi.UnoObject = type("UnoServer", (Server, base, invocation), {})
    return kind(document, context)


def _member(module: str, name: str) -> unoapi.UnoObject:
    found = getattr(importlib.import_module(module), name, None) if _NAME.fullmatch(name) else None
    if not callable(found):
        raise CreditXLError(
            msg("the workbook asks for {name}, which this version of creditxl does not have", name=name),
            where=module,
            fix=msg("use a workbook that this version built"),
        )
    return found
