"""The group's month, written: every extract into one folder, and what was planted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from creditxl.model import from_cents
from creditxl.sample import faults, ledger_files, list_files
from creditxl.sample.archetypes import Created
from creditxl.sample.buyers import Buyer, buyers
from creditxl.sample.decisions import Insured, limit, recommendations
from creditxl.sample.faults import PlantedFault
from creditxl.sample.group import AS_OF, COMPANIES, RAKENNUS, SEED
from creditxl.sample.ledger import entries
from creditxl.tables.business_ids import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from creditxl.sample.buyers import Account
    from creditxl.sample.forms import Table

Way = TypeVar("Way")
Decided = TypeVar("Decided")
REPORTED = (Created.JULY, Created.NEW)  # the CRM's report is of customers created since July


class SampleCustomer(Struct, frozen=True):
    """A customer of the sample.

    Args:
        business_id: Canonical; empty where it has none. Of `wrong_business_id` the one its card should have.
        archetype: A name of `archetypes.ARCHETYPES`.
        need: Limit need at the sample's date that its sales were made for; rounding of invoices takes some cents off.
        accounts: Company and customer number.
    """

    business_id: str
    name: str
    archetype: str
    need: Decimal
    accounts: tuple[tuple[str, str], ...]


class SampleGroup(Struct, frozen=True):
    """What was written: the files, the customers in them, and the faults planted on purpose."""

    as_of: date
    seed: int
    files: tuple[str, ...]
    customers: tuple[SampleCustomer, ...]
    faults: tuple[PlantedFault, ...]


class _File(Struct, frozen=True):
    name: str
    content: bytes
    faults: Sequence[PlantedFault] = ()


def write(folder: Path) -> SampleGroup:
    """Write all extracts of the invented group, byte for byte the same each time.

    Args:
        folder: Made if it is not there; files of the same names are written over.
    """
    found = buyers()
    files = list(_files(found))
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file.name).write_bytes(file.content)
    return SampleGroup(
        as_of=AS_OF,
        seed=SEED,
        files=tuple(file.name for file in files),
        customers=tuple(_customer(buyer) for buyer in found),
        faults=tuple(fault for file in files for fault in file.faults),
    )


def _files(found: Sequence[Buyer]) -> Iterator[_File]:
    recommended = list(_in_turn(found, lambda buyer: buyer.recommendation, recommendations))
    insured = list(_in_turn(found, lambda buyer: buyer.limit_way, lambda *asked: filter(None, [limit(*asked)])))
    yield from _ledgers(found)
    yield from _cards(found, insured)
    yield _File(list_files.TERMS_FILE, list_files.terms_written())
    dormant = faults.dormant_without_decision(found)
    extra, spoils = faults.recommendation_rows(dormant, len(recommended))
    yield _crm_file(list_files.RECOMMENDATIONS_FILE, list_files.recommendations(recommended, spoils, extra))
    created = [buyer for buyer in found if buyer.archetype.created in REPORTED]
    extra, spoils = faults.new_customer_rows(len(created))
    yield _crm_file(list_files.NEW_CUSTOMERS_FILE, list_files.new_customers(created, spoils, extra))
    renewing = list_files.renewals(recommended)
    yield _File(list_files.RENEWALS_FILE, list_files.written_by_service(renewing))
    extra, spoils = faults.limit_rows(dormant, len(insured))
    limits = list_files.limits(insured, spoils, extra)
    name = list_files.LIMITS_FILE
    yield _File(name, list_files.written_by_insurer(limits), faults.planted(name, limits))


def _in_turn(
    found: Sequence[Buyer], way: Callable[[Buyer], Way], decide: Callable[[Buyer, int], Iterable[Decided]]
) -> Iterator[Decided]:
    """Decide on each customer, told how many of the same kind and archetype came before it."""
    before: dict[tuple[str, Way], int] = {}
    for buyer in found:
        key = (buyer.archetype.name, way(buyer))
        yield from decide(buyer, before.get(key, 0))
        before[key] = before.get(key, 0) + 1


def _ledgers(found: Sequence[Buyer]) -> Iterator[_File]:
    every = [entry for buyer in found for entry in entries(buyer)]
    for company in range(len(COMPANIES)):
        own, spoils = faults.in_ledger(ledger_files.numbered(every, company), company)
        table = ledger_files.table(own, company, spoils)
        name = ledger_files.file_name(company)
        yield _File(name, ledger_files.written(table, company), faults.planted(name, table))


def _cards(found: Sequence[Buyer], insured: Sequence[Insured]) -> Iterator[_File]:
    granted = {decision.buyer.ordinal: decision.granted for decision in insured}
    for company in range(len(COMPANIES)):
        owners = _owners(found, company)
        cards = [list_files.card(buyer, account, granted.get(buyer.ordinal)) for buyer, account in owners]
        spoils = faults.in_cards(cards, owners, company)
        table = list_files.customers(company, cards, spoils)
        name = list_files.customers_file(company)
        content = list_files.customers_written(table, company)
        yield _File(name, content, faults.planted(name, table))
        if company == RAKENNUS:
            copy = faults.SECOND_COPY + name
            yield _File(copy, content, [PlantedFault(copy, None, "", "", "second_copy")])


def _owners(found: Sequence[Buyer], company: int) -> list[tuple[Buyer, Account]]:
    owners = [(buyer, account) for buyer in found for account in buyer.accounts if account.company == company]
    return sorted(owners, key=lambda owner: owner[1].customer_no)


def _crm_file(name: str, report: Table) -> _File:
    return _File(name, list_files.written_by_crm(report), faults.planted(name, report))


def _customer(buyer: Buyer) -> SampleCustomer:
    accounts = tuple((COMPANIES[account.company].name, account.customer_no) for account in buyer.accounts)
    need = from_cents(buyer.need)
    return SampleCustomer(canonical(buyer.business_id) or "", buyer.name, buyer.archetype.name, need, accounts)
