"""The month's work, step by step: what each says, who does it and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.labels import label
from creditxl.model import ActionName, Owner, RecommendationStatus
from creditxl.workbook.capacity import CAPACITY_TABLE
from creditxl.workbook.check import CHECK_TABLE
from creditxl.workbook.deadlines import DEADLINES_TABLE
from creditxl.workbook.evidence import ISSUES
from creditxl.workbook.kept import CUSTOMERS_TABLE, GROUPS_TABLE, LIMITS_TABLE, TASKS_TABLE
from creditxl.workbook.losses import LOSSES_TABLE
from creditxl.workbook.receivables import RECEIVABLES_TABLE
from creditxl.workbook.renewals import RENEWALS_TABLE
from creditxl.workbook.ticks import CHECKS_TABLE, SIGNS_TABLE
from creditxl.workbook.view import Which

if TYPE_CHECKING:
    from collections.abc import Mapping


class Step(Struct, frozen=True):
    """One thing to do.

    Args:
        title: In English, and so what it says.
        who: None for everyone who uses the workbook.
        table: Of the sheet where it is done; empty for none.
        actions: What the worklist's column Task is filtered by.
        statuses: What the customers' column Recommendation status is filtered by.
    """

    title: str
    told: str
    who: Owner | None = None
    table: str = TASKS_TABLE
    actions: tuple[ActionName, ...] = ()
    statuses: tuple[RecommendationStatus, ...] = ()


CLERK, MANAGER, CFO, LINE = (
    Owner.RECEIVABLES_CLERK,
    Owner.INSURANCE_MANAGER,
    Owner.CFO_AND_BUSINESS_LINE,
    Owner.BUSINESS_LINE,
)
DATES = Step(
    label("See which dates come next"),
    label(
        "The soonest first, and those that have passed before them: stop of deliveries, notices to the insurer, filing "
        "of a loss, ends of recommendations and limits. creditxl calendar writes them for your calendar."
    ),
    table=DEADLINES_TABLE,
)
OWED = Step(
    label("Look at what is overdue"),
    label("Receivables by age, the most overdue first, with the oldest due date and what no cover reaches."),
    CLERK,
    RECEIVABLES_TABLE,
)
FIRST = (
    Step(
        label("Bring the month in"),
        label(
            "Save the month's extracts in the folder, and refresh. The first sheet must say that all totals add up; "
            "its list of extracts shows whether every company's newest day is there."
        ),
        table="",
    ),
    Step(
        label("Mend what could not be read"),
        label("Each row tells what is wrong and how to mend it at its source. Refresh again after that."),
        table=ISSUES,
    ),
)
# In a workbook with buttons alone.
SENDING = (
    Step(
        label("Send requests, and tell the others"),
        label(
            "Buttons on the first sheet write the insurer's and the CRM's request files, and a draft of a mail to each "
            "who acts; one beside the worklist's title writes the list of the one who acts in the chosen row. All of "
            "them go into the folder outgoing beside the workbook, and nothing is sent."
        ),
    ),
)
LAST = (
    Step(
        label("Note what is done"),
        label(
            "Type x or your initials, the day and a comment beside each task. They stay over every refresh, and return "
            "with a customer that returns."
        ),
    ),
)
INTRUM = (
    DATES,
    OWED,
    Step(
        label("Check the customers created three months ago"),
        label(
            "They stand by business line, each with its sales, its activity and what to do: convert, ask the seller or "
            "let lapse. The quick recommendation of a customer without sales lapses by itself."
        ),
        CLERK,
        CHECK_TABLE,
    ),
    Step(
        label("Move active customers to a continuous recommendation"),
        label("A customer of that check that has bought: apply for a continuous one, for the amount of the row."),
        CLERK,
        actions=(ActionName.CONVERT_TO_CONTINUOUS,),
    ),
    Step(
        label("Ask the seller where it is unclear"),
        label("The customer bought earlier and not in the latest month: ask whether sales go on."),
        CLERK,
        actions=(ActionName.ASK_SELLER,),
    ),
    Step(
        label("Apply for what is missing"),
        label("A new customer gets a quick recommendation, an older one a continuous one for the amount of the row."),
        CLERK,
        actions=(ActionName.APPLY_QUICK, ActionName.APPLY_CONTINUOUS),
    ),
    Step(
        label("Report recommendations that are rejected or too small"),
        label("Tell the insurance manager, who applies for a limit. Where a limit carries the need, none is reported."),
        CLERK,
        actions=(ActionName.REPORT_RECOMMENDATION,),
    ),
    Step(
        label("Look at recommendations that are over or too small"),
        label(
            "Every customer whose recommendation is expired, cancelled, rejected or below the need, with its need, its "
            "cover and its gap. What calls for an action stands in the worklist too."
        ),
        MANAGER,
        CUSTOMERS_TABLE,
        statuses=(
            RecommendationStatus.EXPIRED,
            RecommendationStatus.CANCELLED,
            RecommendationStatus.REJECTED,
            RecommendationStatus.BELOW_NEED,
        ),
    ),
    Step(
        label("Look at the recommendations that renew"),
        label("Those of the coming month, with three months' sales, and what cancelling those without sales saves."),
        MANAGER,
        RENEWALS_TABLE,
    ),
    Step(
        label("Cancel continuous recommendations without sales"),
        label("Those that renew within a month, without sales in the months of the need: each costs a year's fee."),
        MANAGER,
        actions=(ActionName.CANCEL_RECOMMENDATION,),
    ),
    Step(
        label("Check payment terms"),
        label("Invoices run longer than the term agreed, or the term is longer than the insurer allows."),
        CLERK,
        actions=(ActionName.CHECK_TERM,),
    ),
    Step(
        label("Check new customers before they owe much"),
        label(
            "Look into each one's finances, credit history, debtors and creditors; analyse the risk, and agree how it "
            "is followed. Tick what is done."
        ),
        CLERK,
        CHECKS_TABLE,
    ),
    Step(
        label("Watch for signs of a weakening customer"),
        label(
            "The ledger shows late payments and terms that grow. Ask the sellers for the other four signs and tick "
            "them: customers with the most signs come first."
        ),
        CLERK,
        SIGNS_TABLE,
    ),
    Step(
        label("See customers of one parent together"),
        label(
            "Type the parent beside each customer. Their needs, limits and receivables stand together after a refresh."
        ),
        MANAGER,
        GROUPS_TABLE,
    ),
    Step(
        label("Look a customer up"),
        label(
            "Sales and need by month, cover and gap. Choose a period above the list, or type an own term to see what "
            "another payment term does; explain the row to see the invoices behind it."
        ),
        table=CUSTOMERS_TABLE,
    ),
)
EULER = (
    DATES,
    OWED,
    Step(
        label("Apply for limits, and raise those that are too low"),
        label(
            "Needs above what a recommendation covers stand on a sheet for each payment term, with the present limit. "
            "Apply for the amount of the row."
        ),
        MANAGER,
        actions=(ActionName.APPLY_LIMIT, ActionName.INCREASE_LIMIT),
    ),
    Step(
        label("Take refusals to a decision"),
        label("The insurer grants less than the need: the CFO and the business line decide whether to sell uninsured."),
        CFO,
        actions=(ActionName.ESCALATE,),
    ),
    Step(
        label("Free what is not needed"),
        label("Limits well above the need are reduced, those without sales cancelled: the insurer's total is finite."),
        MANAGER,
        actions=(ActionName.REDUCE_LIMIT, ActionName.CANCEL_LIMIT),
    ),
    Step(
        label("See which gaps the freed amount fills"),
        label(
            "The insurer's total, what is used of it and what could be freed; and the plan that fills the most gaps."
        ),
        MANAGER,
        CAPACITY_TABLE,
    ),
    Step(
        label("Rehearse the largest losses"),
        label(
            "What would be lost if a customer failed today, and why each euro of it is not insured: the largest loss "
            "first."
        ),
        MANAGER,
        LOSSES_TABLE,
    ),
    Step(
        label("Tell of new limits"),
        label("Receivables and the seller hear which limits the insurer granted since the last refresh."),
        MANAGER,
        actions=(ActionName.NOTIFY_RECEIVABLES,),
    ),
    Step(
        label("Secure what cannot be insured"),
        label("Prepayment, a guarantee or a shorter term: for states, public bodies, persons and own companies."),
        LINE,
        actions=(ActionName.SECURE_OTHERWISE,),
    ),
    Step(
        label("Look a limit up"),
        label("Every limit with the need that it should carry, its decision, its end and its status."),
        table=LIMITS_TABLE,
    ),
)
STEPS: Mapping[Which, tuple[Step, ...]] = {
    Which.INTRUM: (*FIRST, *INTRUM, *LAST),
    Which.EULER: (*FIRST, *EULER, *LAST),
}
