"""Every kind of extract from a file as its system writes it to typed columns."""

from datetime import date

import polars as pl
import pytest

from creditxl.extracts import typed
from creditxl.tables.columns import COLUMNS, Kind
from tests.extracts.reading import column, read_text, said

FIRST = (date(2018, 1, 5), "company", 2500000)


def test_customers(tmp_path):
    table, issues = read_text(
        tmp_path,
        "Yhtiö;Nro;Nimi;Y-tunnus;Maa- tai aluekoodi;Maksuehtojen koodi;Toimiala;Myyjän koodi;Luotu;Asiakastyyppi;"
        "Luottoraja (PVA)\n"
        "Havu Oy;00012;Alfa & Beta;1234567-1;FI;14 PV;Varasto;MV;5.1.2018;Yritys;25 000,00\n"
        "Havu Oy;13;;;;;;;;kunta;\n"
        "Havu Oy;14;Gamma;;SE;30;;;2018-02-01;Privatperson;0\n",
    )

    assert table.frame.drop("row").rows() == [
        ("Havu Oy", "00012", "Alfa & Beta", "1234567-1", "FI", "14 PV", "Varasto", "MV", *FIRST),
        ("Havu Oy", "13", None, None, None, None, None, None, None, "public_body", None),
        ("Havu Oy", "14", "Gamma", None, "SE", "30", None, None, date(2018, 2, 1), "private_person", 0),
    ]
    assert not issues


def test_payment_terms(tmp_path):
    table, issues = read_text(tmp_path, "Koodi;Päivät;Kuvaus\n14 PV;14;14 pv netto\nHETI;0;\nX;kuun loppu;\n;5;\n")

    assert table.frame.rows() == [
        ("", "14 PV", 14, "14 pv netto", 2),
        ("", "HETI", 0, None, 3),
        ("", "X", None, None, 4),
    ]
    assert said(issues) == [
        (4, "Päivät", "'kuun loppu' is not a number of days"),
        (5, "Koodi", "the cell is empty, and its row needs it"),
    ]


def test_recommendations(tmp_path):
    table, issues = read_text(
        tmp_path,
        "Y-tunnus,Asiakkaan nimi,Suosituksen tyyppi,Päätös,Luottoraja,Päätöspäivä,Uusiutumispäivä,Peruutettu\n"
        '1234567-1,Alfa,Pikaluottosuositus,Hyväksytty,,1.1.2018,,\n"2345678-0","Beta, Oy",jatkuva,Hylätty,"30 000,00",'
        "15.1.2018,15.1.2019,\n3456789-3,Gamma,Löpande,peruutettu,5000,1.2.2017,,3.2.2018\n4567890-1,Delta,?,Ja,,1.1.2018,,\n",
    )

    assert table.frame.drop("company", "row").rows() == [
        ("1234567-1", "Alfa", "quick", "approved", None, date(2018, 1, 1), None, None),
        ("2345678-0", "Beta, Oy", "continuous", "rejected", 3000000, date(2018, 1, 15), date(2019, 1, 15), None),
        ("3456789-3", "Gamma", "continuous", "cancelled", 500000, date(2017, 2, 1), None, date(2018, 2, 3)),
    ]
    assert said(issues) == [
        (5, "Suosituksen tyyppi", "'?' is none of the words known here: Pika/Snabb/Quick; Jatkuva/Löpande/Continuous")
    ]


def test_limits(tmp_path):
    table, issues = read_text(
        tmp_path,
        "Y-tunnus;Nimi;Haettu limiitti;Myönnetty limiitti;Päätös;Valuutta;Voimassa alkaen;Voimassa asti\n"
        "1234567-1;Alfa;50.000,00;25.000,00;Osittain hyväksytty;EUR;1.1.2018;31.12.9999\n"
        "2345678-0;Beta;10.000,00;;Vireillä;EUR;;\n3456789-3;Gamma;10.000,00;0,00;Avslag;EUR;0001-01-01;\n",
    )

    assert table.frame.drop("company", "row").rows() == [
        ("1234567-1", "Alfa", 5000000, 2500000, "partial", "EUR", date(2018, 1, 1), date(9999, 12, 31)),
        ("2345678-0", "Beta", 1000000, None, "pending", "EUR", None, None),
        ("3456789-3", "Gamma", 1000000, 0, "rejected", "EUR", None, None),
    ]
    assert not issues


def test_new_customers(tmp_path):
    table, issues = read_text(
        tmp_path,
        '"Y-tunnus","Tilin nimi","Luotu","Toimiala","Asiakkuuden omistaja"\n'
        '"1234567-1","Alfa, Oy","5.1.2018 10:15","Varasto","M V"\n'
        '"2345678-0","Beta","","",""\n\n"Uudet asiakkaat"\n',
    )

    assert table.frame.rows() == [("", "1234567-1", "Alfa, Oy", date(2018, 1, 5), "Varasto", "M V", 2)]
    assert said(issues) == [(3, "Luotu", "the cell is empty, and its row needs it")]


@pytest.mark.parametrize("kind", Kind)
def test_columns_have_the_types_of_the_contract(tmp_path, kind):
    table, _ = read_text(tmp_path, ";".join(COLUMNS[kind]) + "\n")

    expected = {name: typed.dtype(each) for name, each in COLUMNS[kind].items()}
    assert dict(table.frame.schema) == {"company": pl.String(), **expected, "row": pl.UInt32()}
    assert column(table, "row") == []


def test_an_error_in_a_text_column_is_a_bad_cell(tmp_path):
    table, issues = read_text(tmp_path, "Nro;Nimi;Maksuehto;Myyjä\n1;#VIITTAUS!;14;\n2;Beta;30;#N/A\n3;#hash;14;#\n")

    assert column(table, "customer_no") == ["2", "3"]
    assert column(table, "seller") == [None, "#"]
    assert [(issue.row, issue.column, issue.value) for issue in issues] == [
        (2, "Nimi", "#VIITTAUS!"),
        (3, "Myyjä", "#N/A"),
    ]
