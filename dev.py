#!/usr/bin/env python3
"""Set up creditxl on a machine that has nothing but Python, and run it or its checks.

    python3 dev.py demo     the sample group end to end: both workbooks
    python3 dev.py test     every check: format, lint, types, layers, tests
    python3 dev.py bench    the benchmark against what a user would otherwise do

Arguments after the job go on to it. Standard library only; Linux, macOS and Windows.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
EXTRAS = {"demo": "", "test": "[dev]", "bench": "[dev,bench]"}
LEVELS = tuple(EXTRAS.values())  # each holds the one before it
# What the tests of databases and of Spark run beside themselves.
SERVER_PACKAGES = ("postgresql", "default-jre-headless")
# The spreadsheet, its Python bridge, and what lets its Basic call Python.
OFFICE_PACKAGES = ("libreoffice-calc", "python3-uno", "libreoffice-script-provider-python")


def main(arguments: list[str]) -> int:
    """Run one job and return its exit status."""
    if sys.version_info < OLDEST:
        return fail(f"creditxl needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not arguments or arguments[0] not in JOBS:
        print(__doc__)
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    job, rest = arguments[0], arguments[1:]
    return set_up(EXTRAS[job]) or JOBS[job](rest)


def set_up(extras: str) -> int:
    """Make the virtual environment and install the package, unless that has been done for these very requirements."""
    stamp, wanted = VENV / "installed.txt", fingerprint()
    done = stamp.read_text().split() if PYTHON.exists() and stamp.exists() else []
    if done[:1] == [wanted] and LEVELS.index(extras) <= int(done[1]):
        return 0
    say(f"Setting up {VENV.name} (once; a minute or two)")
    if not PYTHON.exists() and run(sys.executable, "-m", "venv", str(VENV)):
        return fail("the virtual environment could not be made. On Debian and Ubuntu: apt install python3-venv")
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if run(*pip, "--editable", f".{extras}"):
        return fail("the packages could not be installed: pip's own words stand above. Check the network or the proxy.")
    stamp.write_text(f"{wanted} {LEVELS.index(extras)}")
    return 0


def fingerprint() -> str:
    """Return what an installation depends on: the requirements, the interpreter and the place."""
    text = (ROOT / "pyproject.toml").read_bytes() + sys.version.encode() + str(ROOT).encode()
    return hashlib.sha256(text).hexdigest()


def demo(arguments: list[str]) -> int:
    """Write the sample group's two workbooks into `out/`."""
    return run(str(PYTHON), "-m", "creditxl", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """Run every check; each runs even when one before it failed, so that one run tells all."""
    provide_programs()
    python = str(PYTHON)
    linter = BIN / ("lint-imports.exe" if os.name == "nt" else "lint-imports")
    # The slow tests, those in LibreOffice, stand side by side: one process with nothing left takes some of another's.
    pytest = (python, "-m", "pytest", "-n", "auto", "--dist", "worksteal")
    checks = {
        "format": (python, "-m", "ruff", "format", "--check", "--quiet", "."),
        "lint": (python, "-m", "ruff", "check", "--quiet", "."),
        "types": (python, "-m", "mypy"),
        "layers": (str(linter), "--no-cache"),
    }
    if not arguments:
        # The rules by their own tests alone: watching every line of all the others would cost them a third more time.
        watched = ("--cov=creditxl.policy", "--cov-branch", "--cov-fail-under=100")
        report = "--cov-report=term-missing:skip-covered"
        checks["branches of policy/"] = (*pytest, *watched, report, "tests/policy")
    # All tests last: their closing line, the count, is then the run's last word but for our own.
    checks["tests"] = (*pytest, *arguments)
    failed = [name for name, command in checks.items() if timed(name, command)]
    print(f"failed: {', '.join(failed)}" if failed else "every check passed", flush=True)
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Run the benchmark; see bench/README.md."""
    return run(str(PYTHON), "-m", "bench", *arguments)


def provide_programs() -> None:
    """Install LibreOffice, PostgreSQL and Java from Debian's packages; else say loudly which tests are left out."""
    if shutil.which("dpkg-query") and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        wanted = [*OFFICE_PACKAGES, *([] if shutil.which("java") else SERVER_PACKAGES[1:]), SERVER_PACKAGES[0]]
        missing = [package for package in wanted if quiet("dpkg-query", "--status", package)]
        if missing:
            say(f"Installing what some tests run beside themselves (once): {', '.join(missing)}")
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            run("apt-get", "update", "-qq", env=environment)
            run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, env=environment)
    if not shutil.which("soffice"):
        say("LibreOffice is NOT here: the tests that open the workbooks in it are LEFT OUT.")
        say(f"Install it (Debian: apt install {' '.join(OFFICE_PACKAGES)}; else libreoffice.org) and run this again.")
    if not (shutil.which("pg_ctl") or list(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))):
        say("PostgreSQL is NOT here: its tests are LEFT OUT. Debian: apt install postgresql")
    if not shutil.which("java"):
        say("Java is NOT here: the test on Spark is LEFT OUT. Debian: apt install default-jre-headless")


def timed(name: str, command: tuple[str, ...]) -> int:
    """Run one check under its name, and say how long it took."""
    say(name)
    began = time.monotonic()
    status = run(*command)
    print(f"   {'failed' if status else 'ok'}, {time.monotonic() - began:.0f} s", flush=True)
    return status


def run(*command: str, env: dict[str, str] | None = None) -> int:
    """Run a command in the project's folder and return its exit status."""
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def quiet(*command: str) -> int:
    """Run a command for its exit status alone."""
    return subprocess.run(command, capture_output=True, check=False).returncode


def say(text: str) -> None:
    """Print a line that stands out from the tools' own."""
    print(f"== {text}", flush=True)


def fail(text: str) -> int:
    """Print one sentence on what went wrong and how to mend it."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)
    return 1


JOBS = {"demo": demo, "test": test, "bench": bench}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
