"""`creditxl calc` as people type it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from creditxl.calc.bridge.installing import SCRIPT, usual_profile
from creditxl.calc.profile import Recalculation, write_profile
from creditxl.cli.main import main


@pytest.mark.usefixtures("program")
def test_install_and_uninstall_tell_what_they_did(tmp_path):
    profile = tmp_path / "profile"
    write_profile(profile, recalculation=Recalculation.NEVER)
    script = profile / "user" / "Scripts" / "python" / SCRIPT
    installed = CliRunner().invoke(main, ["calc", "install", "--profile", str(profile)])
    was_there = script.is_file()
    uninstalled = CliRunner().invoke(main, ["calc", "uninstall", "--profile", str(profile)])

    assert [installed.exit_code, uninstalled.exit_code] == [0, 0]
    assert was_there
    assert not script.exists()
    assert "Trusted Sources" in installed.output
    assert str(profile) in uninstalled.output


def test_a_wrong_profile_is_one_sentence_and_nothing_is_written(tmp_path):
    result = CliRunner().invoke(main, ["calc", "install", "--profile", str(tmp_path)])

    assert result.exit_code == 1
    assert "profile of LibreOffice" in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_usual_profile_is_the_persons_own(monkeypatch, tmp_path):
    for name in ("APPDATA", "HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))

    assert usual_profile().is_relative_to(tmp_path)
