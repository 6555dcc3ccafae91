"""LibreOffice and its Python bindings."""

import os

import pytest

from creditxl.calc.programs import find_program
from creditxl.cli.doctor import libreoffice, system
from tests.cli.doctor.machines import NOTE, OK, WRONG, machine, states, told


def found_by(system):
    return find_program(system.platform, system.program_on_path, system.environment)


def test_libreoffice_is_found_where_the_path_or_its_installer_puts_it(tmp_path):
    on_path, installed = tmp_path / "soffice", tmp_path / "LibreOffice" / "program" / "soffice.exe"
    on_path.touch()
    installed.parent.mkdir(parents=True)
    installed.touch()

    assert found_by(machine("linux", programs={"soffice": str(on_path)})) == on_path
    assert found_by(machine(variables={"ProgramFiles": str(tmp_path)})) == installed
    assert found_by(machine(variables={"ProgramFiles(x86)": str(tmp_path)})) == installed
    assert found_by(machine()) is None


def test_no_libreoffice_is_to_know_and_nothing_wrong():
    found = list(libreoffice.checks(machine()))

    assert states(found) == [NOTE]
    assert "install LibreOffice" in told(found)


def own_python(tmp_path, code):
    """Return a LibreOffice whose own Python is a script."""
    program = tmp_path / "program" / "soffice"
    program.parent.mkdir()
    program.touch()
    script = program.with_name("python")
    script.write_text(f"#!/bin/sh\n{code}\n", encoding="utf-8")
    script.chmod(0o755)
    return program


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins for LibreOffice's Python are shell scripts")
@pytest.mark.parametrize(
    ("code", "platform", "state", "said"),
    [
        ("exit 0", "linux", OK, "bindings load in"),
        ("echo no uno >&2; exit 1", "linux", WRONG, "no uno"),
        ("echo no uno >&2; exit 1", "win32", NOTE, "no uno"),  # there the workbooks are at home in Excel
        ("exit 1", "darwin", NOTE, "python3-uno"),
    ],
)
def test_libreoffices_own_python_may_hold_the_bindings(tmp_path, code, platform, state, said):
    nowhere = machine(platform, executable=tmp_path / "no python")
    found = libreoffice.of_python(nowhere, own_python(tmp_path, code))

    assert found.state is state
    assert said in told([found])


def test_the_libreoffice_of_this_machine_is_looked_at():
    here = system.this_system()
    program = found_by(here)
    if program is None:
        pytest.skip("soffice is not installed: its Python bindings are not looked for")

    assert libreoffice.of_python(here, program).state in {OK, WRONG}
    assert states(libreoffice.checks(here))[0] is OK
