"""`creditxl sources`, and the commands without a folder of extracts."""

import json

import pytest
from click.testing import CliRunner

from creditxl.cli.main import main
from tests.sources import databases, month


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    file = databases.sqlite(folder / "nav.db")
    keys = f'url = "sqlite:///{file.name}"\ntable = "{{kind}}"'  # from the folder of the configuration on
    month.config(folder, month.all_from("sql", keys))
    return folder / "creditxl.toml"


def test_each_source_is_shown_with_its_newest_entry_rows_and_control_total(home):
    asked = ["sources", "--config", str(home), "--as-of", "2026-10-31"]

    wide = CliRunner(env={"COLUMNS": "200"})
    table, machine = wide.invoke(main, asked), wide.invoke(main, [*asked, "--format", "json"])

    ledger = next(row for row in json.loads(machine.stdout) if row["table"] == "entries")
    entries = month.rows("entries")
    sales = [row["amount"] for row in entries if row["document_type"] in {"invoice", "credit_note"}]
    assert ledger["source"] == "sql: entries"
    assert ledger["rows_read"] == ledger["rows_used"] == len(entries)
    assert ledger["gross_sales"] == float(sum(sales))
    assert ledger["newest"] == max(row["posting_date"] for row in entries).isoformat()
    assert "sql: entries" in table.stdout
