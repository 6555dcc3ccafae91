"""Start a LibreOffice of our own, speak to it, and stop it again.

Each instance has its own profile, its own pipe and its own process group: several run side by side, none touches an
office that the user has open, and only what was started here is ever stopped.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import uuid
import weakref
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from creditxl.calc import alerts, unoapi
from creditxl.calc.failures import OfficeError
from creditxl.calc.profile import Recalculation, write_profile
from creditxl.calc.programs import find_program
from creditxl.errors import msg

if TYPE_CHECKING:
    from types import TracebackType

_START_SECONDS = 60.0
_STOP_SECONDS = 15.0
_POLL_SECONDS = 0.05
_SYSTEM = {Path("/usr"), Path("/")}  # prefixes whose programs soffice needs
_LOG = "soffice.log"
_ALERTS = "alerts.jsonl"


class MacroExecution(IntEnum):
    """Whether the macros of an opened workbook run (com.sun.star.document.MacroExecMode)."""

    NEVER = 0
    ALWAYS = 4  # without a warning: for workbooks of our own


class Options(Struct, frozen=True):
    """How LibreOffice runs and opens workbooks. `program` is soffice; None looks for it."""

    recalculation: Recalculation = Recalculation.NEVER
    macros: MacroExecution = MacroExecution.NEVER
    visible: bool = False
    program: Path | None = None


def find_soffice() -> Path:
    """Return LibreOffice's program.

    Raises:
        OfficeError: It is neither on the PATH nor where installers put it.
    """
    program = find_program(sys.platform, shutil.which, os.environ.get)
    if program is not None:
        return program
    raise OfficeError(
        msg("LibreOffice is not installed: no soffice was found"),
        where="PATH",
        fix=msg("install LibreOffice Calc, or give the path of soffice"),
    )


def environment(program: Path) -> dict[str, str]:
    """Return the environment for soffice.

    Its own Python must not be taken from ours, virtual or built apart, yet must find this package and what it needs:
    PATH leaves our programs out, PYTHONPATH names our libraries.
    """
    # The Python inside soffice looks for its standard library beside the first python3 of the PATH.
    ours = {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()} - _SYSTEM
    path = os.environ.get("PATH", "").split(os.pathsep)
    kept = [entry for entry in path if not ours & {Path(entry).resolve(), *Path(entry).resolve().parents}]
    libraries = [Path(__file__).parents[2], Path(sysconfig.get_path("purelib")), *unoapi.places(program)]
    left_out = {"VIRTUAL_ENV", "PYTHONHOME"}
    rest = {name: value for name, value in os.environ.items() if name not in left_out}
    return rest | {"PATH": os.pathsep.join(kept), "PYTHONPATH": os.pathsep.join(map(str, dict.fromkeys(libraries)))}


class Office:
    """A running LibreOffice that belongs to this process; leaving the `with` block stops it."""

    def __init__(self, process: subprocess.Popen[bytes], profile: Path, url: str, options: Options) -> None:
        self._process = process
        self._reachable: list[unoapi.Context] = []
        self._finalizer = weakref.finalize(self, _end, process, profile, self._reachable)
        self.options = options
        self.profile = profile  # its folder; Python macros live in user/Scripts/python
        self.context: unoapi.Context = self._connect(url, profile / _LOG)
        self._reachable.append(self.context)

    @classmethod
    def start(cls, options: Options | None = None) -> Self:
        """Start LibreOffice with an empty profile and wait until it answers.

        Raises:
            OfficeError: LibreOffice or its Python bindings are missing, it stops at once, or it stays silent.
        """
        options = options or Options()
        program = options.program or find_soffice()
        unoapi.load(program)
        profile = Path(tempfile.mkdtemp(prefix="creditxl-calc-"))
        write_profile(profile, recalculation=options.recalculation)
        pipe = f"creditxl{uuid.uuid4().hex[:16]}"
        process = _launch(program, profile, pipe, visible=options.visible)
        return cls(process, profile, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext", options)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._finalizer.alive and self._process.poll() is None

    @property
    def alerts(self) -> alerts.Record:
        """What macros told; an office with windows shows it instead."""
        return _alerts(self.profile)

    @property
    def desktop(self) -> unoapi.UnoObject:
        return unoapi.service(self.context, "com.sun.star.frame.Desktop")

    def stop(self) -> None:
        """Close what is open without saving, end the process, delete the profile. Stopping twice does no harm.

        The same happens when this process ends, if nobody has stopped the office by then.
        """
        self._finalizer()

    def kill(self) -> None:
        """End the process at once, as one that no longer answers, and delete the profile."""
        self._reachable.clear()
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _connect(self, url: str, log: Path) -> unoapi.Context:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            context = unoapi.connect(url)
            if context is not None:
                return context
            time.sleep(_POLL_SECONDS)
        said, program = _last_line(log), str(self._process.args)
        self._finalizer()
        raise OfficeError(
            msg("LibreOffice did not start: {said}", said=said),
            where=program,
            fix=msg("start it by hand once to see what it says, and look for free memory and disk space"),
        )


def _launch(program: Path, profile: Path, pipe: str, *, visible: bool) -> subprocess.Popen[bytes]:
    quiet = ["--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
    headless = [] if visible else ["--headless", "--invisible"]
    told = {} if visible else {alerts.VARIABLE: str(_alerts(profile).path)}
    ours = [f"--accept=pipe,name={pipe};urp;", f"-env:UserInstallation={profile.as_uri()}"]
    try:
        with (profile / _LOG).open("wb") as log:
            # A group of its own: soffice is a script that starts the real program, and both must end together.
            return subprocess.Popen(  # noqa: S603 - the program is the user's own LibreOffice
                [str(program), *headless, *quiet, *ours],
                env=environment(program) | told,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
    except OSError as error:
        shutil.rmtree(profile, ignore_errors=True)
        raise OfficeError(
            msg("LibreOffice cannot be started: {reason}", reason=str(error)),
            where=str(program),
            fix=msg("give the path of soffice, and allow it to be run"),
        ) from error


def _alerts(profile: Path) -> alerts.Record:
    return alerts.Record(profile / _ALERTS)


def _ask_to_end(context: unoapi.Context) -> None:
    """Close every document unsaved and end the office; the bridge may break on the way, which is what is wanted."""
    with contextlib.suppress(unoapi.failure()):
        desktop = unoapi.service(context, "com.sun.star.frame.Desktop")
        documents = desktop.Components.createEnumeration()
        while documents.hasMoreElements():
            documents.nextElement().close(True)  # noqa: FBT003 - UNO takes no keywords
        desktop.terminate()


def _end(process: subprocess.Popen[bytes], profile: Path, reachable: list[unoapi.Context]) -> None:
    """End the process that was started here, whatever state it is in, and delete its profile."""
    if process.poll() is None and reachable:
        _ask_to_end(reachable[0])
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)
    if process.poll() is None:
        _kill(process)
        process.wait(_STOP_SECONDS)
    shutil.rmtree(profile, ignore_errors=True)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        # soffice.exe starts soffice.bin; /T ends that child of ours too.
        command = ["taskkill", "/PID", str(process.pid), "/T", "/F"]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - a fixed command on our own process id
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n") if log.is_file() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
