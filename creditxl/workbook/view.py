"""A review with the words to show it: what every sheet is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.model import ActionName, InsuranceStatus, LimitStatus, Owner, RecommendationStatus
from creditxl.policy.need import is_active
from creditxl.workbook.marks import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from creditxl.labels import Labels
    from creditxl.model import CustomerReview
    from creditxl.review.result import Review
    from creditxl.workbook.notes import Notes

INTRUM_FILE = "intrum-suositukset.xlsx"
EULER_FILE = "euler-limiitit.xlsx"


@dataclass(frozen=True, slots=True)
class View:
    """A review, and the words for its statuses, marked and looked up once."""

    review: Review
    labels: Labels
    insurance: Mapping[InsuranceStatus, str]
    limit: Mapping[LimitStatus, str]
    recommendation: Mapping[RecommendationStatus, str]
    actions: Mapping[ActionName, str]
    owners: Mapping[Owner, str]
    notes: Notes

    @classmethod
    def of(cls, review: Review, labels: Labels, notes: Notes) -> View:
        """Return the view of a review; `notes` are what people typed in the workbooks before."""
        spoken = labels.in_currency(review.currency)
        return cls(
            review=review,
            labels=spoken,
            insurance=marked(InsuranceStatus, spoken),
            limit=marked(LimitStatus, spoken),
            recommendation=marked(RecommendationStatus, spoken),
            actions={name: spoken.status(name) for name in ActionName},
            owners={owner: spoken.status(owner) for owner in Owner},
            notes=notes,
        )

    def text(self, label: str) -> str:
        return self.labels.text(label)

    def as_of(self) -> str:
        """Return the line under every title."""
        return self.labels.message(msg("As of {as_of}", as_of=self.review.as_of))

    def window(self) -> str:
        """Return the months that the need looks at: "8/2026–10/2026"."""
        first, last = self.review.window[0], self.review.window[-1]
        month = self.labels.month
        return month(last) if first == last else f"{month(first)}–{month(last)}"

    def is_active(self, customer: CustomerReview) -> bool:
        """Tell whether a customer has sales in the window (rule R7)."""
        return is_active(self._in_window(customer.sales_cents))

    def term_days(self, customer: CustomerReview) -> int | None:
        """Return the payment term that a customer buys on; None where companies sell to it on different ones."""
        selling = [account for account in customer.accounts if is_active(self._in_window(account.sales_cents))]
        terms = {account.term_days for account in selling or customer.accounts}
        return terms.pop() if len(terms) == 1 else None

    def _in_window(self, sales_cents: Sequence[int]) -> Sequence[int]:
        first = self.review.months.index(self.review.window[0])
        return sales_cents[first : first + len(self.review.window)]

    def action_words(self, customer: CustomerReview) -> str:
        return ", ".join(self.actions[action.name] for action in customer.actions)
