"""OData: a real server gives the review of the files; whatever breaks is one sentence, and no partial figures."""

import pytest

from creditxl import pipeline
from creditxl.errors import ExtractError
from creditxl.labels import Labels
from creditxl.sources import odata
from creditxl.sources.secrets import NONE
from tests.sources import databases, month, servers

TOKEN = "Salainen-Lippu-4711"  # noqa: S105 - of nothing


def test_a_real_odata_server_gives_the_review_of_the_files(tmp_path):
    asked = []
    file = databases.sqlite(tmp_path / "nav.db", without=servers.COMPANY)
    others = f'[[sources.entries]]\nkind = "sql"\nurl = "sqlite:///{file}"\ntable = "entries"\n'
    with servers.odata(2500, asked) as address:
        text = month.all_from("odata", f'url = "{address}"\ntable = "{{kind}}"')
        text = text.replace("[sources.entries]", "[[sources.entries]]") + others

        done = pipeline.review(month.request(month.config(tmp_path, text)))

    assert month.shown(done) == month.of_files()
    ledger = [question for question in asked if question.startswith("/entries")]
    assert len(ledger) > 2  # page after page
    assert "$select=company,customer_no,document_type,document_no,posting_date" in ledger[1]


def entry(number, day="2026-10-01", amount=100, **more):
    return {
        "@odata.etag": "x",
        "Entry_No": number,
        "Customer_No": "1",
        "Document_Type": "Invoice",
        "Document_No": f"L{number}",
        "Posting_Date": day,
        "Due_Date": "0001-01-01",
        "Amount_LCY": amount,
        "Open": True,
        "Description": "nobody needs this",
    } | more


PAGES = [[entry(1), entry(2)], [entry(3), entry(4)], [entry(5)]]


class Nav:
    """A server of three pages that breaks as a test says."""

    def __init__(self, pages=PAGES, link="absolute", faults=None):
        self.pages, self.link, self.faults = pages, link, faults or {}
        self.asked, self.headers = [], []

    def __call__(self, _method, path, headers, _body):
        self.asked.append(path)
        self.headers.append(headers)
        if (fault := self.faults.get(len(self.asked))) is not None:
            return fault
        if "$top=1" in path:
            return 200, {}, {"value": self.pages[0][:1]}
        number = int(path.partition("skiptoken=")[2] or 0)
        count = sum(map(len, self.pages))
        base = path.partition("?")[0]
        page = {"@odata.context": f"http://{headers['Host']}/ODataV4/$metadata#Entries", "@odata.count": count}
        page["value"] = self.pages[number]
        if number + 1 < len(self.pages):
            following = f"Entries?$skiptoken={number + 1}"
            absolute = f"http://{headers['Host']}{base}?$skiptoken={number + 1}"
            page["@odata.nextLink"] = absolute if self.link == "absolute" else following
        return 200, {}, page


def source(address, more=""):
    return f'[sources.entries]\nkind = "odata"\nurl = "{address}/ODataV4"\ntable = "Entries"\n{more}\n'


def review(tmp_path, nav, more=""):
    with servers.playing(nav) as address:
        return pipeline.review(month.request(month.config(tmp_path, source(address, more))))


@pytest.mark.parametrize("link", ["absolute", "relative"])
def test_pages_are_followed_by_links_of_either_kind(tmp_path, link):
    nav = Nav(link=link)

    done = review(tmp_path, nav)

    assert done.totals.gross_in_review == 500
    assert done.sources[0].rows_read == 5
    assert "$select=Customer_No,Document_Type,Document_No,Posting_Date,Due_Date,Amount_LCY,Entry_No" in nav.asked[1]
    assert len(nav.asked) == 4


def test_each_company_has_its_own_address(tmp_path):
    nav = Nav(pages=[[entry(1)]])

    done = review(tmp_path, nav, 'companies = ["Havu Oy", "Koivu & Pojat"]')

    assert nav.asked[0].startswith("/ODataV4/Company('Havu Oy')/Entries?")
    assert {source.companies for source in done.sources} == {("Havu Oy",), ("Koivu & Pojat",)}


def test_only_entries_since_a_day_and_open_ones_are_asked_for(tmp_path):
    nav = Nav(pages=[[]])
    nav.faults = {1: (200, {}, {"value": [entry(1)]}), 2: (200, {}, {"value": [entry(1)]})}

    review(tmp_path, nav, "since = 2026-01-01")

    assert "$filter=Posting_Date ge 2026-01-01&" in nav.asked[1]
    assert "$filter=Open eq true and Posting_Date lt 2026-01-01&" in nav.asked[2]


def test_a_busy_server_is_waited_for_as_long_as_it_asks(tmp_path):
    waits = []
    nav = Nav(faults={2: (429, {"Retry-After": "7"}, {}), 3: (503, {}, {})})
    with servers.playing(nav) as address:
        config = month.config(tmp_path, source(address))
        (one,) = config.sources["entries"]
        service = odata.Service(one, month.AS_OF, NONE, sleep=waits.append)
        ((place, table),) = service.places()

        rows, _ = service.table(place, table, config)

    assert rows.rows_read == 5
    assert waits == [7, 2]


@pytest.mark.parametrize("page", [1, 2, 3, 4])
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (servers.RESET, "could not be made or broke off"),
        ((500, {}, {"error": {"message": "Deadlock"}}), "the server failed (500): Deadlock"),
        ((401, {}, {}), "does not accept the sign-in any more or at all (401)"),
        ((403, {}, {"error": {"message": "No permission"}}), "the user has no right to read this (403): No permission"),
        ((404, {}, {"error": {"message": "No such set"}}), "there is nothing at this address (404): No such set"),
        ((200, {}, b"<html>"), "something that is not JSON"),
    ],
)
def test_whatever_breaks_at_any_page_stops_the_review_with_one_sentence(tmp_path, page, fault, said, monkeypatch):
    monkeypatch.setenv("NAV_TOKEN", TOKEN)

    with pytest.raises(ExtractError) as raised:
        review(tmp_path, Nav(faults={page: fault}), 'secret = "NAV_TOKEN"')

    assert said in str(raised.value)
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([PAGES[0], PAGES[0]], "the server gave the same rows twice"),
        ([PAGES[0], [entry(2), entry(3)]], "the server gave the same rows twice"),  # a row moved to the next page
        ([[{k: v for k, v in entry(1).items() if k != "Amount_LCY"}]], "the column 'amount' is missing"),
        ([PAGES[0], [{"Entry_No": 9, "Customer_No": "1"}]], "the column 'document_type' is missing"),
        (
            [PAGES[0], [{k: v for k, v in entry(3).items() if k != "Entry_No"}]],
            "a row comes without its column 'Entry_No'",
        ),
    ],
)
def test_pages_that_cannot_be_trusted_stop_the_review(tmp_path, pages, said):
    with pytest.raises(ExtractError) as raised:
        review(tmp_path, Nav(pages=pages))

    assert said in str(raised.value)


def test_rows_that_went_missing_between_pages_stop_the_review(tmp_path):
    last = {"@odata.context": "x", "value": []}

    with pytest.raises(ExtractError, match="counts 5 rows and gave 4"):
        review(tmp_path, Nav(faults={4: (200, {}, last)}))


def test_an_entry_changed_between_pages_stops_the_review(tmp_path):
    pages = [[entry(1, SystemModifiedAt="2026-10-01T00:00:00Z")]]
    changed = (200, {}, {"value": [{"SystemModifiedAt": "2026-11-01T10:00:00Z"}]})

    with pytest.raises(ExtractError, match="a row was changed while the rows were read"):
        review(tmp_path, Nav(pages=pages, faults={3: changed}))


@pytest.mark.parametrize("fault", [servers.RESET, (500, {}, {}), (401, {}, {})])
def test_a_refresh_that_breaks_off_leaves_no_workbook_and_the_next_one_is_whole(tmp_path, fault):
    out = tmp_path / "out"
    nav = Nav(faults={3: fault})
    with servers.playing(nav) as address:
        request = month.request(month.config(tmp_path, source(address)))
        with pytest.raises(ExtractError):
            pipeline.refresh(request, out, Labels("en"))
        assert not list(out.glob("*.xlsx"))

        done, _ = pipeline.refresh(request, out, Labels("en"))

    assert done.totals.gross_in_review == 500
    assert any("did not finish" in str(note) for note in done.notes)


def test_a_next_page_on_another_server_is_not_fetched(tmp_path):
    page = {"value": PAGES[0], "@odata.nextLink": "http://127.0.0.2:9/ODataV4/Entries?$skiptoken=1"}

    with pytest.raises(ExtractError, match="on another server"):
        review(tmp_path, Nav(faults={2: (200, {}, page)}))


def test_a_user_and_a_password_are_sent_as_basic(tmp_path, monkeypatch):
    monkeypatch.setenv("NAV_PASSWORD", "sana")
    nav = Nav()

    review(tmp_path, nav, 'user = "reader"\nsecret = "NAV_PASSWORD"')

    assert {headers["Authorization"] for headers in nav.headers} == {"Basic cmVhZGVyOnNhbmE="}


def test_an_application_is_given_a_token(tmp_path, monkeypatch):
    monkeypatch.setenv("NAV_SECRET", "sovelluksen-salaisuus")
    nav = Nav(faults={1: (200, {}, {"access_token": TOKEN, "expires_in": 3600})})
    with servers.playing(nav) as address:
        more = f'sign_in = "client"\nuser = "app"\nsecret = "NAV_SECRET"\ntoken_url = "{address}/token"'
        pipeline.review(month.request(month.config(tmp_path, source(address, more))))

    assert nav.asked[0] == "/token"
    assert {headers["Authorization"] for headers in nav.headers[1:]} == {f"Bearer {TOKEN}"}


class Tokens(Nav):
    """A server whose tokens run out when a test says; it gives a new one to whoever may have it."""

    def __init__(self, runs_out_at, given=2):
        super().__init__()
        self.runs_out_at, self.given, self.pages_asked, self.tokens = runs_out_at, given, 0, 0

    def __call__(self, method, path, headers, body):
        if path == "/token":
            assert "Authorization" not in headers
            self.tokens += 1
            if self.tokens > self.given:
                return 401, {}, {"error": "invalid_client"}
            return 200, {}, {"access_token": f"{TOKEN}-{self.tokens}"}
        self.pages_asked += 1
        if self.pages_asked == self.runs_out_at:
            self.valid = f"Bearer {TOKEN}-{self.tokens + 1}"
        if self.pages_asked >= self.runs_out_at and headers["Authorization"] != self.valid:
            return 401, {}, {"error": {"message": f"{headers['Authorization']} has run out"}}
        return super().__call__(method, path, headers, body)


CLIENT = 'sign_in = "client"\nuser = "app"\nsecret = "NAV_SECRET"\ntoken_url = "{}/token"'


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_a_token_that_runs_out_is_renewed_and_every_entry_is_read_once(tmp_path, page, monkeypatch):
    monkeypatch.setenv("NAV_SECRET", "sovelluksen-salaisuus")
    nav = Tokens(page)
    with servers.playing(nav) as address:
        done = pipeline.review(month.request(month.config(tmp_path, source(address, CLIENT.format(address)))))

    assert (done.totals.gross_in_review, done.sources[0].rows_read) == (500, 5)
    assert nav.tokens == 2


@pytest.mark.parametrize("page", [1, 3])
def test_a_token_that_nobody_renews_stops_the_review_with_one_sentence(tmp_path, page, monkeypatch):
    monkeypatch.setenv("NAV_SECRET", "sovelluksen-salaisuus")
    nav = Tokens(page, given=1)
    with servers.playing(nav) as address:
        config = month.config(tmp_path, source(address, CLIENT.format(address)))
        with pytest.raises(ExtractError, match="does not accept the sign-in any more or at all") as raised:
            pipeline.review(month.request(config))

    assert nav.tokens == 2
    assert TOKEN not in str(raised.value)


def test_a_server_that_gives_no_token_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("NAV_SECRET", "sovelluksen-salaisuus")
    with servers.playing(Nav(faults={1: (200, {}, {"token_type": "Bearer"})})) as address:
        config = month.config(tmp_path, source(address, CLIENT.format(address)))
        with pytest.raises(ExtractError, match="the server gives no token to sign in with"):
            pipeline.review(month.request(config))


def test_a_secret_that_is_nowhere_is_told_by_its_name(tmp_path, monkeypatch):
    monkeypatch.delenv("NAV_TOKEN", raising=False)

    with pytest.raises(ExtractError, match="the secret 'NAV_TOKEN' is neither in the environment nor in the keyring"):
        review(tmp_path, Nav(), 'secret = "NAV_TOKEN"')


def test_amounts_are_the_digits_that_came(tmp_path):
    done = review(tmp_path, Nav(pages=[[entry(number, amount=0.1) for number in range(1, 1001)]]))

    assert done.totals.gross_in_review == 100
