"""`creditxl share` as its user meets it."""

import pytest
import xlsxwriter
from click.testing import CliRunner
from openpyxl import load_workbook

from creditxl.cli.main import main


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "limits.xlsm"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Luvut")
        sheet.write_formula("A1", "=LIMIT_NEED(1)", None, 42)
        made.add_worksheet("xlwings.conf").very_hidden()
    return path


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("options", "name", "said"),
    [
        ((), "limits-arvot.xlsx", "Written:"),  # workbooks are Finnish and the terminal English, as everywhere
        (("--language", "fi"), "limits-arvot.xlsx", "Kirjoitettu:"),
        (("--language", "sv"), "limits-värden.xlsx", "Skrivet:"),
        (("--language", "en"), "limits-values.xlsx", "Written:"),
    ],
)
def test_the_copy_stands_beside_and_what_was_done_is_said(book, options, name, said):
    done = run("share", book, *options)

    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"{said} {book.with_name(name)}")
    assert "xlwings.conf" in done.stdout
    assert load_workbook(book.with_name(name))["Luvut"]["A1"].value == 42


def test_the_language_is_that_of_the_configuration_beside(book):
    book.with_name("creditxl.toml").write_text('language = "sv"\n', encoding="utf-8")

    assert run("share", book).exit_code == 0
    assert book.with_name("limits-värden.xlsx").exists()


def test_out_names_the_copy(book, tmp_path):
    assert run("share", book, "--out", tmp_path / "for the bank.xlsx").exit_code == 0
    assert (tmp_path / "for the bank.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("no such file.xlsx",), 1, "there is no such file"),
        (("no such file.xlsx", "--language", "fi"), 1, "tiedostoa ei ole"),
        ((), 2, "FILE"),
        (("limits.xlsm", "--out", "limits.xlsm"), 1, "does not end so"),
        (("limits.xlsm", "--out", "no folder/copy.xlsx"), 1, "cannot be written"),
    ],
)
def test_what_cannot_be_is_one_sentence(book, monkeypatch, arguments, status, said):
    monkeypatch.chdir(book.parent)
    done = run("share", *arguments)

    assert done.exit_code == status
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_a_second_copy_is_not_written_over_the_first(book):
    run("share", book)
    done = run("share", book)

    assert done.exit_code == 1
    assert "there is a file of that name already" in done.stderr
