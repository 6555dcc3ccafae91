"""Closed entries that were read once are not asked for again, and no figure can tell."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl import pipeline
from creditxl.errors import ConfigError, ExtractError
from creditxl.extracts.memory import Memory
from creditxl.extracts.store import Store
from creditxl.labels import Labels
from creditxl.sources import look, read_all
from tests.sources import month, servers

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 10, 31, 9, tzinfo=UTC)
CUSTOMERS = (
    "customer_no;name;payment_term;business_id\n1;Havu Oy;30 pv netto;0201256-6\n2;Koivu Oy;14 pv netto;0112038-9\n"
)


class Erp:
    """A ledger that is posted to and paid, served with the filters that are asked for, two entries a page."""

    def __init__(self) -> None:
        self.now = NOW
        self.entries: dict[int, dict[str, object]] = {}
        self.asked: list[str] = []
        self.served = 0

    def post(self, number, customer="1", amount=100, day="2026-10-01"):
        self.entries[number] = {
            "Entry_No": number,
            "Customer_No": customer,
            "Document_Type": "Invoice",
            "Document_No": f"L{number}",
            "Posting_Date": day,
            "Due_Date": "2026-10-31",
            "Amount_LCY": amount,
            "Remaining_Amt_LCY": amount,
            "Open": True,
        }
        self.stamp(number)

    def change(self, number, **values):
        self.entries[number] |= values
        self.stamp(number)

    def pay(self, number):
        self.change(number, Open=False, Remaining_Amt_LCY=0)

    def reopen(self, number):
        self.change(number, Open=True, Remaining_Amt_LCY=self.entries[number]["Amount_LCY"])

    def stamp(self, number):
        self.entries[number]["SystemModifiedAt"] = f"{self.now:%Y-%m-%dT%H:%M:%SZ}"

    def __call__(self, _method, path, _headers, _body):
        self.asked.append(path)
        rows = [row for row in self.entries.values() if fulfils(row, path)]
        first = int((re.search(r"skip=(\d+)", path) or ["", "0"])[1])
        top = re.search(r"top=(\d+)", path)
        page = rows[first : first + (int(top[1]) if top else 2)]
        answer = {"@odata.count": len(rows), "value": page}
        if not top:
            self.served += len(page)
            if first + 2 < len(rows):
                answer["@odata.nextLink"] = f"{re.sub('[&]skip=.*', '', path)}&skip={first + 2}".replace(" ", "%20")
        return 200, {}, answer


def fulfils(row, path):
    filters = re.search(r"filter=([^&]*)", path)
    for one in filters[1].split(" and ") if filters else ():
        name, sign, value = one.split(" ")
        if name == "Open":
            fulfilled = row["Open"] == (value == "true")
        else:
            fulfilled = row[name] >= value if sign == "ge" else row[name] < value
        if not fulfilled:
            return False
    return True


@contextmanager
def serving(erp: Erp, monkeypatch) -> Iterator[str]:
    """Serve a ledger by its own clock, a day between two refreshes, so that nothing is posted while it is read."""
    from creditxl.sources import http

    sent = http.Client._sent  # noqa: SLF001 - the server's clock, which the test's server does not set

    def dated(client, *arguments, **more):
        response = sent(client, *arguments, **more)
        response.headers["Date"] = format_datetime(erp.now + timedelta(seconds=1), usegmt=True)
        return response

    monkeypatch.setattr(http.Client, "_sent", dated)
    with servers.playing(erp) as address:
        yield address


def section(address, more="keep_closed = true"):
    return f'extracts = "rest"\n[sources.entries]\nkind = "odata"\nurl = "{address}"\ntable = "Entries"\n{more}\n'


def request_of(folder, address, more="keep_closed = true"):
    (folder / "rest").mkdir(exist_ok=True)
    if not (folder / "rest" / "customers.csv").exists():
        (folder / "rest" / "customers.csv").write_text(CUSTOMERS, "utf-8")
    return month.request(month.config(folder, section(address, more)), folder / "rest")


def refreshed(folder, address):
    return month.shown(pipeline.refresh(request_of(folder, address), folder / "out", Labels("en"))[0])


def anew(folder, address):
    return month.shown(pipeline.review(request_of(folder, address)))


@pytest.fixture
def erp():
    made = Erp()
    for number in range(1, 11):
        made.post(number, customer="2" if number % 2 else "1")
    for number in range(1, 9):
        made.pay(number)
    made.now += timedelta(days=3)
    return made


def test_a_second_refresh_asks_for_what_is_open_or_changed_alone(erp, tmp_path, monkeypatch):
    with serving(erp, monkeypatch) as address:
        first = refreshed(tmp_path, address)
        assert erp.served == 10
        erp.now += timedelta(days=3)
        erp.post(11)
        erp.pay(9)
        erp.now += timedelta(days=3)
        erp.served = 0

        second = refreshed(tmp_path, address)

        assert erp.served == 3  # 9 is paid, 10 is open, 11 is new
        assert second == anew(tmp_path, address)
        assert second != first


def test_a_customer_number_that_was_changed_without_a_stamp_is_noticed(erp, tmp_path, monkeypatch):
    with serving(erp, monkeypatch) as address:
        refreshed(tmp_path, address)
        erp.now += timedelta(days=3)
        for row in erp.entries.values():
            row["Customer_No"] = row["Customer_No"].replace("2", "22")
        (tmp_path / "rest" / "customers.csv").write_text(CUSTOMERS.replace("\n2;", "\n22;"), "utf-8")

        assert refreshed(tmp_path, address) == anew(tmp_path, address)


def test_a_store_that_is_thrown_away_changes_no_figure(erp, tmp_path, monkeypatch):
    from shutil import rmtree

    with serving(erp, monkeypatch) as address:
        first = refreshed(tmp_path, address)
        rmtree(tmp_path / "out" / ".creditxl-store")

        assert refreshed(tmp_path, address) == first


changes = st.lists(
    st.tuples(
        st.sampled_from(["post", "pay", "reopen", "due", "move", "delete", "refresh"]),
        st.integers(1, 8),
    ),
    min_size=4,
    max_size=14,
)


@settings(deadline=None, max_examples=15)
@given(steps=changes)
def test_whatever_happens_to_the_ledger_the_figures_are_those_of_reading_all(steps):
    erp = Erp()
    for number in range(1, 5):
        erp.post(number)
    with (
        TemporaryDirectory() as place,
        pytest.MonkeyPatch.context() as monkeypatch,
        serving(erp, monkeypatch) as address,
    ):
        folder = Path(place)
        _both(erp, folder, address)
        for step, number in steps:
            happen(erp, step, number)
            if step == "refresh":
                _both(erp, folder, address)
        _both(erp, folder, address)


def happen(erp, step, number):
    if step == "post":
        erp.post(max(erp.entries, default=0) + 1, customer=str(number % 2 + 1), amount=number)
    elif number not in erp.entries or step == "refresh":
        return
    elif step == "due":
        erp.change(number, Due_Date="2026-11-30")
    elif step == "move":
        erp.change(number, Customer_No="2")
    elif step == "delete":
        del erp.entries[number]
    else:
        getattr(erp, step)(number)


def _both(erp, folder, address):
    """Read by what is kept and anew: rows and issues are the same."""
    if not erp.entries:
        return
    request = request_of(folder, address)
    erp.now += timedelta(hours=7)
    memory = Memory(Store(folder / "kept"), request.config, month.AS_OF)
    kept = read_all(request.extracts, request.config, month.AS_OF, memory=memory)
    memory.finish()
    whole = read_all(request.extracts, request.config, month.AS_OF)
    erp.now += timedelta(hours=7)
    assert [(table.file, table.frame.rows()) for table in kept.tables] == [
        (table.file, table.frame.rows()) for table in whole.tables
    ]
    assert kept.issues == whole.issues


@pytest.mark.parametrize("lost", ["Open", "SystemModifiedAt", "Entry_No"])
def test_without_the_columns_that_tell_what_changed_nothing_is_kept(erp, tmp_path, monkeypatch, lost):
    for row in erp.entries.values():
        del row[lost]
    with serving(erp, monkeypatch) as address:
        request = request_of(tmp_path, address)
        with pytest.raises(ExtractError, match="closed entries cannot be kept without the columns"):
            read_all(request.extracts, request.config, month.AS_OF)
        (looked,) = look(request.config, month.AS_OF)

    assert "closed entries cannot be kept" in str(looked.error)


@pytest.mark.parametrize("more", ["since = 2026-01-01\nkeep_closed = true", "keep_closed = 1"])
def test_a_section_that_asks_for_what_does_not_fit_is_refused(tmp_path, more):
    with pytest.raises(ConfigError):
        month.config(tmp_path, section("http://127.0.0.1", more))
