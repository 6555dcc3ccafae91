"""docs/ahead.md against the ledgers that it tells of, and its rivals' errors against plain loops over the raw files."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from creditxl.policy.ahead import Rival, Verdict
from creditxl.review.ahead.backtest import Trials, backtest
from creditxl.review.ahead.forecast import forecast
from tests.review.ahead.real import INVOICES, LINES, folder, history, invoices_of_ibm, lines_of_retail, reviewed

PAGE = Path(__file__).parents[1] / "docs" / "ahead.md"
IBM_DAY, RETAIL_DAY = date(2013, 12, 31), date(2011, 12, 9)
NONE = "–"


def percent(share):
    return NONE if share is None else f"{100 * share:.1f} %"


def row(name, months, measured, verdict):
    """Return a row of the page's table."""
    duels = measured.duels
    own, last, year = (
        duels[Rival.LAST_MONTH].forecast.share,
        duels[Rival.LAST_MONTH].rival.share,
        duels[Rival.SAME_MONTH_LAST_YEAR].rival.share if Rival.SAME_MONTH_LAST_YEAR in duels else None,
    )
    needs, now = duels[Rival.NEED_NOW]
    shares = (own, last, year, needs.share, now.share)
    covered = (measured.months.share, measured.needs.share, measured.totals.share)
    shown = "yes" if verdict is Verdict.SHOWN else "no"
    return (
        f"| {' | '.join([name, str(months), str(len(measured.origins)), *map(percent, (*shares, *covered)), shown])} |"
    )


@pytest.fixture(scope="module")
def ibm(tmp_path_factory):
    review, tables = reviewed(invoices_of_ibm(tmp_path_factory.mktemp("ibm")), IBM_DAY)
    return forecast(review, tables)


@pytest.fixture(scope="module")
def retail(tmp_path_factory):
    return reviewed(lines_of_retail(tmp_path_factory.mktemp("retail")), RETAIL_DAY)


@pytest.fixture(scope="module")
def short(retail):
    """What a backtest of the retail ledger would have measured on so few months."""
    review, tables = retail
    return backtest(Trials(history(review, tables), review.policy, fewest_known=3), fewest_known=6)


def test_the_page_tells_what_ibms_ledger_measures(ibm) -> None:
    assert row("ibm_ar", len(ibm.known), ibm.backtest, ibm.verdict) in PAGE.read_text(encoding="utf-8").splitlines()


def test_the_month_that_ibms_ledger_hardly_begins_is_not_whole(ibm) -> None:
    assert ibm.known[-1] == date(2013, 11, 1)
    assert ibm.months[0] == date(2013, 12, 1)


def test_the_page_tells_what_the_retail_ledger_measures(retail, short) -> None:
    said = forecast(*retail)

    assert said.verdict is Verdict.TOO_SHORT
    assert said.rows == ()
    assert row("online_retail", len(said.known), short, said.verdict) in PAGE.read_text(encoding="utf-8").splitlines()


def test_ibms_rivals_miss_what_plain_loops_say(ibm) -> None:
    sales = defaultdict(lambda: [0] * 23)
    with (folder("ibm_ar") / INVOICES).open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            month, _, year = map(int, line["InvoiceDate"].split("/"))
            place = 12 * (year - 2012) + month - 1
            if place < 23:
                sales[line["customerID"]][place] += int(100 * Decimal(line["InvoiceAmount"]))
    needs = [[2 * max(0, cents) for cents in row] for row in sales.values()]  # all on 30 days

    expected = plain(needs, range(12, 21))

    assert {rival: duel.rival for rival, duel in ibm.backtest.duels.items()} == expected


def test_the_retail_ledgers_rivals_miss_what_plain_loops_say(short) -> None:
    documents = defaultdict(Decimal)
    with gzip.open(folder("online_retail") / LINES) as file:
        for line in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")):
            if line["CustomerID"]:
                key = (line["CustomerID"], line["InvoiceNo"], line["InvoiceDate"][:7])
                documents[key] += int(line["Quantity"]) * Decimal(line["UnitPrice"])
    sales, whole = defaultdict(lambda: [0] * 12), defaultdict(int)
    for (customer, _, month), amount in documents.items():
        place = 12 * (int(month[:4]) - 2010) + int(month[5:]) - 12
        cents = int(100 * amount.quantize(Decimal("0.01"), ROUND_HALF_UP))
        whole[customer] += cents
        if place < 12:
            sales[customer][place] += cents
    # Due at once, so the factor is 1; but 2 for those who cancelled all that they bought, whose term nothing tells.
    needs = [[max(0, cents) * (1 if whole[name] > 0 else 2) for cents in row] for name, row in sales.items()]

    expected = plain(needs, range(6, 10))

    del expected[Rival.SAME_MONTH_LAST_YEAR]
    assert {rival: duel.rival for rival, duel in short.duels.items()} == expected


def plain(needs, origins):
    """Return what each rival misses and of what, three months ahead, by loops over needs in cents."""
    found = {rival: [0, 0] for rival in Rival}
    for need in needs:
        for origin in origins:
            coming = need[origin : origin + 3]
            for place, actual in enumerate(coming):
                found[Rival.LAST_MONTH][0] += abs(need[origin - 1] - actual)
                found[Rival.SAME_MONTH_LAST_YEAR][0] += abs(need[origin + place - 12] - actual)
                found[Rival.LAST_MONTH][1] += actual
                found[Rival.SAME_MONTH_LAST_YEAR][1] += actual
            found[Rival.NEED_NOW][0] += abs(max(need[origin - 3 : origin]) - max(coming))
            found[Rival.NEED_NOW][1] += max(coming)
    return {rival: tuple(errors) for rival, errors in found.items()}
