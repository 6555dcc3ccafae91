"""Reviews made by hand: the workbook is tested against figures that no rule of the program made."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from creditxl.errors import Issue, msg
from creditxl.model import (
    Account,
    AccountRating,
    Action,
    ActionName,
    CustomerReview,
    CustomerType,
    Decision,
    InsuranceStatus,
    LimitStatus,
    Owner,
    RecommendationKind,
    RecommendationStatus,
    TermSource,
)
from creditxl.policy.deadlines import Deadline, Watched
from creditxl.policy.parameters import load
from creditxl.policy.rehearsal import Owed, Reason, Rehearsal
from creditxl.policy.signs import Measure, Signs
from creditxl.review.result import Insight, OpenItems, Review, Source, Task, Totals, Watch
from creditxl.tables.columns import Kind
from creditxl.tables.raw import SourceFile

AS_OF = date(2026, 10, 31)
MONTHS = (date(2025, 11, 1), date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 12)))
WINDOW = MONTHS[-4:-1]
TERMS = {7: Decimal("1.233333"), 14: Decimal("1.466667"), 30: Decimal(2), 45: Decimal("2.5"), 60: Decimal(3)}
LINES = ("Rakennus", "Teollisuus", "Logistiikka", "Hoiva", "Ravintola")
SELLERS = ("Myyjä 1", "Myyjä 2", "Myyjä 3", "")
STEMS = ("Koivu", "Haapa", "Leppä", "Kuusi", "Mänty", "Pihlaja", "Tuomi", "Raita", "Vaahtera", "Saarni", "Jalava")
TRADES = ("Rakennus", "Kuljetus", "Konepaja", "Sähkö", "Ravintolat", "Hoivapalvelut", "Tukku", "Puutarha", "LVI")

CLERK, MANAGER = Owner.RECEIVABLES_CLERK, Owner.INSURANCE_MANAGER


def customer(business_id: str = "1234567-1", **fields: Any) -> CustomerReview:
    """Return a covered customer on 30 days, with what a test says of it instead."""
    days = fields.get("payment_term_days", 30)
    rating = account(days)
    whole = CustomerReview(
        business_id=business_id,
        has_business_id=True,
        name="Koivu Oy",
        companies=("Havu Oy",),
        business_line="Rakennus",
        seller="Myyjä 1",
        created_on=date(2024, 3, 1),
        customer_type=CustomerType.COMPANY,
        accounts=(rating,),
        payment_term_days=days,
        factor=TERMS.get(days, Decimal(2)),
        sales_cents=tuple(500_000 + 100 * place for place in range(len(MONTHS))),
        need_cents=tuple(1_000_000 + 200 * place for place in range(len(MONTHS))),
        sales_window=Decimal("15031.50"),
        need=Decimal("10022.00"),
        limit=Decimal(0),
        limit_decision=None,
        limit_granted=None,
        limit_requested=None,
        limit_valid_to=None,
        limit_status=LimitStatus.NONE,
        recommendation_kind=RecommendationKind.CONTINUOUS,
        recommendation_decision=Decision.APPROVED,
        recommendation_decided_on=date(2025, 3, 1),
        recommendation_cancelled_on=None,
        recommendation_status=RecommendationStatus.VALID,
        recommendation_amount=Decimal(20000),
        recommendation_valid_until=None,
        recommendation_renews_on=date(2027, 3, 1),
        cover=Decimal(30000),
        gap=Decimal(0),
        open_receivables=Decimal("8012.40"),
        overdue=Decimal(0),
        oldest_due_date=date(2026, 11, 12),
        uncovered_receivables=Decimal(0),
        insurance_status=InsuranceStatus.COVERED,
        actions=(),
    )
    return replace(whole, **fields)


def account(days: int, cents: int = 0) -> AccountRating:
    """Return one company's part: its term, and the same sales in every month."""
    known = Account("Havu Oy", "00010", "Koivu Oy")
    return AccountRating(known, days, TermSource.TEXT, days, Decimal(2), (cents,) * len(MONTHS))


def action(name: ActionName, owner: Owner = MANAGER, amount: Decimal | None = None, **fields: Any) -> Action:
    reason = fields.pop("reason", msg("a reason of {amount}", amount=amount or Decimal(0)))
    return Action(name, owner, amount, fields.pop("due_on", None), reason)


def source(name: str = "havu/asiakaskirjaukset.csv", kind: Kind = Kind.ENTRIES, **fields: Any) -> Source:
    gross = fields.get("gross_sales")
    file = SourceFile(name, "0f" * 32, 123_456, datetime(2026, 11, 1, 6, 30, 15, tzinfo=UTC), "CSV, CP1252, ;")
    return Source(file, kind, ("Havu Oy",), 1200, fields.get("rows_used", 1198), date(2026, 10, 31), gross)


def issue(amount: Decimal | None = Decimal("120.00"), value: str = "12,3O") -> Issue:
    message = msg("'{value}' is not an amount", value=value)
    return Issue(
        "havu/asiakaskirjaukset.csv", 17, "Summa (PVA)", value, message, msg("correct it and run again"), amount
    )


def review(customers: list[CustomerReview], *, issues: tuple[Issue, ...] = (), **fields: Any) -> Review:
    """Return a review whose totals add up, of customers by gap, largest first."""
    rows = tuple(sorted(customers, key=lambda row: (-row.gap, -row.need, row.business_id)))
    gross = Decimal(sum(sum(row.sales_cents) for row in rows)).scaleb(-2)
    left_out = sum((found.amount for found in issues if found.amount), Decimal(0))
    totals = Totals(
        customers=len(rows),
        gross_in_extracts=gross + left_out,
        gross_in_review=gross,
        gross_left_out=left_out,
        gross_after_as_of=Decimal(0),
        need=_sum(rows, "need"),
        cover_used=sum((min(row.need, row.cover) for row in rows), Decimal(0)),
        gap=_sum(rows, "gap"),
        limits=_sum(rows, "limit"),
    )
    made = Review(
        as_of=AS_OF,
        currency="EUR",
        months=MONTHS,
        window=WINDOW,
        policy=load(AS_OF),
        customers=rows,
        tasks=tuple(Task(row, found) for row in rows for found in row.actions),
        totals=totals,
        sources=(source(gross_sales=gross), source("asiakkaat.csv", Kind.CUSTOMERS, rows_used=640)),
        issues=issues,
    )
    return replace(made, **fields)


def _sum(rows: tuple[CustomerReview, ...], field: str) -> Decimal:
    return sum((getattr(row, field) for row in rows), Decimal(0))


def group(count: int, seed: int = 7) -> Review:
    """Return a review of many customers that look like a real group's."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    issues = tuple(issue(Decimal(dice.randint(1, 90000)).scaleb(-2)) for _ in range(12))
    return review([_any_customer(number, dice) for number in range(count)], issues=issues)


def _any_customer(number: int, dice: random.Random) -> CustomerReview:
    days = dice.choice(tuple(TERMS))
    active = dice.random() < 0.85
    level = int(dice.lognormvariate(13.4, 1.3)) if active else 0
    sales = tuple(max(0, int(level * dice.uniform(0.6, 1.2))) for _ in MONTHS)
    if not active:
        sales = tuple(dice.randint(0, 900_000) if place < 8 else 0 for place in range(len(MONTHS)))
    factor = TERMS[days]
    needs = tuple(round(cents * factor) for cents in sales)
    need = Decimal(max(needs[-4:-1])).scaleb(-2)
    public = dice.random() < 0.02
    recommended = dice.random() < 0.7 and not public
    limit = (
        Decimal(1000 * round(float(need) * dice.uniform(0.5, 1.8) / 1000))
        if need > 30000 and not public
        else Decimal(0)
    )
    limit = limit if dice.random() < 0.8 else Decimal(0)
    if not active and dice.random() < 0.2:
        limit = Decimal(50000)
    cover = max(limit, Decimal(30000) if recommended else Decimal(0))
    gap = max(Decimal(0), need - cover)
    name = f"{dice.choice(STEMS)}{dice.choice(('', 'la', 'mäki', 'niemi'))} {dice.choice(TRADES)} Oy"
    return customer(
        f"{1_000_000 + number * 37:07d}-{number % 10}",
        name=name,
        business_line=dice.choice(LINES),
        seller=dice.choice(SELLERS),
        payment_term_days=days,
        sales_cents=sales,
        need_cents=needs,
        sales_window=Decimal(sum(sales[-4:-1])).scaleb(-2),
        need=need,
        limit=limit,
        limit_valid_to=date(2027, 6, 30) if limit else None,
        limit_requested=limit + 10000 if limit and limit < need else None,
        limit_status=_limit_status(need, limit, active=active),
        recommendation_kind=RecommendationKind.CONTINUOUS if recommended else None,
        recommendation_status=RecommendationStatus.VALID if recommended else RecommendationStatus.NONE,
        recommendation_amount=Decimal(20000) if recommended else None,
        cover=cover,
        gap=gap,
        insurance_status=_insurance_status(need, cover, active=active, public=public),
        actions=_actions(need, limit, cover, active=active, public=public),
    )


def _limit_status(need: Decimal, limit: Decimal, *, active: bool) -> LimitStatus:
    if not limit:
        return LimitStatus.NONE
    if not active:
        return LimitStatus.UNUSED
    if limit > need * Decimal("1.25"):
        return LimitStatus.EXCESS
    return LimitStatus.ENOUGH if limit >= need else LimitStatus.SHORT


def _insurance_status(need: Decimal, cover: Decimal, *, active: bool, public: bool) -> InsuranceStatus:
    if public:
        return InsuranceStatus.NOT_INSURABLE
    if not active:
        return InsuranceStatus.NO_SALES
    if cover >= need:
        return InsuranceStatus.COVERED
    return InsuranceStatus.SHORT if cover else InsuranceStatus.UNCOVERED


def _actions(need: Decimal, limit: Decimal, cover: Decimal, *, active: bool, public: bool) -> tuple[Action, ...]:
    asked = Decimal(-(-int(need) // 1000) * 1000)
    if public:
        return (action(ActionName.SECURE_OTHERWISE, Owner.BUSINESS_LINE),) if active else ()
    if not active:
        return (action(ActionName.CANCEL_LIMIT, MANAGER, limit),) if limit else ()
    if need > 30000 and not limit:
        reason = msg(
            "Need {need} is above the {ceiling} that a recommendation covers; no limit.",
            need=need,
            ceiling=Decimal(30000),
        )
        return (action(ActionName.APPLY_LIMIT, MANAGER, asked, reason=reason),)
    if need > 30000 and limit < need:
        return (action(ActionName.INCREASE_LIMIT, MANAGER, asked),)
    if not cover:
        return (action(ActionName.APPLY_CONTINUOUS, CLERK, asked, due_on=date(2026, 11, 30)),)
    return (action(ActionName.REDUCE_LIMIT, MANAGER, asked),) if limit > need + 10000 else ()


def every_status() -> Review:
    """Return a small review in which every status, every owner and every kind of value occurs."""
    long_reason = msg(
        "Need {need} is above the {ceiling} that a recommendation covers; the limit of {limit} was refused on {day}.",
        need=Decimal("88000.50"),
        ceiling=Decimal(30000),
        limit=Decimal(50000),
        day=date(2026, 9, 30),
    )
    none = {"recommendation_kind": None, "recommendation_status": RecommendationStatus.NONE}
    bare = none | {"recommendation_amount": None, "cover": Decimal(0)}
    rows = [
        customer("1000001-1", name="Koivula Rakennus Oy", recommendation_renews_on=date(2026, 11, 30)),
        customer(
            "1000002-2",
            name="Haapamäki Tukku Oy",
            payment_term_days=14,
            need=Decimal("88000.50"),
            gap=Decimal("88000.50"),
            limit_status=LimitStatus.REFUSED,
            limit_requested=Decimal(90000),
            insurance_status=InsuranceStatus.UNCOVERED,
            actions=(action(ActionName.ESCALATE, Owner.CFO_AND_BUSINESS_LINE, Decimal(89000), reason=long_reason),),
            **bare,
        ),
        customer(
            "1000003-3",
            name="Leppäniemi Kuljetus Oy",
            need=Decimal("70000.00"),
            gap=Decimal("20000.00"),
            cover=Decimal(50000),
            limit=Decimal(50000),
            limit_valid_to=date(2027, 1, 31),
            limit_status=LimitStatus.SHORT,
            recommendation_status=RecommendationStatus.BELOW_NEED,
            insurance_status=InsuranceStatus.SHORT,
            actions=(
                action(ActionName.INCREASE_LIMIT, MANAGER, Decimal(70000)),
                action(ActionName.REPORT_RECOMMENDATION, CLERK, Decimal(20000)),
            ),
        ),
        customer(
            "1000004-4",
            name="Kuusi Ravintolat Oy",
            created_on=date(2026, 7, 1),
            sales_cents=(100_00, *[0] * 12),
            need_cents=(200_00, *[0] * 12),
            sales_window=Decimal(0),
            need=Decimal(0),
            limit=Decimal(40000),
            limit_status=LimitStatus.UNUSED,
            cover=Decimal(40000),
            recommendation_status=RecommendationStatus.EXPIRED,
            insurance_status=InsuranceStatus.NO_SALES,
            actions=(
                action(ActionName.CANCEL_LIMIT, MANAGER, Decimal(40000)),
                action(ActionName.CANCEL_RECOMMENDATION, MANAGER, due_on=date(2026, 11, 15)),
            ),
        ),
        customer(
            "1000005-5",
            name="Mäntylän kunta",
            customer_type=CustomerType.PUBLIC_BODY,
            need=Decimal("5000.00"),
            gap=Decimal("5000.00"),
            insurance_status=InsuranceStatus.NOT_INSURABLE,
            actions=(action(ActionName.SECURE_OTHERWISE, Owner.BUSINESS_LINE),),
            **bare,
        ),
        customer(
            "Havu Oy/00017",
            has_business_id=False,
            name="Pihlaja Hoiva Oy",
            seller="",
            created_on=date(2026, 9, 15),
            open_receivables=None,
            need=Decimal("30000.00"),
            gap=Decimal("30000.00"),
            sales_cents=(-50_05, *[0] * 9, 1_500_000, 0, -99),
            insurance_status=InsuranceStatus.UNCOVERED,
            limit_status=LimitStatus.PENDING,
            actions=(action(ActionName.APPLY_QUICK, CLERK, Decimal(30000)), action(ActionName.CHECK_TERM, CLERK)),
            **bare,
        ),
        customer(
            "1000007-7",
            limit=Decimal(90000),
            limit_status=LimitStatus.EXCESS,
            payment_term_days=7,
            need=Decimal(30001),
            cover=Decimal(90000),
        ),
        customer("1000008-8", limit_status=LimitStatus.EXPIRED, recommendation_status=RecommendationStatus.REJECTED),
        customer(
            "1000009-9",
            created_on=date(2026, 7, 31),
            limit=Decimal(20000),
            limit_status=LimitStatus.ENOUGH,
            recommendation_status=RecommendationStatus.CANCELLED,
        ),
    ]
    late = (Measure.DAYS_LATE, Measure.OVERDUE_SHARE, Measure.PAYS_LATER)
    signs = {"1000003-3": Signs(40, Decimal("0.75"), 9, -2, late), "1000001-1": Signs(3, Decimal("0.1250"))}
    return review(rows, issues=(issue(), issue(None, value="=1+1")), signs=signs, insight=insight(*rows[:3]))


def insight(late: CustomerReview, outside: CustomerReview, current: CustomerReview) -> Insight:
    """Return what the open entries tell of three customers: a late one, one with fees alone, one that is not due."""
    items = {
        late.business_id: OpenItems(
            Decimal(5000),
            (Decimal(1000), Decimal(200), Decimal(0), Decimal("12.40")),
            Decimal(-300),
            Owed(open=Decimal("5912.40"), disputed=Decimal(200), fees=Decimal("12.40")),
            date(2026, 10, 11),
        ),
        outside.business_id: OpenItems(
            Decimal(0),
            (Decimal(0), Decimal(0), Decimal(0), Decimal(40)),
            Decimal(0),
            Owed(open=Decimal(40), fees=Decimal(40)),
            None,
        ),
        current.business_id: OpenItems(
            Decimal(80000), (Decimal(0),) * 4, Decimal(0), Owed(open=Decimal(80000)), date(2026, 11, 20)
        ),
    }
    losses = {
        late.business_id: Rehearsal(
            Decimal("5912.40"),
            Decimal(5700),
            Decimal(5130),
            {Reason.DISPUTED: Decimal(200), Reason.FEES: Decimal("12.40"), Reason.DEDUCTIBLE: Decimal(570)},
            Decimal("782.40"),
            Decimal(15648),
        ),
        outside.business_id: Rehearsal(
            Decimal(40), Decimal(0), Decimal(0), {Reason.FEES: Decimal(40)}, Decimal(40), Decimal(800)
        ),
        current.business_id: Rehearsal(
            Decimal(80000),
            Decimal(50000),
            Decimal(45000),
            {Reason.ABOVE_COVER: Decimal(30000), Reason.DEDUCTIBLE: Decimal(5000)},
            Decimal(35000),
            Decimal(700_000),
        ),
    }
    deadlines = (
        Watch(late, Deadline(date(2026, 10, 26), Watched.OVERDUE_NOTICE, date(2026, 10, 11))),
        Watch(outside, Deadline(AS_OF, Watched.QUICK_END, None)),
        Watch(current, Deadline(date(2026, 11, 19), Watched.RUN_OFF, date(2026, 10, 20))),
        Watch(late, Deadline(date(2026, 12, 10), Watched.STOP_DELIVERIES, date(2026, 10, 11))),
    )
    return Insight(items, losses, deadlines)
