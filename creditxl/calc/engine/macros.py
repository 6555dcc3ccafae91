"""Basic and VBA macros of open workbooks, called by the names that Excel gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from creditxl.calc.engine.books import Book, Books

_NAME = re.compile(r"(?:'(?P<book>.+)'!|(?P<bare>[^!']+)!)?(?:(?P<module>\w+)\.)?(?P<procedure>\w+)")


def run_macro(books: Books, name: str, arguments: Sequence[object]) -> object:
    """Run `Procedure`, `Module.Procedure` or `'Book.xlsm'!Procedure` of the active or the named workbook.

    Raises:
        WorkbookError: There is no such macro.
    """
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise _missing(name)
    book_name = parts["book"] or parts["bare"]
    book = books(book_name) if book_name else books.active
    place = _place(book, parts["module"], parts["procedure"])
    if place is None:
        raise _missing(name)
    script = book.api.ScriptProvider.getScript(f"vnd.sun.star.script:{place}?language=Basic&location=document")
    result, _, _ = script.invoke(tuple(arguments), (), ())
    return result


def _place(book: Book, module: str | None, procedure: str) -> str | None:
    """Return `Library.Module.Procedure` of a procedure that the workbook's modules define."""
    defined = re.compile(
        rf"^\s*(?:public\s+)?(?:sub|function)\s+({re.escape(procedure)})\b", re.IGNORECASE | re.MULTILINE
    )
    libraries = book.api.BasicLibraries
    for library in libraries.ElementNames:
        libraries.loadLibrary(library)
        modules = libraries.getByName(library)
        for name in modules.ElementNames:
            found = defined.search(modules.getByName(name))
            if found and (module is None or module.casefold() == name.casefold()):
                return f"{library}.{name}.{found[1]}"
    return None


def _missing(name: str) -> WorkbookError:
    return WorkbookError(
        msg("there is no macro {name}", name=name),
        where="App.macro",
        fix=msg("name it as Module.Procedure, and open its workbook first"),
    )
