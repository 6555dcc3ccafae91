"""Time worksheet functions in LibreOffice: a cell each, one range of all rows, and LibreOffice's own formulas.

    python -m bench.calc [--rows 5000] [--runs 7]

All stand in one workbook, in one LibreOffice. Each round changes every row's sales and computes the sheets in turn, so
that a machine whose speed drifts slows them all; ratios are taken round by round, and their medians shown.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from creditxl.calc import unoapi
from creditxl.calc.bridge.running import attach
from creditxl.calc.office import MacroExecution, Office, Options
from creditxl.excel.functions.defaults import shipped_factors
from creditxl.excel.project import WORKBOOK, class_modules, project_of, standard_modules

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NATIVE, NOTHING, CELLS, RANGE = "native", "nothing", "cells", "range"
TOLD = {
    NATIVE: "LibreOffice's own formulas, the same arithmetic",
    NOTHING: "a function that does nothing, a cell each",
    CELLS: "LIMIT_NEED, a cell each",
    RANGE: "LIMIT_NEED, one range of all rows",
}
DAYS = (7, 14, 20, 30, 45, 50, 75, 90)  # some between two rows of the factor table
TABLE = "$F$1:$F${last}", "$G$1:$G${last}"
# It takes the way of every worksheet function, and its answer is ready.
DO_NOTHING = """Public Function BENCH_NOTHING( _
        ByVal sales As Variant, ByVal term As Variant, Optional ByVal factors As Variant) As Variant
    BENCH_NOTHING = CallUdf("BENCH_NOTHING", "vvv", Array(sales, term, factors))
End Function
"""
SERVE_NOTHING = """
def serve():
    import creditxl.excel.udfs

    creditxl.excel.udfs.BENCH_NOTHING = lambda *cells: 0.0
"""


def main() -> None:
    """Build the workbook, compute its sheets in turn, print the table."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder, Office.start(Options(macros=MacroExecution.ALWAYS)) as office:
        path = Path(folder) / "bench.xlsm"
        write(path, options.rows)
        attach(office)
        serve_nothing(office)
        opening = unoapi.arguments(MacroExecutionMode=int(MacroExecution.ALWAYS))
        document = office.desktop.loadComponentFromURL(unoapi.file_url(path), "_blank", 0, opening)
        rounds = [one_round(document, options.rows, place) for place in range(options.runs + 1)]
        document.close(True)  # noqa: FBT003 - UNO takes no keywords
    # The first round computes for the first time, and loads what Python needs.
    show(rounds[1:], options.rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=7)
    return parser.parse_args()


def write(path: Path, rows: int) -> None:
    """Write a workbook with a sheet a way: sales and days in A and B, the need in C."""
    with Workbook(path) as book:
        for name in TOLD:
            sheet = book.add_worksheet(name)
            _write_factors(sheet)
            for row in range(rows):
                sheet.write_row(row, 0, [_sales(row, 0), DAYS[row % len(DAYS)]])
                if name != RANGE:
                    sheet.write_formula(row, 2, formula(name, row + 1), None, 0)
            if name == RANGE:
                sheet.write_array_formula(0, 2, rows - 1, 2, f"{{=LIMIT_NEED(A1:A{rows},B1:B{rows})}}", None, 0)
        modules = standard_modules()
        modules["CreditxlFunctions"] += DO_NOTHING  # where the others stand, so that it is handed its cells as they are
        book.add_vba_project(BytesIO(project_of(len(TOLD), modules, class_modules())), is_stream=True)
        book.set_vba_name(WORKBOOK)
        for place, sheet in enumerate(book.worksheets(), start=1):
            sheet.set_vba_name(f"Sheet{place}")


def _write_factors(sheet: Worksheet) -> None:
    for row, (days, factor) in enumerate(shipped_factors().table):
        sheet.write_row(row, 5, [days, float(factor)])


def _sales(row: int, turn: int) -> float:
    return 1000.37 + row + turn


def formula(name: str, row: int) -> str:
    """Return the formula of one cell; LibreOffice's own looks the factor up and goes evenly between two rows."""
    if name != NATIVE:
        return f"={'LIMIT_NEED' if name == CELLS else 'BENCH_NOTHING'}(A{row},B{row})"
    days, factors = (part.format(last=len(shipped_factors().table)) for part in TABLE)
    place, after = f"MATCH(B{row},{days})", f"MIN({len(shipped_factors().table)},MATCH(B{row},{days})+1)"
    low, high = f"INDEX({days},{place})", f"INDEX({days},{after})"
    least, most = f"INDEX({factors},{place})", f"INDEX({factors},{after})"
    return f"=ROUND(MAX(0,A{row}*({least}+(B{row}-{low})*({most}-{least})/MAX(1,{high}-{low}))),2)"


def serve_nothing(office: Office) -> None:
    """Give LibreOffice's Python the function that does nothing."""
    (office.profile / "user" / "Scripts" / "python" / "bench_nothing.py").write_text(SERVE_NOTHING, "utf-8")
    factory = unoapi.service(office.context, "com.sun.star.script.provider.MasterScriptProviderFactory")
    place = "vnd.sun.star.script:bench_nothing.py$serve?language=Python&location=user"
    factory.createScriptProvider("").getScript(place).invoke((), (), ())


def one_round(document: unoapi.UnoObject, rows: int, turn: int) -> dict[str, float]:
    """Return the seconds that each sheet takes, from the change of its sales to the last need."""
    found = {}
    document.enableAutomaticCalculation(False)  # noqa: FBT003 - UNO takes no keywords
    for name in TOLD:
        sheet = document.Sheets.getByName(name)
        sales = tuple((_sales(row, turn + 1),) for row in range(rows))
        began = time.perf_counter()
        sheet.getCellRangeByPosition(0, 0, 0, rows - 1).setDataArray(sales)
        document.calculate()
        needs = sheet.getCellRangeByPosition(2, 0, 2, rows - 1).getDataArray()
        found[name] = time.perf_counter() - began
        check(name, needs, sales)
    return found


def check(name: str, needs: tuple[tuple[float]], sales: tuple[tuple[float]]) -> None:
    """End the program where a figure is wrong: the shipped factors are 1 + days / 30."""
    for row, ((need,), (sold,)) in enumerate(zip(needs, sales, strict=True)):
        right = 0.0 if name == NOTHING else sold * (1 + DAYS[row % len(DAYS)] / 30)
        if not isinstance(need, float) or abs(need - right) > 0.0051:  # noqa: PLR2004 - half a cent
            sys.exit(f"{name}, row {row + 1}: {need} instead of {right}")


def show(rounds: list[dict[str, float]], rows: int) -> None:
    print(f"{rows:,} rows; {platform.machine()}, {os.cpu_count()} processors; medians of {len(rounds)} rounds")
    print(f"{'':50}{'x native':>10}{'(min–max)':>16}{'x nothing':>11}{'ms':>9}")
    for name, told in TOLD.items():
        native, nothing = ([one[name] / one[base] for one in rounds] for base in (NATIVE, NOTHING))
        span = f"({min(native):.2f}–{max(native):.2f})"
        milliseconds = median(one[name] for one in rounds) * 1000
        print(f"{told:50}{median(native):10.2f}{span:>16}{median(nothing):11.2f}{milliseconds:9.1f}")


if __name__ == "__main__":
    main()
