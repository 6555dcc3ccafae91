"""Allianz Trade's covers, against a server on the loopback that plays recorded answers."""

import json

import pytest

from creditxl import pipeline
from creditxl.errors import ExtractError
from creditxl.sources import look, read_all
from creditxl.tables.columns import Kind
from tests.sources import month, servers

KEY = "Salainen-Avain-4711"
SECTION = """
extracts = "rest"
[sources.limits]
kind = "allianz"
url = "{url}"
policy = "123456"
business_unit = "ACI"
currency = "EUR"
secret = "INSURER_KEY"
"""
CUSTOMERS = """customer_no;name;payment_term;business_id;Euler-ID
1;Havu Oy;30 pv netto;0201256-6;00099184313
2;Koivu Oy;14 pv netto;0112038-9;99184314
3;Lehto Oy;14 pv netto;0109862-8;
4;Havu Oy, Turku;30 pv netto;FI02012566;99184313
"""
LEDGER = "Asiakasnro;Asiakirjatyyppi;Asiakirjan nro;Kirjauspvm;Eräpäivä;Summa\n1;Lasku;L1;2.10.2026;1.11.2026;100,00\n"


def cover(number, company, amount=20000, status="Agreement", **more):
    permanent = None if amount is None else {"permanent": {"permanentAmount": amount}}
    return {
        "coverId": f"C{number}",
        "coverTypeCode": "CreditLimit",
        "coverStatusCode": status,
        "company": {"companyId": company},
        "decision": permanent,
    } | more


class Insurer:
    """A server that gives a token for the key, and covers by the page: 206 while there are more, as recorded."""

    def __init__(self, *covers, faults=None):
        self.covers, self.faults = covers, faults or {}
        self.asked, self.tokens = [], 0

    def __call__(self, method, path, headers, body):
        if path == "/v1/idp/oauth2/authorize":
            assert method == "POST"
            assert json.loads(body) == {"apiKey": KEY}
            self.tokens += 1
            return 200, {}, {"access_token": f"lippu-{self.tokens}", "token_type": "bearer", "expires_in": 3600}
        assert method == "GET"
        self.asked.append((path, headers["Authorization"]))
        if (fault := self.faults.get(len(self.asked))) is not None:
            return fault
        number = int(path.rpartition("page=")[2])
        page = list(self.covers[(number - 1) * 100 : number * 100])
        return (206 if len(page) == 100 else 200), {}, page


@pytest.fixture
def configured(tmp_path, monkeypatch):
    monkeypatch.setenv("INSURER_KEY", KEY)
    (tmp_path / "rest").mkdir()
    (tmp_path / "rest" / "customers.csv").write_text(CUSTOMERS, "utf-8")
    (tmp_path / "rest" / "ledger.csv").write_text(LEDGER, "utf-8")
    return lambda address: month.config(tmp_path, SECTION.replace("{url}", address))


def read(configured, insurer):
    with servers.playing(insurer) as address:
        config = configured(address)
        return read_all(config.extracts, config, month.AS_OF)


def limits(extracts):
    (table,) = extracts.of(Kind.LIMITS)
    rows = table.frame.select("business_id", "granted", "decision").rows()
    return rows, [str(issue.message) for issue in extracts.issues if issue.file.startswith("allianz")]


def test_a_cover_is_the_limit_of_the_customer_that_bears_the_insurers_number(configured):
    insurer = Insurer(cover(1, "99184313"), cover(2, "99184314", 0, "Refusal"), cover(3, "1", coverTypeCode="Grade"))

    rows, told = limits(read(configured, insurer))

    assert rows == [("0201256-6", 20_000_00, "approved"), ("0112038-9", 0, "rejected")]
    assert told == []
    path = "/riskinfo/v2/covers?policyId=123456&businessUnitCode=ACI&pageSize=100&page=1"
    assert insurer.asked == [(path, "Bearer lippu-1")]


def test_the_limit_stands_in_the_review(configured):
    with servers.playing(Insurer(cover(1, "99184313", 55000))) as address:
        config = configured(address)
        done = pipeline.review(month.request(config, config.extracts))

    assert {row.business_id: row.limit for row in done.customers}["0201256-6"] == 55000


def test_a_limit_that_is_nobodys_is_told(configured):
    rows, told = limits(read(configured, Insurer(cover(1, "99184313"), cover(2, "77777777"))))

    assert len(rows) == 1
    assert told == [
        "no customer with a business id bears the insurer's number 77777777: its limit counts for none",
    ]


def test_a_number_that_two_companies_bear_is_neithers(configured, tmp_path):
    (tmp_path / "rest" / "customers.csv").write_text(CUSTOMERS.replace(";99184314", ";99184313"), "utf-8")

    rows, told = limits(read(configured, Insurer(cover(1, "99184313"))))

    assert rows == []
    assert told == ["several customers bear the insurer's number 99184313: 0112038-9, 0201256-6"]


def test_a_status_that_is_not_known_is_told_and_not_guessed(configured):
    rows, told = limits(read(configured, Insurer(cover(1, "99184313", status="Provisory"), cover(2, "99184314"))))

    assert [business_id for business_id, *_ in rows] == ["0112038-9"]
    assert any("'Provisory' is none of the words known here" in one for one in told)


def test_a_part_of_a_decision_that_is_not_known_is_told(configured):
    both = {"permanent": {"permanentAmount": 20000}, "temporary": {"temporaryAmount": 5000}}

    rows, told = limits(read(configured, Insurer(cover(1, "99184313", decision=both))))

    assert rows == [("0201256-6", 20_000_00, "approved")]
    assert told == ["the part 'temporary' of a decision is not known here: the permanent amount alone counts"]


def test_all_pages_are_read_and_a_page_that_comes_again_is_refused(configured):
    many = [cover(number, "99184314", number) for number in range(205)]
    insurer = Insurer(*many)

    rows, _ = limits(read(configured, insurer))

    assert (len(rows), len(insurer.asked)) == (205, 6)  # read twice, as it does not count
    again = Insurer(*many[:100], *many[:50])
    with pytest.raises(ExtractError, match="the server gave the same rows twice"):
        read(configured, again)


def test_a_cover_that_moves_between_pages_while_they_are_read_is_noticed(configured):
    many = [cover(number, "99184314") for number in range(150)]
    insurer = Insurer(*many)
    # One of the first page went away before the second was asked for: another slipped past.
    insurer.faults[2] = (200, {}, many[101:])

    with pytest.raises(ExtractError, match="a row was changed while the rows were read"):
        read(configured, insurer)


def test_a_key_that_is_refused_is_told_without_it(configured):
    refusal = (401, {}, {"error": {"message": f"{KEY} is not valid"}})
    with servers.playing(lambda *_: refusal) as address:
        config = configured(address)
        with pytest.raises(ExtractError, match="does not accept the sign-in") as raised:
            read_all(config.extracts, config, month.AS_OF)

    assert KEY not in str(raised.value)


def test_a_token_that_runs_out_between_pages_is_renewed(configured):
    insurer = Insurer(*(cover(number, "99184314") for number in range(150)), faults={2: (401, {}, {})})

    rows, _ = limits(read(configured, insurer))

    assert (len(rows), insurer.tokens) == (150, 2)


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (servers.RESET, "could not be made or broke off"),
        ((500, {}, {"error": {"message": f"Deadlock of {KEY}"}}), "the server failed (500): Deadlock of ***"),
        ((403, {}, {}), "no right to read this (403)"),
        ((200, {}, {"unexpected": []}), "without a list of rows"),
        ((200, {}, b"<html>"), "without a list of rows"),
    ],
)
def test_whatever_breaks_at_any_page_gives_no_limits(configured, page, fault, said):
    insurer = Insurer(*(cover(number, "99184314") for number in range(150)), faults={page: fault})

    with pytest.raises(ExtractError) as raised:
        read(configured, insurer)

    assert said in str(raised.value)
    assert KEY not in str(raised.value)


@pytest.mark.parametrize("lost", ["coverId", "coverTypeCode", "coverStatusCode", "company"])
def test_a_column_that_is_lost_gives_no_limits(configured, lost):
    spoilt = cover(1, "99184313")
    del spoilt[lost]

    with pytest.raises(ExtractError, match="a row comes without its column"):
        read(configured, Insurer(spoilt))


def test_an_agreement_without_its_amount_is_refused(configured):
    with pytest.raises(ExtractError, match="without its amount"):
        read(configured, Insurer(cover(1, "99184313", None)))


def test_without_numbers_in_the_customers_table_no_limit_is_guessed(configured, tmp_path):
    (tmp_path / "rest" / "customers.csv").write_text(CUSTOMERS.replace(";Euler-ID", ";Muuta"), "utf-8")

    with pytest.raises(ExtractError, match="no customer's number at the insurer is known"):
        read(configured, Insurer(cover(1, "99184313")))


def test_it_is_looked_at_by_its_first_page(configured):
    insurer = Insurer(cover(1, "99184313"))
    with servers.playing(insurer) as address:
        (looked,) = look(configured(address), month.AS_OF)

    assert looked.error is None
    assert len(insurer.asked) == 1
