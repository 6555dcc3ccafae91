"""What a program costs: its time and its peak memory, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

RUNS = Path(__file__).parent / "runs"
AS_OF = "2026-10-31"
# Python keeps what it compiles, as of a package that is installed; yardsticks' packages are compiled in any case.
KEPT = {"PYTHONPYCACHEPREFIX": str(Path(sys.prefix) / "compiled")}
AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | KEPT


@dataclass(frozen=True)
class Cost:
    """What one run of a program took."""

    seconds: float
    cpu_seconds: float
    mebibytes: float


def python(script: str, *arguments: Path | str) -> list[str]:
    return [sys.executable, str(RUNS / script), *map(str, arguments)]


def refresh(folder: Path, out: Path, as_of: str = AS_OF) -> list[str]:
    return [sys.executable, "-m", "creditxl", "refresh", "--extracts", str(folder), "--as-of", as_of, "--out", str(out)]


def run(command: list[str]) -> Cost:
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=AS_INSTALLED) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
