"""`creditxl build` as whoever ships the files meets it."""

from tests.cli.own_books import names, run

FILES = ["creditxl.xlam", "euler-limiitit.xlsm", "intrum-suositukset.xlsm"]


def test_the_shipped_files_are_built_and_named(tmp_path):
    done = run("build", "--out", tmp_path / "shipped")

    assert done.exit_code == 0, done.output
    assert names(tmp_path / "shipped") == FILES
    assert sorted(line.removeprefix("Written: ") for line in done.stdout.splitlines()) == [
        str(tmp_path / "shipped" / name) for name in FILES
    ]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    done = run("build", "--out", tmp_path / "file")

    assert done.exit_code == 1
    assert "cannot be written to the folder" in done.stderr
    assert "Traceback" not in done.output
