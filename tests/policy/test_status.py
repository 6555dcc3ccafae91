from __future__ import annotations

from decimal import Decimal

import pytest

from creditxl.policy.cover import LimitState
from creditxl.policy.status import insurance_status, limit_status
from tests.policy.situations import POLICY


@pytest.mark.parametrize(
    ("need", "cover", "is_active", "is_insurable", "status"),
    [
        ("100", "100", True, True, "covered"),  # equal is enough
        ("100", "99.99", True, True, "short"),
        ("100", "0.01", True, True, "short"),
        ("100", "0", True, True, "uncovered"),
        ("0", "0", True, True, "covered"),  # nothing is needed
        ("0", "0", False, True, "no_sales"),
        ("0", "100", False, True, "no_sales"),  # even where cover is left
        ("100", "0", True, False, "not_insurable"),
        ("0", "0", False, False, "not_insurable"),  # before no sales
    ],
)
def test_the_insurance_status_is_the_first_that_holds(
    need: str, cover: str, *, is_active: bool, is_insurable: bool, status: str
) -> None:
    found = insurance_status(need=Decimal(need), cover=Decimal(cover), is_active=is_active, is_insurable=is_insurable)

    assert found == status


def held(amount: str) -> LimitState:
    return LimitState(amount=Decimal(amount))


@pytest.mark.parametrize(
    ("limit", "need", "is_active", "status"),
    [
        (LimitState(), "100", True, "none"),
        (LimitState(), "0", False, "none"),  # before unused: there is nothing to use
        (held("100"), "100", True, "enough"),  # equal is enough
        (held("99.99"), "100", True, "short"),
        (held("100"), "0", False, "unused"),
        (held("50000"), "0", False, "unused"),  # before excess
        (held("50000"), "40000", True, "enough"),  # exactly 1.25 times the need
        (held("50000.01"), "40000", True, "excess"),
        (held("30000"), "20000", True, "excess"),  # exactly 10 000 above
        (held("29999.99"), "20000", True, "enough"),
        (held("62500"), "50000", True, "enough"),  # far above 10 000, and at the ratio
        (held("10000"), "0", True, "excess"),
        (LimitState(is_pending=True), "100", True, "pending"),
        (LimitState(Decimal(50000), is_pending=True), "0", False, "pending"),  # before everything else
        (LimitState(is_pending=True, is_refused_decision=True), "100", True, "pending"),
        (LimitState(is_refused_decision=True), "100", True, "refused"),
        (LimitState(is_refused_decision=True), "0", False, "refused"),
        (LimitState(is_expired=True), "100", True, "expired"),
        (LimitState(is_expired=True), "0", False, "expired"),
    ],
)
def test_the_limit_status_is_the_first_that_holds(
    limit: LimitState, need: str, *, is_active: bool, status: str
) -> None:
    assert limit_status(need=Decimal(need), limit=limit, is_active=is_active, policy=POLICY) == status
