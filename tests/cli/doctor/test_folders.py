"""The extracts, the configuration and the folder for the workbooks."""

import pytest

from creditxl.cli.doctor import folders
from creditxl.errors import ConfigError, msg
from creditxl.extracts.config import Config
from tests.cli.doctor.machines import LEDGER, NOTE, OK, WRONG, states, told


def test_extracts_are_counted_by_kind_and_company(tmp_path):
    (tmp_path / "Asiakastapahtumat Havu Oy.csv").write_text(LEDGER, encoding="cp1252")
    (tmp_path / "muistio.txt").write_text("soita\n", encoding="utf-8")
    found = list(folders.of_extracts(tmp_path, Config()))

    assert WRONG not in states(found)
    assert "tables 1, rows 2" in told(found)
    assert "companies: Havu Oy" in told(found)
    assert "muistio.txt" in told(found)


def test_extracts_without_a_ledger_are_wrong(tmp_path):
    (tmp_path / "Asiakkaat.csv").write_text("Asiakasnro;Nimi;Maksuehto\n1;Koivu Oy;14 pv netto\n", encoding="utf-8")
    found = list(folders.of_extracts(tmp_path, Config()))

    assert states(found).count(WRONG) == 1
    assert "no customer ledger" in told(found)
    assert "no company is named" in told(found)


@pytest.mark.parametrize(
    ("name", "said"), [("nowhere", "no such folder"), ("empty", "holds no files"), ("file", "not a folder")]
)
def test_an_unreachable_folder_is_told_in_the_readers_own_words(tmp_path, name, said):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    found = list(folders.of_extracts(tmp_path / name, Config()))

    assert states(found) == [WRONG]
    assert said in told(found)
    assert found[0].where == str(tmp_path / name)


def test_no_folder_is_said_and_not_guessed():
    assert states(folders.of_extracts(None, Config())) == [NOTE]


def test_the_configuration_is_read_missing_or_wrong(tmp_path):
    error = ConfigError(msg("it is not a table"), where="creditxl.toml", fix=msg("correct the file"))

    assert folders.of_config(tmp_path / "creditxl.toml", Config()).state is OK
    assert folders.of_config(None, Config()).state is OK
    assert folders.of_config(tmp_path / "creditxl.toml", error).state is WRONG


def test_a_target_is_tried_and_left_as_it_was(tmp_path):
    (tmp_path / "file").touch()

    assert folders.of_target(tmp_path).state is OK
    assert folders.of_target(tmp_path / "new" / "deep").state is OK
    assert folders.of_target(tmp_path / "file").state is WRONG
    assert folders.of_target(tmp_path / "file" / "below").state is WRONG
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]
