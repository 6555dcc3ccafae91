from __future__ import annotations

import csv
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.policy.terms import EndOfMonth, Language, TermError, formula_language, term_days

LONGEST, AVERAGE = EndOfMonth
TABLES = Path(__file__).parents[2].parent / "shared" / "data" / "payment_terms"

READABLE = [
    # numbers
    ("0", 0),
    ("14", 14),
    ("014", 14),
    (" 14 ", 14),
    ("+14", 14),
    ("14.0", 14),  # as a spreadsheet hands a number over
    ("14,00", 14),
    ("3650", 3650),
    # formulas
    ("14D", 14),
    ("<30D>", 30),
    ("1M+10D", 40),
    ("CM+10D", 40),
    ("NK", 30),
    ("D15", 30),
    # Finnish
    ("14 pv netto", 14),
    ("14 pv.", 14),
    ("14 PÄIVÄÄ", 14),
    ("14 päivää netto laskun päiväyksestä", 14),
    ("1 päivä", 1),
    ("14\u00a0pv\u00a0netto", 14),
    ("14 vrk", 14),
    ("14 vuorokautta", 14),
    ("2 viikkoa", 14),
    ("2 vko", 14),
    ("1 kk", 30),
    ("2 kuukautta", 60),
    ("1 vuosi", 360),
    ("1 kk + 10 pv", 40),
    ("Maksuehto 21 pv", 21),
    ("PV14", 14),
    ("30 päivää kuun lopusta", 60),
    ("30 pv kuukauden lopusta", 60),
    ("30 pv kk lopusta", 60),
    ("30 pv laskutuskuukauden lopusta", 60),
    ("kuun loppuun", 30),
    ("kuun lopusta + 14 pv", 44),
    ("kuun viimeinen päivä", 30),
    ("Nykyinen kuukausi", 30),
    ("30 pv -2% 7 pv", 30),
    ("30 pv -2 % 7 pv", 30),
    ("7 pv 2 %, 30 pv netto", 30),
    ("7 pv -2,5 %, 30 pv netto", 30),
    ("1 kuukausi / 2 % 8 päivää", 30),
    ("14 pv netto, käteisalennus 2 %", 14),
    ("30 pv netto, viivästyskorko 11,5 %", 30),
    ("14 pv, viivästyskorko 8 %", 14),
    ("heti", 0),
    ("Heti maksettava", 0),
    ("käteinen", 0),
    ("käteismaksu", 0),
    ("postiennakko", 0),
    ("ennakkomaksu", 0),
    ("100 % ennakkoon", 0),
    ("Jälkivaatimuksella", 0),
    ("JV", 0),
    ("NETTO 0", 0),
    # Swedish
    ("30 DAGAR", 30),
    ("30 dagar netto", 30),
    ("30 dgr", 30),
    ("1 dag", 1),
    ("2 veckor", 14),
    ("1 månad", 30),
    ("1 mån", 30),
    ("2 månader", 60),
    ("1 månad netto/2% 8 dagar", 30),
    ("fri leveransmånad 30 dagar", 60),
    ("30 dagar fri lev.mån.", 60),
    ("30 dagar fakturamånadens slut", 60),
    ("Aktuell månad", 30),
    ("30 dagar, dröjsmålsränta 8 %", 30),
    ("kontant", 0),
    ("KONTANT PAYME", 0),
    ("postförskott", 0),
    ("förskottsbetalning", 0),
    ("PF", 0),
    # English
    ("30 days net", 30),
    ("Net 30 days", 30),
    ("net 30 from invoice date", 30),
    ("30 days from invoice date", 30),
    ("2 weeks", 14),
    ("1 Month/2% 8 days", 30),
    ("30 EOM", 60),
    ("30 days EOM", 60),
    ("EOM+30", 60),
    ("EOM", 30),
    ("10 days from the end of the month", 40),
    ("Net 30 month-end", 60),
    ("Current Month", 30),
    ("due on receipt", 0),
    ("30 days after receipt", 30),
    ("cash", 0),
    ("CASH PAYME", 0),
    ("COD", 0),
    ("Cash on delivery", 0),
    ("payment in advance", 0),
    ("net 30, cash discount 2% 10 days", 30),
    # codes
    ("NETTO 30", 30),
    ("NET45", 45),
    ("NET-30", 30),
    ("N30", 30),
    ("30N", 30),
    ("K30", 30),
    ("PV14", 14),
    ("maksuehto 14", 14),
    ("Payment terms: 30", 30),
    ("inom 10", 10),
    ("V14", 14),
    ("M30", 30),  # 30 months would be no payment term
    ("1M(8D)", 30),
    ("30 pv (2 % 7 pv)", 30),
    ("2%10NET30", 30),
    ("2% 10, net 30", 30),
    ("2/10 net 30", 30),
    ("2/10, n/30", 30),
]

UNREADABLE = [
    ("", "no payment term"),
    ("   ", "no payment term"),
    ("-5", "0 to 3650 days"),
    ("3651", "0 to 3650 days"),
    ("3651 pv", "0 to 3650 days"),
    ("999999999", "0 to 3650 days"),
    ("9" * 5000, "cannot be read"),
    ("14.5", "cannot be read"),
    ("1,5 kk", "cannot be read"),
    ("-14 pv", "cannot be read"),
    ("netto -14", "cannot be read"),
    ("1K", "K is a month in Finnish and a quarter in Swedish"),
    ("2 V", "V is a year in Finnish and a week in Swedish"),
    ("K2", "cannot be read"),  # two days or two months
    ("M1", "cannot be read"),
    ("KK1", "cannot be read"),
    ("X1", "cannot be read"),  # a code may number its term rather than its days
    ("A1", "cannot be read"),
    ("E14", "cannot be read"),
    ("TERM3", "cannot be read"),
    ("ABC 12", "cannot be read"),
    ("sopimus 5", "cannot be read"),
    ("erikoisehto 2", "cannot be read"),
    ("TRANSFER", "cannot be read"),
    ("ÖVERFÖRING", "cannot be read"),
    ("netto", "cannot be read"),
    ("TRANSFER (8D)", "cannot be read"),  # a parenthesis holds the discount
    ("2 % 7 pv", "cannot be read"),  # a discount, and no net term
    ("7 pv -2 %", "cannot be read"),
    ("2 % 7 pv netto", "cannot be read"),
    ("14-21 pv", "cannot be read"),  # which of the two
    ("14/30 pv", "cannot be read"),
    ("14 pv tai 30 pv", "cannot be read"),
    ("2 erää", "cannot be read"),  # instalments
    ("30th", "cannot be read"),
    ("seuraavan kuun 15. päivä", "cannot be read"),
    ("den 15 i följande månad", "cannot be read"),
    ("15th of next month", "cannot be read"),
    ("30 pv, käteinen", "cannot be read"),  # at once, or in 30 days
    ("50 % ennakkoon, 50 % 14 pv netto", "cannot be read"),
    ("käteinen kuun lopussa", "cannot be read"),
    ("§ 30", "cannot be read"),  # a sign of law, which the reading uses inside as a mark
    ("30 pv " + "netto " * 100, "cannot be read"),
]


@pytest.mark.parametrize(("text", "expected"), READABLE)
def test_a_term_as_people_write_it_gives_its_days(text: str, expected: int) -> None:
    assert term_days(text, end_of_month=LONGEST) == expected


@pytest.mark.parametrize(("text", "expected"), READABLE)
def test_case_and_spaces_around_do_not_matter(text: str, expected: int) -> None:
    for written in (text.upper(), text.lower(), f"\u00a0{text}\t"):
        assert term_days(written, end_of_month=LONGEST) == expected


@pytest.mark.parametrize(("text", "said"), UNREADABLE)
def test_a_term_that_is_not_certain_is_not_guessed(text: str, said: str) -> None:
    with pytest.raises(TermError, match=said):
        term_days(text, end_of_month=LONGEST)


def test_the_error_quotes_the_term_as_it_was_written() -> None:
    with pytest.raises(TermError) as raised:
        term_days("Sopimuksen mukaan", end_of_month=LONGEST)

    assert str(raised.value.message) == "Payment term 'Sopimuksen mukaan' cannot be read"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30 päivää kuun lopusta", 45), ("EOM", 15), ("CM+10D", 25), ("30 pv netto", 30), ("fri leveransmånad", 15)],
)
def test_on_average_a_months_end_is_15_days_away(text: str, expected: int) -> None:
    assert term_days(text, end_of_month=AVERAGE) == expected


def test_a_formula_in_a_text_follows_the_language_too() -> None:
    assert term_days("1K", end_of_month=LONGEST, language=Language.FINNISH) == 30
    assert term_days("1 k", end_of_month=LONGEST, language=Language.SWEDISH) == 90


@given(st.text(alphabet="0123456789 .,-+%/()<>¤§DPVIMKWQYÅnetopvdays\u00a0\n", max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    days = 0
    with suppress(TermError):
        days = term_days(text, end_of_month=LONGEST)

    assert 0 <= days <= 3650


@given(st.integers(0, 3650), st.sampled_from(["{} pv netto", "{} dagar", "net {} days", "{}D", "{}", "NETTO {}"]))
def test_any_number_of_days_is_read(days: int, written: str) -> None:
    assert term_days(written.format(days), end_of_month=LONGEST) == days


# What the codes of the demo companies and of the documentation mean; a code without days is in neither.
CODES = {
    **{f"{days} {word}": days for days in (2, 7, 10, 14, 15, 21, 30, 60) for word in ("DAYS", "DAGAR", "PÄIVÄÄ")},
    **dict.fromkeys(("CM", "NK", "AM", "1M(8D)", "2%10NET30", "NET30"), 30),
    **dict.fromkeys(("COD", "JV", "PF", "CASH PAYME", "KONTANT PAYME"), 0),
    "NET45": 45,
    "NET60": 60,
}
CODES_WITHOUT_DAYS = {"TRANSFER", "ÖVERFÖRING"}


def table_rows(name: str) -> list[tuple[str, str, str]]:
    """Return code, formula and description of each row of a payment-terms table."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    first = rows[0].index("code") if "code" in rows[0] else 0
    return [(row[first], row[first + 1], row[-1]) for row in rows[1:]]


@pytest.mark.skipif(not TABLES.is_dir(), reason=f"the public payment-terms tables are not at {TABLES}")
@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("bc_payment_terms.tsv", None),  # all in angle brackets
        ("bc_fi_docs_payment_terms.tsv", Language.FINNISH),
        ("bc_sv_docs_payment_terms.tsv", Language.SWEDISH),
    ],
)
def test_every_row_of_the_public_tables_is_read_as_its_code_says(name: str, language: Language | None) -> None:
    rows = table_rows(name)
    spoken = formula_language(formula for _, formula, _ in rows)

    assert spoken is language
    assert rows
    for code, formula, description in rows:
        written = [text for text in (formula, code, description) if text]
        if code in CODES_WITHOUT_DAYS:
            with pytest.raises(TermError):
                term_days(code, end_of_month=LONGEST, language=spoken)
        else:
            read = [term_days(text, end_of_month=LONGEST, language=spoken) for text in written]
            assert read == [CODES[code]] * len(written), written
