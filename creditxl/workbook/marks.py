"""The marks that say with a sign, and not with colour alone, how a status should be taken."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from creditxl.labels import label
from creditxl.model import Activity, InsuranceStatus, LimitStatus, RecommendationStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from creditxl.labels import Labels

Status = TypeVar("Status", bound=StrEnum)


class Tone(StrEnum):
    """How a status should be taken; the value is its mark."""

    GOOD = "✓"
    WATCH = "●"
    ACT = "▲"
    APART = "◆"
    QUIET = "○"
    WRONG = "✗"


MEANINGS: Mapping[Tone, str] = {
    Tone.GOOD: label("In order"),
    Tone.WATCH: label("Worth a look: partly in order, waiting or more than needed"),
    Tone.ACT: label("Needs action: cover is missing, refused or expired"),
    Tone.APART: label("Outside the insurance"),
    Tone.QUIET: label("Nothing to do: no sales, or nothing applied for"),
    Tone.WRONG: label("Figures that should be equal are not"),
}

TONES: Mapping[type[StrEnum], Mapping[str, Tone]] = {
    InsuranceStatus: {
        InsuranceStatus.COVERED: Tone.GOOD,
        InsuranceStatus.SHORT: Tone.WATCH,
        InsuranceStatus.UNCOVERED: Tone.ACT,
        InsuranceStatus.NOT_INSURABLE: Tone.APART,
        InsuranceStatus.NO_SALES: Tone.QUIET,
    },
    LimitStatus: {
        LimitStatus.NONE: Tone.QUIET,
        LimitStatus.ENOUGH: Tone.GOOD,
        LimitStatus.SHORT: Tone.ACT,
        LimitStatus.EXCESS: Tone.WATCH,
        LimitStatus.UNUSED: Tone.WATCH,
        LimitStatus.REFUSED: Tone.ACT,
        LimitStatus.EXPIRED: Tone.ACT,
        LimitStatus.PENDING: Tone.WATCH,
    },
    RecommendationStatus: {
        RecommendationStatus.NONE: Tone.QUIET,
        RecommendationStatus.VALID: Tone.GOOD,
        RecommendationStatus.BELOW_NEED: Tone.WATCH,
        RecommendationStatus.EXPIRED: Tone.WATCH,
        RecommendationStatus.REJECTED: Tone.ACT,
        RecommendationStatus.CANCELLED: Tone.QUIET,
    },
    Activity: {
        Activity.ACTIVE: Tone.GOOD,
        Activity.UNCLEAR: Tone.WATCH,
        Activity.INACTIVE: Tone.QUIET,
    },
}


def marked(statuses: type[Status], labels: Labels) -> dict[Status, str]:
    """Return the words of every value of a status, its mark before them: "▲ Kattamaton"."""
    return {status: f"{TONES[statuses][status]} {labels.status(status)}" for status in statuses}
