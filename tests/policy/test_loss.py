from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.policy.bounds import RuleError
from creditxl.policy.loss import loss_estimate, sales_to_recover


@pytest.mark.parametrize(
    ("receivables", "cover", "deductible", "insured", "counterclaims", "compensation", "loss"),
    [
        ("50000", "30000", "0.10", None, "0", "27000.00", "23000.00"),  # cover is the bound
        ("20000", "30000", "0.10", None, "0", "18000.00", "2000.00"),  # the receivables are
        ("30000", "30000", "0.25", None, "0", "22500.00", "7500.00"),  # the largest deductible
        ("50000", "30000", "0.10", "20000", "0", "18000.00", "32000.00"),  # interest and disputes stay outside
        ("50000", "30000", "0.10", "20000", "5000", "13500.00", "36500.00"),
        ("50000", "30000", "0.10", "50000", "15000", "27000.00", "23000.00"),  # set off before the cover's bound
        ("50000", "30000", "0.10", "20000", "25000", "0.00", "50000.00"),  # claims above what is insured
        ("50000", "0", "0.10", None, "0", "0.00", "50000.00"),
        ("0", "30000", "0.10", None, "0", "0.00", "0.00"),
        ("0.05", "1", "0.10", None, "0", "0.05", "0.00"),  # 4.5 cents: half a cent up
        ("100.05", "1000", "0.15", None, "0", "85.04", "15.01"),  # 85.0425
    ],
)
def test_a_loss_is_what_the_compensation_leaves(  # noqa: PLR0913 - the rule's figures, a column each
    *,
    receivables: str,
    cover: str,
    deductible: str,
    insured: str | None,
    counterclaims: str,
    compensation: str,
    loss: str,
) -> None:
    estimate = loss_estimate(
        Decimal(receivables),
        Decimal(cover),
        Decimal(deductible),
        insured=None if insured is None else Decimal(insured),
        counterclaims=Decimal(counterclaims),
    )

    assert (str(estimate.compensation), str(estimate.loss)) == (compensation, loss)


FIGURES = {"receivables": "50", "cover": "30", "deductible": "0.10", "insured": "40", "counterclaims": "0"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("receivables", "-0.01", "Receivables must be 0 or more, not -0.01"),
        ("receivables", "NaN", "Receivables must be 0 or more"),
        ("receivables", "Infinity", "Receivables must be 0 or more"),
        ("cover", "-1", "Cover must be 0 or more"),
        ("insured", "-1", "Insured receivables must be 0 or more"),
        ("insured", "50.01", "cannot be above the receivables, 50; they are 50.01"),
        ("counterclaims", "-1", "Counterclaims must be 0 or more"),
        ("deductible", "0.0999", "A deductible is 0.10 to 0.25, not 0.0999"),
        ("deductible", "0.2501", "A deductible is 0.10 to 0.25"),
        ("deductible", "10", "A deductible is 0.10 to 0.25"),  # per cent are no ratio
        ("deductible", "NaN", "A deductible is 0.10 to 0.25"),
    ],
)
def test_a_loss_of_figures_outside_their_bounds_is_an_error(name: str, value: str, said: str) -> None:
    figures = {key: Decimal(text) for key, text in {**FIGURES, name: value}.items()}

    with pytest.raises(RuleError, match=said):
        loss_estimate(**figures)


amounts = st.decimals(0, 10**9, places=2)


@given(amounts, amounts, st.decimals("0.10", "0.25", places=4))
def test_receivables_are_compensation_and_loss(receivables: Decimal, cover: Decimal, deductible: Decimal) -> None:
    estimate = loss_estimate(receivables, cover, deductible)

    assert estimate.compensation + estimate.loss == receivables
    assert 0 <= estimate.compensation <= min(receivables, cover)


@pytest.mark.parametrize(
    ("loss", "margin", "expected"),
    [
        ("100000", "0.05", "2000000.00"),  # the thesis's example
        ("100", "1", "100.00"),
        ("0", "0.05", "0.00"),
        ("100", "0.03", "3333.33"),
        ("0.01", "0.08", "0.13"),  # 12.5 cents: half a cent up
    ],
)
def test_sales_to_recover_a_loss_follow_from_the_margin(loss: str, margin: str, expected: str) -> None:
    assert str(sales_to_recover(Decimal(loss), Decimal(margin))) == expected


@pytest.mark.parametrize(
    ("loss", "margin", "said"),
    [
        ("-1", "0.05", "Loss must be 0 or more"),
        ("1", "0", "A profit margin is above 0 and at most 1, not 0"),
        ("1", "-0.05", "A profit margin is above 0"),
        ("1", "1.01", "A profit margin is above 0"),
        ("1", "NaN", "A profit margin is above 0"),
    ],
)
def test_a_margin_or_loss_outside_its_bounds_is_an_error(loss: str, margin: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        sales_to_recover(Decimal(loss), Decimal(margin))
