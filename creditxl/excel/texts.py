"""What the VBA itself tells people, in the workbook's language: it has to, where Python cannot be reached."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from creditxl.excel.vba import vba_text
from creditxl.labels import label

if TYPE_CHECKING:
    from creditxl.labels import Labels

MODULE = "CreditxlTexts"
PLACE = "{what}"  # in a text: what the VBA puts there
SENTENCE = re.compile(r".+?(?:\. |$)")
# By the name that the VBA asks for.
TEXTS = {
    "NotSetUp": label(
        "This workbook does not know where Python is: it was not made for this computer. Run creditxl init FOLDER in a "
        "command window, and open the workbook that it makes there."
    ),
    "NoWorkbook": label("No workbook is open. Open one that creditxl made, and try again."),
    "NoPython": label(
        "Python is not where this workbook looks for it: {what}. Run creditxl upgrade in the folder of the workbook, "
        "with the workbook closed; creditxl doctor tells what is wrong."
    ),
    "PythonFailed": label(
        "Python could not do this: {what}. Run creditxl doctor in a command window: it tells what is wrong and how to "
        "mend it."
    ),
    "OnlyOnWindows": label("worksheet functions need Excel for Windows"),
    "PythonAnswers": label("Python answers."),
    "NobodyAsked": label("No worksheet function has asked Python yet."),
    "FunctionFailed": label(
        "Python could not answer: {what}. Run creditxl doctor in a command window: it tells what is wrong and how to "
        "mend it."
    ),
}

SOURCE = f"""\
Attribute VB_Name = "{MODULE}"
Option Explicit
Option Private Module

' Written by creditxl from its catalogues: changes here are lost.

Public Function TextOf(ByVal textName As String, Optional ByVal what As String) As String
    Select Case textName
@@CASES@@
    End Select
    TextOf = Replace(TextOf, "{PLACE}", what)
End Function
"""


def texts_module(labels: Labels) -> str:
    """Return the module that gives the VBA its texts in a language."""
    return SOURCE.replace("@@CASES@@", "\n".join(_case(name, labels.text(text)) for name, text in TEXTS.items()))


def _case(name: str, told: str) -> str:
    # A line of VBA holds no more than 1 023 characters: a sentence a line.
    lines = " _\n                & ".join(map(vba_text, SENTENCE.findall(told)))
    return f'        Case "{name}"\n            TextOf = {lines}'
