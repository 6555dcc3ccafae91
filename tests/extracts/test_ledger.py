"""What only the customer ledger needs: document types, signs of credit notes, currencies, what is left out of sums."""

from datetime import date
from decimal import Decimal

import pytest

from creditxl.extracts import row_faults
from creditxl.extracts.config import Config
from tests.extracts.reading import CONFIG, column, entry, read_ledger, read_text, refusal, said, write_ledger

HEAD = "Asiakasnro;Asiakirjatyyppi;Asiakirjan nro;Kirjauspvm"


def amounts_left_out(issues):
    return [issue.amount for issue in issues]


def test_an_unknown_document_type_costs_its_row_and_is_told_what_is_known(tmp_path):
    table, issues = read_ledger(tmp_path, entry(), entry(document_type="Kauppa"))

    assert column(table, "row") == [2]
    assert issues[0].value == "Kauppa"
    assert str(issues[0].message).startswith(
        "'Kauppa' is none of the words known here: Lasku/Faktura/Invoice; Hyvityslasku"
    )
    assert issues[0].amount is None  # whether it is a sale is not known


def test_an_empty_document_type_costs_its_row(tmp_path):
    table, issues = read_ledger(tmp_path, entry(), entry(document_type=" "))

    assert column(table, "row") == [2]
    assert said(issues) == [(3, "Asiakirjatyyppi", "the cell is empty, and its row needs it")]


@pytest.mark.parametrize(
    ("document_type", "amount", "left_out"),
    [
        ("Lasku", "100,00", Decimal("100.00")),
        ("Lasku", "-100,00", Decimal("-100.00")),
        ("Hyvityslasku", "-30,00", Decimal("-30.00")),
        ("Maksu", "-100,00", None),  # no sale
        ("Korkolasku", "10,00", None),
        ("Lasku", "x", None),
        ("Lasku", "0,00", Decimal("0.00")),
    ],
)
def test_a_row_left_out_is_said_with_the_sales_that_it_keeps_out(tmp_path, document_type, amount, left_out):
    bad = entry(document_type=document_type, amount=amount, posting_date="31.2.2018")

    _, issues = read_ledger(tmp_path, entry(), entry(), bad)

    assert amounts_left_out(issues)[0] == left_out


def test_a_row_with_two_faults_keeps_its_sales_out_once(tmp_path):
    _, issues = read_ledger(tmp_path, entry(), entry(), entry(customer_no="", posting_date="x", due_date="y"))

    assert [(issue.row, issue.column) for issue in issues] == [(4, "Asiakasnro"), (4, "Kirjauspvm"), (4, "Eräpäivä")]
    assert amounts_left_out(issues) == [Decimal("100.00"), None, None]


def test_a_fault_that_costs_no_row_keeps_no_sales_out(tmp_path):
    table, issues = read_ledger(tmp_path, entry(), entry(due_date="y", disputed="ehkä"))

    assert table.frame.height == 2
    assert column(table, "disputed") == [None, None]
    assert amounts_left_out(issues) == [None, None]
    assert str(issues[1].message) == "'ehkä' is none of the words known here: Kyllä/Ja/Yes; Ei/Nej/No"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *((word, True) for word in ("kyllä", "Ja", "YES", "true", "tosi", "x", "X", "1", "sant")),
        *((word, False) for word in ("ei", "Nej", "NO", "false", "epätosi", "0", "falskt")),
        ("", None),
    ],
)
def test_flags_are_read_in_three_languages(tmp_path, word, value):
    table, issues = read_ledger(tmp_path, entry(disputed=word))

    assert column(table, "disputed") == [value]
    assert not issues


def test_credit_notes_that_are_all_positive_are_counted_as_negative(tmp_path):
    rows = ["Lasku;100,00;50,00", "Hyvityslasku;30,00;5,00", "Maksu;7,00;0", "Hyvityslasku;0,00;0,00"]
    head = "Asiakirjatyyppi;Summa;Jäljellä oleva summa;Asiakasnro;Asiakirjan nro;Kirjauspvm"
    text = "\n".join([head, *(f"{row};1;L1;1.1.2018" for row in [*rows, "Hyvityslasku;20,00;0,00"])])

    table, issues = read_text(tmp_path, text)

    assert column(table, "amount") == [10000, -3000, 700, 0, -2000]
    assert column(table, "remaining_amount") == [5000, -500, 0, 0, 0]
    assert [(issue.row, issue.column, issue.amount) for issue in issues] == [(None, "Asiakirjatyyppi", None)]
    assert str(issues[0].message) == "all 2 credit notes of the file are positive; they were counted as negative"


@pytest.mark.parametrize(
    ("amounts", "cents"),
    [
        (["-30,00", "-20,00"], [-3000, -2000]),
        (["0,00", "0,00"], [0, 0]),
    ],
)
def test_credit_notes_of_which_any_is_negative_stay_as_they_are(tmp_path, amounts, cents):
    table, issues = read_ledger(tmp_path, *(entry(document_type="Hyvityslasku", amount=each) for each in amounts))

    assert column(table, "amount") == cents
    assert not issues


def test_a_positive_credit_note_among_negative_ones_adds_to_sales_and_is_told(tmp_path):
    amounts = ["-30,00", "20,00", "-5,00"]
    table, issues = read_ledger(tmp_path, *(entry(document_type="Hyvityslasku", amount=each) for each in amounts))

    assert column(table, "amount") == [-3000, 2000, -500]
    assert ["the positive ones add to sales" in str(issue.message) for issue in issues] == [True]


def test_a_turned_credit_note_that_is_left_out_is_said_with_its_sign(tmp_path):
    _, issues = read_ledger(
        tmp_path, entry(), entry(document_type="Hyvityslasku", amount="30,00", posting_date="x"), entry()
    )

    assert amounts_left_out(issues) == [None, Decimal("-30.00")]


def test_an_amount_in_another_currency_costs_its_row(tmp_path):
    rows = ["EUR;1,00", "usd;2,00", ";3,00", "€;4,00", "SEK;5,00"]
    text = f"{HEAD};Valuutta;Summa\n" + "".join(f"1;Lasku;L1;1.1.2018;{row}\n" for row in rows)

    table, issues = read_text(tmp_path, text)

    assert column(table, "amount") == [100, 300, 400]  # empty is the ledger's own
    assert [(issue.row, issue.column, issue.value, issue.amount) for issue in issues] == [
        (3, "Summa", "usd", None),
        (6, "Summa", "SEK", None),
    ]
    assert str(issues[0].message) == "the amount is in usd, and the ledger's currency is EUR"


def test_the_ledgers_currency_is_the_configured_one(tmp_path):
    text = f"{HEAD};Valuta;Belopp\n1;Faktura;L1;2018-01-01;SEK;1,00\n1;Faktura;L2;2018-01-01;EUR;1,00\n"

    table, _ = read_text(tmp_path, text, Config(currency="SEK"))

    assert column(table, "currency") == ["SEK"]


def test_a_ledger_wholly_in_another_currency_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD};Valuutta;Summa\n" + "1;Lasku;L1;1.1.2018;USD;1,00\n" * 3)

    assert str(refusal(path).message) == (
        "no cell of 'Summa' can be read; the first: the amount is in USD, and the ledger's currency is EUR"
    )


def test_a_remaining_amount_in_another_currency_costs_itself_alone(tmp_path):
    text = f"{HEAD};Valuutta;Summa (PVA);Jäljellä oleva summa\n"
    text += "1;Lasku;L1;1.1.2018;USD;90,00;100,00\n1;Lasku;L2;1.1.2018;EUR;80,00;70,00\n"

    table, issues = read_text(tmp_path, text)

    assert column(table, "amount") == [9000, 8000]
    assert column(table, "remaining_amount") == [None, 7000]
    assert [(issue.row, issue.column, issue.amount) for issue in issues] == [(2, "Jäljellä oleva summa", None)]


@pytest.mark.parametrize(
    ("name", "cell", "heading", "message"),
    [
        ("posting_date", "x", "Kirjauspvm", "no cell of 'Kirjauspvm' can be read; the first: 'x' is not a date"),
        ("amount", "x", "Summa (PVA)", "no cell of 'Summa (PVA)' can be read; the first: 'x' is not an amount"),
        ("customer_no", "", "Asiakasnro", "no cell of 'Asiakasnro' can be read; the first: the cell is empty"),
    ],
)
def test_a_file_of_whose_needed_column_nothing_can_be_read_is_refused_once(tmp_path, name, cell, heading, message):
    issue = refusal(write_ledger(tmp_path / "a.csv", *(entry(**{name: cell}) for _ in range(3))))

    assert (issue.row, issue.column) == (None, heading)
    assert str(issue.message).startswith(message)
    assert issue.amount == (None if name == "amount" else Decimal("300.00"))


def test_a_single_bad_row_is_said_by_itself(tmp_path):
    table, issues = read_ledger(tmp_path, entry(posting_date="x"))

    assert table.frame.height == 0
    assert [(issue.row, issue.amount) for issue in issues] == [(2, Decimal("100.00"))]


def test_empty_cells_do_not_save_a_column_of_which_nothing_else_can_be_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Y-tunnus;Myönnetty limiitti\n1234567-1;x\n2345678-0;\n")

    assert "no cell of 'Myönnetty limiitti' can be read" in str(refusal(path).message)


def test_a_column_that_may_be_empty_may_be_empty(tmp_path):
    table, issues = read_text(tmp_path, "Y-tunnus;Myönnetty limiitti;Päätös\n1234567-1;;vireillä\n2345678-0;;odottaa\n")

    assert (column(table, "granted"), column(table, "decision")) == ([None, None], ["pending", "pending"])
    assert not issues


def test_issues_beyond_what_anyone_reads_are_said_and_summed_in_one(tmp_path, monkeypatch):
    monkeypatch.setattr(row_faults, "MOST_ISSUES", 3)
    bad = [entry(posting_date="x", amount=f"{number},00") for number in range(1, 6)]

    table, issues = read_ledger(tmp_path, entry(), *bad)

    assert table.frame.height == 1
    assert [issue.row for issue in issues] == [3, 4, 5, None]
    assert str(issues[-1].message) == "2 further cells of the file cannot be read either"
    assert sum(amounts_left_out(issues)) == Decimal("15.00")


def test_a_further_issue_of_a_row_already_said_is_not_summed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(row_faults, "MOST_ISSUES", 1)

    _, issues = read_ledger(tmp_path, entry(), entry(), entry(posting_date="x", customer_no=""))

    assert amounts_left_out(issues) == [Decimal("100.00"), None]


def test_a_long_value_is_cut(tmp_path):
    _, issues = read_ledger(tmp_path, entry(), entry(posting_date="tammikuun " * 20))

    assert len(issues[0].value) == 60
    assert issues[0].value.endswith("…")


def test_what_people_read_of_a_bad_ledger(tmp_path, golden):
    rows = [
        entry(),
        entry(customer_no="", amount="12,50"),
        entry(document_type="Kauppa"),
        entry(document_type="", document_no=""),
        entry(posting_date="31.2.2018"),
        entry(posting_date="18-01-31", document_type="Hyvityslasku", amount="-20,00"),
        entry(due_date="pian"),
        entry(amount="12,345"),
        entry(amount="10.50"),
        entry(amount="1E5"),
        entry(amount="99999999999999,00"),
        entry(amount="kaksi"),
        entry(amount="#PUUTTUU!"),
        entry(disputed="ehkä"),
        (*entry(), "liikaa"),
        ('10002;"Lasku', *entry()[2:]),
    ]

    _, issues = read_ledger(tmp_path, *rows)

    lines = (
        f"{issue.row} | {issue.column} | {issue.value} | {issue.message} | {issue.fix} | {issue.amount}"
        for issue in issues
    )
    golden("issues.txt", "\n".join(lines) + "\n")
    assert CONFIG.currency == "EUR"


@pytest.mark.parametrize(
    ("heading", "cell", "closed_on"),
    [
        ("Suljettu pvm", "3.3.2018", date(2018, 3, 3)),
        ("Stängd den", "2018-03-03", date(2018, 3, 3)),
        ("Closed at Date", "03.03.2018", date(2018, 3, 3)),
        ("Closed_at_Date", "2018-03-03", date(2018, 3, 3)),
        ("Suljettu pvm", "", None),  # open still
        ("Suljettu pvm", "1.1.1753", None),  # NAV's day for none
    ],
)
def test_the_day_on_which_an_invoice_was_closed_is_read_where_the_file_has_it(tmp_path, heading, cell, closed_on):
    text = f"{HEAD};Summa;{heading}\r\n10001;Lasku;L1;31.1.2018;100,00;{cell}\r\n"
    table, issues = read_text(tmp_path, text)

    assert column(table, "closed_on") == [closed_on]
    assert not issues


def test_a_closing_day_that_cannot_be_read_costs_itself_alone(tmp_path):
    text = f"{HEAD};Summa;Suljettu pvm\r\n10001;Lasku;L1;31.1.2018;100,00;pian\r\n"
    table, issues = read_text(tmp_path, text)

    assert column(table, "amount") == [100_00]
    assert [(issue.row, issue.column, issue.value) for issue in issues] == [(2, "Suljettu pvm", "pian")]
