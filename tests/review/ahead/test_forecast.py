"""What is shown of the need ahead, when, and what it rests on."""

from __future__ import annotations

import builtins
import random
import sys
from datetime import date
from decimal import Decimal

import pytest

from creditxl.errors import ConfigError
from creditxl.policy.ahead import Rival, Verdict
from creditxl.review.ahead import look_ahead
from tests.review.ahead.ledgers import history_of, ledger, seasonal

NEXT = (date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1))


def test_a_season_of_two_years_is_shown_with_its_backtest() -> None:
    review, tables = ledger(seasonal(40, months=24))

    found = look_ahead(review, tables)

    assert found.verdict is Verdict.SHOWN
    assert found.months == NEXT
    assert (found.known[0], found.known[-1]) == (date(2024, 11, 1), date(2026, 10, 1))
    assert len(found.rows) == 40
    assert len(found.backtest.origins) == 10
    assert set(found.backtest.duels) == set(Rival)


def test_a_row_says_need_interval_and_what_the_cover_of_today_leaves_open() -> None:
    review, tables = ledger(seasonal(40, months=24))

    for row in look_ahead(review, tables).rows:
        assert row.need.high >= max(one.point for one in row.months)
        assert row.gap == Decimal(row.need.point).scaleb(-2)  # nobody has any cover
        assert row.need.low <= row.need.point <= row.need.high


def test_the_largest_gap_comes_first_and_totals_are_the_rows_sums() -> None:
    found = look_ahead(*ledger(seasonal(40, months=24)))

    assert [row.gap for row in found.rows] == sorted((row.gap for row in found.rows), reverse=True)
    for place, total in enumerate(found.totals):
        assert total.point == sum(row.months[place].point for row in found.rows)


def test_sales_of_several_companies_make_one_need_at_each_ones_factor() -> None:
    sales = seasonal(30, months=24)
    both = {f"{company}/{number}": cents for number, cents in sales.items() for company in ("Havu Oy", "Kaarna Oy")}

    apart, together = history_of(sales), history_of(both)

    assert together.by_customer(together.sales).shape[0] == 60  # without a business id they are customers of their own
    assert apart.needs(apart.sales).tolist() == [[2 * cents for cents in row] for row in sales.values()]


def test_needs_are_those_of_the_review() -> None:
    review, tables = ledger({"1": [-500, 0, 300_050], "2": [7, 0, 11]}, terms="14")
    months = look_ahead(review, tables).known
    history = history_of({"1": [-500, 0, 300_050], "2": [7, 0, 11]})

    assert months == history.months
    for row in review.customers:
        place = [one.business_id for one in history.customers].index(row.business_id)
        shown = [row.sales_cents[review.months.index(month)] for month in months]
        assert history.by_customer(history.sales)[place].tolist() == shown


def test_a_short_ledger_shows_none() -> None:
    found = look_ahead(*ledger(seasonal(40, months=17)))

    assert found.verdict is Verdict.TOO_SHORT
    assert (found.rows, found.backtest.origins, len(found.known)) == ((), (), 17)
    assert found.months == NEXT  # so that the sheet's columns are the same with and without rows


def test_chance_that_no_forecast_can_beat_shows_none() -> None:
    # A walk by chance: nothing tells more of the next month than the last one does.
    dice, sales = random.Random(11), {}  # noqa: S311 - nothing secret
    for number in range(60):
        cents, row = 10_000_000, []
        for _ in range(24):
            cents = max(0, cents + dice.randint(-1_500_000, 1_500_000))
            row.append(cents)
        sales[f"{number:04d}"] = row

    found = look_ahead(*ledger(sales))

    assert found.verdict is Verdict.NOT_BETTER
    assert found.rows == ()
    assert found.totals == ()
    assert not found.backtest.duels[Rival.LAST_MONTH].is_won


def test_without_its_library_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    review, tables = ledger({"1": [1]})
    usual = builtins.__import__

    def without(name, *more, **named):
        if name.startswith("statsmodels"):
            raise ModuleNotFoundError(name=name.partition(".")[0])
        return usual(name, *more, **named)

    for module in [name for name in sys.modules if name.startswith("creditxl.review.ahead.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(ConfigError) as error:
        look_ahead(review, tables)

    assert "statsmodels" in str(error.value)
    assert "pip install 'creditxl[ahead]'" in str(error.value.fix)
