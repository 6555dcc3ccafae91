"""Which company of the group a file belongs to, where no column says it."""

from pathlib import PurePosixPath

import pytest

from creditxl.extracts import read_folder
from creditxl.extracts.company import company_of
from creditxl.extracts.config import Config
from tests.extracts.reading import CONFIG, entry, write_ledger


@pytest.mark.parametrize(
    ("path", "company"),
    [
        ("Havu Oy/entries.csv", "Havu Oy"),
        ("Havu Oy/2018-01/entries.csv", "Havu Oy"),  # a folder of a month names none
        ("2018-01/Havu Oy/entries.csv", "Havu Oy"),
        ("tammikuu 2018/asiakastapahtumat.csv", ""),
        ("2018/01/kunder.xlsx", ""),
        ("Asiakastapahtumat/Havu.csv", "Havu"),  # nor does a folder of a kind
        ("asiakastapahtumat Havu Oy 2018-01.csv", "Havu Oy"),
        ("Asiakastapahtumat_Havu_Oy_201801.csv", "Havu Oy"),
        ("Havu Oy - myyntireskontra - 31.1.2018.xlsx", "Havu Oy"),
        ("customer ledger entries Havu-Palvelut (2).csv", "Havu-Palvelut"),
        ("Customer_Ledger_Entries.csv", ""),
        ("Kundreskontratransaktioner Havu Ab januari 2018.csv", "Havu Ab"),
        ("customers.csv", ""),
        ("entries_20180131.csv", ""),
        ("asiakkaat (1).csv", ""),
        ("maksuehdot.csv", ""),
        ("Oy Havu Ab.csv", "Oy Havu Ab"),
        ("3Step Oy asiakkaat.csv", "3Step Oy"),
        ("Kundert Ab.csv", "Kundert Ab"),  # a word within a word is none
        ("Q1 Havu.csv", "Havu"),
    ],
)
def test_folders_and_names_tell_the_company(path, company):
    assert company_of(PurePosixPath(path), {}) == company


@pytest.mark.parametrize("pattern", ["havu-*", "HAVU-2018.csv", "havu-2018", "sub/havu*", "sub"])
def test_the_configuration_goes_first(pattern):
    assert company_of(PurePosixPath("sub/havu-2018.csv"), {"other": "B", pattern: "Havu Oy"}) == "Havu Oy"


def test_a_column_goes_before_everything(tmp_path):
    folder = tmp_path / "Havu Oy"
    folder.mkdir()
    (folder / "a.csv").write_text(
        "Yhtiö;Asiakasnro;Asiakirjatyyppi;Asiakirjan nro;Kirjauspvm;Summa\n"
        "Kuusi Oy;1;Lasku;L1;1.1.2018;1,00\n;1;Lasku;L2;1.1.2018;1,00\n"
    )

    extracts = read_folder(tmp_path, Config(companies={"a.csv": "Mänty Oy"}))

    assert extracts.tables[0].frame["company"].to_list() == ["Kuusi Oy", "Mänty Oy"]


def test_without_anything_the_company_is_empty(tmp_path):
    write_ledger(tmp_path / "asiakastapahtumat.csv", entry())

    assert read_folder(tmp_path, CONFIG).tables[0].frame["company"].to_list() == [""]
