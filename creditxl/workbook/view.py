"""A review with the words to show it: what every sheet is made from."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import msg
from creditxl.model import ActionName, InsuranceStatus, LimitStatus, Owner, RecommendationStatus
from creditxl.policy.need import is_active
from creditxl.workbook.marks import marked
from creditxl.workbook.taking import CustomerValues

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from creditxl.labels import Labels
    from creditxl.model import CustomerReview
    from creditxl.review.result import Review, Task
    from creditxl.workbook.kept import Kept


class Which(StrEnum):
    """The two workbooks; the value is the file's name without its ending."""

    INTRUM = "intrum-suositukset"
    EULER = "euler-limiitit"

    @property
    def other(self) -> Which:
        return Which.EULER if self is Which.INTRUM else Which.INTRUM

    def file(self, *, is_live: bool) -> str:
        """Return the name of the file: with macros, or with values alone."""
        return f"{self}.xlsm" if is_live else f"{self}.xlsx"


# What is done about recommendations, and by the receivables clerks, stands in the Intrum book; all the rest, which is
# done about limits or because there is no cover to be had, in the Euler book. So no task is in neither or in both.
INTRUM_ACTIONS = frozenset(
    {
        ActionName.APPLY_QUICK,
        ActionName.APPLY_CONTINUOUS,
        ActionName.CONVERT_TO_CONTINUOUS,
        ActionName.ASK_SELLER,
        ActionName.CANCEL_RECOMMENDATION,
        ActionName.REPORT_RECOMMENDATION,
        ActionName.CHECK_TERM,
    }
)


def book_of(action: ActionName) -> Which:
    """Return the workbook whose worklist has an action."""
    return Which.INTRUM if action in INTRUM_ACTIONS else Which.EULER


class View(Struct, frozen=True, dict=True):
    """A review, and the words for its statuses, marked and looked up once.

    Args:
        kept: What people typed in the workbooks before.
        is_live: The workbooks have macros, and formulas where the rules reckon.
        tasks: The open ones of each workbook: one that is done stays off until its cause changes.
        is_shipped: They are for every machine, and say nothing of what stands on the one that made them.
    """

    review: Review
    labels: Labels
    insurance: Mapping[InsuranceStatus, str]
    limit: Mapping[LimitStatus, str]
    recommendation: Mapping[RecommendationStatus, str]
    actions: Mapping[ActionName, str]
    owners: Mapping[Owner, str]
    kept: Kept
    is_live: bool
    tasks: Mapping[Which, Sequence[Task]]
    is_shipped: bool = False

    @cached_property
    def customers(self) -> CustomerValues:
        """What lists show of the review's customers."""
        return CustomerValues(self.review.customers)

    @cached_property
    def window_places(self) -> slice:
        """The review's, found once."""
        return self.review.window_places

    @classmethod
    def of(cls, review: Review, labels: Labels, kept: Kept, *, is_live: bool = False) -> View:
        """Return the view of a review."""
        spoken = labels.in_currency(review.currency)
        return cls(
            review=review,
            labels=spoken,
            insurance=marked(InsuranceStatus, spoken),
            limit=marked(LimitStatus, spoken),
            recommendation=marked(RecommendationStatus, spoken),
            actions={name: spoken.status(name) for name in ActionName},
            owners={owner: spoken.status(owner) for owner in Owner},
            kept=kept,
            is_live=is_live,
            tasks=_open_tasks(review, kept),
        )

    def file(self, which: Which) -> str:
        """Return the name of one of the two files."""
        return which.file(is_live=self.is_live)

    def text(self, label: str) -> str:
        return self.labels.text(label)

    def as_of(self) -> str:
        """Return the line under every title."""
        return self.labels.message(msg("As of {as_of}", as_of=self.review.as_of))

    def window(self) -> str:
        """Return the months that the need looks at: "8/2026–10/2026"."""
        return window_words(self.labels, self.review.window[0], self.review.window[-1])

    def is_active(self, customer: CustomerReview) -> bool:
        """Tell whether a customer has sales in the window (rule R7)."""
        return customer.business_id in self._active

    @cached_property
    def _active(self) -> frozenset[str]:
        return frozenset(row.business_id for row in self.review.customers if is_active(self.in_window(row.sales_cents)))

    def term_days(self, customer: CustomerReview) -> int | None:
        """Return the payment term that a customer buys on; None where companies sell to it on different ones."""
        selling = [account for account in customer.accounts if is_active(self.in_window(account.sales_cents))]
        terms = {account.term_days for account in selling or customer.accounts}
        return terms.pop() if len(terms) == 1 else None

    def in_window(self, sales_cents: Sequence[int]) -> Sequence[int]:
        """Return the months that the need looks at of those shown."""
        return sales_cents[self.window_places]

    def action_words(self, customer: CustomerReview) -> str:
        return ", ".join([self.actions[action.name] for action in customer.actions])


def window_words(labels: Labels, first: date, last: date) -> str:
    """Return months from the first to the last one: "8/2026–10/2026"."""
    return labels.month(last) if first == last else f"{labels.month(first)}–{labels.month(last)}"


def _open_tasks(review: Review, kept: Kept) -> Mapping[Which, Sequence[Task]]:
    tasks: dict[Which, list[Task]] = {which: [] for which in Which}
    for task in review.tasks:
        if not kept.settles(task):
            tasks[book_of(task.action.name)].append(task)
    return tasks
