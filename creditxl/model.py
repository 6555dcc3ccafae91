"""The nouns of credit insurance: what the steps hand to each other.

Amounts are `Decimal` in the ledger's currency, rounded to cents, unless a name ends in `_cents`; a month is the date
of its first day.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date

    from creditxl.errors import Message


LANGUAGES = ("fi", "sv", "en")  # of the workbooks and of whatever people read


# What people and programs write for no; "E" and "F" are left out here, as these may be someone's initials.
NO_WORDS = ("Ei", "Nej", "No", "False", "Epätosi", "Falskt", "0", "N", "-")
CENT = Decimal("0.01")
NO_CENTS = Decimal("0.00")


def from_cents(cents: int) -> Decimal:
    """Return whole cents as an amount with two decimals.

    >>> from_cents(205), from_cents(-12350)
    (Decimal('2.05'), Decimal('-123.50'))
    """
    return cents * CENT if cents else NO_CENTS


class CustomerType(StrEnum):
    """What a customer is, as far as insurability goes (rule R12)."""

    COMPANY = "company"
    STATE = "state"
    PUBLIC_BODY = "public_body"
    PRIVATE_PERSON = "private_person"
    GROUP_COMPANY = "group_company"


class DocumentType(StrEnum):
    """What an entry of the customer ledger is; only the first two are sales (rule R4)."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REFUND = "refund"
    INTEREST = "interest"
    REMINDER = "reminder"


SALES = (DocumentType.INVOICE.value, DocumentType.CREDIT_NOTE.value)


class RecommendationKind(StrEnum):
    QUICK = "quick"
    CONTINUOUS = "continuous"


class Decision(StrEnum):
    """A decision on a recommendation or a limit. `PARTIAL`, `PENDING`: limits only."""

    APPROVED = "approved"
    PARTIAL = "partial"
    REJECTED = "rejected"
    PENDING = "pending"
    CANCELLED = "cancelled"


class InsuranceStatus(StrEnum):
    COVERED = "covered"
    SHORT = "short"
    UNCOVERED = "uncovered"
    NOT_INSURABLE = "not_insurable"
    NO_SALES = "no_sales"


class LimitStatus(StrEnum):
    NONE = "none"
    ENOUGH = "enough"
    SHORT = "short"
    EXCESS = "excess"
    UNUSED = "unused"
    REFUSED = "refused"
    EXPIRED = "expired"
    PENDING = "pending"


class RecommendationStatus(StrEnum):
    NONE = "none"
    VALID = "valid"
    BELOW_NEED = "below_need"
    EXPIRED = "expired"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class Activity(StrEnum):
    """Activity at the three-month check (rule R13)."""

    ACTIVE = "active"
    UNCLEAR = "unclear"
    INACTIVE = "inactive"


class ActionName(StrEnum):
    """What someone should do, in the order of the rules' table."""

    APPLY_QUICK = "apply_quick"
    APPLY_CONTINUOUS = "apply_continuous"
    CONVERT_TO_CONTINUOUS = "convert_to_continuous"
    ASK_SELLER = "ask_seller"
    APPLY_LIMIT = "apply_limit"
    INCREASE_LIMIT = "increase_limit"
    ESCALATE = "escalate"
    REDUCE_LIMIT = "reduce_limit"
    CANCEL_LIMIT = "cancel_limit"
    CANCEL_RECOMMENDATION = "cancel_recommendation"
    REPORT_RECOMMENDATION = "report_recommendation"
    NOTIFY_RECEIVABLES = "notify_receivables"
    CHECK_TERM = "check_term"
    SECURE_OTHERWISE = "secure_otherwise"


class Owner(StrEnum):
    """Who acts."""

    RECEIVABLES_CLERK = "receivables_clerk"
    INSURANCE_MANAGER = "insurance_manager"
    CFO_AND_BUSINESS_LINE = "cfo_and_business_line"
    BUSINESS_LINE = "business_line"


class TermSource(StrEnum):
    """Where the days of a payment term were read (rule R2)."""

    NUMBER = "number"
    TERMS_TABLE = "terms_table"
    TEXT = "text"
    INVOICES = "invoices"
    OWN = "own"  # typed by a person in the workbook
    FALLBACK = "fallback"


class Account(Struct, frozen=True):
    """A customer as one company of the group knows it.

    Args:
        business_id: Canonical, its check digit right; None when missing or wrong.
        payment_term: As written: a number, a code or a text.
        file: Where it stands, for messages: the customer list, else the ledger.
        row: Its row in the list, as Excel counts; None for an account of the ledger alone.
        term_heading: The heading of the list's column of payment terms.
    """

    company: str
    customer_no: str
    name: str
    business_id: str | None = None
    country: str = ""
    payment_term: str = ""
    business_line: str = ""
    seller: str = ""
    created_on: date | None = None
    customer_type: CustomerType = CustomerType.COMPANY
    credit_limit: Decimal | None = None
    file: str = ""
    row: int | None = None
    term_heading: str = ""


class AccountSales(Struct, frozen=True):
    """What the ledger says of one account.

    Args:
        cents: Gross sales (rule R4) in cents, by the ledger's months, which all accounts share.
        invoice_term_days: Sales-weighted median of due date less posting date of its invoices, days; None without any.
    """

    cents: tuple[int, ...] = ()
    invoice_term_days: int | None = None


class Receivables(Struct, frozen=True):
    """Open entries of one customer at `as_of` (rule R14)."""

    open: Decimal
    insurable: Decimal  # open less disputed, interest and reminder fees; never below 0
    overdue: Decimal
    oldest_due_date: date | None  # of the open invoices


class PaymentTerm(Struct, frozen=True):
    """A row of the ERP's payment-terms table."""

    code: str
    due_date_formula: str = ""
    days: int | None = None
    description: str = ""
    company: str = ""  # empty: for every company


class Recommendation(Struct, frozen=True):
    """A decision of the credit-information company on one customer."""

    business_id: str
    kind: RecommendationKind
    decision: Decision
    amount: Decimal | None
    decided_on: date
    renews_on: date | None = None
    cancelled_on: date | None = None
    name: str = ""


class Limit(Struct, frozen=True):
    """A decision of the insurer on one customer."""

    business_id: str
    requested: Decimal | None
    granted: Decimal | None
    decision: Decision
    valid_from: date | None = None
    valid_to: date | None = None
    name: str = ""


class Action(Struct, frozen=True):
    """What someone should do about one customer, and why.

    Args:
        amount: What to apply for, report or cancel; None where no amount belongs to it.
        due_on: The last day it makes sense, where the calendar sets one.
        reason: A plain sentence that names the figures.
    """

    name: ActionName
    owner: Owner
    amount: Decimal | None
    due_on: date | None
    reason: Message


class AccountRating(Struct, frozen=True):
    """One account's part of a customer's need: its term, factor and sales in the window's months."""

    account: Account
    term_days: int
    term_source: TermSource
    invoice_term_days: int | None
    factor: Decimal  # for showing; ten decimals
    sales_cents: tuple[int, ...]  # by the review's months


class CustomerReview(Struct, frozen=True):
    """One row of the review: one customer over all companies of the group.

    Args:
        business_id: Canonical business id, or `company/number` where there is none (`has_business_id` is False then).
        sales_cents: Gross sales by the review's months, cents.
        need_cents: Limit need by the review's months, cents (rule R5).
        limit: Amount valid at `as_of`; 0 when none, refused, pending or expired.
        limit_decision: What counts of the insurer's decisions; pending where one is awaited, whatever is in force.
        limit_granted: What the decision that counts granted, in force or not.
        recommendation_decision: The newest; so with the fields beside it.
        open_receivables: None where the ledger gives no remaining amounts; so with the three after it.
    """

    business_id: str
    has_business_id: bool
    name: str
    companies: tuple[str, ...]
    business_line: str
    seller: str
    created_on: date | None
    customer_type: CustomerType
    accounts: tuple[AccountRating, ...]
    payment_term_days: int
    factor: Decimal
    sales_cents: tuple[int, ...]
    need_cents: tuple[int, ...]
    sales_window: Decimal
    need: Decimal
    limit: Decimal
    limit_decision: Decision | None
    limit_granted: Decimal | None
    limit_requested: Decimal | None
    limit_valid_to: date | None
    limit_status: LimitStatus
    recommendation_kind: RecommendationKind | None
    recommendation_decision: Decision | None
    recommendation_decided_on: date | None
    recommendation_cancelled_on: date | None
    recommendation_status: RecommendationStatus
    recommendation_amount: Decimal | None
    recommendation_valid_until: date | None
    recommendation_renews_on: date | None
    cover: Decimal
    gap: Decimal
    open_receivables: Decimal | None
    overdue: Decimal | None
    oldest_due_date: date | None
    uncovered_receivables: Decimal | None
    insurance_status: InsuranceStatus
    actions: tuple[Action, ...]
