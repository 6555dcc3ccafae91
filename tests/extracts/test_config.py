"""A company's own configuration: what it may say, and what it is told where it is wrong."""

from datetime import date

import pytest

from creditxl.errors import ConfigError
from creditxl.extracts.config import Config, Requests, days, load
from creditxl.extracts.faults import Fault
from creditxl.tables.columns import Kind
from tests.extracts.reading import column, entry, read_ledger


def written(folder, text):
    path = folder / "creditxl.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_without_a_file_nothing_is_configured():
    assert load(None) == Config()
    assert load(None).currency == "EUR"


def test_an_empty_file_configures_nothing(tmp_path):
    assert written(tmp_path, "") == Config()


def test_everything_that_can_be_configured_is_read(tmp_path):
    config = written(
        tmp_path,
        """
        language = "sv"
        currency = "SEK"
        [headings.entries]
        amount = ["Vårt belopp", "Belopp"]
        customer_no = "Kund"
        [constants.entries]
        document_type = "Försäljning"
        posting_date = "31.1.2018"
        amount = "1 234,50"
        disputed = "nej"
        [constants.payment_terms]
        days = "30"
        code = "NETTO"
        [choices.entries.document_type]
        "Försäljning" = "invoice"
        [companies]
        "havu-*" = "Havu Ab"
        """,
    )

    assert config == Config(
        language="sv",
        currency="SEK",
        headings={Kind.ENTRIES: {"amount": ("Vårt belopp", "Belopp"), "customer_no": ("Kund",)}},
        constants={
            Kind.ENTRIES: {
                "document_type": "Försäljning",
                "posting_date": "31.1.2018",
                "amount": "1 234,50",
                "disputed": "nej",
            },
            Kind.PAYMENT_TERMS: {"days": "30", "code": "NETTO"},
        },
        choices={Kind.ENTRIES: {"document_type": {"Försäljning": "invoice"}}},
        companies={"havu-*": "Havu Ab"},
    )


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("langage = 'fi'", "langage", "'langage' is not known here"),
        ("language = 'de'", "language", "'de' is not a language"),
        ("language = 1", "language", "'1' is not a language"),
        ("currency = 'euro'", "currency", "'euro' is not a currency code"),
        ("currency = 1", "currency", "it is not a text"),
        ("headings = 'x'", "headings", "it is not a table"),
        ("[headings]\nentries = 'x'", "headings.entries", "it is not a table"),
        ("[headings.invoices]\namount = 'x'", "headings.invoices", "'invoices' is not known here"),
        ("[headings.entries]\nsum = 'x'", "headings.entries.sum", "'sum' is not known here"),
        ("[headings.entries]\namount = [1]", "headings.entries.amount", "it is not a text"),
        ("[headings.entries]\namount = ' '", "headings.entries.amount", "it is not a text"),
        ("[constants.entries]\namount = 5", "constants.entries.amount", "it is not a text"),
        ("[constants.entries]\namount = 'x'", "constants.entries.amount", "'x' cannot stand in the column 'amount'"),
        ("[constants.entries]\namount = '1,234'", "constants.entries.amount", "'1,234' cannot stand in"),
        ("[constants.entries]\nposting_date = '3/4/2018'", "constants.entries.posting_date", "'3/4/2018' cannot stand"),
        ("[constants.entries]\ndisputed = 'x y'", "constants.entries.disputed", "'x y' cannot stand in"),
        ("[constants.entries]\ndocument_type = 'Kauppa'", "constants.entries.document_type", "'Kauppa' cannot stand"),
        ("[constants.payment_terms]\ndays = '-1'", "constants.payment_terms.days", "'-1' cannot stand in"),
        ("[choices.entries.amount]\nx = 'y'", "choices.entries.amount", "'amount' is not a column of choices"),
        ("[choices.entries]\ndocument_type = 'x'", "choices.entries.document_type", "it is not a table"),
        (
            "[choices.entries.document_type]\nKauppa = 'sale'",
            "choices.entries.document_type",
            "'Kauppa' stands for 'sale', which is none of its values",
        ),
        ("[companies]\nhavu = 1", "companies.havu", "it is not a text"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, where, message):
    with pytest.raises(ConfigError) as caught:
        written(tmp_path, text)

    assert str(caught.value.message).startswith(message)
    assert caught.value.where == f"{tmp_path / 'creditxl.toml'}, {where}"
    assert str(caught.value.fix)


@pytest.mark.parametrize("text", ["language = ", "a = 1\na = 2", "[x"])
def test_a_file_that_is_not_toml_is_told_with_the_reason(tmp_path, text):
    with pytest.raises(ConfigError, match=r"the file is not TOML: .*(line|end of document)"):
        written(tmp_path, text)


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    path = tmp_path / "creditxl.toml"
    path.write_bytes(b"[companies]\nx = 'M\xe4kel\xe4'\n")

    with pytest.raises(ConfigError, match="the file is not TOML"):
        load(path)


def test_a_file_that_is_missing_is_told(tmp_path):
    with pytest.raises(ConfigError, match="the file cannot be opened: No such file"):
        load(tmp_path / "creditxl.toml")


def test_what_may_be_written_is_named(tmp_path):
    with pytest.raises(ConfigError) as caught:
        written(tmp_path, "[choices.entries.document_type]\nKauppa = 'sale'")

    assert str(caught.value.fix) == "write one of these: invoice, credit_note, payment, refund, interest, reminder"


def test_a_companys_own_word_is_read(tmp_path):
    config = written(tmp_path, "[choices.entries.document_type]\n'Myynti' = 'invoice'\n'Lasku' = 'payment'")

    table, issues = read_ledger(tmp_path, entry(document_type="MYYNTI"), entry(document_type="Lasku"), config=config)

    assert column(table, "document_type") == ["invoice", "payment"]  # its own meaning wins
    assert not issues


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30", 30), ("0", 0), ("14,0", 14), ("14.", 14), ("-1", None), ("14,5", None), ("30 pv", None), ("12345", None)],
)
def test_days_are_whole_numbers(text, expected):
    assert days(text) == (Fault.NOT_DAYS if expected is None else expected)


def test_a_persons_own_places_are_read_from_the_files_own_folder(tmp_path):
    config = written(
        tmp_path,
        """
        extracts = "extracts/2026"
        as_of = 2026-10-31
        policy = "../policy.toml"
        refresh_on_open = "silent"
        """,
    )

    assert config.extracts == tmp_path / "extracts" / "2026"
    assert config.as_of == date(2026, 10, 31)
    assert config.policy == tmp_path / ".." / "policy.toml"
    assert config.refresh_on_open == "silent"


def test_an_absolute_folder_stays_as_it_is(tmp_path):
    assert written(tmp_path, f"extracts = '{tmp_path / 'far'}'").extracts == tmp_path / "far"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("extracts = 5", "it is not a text"),
        ('extracts = " "', "it is not a text"),
        ('as_of = "2026-10-31"', "it is not a date"),
        ("as_of = 2026-10-31T12:00:00", "it is not a date"),
        ('refresh_on_open = "sometimes"', "'sometimes' is not known here"),
        ("refresh_on_open = true", "'True' is not known here"),
        ('need_ahead = "yes"', "it is neither true nor false"),
    ],
)
def test_a_place_or_day_in_another_form_is_told_of(text, said, tmp_path):
    with pytest.raises(ConfigError, match=said):
        written(tmp_path, text)


def test_it_says_who_is_written_to_and_what_the_forms_ask_for(tmp_path):
    path = tmp_path / "creditxl.toml"
    path.write_text(
        '[mails]\ninsurance_manager = "a@example.com"\n"receivables_clerk/Rakennus" = "b@example.com"\n'
        '[requests]\npolicy_number = "V-1"\nstandard_term = 60\nidentifier_types = {se = "Org.nr"}\n'
        'crm_headings = {business_id = "AccountNumber"}\n',
        "utf-8",
    )
    found = load(path)

    assert found.mails == {"insurance_manager": "a@example.com", "receivables_clerk/Rakennus": "b@example.com"}
    assert found.requests == Requests("V-1", 60, {"SE": "Org.nr"}, {"business_id": "AccountNumber"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('[mails]\nboss = "a@example.com"', "'boss' is not known here"),
        ("[mails]\ninsurance_manager = 1", "it is not a text"),
        ("[requests]\nstandard_term = 0", "it is no whole number of days"),
        ('[requests]\nstandard_term = "60"', "it is no whole number of days"),
        ('[requests]\npolicy = "V-1"', "'policy' is not known here"),
    ],
)
def test_what_it_says_wrongly_of_them_is_told(tmp_path, content, sentence):
    path = tmp_path / "creditxl.toml"
    path.write_text(content, "utf-8")

    with pytest.raises(ConfigError, match=sentence):
        load(path)
