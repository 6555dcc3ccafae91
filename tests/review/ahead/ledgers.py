"""Ledgers of made-up monthly sales, reviewed as extracts are."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from creditxl.policy.calendar import add_months, last_day
from creditxl.policy.parameters import load
from creditxl.review.ahead.courses import Pool
from creditxl.review.ahead.history import History, history
from creditxl.review.assess import assess
from creditxl.tables.columns import Kind
from creditxl.tables.join import join
from tests.review.group import AS_OF
from tests.tables.raw_tables import extracts, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from creditxl.review.result import Review
    from creditxl.tables.joined import Tables

LAST = date(2026, 10, 1)


def ledger(
    sales: Mapping[str, Sequence[int]], lines: Mapping[str, str] | None = None, *, terms: str = "30"
) -> tuple[Review, Tables]:
    """Return the review and the tables of customers by number, with their cents by month, the last one October 2026.

    A number may hold the company before it: `Havu Oy/1`; accounts of one business id are one customer.
    """
    entries: list[dict[str, Any]] = []
    listed = []
    for key, cents in sales.items():
        company, _, number = key.rpartition("/")
        own = {"company": company or "Havu Oy", "customer_no": number}
        listed.append(own | {"name": number, "payment_term": terms, "business_line": (lines or {}).get(key, "")})
        for back, amount in enumerate(reversed(cents)):
            day = last_day(add_months(LAST, -back))
            if amount:
                kind = "invoice" if amount > 0 else "credit_note"
                entries.append(own | {"document_type": kind, "posting_date": day, "due_date": day, "amount": amount})
    found = extracts(table(Kind.CUSTOMERS, listed), table(Kind.ENTRIES, entries))
    tables = join(found, as_of=AS_OF, currency="EUR")
    return assess(found, tables, load(AS_OF), as_of=AS_OF, currency="EUR"), tables


def history_of(sales: Mapping[str, Sequence[int]], lines: Mapping[str, str] | None = None) -> History:
    """Return what the forecasts take from such a ledger."""
    return history(*ledger(sales, lines))


def plain_history(rows: Sequence[Sequence[int]]) -> History:
    """Return the history of customers with one account each on 30 days, without a ledger round it."""
    places = np.arange(len(rows))
    return History(
        months=tuple(add_months(LAST, -back) for back in reversed(range(len(rows[0])))),
        customers=(None,) * len(rows),  # type: ignore[arg-type]
        factors=((Fraction(2),),) * len(rows),
        sales=np.array(rows, dtype=np.int64),
        firsts=tuple(range(len(rows))),
        pools=(Pool(places, places),),
    )


def seasonal(count: int, months: int = 30, seed: int = 1) -> dict[str, list[int]]:
    """Return customers whose summers are three times their winters, a fifth up and down by chance."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    year = [1, 1, 1, 1.5, 2, 3, 3, 3, 2, 1.5, 1, 1]  # January first

    def cents(level: float, back: int) -> int:
        return int(level * year[add_months(LAST, -back).month - 1] * dice.uniform(0.8, 1.2))

    levels = [dice.lognormvariate(13, 0.7) for _ in range(count)]
    return {
        f"{place:04d}": [cents(level, back) for back in reversed(range(months))] for place, level in enumerate(levels)
    }
