"""`creditxl ahead`, and workbooks that are asked for the need ahead: the sample group's two years, end to end."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from creditxl import sample
from creditxl.cli.main import main

if TYPE_CHECKING:
    from click.testing import Result

PAGE = Path(__file__).parents[2] / "docs" / "ahead.md"
MONTHS = ("2026-11", "2026-12", "2027-01")
COLUMNS = [
    *("business_id", "name", "need", "cover"),
    *(f"need_{month}{bound}" for month in MONTHS for bound in ("", "_low", "_high")),
    *("need_ahead", "need_ahead_low", "need_ahead_high", "gap_ahead"),
]
SHORT = """Kirjauspvm;Asiakirjatyyppi;Asiakirjan nro;Asiakasnro;Summa (PVA);Eräpäivä
15.10.2026;Lasku;ML1;1001;10 000,00;14.11.2026
"""


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ahead") / "extracts"
    sample.write(folder)
    return folder


def run(command: str, folder: Path, *more: object):
    arguments = [command, "--extracts", folder, "--as-of", sample.AS_OF, *more]
    return CliRunner(env={"COLUMNS": "240"}).invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def done(extracts: Path) -> Result:
    return run("ahead", extracts, "--format", "json")


@pytest.fixture(scope="module")
def rows(done: Result) -> list[dict[str, object]]:
    assert done.exit_code == 3, done.stderr  # the sample's data issues
    return json.loads(done.stdout)


def test_the_page_tells_what_the_sample_group_measures(done) -> None:
    *measured, level, months, needs, totals = re.findall(r"\d+(?:,\d)? %", done.stderr)
    row = " | ".join(["sample group", "24", "10", *measured, months, needs, totals, "yes"]).replace(",", ".")

    assert level == "80 %"
    assert "Backtest, 10 forecasts from 10/2025 to 7/2026" in done.stderr
    assert f"| {row} |" in PAGE.read_text(encoding="utf-8").splitlines()


def test_every_row_has_months_interval_and_gap(rows) -> None:
    assert len(rows) > 500
    assert all(list(row) == COLUMNS for row in rows)
    for row in rows:
        assert row["need_ahead_high"] >= max(row[f"need_{month}"] for month in MONTHS)
        assert row["need_ahead_low"] <= row["need_ahead"] <= row["need_ahead_high"]
        assert row["gap_ahead"] == pytest.approx(max(0, row["need_ahead"] - row["cover"]))


def test_one_customer_is_the_same_alone(rows, extracts) -> None:
    business_id = str(rows[3]["business_id"])

    done = run("ahead", extracts, "--customer", business_id.replace("-", ""), "--format", "csv")

    (alone,) = csv.DictReader(io.StringIO(done.stdout))
    assert list(alone) == COLUMNS
    assert (alone["business_id"], float(alone["need_ahead"])) == (business_id, rows[3]["need_ahead"])


def test_people_read_what_was_measured_above_the_table(extracts) -> None:
    told = run("ahead", extracts, "--language", "sv").stdout.splitlines()

    assert told[0].startswith("Prognos av 24 hela månader 11/2024–10/2026:")
    assert told[1].startswith("Efterhandstest, 10 prognoser")
    assert "Nuvarande behov" in told[6]


def test_a_short_ledger_gets_a_sentence_and_no_row(tmp_path) -> None:
    (tmp_path / "ledger.csv").write_text(SHORT, encoding="utf-8")

    done = run("ahead", tmp_path)

    assert done.stdout.splitlines() == [
        "No need ahead is shown: the ledger has 0 whole months, and it takes 18 to measure a forecast."
    ]


def test_of_nobody_it_says_how_to_find_one(tmp_path) -> None:
    (tmp_path / "ledger.csv").write_text(SHORT, encoding="utf-8")

    done = run("ahead", tmp_path, "--customer", "1234567-1")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "no customer has the business id '1234567-1'" in done.stderr


def test_workbooks_have_the_sheet_and_the_log_where_the_settings_ask_for_it(extracts, tmp_path) -> None:
    settings = tmp_path / "creditxl.toml"
    settings.write_text("need_ahead = true\n", encoding="utf-8")

    done = run("refresh", extracts, "--config", settings, "--out", tmp_path)

    assert done.exit_code == 3, done.stderr
    for file in ("intrum-suositukset.xlsx", "euler-limiitit.xlsx"):
        book = load_workbook(tmp_path / file, read_only=True)
        assert "Tuleva tarve" in book.sheetnames
        assert any(str(cell).startswith("Jälkitesti, 10 ennustetta") for (cell,) in first_cells(book["Loki"]))
        assert any(str(cell).startswith("Kaikki asiakkaat yhteensä") for (cell,) in first_cells(book["Tuleva tarve"]))
        book.close()


def first_cells(sheet):
    return sheet.iter_rows(max_row=12, max_col=1, values_only=True)


def test_nothing_of_it_is_loaded_unless_it_is_asked_for(tmp_path) -> None:
    (tmp_path / "ledger.csv").write_text(SHORT, encoding="utf-8")
    out = tmp_path / "out"
    program = (
        "import sys; from creditxl.cli.main import main\n"
        f"try: main(['refresh', '--extracts', {str(tmp_path)!r}, '--as-of', '2026-10-31', '--out', {str(out)!r}])\n"
        "except SystemExit: print([name for name in ('statsmodels', 'scipy') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "Written:" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
