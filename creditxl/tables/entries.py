"""The customer ledger of all companies: its sums, its totals, and how far it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct

from creditxl.errors import ExtractError, Issue, msg
from creditxl.model import from_cents
from creditxl.tables.ageing import Claims
from creditxl.tables.habits import Habits
from creditxl.tables.joined import FileUse, LedgerTotals
from creditxl.tables.ledger import OpenAmounts, months_of, sales_by_account
from creditxl.tables.sums import sum_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from creditxl.model import AccountSales
    from creditxl.tables.ledger import AccountKey
    from creditxl.tables.raw import LedgerPart, RawTable


class Ledger(Struct, frozen=True):
    """The ledger by account; `open_amounts` is None when no file gives remaining amounts."""

    months: tuple[date, ...]  # those with sales, oldest first
    sales: Mapping[AccountKey, AccountSales]
    habits: Habits
    open_amounts: Mapping[AccountKey, OpenAmounts] | None
    claims: Claims | None  # likewise
    newest_by_company: Mapping[str, date]
    files: Mapping[str, str]  # company → the file that holds its ledger, the first of several
    totals: LedgerTotals
    uses: tuple[FileUse, ...]
    issues: tuple[Issue, ...]


def read_ledger(
    tables: Sequence[RawTable], left_out: Sequence[Issue], as_of: date, ledgers: Sequence[LedgerPart] = ()
) -> Ledger:
    """Sum the entries of all files by account, and bring them together with ledgers summed elsewhere.

    Args:
        tables: The raw tables of kind `entries`.
        left_out: The readers' issues; those with an amount kept sales out of the tables.
        as_of: Entries posted later take no part.
        ledgers: Summed where they lie.

    Raises:
        ExtractError: No entry is posted on or before `as_of`.
    """
    return join_parts([*(sum_table(table, as_of) for table in tables), *ledgers], left_out, as_of)


def sum_table(table: RawTable, as_of: date) -> LedgerPart:
    """Sum the entries of one file; those posted after `as_of` take part in the totals alone."""
    return sum_entries(table.frame, as_of).part(table.file, table.rows_read)


def join_parts(parts: Sequence[LedgerPart], left_out: Sequence[Issue], as_of: date) -> Ledger:
    """Bring the sums of all files and sources together by account.

    Args:
        parts: At least one.
        left_out: The readers' issues; those with an amount kept sales out of the tables.
        as_of: Entries posted later take no part.

    Raises:
        ExtractError: No entry is posted on or before `as_of`.
    """
    _check_reach(parts, as_of)
    sales = _joined([part.sales for part in parts])
    delays = [part.delays for part in parts if part.delays is not None]
    claims = [part.claims for part in parts if part.claims is not None]
    opened = Claims(_joined(claims)) if claims else None
    months = months_of(sales)
    return Ledger(
        months=months,
        sales=sales_by_account(sales, months),
        habits=Habits(sales, _joined(delays) if delays else None),
        open_amounts=opened.amounts(as_of) if opened else None,
        claims=opened,
        newest_by_company=_newest_by_company(parts),
        files={company: part.file.name for part in parts[::-1] for company in part.newest_by_company},
        totals=LedgerTotals(
            gross=from_cents(sum(part.gross_cents for part in parts)),
            gross_after_as_of=from_cents(sum(part.later_cents for part in parts)),
            gross_left_out=sum((issue.amount for issue in left_out if issue.amount is not None), from_cents(0)),
        ),
        uses=tuple(_use(part) for part in parts),
        issues=tuple(_without_remaining(parts)),
    )


def _check_reach(parts: Sequence[LedgerPart], as_of: date) -> None:
    oldest = min((part.oldest for part in parts if part.oldest is not None), default=None)
    if oldest is not None and oldest > as_of:
        raise ExtractError(
            msg("no entry is posted on or before {as_of}; the oldest is of {oldest}", as_of=as_of, oldest=oldest),
            where="entries",
            fix=msg("give a later date, or extract the ledger from further back"),
        )


def _use(part: LedgerPart) -> FileUse:
    newest = part.newest_by_company
    return FileUse(
        part.rows_used, max(newest.values(), default=None), tuple(sorted(newest)), from_cents(part.gross_cents)
    )


def _newest_by_company(parts: Sequence[LedgerPart]) -> dict[str, date]:
    newest: dict[str, date] = {}
    for part in parts:
        for company, day in part.newest_by_company.items():
            newest[company] = max(day, newest.get(company, day))
    return newest


def _joined(sums: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return several files' sums as one; rows of the same account and month may stand twice, and are summed later."""
    return sums[0] if len(sums) == 1 else pl.concat(sums)


def _without_remaining(parts: Sequence[LedgerPart]) -> Iterator[Issue]:
    lacking = [part for part in parts if part.claims is None]
    if len(lacking) == len(parts):
        return
    for part in lacking:
        yield Issue(
            part.file.name,
            None,
            "",
            "",
            msg("no column of remaining amounts: its entries are not in the open receivables"),
            msg("export the remaining amount too"),
        )
