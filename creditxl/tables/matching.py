"""Recommendations, limits and new customers matched to the customers of the ledger; what matches nobody is told."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from creditxl.errors import Issue, Message, msg
from creditxl.model import Account, Decision, Limit, Recommendation
from creditxl.tables import records
from creditxl.tables.business_ids import canonical, compact, match_keys
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from creditxl.tables.raw import Extracts
    from creditxl.tables.records import NewCustomer, Placed

RecordT = TypeVar("RecordT", Recommendation, Limit, records.NewCustomer)


class Matched(Struct, frozen=True):
    """What other systems say, by customer id."""

    recommendations: dict[str, list[Recommendation]] = field(default_factory=lambda: defaultdict(list))
    limits: dict[str, list[Limit]] = field(default_factory=lambda: defaultdict(list))
    new_customers: dict[str, list[NewCustomer]] = field(default_factory=lambda: defaultdict(list))


def match(extracts: Extracts, groups: Mapping[str, Sequence[Account]], currency: str, issues: list[Issue]) -> Matched:
    """Match every recommendation, limit and new customer to a customer by business id.

    Args:
        extracts: The raw tables.
        groups: The accounts by customer id.
        currency: The ledger's; a limit in another is left out.
        issues: What could not be matched is added.

    Without any limits file the credit limit of the customer list is the limit, as in the thesis (section 4.3).
    """
    matched = Matched()
    ids = {key: customer for customer, group in groups.items() if group[0].business_id for key in match_keys(customer)}
    recommendations = _placed(extracts, Kind.RECOMMENDATIONS, records.recommendation)
    _gather(recommendations, ids, matched.recommendations, issues)
    _gather(_placed(extracts, Kind.NEW_CUSTOMERS, records.new_customer), ids, matched.new_customers, issues)
    if extracts.of(Kind.LIMITS):
        _gather(_readable_limits(extracts, currency, issues), ids, matched.limits, issues)
        issues += _contradictions(matched)
    else:
        matched.limits.update(_from_accounts(groups, issues))
        if Kind.LIMITS in extracts.recognised and matched.limits:
            issues.append(_limits_instead(len(matched.limits)))
    return matched


def _placed(extracts: Extracts, kind: Kind, build: Callable[..., RecordT]) -> Iterable[Placed[RecordT]]:
    return (placed for table in extracts.of(kind) for placed in records.read(table, build))


def _gather(
    rows: Iterable[Placed[RecordT]], ids: Mapping[str, str], where: dict[str, list[RecordT]], issues: list[Issue]
) -> None:
    for placed in rows:
        customer = _find(placed.written_id, ids)
        if customer is None:
            issues.append(placed.issue("business_id", placed.written_id, *_unmatched(placed)))
        else:
            where[customer].append(placed.record)


def _find(written: str, ids: Mapping[str, str]) -> str | None:
    # As written first: a foreign id comes without its country here, and must not be taken for a Finnish one.
    return ids.get(compact(written)) or ids.get(compact(canonical(written) or ""))


def _unmatched(placed: Placed[RecordT]) -> tuple[Message, Message]:
    written, name = placed.written_id, placed.record.name
    if canonical(written) is None:
        return records.wrong_id(written), msg("correct the business id where the file comes from")
    return (
        msg("no customer of the ledger has the business id {written} ({name})", written=written, name=name),
        msg("check the customer cards; a decision on a customer whom nobody invoices may be given up"),
    )


def _readable_limits(extracts: Extracts, currency: str, issues: list[Issue]) -> Iterable[Placed[Limit]]:
    """Yield the limits that say something of this ledger; the others are told."""
    for table in extracts.of(Kind.LIMITS):
        currencies = table.frame["currency"].to_list() if "currency" in table.frame.columns else []
        decided = table.frame["decision"].to_list() if "decision" in table.frame.columns else []
        for number, placed in enumerate(records.read(table, records.limit)):
            limit = placed.record
            other = (currencies[number] or currency) if currencies else currency
            if other.upper() != currency:
                issues.append(placed.issue("currency", other, *_other_currency(other, currency)))
            elif (limit.granted or 0) < 0:
                issues.append(placed.issue("granted", str(limit.granted), *_negative()))
            elif limit.granted is None and limit.requested is None and not (decided and decided[number]):
                issues.append(placed.issue("granted", "", *_says_nothing()))
            else:
                yield placed


def _negative() -> tuple[Message, Message]:
    return msg("a limit cannot be below 0: left out"), msg("correct it where the file comes from")


def _says_nothing() -> tuple[Message, Message]:
    what = msg("the row has no limit, no request and no decision: left out")
    return what, msg("export the amounts and decisions too")


def _contradictions(matched: Matched) -> Iterable[Issue]:
    """Tell of limits of one customer that begin on one day and differ: the order of the rows settles them."""
    for customer, limits in matched.limits.items():
        by_day: dict[date | None, set[Decimal]] = defaultdict(set)
        for limit in limits:
            if limit.decision in (Decision.APPROVED, Decision.PARTIAL) and limit.granted is not None:
                by_day[limit.valid_from].add(limit.granted)
        for amounts in by_day.values():
            if len(amounts) > 1:
                yield _contradiction(customer, limits[-1], sorted(amounts))


def _contradiction(customer: str, limit: Limit, amounts: Sequence[Decimal]) -> Issue:
    return Issue(
        "",
        None,
        "",
        customer,
        msg(
            "{name} ({customer}) has limits from {lowest} to {highest} of one day; the later row counts",
            name=limit.name,
            customer=customer,
            lowest=amounts[0],
            highest=amounts[-1],
        ),
        msg("take the limits that no longer hold out of the file, or export the day each began"),
    )


def _other_currency(other: str, currency: str) -> tuple[Message, Message]:
    return (
        msg("the limit is in {other}, the ledger in {currency}: left out", other=other, currency=currency),
        msg("export the limits in {currency}", currency=currency),
    )


def _from_accounts(groups: Mapping[str, Sequence[Account]], issues: list[Issue]) -> Iterable[tuple[str, list[Limit]]]:
    for customer, group in groups.items():
        limits = sorted({account.credit_limit for account in group if account.credit_limit})
        if not limits:
            continue
        if len(limits) > 1:
            issues.append(_limits_differ(customer, group, limits))
        yield customer, [Limit(customer, None, limits[0], Decision.APPROVED, name=group[0].name)]


def _limits_instead(count: int) -> Issue:
    return Issue(
        "",
        None,
        "",
        "",
        msg("no file of limits could be read: the credit limits of {count} customer cards count instead", count=count),
        msg("mend the file of limits, which is told of above"),
    )


def _limits_differ(customer: str, group: Sequence[Account], limits: Sequence[Decimal]) -> Issue:
    return Issue(
        ", ".join(account.company for account in group if account.credit_limit),
        None,
        "",
        customer,
        msg(
            "{customer} has credit limits from {lowest} to {highest} in different companies; the lowest counts",
            customer=customer,
            lowest=limits[0],
            highest=limits[-1],
        ),
        msg("enter the insurer's limit on every customer card, or export the limits from the insurer"),
    )
