"""The command line as its user meets it: real files in, real output out."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from creditxl.cli.main import main

LEDGER = """Kirjauspvm;Asiakirjatyyppi;Asiakirjan nro;Asiakasnro;Summa;Jäljellä oleva summa;Eräpäivä
15.08.2026;Lasku;ML1;1001;10 000,00;0,00;14.09.2026
15.09.2026;Lasku;ML2;1001;12 500,50;12 500,50;15.10.2026
15.10.2026;Lasku;ML3;1001;20 000,00;20 000,00;14.11.2026
20.10.2026;Hyvityslasku;MH1;1001;-500,00;0,00;20.10.2026
20.10.2026;Lasku;ML4;1002;1 000,00;1 000,00;03.11.2026
"""
CUSTOMERS = """Asiakasnro;Nimi;Y-tunnus;Maksuehto;Toimiala
1001;=HYPERLINK("http://x");0201256-6;30 pv netto;Logistiikka
1002;[red]Haapa & Co;0116297-6;14 pv netto;Toimisto
"""
AS_OF = ("--as-of", "2026-10-31")


@pytest.fixture
def folder(tmp_path):
    extracts = tmp_path / "extracts"
    extracts.mkdir()
    (extracts / "Asiakastapahtumat.csv").write_text(LEDGER, encoding="cp1252")
    (extracts / "Asiakkaat.csv").write_text(CUSTOMERS, encoding="cp1252")
    return extracts


def run(*arguments):
    return CliRunner(env={"COLUMNS": "200"}).invoke(main, [str(argument) for argument in arguments])


def test_review_gives_json_with_the_contracts_columns(folder):
    done = run("review", "--extracts", folder, *AS_OF, "--format", "json")
    first = json.loads(done.stdout)[0]

    assert done.exit_code == 0, done.stderr
    assert list(first) == [
        "business_id",
        "name",
        "companies",
        "business_line",
        "seller",
        "payment_term_days",
        "factor",
        "sales_2026-08",
        "sales_2026-09",
        "sales_2026-10",
        "sales_window",
        "need",
        "limit",
        "limit_status",
        "recommendation_kind",
        "recommendation_status",
        "recommendation_amount",
        "recommendation_valid_until",
        "cover",
        "gap",
        "open_receivables",
        "overdue",
        "oldest_due_date",
        "uncovered_receivables",
        "insurance_status",
        "actions",
    ]
    assert first["business_id"] == "0201256-6"
    assert (first["sales_2026-10"], first["need"], first["gap"]) == (19_500, 39_000, 39_000)
    assert (first["open_receivables"], first["overdue"]) == (32_500.5, 12_500.5)
    assert (first["oldest_due_date"], first["factor"]) == ("2026-10-15", 2)
    assert first["actions"] == "apply_limit"


def test_csv_holds_no_formula_and_keeps_its_numbers(folder):
    done = run("review", "--extracts", folder, *AS_OF, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))

    assert rows[0]["name"] == '\'=HYPERLINK("http://x")'
    assert (rows[0]["need"], rows[0]["limit"], rows[0]["factor"]) == ("39000.00", "0.00", "2")


def test_tasks_give_owner_amount_and_a_reason_that_names_the_figures(folder):
    done = run("tasks", "--extracts", folder, *AS_OF, "--format", "json")
    first = json.loads(done.stdout)[0]

    assert list(first) == ["business_id", "name", "action", "amount", "owner", "business_line", "due_on", "reason"]
    assert (first["action"], first["owner"], first["amount"]) == ("apply_limit", "insurance_manager", 39_000)
    assert "39 000" in first["reason"].replace("\u00a0", " ")


@pytest.mark.parametrize(("language", "word"), [("fi", "limiitti"), ("sv", "limit"), ("en", "limit")])
def test_the_reason_follows_the_language(folder, language, word):
    done = run("tasks", "--extracts", folder, *AS_OF, "--format", "json", "--language", language)

    assert word in json.loads(done.stdout)[0]["reason"]


@pytest.mark.parametrize("command", ["review", "tasks", "issues"])
def test_people_get_a_table_in_which_names_are_no_markup(folder, command):
    done = run(command, "--extracts", folder, *AS_OF)

    assert done.exit_code == 0
    assert ("[red]Haapa" in done.stdout) is (command != "issues")


def test_issues_end_with_three_and_say_file_row_column_value(folder):
    ledger = folder / "Asiakastapahtumat.csv"
    ledger.write_text(LEDGER + "21.10.2026;Lasku;ML5;1002;abc;;\n", encoding="cp1252")
    done = run("issues", "--extracts", folder, *AS_OF, "--format", "json")
    (issue,) = json.loads(done.stdout)

    assert done.exit_code == 3
    assert list(issue) == ["file", "row", "column", "value", "message", "fix"]
    assert (issue["file"], issue["row"], issue["column"], issue["value"]) == (ledger.name, 7, "Summa", "abc")


def test_refresh_writes_both_workbooks(folder, tmp_path):
    done = run("refresh", "--extracts", folder, *AS_OF, "--out", tmp_path / "books")

    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "books").iterdir()) == [
        ".creditxl-store",
        "euler-limiitit.xlsx",
        "intrum-suositukset.xlsx",
    ]


def test_explain_names_every_invoice_month_factor_and_rule(folder):
    done = run("explain", "FI02012566", "--extracts", folder, *AS_OF)
    said = done.stdout.replace("\u00a0", " ")

    assert done.exit_code == 0, done.stderr
    for expected in ("ML1", "ML2", "ML3", "MH1", "Asiakastapahtumat.csv:5", "R5", "× 2", "39 000", "30 days"):
        assert expected in said
    assert "ML4" not in said


def test_explain_ends_with_three_where_there_are_data_issues(folder):
    with (folder / "Asiakastapahtumat.csv").open("a", encoding="cp1252") as ledger:
        ledger.write("31.02.2026;Lasku;ML9;1002;1,00;0,00;1.3.2026\n")

    assert run("explain", "0201256-6", "--extracts", folder, *AS_OF).exit_code == 3


def test_explain_of_nobody_says_how_to_find_one(folder):
    done = run("explain", "1234567-1", "--extracts", folder, *AS_OF)

    assert done.exit_code == 1
    assert "no customer has the business id '1234567-1'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("review", "--extracts", "no such folder"), 1, "no such folder"),
        (("review",), 2, "--extracts"),
        (("review", "--extracts", ".", "--as-of", "31.02.2026"), 2, "not a day of 1990 to 2199"),
        (("review", "--extracts", ".", "--format", "pdf"), 2, "pdf"),
        (("fly",), 2, "fly"),
    ],
)
def test_wrong_calls_and_missing_places_are_one_sentence(arguments, status, said):
    done = run(*arguments)

    assert done.exit_code == status
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_an_as_of_date_before_any_entry_is_one_sentence(folder):
    done = run("review", "--extracts", folder, "--as-of", "31.1.2020")

    assert done.exit_code == 1
    assert "no entry is posted on or before" in done.stderr


def test_help_loads_no_engine():
    loaded = "import sys, creditxl.cli.main; print([name for name in sys.modules if name.split('.')[0] in {engines}])"
    engines = {
        "polars",
        "narwhals",
        "pandas",
        "numpy",
        "babel",
        "rich",
        "xlsxwriter",
        "openpyxl",
        "xlwings",
        "stdnum",
        "statsmodels",
    }
    done = subprocess.run(
        [sys.executable, "-c", loaded.format(engines=engines)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "command",
    ["ahead", "demo", "refresh", "review", "tasks", "issues", "explain", "share", "doctor", "init", "upgrade", "build"],
)
def test_every_command_has_help_and_stands_in_the_readme(command):
    done = run(command, "--help")

    assert done.exit_code == 0
    assert f"creditxl {command}" in (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def process(*arguments, **places):
    command = [sys.executable, "-m", "creditxl", *map(str, arguments)]
    return subprocess.run(command, check=False, stderr=subprocess.PIPE, **places)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("review", "--format", "json"), 0),
        (("explain", "0000000-0"), 1),
        (("review", "--format", "xml"), 2),
        (("issues",), 3),
    ],
)
def test_a_process_ends_with_the_status_and_has_said_all(folder, arguments, status):
    if status == 3:
        (folder / "Muut.csv").write_text("a;b\n1;2\n")
    done = process(*arguments, "--extracts", folder, *AS_OF, stdout=subprocess.PIPE)

    assert done.returncode == status, done.stderr
    assert done.stdout if status in {0, 3} else done.stderr
    if status == 0:
        assert [row["business_id"] for row in json.loads(done.stdout)] == ["0201256-6", "0116297-6"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("arguments", [("--help",), ("review", "--extracts", "{folder}", *AS_OF, "--format", "csv")])
def test_a_full_disk_is_one_sentence(folder, arguments):
    with Path("/dev/full").open("wb") as full:
        done = process(*(argument.format(folder=folder) for argument in arguments), stdout=full)

    said = done.stderr.decode()
    assert done.returncode == 1
    assert "No space left on device" in said
    assert "Traceback" not in said
    assert "fault of the program" not in said
