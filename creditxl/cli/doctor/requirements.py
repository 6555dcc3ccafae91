"""The program's packages: what its own metadata requires, and what is installed."""

from __future__ import annotations

import re
from importlib import metadata
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.cli.doctor.findings import Finding, ok, wrong
from creditxl.errors import msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAME = "creditxl"
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^]]*\])?\s*\(?([^;()]*)\)?\s*(?:;(.*))?")
_SPECIFIER = re.compile(r"(~=|===?|!=|<=|>=|<|>)\s*([\w.!+*-]+)")
_PLATFORM = re.compile(r"""sys_platform\s*==\s*["'](\w+)["']""")


class Requirement(Struct, frozen=True):
    """A package that the program needs, and in which versions: `==0.37.8`, or several with commas."""

    name: str
    versions: str

    @property
    def is_exact(self) -> bool:
        return self.versions.startswith("==")

    def is_met_by(self, version: str) -> bool:
        return all(_holds(version, sign, bound) for sign, bound in _SPECIFIER.findall(self.versions))


class Packages(Struct, frozen=True):
    """What stands in this Python.

    Args:
        program: Version of the program's own metadata; None where it was never installed.
        python: Versions of Python that it runs on, such as ">=3.11".
        required: Packages that it needs, without those for development.
        installed: Package → version; those that are missing are not there.
    """

    program: str | None
    python: str
    required: tuple[Requirement, ...]
    installed: Mapping[str, str]

    @property
    def xlwings(self) -> str:
        """The version of xlwings that the workbooks name."""
        wanted = next((each.versions for each in self.required if each.name.casefold() == "xlwings"), "")
        return wanted.removeprefix("==").strip() if wanted.startswith("==") else self.installed.get("xlwings", "")


def these_packages(platform: str) -> Packages:
    """Return what the metadata of this Python says."""
    try:
        of_program = metadata.metadata(NAME)
    except metadata.PackageNotFoundError:
        return Packages(None, "", (), {})
    required = requirements(metadata.requires(NAME) or (), platform)
    found = {each.name: version for each in required if (version := _version(each.name))}
    return Packages(of_program["Version"], of_program["Requires-Python"] or "", required, found)


def requirements(lines: Sequence[str], platform: str) -> tuple[Requirement, ...]:
    """Return the packages that are needed here: without extras, and those for other systems.

    >>> requirements(['xlwings==0.37.8', 'ruff>=0.1; extra == "dev"'], "linux")
    (Requirement(name='xlwings', versions='==0.37.8'),)
    """
    found = [match.groups(default="") for line in lines if (match := _REQUIREMENT.fullmatch(line))]
    return tuple(
        Requirement(name, versions.strip())
        for name, versions, marker in found
        if "extra" not in marker and platform in (_PLATFORM.findall(marker) or [platform])
    )


def checks(packages: Packages, loaded: str) -> Iterator[Finding]:
    """Yield what is to be said of the program and its packages; `loaded` is the version that runs."""
    if packages.program is None:
        yield wrong(
            msg("creditxl {version} runs from its folder and is not installed", version=loaded),
            msg("install it: python -m pip install --editable . in its folder"),
        )
        return
    if packages.program == loaded:
        yield ok(msg("creditxl {version}", version=loaded))
    else:
        yield wrong(
            msg("creditxl {version} runs, but {installed} is installed", version=loaded, installed=packages.program),
            msg("install it anew: python -m pip install --editable . in its folder"),
        )
    faults = [_fault(each, packages.installed.get(each.name)) for each in packages.required]
    yield from (fault for fault in faults if fault)
    met = [each for each, fault in zip(packages.required, faults, strict=True) if not fault]
    if met:
        listed = ", ".join(f"{each.name} {packages.installed[each.name]}" for each in met)
        yield ok(msg("packages as required: {packages}", packages=listed))


def _fault(wanted: Requirement, installed: str | None) -> Finding | None:
    fix = msg('run: python -m pip install "{package}"', package=f"{wanted.name}{wanted.versions}")
    if installed is None:
        return wrong(msg("the package {name} is not installed", name=wanted.name), fix)
    if wanted.is_met_by(installed):
        return None
    given = {"name": wanted.name, "installed": installed, "versions": wanted.versions.lstrip("=")}
    if wanted.is_exact:
        # The workbooks name xlwings' DLL with its version: a newer one is no better than none.
        return wrong(msg("{name} must be exactly {versions}, and {installed} is installed", **given), fix)
    return wrong(msg("{name} {installed} is installed; {versions} is needed", **given), fix)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _holds(version: str, sign: str, bound: str) -> bool:
    if bound.endswith(".*"):
        wanted = _numbers(bound.removesuffix(".*"))
        return (_numbers(version)[: len(wanted)] == wanted) is (sign == "==")
    if sign == "===":
        return version == bound
    found, wanted = _numbers(version), _numbers(bound)
    size = max(len(found), len(wanted))
    left, right = (numbers + (0,) * (size - len(numbers)) for numbers in (found, wanted))
    if sign == "~=":
        return left >= right and found[: len(wanted) - 1] == wanted[:-1]
    return {
        "==": left == right,
        "!=": left != right,
        "<=": left <= right,
        ">=": left >= right,
        "<": left < right,
        ">": left > right,
    }[sign]


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version's release.

    >>> _numbers("2.1.0rc1")
    (2, 1, 0)
    """
    release = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, release.group().split("."))) if release else ()
