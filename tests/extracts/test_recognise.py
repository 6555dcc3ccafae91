"""What a file is, by its headings in three languages, as OData and API names, and a company's own."""

from itertools import combinations

import pytest

from creditxl.extracts import headings, read_file, recognise, words
from creditxl.extracts.config import Config
from creditxl.tables.columns import COLUMNS, Kind
from tests.extracts.reading import CONFIG, DATA, column, needs_data, read_one, read_text, refusal

KNOWN = [
    (Kind.CUSTOMERS, "Nro;Nimi;Y-tunnus;Maa- tai aluekoodi;Maksuehtojen koodi;Myyjän koodi;Luottoraja (PVA)"),
    (Kind.CUSTOMERS, "Asiakasnumero;Asiakkaan nimi;Maksuehto;Luotu;Asiakastyyppi;Toimiala"),
    (Kind.CUSTOMERS, "Nr;Namn;Betalningsvillkorskod;Kreditgräns (BVA);Momsregistreringsnr"),
    (Kind.CUSTOMERS, "Kundnr;Kundnamn;Betalningsvillkor;Organisationsnummer;Affärsområde;Säljare"),
    (Kind.CUSTOMERS, "No.;Name;Payment Terms Code;Credit Limit (LCY);VAT Registration No.;Salesperson Code"),
    (Kind.CUSTOMERS, "No_;Name;Payment_Terms_Code;Credit_Limit_LCY;VAT_Registration_No"),
    (Kind.CUSTOMERS, "number;displayName;taxRegistrationNumber;paymentTermsId;creditLimit;blocked"),
    (
        Kind.ENTRIES,
        "Asiakasnro;Asiakirjatyyppi;Asiakirjan nro;Kirjauspvm;Eräpäivä;Summa (PVA);Jäljellä oleva summa (PVA)",
    ),
    (Kind.ENTRIES, "Asiakasnumero;Asiakirjatyyppi;Asiakirjanumero;Kirjauspäivämäärä;Summa;Valuuttakoodi"),
    (Kind.ENTRIES, "Asiakasnumero;Tositelaji;Tositenro;Tositepvm;Summa"),
    (Kind.ENTRIES, "Kundnr;Dokumenttyp;Dokumentnr;Bokföringsdatum;Förfallodatum;Belopp (BVA);Återstående belopp"),
    (Kind.ENTRIES, "Customer No.;Document Type;Document No.;Posting Date;Due Date;Amount (LCY);Remaining Amt. (LCY)"),
    (
        Kind.ENTRIES,
        "Customer_No;Document_Type;Document_No;Posting_Date;Due_Date;Amount_LCY;Remaining_Amt_LCY;Currency_Code",
    ),
    # A ledger that shows its customers' terms is still a ledger.
    (
        Kind.ENTRIES,
        "Customer No.;Name;Payment Terms Code;Country;Salesperson;Document Type;Document No.;Posting Date;Amount",
    ),
    (Kind.PAYMENT_TERMS, "Koodi;Eräpäivän laskenta;Kuvaus"),
    (Kind.PAYMENT_TERMS, "Kod;Formel för förfallodatum;Beskrivning"),
    (Kind.PAYMENT_TERMS, "Code;Due Date Calculation;Description"),
    (Kind.PAYMENT_TERMS, "code;displayName;dueDateCalculation"),
    (Kind.PAYMENT_TERMS, "Maksuehto;Päivät"),
    (
        Kind.RECOMMENDATIONS,
        "Y-tunnus;Asiakkaan nimi;Suosituksen tyyppi;Päätös;Luottoraja;Päätöspäivä;Uusiutumispäivä;Peruutettu",
    ),
    (Kind.RECOMMENDATIONS, "Y-tunnus;Luottosuositus;Päätös;Päätöspvm"),
    (Kind.RECOMMENDATIONS, "Organisationsnummer;Kundnamn;Kreditrekommendation;Beslut;Beslutsdatum;Förnyelsedatum"),
    (Kind.RECOMMENDATIONS, "Business ID;Account Name;Credit Recommendation;Decision;Decision Date;Renewal Date"),
    (Kind.LIMITS, "Y-tunnus;Asiakkaan nimi;Haettu limiitti;Myönnetty limiitti;Päätös;Voimassa alkaen;Voimassa asti"),
    (Kind.LIMITS, "Y-tunnus;Nimi;Luottoraja"),
    (Kind.LIMITS, "Organisationsnummer;Kundnamn;Ansökt belopp;Beviljat belopp;Beslut;Valuta;Giltig från;Giltig till"),
    (Kind.LIMITS, "Identifier value;Buyer Name;Amount Requested;Granted Amount;Currency;Valid From;Valid To"),
    # Limits may show whose customer it is, its term, when it was decided and what kind of a limit it is.
    (Kind.LIMITS, "Asiakasnumero;Nimi;Y-tunnus;Maksuehto;Haettu limiitti;Myönnetty limiitti;Päätös;Voimassa asti"),
    (Kind.LIMITS, "Y-tunnus;Nimi;Tyyppi;Haettu limiitti;Myönnetty limiitti;Päätös;Päätöspäivä;Voimassa asti"),
    (Kind.NEW_CUSTOMERS, "Y-tunnus;Tilin nimi;Luotu;Toimiala;Asiakkuuden omistaja"),
    (Kind.NEW_CUSTOMERS, "Organisationsnummer;Kontonamn;Skapad den;Affärsområde;Kontoägare"),
    (Kind.NEW_CUSTOMERS, "Business ID;Account Name;Created Date;Industry;Account Owner"),
    (Kind.NEW_CUSTOMERS, "Y-tunnus;Asiakkaan nimi;Asiakasnumero;Luotu;Toimiala;Maa"),
]


@pytest.mark.parametrize(("kind", "row"), KNOWN, ids=[row for _, row in KNOWN])
def test_a_file_is_what_its_headings_say(kind, row):
    match = recognise.recognise([row.split(";")], CONFIG)

    assert (match.kind, match.missing) == (kind, ())


@pytest.mark.parametrize("kind", Kind)
def test_the_canonical_names_are_headings_too(kind):
    match = recognise.recognise([list(COLUMNS[kind])], CONFIG)

    assert match.kind is kind
    assert match.headings == {name: name for name in COLUMNS[kind]}


@pytest.mark.parametrize(
    "written",
    ["Summa (PVA)", "SUMMA (PVA)", "summa(pva)", " Summa\u00a0(PVA) ", "Summa_PVA", "Summa (PVA).", "Summa\n(PVA)"],
)
def test_case_spaces_and_signs_of_a_heading_do_not_matter(written):
    assert headings.normalised(written) == headings.normalised("Summa (PVA)")
    assert headings.is_in_ledger_currency(written)


def test_letters_of_a_heading_do_matter():
    assert headings.normalised("Eräpäivä") != headings.normalised("Erapaiva")
    assert headings.normalised("Era\u0308pa\u0308iva\u0308") == headings.normalised("Eräpäivä")


@pytest.mark.parametrize("heading", ["Summa", "Belopp", "Amount", "Lcymount", "Bvasumma"])
def test_an_amount_is_in_the_ledgers_currency_only_where_its_heading_says_so(heading):
    assert not headings.is_in_ledger_currency(heading)


@pytest.mark.parametrize("kind", Kind)
def test_no_heading_stands_for_two_columns_of_a_kind(kind):
    names = {
        name: {headings.normalised(each) for each in (*headings.HEADINGS[kind][name], name)} for name in COLUMNS[kind]
    }

    assert not [
        (one, other, names[one] & names[other]) for one, other in combinations(names, 2) if names[one] & names[other]
    ]


def test_every_column_of_the_contract_has_headings():
    assert {kind: list(columns) for kind, columns in headings.HEADINGS.items()} == {
        kind: list(columns) for kind, columns in COLUMNS.items()
    }


@pytest.mark.parametrize("ours", ["Summa (PVA)", "Amount_LCY", "Belopp (BVA)"])
def test_amounts_in_the_ledgers_currency_are_preferred_wherever_they_stand(tmp_path, ours):
    rows = f"Asiakasnro;Asiakirjatyyppi;Asiakirjan nro;Kirjauspvm;Summa;{ours};Valuutta\n"
    rows += "1;Lasku;L1;1.2.2018;9,99;8,88;USD\n"

    table, issues = read_text(tmp_path, rows)

    assert (column(table, "amount"), table.headings["amount"]) == ([888], ours)
    assert table.amounts_in_ledger_currency
    assert not issues


@pytest.mark.parametrize(
    ("row", "kind", "missing"),
    [
        ("Asiakasnro;Asiakirjatyyppi;Asiakirjan nro;Kirjauspvm;Eräpäivä", "entries", "amount"),
        # Neither must pass for a list of customers because of the terms, nor for limits because of the credit limits.
        ("Asiakasnro;Nimi;Maksuehto;Asiakirjatyyppi;Asiakirjan nro;Kirjauspvm;Y-tunnus", "entries", "amount"),
        ("Asiakasnro;Nimi;Y-tunnus;Luottoraja", "customers", "payment_term"),
        ("Y-tunnus;Nimi;Suosituksen tyyppi;Päätös;Luottoraja;Uusiutumispäivä", "recommendations", "decided_on"),
        ("Nimi;Y-tunnus;Maksuehto;Luotu", "customers", "customer_no"),
        ("Y-tunnus;Nimi;Haettu limiitti;Voimassa asti;Valuutta", "limits", "granted"),
        ("Y-tunnus;Tilin nimi;Toimiala;Omistaja", "new_customers", "created_on"),
    ],
)
def test_a_missing_column_is_named_with_the_headings_it_goes_by(tmp_path, row, kind, missing):
    path = tmp_path / "a.csv"
    path.write_text(f"{row}\n1;2;3\n")

    issue = refusal(path)

    assert str(issue.message).startswith(
        f"the headings look like '{kind}', but the column '{missing}' is missing; it goes by '"
    )
    assert headings.HEADINGS[Kind(kind)][missing][0] in str(issue.message)
    assert "creditxl.toml" in str(issue.fix)


@pytest.mark.parametrize(
    "text",
    [
        "Nimi;Ikä\nA;1\n",
        "Hei\nvain\n",
        "a;b;c\n1;2;3\n",
        "Päivä;Summa\n1.1.2018;1,00\n",
        "x" * 1000,
        "Nimi;Nro;Kunta\n",
    ],
)
def test_what_is_no_extract_is_said_with_the_headings_seen(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_text(text)

    issue = refusal(path)

    assert str(issue.message).startswith(f"this is none of the extracts; its first row holds '{text.split(';')[0][:3]}")
    assert read_file(path, CONFIG).passed_over[0].name == "a.csv"


def test_a_companys_own_heading_is_preferred_and_taken_from_the_column_it_had():
    own = Config(headings={Kind.CUSTOMERS: {"payment_term": ("Nimi",), "name": ("Lyhenne",)}})

    match = recognise.recognise([["Nro", "Nimi", "Lyhenne", "Maksuehto"]], own)

    assert match.headings == {"customer_no": "Nro", "payment_term": "Nimi", "name": "Lyhenne"}


def test_a_constant_stands_for_a_column_that_is_missing(tmp_path):
    own = Config(constants={Kind.ENTRIES: {"document_type": "Lasku", "currency": "EUR", "customer_no": "9"}})
    text = "Asiakasnro;Asiakirjan nro;Kirjauspvm;Summa\n1;L1;1.2.2018;9,99\n"

    table, issues = read_text(tmp_path, text, own)

    assert column(table, "document_type") == ["invoice"]
    assert column(table, "customer_no") == ["1"]  # the file's own column is the one that counts
    assert not issues


def test_a_needed_heading_that_stands_twice_refuses_the_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Nro;Nimi;Nimi;Maksuehto\n1;A;B;14\n")

    assert str(refusal(path).message) == "two columns have the heading 'Nimi'"


def test_another_heading_that_stands_twice_is_left_out(tmp_path):
    table, issues = read_text(tmp_path, "Nro;Nimi;Maksuehto;Myyjä;Myyjä\n1;A;14;B;C\n")

    assert "seller" not in table.frame.columns
    assert [(issue.row, issue.column) for issue in issues] == [(None, "Myyjä")]


def test_kinds_that_are_not_asked_for_are_not_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Nro;Nimi;Maksuehto\n1;A;14\n")

    contents = read_file(path, CONFIG, kinds=[Kind.LIMITS])

    assert (contents.tables, contents.issues, contents.kinds) == ([], [], {Kind.CUSTOMERS})


@pytest.mark.parametrize("kind", words.WORDS)
def test_no_word_stands_for_two_values(kind):
    listed = [words.normalised(word) for each in words.WORDS[kind].values() for word in dict.fromkeys(each)]

    assert sorted(set(listed)) == sorted(listed)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(("Lasku", "invoice"), ("faktura", "invoice"), ("INVOICE", "invoice")),
        *(("Hyvityslasku", "credit_note"), ("Kreditnota", "credit_note"), ("Credit Memo", "credit_note")),
        *(("Credit_Memo", "credit_note"), ("Credit_x0020_Memo", "credit_note"), ("credit_note", "credit_note")),
        *(("Maksu", "payment"), ("Betalning", "payment"), ("Payment", "payment")),
        *(("Korkolasku", "interest"), ("Räntefaktura", "interest"), ("Finance Charge Memo", "interest")),
        *(("Maksukehotus", "reminder"), ("Påminnelse", "reminder"), ("Reminder", "reminder")),
        *(("Palautus", "refund"), ("Återbetalning", "refund"), ("Refund", "refund")),
    ],
)
def test_document_types_are_read_in_three_languages(written, value):
    from creditxl.model import DocumentType

    assert words.choices(DocumentType, {})[words.normalised(f" {written}. ")] == value


@needs_data
def test_business_centrals_own_test_files_are_recognised():
    customers, _ = read_one(DATA / "business_central" / "BC14Customer.csv")
    terms, _ = read_one(DATA / "business_central" / "BC14PaymentTerms.csv")

    assert (customers.kind, terms.kind) == (Kind.CUSTOMERS, Kind.PAYMENT_TERMS)
    assert column(customers, "customer_no")[:2] == ["C00001", "C00002"]
    assert column(customers, "credit_limit")[:3] == [1000000, 500000, 2500000]
    assert dict(zip(column(terms, "code"), column(terms, "due_date_formula"), strict=True)) == {
        "TESTPT1": "30D",
        "TESTPT2": "14D",
    }


@needs_data
@pytest.mark.parametrize(("name", "rows"), [("bc_fi_docs", 17), ("bc_sv_docs", 17), ("bc", 66)])
def test_the_documentations_payment_terms_are_recognised(name, rows):
    table, issues = read_one(DATA / "payment_terms" / f"{name}_payment_terms.tsv")

    assert (table.kind, table.frame.height) == (Kind.PAYMENT_TERMS, rows)
    assert not issues
