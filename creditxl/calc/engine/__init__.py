"""An xlwings engine over LibreOffice's UNO: macros written against xlwings alone run in Calc.

    engine = register()
    engine.activate()
    with xw.App() as app:
        app.books.open("limits.xlsx").sheets[0]["A1"].value

Calc is not Excel: what it takes otherwise, and what the engine lacks, stands in docs/libreoffice.md.
"""

from creditxl.calc.engine.engine import Engine, register
from creditxl.calc.engine.values import CellError

__all__ = ["CellError", "Engine", "register"]
