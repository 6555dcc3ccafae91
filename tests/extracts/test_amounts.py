"""Amounts: every form that people and programs write, and none that can be read two ways."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl.extracts import amount_column, amounts
from creditxl.extracts.faults import Fault
from tests.extracts.reading import column, entry, read_ledger, read_one, refusal, said, write_ledger

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"

FORMS = [  # written, decimal mark, cents
    ("1234,56", ",", 123456),
    ("1.234,56", ",", 123456),
    ("1 234,56", ",", 123456),
    (f"1{NBSP}234,56", ",", 123456),
    (f"1{NARROW}234,56", ",", 123456),
    ("1'234.56", ".", 123456),
    ("1\u2019234.56", ".", 123456),
    ("1,234.56", ".", 123456),
    ("1234.56", ".", 123456),
    ("12,50-", ",", -1250),
    ("12,50 -", ",", -1250),
    ("-12,50", ",", -1250),
    ("- 12,50", ",", -1250),
    (f"{MINUS}12,50", ",", -1250),
    ("\u201312,50", ",", -1250),
    ("(12,50)", ",", -1250),
    ("(12,50) €", ",", -1250),
    ("+12,50", ",", 1250),
    ("€ 12,50", ",", 1250),
    ("12,50€", ",", 1250),
    ("12,50 EUR", ",", 1250),
    ("EUR -12,50", ",", -1250),
    ("-12,50 €", ",", -1250),
    ("-€12.50", ".", -1250),
    ("12,50- EUR", ",", -1250),
    ("1 234 567", ",", 123456700),
    ("1.234.567", ",", 123456700),
    ("0", ",", 0),
    ("-0,00", ",", 0),
    ("5", ".", 500),
    ("5,5", ",", 550),
    (",50", ",", 50),
    ("12,5000", ",", 1250),  # zeros round nothing
    ("007,00", ",", 700),
    ("9999999999999,99", ",", 999999999999999),  # the largest
    ("  12,50  ", ",", 1250),
]
FAULTS = [  # written, decimal mark, fault
    ("12,345", ",", Fault.DECIMALS),
    ("0,001", ",", Fault.DECIMALS),
    ("1234.567", ".", Fault.DECIMALS),
    ("10000000000000,00", ",", Fault.TOO_LARGE),
    ("92233720368547758,08", ",", Fault.TOO_LARGE),
    ("9" * 5000, ",", Fault.TOO_LARGE),
    ("1.5E+05", ".", Fault.EXPONENT),
    ("1E5", ",", Fault.EXPONENT),
    ("1234.56", ",", Fault.OTHER_MARK),
    ("1,234.56", ",", Fault.OTHER_MARK),
    ("abc", ",", Fault.NOT_AN_AMOUNT),
    ("12,", ",", Fault.NOT_AN_AMOUNT),
    ("-", ",", Fault.NOT_AN_AMOUNT),
    ("€", ",", Fault.NOT_AN_AMOUNT),
    ("()", ",", Fault.NOT_AN_AMOUNT),
    ("--12,50", ",", Fault.NOT_AN_AMOUNT),
    ("-12,50-", ",", Fault.NOT_AN_AMOUNT),
    ("-(12,50)", ",", Fault.NOT_AN_AMOUNT),
    ("€12,50€", ",", Fault.NOT_AN_AMOUNT),
    ("USD 12,50", ",", Fault.NOT_AN_AMOUNT),  # not the ledger's currency
    ("1 23,50", ",", Fault.NOT_AN_AMOUNT),
    ("1.23,50", ",", Fault.NOT_AN_AMOUNT),
    ("1 234.567,00", ",", Fault.NOT_AN_AMOUNT),  # two group marks
    ("12,50,00", ",", Fault.NOT_AN_AMOUNT),
    ("12;50", ",", Fault.NOT_AN_AMOUNT),
    ("31.12.2018", ",", Fault.NOT_AN_AMOUNT),
    ("1/2", ",", Fault.NOT_AN_AMOUNT),
]


@pytest.mark.parametrize(("written", "mark", "cents"), FORMS)
def test_an_amount_is_read_in_every_form(written, mark, cents):
    assert amounts.parse(written, mark=mark, currency="EUR") == cents


@pytest.mark.parametrize(("written", "mark", "fault"), FAULTS)
def test_what_is_no_amount_is_told(written, mark, fault):
    assert amounts.parse(written, mark=mark, currency="EUR") is fault


@pytest.mark.parametrize(("written", "mark", "expected"), [*FORMS, *FAULTS])
def test_a_whole_column_is_read_as_each_cell_is(written, mark, expected):
    settled = amount_column.Mark(mark, is_disputed=False, is_tied=False, two_ways=None)

    cents, faults = amount_column.read(pl.Series([written]), settled, "EUR")

    assert [faults.get(0, cents[0])] == [expected]


@pytest.mark.parametrize(
    ("written", "mark"),
    [
        ("1234,5", ","),
        ("12,50", ","),
        ("1.234,56", ","),
        ("1.234.567", ","),  # marks that stand twice are no decimal marks
        ("1234,567", ","),  # four digits are no group
        ("0,125", ","),  # no group begins with a zero
        (",125", ","),
        ("12,5678", ","),
        ("1234.5", "."),
        ("1,234.56", "."),
        ("1,234,567", "."),
        ("€ 1,234.5-", "."),
        ("1,234", None),
        ("1.234", None),
        ("123.456", None),
        ("1234", None),
        ("", None),
        ("31.12.2018", None),
        ("abc", None),
    ],
)
def test_an_amount_proves_its_decimal_mark_or_none(written, mark):
    assert amounts.proven_mark(written) == mark


@pytest.mark.parametrize("sign", ["kr", "SEK"])
def test_the_ledgers_own_currency_may_stand_beside_an_amount(sign):
    assert amounts.parse(f"12,50 {sign}", mark=",", currency="SEK") == 1250
    assert amounts.parse("12,50 CZK", mark=",", currency="CZK") == 1250
    assert amounts.parse(f"12,50 {sign}", mark=",", currency="EUR") is Fault.NOT_AN_AMOUNT


styles = st.sampled_from(
    [(",", group) for group in ("", ".", " ", NBSP, NARROW)] + [(".", group) for group in ("", ",", " ", "'")]
)
signs = st.sampled_from(["-{}", "{}-", "({})", f"{MINUS}{{}}", "-{} €", "EUR -{}"])
cents = st.integers(-amounts.MAX_CENTS, amounts.MAX_CENTS)


def formatted(value, mark, group, sign):
    """The amount in a style, by other means than those that read it."""
    text = f"{Decimal(abs(value)) / 100:,.2f}".translate(str.maketrans({",": group, ".": mark}))
    return sign.format(text) if value < 0 else text


@settings(deadline=None)  # a busy machine is no failure
@given(values=st.lists(cents, min_size=1, max_size=20), style=styles, sign=signs)
def test_a_column_written_in_a_style_is_read_back_the_same(values, style, sign):
    written = pl.Series([formatted(value, *style, sign) for value in values])

    mark = amount_column.settle(written, {})
    read, faults = amount_column.read(written, mark, "EUR")

    assert mark.mark == style[0]
    assert (read.to_list(), faults) == (values, {})


@settings(deadline=None)  # a busy machine is no failure
@given(value=cents, style=styles, sign=signs)
def test_an_amount_written_in_a_style_is_read_back_the_same(value, style, sign):
    assert amounts.parse(formatted(value, *style, sign), mark=style[0], currency="EUR") == value


@settings(deadline=None)  # a busy machine is no failure
@given(written=st.text(st.sampled_from("0123456789.,-+ ()€E'"), max_size=12), mark=st.sampled_from(".,"))
def test_a_column_never_differs_from_its_cells(written, mark):
    settled = amount_column.Mark(mark, is_disputed=False, is_tied=False, two_ways=None)
    expected = amounts.parse(written, mark=mark, currency="EUR")

    read, faults = amount_column.read(pl.Series([written]), settled, "EUR")

    assert (faults[0] if faults else read[0]) == expected


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        (["1234,56", "1.234", "5"], [123456, 123400, 500]),  # the first settles the second
        (["1234.56", "1,234", "5"], [123456, 123400, 500]),
        (["1 234,50", "-7", "1.000,00"], [123450, -700, 100000]),
        (["12", "1 000"], [1200, 100000]),  # no mark is needed
    ],
)
def test_the_whole_column_settles_its_decimal_mark(tmp_path, written, cents):
    table, issues = read_ledger(tmp_path, *(entry(amount=amount) for amount in written))

    assert column(table, "amount") == cents
    assert not issues


def test_a_column_that_can_be_read_two_ways_is_refused(tmp_path):
    issue = refusal(write_ledger(tmp_path / "a.csv", entry(amount="1,234"), entry(amount="25,000"), entry(amount="7")))

    assert (issue.row, issue.column, issue.value) == (None, "Summa (PVA)", "1,234")
    assert "can be a thousand as well as one and a bit" in str(issue.message)
    assert str(issue.fix) == "export the amounts with two decimals"


def test_an_amount_with_the_other_mark_costs_its_row(tmp_path):
    rows = [entry(amount=amount) for amount in ("12,50", "13,50", "14.50", "1.234", "2")]

    table, issues = read_ledger(tmp_path, *rows)

    # Beside 14.50 nobody knows what the point of 1.234 is.
    assert column(table, "amount") == [1250, 1350, 200]
    assert [(issue.row, issue.value) for issue in issues] == [(4, "14.50"), (5, "1.234")]


def test_the_most_cells_settle_the_mark_wherever_they_stand(tmp_path):
    rows = [entry(amount=amount) for amount in ("-12,50", "0,05", "13.50", "14.50", "15.50")]

    table, issues = read_ledger(tmp_path, *rows)

    assert column(table, "amount") == [1350, 1450, 1550]
    assert [(issue.row, issue.value) for issue in issues] == [(2, "-12,50"), (3, "0,05")]


def test_as_many_commas_as_points_are_refused(tmp_path):
    issue = refusal(write_ledger(tmp_path / "a.csv", entry(amount="12,50"), entry(amount="14.50")))

    assert "as many amounts of the column have a decimal comma" in str(issue.message)


def test_an_optional_column_that_can_be_read_two_ways_is_left_empty(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Nro;Nimi;Maksuehto;Luottoraja\n1;A;14;25.000\n2;B;30;10.000\n")

    table, issues = read_one(path)

    assert column(table, "credit_limit") == [None, None]
    assert [(issue.row, issue.column) for issue in issues] == [(None, "Luottoraja")]


def test_a_column_that_proves_nothing_takes_the_mark_of_the_others(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "Asiakasnro;Asiakirjatyyppi;Asiakirjan nro;Kirjauspvm;Summa;Jäljellä oleva summa\n"
        "1;Lasku;L1;1.1.2018;1.500,50;1.500\n"
    )

    table, issues = read_one(path)

    assert (column(table, "amount"), column(table, "remaining_amount")) == ([150050], [150000])
    assert not issues


def test_amounts_that_cannot_be_read_cost_their_rows(tmp_path):
    written = ["10,00", "10,005", "ei tietoa", "1E+05", "99999999999999999999,00", "", "#N/A"]

    table, issues = read_ledger(tmp_path, *(entry(amount=amount) for amount in written))

    assert column(table, "amount") == [1000]
    assert said(issues) == [
        (3, "Summa (PVA)", "'10,005' has more than two decimals"),
        (4, "Summa (PVA)", "'ei tietoa' is not an amount"),
        (5, "Summa (PVA)", "'1E+05' has lost digits to the scientific notation"),
        (6, "Summa (PVA)", "'99999999999999999999,00' is larger than any amount of a ledger"),
        (7, "Summa (PVA)", "the cell is empty, and its row needs it"),
        (8, "Summa (PVA)", "the cell holds the error #N/A"),
    ]
    assert {issue.amount for issue in issues} == {None}
