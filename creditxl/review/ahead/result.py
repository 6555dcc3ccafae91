"""Need ahead: what the months ahead are likely to call for, and how well such forecasts have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.policy.ahead import Coverage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from creditxl.model import CustomerReview
    from creditxl.policy.ahead import Duel, Interval, Rival, Verdict


class Backtest(Struct, frozen=True):
    """How forecasts did on months that have passed, each made from what was known before them.

    Args:
        origins: The last month known to each forecast, oldest first.
        duels: Against each rival that was there, over all customers.
        months: Months' needs inside their intervals, of customers with sales in the year before.
        needs: Likewise of the need of all months ahead.
        totals: Likewise of the months' total of all customers.
    """

    origins: tuple[date, ...]
    duels: Mapping[Rival, Duel]
    months: Coverage
    needs: Coverage
    totals: Coverage


NONE = Coverage(0, 0)
NO_BACKTEST = Backtest((), {}, NONE, NONE, NONE)


class CustomerAhead(Struct, frozen=True):
    """One customer's need ahead.

    Args:
        months: Its need of each month ahead (rule R5).
        need: Of all of them, by the policy's basis (rule R6).
        gap: What of it the cover of today does not reach.
    """

    customer: CustomerReview
    months: tuple[Interval, ...]
    need: Interval
    gap: Decimal


class Ahead(Struct, frozen=True):
    """Need ahead of the whole group.

    Args:
        known: The whole months that it rests on, oldest first.
        months: Those ahead.
        verdict: Whether anything is shown.
        backtest: What the verdict rests on.
        course: What the history chose, in the words of the code: "year 0.1".
        rows: The largest gap first; none unless shown. Customers without sales in the last year are left out.
        totals: The sum of the needs by month ahead; none unless shown.
    """

    known: tuple[date, ...]
    months: tuple[date, ...]
    verdict: Verdict
    backtest: Backtest
    course: str = ""
    rows: tuple[CustomerAhead, ...] = ()
    totals: tuple[Interval, ...] = ()
