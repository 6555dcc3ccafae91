"""The worksheet functions: each reads its cells, asks the rules and answers. No rule stands here.

A function that needs a number of the policy, and is not given one, takes the shipped default. None looks at the clock
or at a file of the company: the same cells always give the same answer.
"""

from __future__ import annotations

from creditxl.excel.functions.identifiers import business_id_valid, vat_number
from creditxl.excel.functions.losses import compensation, loss_estimate, sales_to_recover
from creditxl.excel.functions.needs import (
    cover,
    coverage_gap,
    limit_need,
    payment_term_days,
    payment_term_factor,
)
from creditxl.excel.functions.receivables import days_overdue, overdue_age, uncovered_receivables
from creditxl.excel.functions.statuses import credit_action, insurance_status, limit_status, recommendation_status

__all__ = ["FUNCTIONS"]

# In the order in which the documentation tells of them.
FUNCTIONS = (
    limit_need,
    payment_term_factor,
    payment_term_days,
    recommendation_status,
    cover,
    coverage_gap,
    limit_status,
    insurance_status,
    credit_action,
    business_id_valid,
    vat_number,
    days_overdue,
    overdue_age,
    uncovered_receivables,
    compensation,
    loss_estimate,
    sales_to_recover,
)
