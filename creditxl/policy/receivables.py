"""Receivables against cover: rule R14."""

from __future__ import annotations

from decimal import Decimal


def uncovered_receivables(insurable_open: Decimal, cover: Decimal) -> Decimal:
    """Return the open insurable receivables that no cover reaches (rule R14), never below 0.

    Args:
        insurable_open: Open receivables less disputed ones, interest and reminder fees, ledger currency.
        cover: Ledger currency (rule R10); 0 for a customer that is not insurable.

    >>> uncovered_receivables(Decimal(42000), Decimal(30000))
    Decimal('12000')
    """
    return max(insurable_open - cover, Decimal(0))
