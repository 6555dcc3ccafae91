"""Time worksheet functions in LibreOffice: a cell each, one range, and the same arithmetic as LibreOffice's formulas.

    python -m bench.calc [--rows 5000] [--runs 7]

All stand in one workbook, in one LibreOffice: each round computes every sheet once, so that a machine whose speed
drifts slows them all. Ratios are taken round by round, their medians shown.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from creditxl.calc import unoapi
from creditxl.calc.bridge.running import attach
from creditxl.calc.office import MacroExecution, Office, Options
from creditxl.excel.build import attach_macros, write_configuration
from creditxl.policy import parameters

if TYPE_CHECKING:
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

NATIVE = "the same arithmetic, LibreOffice's own formulas"
NOTHING = "a function that does nothing, a cell each"
CELLS = "LIMIT_NEED, a cell each"
RANGE = "LIMIT_NEED, one range of all rows"
DAYS = (7, 14, 21, 30, 45, 60, 75, 90)
# Does nothing: it hands its cells over and gives one back, by the way that every worksheet function goes.
DO_NOTHING = "BENCH_NOTHING"


def main() -> None:
    """Build the workbook, compute its sheets in turn, print the table."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder, Office.start(Options(macros=MacroExecution.ALWAYS)) as office:
        path = Path(folder) / "bench.xlsm"
        write(path, options.rows)
        attach(office)
        print(path)


if __name__ == "__main__":
    main()
