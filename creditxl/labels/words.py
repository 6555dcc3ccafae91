"""The words that people read for every value of the model's enumerations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.labels.marker import label
from creditxl.model import (
    ActionName,
    Activity,
    CustomerType,
    Decision,
    DocumentType,
    InsuranceStatus,
    LimitStatus,
    Owner,
    RecommendationKind,
    RecommendationStatus,
    TermSource,
)
from creditxl.policy.deadlines import Watched
from creditxl.policy.need import NeedBasis
from creditxl.policy.rehearsal import Reason
from creditxl.policy.terms import EndOfMonth
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

# By type first: members of two enumerations with one value are equal, and would meet in one flat table.
WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    CustomerType: {
        CustomerType.COMPANY: label("Company"),
        CustomerType.STATE: label("State"),
        CustomerType.PUBLIC_BODY: label("Public body"),
        CustomerType.PRIVATE_PERSON: label("Private person"),
        CustomerType.GROUP_COMPANY: label("Group company"),
    },
    DocumentType: {
        DocumentType.INVOICE: label("Invoice"),
        DocumentType.CREDIT_NOTE: label("Credit note"),
        DocumentType.PAYMENT: label("Payment"),
        DocumentType.REFUND: label("Refund"),
        DocumentType.INTEREST: label("Interest"),
        DocumentType.REMINDER: label("Reminder fee"),
    },
    RecommendationKind: {
        RecommendationKind.QUICK: label("Quick"),
        RecommendationKind.CONTINUOUS: label("Continuous"),
    },
    Decision: {
        Decision.APPROVED: label("Approved"),
        Decision.PARTIAL: label("Partly approved"),
        Decision.REJECTED: label("Rejected"),
        Decision.PENDING: label("Waiting for a decision"),
        Decision.CANCELLED: label("Cancelled"),
    },
    InsuranceStatus: {
        InsuranceStatus.COVERED: label("Covered"),
        InsuranceStatus.SHORT: label("Partly covered"),
        InsuranceStatus.UNCOVERED: label("Uncovered"),
        InsuranceStatus.NOT_INSURABLE: label("Not insurable"),
        InsuranceStatus.NO_SALES: label("No sales"),
    },
    LimitStatus: {
        LimitStatus.NONE: label("No limit"),
        LimitStatus.ENOUGH: label("Limit is enough"),
        LimitStatus.SHORT: label("Limit below need"),
        LimitStatus.EXCESS: label("Limit well above need"),
        LimitStatus.UNUSED: label("Limit without sales"),
        LimitStatus.REFUSED: label("Limit refused"),
        LimitStatus.EXPIRED: label("Limit expired"),
        LimitStatus.PENDING: label("Limit applied for"),
    },
    RecommendationStatus: {
        RecommendationStatus.NONE: label("No recommendation"),
        RecommendationStatus.VALID: label("Valid"),
        RecommendationStatus.BELOW_NEED: label("Below need"),
        RecommendationStatus.EXPIRED: label("Expired"),
        RecommendationStatus.REJECTED: label("Recommendation rejected"),
        RecommendationStatus.CANCELLED: label("Recommendation cancelled"),
    },
    Activity: {
        Activity.ACTIVE: label("Active"),
        Activity.UNCLEAR: label("Unclear"),
        Activity.INACTIVE: label("Inactive"),
    },
    ActionName: {
        ActionName.APPLY_QUICK: label("Apply for a quick recommendation"),
        ActionName.APPLY_CONTINUOUS: label("Apply for a continuous recommendation"),
        ActionName.CONVERT_TO_CONTINUOUS: label("Convert to a continuous recommendation"),
        ActionName.ASK_SELLER: label("Ask the seller"),
        ActionName.APPLY_LIMIT: label("Apply for a limit"),
        ActionName.INCREASE_LIMIT: label("Apply for a higher limit"),
        ActionName.ESCALATE: label("Take to the CFO"),
        ActionName.REDUCE_LIMIT: label("Reduce the limit"),
        ActionName.CANCEL_LIMIT: label("Cancel the limit"),
        ActionName.CANCEL_RECOMMENDATION: label("Cancel the recommendation"),
        ActionName.REPORT_RECOMMENDATION: label("Report the recommendation"),
        ActionName.NOTIFY_RECEIVABLES: label("Tell the receivables office"),
        ActionName.CHECK_TERM: label("Check the payment term"),
        ActionName.SECURE_OTHERWISE: label("Secure otherwise"),
    },
    Owner: {
        Owner.RECEIVABLES_CLERK: label("Receivables clerk"),
        Owner.INSURANCE_MANAGER: label("Insurance manager"),
        Owner.CFO_AND_BUSINESS_LINE: label("CFO and business line"),
        Owner.BUSINESS_LINE: label("Business line"),
    },
    TermSource: {
        TermSource.NUMBER: label("Days in the customer card"),
        TermSource.TERMS_TABLE: label("Payment terms table"),
        TermSource.TEXT: label("Text of the term"),
        TermSource.INVOICES: label("Customer's invoices"),
        TermSource.OWN: label("Typed in the workbook"),
        TermSource.FALLBACK: label("Default term"),
    },
    Watched: {
        Watched.STOP_DELIVERIES: label("Stop deliveries"),
        Watched.OVERDUE_NOTICE: label("Tell the insurer of the overdue invoice"),
        Watched.LOSS_FILING: label("File the loss at the latest"),
        Watched.RUN_OFF: label("The cut limit's run-off ends"),
        Watched.QUICK_END: label("Quick recommendation ends"),
        Watched.RENEWAL: label("Continuous recommendation renews"),
    },
    Reason: {
        Reason.NOT_INSURABLE: label("Not insurable"),
        Reason.DISPUTED: label("Disputed"),
        Reason.LONG_TERM: label("Term over the maximum"),
        Reason.FEES: label("Interest and reminder fees"),
        Reason.NO_COVER: label("No cover"),
        Reason.ABOVE_COVER: label("Above the cover"),
        Reason.DEDUCTIBLE: label("Deductible"),
    },
    NeedBasis: {
        NeedBasis.PEAK: label("highest month"),
        NeedBasis.AVERAGE: label("average of the months"),
        NeedBasis.LATEST: label("latest month"),
    },
    EndOfMonth: {
        EndOfMonth.LONGEST: label("longest case"),
        EndOfMonth.AVERAGE: label("average case"),
    },
    Kind: {
        Kind.CUSTOMERS: label("Customers"),
        Kind.ENTRIES: label("Customer ledger"),
        Kind.PAYMENT_TERMS: label("Payment terms"),
        Kind.RECOMMENDATIONS: label("Recommendations"),
        Kind.LIMITS: label("Limits"),
        Kind.NEW_CUSTOMERS: label("New customers"),
    },
}
