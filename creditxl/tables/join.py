"""Raw rows → customers: accounts gathered by business id, with their recommendations, limits and receivables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from creditxl.errors import ExtractError, Issue, msg
from creditxl.model import Account, CustomerType, Receivables, from_cents
from creditxl.tables import records
from creditxl.tables.accounts import by_customer, read_lists, with_ledger
from creditxl.tables.columns import Kind
from creditxl.tables.entries import read_ledger
from creditxl.tables.joined import Customer, FileUse, Tables
from creditxl.tables.ledger import OpenAmounts
from creditxl.tables.matching import Matched, match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from creditxl.model import PaymentTerm
    from creditxl.tables.ledger import AccountKey
    from creditxl.tables.raw import Extracts, LedgerPart, RawTable
    from creditxl.tables.records import NewCustomer

NOTHING_OPEN = OpenAmounts(0, 0, 0, None)
HAPPENED = ("created_on", "decided_on", "valid_from")


def join(extracts: Extracts, *, as_of: date, currency: str) -> Tables:
    """Join the raw tables into customers.

    Args:
        extracts: What the readers found.
        as_of: Entries posted later take no part.
        currency: The ledger's, ISO 4217; limits in another are left out, and told.

    Raises:
        ExtractError: There is no ledger, or no entry on or before `as_of`.
    """
    _check_ledger(extracts)
    issues: list[Issue] = []
    with ThreadPoolExecutor(1) as engine:
        # The sums are the engine's work and the lists are ours: they go on side by side.
        summed = engine.submit(read_ledger, extracts.of(Kind.ENTRIES), extracts.issues, as_of, extracts.ledgers)
        listed = read_lists(extracts, issues)
        ledger = summed.result()
    groups = by_customer(with_ledger(listed, ledger, issues), ledger)
    matched = match(extracts, groups, currency, issues)
    entry_uses = iter(ledger.uses)
    return Tables(
        customers=tuple(_customer(key, group, matched, ledger.open_amounts) for key, group in groups.items()),
        months=ledger.months,
        sales=ledger.sales,
        habits=ledger.habits,
        claims=ledger.claims,
        payment_terms=_payment_terms(
            extracts, {account.company for group in groups.values() for account in group}, issues
        ),
        newest_by_company=ledger.newest_by_company,
        files=ledger.files,
        totals=ledger.totals,
        uses=(
            *(next(entry_uses) if table.kind is Kind.ENTRIES else _use(table) for table in extracts.tables),
            *entry_uses,
        ),
        issues=(*ledger.issues, *issues),
    )


def _check_ledger(extracts: Extracts) -> None:
    """Refuse a review without a ledger: every limit would look as if it could be given up."""
    if any(table.frame.height for table in extracts.of(Kind.ENTRIES)) or any(
        part.rows_used for part in extracts.ledgers
    ):
        return
    refused = next((issue for issue in extracts.issues if issue.row is None), None)
    parts: tuple[RawTable | LedgerPart, ...] = (*extracts.tables, *extracts.ledgers)
    if not parts and refused:
        # What keeps the only files out says more than that nothing is left.
        raise ExtractError(refused.message, where=refused.file, fix=refused.fix)
    raise ExtractError(
        msg("no customer ledger with any entry is among the extracts"),
        where=", ".join(each.file.name for each in parts) or "extracts",
        fix=msg("export the customer ledger entries of each company into the folder"),
    )


def _customer(
    key: str, group: Sequence[Account], matched: Matched, open_amounts: Mapping[AccountKey, OpenAmounts] | None
) -> Customer:
    reported = matched.new_customers.get(key, [])
    return Customer(
        customer_id=key,
        business_id=group[0].business_id,
        name=_first(account.name for account in group) or _first(new.name for new in reported),
        accounts=tuple(group),
        business_line=_first(account.business_line for account in group) or _first(n.business_line for n in reported),
        seller=_first(account.seller for account in group) or _first(new.seller for new in reported),
        created_on=_created_on(group, reported),
        customer_type=_customer_type(group),
        recommendations=tuple(matched.recommendations.get(key, ())),
        limits=tuple(matched.limits.get(key, ())),
        receivables=None if open_amounts is None else _receivables(group, open_amounts),
    )


def _created_on(group: Sequence[Account], reported: Sequence[NewCustomer]) -> date | None:
    # A customer is created in the CRM first (thesis, section 4.1.3): its report goes before the ERP's card.
    dates = [new.created_on for new in reported] or [account.created_on for account in group if account.created_on]
    return min(dates, default=None)


def _customer_type(group: Sequence[Account]) -> CustomerType:
    # One company that knows a customer to be uninsurable is enough.
    types = (account.customer_type for account in group)
    return next((found for found in types if found is not CustomerType.COMPANY), CustomerType.COMPANY)


def _receivables(group: Sequence[Account], open_amounts: Mapping[AccountKey, OpenAmounts]) -> Receivables:
    keys = ((account.company, account.customer_no) for account in group)
    found = [amounts for amounts in map(open_amounts.get, keys) if amounts is not None]
    all_of = reduce(OpenAmounts.plus, found) if found else NOTHING_OPEN
    return Receivables(
        open=from_cents(all_of.open_cents),
        insurable=from_cents(max(0, all_of.insurable_cents)),
        overdue=from_cents(all_of.overdue_cents),
        oldest_due_date=all_of.oldest_due_date,
    )


def _payment_terms(
    extracts: Extracts, companies: Collection[str], issues: list[Issue]
) -> dict[tuple[str, str], PaymentTerm]:
    """Return the terms by company and code; a table of no company that buys or sells here holds for all."""
    terms: dict[tuple[str, str], PaymentTerm] = {}
    for table in extracts.of(Kind.PAYMENT_TERMS):
        for placed in records.read(table, records.payment_term, "code"):
            term = placed.record
            company = term.company if term.company in companies else ""
            known = terms.setdefault((company, term.code.upper()), replace(term, company=company))
            if (known.due_date_formula, known.days) != (term.due_date_formula, term.days):
                issues.append(
                    placed.issue(
                        "code",
                        term.code,
                        msg(
                            "payment term {code} is listed twice with different days; the first counts", code=term.code
                        ),
                        msg("keep one row for the term"),
                    )
                )
    return terms


def _use(table: RawTable) -> FileUse:
    columns = table.frame.columns
    # A renewal or an end lies ahead; how fresh a file is shows in what has been decided or created.
    dates = [cast("date | None", table.frame[name].max()) for name in HAPPENED if name in columns]
    companies = tuple(sorted(set(table.frame["company"].to_list()))) if "company" in columns else ()
    return FileUse(table.frame.height, max(filter(None, dates), default=None), companies, None)


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")
