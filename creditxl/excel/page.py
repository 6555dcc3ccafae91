"""The page of the documentation on the worksheet functions. Run `python -m creditxl.excel.page` to write it anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from creditxl.excel.functions import FUNCTIONS
from creditxl.labels import Labels

if TYPE_CHECKING:
    from creditxl.excel.registry import Function

PAGE = Path(__file__).parents[2] / "docs" / "functions.md"

ENGLISH = Labels("en", currency="")

INTRODUCTION = """\
# Worksheet functions

Written from their definitions by `python -m creditxl.excel.page`.

Each takes cells or ranges and answers in the cell that asks, or in as many as the ranges have: a column in gives a
column out, a row and a column give a table, and a single cell goes with every row. None looks at the clock, opens a
file or changes a cell.

| a cell with | gives |
|---|---|
| an error | that error |
| text where a number or a date belongs, be it `1,5`, `"30"` or a blank | `#VALUE!` |
| TRUE or FALSE where a number belongs | `#VALUE!` |
| a number outside the bounds told below | `#NUM!` |
| nothing where something is needed; a payment term without a factor | `#N/A` |
| several areas in one argument | `#VALUE!` |

A formula's empty text, `""`, counts as an empty cell. A number is taken as Excel shows it, to 15 digits; amounts are
reckoned exactly and rounded to cents, half a cent up. Words are known in Finnish, Swedish and English, with or without
the mark that the sheets put before a status. A payment term may be a number typed as text: it is read as the ERP
writes it.

What a function takes when an argument is not given is the shipped default, in its newest value or, where the function
has a day, in the value of that day; it is never a company's own. Give a company's own values as arguments.

`CREDITXL_VERSION()` tells the version that the workbook was built with; it is the one function that needs no Python.
Where Python cannot be reached, every other one gives `#N/A`.
"""


def functions_page() -> str:
    """Return the page, in Markdown."""
    return "\n".join([INTRODUCTION, *map(_section, FUNCTIONS)])


def _section(function: Function) -> str:
    shown = [f"[{name}]" if name in function.optional else name for name in function.arguments]
    head = f"## {function.name}\n\n`{function.name}({', '.join(shown)})` gives {function.gives.value}.\n"
    lines = [
        f"| `{name}` | {ENGLISH.message(one.help)} | {one.empty.value} | {one.takes} |"
        for name, one in function.arguments.items()
    ]
    table = "\n".join(["| argument | what it is | empty is | takes |", "|---|---|---|---|", *lines])
    return f"{head}\n{function.help}\n\n{table}\n"


if __name__ == "__main__":
    PAGE.write_text(functions_page(), "utf-8")
