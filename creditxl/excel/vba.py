"""The VBA of the worksheet functions, written from their definitions: the wrappers, and the help that Excel shows.

VBA sources are ASCII: other letters would be others on a machine with another code page. So the help in the workbook's
language names them by number, `"P" & ChrW(228) & "iv"`; a function's own description, which takes no such sum, is
English and stands only until the help is registered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from creditxl.excel.registry import Function
    from creditxl.labels import Labels

WRITTEN = "' Written by creditxl from the definitions of its worksheet functions: changes here are lost."
RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]")  # of ASCII letters, and each other letter
USER_DEFINED = 14  # Excel's number of the category, until the help gives the functions one of their own


def functions_module(functions: Iterable[Function], version: str) -> str:
    """Return the module with a wrapper for every function, and the version of creditxl that wrote it."""
    head = f'Attribute VB_Name = "CreditxlFunctions"\nOption Explicit\n\n{WRITTEN}\n'
    return "\n".join([head, f"Public Const BUILT_VERSION As String = {vba_text(version)}\n", *map(_wrapper, functions)])


def help_module(functions: Iterable[Function], labels: Labels) -> str:
    """Return the module that tells Excel, in a language, what each function and each of its arguments is."""
    head = f'Attribute VB_Name = "CreditxlHelp"\nOption Explicit\n\n{WRITTEN}\n'
    told = (_description(function, labels) for function in functions)
    return "\n".join([head, "Public Sub RegisterHelp()", *told, "End Sub\n"])


def _wrapper(function: Function) -> str:
    name = function.name
    parameters = [
        f"{'Optional ' if argument in function.optional else ''}ByVal {argument} As Variant"
        for argument in function.arguments
    ]
    kinds = "".join("d" if argument.is_day else "v" for argument in function.arguments.values())
    return "\n".join(
        [
            f"Public Function {name}({_continued(parameters)}) As Variant",
            f"Attribute {name}.VB_Description = {vba_text(function.help)}",
            f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n{USER_DEFINED}"',
            f'    {name} = CallUdf("{name}", "{kinds}", Array({_continued(list(function.arguments))}))',
            "End Function",
            "",
        ]
    )


def _description(function: Function, labels: Labels) -> str:
    # An amount has the currency of the cells that it stands beside, whichever that is.
    labels = labels.in_currency("")
    told = [vba_text(labels.message(argument.help)) for argument in function.arguments.values()]
    return f"    Describe {vba_text(function.name)}, {vba_text(labels.text(function.help))}, Array({_continued(told)})"


def _continued(items: Sequence[str]) -> str:
    """Return a list over as many lines as it has items: VBA takes no line above 1 023 characters."""
    return " _\n        " + ", _\n        ".join(items)


def vba_text(told: str) -> str:
    """Return a text as VBA writes it: letters beyond ASCII by number.

    >>> print(vba_text("päivää"))
    "p" & ChrW(228) & "iv" & ChrW(228) & ChrW(228)
    """
    return " & ".join(_quoted(run) if run.isascii() else f"ChrW({ord(run)})" for run in RUNS.findall(told))


def _quoted(told: str) -> str:
    return '"' + told.replace('"', '""') + '"'
