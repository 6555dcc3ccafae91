"""The sections of `creditxl.toml` that name sources: what is wrong in them is one sentence."""

import pytest

from creditxl.errors import ConfigError
from creditxl.extracts.source_config import SourceForm
from creditxl.tables.columns import Kind
from tests.sources import month

SQL = 'kind = "sql"\nurl = "sqlite:///x.db"\n'


def test_sections_may_name_several_sources_of_one_table(tmp_path):
    section = f'[[sources.entries]]\n{SQL}table = "a"\n[[sources.entries]]\nkind = "files"\npath = "b"\n'

    found = month.config(tmp_path, section).sources[Kind.ENTRIES]

    assert [source.form for source in found] == [SourceForm.SQL, SourceForm.FILES]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (f"[sources.entry]\n{SQL}", "'entry' is not known here"),
        ('[sources.entries]\nkind = "sap"', "'sap' is not known here"),
        ('[sources.entries]\nurl = "x"', "'kind' is missing"),
        ('[sources.entries]\nkind = "odata"\nurl = "https://x"', "'table' is missing"),
        (f"[sources.entries]\n{SQL}", "'table' is missing"),
        (f'[sources.entries]\n{SQL}tabel = "x"', "'tabel' is not known here"),
        (f"[sources.entries]\n{SQL}nav = true", "'companies' is missing"),
        (f'[sources.entries]\n{SQL}table = "x"\nnav = 1', "neither true nor false"),
        (f'[sources.entries]\n{SQL}table = "x"\ncompanies = ["A", "B"]', "several companies are named, and one table"),
        (f'[sources.entries]\n{SQL}table = "x"\ncolumns = {{ sum = "S" }}', "'sum' is not known here"),
        ('[sources.entries]\nkind = "odata"\nurl = "https://x"\ntable = "E"\nsince = "2026"', "it is not a date"),
        (
            '[sources.entries]\nkind = "odata"\nurl = "https://x"\ntable = "E"\nsign_in = "client"',
            "'token_url' is missing",
        ),
        (
            '[sources.entries]\nkind = "salesforce"\nurl = "https://x"\nreport = "1"\nsecret = "S"',
            "has no table 'entries'",
        ),
    ],
)
def test_what_is_wrong_in_a_section_is_one_sentence(tmp_path, section, said):
    with pytest.raises(ConfigError) as raised:
        month.config(tmp_path, section)

    assert said in str(raised.value)
    assert "creditxl.toml, sources" in raised.value.where


@pytest.mark.parametrize("url", ["postgresql://reader:Sala-4711@host/db", "mssql://host/db?PWD=Sala-4711"])
def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path, url):
    with pytest.raises(ConfigError, match="a password stands in the file") as raised:
        month.config(tmp_path, f'[sources.entries]\nkind = "sql"\nurl = "{url}"\ntable = "x"')

    assert "Sala-4711" not in str(raised.value)
