"""The insurer's batch request workbook: EOLIS, requests by identifier.

Source: the insurer's help on the exchange of files, which has one form for requests and another for deletions, and
tells that identifier type and value, amount and currency are mandatory. Its template for Finland was not to be had:
compare the headings and the word for the identifier type with it before the first upload.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.model import ActionName
from creditxl.outgoing.forms import FINLAND, Asked, Column, Lack
from creditxl.policy.money import round_up

if TYPE_CHECKING:
    from decimal import Decimal

    from creditxl.model import CustomerReview

REQUESTS = (ActionName.APPLY_LIMIT, ActionName.INCREASE_LIMIT, ActionName.REDUCE_LIMIT)
CANCELLATIONS = (ActionName.CANCEL_LIMIT,)
LONGEST_REFERENCE = 20  # characters
COUNTRY_CODE = 2


def country_of(customer: CustomerReview) -> str:
    """Return the ISO 3166 code of a customer: of its business id, which bears it unless Finnish, else of its cards."""
    if customer.has_business_id:
        code = customer.business_id[:COUNTRY_CODE]
        return code if code.isalpha() else FINLAND
    cards = (rating.account.country.strip().upper() for rating in customer.accounts)
    return next((code for code in cards if len(code) == COUNTRY_CODE and code.isalpha()), FINLAND)


def amount_of(asked: Asked) -> Decimal | None:
    """Return the amount to ask for, rounded up to the policy's step (rule R8); None where there is none above 0."""
    amount = asked.task.action.amount
    return round_up(amount, asked.review.policy.limit_step) if amount is not None and amount > 0 else None


def no_business_id(asked: Asked) -> Lack | None:
    customer = asked.task.customer
    return Lack(
        msg(
            "{action} for {customer} is not in the file: the customer has no valid business id",
            action=asked.task.action.name,
            customer=customer.name,
        ),
        msg("enter the business id on the customer card {card} and refresh", card=customer.business_id),
    )


def no_amount(asked: Asked) -> Lack | None:
    task = asked.task
    return Lack(
        msg(
            "{action} for {customer} is not in the file: there is no amount above 0 to ask for",
            action=task.action.name,
            customer=task.customer.name,
        ),
        msg("check the customer's sales and payment term, and refresh"),
    )


def no_currency(asked: Asked) -> Lack | None:
    task = asked.task
    return Lack(
        msg(
            "{action} for {customer} is not in the file: the ledger's currency is not known",
            action=task.action.name,
            customer=task.customer.name,
        ),
        msg('write currency = "EUR", or the currency it is, into creditxl.toml'),
    )


def _no_type(asked: Asked) -> Lack | None:
    task, country = asked.task, country_of(asked.task.customer)
    return Lack(
        msg(
            "{action} for {customer} is not in the file: what the insurer calls the identifiers of {country} is not "
            "known",
            action=task.action.name,
            customer=task.customer.name,
            country=country,
        ),
        msg("add --identifier-type {country}=… with the word of the insurer's form", country=country),
    )


def _number(asked: Asked) -> str | None:
    """Return the identifier without its country, which has a column of its own."""
    customer = asked.task.customer
    if not customer.has_business_id:
        return None
    country = country_of(customer)
    return customer.business_id if country == FINLAND else customer.business_id.removeprefix(country)


def _reference(asked: Asked) -> str:
    """Return the customer's number where the group has one for it that fits the form, else its business id."""
    customer = asked.task.customer
    numbers = {rating.account.customer_no for rating in customer.accounts}
    number = numbers.pop() if len(numbers) == 1 else ""
    return number if 0 < len(number) <= LONGEST_REFERENCE else customer.business_id[:LONGEST_REFERENCE]


def credit_days(asked: Asked) -> int:
    """Return the longest payment term, days, of the companies that sell to a customer; of all where none does."""
    review, accounts = asked.review, asked.task.customer.accounts
    selling = [one for one in accounts if sum(one.sales_cents[review.window_places]) > 0]
    return max((one.term_days for one in selling or accounts), default=asked.task.customer.payment_term_days)


def _long_term(asked: Asked) -> Lack | None:
    days, most = credit_days(asked), asked.forms.standard_credit_days or asked.review.policy.max_payment_term
    if days <= most:
        return None
    return Lack(
        msg(
            "the payment term of {customer} is {days} days, above {most}: the insurer does not decide at once",
            customer=asked.task.customer.name,
            days=days,
            most=most,
        ),
        msg("agree on a shorter term, or expect the answer later"),
    )


def _columns(amount: Column, *, is_request: bool) -> tuple[Column, ...]:
    return (
        Column("Policy number", lambda asked: asked.forms.policy_number),
        Column("Euler-ID", lambda _: None),
        Column("Country code", lambda asked: country_of(asked.task.customer)),
        Column(
            "Identifier type",
            lambda asked: asked.forms.identifier_types.get(country_of(asked.task.customer)),
            lack=lambda asked: _no_type(asked) if asked.task.customer.has_business_id else None,
        ),
        Column("Identifier value", _number, lack=no_business_id),
        Column("Your customer references", _reference),
        amount,
        Column("Currency", lambda asked: asked.review.currency, lack=no_currency),
        # A comment keeps the insurer from deciding at once.
        Column("Comments", lambda _: None),
        Column("Credit period", credit_days, note=_long_term if is_request else None),
    )


REQUEST_COLUMNS = _columns(Column("Amount Requested", amount_of, lack=no_amount), is_request=True)
# What is asked for is no limit at all: sent as a request by mistake, it does no harm.
CANCELLATION_COLUMNS = _columns(Column("Amount Requested", lambda _: 0), is_request=False)
