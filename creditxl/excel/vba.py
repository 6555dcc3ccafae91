"""The VBA of the worksheet functions, written from their definitions: the wrappers, and the help that Excel shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from creditxl.excel.registry import Function

WRITTEN = "' Written by creditxl from the definitions of its worksheet functions: changes here are lost."
USER_DEFINED = 14  # Excel's number of the category, until the help gives the functions one of their own


def functions_module(functions: Iterable[Function], version: str) -> str:
    """Return the module with a wrapper for every function, and the version of creditxl that wrote it."""
    head = f'Attribute VB_Name = "CreditxlFunctions"\nOption Explicit\n\n{WRITTEN}\n'
    return "\n".join([head, f"Public Const BUILT_VERSION As String = {_text(version)}\n", *map(_wrapper, functions)])


def help_module(functions: Iterable[Function]) -> str:
    """Return the module that tells Excel what each function and each of its arguments is."""
    head = f'Attribute VB_Name = "CreditxlHelp"\nOption Explicit\n\n{WRITTEN}\n'
    return "\n".join([head, "Public Sub RegisterHelp()", *map(_description, functions), "End Sub\n"])


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
            f"Attribute {name}.VB_Description = {_text(function.help)}",
            f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n{USER_DEFINED}"',
            f'    {name} = CallUdf("{name}", "{kinds}", Array({_continued(list(function.arguments))}))',
            "End Function",
            "",
        ]
    )


def _description(function: Function) -> str:
    told = [_text(argument.help) for argument in function.arguments.values()]
    return f"    Describe {_text(function.name)}, {_text(function.help)}, Array({_continued(told)})"


def _continued(items: Sequence[str]) -> str:
    """Return a list over as many lines as it has items: VBA takes no line above 1 023 characters."""
    return " _\n        " + ", _\n        ".join(items)


def _text(told: str) -> str:
    return '"' + told.replace('"', '""') + '"'
