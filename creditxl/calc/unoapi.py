"""The one place where LibreOffice's UNO enters Python: untyped on that side, so `Any` stands here and nowhere else.

`uno` belongs to LibreOffice's installation and not to a virtual environment. `load` finds it beside soffice or among
the system's Python packages, and leaves `sys.path` and the import hook as they were.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from creditxl.calc.failures import OfficeError
from creditxl.errors import msg

UnoObject: TypeAlias = Any  # what crosses the bridge: services, structs, enums
Context: TypeAlias = Any  # a com.sun.star.uno.XComponentContext

_VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
_SYSTEM_PLACES = (
    "/usr/lib/python3/dist-packages",
    f"/usr/lib64/{_VERSION}/site-packages",
    f"/usr/lib/{_VERSION}/site-packages",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/Resources",
    "/Applications/LibreOffice.app/Contents/Frameworks",
)


def places(program: Path | None = None) -> list[Path]:
    """Return the folders that may hold `uno.py` and `pyuno`, those beside the `soffice` program first."""
    beside = [] if program is None else [program.resolve().parent, program.resolve().parents[1] / "Resources"]
    candidates = [*beside, *map(Path, _SYSTEM_PLACES)]
    return [place for place in candidates if (place / "uno.py").is_file() or any(place.glob("pyuno.*"))]


@cache
def load(program: Path | None = None) -> UnoObject:
    """Return the module `uno`.

    Raises:
        OfficeError: There is none that this Python can load.
    """
    path, hook = list(sys.path), builtins.__import__
    sys.path.extend(map(str, places(program)))
    try:
        return importlib.import_module("uno")
    except ImportError as error:
        raise OfficeError(
            msg("LibreOffice's Python bindings cannot be loaded: {reason}", reason=str(error)),
            where=sys.executable,
            fix=msg("install python3-uno, and use the Python version that it was built for"),
        ) from error
    finally:
        # uno replaces Python's import by one that rewords every ImportError of the process. Nothing here needs it.
        sys.path[:] = path
        builtins.__import__ = hook


def connect(url: str) -> Context | None:
    """Return the component context behind a UNO URL, or None while nobody listens there."""
    uno = load()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    try:
        return resolver.resolve(url)
    except uno.getClass("com.sun.star.connection.NoConnectException"):
        return None


def service(context: Context, name: str) -> UnoObject:
    """Return a new instance of a service of that office."""
    return context.ServiceManager.createInstanceWithContext(name, context)


def failure(name: str = "com.sun.star.uno.Exception") -> type[Exception]:
    """Return the class of a UNO exception; the default is the base of them all."""
    kind: type[Exception] = load().getClass(name)
    return kind


def struct(name: str, **fields: object) -> UnoObject:
    """Return a UNO struct, such as com.sun.star.table.CellAddress, with its fields set."""
    made = load().createUnoStruct(name)
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def enum(kind: str, value: str) -> UnoObject:
    """Return a value of a UNO enum, such as DOWN of com.sun.star.sheet.CellInsertMode."""
    return load().Enum(kind, value)


def arguments(**values: object) -> tuple[UnoObject, ...]:
    """Return named values as UNO takes them, leaving out those that are None."""
    given = {name: value for name, value in values.items() if value is not None}
    return tuple(struct("com.sun.star.beans.PropertyValue", Name=name, Value=value) for name, value in given.items())


def encryption(password: str) -> UnoObject:
    """Return what encrypts an Office Open XML file; LibreOffice leaves it open if it is told the password alone."""
    given = {"OOXPassword": password, "CryptoType": "StrongEncryptionDataSpace"}
    named = tuple(struct("com.sun.star.beans.NamedValue", Name=name, Value=value) for name, value in given.items())
    return load().Any("[]com.sun.star.beans.NamedValue", named)


def file_url(path: Path) -> str:
    return str(load().systemPathToFileUrl(str(path.absolute())))


def system_path(url: str) -> Path:
    return Path(load().fileUrlToSystemPath(url))
