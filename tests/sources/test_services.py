"""Salesforce and the insurer's covers, against servers on the loopback that play recorded answers."""

from urllib.parse import parse_qsl

import pytest

from creditxl.errors import ExtractError
from creditxl.sources import read_all
from creditxl.tables.columns import Kind
from tests.sources import month, servers

TOKEN = "Salainen-Lippu-4711"  # noqa: S105 - of nothing
LABELS = ("Y-tunnus", "Asiakkaan nimi", "Luontipäivä", "Toimiala")


def report(*rows, everything=True):
    names = [f"c{place}" for place in range(len(LABELS))]
    info = {name: {"label": label, "dataType": "string"} for name, label in zip(names, LABELS, strict=True)}
    cells = [{"dataCells": [{"label": shown, "value": value} for shown, value in row]} for row in rows]
    return {
        "allData": everything,
        "hasDetailRows": True,
        "reportMetadata": {"detailColumns": names},
        "reportExtendedMetadata": {"detailColumnInfo": info},
        "factMap": {"T!T": {"rows": cells}},
    }


ROW = [("0201256-6", "0201256-6"), ("Havu Oy", "001x"), ("1.7.2026", "2026-07-01"), ("Teollisuus", "Teollisuus")]


def read(tmp_path, monkeypatch, answer, section):
    monkeypatch.setenv("SERVICE_TOKEN", TOKEN)
    with servers.playing(answer) as address:
        config = month.config(tmp_path, section.replace("{url}", address) + '\nsecret = "SERVICE_TOKEN"\n')
        return read_all(None, config, month.AS_OF)


SALESFORCE = '[sources.new_customers]\nkind = "salesforce"\nurl = "{url}"\nreport = "00O1"'
ATRADIUS = '[sources.limits]\nkind = "atradius"\nurl = "{url}"\npolicy = "123"'


def test_a_report_of_salesforce_is_a_table_of_new_customers(tmp_path, monkeypatch):
    asked = []

    def answer(_method, path, headers, _body):
        asked.append((path, headers["Authorization"]))
        return 200, {"Content-Type": "application/json"}, report(ROW)

    (table,) = read(tmp_path, monkeypatch, answer, SALESFORCE).of(Kind.NEW_CUSTOMERS)

    row = table.frame.row(0, named=True)
    assert (row["business_id"], row["name"], str(row["created_on"])) == ("0201256-6", "Havu Oy", "2026-07-01")
    assert asked[0][0].endswith("/analytics/reports/00O1?includeDetails=true")
    assert asked[0][1] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, report(ROW, everything=False), "more than the 2000 rows"),
        (200, {"hasDetailRows": False, "factMap": {}}, "the report has groups"),
        (401, [{"message": f"Session {TOKEN} expired", "errorCode": "INVALID_SESSION_ID"}], "Session *** expired"),
    ],
)
def test_a_report_that_cannot_be_had_whole_is_refused(tmp_path, monkeypatch, status, body, said):
    with pytest.raises(ExtractError) as raised:
        read(tmp_path, monkeypatch, lambda *_: (status, {"Content-Type": "application/json"}, body), SALESFORCE)

    assert said in str(raised.value)
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize("status", [200, 401])
def test_an_application_of_salesforce_is_given_a_token_that_no_message_shows(tmp_path, monkeypatch, status):
    def answer(method, path, headers, body):
        if method == "POST":
            assert path == "/services/oauth2/token"
            assert dict(parse_qsl(body)) == {
                "grant_type": "client_credentials",
                "client_id": "app",
                "client_secret": TOKEN,
            }
            return 200, {}, {"access_token": "toinen-lippu"}
        assert headers["Authorization"] == "Bearer toinen-lippu"
        failure = [{"message": "toinen-lippu has run out", "errorCode": "INVALID_SESSION_ID"}]
        return status, {"Content-Type": "application/json"}, report(ROW) if status == 200 else failure

    section = f'{SALESFORCE}\nsign_in = "client"\nuser = "app"\ntoken_url = "{{url}}/services/oauth2/token"'
    if status == 200:
        assert read(tmp_path, monkeypatch, answer, section).of(Kind.NEW_CUSTOMERS)[0].frame.height == 1
        return
    with pytest.raises(ExtractError, match="401") as raised:
        read(tmp_path, monkeypatch, answer, section)
    assert "toinen-lippu" not in str(raised.value)


def cover(code="DC04", **more):
    decision = {"decisionAmtInPolicyCurrency": 20000, "decisionCode": code, "effectFromDate": "2026-01-02"}
    return {
        "coverId": "1",
        "buyerName": "Havu Oy",
        "uniqueIdentifiers": [{"uid": "0201256-6", "uidType": "FI-BID"}],
        "coverType": "credit-limit",
        "coverStatus": "DECISION",
        "creditLimitAmount": 50000,
        "currencyCode": "EUR",
        "totalDecision": decision,
    } | more


def atradius(*covers):
    def answer(method, path, headers, _body):
        if method == "POST":
            assert (path, headers["Atradius-App-Key"]) == ("/authenticate/v2/tokens", TOKEN)
            return 200, {}, {"access_token": "toinen-lippu"}
        assert path == "/credit-insurance/cover-management/v1/covers?policyId=123"
        assert headers["Authorization"] == "Bearer toinen-lippu"
        return 200, {}, {"covers": list(covers)}

    return answer


@pytest.mark.parametrize(
    ("given", "decision", "granted"),
    [
        (cover("DC01"), "approved", 20_000_00),
        (cover("DC03"), "rejected", 20_000_00),
        (cover("DC04"), "partial", 20_000_00),
        (cover("DC08"), "cancelled", 20_000_00),
        (cover(coverStatus="REFERRED", totalDecision=None), "pending", None),
    ],
)
def test_covers_of_atradius_are_limits(tmp_path, monkeypatch, given, decision, granted):
    (table,) = read(tmp_path, monkeypatch, atradius(given, cover(coverType="credit-check")), ATRADIUS).of(Kind.LIMITS)

    assert table.frame.height == 1
    row = table.frame.row(0, named=True)
    assert (row["business_id"], row["requested"]) == ("0201256-6", 50_000_00)
    assert (row["decision"], row["granted"]) == (decision, granted)


def test_a_decision_code_that_is_not_known_is_told(tmp_path, monkeypatch):
    with pytest.raises(ExtractError, match="the decision code 'DC99' is not known here"):
        read(tmp_path, monkeypatch, atradius(cover("DC99")), ATRADIUS)


JSON = {"Content-Type": "application/json"}
LABELLED = {"detailColumnInfo": {"c0": {"label": "Y-tunnus"}}}


@pytest.mark.parametrize("section", [SALESFORCE, ATRADIUS])
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (servers.RESET, "Connection"),
        ((500, JSON, {"error": {"message": "Deadlock"}}), "500"),
        ((401, JSON, {}), "401"),
        ((403, JSON, {"error": {"message": "Forbidden"}}), "403"),
        ((404, JSON, {}), "404"),
        ((200, {"Content-Type": "text/html"}, b"<html>"), "JSON"),
        ((200, JSON, {"unexpected": []}), ""),
    ],
)
def test_whatever_breaks_is_one_sentence_and_gives_no_table(tmp_path, monkeypatch, section, fault, said):
    def answer(method, *_):
        return (200, {}, {"access_token": "toinen-lippu"}) if method == "POST" else fault

    with pytest.raises(ExtractError) as raised:
        read(tmp_path, monkeypatch, answer, section)

    assert said.casefold() in str(raised.value).casefold()
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize(
    "spoilt",
    [
        report(ROW) | {"reportMetadata": {}},
        report(ROW) | {"reportExtendedMetadata": LABELLED},
        report(ROW[:-1]),  # a cell fewer than there are columns
    ],
)
def test_a_report_that_lost_a_column_is_refused(tmp_path, monkeypatch, spoilt):
    with pytest.raises(ExtractError, match="a column is missing in it"):
        read(tmp_path, monkeypatch, lambda *_: (200, JSON, spoilt), SALESFORCE)


def test_a_report_without_a_needed_column_is_refused(tmp_path, monkeypatch):
    lost = report(ROW)
    lost["reportExtendedMetadata"]["detailColumnInfo"]["c2"]["label"] = "Muuta"

    with pytest.raises(ExtractError, match="the column 'created_on' is missing"):
        read(tmp_path, monkeypatch, lambda *_: (200, JSON, lost), SALESFORCE)


def test_a_decision_that_lost_its_amount_is_refused(tmp_path, monkeypatch):
    lost = cover("DC01")
    del lost["totalDecision"]["decisionAmtInPolicyCurrency"]

    with pytest.raises(ExtractError, match="without its amount"):
        read(tmp_path, monkeypatch, atradius(lost), ATRADIUS)


def test_an_insurers_token_that_runs_out_is_renewed(tmp_path, monkeypatch):
    tokens = []

    def answer(method, _path, headers, _body):
        if method == "POST":
            tokens.append(f"lippu-{len(tokens)}")
            return 200, {}, {"access_token": tokens[-1]}
        if headers["Authorization"] == "Bearer lippu-0":
            return 401, {}, {}
        return 200, {}, {"covers": [cover()]}

    (table,) = read(tmp_path, monkeypatch, answer, ATRADIUS).of(Kind.LIMITS)

    assert (table.frame.height, len(tokens)) == (1, 2)
