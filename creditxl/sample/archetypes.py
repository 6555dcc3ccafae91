"""What kinds of customers the group has, and how many of each: the cases of the rules, section 5, by construction."""

from __future__ import annotations

from enum import StrEnum, auto

from msgspec import Struct

from creditxl.model import CustomerType


class Created(StrEnum):
    """When the customer was created, seen from 31 October 2026."""

    OLD = auto()  # years ago, or at the latest in 2025
    SPRING = auto()  # May or June: a quick recommendation of then is still valid
    JULY = auto()  # in the month three before: the three-month check
    NEW = auto()  # less than three months ago
    UNKNOWN = auto()


class Sales(StrEnum):
    STEADY = auto()
    UNCLEAR = auto()  # in the window, not in its last month
    SILENT = auto()  # ended before the window
    FIRST_ONLY = auto()  # one invoice in the month of creation
    NEVER = auto()
    CREDITED = auto()  # September's credit notes are above its invoices
    ALL_CREDITED = auto()  # the window's credit notes are above its invoices in every month


class Rec(StrEnum):
    """What the credit-information company has said."""

    NONE = auto()
    QUICK = auto()  # at creation
    QUICK_EXPIRED = auto()
    QUICK_REJECTED = auto()
    GOOD = auto()  # continuous, its amount enough
    LOW = auto()  # continuous, its amount below the need
    REJECTED = auto()  # continuous, approved once
    CANCELLED = auto()
    RENEWING = auto()  # continuous, within a month of `as_of`
    RENEWING_LATER = auto()  # continuous, a day or more past that month


class Lim(StrEnum):
    """What the insurer has said."""

    NONE = auto()
    ENOUGH = auto()
    SHORT = auto()  # granted in full once, outgrown since
    PARTIAL = auto()  # granted less than asked for
    REFUSED = auto()
    PENDING = auto()
    EXPIRED = auto()
    EXCESS = auto()
    UNUSED = auto()


class Archetype(Struct, frozen=True):
    """A kind of customer.

    Args:
        count: How many of it.
        low: Lowest limit need, euros; with `high` the bounds that needs are drawn from.
        recommendations: In turn, one a customer; so the limits and the exact figures.
        exact: (limit need, limit granted) in cents where a bound is to be met; a limit of 0 is none.
        several: Percent of them that more than one company of the group sells to.
        term: A term other than the line's usual ones.
        drift: Invoices are due in 30 days, whatever shorter was agreed.
        late: Pays late, later every month.
    """

    name: str
    count: int
    low: int = 400
    high: int = 29_000
    created: Created = Created.OLD
    sales: Sales = Sales.STEADY
    recommendations: tuple[Rec, ...] = (Rec.NONE,)
    limits: tuple[Lim, ...] = (Lim.NONE,)
    exact: tuple[tuple[int, int], ...] = ()
    customer_type: CustomerType = CustomerType.COMPANY
    several: int = 0
    term: tuple[str, ...] = ()
    drift: bool = False
    late: bool = False


GOOD_OR_NONE = (Rec.GOOD, Rec.NONE, Rec.LOW)

ARCHETYPES = (
    Archetype("continuous_ok", 150, recommendations=(Rec.GOOD,), several=17),
    Archetype("continuous_renewing_active", 32, recommendations=(Rec.RENEWING, Rec.RENEWING_LATER), several=10),
    Archetype("late_payer", 14, 3_000, 28_000, recommendations=(Rec.GOOD,), late=True),
    Archetype("dormant", 66, sales=Sales.SILENT, recommendations=(Rec.NONE, Rec.QUICK_EXPIRED, Rec.CANCELLED)),
    Archetype("silent_continuous", 12, sales=Sales.SILENT, recommendations=(Rec.GOOD,)),
    Archetype("new_quick", 22, created=Created.NEW, recommendations=(Rec.QUICK,)),
    Archetype("new_without_decision", 8, created=Created.NEW),
    Archetype("new_rejected", 3, created=Created.NEW, recommendations=(Rec.QUICK_REJECTED,)),
    Archetype("quick_running", 14, created=Created.SPRING, recommendations=(Rec.QUICK,)),
    Archetype("quick_to_convert", 12, created=Created.JULY, recommendations=(Rec.QUICK,)),
    Archetype("quick_too_large", 3, 32_000, 60_000, created=Created.JULY, recommendations=(Rec.QUICK,)),
    Archetype("quick_unclear", 6, created=Created.JULY, sales=Sales.UNCLEAR, recommendations=(Rec.QUICK,)),
    Archetype("quick_lapsing", 5, 400, 6_000, Created.JULY, Sales.FIRST_ONLY, recommendations=(Rec.QUICK,)),
    Archetype("never_invoiced", 4, created=Created.JULY, sales=Sales.NEVER, recommendations=(Rec.QUICK,)),
    Archetype("old_without_decision", 9, several=30),
    Archetype("creation_unknown", 4, created=Created.UNKNOWN),
    Archetype("quick_expired", 9, recommendations=(Rec.QUICK_EXPIRED,), several=20),
    Archetype("continuous_cancelled", 5, recommendations=(Rec.CANCELLED,)),
    Archetype("continuous_below_need_insured", 10, 8_000, 29_500, recommendations=(Rec.LOW,), several=20),
    Archetype("continuous_below_need_uninsured", 6, 32_000, 70_000, recommendations=(Rec.LOW,)),
    Archetype("continuous_rejected", 6, 2_000, 29_000, recommendations=(Rec.REJECTED,)),
    Archetype("rejected_small", 5, 800, 25_000, recommendations=(Rec.QUICK_REJECTED,)),
    Archetype("rejected_large", 4, 31_000, 120_000, recommendations=(Rec.REJECTED, Rec.QUICK_REJECTED)),
    Archetype("large_without_limit", 8, 31_000, 95_000, recommendations=(Rec.GOOD,), several=40),
    Archetype("large_uncovered", 4, 35_000, 140_000),
    Archetype("limit_ok", 58, 31_000, 380_000, recommendations=GOOD_OR_NONE, limits=(Lim.ENOUGH,), several=45),
    Archetype("limit_ok_small", 6, 9_000, 28_000, recommendations=(Rec.LOW, Rec.NONE), limits=(Lim.ENOUGH,)),
    Archetype(
        "limit_short", 12, 45_000, 320_000, recommendations=(Rec.GOOD, Rec.NONE), limits=(Lim.SHORT,), several=50
    ),
    Archetype("limit_short_small", 4, 12_000, 28_000, limits=(Lim.SHORT,)),
    Archetype("limit_partial", 6, 40_000, 260_000, recommendations=GOOD_OR_NONE, limits=(Lim.PARTIAL,), several=30),
    Archetype("limit_refused", 5, 32_000, 110_000, recommendations=(Rec.GOOD, Rec.NONE), limits=(Lim.REFUSED,)),
    Archetype("limit_refused_rejected", 4, 5_000, 28_000, recommendations=(Rec.REJECTED,), limits=(Lim.REFUSED,)),
    Archetype("limit_refused_recommended", 3, 5_000, 28_000, recommendations=(Rec.GOOD,), limits=(Lim.REFUSED,)),
    Archetype("limit_pending", 5, 33_000, 90_000, recommendations=(Rec.GOOD, Rec.NONE), limits=(Lim.PENDING,)),
    Archetype("limit_expired", 6, 33_000, 80_000, recommendations=(Rec.NONE, Rec.GOOD), limits=(Lim.EXPIRED,)),
    Archetype(
        "limit_excess", 10, 15_000, 190_000, recommendations=(Rec.NONE, Rec.GOOD), limits=(Lim.EXCESS,), several=30
    ),
    Archetype("limit_unused", 8, 31_000, 90_000, sales=Sales.SILENT, limits=(Lim.UNUSED,), several=20),
    Archetype("renewing_silent", 9, sales=Sales.SILENT, recommendations=(Rec.RENEWING,), several=20),
    Archetype("renewing_later_silent", 3, sales=Sales.SILENT, recommendations=(Rec.RENEWING_LATER,)),
    Archetype("term_at_maximum", 2, 12_000, 29_000, recommendations=(Rec.GOOD,), term=("180PV",)),
    Archetype("term_over_maximum", 3, 12_000, 29_000, recommendations=(Rec.GOOD,), term=("210PV",)),
    Archetype("term_drift", 6, recommendations=(Rec.GOOD,), term=("14PV", "7PV", "21PV"), drift=True),
    Archetype("credited_month", 4, 3_000, 20_000, sales=Sales.CREDITED, recommendations=(Rec.GOOD,)),
    Archetype("credited_window", 2, 2_000, 9_000, sales=Sales.ALL_CREDITED, recommendations=(Rec.GOOD,)),
    Archetype(
        "ceiling_edge",
        6,
        recommendations=(Rec.GOOD, Rec.NONE),
        exact=((3_000_000, 0), (3_000_000, 0), (3_000_002, 0), (3_000_002, 0), (2_999_998, 0), (2_999_998, 0)),
        term=("30PV",),
    ),
    Archetype(
        "limit_edge",
        6,
        limits=(Lim.ENOUGH,),
        # Just enough and a cent short; then 1.25 times and 10 000 above the need, each met, passed and missed.
        exact=(
            (4_500_000, 4_500_000),
            (4_500_002, 4_500_000),
            (4_000_000, 5_000_000),
            (3_999_998, 5_000_000),
            (8_000_000, 10_000_000),
            (7_999_998, 10_000_000),
        ),
        term=("30PV",),
    ),
    Archetype("state", 2, 2_000, 90_000, customer_type=CustomerType.STATE),
    Archetype("public_body", 8, 2_000, 90_000, customer_type=CustomerType.PUBLIC_BODY, several=35),
    Archetype("private_person", 3, 400, 3_000, customer_type=CustomerType.PRIVATE_PERSON),
    Archetype("group_company", 2, 5_000, 60_000, customer_type=CustomerType.GROUP_COMPANY),
    Archetype("wrong_business_id", 3, 1_000, 12_000),
    Archetype("missing_business_id", 3, 1_000, 12_000),
    Archetype("unknown_term", 3, 2_000, 20_000, recommendations=(Rec.GOOD,)),
)
CUSTOMERS = sum(archetype.count for archetype in ARCHETYPES)
