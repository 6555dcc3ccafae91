"""If a customer failed today: every euro is paid by the insurer, or lost for one reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.policy.parameters import load
from creditxl.policy.rehearsal import Owed, Reason, rehearse

POLICY = load(date(2026, 10, 31))
NOTHING = Decimal(0)
AMOUNTS = st.integers(-10_000_000, 10_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
COVERS = st.integers(0, 20_000_000).map(lambda cents: Decimal(cents).scaleb(-2))


def owed(open_: int, disputed: int = 0, long_term: int = 0, fees: int = 0) -> Owed:
    return Owed(open=Decimal(open_), disputed=Decimal(disputed), long_term=Decimal(long_term), fees=Decimal(fees))


@pytest.mark.parametrize(
    ("what", "cover", "insured", "compensation", "uninsured"),
    [
        (owed(20000), 30000, 20000, 18000, {Reason.DEDUCTIBLE: 2000}),
        (owed(50000), 30000, 30000, 27000, {Reason.ABOVE_COVER: 20000, Reason.DEDUCTIBLE: 3000}),
        (owed(50000), 0, 0, 0, {Reason.NO_COVER: 50000}),
        (
            owed(10000, disputed=2000, long_term=1000, fees=40),
            30000,
            6960,
            6264,
            {Reason.DISPUTED: 2000, Reason.LONG_TERM: 1000, Reason.FEES: 40, Reason.DEDUCTIBLE: 696},
        ),
        (owed(70, disputed=100), 30000, 0, 0, {Reason.DISPUTED: 70}),  # 30 paid and not applied
        (owed(80, fees=-20), 30000, 80, 72, {Reason.DEDUCTIBLE: 8}),  # interest credited: no more than is owed
        (owed(-500), 30000, 0, 0, {}),  # we owe the customer
        (owed(0), 30000, 0, 0, {}),
    ],
)
def test_every_euro_has_one_reason(
    what: Owed, cover: int, insured: int, compensation: int, uninsured: dict[Reason, int]
) -> None:
    found = rehearse(what, Decimal(cover), is_insurable=True, policy=POLICY)

    assert (found.insured, found.compensation) == (insured, compensation)
    assert found.uninsured == uninsured
    assert found.loss == sum(uninsured.values())


def test_nothing_that_cannot_be_insured_is() -> None:
    found = rehearse(owed(50000, fees=40), NOTHING, is_insurable=False, policy=POLICY)

    assert found.uninsured == {Reason.NOT_INSURABLE: 50000}
    assert found.main_reason is Reason.NOT_INSURABLE


def test_sales_of_two_million_make_a_loss_of_a_hundred_thousand_good_at_five_percent() -> None:
    found = rehearse(owed(100_000), NOTHING, is_insurable=True, policy=replace(POLICY, profit_margin=Decimal("0.05")))

    assert (found.loss, found.sales_to_recover) == (100_000, 2_000_000)


@given(parts=st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS), cover=COVERS, is_insurable=st.booleans())
def test_insured_and_uninsured_are_the_receivables(
    parts: tuple[Decimal, Decimal, Decimal, Decimal],
    cover: Decimal,
    is_insurable: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    rest, disputed, long_term, fees = parts
    what = Owed(open=sum(parts, NOTHING), disputed=disputed, long_term=long_term, fees=fees)
    found = rehearse(what, cover if is_insurable else NOTHING, is_insurable=is_insurable, policy=POLICY)
    without_deductible = sum(
        (amount for reason, amount in found.uninsured.items() if reason is not Reason.DEDUCTIBLE), NOTHING
    )

    assert found.receivables == max(what.open, NOTHING)
    assert found.insured + without_deductible == found.receivables
    assert found.compensation + sum(found.uninsured.values(), NOTHING) == found.receivables
    assert found.loss == found.receivables - found.compensation
    assert all(amount > 0 for amount in found.uninsured.values())
    assert found.insured <= max(rest, NOTHING) or fees < 0 or disputed < 0 or long_term < 0


def test_the_sellers_own_share_is_a_tenth_of_the_insured_part() -> None:
    assert rehearse(owed(20000), Decimal(30000), is_insurable=True, policy=POLICY).deductible == 2000
    assert rehearse(owed(20000), NOTHING, is_insurable=True, policy=POLICY).deductible == 0
