"""The customer ledger of 24 months: invoices, credit notes, what was paid of them, reminders and interest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.model import DocumentType
from creditxl.sample.archetypes import Sales
from creditxl.sample.group import (
    EXTRACTED_ON,
    LAST_MONTH,
    RAVINTOLA,
    REVERSE_CHARGE_LINE,
    TEOLLISUUS,
    WINDOW,
    month_after,
)
from creditxl.sample.plan import invoice_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.sample.buyers import Account, Buyer
    from creditxl.sample.dice import Dice
    from creditxl.sample.group import Term

PURPOSE = 2
MONTHLY_BELOW, TWICE_BELOW = 1_200_000, 4_500_000  # cents a month: how often a customer is invoiced
WEEKLY = 4
VAT_PER_MILLE = 255  # 25.5 %, in Finland since 1 September 2024: over the whole ledger
THOUSAND = 1000
CREDIT_NOTES = 5  # percent of the months
DISPUTES = 1  # percent of the last months' invoices
DISPUTED_FROM = date(2026, 4, 1)
MARKS_DISPUTES = (TEOLLISUUS, RAVINTOLA)  # the companies that note disputes in the ledger
PART_PAID_FROM = date(2026, 9, 15)
FEE = 4_000  # the standard compensation for collection between businesses, 40 euros
REMINDED_AFTER = 14  # days
INTEREST_PER_MILLE = 105  # a year
DAYS_A_YEAR = 365
SHORT_TERM = 14  # days


class Entry(Struct):
    """An entry of the customer ledger, amounts in cents.

    Args:
        net: Its sales without VAT; None for what is no sale.
        document_no: Given once all entries of the company are known.
        spoil: A fault to plant when the entry is written: the column, and the text that stands there instead.
    """

    account: Account
    country: str
    kind: DocumentType
    posted: date
    due: date
    amount: int
    remaining: int
    net: int | None = None
    disputed: bool = False
    document_no: str = ""
    spoil: tuple[str, str] | None = None
    fault: str = ""


class Habits(Struct, frozen=True):
    """How a customer pays.

    Args:
        run: Weekday of its payments, Monday 0.
        delay: Usual days after the due date; of a late payer, growing up to it.
    """

    run: int
    delay: int
    late: bool


def entries(buyer: Buyer) -> Iterator[Entry]:
    """Return every entry of one customer in all companies, in no particular order."""
    dice = buyer.dice(PURPOSE)
    late = buyer.archetype.late
    habits = Habits(dice.below(5), dice.between(24, 48) if late else dice.between(-2, 6), late)
    for account in buyer.accounts:
        for month, gross in account.gross.items():
            yield from _month(account, buyer.country, month, gross, habits, dice)
        if buyer.archetype.sales is Sales.STEADY:
            yield from _after_as_of(account, buyer.country)


def _month(account: Account, country: str, month: date, gross: int, habits: Habits, dice: Dice) -> Iterator[Entry]:
    days = invoice_days(month, _times(account), account.created_on)
    credit = _credit(gross, dice)
    invoices = [
        _invoice(account, country, day, amount)
        for day, amount in zip(days, dice.split(gross + credit, len(days)), strict=True)
    ]
    if credit:
        yield _credit_note(account, country, days[-1], credit, invoices)
    for invoice in invoices:
        yield invoice
        yield from _settled(invoice, habits, dice)


def _times(account: Account) -> int:
    usual = account.gross.get(LAST_MONTH) or max(account.gross.values())
    return 1 if usual < MONTHLY_BELOW else 2 if usual < TWICE_BELOW else WEEKLY


def _credit(gross: int, dice: Dice) -> int:
    """Return what is credited in a month; more than its invoices where the month's gross sales are negative."""
    if gross < 0:
        return -gross * 13 // 10
    return gross * dice.between(3, 15) // 100 if dice.chance(CREDIT_NOTES) else 0


def _invoice(account: Account, country: str, day: date, amount: int) -> Entry:
    due = due_date(day, account.term)
    return Entry(account, country, DocumentType.INVOICE, day, due, amount, amount, _net(account, country, amount))


def _credit_note(account: Account, country: str, day: date, credit: int, invoices: list[Entry]) -> Entry:
    """Return a credit note, set off against the month's largest invoice as far as that reaches."""
    largest = max(invoices, key=lambda invoice: invoice.amount)
    applied = min(credit, largest.remaining)
    largest.remaining -= applied
    net = _net(account, country, credit)
    return Entry(account, country, DocumentType.CREDIT_NOTE, day, day, -credit, applied - credit, -net)


def _net(account: Account, country: str, gross: int) -> int:
    if country != "FI" or account.line == REVERSE_CHARGE_LINE:
        return gross
    return (gross * THOUSAND * 2 + THOUSAND + VAT_PER_MILLE) // (2 * (THOUSAND + VAT_PER_MILLE))


def due_date(day: date, term: Term) -> date:
    """Return the due date that the ERP reckons from a term."""
    if term.end_of_month:
        return month_after(day.replace(day=1)) + timedelta(days=term.after - 1)
    return day + timedelta(days=term.days)


def _settled(invoice: Entry, habits: Habits, dice: Dice) -> Iterator[Entry]:
    """Return what follows an invoice: its payment, or a dispute, or a reminder and interest."""
    if not invoice.remaining:
        return
    if invoice.posted >= DISPUTED_FROM and invoice.account.company in MARKS_DISPUTES and dice.chance(DISPUTES):
        invoice.disputed = True
        return
    paid_on = _paid_on(invoice, habits, dice)
    if invoice.due + timedelta(days=REMINDED_AFTER) < min(paid_on, EXTRACTED_ON):
        yield from _reminded(invoice, paid_on, dice)
    if paid_on > EXTRACTED_ON:
        return
    paid = invoice.remaining
    if paid_on >= PART_PAID_FROM and dice.chance(2):
        paid = paid * dice.between(30, 90) // 100
    invoice.remaining -= paid
    yield _payment(invoice, paid_on, paid)


def _paid_on(invoice: Entry, habits: Habits, dice: Dice) -> date:
    delay = habits.delay + dice.between(0, 3)
    if habits.late:
        ago = (LAST_MONTH.year - invoice.posted.year) * 12 + LAST_MONTH.month - invoice.posted.month
        delay = max(2, delay - 3 * ago)
    elif dice.chance(4):
        delay += dice.between(8, 30)
    day = max(invoice.posted, invoice.due + timedelta(days=delay))
    return day + timedelta(days=(habits.run - day.weekday()) % 7)


def _payment(entry: Entry, day: date, paid: int) -> Entry:
    return Entry(entry.account, entry.country, DocumentType.PAYMENT, day, day, -paid, 0)


def _reminded(invoice: Entry, paid_on: date, dice: Dice) -> Iterator[Entry]:
    day = invoice.due + timedelta(days=REMINDED_AFTER)
    yield from _claim(invoice, DocumentType.REMINDER, day, FEE, dice)
    if paid_on < EXTRACTED_ON and dice.chance(60):
        owed = (paid_on - invoice.due).days
        interest = invoice.amount * INTEREST_PER_MILLE * owed // (THOUSAND * DAYS_A_YEAR)
        if interest > 0:
            yield from _claim(invoice, DocumentType.INTEREST, paid_on, interest, dice)


def _claim(invoice: Entry, kind: DocumentType, day: date, amount: int, dice: Dice) -> Iterator[Entry]:
    claim = Entry(invoice.account, invoice.country, kind, day, day + timedelta(days=SHORT_TERM), amount, amount)
    yield claim
    paid_on = claim.due + timedelta(days=dice.between(0, 12))
    if paid_on <= EXTRACTED_ON and dice.chance(80):
        claim.remaining = 0
        yield _payment(claim, paid_on, amount)


def _after_as_of(account: Account, country: str) -> Iterator[Entry]:
    """Return the weekly invoice of the Monday after the month's end."""
    gross = account.gross.get(WINDOW[-1], 0)
    if gross > 0 and _times(account) == WEEKLY:
        yield _invoice(account, country, EXTRACTED_ON, gross // WEEKLY)
