"""One customer's row: its need, cover, gap, statuses and actions, by the rules and nothing else."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import Issue, msg
from creditxl.model import AccountRating, AccountSales, CustomerReview, TermSource, from_cents
from creditxl.policy.actions import Position, actions
from creditxl.policy.cover import cover, gap, is_insurable, limit_state, recommendation_state
from creditxl.policy.factors import FactorError, factor
from creditxl.policy.need import activity, basis_need, is_active, months_sums, needs_cents
from creditxl.policy.receivables import uncovered_receivables
from creditxl.policy.status import insurance_status, limit_status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from creditxl.model import Account
    from creditxl.policy.parameters import Policy
    from creditxl.review.result import Before
    from creditxl.review.terms import TermReader
    from creditxl.tables.joined import Customer
    from creditxl.tables.ledger import AccountKey

NO_SALES = AccountSales()
PLACES = Decimal("0.0000000001")  # so many that factor × sales gives the need to the cent


class Frame(Struct, frozen=True):
    """What is the same for every customer of a review.

    Args:
        shown: Takes the cents of the months shown from those of the ledger's months.
        window: Where the window's months stand among those shown.
        factors: Those looked up so far, by days; few terms make many customers' factors.
        before: What the last refresh, and people since then, left.
    """

    as_of: date
    policy: Policy
    shown: Callable[[tuple[int, ...]], tuple[int, ...]]
    window: slice
    sales: Mapping[AccountKey, AccountSales]
    terms: TermReader
    factors: dict[int, Fraction]
    before: Before
    issues: list[Issue]


class _Need(Struct, frozen=True):
    """A customer's accounts, and the sums over them by month shown."""

    accounts: tuple[AccountRating, ...]
    factors: tuple[Fraction, ...]
    sales_cents: tuple[int, ...]
    need_cents: tuple[int, ...]


def rate(customer: Customer, frame: Frame) -> CustomerReview:
    """Return one customer's row of the review (rules R1 to R14)."""
    policy, as_of = frame.policy, frame.as_of
    summed = _need(customer, frame)
    window = frame.window
    sales = summed.sales_cents[window]
    need = basis_need([from_cents(cents) for cents in summed.need_cents[window]], policy.need_basis)
    active, insurable = is_active(sales), is_insurable(customer.customer_type)
    recommendation = recommendation_state(customer.recommendations, as_of, need, policy)
    limit = limit_state(customer.limits, as_of)
    held = cover(limit.amount, recommendation.is_valid, policy.recommendation_ceiling) if insurable else Decimal(0)
    missing = gap(need, held)
    status = limit_status(need=need, limit=limit, is_active=active, policy=policy)
    days, weighted = _weighted(summed, window)
    agreed, invoiced = _checked_term(summed.accounts, policy)
    position = Position(
        as_of=as_of,
        need=need,
        is_active=active,
        activity=activity(sales),
        created_on=customer.created_on,
        is_insurable=insurable,
        term_days=agreed,
        invoice_term_days=invoiced,
        previous_limit=_previous(customer, frame),
        seller=customer.seller,
        business_line=customer.business_line,
        limit=limit,
        limit_status=status,
        recommendation=recommendation,
    )
    owed = customer.receivables
    return CustomerReview(
        business_id=customer.customer_id,
        has_business_id=customer.business_id is not None,
        name=customer.name or customer.accounts[0].customer_no,
        companies=tuple(dict.fromkeys(account.company for account in customer.accounts)),
        business_line=customer.business_line,
        seller=customer.seller,
        created_on=customer.created_on,
        customer_type=customer.customer_type,
        accounts=summed.accounts,
        payment_term_days=days,
        factor=weighted,
        sales_cents=summed.sales_cents,
        need_cents=summed.need_cents,
        sales_window=from_cents(sum(sales)),
        need=need,
        limit=limit.amount,
        limit_decision=limit.decision,
        limit_granted=limit.granted,
        limit_requested=limit.requested,
        limit_valid_to=limit.valid_to,
        limit_status=status,
        recommendation_kind=recommendation.kind,
        recommendation_decision=recommendation.decision,
        recommendation_decided_on=recommendation.decided_on,
        recommendation_cancelled_on=recommendation.cancelled_on,
        recommendation_status=recommendation.status,
        recommendation_amount=recommendation.amount,
        recommendation_valid_until=recommendation.valid_until,
        recommendation_renews_on=recommendation.renews_on,
        cover=held,
        gap=missing,
        open_receivables=owed.open if owed else None,
        overdue=owed.overdue if owed else None,
        oldest_due_date=owed.oldest_due_date if owed else None,
        # Nothing that a customer who cannot be insured owes is insurable (rule R12).
        uncovered_receivables=uncovered_receivables(owed.insurable * insurable, held) if owed else None,
        insurance_status=insurance_status(need=need, cover=held, is_active=active, is_insurable=insurable),
        actions=actions(position, policy),
    )


def _need(customer: Customer, frame: Frame) -> _Need:
    own_term = frame.before.terms.get(customer.customer_id)
    rated = [_account(account, own_term, frame) for account in customer.accounts]
    factors = tuple(found for _, found in rated)
    return _Need(
        accounts=tuple(rating for rating, _ in rated),
        factors=factors,
        sales_cents=months_sums([rating.sales_cents for rating, _ in rated]),
        need_cents=needs_cents([(rating.sales_cents, found) for rating, found in rated]),
    )


def _account(account: Account, own_term: int | None, frame: Frame) -> tuple[AccountRating, Fraction]:
    sales = frame.sales.get((account.company, account.customer_no), NO_SALES)
    if own_term is None:
        days, source = frame.terms.days(account, sales.invoice_term_days)
    else:
        days, source = own_term, TermSource.OWN
    found = _factor(account, days, frame)
    rating = AccountRating(
        account=account,
        term_days=days,
        term_source=source,
        invoice_term_days=sales.invoice_term_days,
        factor=_decimal(found.numerator, found.denominator),
        sales_cents=frame.shown(sales.cents),
    )
    return rating, found


def _factor(account: Account, days: int, frame: Frame) -> Fraction:
    table = frame.policy.payment_term_factors
    if days in frame.factors:
        return frame.factors[days]
    try:
        return frame.factors.setdefault(days, factor(days, table))
    except FactorError as error:
        # A need that is too low and says so helps more than a customer without any: its term is told to be checked.
        nearest = table[-1] if days > table[-1][0] else table[0]
        fix = msg(
            "shorten the term, or add a row to the factor table; until then {days} days are used, which is too low",
            days=nearest[0],
        )
        frame.issues.append(
            Issue(account.file, account.row, account.term_heading, account.payment_term, error.message, fix)
        )
        return nearest[1]


def _weighted(summed: _Need, window: slice) -> tuple[int, Decimal]:
    """Return payment-term days and factor, weighted by the window's sales where an account has any."""
    if len(summed.accounts) == 1:
        return summed.accounts[0].term_days, summed.accounts[0].factor
    weights = [max(0, sum(account.sales_cents[window])) for account in summed.accounts]
    total = sum(weights)
    if not total:
        weights, total = [1] + [0] * (len(weights) - 1), 1
    days = sum(weight * account.term_days for weight, account in zip(weights, summed.accounts, strict=True))
    weighted = sum((weight * found for weight, found in zip(weights, summed.factors, strict=True)), Fraction(0))
    average = weighted / total
    return (2 * days + total) // (2 * total), _decimal(average.numerator, average.denominator)


def _checked_term(accounts: Sequence[AccountRating], policy: Policy) -> tuple[int, int | None]:
    """Return the agreed and the invoices' days of the account whose term calls for a check the most."""
    longest = max(accounts, key=lambda found: found.term_days)
    seen = [found for found in accounts if found.invoice_term_days is not None]
    if longest.term_days > policy.max_payment_term or not seen:
        return longest.term_days, longest.invoice_term_days
    drifted = max(seen, key=lambda found: (found.invoice_term_days or 0) - found.term_days)
    return drifted.term_days, drifted.invoice_term_days


def _previous(customer: Customer, frame: Frame) -> Decimal | None:
    if frame.before.limits is None:
        return None
    return frame.before.limits.get(customer.customer_id, Decimal(0))


@lru_cache  # few terms make many customers' factors
def _decimal(numerator: int, denominator: int) -> Decimal:
    return (Decimal(numerator) / denominator).quantize(PLACES, ROUND_HALF_UP)
