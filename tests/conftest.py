"""What every test may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

SCRIPT_FACTORY = "com.sun.star.script.provider.MasterScriptProviderFactory"

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from creditxl.calc.office import Office


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture(scope="session")
def office_with_macros() -> Iterator[Office]:
    """A LibreOffice of its own for all tests of a process that run macros, Python's among them."""
    # Most tests need no office: what starts one is loaded here alone.
    from creditxl.calc import unoapi
    from creditxl.calc.bridge.installing import PLACE
    from creditxl.calc.bridge.running import attach
    from creditxl.calc.failures import OfficeError
    from creditxl.calc.office import MacroExecution, Office, Options, find_soffice

    try:
        program = find_soffice()
        unoapi.load(program)
    except OfficeError as error:
        pytest.skip(f"no macro is tested in LibreOffice: {error}")
    with Office.start(Options(macros=MacroExecution.ALWAYS, program=program)) as started:
        attach(started)
        try:
            unoapi.service(started.context, SCRIPT_FACTORY).createScriptProvider("").getScript(PLACE)
        except unoapi.failure() as error:
            pytest.skip(
                f"no macro is tested: LibreOffice cannot run Python macros ({error}). "
                "On Debian and Ubuntu: apt install libreoffice-script-provider-python"
            )
        yield started


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return what compares a text with a file of the test's `golden` folder, or writes it there."""
    folder: Path = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        file = folder / name
        if request.config.getoption("--golden-update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")

        assert text == file.read_text(encoding="utf-8"), f"{name} differs; look at it, then --golden-update"

    return compare


@pytest.fixture
def opened_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are opened to be read, in turn."""
    from creditxl.extracts.files import Reading

    names: list[str] = []
    read = Reading.file

    def noted(reading, found, *others):
        names.append(found.name.as_posix())
        return read(reading, found, *others)

    monkeypatch.setattr(Reading, "file", noted)
    return names
