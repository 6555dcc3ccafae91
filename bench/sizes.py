"""Time and peak memory against the ledger's size, and what a second refresh costs.

    python -m bench.sizes [--lines 1000000 10000000 50000000] [--runs 1] [--folder DIR] [--keep]

The refreshes are of one day, after all entries. The second ones find what the first has kept beside the workbooks:
with nothing new among the extracts, and with a file of a further month of 100,000 lines. Where Java is, a Spark on this
machine sums the same ledger, as a typed table that is made before.
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
from bench.costs import Cost, python, refresh, run

AS_OF = "2026-11-30"
SPARK_LINES = 10_000_000  # of the one size that Spark sums, too
YARDSTICK = "D: DuckDB scan and sum"


def main() -> None:
    """Make the data of each size in turn, run the programs, print a line each, and take the data away."""
    options = _options()
    print(f"{platform.machine()}, {os.cpu_count()} processors, medians of {options.runs} rounds")
    print(f"{'lines':>12}  {'':42}{'x D':>8}{'seconds':>10}{'CPU':>8}{'MiB':>8}")
    for lines in options.lines:
        folder = options.folder / f"{lines}"
        costs = [_round(folder, data.make(folder, lines), lines) for _ in range(options.runs)]
        _print(lines, {name: [one[name] for one in costs] for name in costs[0]})
        if not options.keep:
            shutil.rmtree(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[1_000_000, 10_000_000, 50_000_000])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "creditxl-bench")
    parser.add_argument("--keep", action="store_true", help="leave the data for another run")
    return parser.parse_args()


def _round(folder: Path, ledger: Path, lines: int) -> dict[str, Cost]:
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        again = refresh(folder, out, AS_OF)
        costs = {
            YARDSTICK: run(python("yardstick.py", ledger)),
            "creditxl, sums alone": run(python("sums.py", folder, AS_OF)),
            "creditxl refresh, the first": run(again),
            "creditxl refresh, nothing new": run(again),
        }
        new = data.make_new(folder)
        try:
            costs["creditxl refresh, one new file"] = run(again)
        finally:
            new.unlink()
        return costs | (_by_spark(ledger, out / "spark") if lines == SPARK_LINES else {})


def _by_spark(ledger: Path, table: Path) -> dict[str, Cost]:
    """Return what the sums take in a Spark on this machine; its Java machine's CPU and memory are not in it."""
    if shutil.which("java") is None:
        print("Java is NOT here: Spark is LEFT OUT", file=sys.stderr)
        return {}
    run(python("spark_sums.py", "load", ledger, table))
    return {"Spark on this machine, sums alone": run(python("spark_sums.py", "sum", table, AS_OF))}


def _print(lines: int, costs: dict[str, list[Cost]]) -> None:
    for name, found in costs.items():
        ratio = median(one.seconds / base.seconds for one, base in zip(found, costs[YARDSTICK], strict=True))
        seconds, cpu = median(one.seconds for one in found), median(one.cpu_seconds for one in found)
        peak = max(one.mebibytes for one in found)
        print(f"{lines:12,}  {name:42}{ratio:8.2f}{seconds:10.2f}{cpu:8.2f}{peak:8.0f}", flush=True)


if __name__ == "__main__":
    main()
