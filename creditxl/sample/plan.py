"""How much a customer is invoiced in each month, so that its limit need comes out as its archetype has it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from creditxl.sample.archetypes import Sales
from creditxl.sample.group import FIRST_MONTH, LAST_MONTH, SEASONS, WINDOW, month_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.sample.buyers import Account, Buyer
    from creditxl.sample.dice import Dice

SHARES = {1: (100,), 2: (65, 35), 3: (55, 30, 15)}  # percent of the need, by company
DAYS_A_MONTH = 30
PURPOSE = 1
LOWER = 97  # percent of the peak that another month of the window may reach
SATURDAY = 5
LAST_SILENT = (
    date(2025, 12, 1),
    date(2026, 1, 1),
    date(2026, 3, 1),
    date(2026, 5, 1),
    date(2026, 6, 1),
    date(2026, 7, 1),
)
# Percent of the planned gross in August, September and October.
CREDITED = {Sales.CREDITED: (100, -20, 60), Sales.ALL_CREDITED: (-8, -15, -5)}


def fill(buyer: Buyer) -> None:
    """Plan the monthly gross sales of every account of a customer."""
    dice = buyer.dice(PURPOSE)
    peak_month = _peak_month(buyer, dice)
    shares = SHARES[len(buyer.accounts)]
    for account, share in zip(buyer.accounts, shares, strict=True):
        gross = buyer.peak * share // 100 * DAYS_A_MONTH // (DAYS_A_MONTH + account.days)
        account.gross = _planned(account, buyer.archetype.sales, peak_month, gross, dice)


def invoice_days(month: date, times: int, created_on: date) -> list[date]:
    """Return the days of a month on which a customer is invoiced: once, twice, or every Monday."""
    last = _weekday_before(month_after(month) - timedelta(days=1))
    if times == 1:
        days = [last]
    elif times == 2:  # noqa: PLR2004 - twice a month
        days = [_weekday_before(month.replace(day=15)), last]
    else:
        days = list(_mondays(month))
    return [day for day in days if day > created_on] or ([last] if last >= created_on else [])


def _peak_month(buyer: Buyer, dice: Dice) -> date:
    sales = buyer.archetype.sales
    created_on = max(account.created_on for account in buyer.accounts)
    if sales is Sales.SILENT:
        return dice.pick(LAST_SILENT)
    if sales in (Sales.FIRST_ONLY, Sales.NEVER):
        return created_on.replace(day=1)
    if sales in CREDITED:
        return WINDOW[0]
    months = WINDOW[:2] if sales is Sales.UNCLEAR else WINDOW
    return dice.pick([month for month in months if invoice_days(month, 1, created_on)])


def _planned(account: Account, sales: Sales, peak_month: date, gross: int, dice: Dice) -> dict[date, int]:
    if sales is Sales.NEVER:
        return {}
    if sales is Sales.FIRST_ONLY:
        return {peak_month: gross}
    growth = dice.between(-10, 16)
    months = list(_months(account, sales, peak_month))
    weights = {month: _weight(account.line, month, growth, dice) for month in months}
    planned = {month: gross * weights[month] // weights[peak_month] for month in months}
    for month in (month for month in months if month in WINDOW):
        planned[month] = min(planned[month], gross * LOWER // 100)
    planned[peak_month] = gross
    if sales in CREDITED:
        planned |= {month: gross * part // 100 for month, part in zip(WINDOW, CREDITED[sales], strict=True)}
    return planned


def _months(account: Account, sales: Sales, peak_month: date) -> Iterator[date]:
    last = {Sales.SILENT: peak_month, Sales.UNCLEAR: WINDOW[1]}.get(sales, LAST_MONTH)
    month = max(FIRST_MONTH, account.created_on.replace(day=1))
    while month <= last:
        if invoice_days(month, 1, account.created_on):
            yield month
        month = month_after(month)


def _weight(line: str, month: date, growth: int, dice: Dice) -> int:
    """Return a month's weight: the line's season, the customer's growth (per mille a month), and chance."""
    ago = (LAST_MONTH.year - month.year) * 12 + LAST_MONTH.month - month.month
    return SEASONS[line][month.month - 1] * (1000 - growth * ago) * dice.between(80, 112)


def _mondays(month: date) -> Iterator[date]:
    day = month + timedelta(days=-month.weekday() % 7)
    while day.month == month.month:
        yield day
        day += timedelta(days=7)


def _weekday_before(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
