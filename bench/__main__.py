"""Time creditxl beside a yardstick and beside the script a user would write; whole processes, in turn, medians.

    python3 dev.py bench [--lines 1000000] [--runs 5] [--folder DIR]

Each round runs every program once, so that a machine whose speed drifts slows them all; the ratio is taken round by
round. Peak memory is the largest single process's.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import data
from bench.costs import AS_OF, Cost, python, refresh, run


def main() -> None:
    """Make the data, run every program in turn, print the table."""
    options = _options()
    folder = options.folder / f"{options.lines}"
    ledger = data.make(folder, options.lines)
    out = options.folder / "out"
    programs = {
        "D: DuckDB scan and sum": python("yardstick.py", ledger),
        "creditxl, sums alone": python("sums.py", folder, AS_OF),
        "creditxl refresh, the first": refresh(folder, out / "first"),
        "creditxl refresh, over earlier ones": refresh(folder, out / "creditxl"),
        "pandas + openpyxl script": python("spreadsheet_script.py", folder, out / "script"),
        "creditxl --help": [sys.executable, "-m", "creditxl", "--help"],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in programs}
    for round_number in range(options.runs + 1):
        for name, command in programs.items():
            # What an earlier round kept of the ledger would spare this one the reading.
            shutil.rmtree(out / "creditxl" / ".creditxl-store", ignore_errors=True)
            shutil.rmtree(out / "first", ignore_errors=True)
            cost = run(command)
            # The first round fills the file cache and compiles Python's own files.
            if round_number:
                costs[name].append(cost)
    _print(costs, options.lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "creditxl-bench")
    return parser.parse_args()


def _print(costs: dict[str, list[Cost]], lines: int) -> None:
    yardstick = next(iter(costs.values()))
    print(f"{lines:,} ledger lines, {data.CUSTOMERS:,} customers; {platform.machine()}, {os.cpu_count()} processors")
    print(f"{'':36}{'x D':>8}{'(min–max)':>16}{'seconds':>10}{'CPU':>8}{'MiB':>8}")
    for name, found in costs.items():
        ratios = [cost.seconds / base.seconds for cost, base in zip(found, yardstick, strict=True)]
        span = f"({min(ratios):.2f}–{max(ratios):.2f})"
        seconds, peak = median(cost.seconds for cost in found), max(cost.mebibytes for cost in found)
        cpu = median(cost.cpu_seconds for cost in found)
        print(f"{name:36}{median(ratios):8.2f}{span:>16}{seconds:10.2f}{cpu:8.2f}{peak:8.0f}")


if __name__ == "__main__":
    main()
