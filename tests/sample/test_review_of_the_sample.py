"""The sample through the readers, the tables and the rules: what every kind of customer must come out as."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from creditxl.extracts import read_folder
from creditxl.extracts.config import Config
from creditxl.model import ActionName, InsuranceStatus, LimitStatus, RecommendationStatus
from creditxl.policy.parameters import load
from creditxl.review.assess import assess
from creditxl.sample import AS_OF, PlantedFault
from creditxl.sample.archetypes import ARCHETYPES
from creditxl.tables.join import join
from tests.sample.plain_files import lines

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.errors import Issue
    from creditxl.model import CustomerReview
    from creditxl.review.result import Review
    from creditxl.sample import SampleGroup

IN_NAMES = {"wrong_business_id", "missing_business_id", "private_person"}  # keyed by company and number


@dataclass(frozen=True)
class Expected:
    """The statuses and the sets of actions that a kind of customer has, each of which must occur."""

    insurance: str
    limit: str
    recommendation: str
    actions: tuple[str, ...] = ("",)


# Worked out by hand from the rules, section 5. Values that a kind has in turn stand side by side.
EXPECTED = {
    "continuous_ok": Expected("covered", "none", "valid"),
    "continuous_renewing_active": Expected("covered", "none", "valid"),
    "late_payer": Expected("covered", "none", "valid"),
    "dormant": Expected("no_sales", "none", "none expired cancelled"),
    "silent_continuous": Expected("no_sales", "none", "valid"),  # renews past the month: its fee is not due yet
    "new_quick": Expected("covered", "none", "valid"),
    "new_without_decision": Expected("uncovered", "none", "none", ("apply_quick",)),
    "new_rejected": Expected("uncovered", "none", "rejected", ("apply_limit",)),
    "quick_running": Expected("covered", "none", "valid"),
    "quick_to_convert": Expected("covered", "none", "valid", ("convert_to_continuous",)),
    "quick_too_large": Expected("short", "none", "valid", ("apply_limit",)),  # no recommendation reaches so far
    "quick_unclear": Expected("covered", "none", "valid", ("ask_seller",)),
    "quick_lapsing": Expected("no_sales", "none", "valid"),
    "never_invoiced": Expected("no_sales", "none", "valid"),
    "old_without_decision": Expected("uncovered", "none", "none", ("apply_continuous",)),
    "creation_unknown": Expected("uncovered", "none", "none", ("apply_continuous",)),
    "quick_expired": Expected("uncovered", "none", "expired", ("apply_continuous",)),
    "continuous_cancelled": Expected("uncovered", "none", "cancelled", ("apply_continuous",)),
    "continuous_below_need_insured": Expected("covered", "none", "below_need", ("report_recommendation",)),
    "continuous_below_need_uninsured": Expected("short", "none", "below_need", ("apply_limit report_recommendation",)),
    "continuous_rejected": Expected("uncovered", "none", "rejected", ("apply_limit report_recommendation",)),
    "rejected_small": Expected("uncovered", "none", "rejected", ("apply_limit",)),
    # A rejected quick recommendation is not a continuous one that has to be reported.
    "rejected_large": Expected("uncovered", "none", "rejected", ("apply_limit report_recommendation", "apply_limit")),
    "large_without_limit": Expected("short", "none", "valid", ("apply_limit",)),
    "large_uncovered": Expected("uncovered", "none", "none", ("apply_limit",)),
    "limit_ok": Expected("covered", "enough", "none valid below_need"),
    "limit_ok_small": Expected("covered", "enough", "none below_need"),  # the limit carries the need
    "limit_short": Expected("short", "short", "none valid", ("increase_limit",)),
    "limit_short_small": Expected("short", "short", "none", ("apply_continuous increase_limit",)),
    "limit_partial": Expected(
        "short", "short", "none valid below_need", ("escalate", "escalate report_recommendation")
    ),
    "limit_refused": Expected("short uncovered", "refused", "none valid", ("escalate",)),
    "limit_refused_rejected": Expected("uncovered", "refused", "rejected", ("escalate report_recommendation",)),
    "limit_refused_recommended": Expected("covered", "refused", "valid"),  # the recommendation is enough
    "limit_pending": Expected("short uncovered", "pending", "none valid"),  # asked already
    "limit_expired": Expected("short uncovered", "expired", "none valid", ("apply_limit",)),
    "limit_excess": Expected("covered", "excess", "none valid", ("reduce_limit",)),
    "limit_unused": Expected("no_sales", "unused", "none", ("cancel_limit",)),
    "renewing_silent": Expected("no_sales", "none", "valid", ("cancel_recommendation",)),
    "renewing_later_silent": Expected("no_sales", "none", "valid"),
    "term_at_maximum": Expected("covered", "none", "valid"),
    "term_over_maximum": Expected("covered", "none", "valid", ("check_term",)),
    "term_drift": Expected("covered", "none", "valid", ("check_term",)),
    "credited_month": Expected("covered", "none", "valid"),
    "credited_window": Expected("no_sales", "none", "valid"),
    "ceiling_edge": Expected("covered short uncovered", "none", "none valid", ("", "apply_continuous", "apply_limit")),
    "limit_edge": Expected("covered short", "enough short excess", "none", ("", "increase_limit", "reduce_limit")),
    "state": Expected("not_insurable", "none", "none", ("secure_otherwise",)),
    "public_body": Expected("not_insurable", "none", "none", ("secure_otherwise",)),
    "private_person": Expected("not_insurable", "none", "none", ("secure_otherwise",)),
    "group_company": Expected("not_insurable", "none", "none", ("secure_otherwise",)),
    "wrong_business_id": Expected("uncovered", "none", "none", ("apply_continuous",)),
    "missing_business_id": Expected("uncovered", "none", "none", ("apply_continuous",)),
    "unknown_term": Expected("covered", "none", "valid"),
}


@pytest.fixture(scope="module")
def review(folder: Path, group: SampleGroup) -> Review:
    extracts = read_folder(folder, Config())
    tables = join(extracts, as_of=group.as_of, currency="EUR")
    return assess(extracts, tables, load(AS_OF), as_of=AS_OF, currency="EUR")


@pytest.fixture(scope="module")
def rows(review: Review, group: SampleGroup) -> dict[str, list[CustomerReview]]:
    by_id = {row.business_id: row for row in review.customers}
    found: dict[str, list[CustomerReview]] = defaultdict(list)
    for customer in group.customers:
        key = "/".join(customer.accounts[0]) if customer.archetype in IN_NAMES else customer.business_id
        found[customer.archetype].append(by_id[key])
    return found


@pytest.mark.parametrize("archetype", [archetype.name for archetype in ARCHETYPES])
def test_each_kind_of_customer_comes_out_as_the_rules_say(
    archetype: str, rows: dict[str, list[CustomerReview]]
) -> None:
    expected, found = EXPECTED[archetype], rows[archetype]

    assert {row.insurance_status for row in found} == set(expected.insurance.split())
    assert {row.limit_status for row in found} == set(expected.limit.split())
    assert {row.recommendation_status for row in found} == set(expected.recommendation.split())
    assert {" ".join(action.name for action in row.actions) for row in found} == set(expected.actions)


def test_every_status_and_action_occurs_for_several_customers(review: Review) -> None:
    # A limit granted since the last refresh cannot be seen from one month alone.
    actions = Counter(task.action.name for task in review.tasks)

    assert min(actions[name] for name in ActionName if name is not ActionName.NOTIFY_RECEIVABLES) >= 3
    assert actions[ActionName.NOTIFY_RECEIVABLES] == 0
    for column, statuses in (
        ("insurance_status", InsuranceStatus),
        ("limit_status", LimitStatus),
        ("recommendation_status", RecommendationStatus),
    ):
        found = Counter(getattr(row, column) for row in review.customers)

        assert min(found[status] for status in statuses) >= 3, (column, found)


def test_every_need_is_what_the_customer_was_made_for(
    rows: dict[str, list[CustomerReview]], group: SampleGroup
) -> None:
    wanted: dict[str, list[Decimal]] = defaultdict(list)
    for customer in group.customers:
        wanted[customer.archetype].append(customer.need)
    # Past the factor table's last row the review says so and uses that row.
    for archetype in wanted.keys() - {"term_over_maximum"}:
        for row, need in zip(rows[archetype], wanted[archetype], strict=True):
            assert abs(row.need - need) <= Decimal("0.50"), row


def test_a_customer_of_several_companies_is_one_row(review: Review, group: SampleGroup) -> None:
    companies = {row.business_id: len(row.accounts) for row in review.customers}

    for customer in group.customers:
        if len(customer.accounts) > 1:
            assert companies[customer.business_id] == len(customer.accounts)


def test_each_planted_fault_is_told_once_and_nothing_else_is(review: Review, group: SampleGroup) -> None:
    unplanned, told = [], Counter[PlantedFault]()
    for issue in review.issues:
        fault = next((fault for fault in group.faults if _is_told_by(fault, issue)), None)
        if fault:
            told[fault] += 1
        else:
            unplanned.append(issue)

    # A row that is too long has other cells under its headings: each that cannot be read is told.
    assert [fault for fault in group.faults if fault.kind == "row_too_long" and not told.pop(fault)] == []
    assert [fault for fault in group.faults if fault.kind != "row_too_long" and told[fault] != 1] == []
    assert [str(issue.message) for issue in unplanned if not _follows_from_the_figures(issue, group)] == []


def test_the_totals_are_those_of_a_plain_sum_over_the_files(review: Review, folder: Path) -> None:
    sales = [line for line in lines(folder) if line.is_sale]
    gross = Decimal(sum(line.amount for line in sales)).scaleb(-2)
    later = Decimal(sum(line.amount for line in sales if line.posted > AS_OF)).scaleb(-2)
    totals = review.totals

    assert totals.gross_in_review == gross - later
    assert totals.gross_after_as_of == later
    assert totals.gross_in_extracts == gross + totals.gross_left_out
    assert totals.gross_left_out > 0  # some planted rows have an amount that can be read


def _is_told_by(fault: PlantedFault, issue: Issue) -> bool:
    if fault.kind == "customer_not_listed":  # told of the ledger, which has many rows of it
        return issue.row is None and issue.value == fault.value
    return issue.file.startswith(fault.file) and issue.row == fault.row  # a workbook's sheet may follow its name


def _follows_from_the_figures(issue: Issue, group: SampleGroup) -> bool:
    """Tell whether an archetype makes the doubt: a month below zero, or a term past the factor table."""
    credited = {one.business_id for one in group.customers if one.archetype in {"credited_month", "credited_window"}}
    return issue.value in credited or "210 days" in str(issue.message)
