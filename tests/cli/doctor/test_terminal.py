"""Whether the terminal can show what the program says."""

import pytest

from creditxl.cli.doctor import terminal
from tests.cli.doctor.machines import OK, WRONG, machine, told


@pytest.mark.parametrize(
    ("encoding", "state"),
    [
        ("utf-8", OK),
        ("utf-16", OK),
        ("cp1252", WRONG),
        ("ascii", WRONG),
        ("cp850", WRONG),
        (None, WRONG),
        ("x?", WRONG),
    ],
)
def test_the_terminal_must_hold_every_sign(encoding, state):
    assert terminal.check(machine("linux"), encoding).state is state


def test_the_mend_of_a_terminal_is_its_systems():
    assert "chcp 65001" in told([terminal.check(machine(), "cp850")])
    assert "UTF-8" in told([terminal.check(machine("linux"), "ascii")])
