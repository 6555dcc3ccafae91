"""The backtest, against plain loops over the sales themselves, and the laws of what it forecasts."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl.policy.ahead import Errors, Rival
from creditxl.policy.need import NeedBasis
from creditxl.policy.parameters import load, tried
from creditxl.review.ahead.backtest import Trials, backtest
from tests.review.ahead.ledgers import history_of, plain_history, seasonal
from tests.review.group import AS_OF

POLICY = load(AS_OF)
LEDGERS = st.integers(19, 26).flatmap(
    lambda count: st.lists(st.lists(st.integers(0, 10**7), min_size=count, max_size=count), min_size=1, max_size=4)
)


def plain_errors(sales, ahead=3):
    """Return the rivals' errors of needs at 30 days, twice the sales, by loops and nothing else."""
    months = len(next(iter(sales.values())))
    found = {rival: [0, 0] for rival in Rival}
    for cents in sales.values():
        need = [2 * max(0, one) for one in cents]
        for origin in range(max(12, months - ahead - 11), months - ahead + 1):
            coming = need[origin : origin + ahead]
            for place, actual in enumerate(coming):
                found[Rival.LAST_MONTH][0] += abs(need[origin - 1] - actual)
                found[Rival.SAME_MONTH_LAST_YEAR][0] += abs(need[origin + place - 12] - actual)
                found[Rival.LAST_MONTH][1] += actual
                found[Rival.SAME_MONTH_LAST_YEAR][1] += actual
            found[Rival.NEED_NOW][0] += abs(max(need[origin - 3 : origin]) - max(coming))
            found[Rival.NEED_NOW][1] += max(coming)
    return {rival: Errors(*errors) for rival, errors in found.items()}


def test_the_rivals_errors_are_those_of_plain_loops() -> None:
    dice = random.Random(5)  # noqa: S311 - nothing secret
    sales = {f"{n:04d}": [dice.choice((0, 1, -1, 2)) * dice.randint(0, 10**6) for _ in range(27)] for n in range(9)}

    measured = backtest(Trials(history_of(sales), POLICY))

    assert {rival: duel.rival for rival, duel in measured.duels.items()} == plain_errors(sales)
    assert len(measured.origins) == 12  # the last year's, though there are 13


def test_the_forecasts_errors_are_those_of_its_own_points() -> None:
    sales = seasonal(12, months=24)
    trials = Trials(history_of(sales), POLICY)
    missed = actual = inside = 0
    for origin in range(12, 22):
        found = trials.forecast(origin)
        for place, cents in enumerate(sales.values()):
            for ahead, one in enumerate(found.of(place)[:-1]):
                need = 2 * cents[origin + ahead]
                missed += abs(one.point - need)
                actual += need
                inside += one.low <= need <= one.high

    measured = backtest(trials)

    assert measured.duels[Rival.LAST_MONTH].forecast == Errors(missed, actual)
    assert (measured.months.inside, measured.months.outcomes) == (inside, 12 * 3 * 10)
    assert measured.totals.outcomes == 3 * 10


@settings(max_examples=5, deadline=None)
@given(LEDGERS, st.data())
def test_what_comes_later_changes_nothing_that_was_forecast(rows, data) -> None:
    origin = data.draw(st.integers(12, len(rows[0]) - 3))
    changed = [row[:origin] + [cents + 1000 for cents in row[origin:]] for row in rows]

    before, after = (Trials(plain_history(one), POLICY).forecast(origin) for one in (rows, changed))

    assert [before.of(place) for place in range(len(rows))] == [after.of(place) for place in range(len(rows))]
    assert (before.course, before.totals) == (after.course, after.totals)


@settings(max_examples=5, deadline=None)
@given(LEDGERS)
def test_intervals_hold_their_points_and_no_need_is_below_zero(rows) -> None:
    found = Trials(plain_history(rows), POLICY).forecast(len(rows[0]))

    for place in range(len(rows)):
        assert all(0 <= one.low <= one.point <= one.high for one in found.of(place))
    assert all(0 <= one.low <= one.point <= one.high for one in found.totals)


def test_the_order_of_the_customers_changes_nothing() -> None:
    sales = seasonal(25, months=20)
    shuffled = dict(random.Random(3).sample(sorted(sales.items()), len(sales)))  # noqa: S311 - nothing secret

    one, other = (Trials(history_of(each), POLICY) for each in (sales, shuffled))

    assert backtest(one) == backtest(other)
    assert [one.forecast(20).of(place) for place in range(25)] == [other.forecast(20).of(place) for place in range(25)]


def test_a_season_is_seen_and_taken() -> None:
    measured = backtest(trials := Trials(history_of(seasonal(40)), POLICY))

    assert trials.choose(30).shape in {"year", "season"}
    assert all(duel.is_won for duel in measured.duels.values())
    assert measured.duels[Rival.LAST_MONTH].forecast.share < measured.duels[Rival.LAST_MONTH].rival.share / 3
    assert measured.months.share > 0.8


def test_a_large_business_line_has_its_own_season() -> None:
    summers, winters = seasonal(25), {f"W{n}": row[6:] + row[-12:-6] for n, row in seasonal(25, seed=2).items()}
    sales = summers | winters
    lines = {number: "winter" if number.startswith("W") else "summer" for number in sales}

    apart, together = (backtest(Trials(history_of(sales, by), POLICY)) for by in (lines, None))

    own, group = (one.duels[Rival.LAST_MONTH].forecast.missed for one in (apart, together))
    assert own < group / 2


def test_the_need_of_all_months_ahead_follows_the_policys_basis() -> None:
    history = history_of(seasonal(5, months=24))
    latest = Trials(history, tried(POLICY, {"need_basis": NeedBasis.LATEST})).points[24].tolist()
    peak = Trials(history, POLICY).points[24].tolist()

    assert all(need == max(months) for *months, need in peak)
    assert all(need == months[-1] for *months, need in latest)


def test_the_highest_of_three_months_is_told_higher_than_that_of_three_expected_ones() -> None:
    dice = random.Random(2)  # noqa: S311 - nothing secret
    chance = Trials(plain_history([[dice.randint(0, 10**6) for _ in range(36)] for _ in range(60)]), POLICY)
    found, measured = chance.forecast(36), backtest(chance)

    # Twice the highest of three amounts up to a million: three quarters of them on average.
    needs = [found.of(place)[-1].point for place in range(60)]
    assert 0.9 < sum(needs) / len(needs) / 1_500_000 < 1.1
    assert measured.duels[Rival.NEED_NOW].is_won
    assert 0.7 < measured.needs.share < 0.9


def test_the_need_now_of_more_months_than_are_known_is_that_of_those_known() -> None:
    policy = tried(POLICY, {"need_months": 24})
    cents = [900_000, *[100] * 19]

    measured = backtest(Trials(plain_history([cents]), policy))

    # The highest month of all, at each of the six origins, against twice 100.
    assert measured.duels[Rival.NEED_NOW].rival == Errors(6 * (1_800_000 - 200), 6 * 200)
