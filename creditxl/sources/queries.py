"""What a database is asked: alike entries put together, entries that cannot be used, one customer's rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Label,
    String,
    Unicode,
    and_,
    case,
    cast,
    column,
    extract,
    func,
    join,
    literal,
    null,
    or_,
    select,
    table,
)
from sqlalchemy.sql.expression import quoted_name

from creditxl.sources.dialects import calendar_day, cents, days_between, excess

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import FromClause, Select
    from sqlalchemy.types import TypeEngine

    from creditxl.tables.ledger import AccountKey

NO_DATE = date(1753, 1, 1)  # NAV's
TEXT_LENGTH = 250
AMOUNTS = ("amount", "remaining_amount")
NAV_LEDGER, NAV_DETAILS = "{company}$Cust_ Ledger Entry", "{company}$Detailed Cust_ Ledg_ Entry"
NAV_NUMBER, NAV_LINK, NAV_AMOUNT, NAV_IS_ORIGINAL = (
    "Entry No_",
    "Cust_ Ledger Entry No_",
    "Amount (LCY)",
    "Ledger Entry Amount",
)
NAV_REMAINING = "Remaining Amt. (LCY)"


def named(value: ColumnElement[Any], name: str) -> Label[Any]:
    """Return an expression under a name."""
    return Label(name, value)


def relation(name: str, types: Mapping[str, TypeEngine[Any]], schema: str | None) -> FromClause:
    """Return a table or view by its exact name, with its columns' types."""
    columns = [column(quoted_name(one, quote=True), kind) for one, kind in types.items()]
    return table(quoted_name(name, quote=True), *columns, schema=schema)


def nav_entries(ledger: FromClause, details: FromClause) -> FromClause:
    """Return NAV's ledger with its amounts, which NAV itself sums from the detailed entries."""
    link, amount = details.c[NAV_LINK], details.c[NAV_AMOUNT]
    sums = (
        select(
            named(link, "entry"),
            named(func.sum(case((details.c[NAV_IS_ORIGINAL] != 0, amount), else_=0)), NAV_AMOUNT),
            named(func.sum(amount), NAV_REMAINING),
        )
        .group_by(link)
        .subquery("details")
    )
    joined = join(ledger, sums, ledger.c[NAV_NUMBER] == sums.c.entry, isouter=True)
    # A ledger of before the amounts were kept apart may have columns of the same names, which NAV no longer fills.
    own = [one for one in ledger.c if one.name not in {NAV_AMOUNT, NAV_REMAINING}]
    return select(*own, sums.c[NAV_AMOUNT], sums.c[NAV_REMAINING]).select_from(joined).subquery("entries")


class LedgerQueries(Struct, frozen=True):
    """The questions about one customer ledger.

    Args:
        entries: A table, a view or NAV's tables joined.
        headings: Canonical column → its name in `entries`.
        company: Of entries without a company of their own.
        as_of: Entries posted later take no part in the sums.
    """

    entries: FromClause
    headings: Mapping[str, str]
    company: str
    as_of: date

    def sales(self) -> Select[Any]:
        """Return the entries put together by account, type, month and days to pay, as `grouped.SALES`."""
        posted = self.day("posting_date")
        plain = self._alike("amount").add_columns(
            named(extract("year", posted), "year"),
            named(extract("month", posted), "month"),
            named(self._days("due_date", "posting_date"), "days"),
            named(case((posted > self.as_of, 1), else_=0), "later"),
            named(cents(self.raw("amount")), "cents"),
            named(posted, "posted"),
        )
        base = plain.where(self._is_usable()).subquery("alike")
        keys = [one for one in base.c if one.name not in {"cents", "posted"}]
        more = (named(func.count(), "entries"), named(func.min(base.c.posted), "oldest"), func.max(base.c.posted))
        return select(*keys, named(func.sum(base.c.cents), "cents"), *more).group_by(*keys)

    def delays(self) -> Select[Any]:
        """Return closed entries put together by account, type, month of closing and days late, as `grouped.DELAYS`."""
        closed = self.day("closed_on")
        plain = self._alike("amount").add_columns(
            named(extract("year", closed), "year"),
            named(extract("month", closed), "month"),
            named(self._days("closed_on", "due_date"), "days"),
            named(cents(self.raw("amount")), "cents"),
        )
        base = plain.where(self._is_usable(), self._is_posted(), closed.is_not(None)).subquery("alike")
        keys = [one for one in base.c if one.name != "cents"]
        return select(*keys, named(func.sum(base.c.cents), "cents")).group_by(*keys)

    def open(self) -> Select[Any]:
        """Return open entries put together by account, type and dates, as `grouped.OPEN`."""
        left = self.raw("remaining_amount")
        plain = self._alike("remaining_amount").add_columns(
            named(self._flag(), "disputed"),
            named(self.day("posting_date"), "posting_date"),
            named(self.day("due_date"), "due_date"),
            named(cents(left), "cents"),
        )
        is_open = and_(left != 0, excess(left) == 0)
        base = plain.where(self._is_usable(), self._is_posted(), is_open).subquery("alike")
        keys = [one for one in base.c if one.name != "cents"]
        return select(*keys, named(func.sum(base.c.cents), "cents")).group_by(*keys)

    def control(self) -> Select[Any]:
        """Return one row that is another after any entry has come, gone or changed its figures or dates."""
        found = [named(func.count(), "entries")]
        for name in AMOUNTS:
            whole = case((excess(self.raw(name)) == 0, cents(self.raw(name))), else_=0)
            found += [named(func.sum(whole), name)] if name in self.headings else []
        for name in ("posting_date", "due_date", "closed_on"):
            days = cast(days_between(self.day(name), literal(NO_DATE)), BigInteger())
            found += [named(func.sum(days), name)] if name in self.headings else []
        return select(*found).select_from(self.entries)

    def left_out(self, most: int) -> Select[Any]:
        """Return the entries that cannot be used: document, type, column, what stands there, cents."""
        empty = [(self.trimmed(name).is_(None), name) for name in ("customer_no",)]
        empty += [(self.day("posting_date").is_(None), "posting_date"), (self.raw("amount").is_(None), "amount")]
        wrong = [(excess(self.raw(name)) == 1, name) for name in AMOUNTS if name in self.headings]
        # An empty remaining amount is nothing open; an empty amount is told as such.
        wrong = [(and_(self.raw(name).is_not(None), test), name) for test, name in wrong]
        faults = [*empty, *wrong]
        written = case(*((test, cast(self.raw(name), String(TEXT_LENGTH))) for test, name in wrong), else_=null())
        amount = self.raw("amount")
        whole = case((excess(amount) == 0, cents(amount)), else_=null())
        return (
            select(
                named(self.trimmed("document_no"), "document"),
                named(self.trimmed("document_type"), "type"),
                named(case(*((test, literal(name)) for test, name in faults)), "fault"),
                named(written, "written"),
                named(whole, "cents"),
            )
            .select_from(self.entries)
            .where(or_(*(test for test, _ in faults)))
            .limit(most)
        )

    def of_accounts(self, accounts: Sequence[AccountKey]) -> Select[Any]:
        """Return the entries of some accounts, every column under its own name."""
        wanted = [
            and_(self._company() == company, self.trimmed("customer_no") == number) for company, number in accounts
        ]
        own = [self.entries.c[name] for name in self.headings.values()]
        return select(*own).select_from(self.entries).where(or_(*wanted))

    def raw(self, name: str) -> ColumnElement[Any]:
        return self.entries.c[self.headings[name]] if name in self.headings else null()

    def trimmed(self, name: str) -> ColumnElement[Any]:
        """Return a column as trimmed text; null where it is empty."""
        if name not in self.headings:
            return null()
        raw = self.raw(name)
        plain = raw if isinstance(raw.type, String) else cast(raw, Unicode(TEXT_LENGTH))
        return func.nullif(func.ltrim(func.rtrim(plain)), "")

    def day(self, name: str) -> ColumnElement[Any]:
        """Return a column's day; null where there is none."""
        if name not in self.headings:
            return null()
        found = calendar_day(self.raw(name))
        return case((found > NO_DATE, found), else_=null())

    def _company(self) -> ColumnElement[Any]:
        named = literal(self.company)
        return func.coalesce(self.trimmed("company"), named) if "company" in self.headings else named

    def _alike(self, amount: str) -> Select[Any]:
        return select(
            named(self._company(), "company"),
            named(self.trimmed("customer_no"), "customer_no"),
            named(self.trimmed("document_type"), "type"),
            named((self.trimmed("currency") if "currency" in self.headings else cast(null(), String(1))), "currency"),
            named(case((self.raw(amount) < 0, 1), else_=0), "negative"),
        ).select_from(self.entries)

    def _flag(self) -> ColumnElement[Any]:
        if "disputed" not in self.headings:
            return cast(null(), String(1))
        return self.raw("disputed")

    def _days(self, later: str, earlier: str) -> ColumnElement[Any]:
        if later in self.headings and earlier in self.headings:
            return days_between(self.day(later), self.day(earlier))
        return cast(null(), days_between.type)

    def _is_usable(self) -> ColumnElement[bool]:
        amount = self.raw("amount")
        return and_(
            self.trimmed("customer_no").is_not(None),
            self.day("posting_date").is_not(None),
            amount.is_not(None),
            excess(amount) == 0,
        )

    def _is_posted(self) -> ColumnElement[bool]:
        return self.day("posting_date") <= self.as_of


def plain(rows: FromClause, headings: Mapping[str, str]) -> Select[Any]:
    """Return a small table whole: the columns that are needed, under their own names."""
    return select(*(rows.c[name] for name in headings.values()))
