"""Accounts: the customer lists and the ledger brought together, then gathered by business id."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from creditxl.errors import Issue, msg
from creditxl.model import Account
from creditxl.tables import records
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from creditxl.tables.entries import Ledger
    from creditxl.tables.ledger import AccountKey
    from creditxl.tables.raw import Extracts
    from creditxl.tables.records import Placed

Accounts = dict["AccountKey", Account]


def read_lists(extracts: Extracts, issues: list[Issue]) -> Accounts:
    """Return the accounts of the customer lists, each once; ids that do not hold and second rows are told."""
    accounts: Accounts = {}
    for table in extracts.of(Kind.CUSTOMERS):
        for placed in records.read(table, partial(records.account, table=table)):
            account = placed.record
            key = (account.company, account.customer_no)
            if key in accounts:
                issues.append(_listed_twice(placed))
                continue
            accounts[key] = account
            if account.business_id is None:
                issues.append(_without_business_id(placed))
    return accounts


def with_ledger(listed: Accounts, ledger: Ledger, issues: list[Issue]) -> Accounts:
    """Return the listed accounts and those that only the ledger has, which are told."""
    return _with_unlisted(_in_the_ledgers_company(listed, ledger, issues), ledger, issues)


def customer_id(account: Account) -> str:
    """Return the business id; `company/number` for an account that has none which holds."""
    return account.business_id or "/".join(filter(None, (account.company, account.customer_no)))


def by_customer(accounts: Accounts, ledger: Ledger) -> dict[str, list[Account]]:
    """Gather accounts by legal entity; within one, the account with the largest sales comes first."""
    groups: dict[str, list[Account]] = defaultdict(list)
    for account in accounts.values():
        groups[customer_id(account)].append(account)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=lambda account: -_total(account, ledger))
    return dict(groups)


def _in_the_ledgers_company(listed: Accounts, ledger: Ledger, issues: list[Issue]) -> Accounts:
    """Take one company of the lists and one of the ledger for the same, whatever their files are called."""
    names = {company for company, _ in listed}
    if len(names) != 1 or len(ledger.files) != 1 or names == set(ledger.files) or "" in (*names, *ledger.files):
        return listed
    (name,), (ledgers,) = names, ledger.files
    issues.append(_one_company(name, ledgers, ledger.files[ledgers]))
    return {(ledgers, number): replace(account, company=ledgers) for (_, number), account in listed.items()}


def _with_unlisted(listed: Accounts, ledger: Ledger, issues: list[Issue]) -> Accounts:
    accounts = dict(listed)
    numbers = _by_number(listed.values())
    unlisted: dict[str, list[str]] = defaultdict(list)
    for key in sorted({*ledger.sales, *(ledger.open_amounts or {})} - listed.keys()):
        company, number = key
        found = _in_list_without_companies(company, numbers.get(number, ()))
        if found:
            accounts.pop((found.company, number), None)
            accounts[key] = replace(found, company=company)
        else:
            accounts[key] = Account(company=company, customer_no=number, name="", file=ledger.files.get(company, ""))
            unlisted[company].append(number)
    if listed:
        with_a_list = {company for company, _ in listed}
        for company, found_numbers in unlisted.items():
            issues += _not_listed(company, found_numbers, ledger.files.get(company, ""), company in with_a_list)
    return accounts


def _by_number(accounts: Iterable[Account]) -> dict[str, list[Account]]:
    numbers: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        numbers[account.customer_no].append(account)
    return numbers


def _in_list_without_companies(company: str, same_number: Sequence[Account]) -> Account | None:
    """Return the one account of that number, where the list or the ledger does not tell companies apart."""
    if len(same_number) == 1 and (not company or not same_number[0].company):
        return same_number[0]
    return None


def _total(account: Account, ledger: Ledger) -> int:
    sales = ledger.sales.get((account.company, account.customer_no))
    return sum(sales.cents) if sales else 0


def _listed_twice(placed: Placed[Account]) -> Issue:
    number, company = placed.record.customer_no, placed.record.company
    return placed.issue(
        "customer_no",
        number,
        msg("customer {number} of {company} is listed twice; the first row counts", number=number, company=company),
        msg("remove the row that is out of date"),
    )


def _without_business_id(placed: Placed[Account]) -> Issue:
    written, number = placed.written_id, placed.record.customer_no
    message = (
        records.wrong_id(written) if written.strip() else msg("customer {number} has no business id", number=number)
    )
    return placed.issue(
        "business_id",
        written,
        message,
        msg("correct the customer card; until then the customer is keyed by company and number"),
    )


def _one_company(name: str, ledgers: str, file: str) -> Issue:
    return Issue(
        file,
        None,
        "",
        ledgers,
        msg(
            "the customer list is of '{name}' and the ledger of '{ledgers}': taken for one company",
            name=name,
            ledgers=ledgers,
        ),
        msg("name the company in a column of both, or in creditxl.toml under [companies]"),
    )


def _not_listed(company: str, numbers: Sequence[str], file: str, has_list: bool) -> Iterable[Issue]:  # noqa: FBT001 - what is told of one company
    """Tell of each customer that a list lacks, or once of a company that has no list at all."""
    fix = msg("export the customer list anew; until then the term is read off the customer's invoices")
    if not has_list:
        message = msg(
            "{count} customers of the ledger, and no customer list of {company}", count=len(numbers), company=company
        )
        yield Issue(file, None, "", company, message, fix)
        return
    for number in numbers:
        message = msg(
            "customer {number} of {company} is in the ledger and in no customer list", number=number, company=company
        )
        yield Issue(file, None, "", number, message, fix)
