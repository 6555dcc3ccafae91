"""Whole columns of amounts: their decimal mark is settled by all of their cells, then every cell is read with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct

from creditxl.extracts import amounts
from creditxl.extracts.amounts import ALIKE, CENTS_IN_UNIT, CURRENCY_SIGNS, GROUP_MARKS, OTHER_MARK, PROOF, TWO_WAYS
from creditxl.extracts.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mark(Struct, frozen=True):
    """What a column's cells say of its decimal mark.

    Args:
        mark: The one that most of them prove; None where none proves any.
        is_disputed: Some prove the other one.
        is_tied: As many prove the other one: which is the slip of the pen cannot be told.
        two_ways: A cell such as 1,234, which proves neither; None where there is none.
    """

    mark: str | None
    is_disputed: bool
    is_tied: bool
    two_ways: str | None

    @property
    def is_refused(self) -> bool:
        """Whether the column cannot be read at all."""
        return self.is_tied or (self.mark is None and self.two_ways is not None)


class Proofs(Struct, frozen=True):
    """What some of a column's cells prove of its decimal mark.

    Args:
        counts: Decimal mark → how many cells prove it.
        two_ways: The first cell that proves neither, such as 1,234; None where there is none.
        loose: The first cell that is not plain; None where all are.
    """

    counts: Mapping[str, int]
    two_ways: str | None
    loose: str | None

    def plus(self, later: Proofs) -> Proofs:
        """Return what these cells and those below them prove."""
        return Proofs(
            {mark: count + later.counts[mark] for mark, count in self.counts.items()},
            later.two_ways if self.two_ways is None else self.two_ways,
            later.loose if self.loose is None else self.loose,
        )

    @property
    def mark(self) -> Mark:
        best = max(self.counts, key=self.counts.__getitem__)
        return Mark(
            mark=best if self.counts[best] else None,
            is_disputed=self.counts[OTHER_MARK[best]] > 0,
            is_tied=self.counts[best] == self.counts[OTHER_MARK[best]] > 0,
            two_ways=self.two_ways,
        )


def prove(written: pl.Series, plain: Mapping[str, int]) -> Proofs:
    """Return what the loose texts of a column and its plain cells, counted by mark, prove."""
    digits = _plain(written).str.replace_all(amounts.NOT_DIGITS_OR_MARKS, "")
    two_ways = written.filter(digits.str.contains(TWO_WAYS))
    return Proofs(
        {mark: plain.get(mark, 0) + int(digits.str.contains(PROOF[mark]).sum()) for mark in PROOF},
        str(two_ways[0]) if len(two_ways) else None,
        str(written[0]) if len(written) else None,
    )


def settle(written: pl.Series, plain: Mapping[str, int]) -> Mark:
    """Return what the loose texts of a column and its plain cells, counted by mark, say together."""
    return prove(written, plain).mark


def read(written: pl.Series, mark: Mark, currency: str) -> tuple[pl.Series, dict[int, Fault]]:
    """Return the cents of loose texts, and the faults by their places.

    Args:
        written: No nulls.
        mark: The column's; where it has none, no cell needs one.
        currency: The ledger's; its code or sign may stand beside an amount.
    """
    plain = _without_currency(_plain(written), currency)
    decimal = mark.mark or amounts.POINT
    cents = _whole_columns(plain, decimal)
    if mark.is_disputed:
        cents = pl.select(pl.when(~plain.str.contains(r"[.,]")).then(cents)).to_series()
    places = cents.is_null().arg_true()
    values, faults = [], {}
    known: dict[str, int | Fault] = {}
    for place, cell in zip(places, written.gather(places), strict=True):
        if cell not in known:
            known[cell] = _one(cell, mark, decimal, currency)
        value = known[cell]
        if isinstance(value, Fault):
            faults[place] = value
        values.append(None if isinstance(value, Fault) else value)
    return cents.scatter(places, pl.Series(values, dtype=pl.Int64)), faults


def _one(cell: str, mark: Mark, decimal: str, currency: str) -> int | Fault:
    if mark.is_disputed and amounts.reads_two_ways(cell):
        return Fault.TWO_WAYS
    return amounts.parse(cell, mark=decimal, currency=currency)


def _plain(written: pl.Series) -> pl.Series:
    return written.str.replace_many(list(ALIKE), list(ALIKE.values())).str.strip_chars()


def _without_currency(written: pl.Series, currency: str) -> pl.Series:
    for sign in CURRENCY_SIGNS.get(currency, (currency,)):
        written = written.str.strip_suffix(sign)
    return written.str.strip_chars_end()


def _whole_columns(plain: pl.Series, decimal: str) -> pl.Series:
    """Read the common forms a column at a time: grouped or not, with two decimals or none, minus before or after."""
    signed = plain.str.replace(r"^([0-9].*)-$", "-$1")
    cents = pl.Series([None] * len(plain), dtype=pl.Int64)
    for group in (None, *(mark for mark in GROUP_MARKS if mark != decimal)):
        for decimals in (True, False):
            read = signed.str.contains(_form(group, decimal if decimals else None))
            if read.any():
                digits = signed.str.replace_all(r"[^-0-9]", "").cast(pl.Int64, strict=False)
                found = digits if decimals else digits * CENTS_IN_UNIT
                cents = pl.select(pl.when(read).then(found).otherwise(cents)).to_series()
        if cents.null_count() == 0:
            break
    return cents


def _form(group: str | None, decimal: str | None) -> str:
    whole = r"[0-9]{1,13}" if group is None else rf"[0-9]{{1,3}}(?:[{group}][0-9]{{3}}){{1,3}}"
    return rf"^-?{whole}$" if decimal is None else rf"^-?{whole}[{decimal}][0-9]{{2}}$"
