"""The group's customers: who they are, which companies sell to them, on what terms, and how much a month."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field

from creditxl.model import CustomerType
from creditxl.sample import ids, plan
from creditxl.sample.archetypes import ARCHETYPES, Archetype, Created, Lim, Rec, Sales
from creditxl.sample.dice import Dice
from creditxl.sample.group import COMPANIES, LINE_COMPANY, LINES, SEED, SELLERS_PER_LINE, TERMS, USUAL_TERMS, Term
from creditxl.sample.names import Names, as_another_clerk_writes_it

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES_STREAM = 900_001
ODD_NAME_EVERY = 45  # customers
SWEDISH_EVERY, ESTONIAN_EVERY = 60, 75
THIRD_COMPANY = 20  # percent of those with two
CREATED = {
    Created.SPRING: (date(2026, 5, 4), date(2026, 6, 30)),
    Created.JULY: (date(2026, 7, 1), date(2026, 7, 31)),
    Created.NEW: (date(2026, 8, 1), date(2026, 10, 20)),
}
OLD_DAYS = ((date(2012, 2, 1), date(2024, 10, 25), 70), (date(2024, 11, 4), date(2025, 10, 24), 30))
NO_ID = {"missing_business_id", "private_person"}
UNKNOWN_TERMS = ("ERIK", "SOP.MUK", "30XX")


class Account(Struct):
    """A customer in the books of one company.

    Args:
        term_code: What its card says.
        days: What that term counts for the need; of a code that nobody knows, what its invoices are due in.
        term: How its invoices fall due.
        gross: Gross sales of a month, cents, by the month's first day.
    """

    company: int
    customer_no: str
    name: str
    term_code: str
    days: int
    term: Term
    line: str
    seller: str
    created_on: date
    gross: dict[date, int] = field(default_factory=dict)


class Buyer(Struct):
    """A legal entity that the group sells to.

    Args:
        business_id: As registered; empty for those without one.
        peak: The limit need that its sales are made for, cents; of those gone silent, what it was.
        limit: What the insurer granted, cents, where the archetype has it exactly.
    """

    ordinal: int
    archetype: Archetype
    name: str
    business_id: str
    country: str
    created_on: date | None
    recommendation: Rec
    limit_way: Lim
    peak: int
    limit: int | None
    accounts: tuple[Account, ...] = ()

    @property
    def need(self) -> int:
        """Limit need at `as_of`, cents."""
        gone = (Sales.SILENT, Sales.FIRST_ONLY, Sales.NEVER, Sales.ALL_CREDITED)
        return 0 if self.archetype.sales in gone else self.peak

    def dice(self, purpose: int) -> Dice:
        """Return the customer's own stream for one purpose."""
        return Dice(SEED, self.ordinal * 10 + purpose)


def buyers() -> list[Buyer]:
    """Return all customers, their accounts numbered in the order of creation."""
    names = Names(Dice(SEED, NAMES_STREAM))
    found = [_buyer(ordinal, archetype, turn, names) for ordinal, (archetype, turn) in enumerate(_turns())]
    _number(found)
    return found


def _turns() -> Iterator[tuple[Archetype, int]]:
    for archetype in ARCHETYPES:
        for turn in range(archetype.count):
            yield archetype, turn


def _buyer(ordinal: int, archetype: Archetype, turn: int, names: Names) -> Buyer:
    dice = Dice(SEED, ordinal * 10)
    company = dice.weighted([(place, company.weight) for place, company in enumerate(COMPANIES)])
    line = dice.pick(COMPANIES[company].lines)
    country = _country(ordinal, archetype)
    exact = archetype.exact[turn] if archetype.exact else None
    buyer = Buyer(
        ordinal=ordinal,
        archetype=archetype,
        name=_name(ordinal, archetype, line, country, names),
        business_id=_business_id(ordinal, archetype, country, dice),
        country=country,
        created_on=_created_on(archetype, turn, dice),
        recommendation=archetype.recommendations[turn % len(archetype.recommendations)],
        limit_way=archetype.limits[turn % len(archetype.limits)],
        peak=exact[0] if exact else _drawn_need(archetype, dice),
        limit=exact[1] if exact else None,
    )
    buyer.accounts = _accounts(buyer, line, turn, dice)
    plan.fill(buyer)
    return buyer


def _country(ordinal: int, archetype: Archetype) -> str:
    if archetype.customer_type is not CustomerType.COMPANY or archetype.name.endswith("business_id"):
        return "FI"
    if ordinal % SWEDISH_EVERY == SWEDISH_EVERY // 2:
        return "SE"
    return "EE" if ordinal % ESTONIAN_EVERY == 1 else "FI"


def _name(ordinal: int, archetype: Archetype, line: str, country: str, names: Names) -> str:
    if archetype.customer_type is not CustomerType.COMPANY:
        return names.other(archetype.customer_type)
    odd = names.odd() if ordinal % ODD_NAME_EVERY == ODD_NAME_EVERY - 1 and country == "FI" else None
    return odd or names.company(line, country)


def _business_id(ordinal: int, archetype: Archetype, country: str, dice: Dice) -> str:
    if archetype.name in NO_ID:
        return ""
    if country == "SE":
        return ids.swedish_vat(ordinal)
    return ids.estonian_vat(ordinal) if country == "EE" else ids.finnish_id(ordinal, dice)


def _created_on(archetype: Archetype, turn: int, dice: Dice) -> date | None:
    if archetype.created is Created.UNKNOWN:
        return None
    if archetype.created is Created.OLD:
        first, last = dice.weighted([((first, last), weight) for first, last, weight in OLD_DAYS])
        return dice.day(first, last)
    first, last = CREATED[archetype.created]
    # The first two of a kind are created on the period's first and last day.
    return (first, last)[turn] if turn < len((first, last)) else dice.day(first, last)


def _drawn_need(archetype: Archetype, dice: Dice) -> int:
    """Return a need in cents; small ones come up oftener than large ones."""
    span = (archetype.high - archetype.low) * 100
    return archetype.low * 100 + min(dice.below(span), dice.below(span))


def _accounts(buyer: Buyer, line: str, turn: int, dice: Dice) -> tuple[Account, ...]:
    lines = [line]
    if dice.chance(buyer.archetype.several):
        others = [other for other in dice.shuffled(LINES) if LINE_COMPANY[other] != LINE_COMPANY[line]]
        lines.append(others[0])
        third = [other for other in others if LINE_COMPANY[other] != LINE_COMPANY[others[0]]]
        if dice.chance(THIRD_COMPANY):
            lines.append(third[0])
    return tuple(_account(buyer, line, place, turn, dice) for place, line in enumerate(lines))


def _account(buyer: Buyer, line: str, place: int, turn: int, dice: Dice) -> Account:
    forced = buyer.archetype.term
    agreed = TERMS[forced[turn % len(forced)] if forced else dice.weighted(USUAL_TERMS[line])]
    created_on = buyer.created_on or date(2023, 5, 2)
    if place and created_on < OLD_DAYS[0][1]:
        created_on = dice.day(created_on, OLD_DAYS[0][1])
    return Account(
        company=LINE_COMPANY[line],
        customer_no="",
        name=as_another_clerk_writes_it(buyer.name, dice) if place else buyer.name,
        term_code=UNKNOWN_TERMS[turn] if buyer.archetype.name == "unknown_term" else agreed.code,
        days=agreed.days,
        term=TERMS["30PV"] if buyer.archetype.drift else agreed,
        line=line,
        seller=f"Myyjä {LINES.index(line) * SELLERS_PER_LINE + dice.between(1, SELLERS_PER_LINE):02d}",
        created_on=created_on,
    )


def _number(found: list[Buyer]) -> None:
    """Give each company's accounts its numbers, the oldest customer first."""
    accounts = [(account.created_on, buyer.ordinal, account) for buyer in found for account in buyer.accounts]
    following = [company.first_number for company in COMPANIES]
    for _, _, account in sorted(accounts, key=lambda entry: entry[:2]):
        company = account.company
        account.customer_no = COMPANIES[company].number_form.format(following[company])
        following[company] += 1
