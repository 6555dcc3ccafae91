"""One customer's figures told in plain lines, each with the rule that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import msg
from creditxl.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.labels import Labels
    from creditxl.review.explain import Explanation


def lines(explanation: Explanation, labels: Labels) -> Iterator[str]:
    """Return the lines in the order of the rules: entries, terms, need, cover, statuses, actions."""
    row = explanation.customer
    yield f"{row.name}  {row.business_id}  {labels.date(explanation.review.as_of)}"
    for part in (_entries, _terms, _need, _cover, _receivables, _actions):
        yield ""
        yield from part(explanation, labels)


def _entries(explanation: Explanation, labels: Labels) -> Iterator[str]:
    yield labels.text(label("Invoices and credit notes of the window (R4)"))
    for line in explanation.entries:
        due = labels.date(line.due_date) if line.due_date else "–"
        yield (
            f"  {labels.date(line.posting_date):>10}  {labels.status(line.document_type):<14}  {line.document_no:<14}"
            f"  {due:>10}  {labels.money(line.amount):>16}  {line.file}:{line.row}"
        )
    if not explanation.entries:
        yield "  " + labels.text(label("none"))


def _terms(explanation: Explanation, labels: Labels) -> Iterator[str]:
    yield labels.text(label("Payment terms and factors (R1, R2)"))
    for found in explanation.customer.accounts:
        told = msg(
            "{account}: '{term}' is {days} days ({source}); factor {factor}",
            account=f"{found.account.company} {found.account.customer_no}".strip(),
            term=found.account.payment_term,
            days=found.term_days,
            source=labels.status(found.term_source),
            factor=f"{found.factor.normalize():f}",
        )
        yield "  " + labels.message(told)


def _need(explanation: Explanation, labels: Labels) -> Iterator[str]:
    yield labels.text(label("Sales and need by month (R5, R6)"))
    accounts = explanation.customer.accounts
    for month in explanation.months:
        parts = (
            f"{labels.money(sales)} × {found.factor.normalize():f}"
            for sales, found in zip(month.sales, accounts, strict=True)
        )
        yield f"  {labels.month(month.month):>8}  {' + '.join(parts)} = {labels.money(month.need)}"
    row = explanation.customer
    basis = labels.status(explanation.review.policy.need_basis)
    yield "  " + labels.message(msg("Need: {need} ({basis} of the window)", need=row.need, basis=basis))


def _cover(explanation: Explanation, labels: Labels) -> Iterator[str]:
    row = explanation.customer
    yield labels.text(label("Cover and statuses (R9 to R12)"))
    kind = f"{labels.status(row.recommendation_kind)}, " if row.recommendation_kind else ""
    yield f"  {labels.text(label('Recommendation'))}: {kind}{labels.status(row.recommendation_status)}"
    yield f"  {labels.text(label('Limit'))}: {labels.money(row.limit)}, {labels.status(row.limit_status)}"
    told = msg("Cover {cover}, need {need}: gap {gap}", cover=row.cover, need=row.need, gap=row.gap)
    yield f"  {labels.message(told)}, {labels.status(row.insurance_status)}"


def _receivables(explanation: Explanation, labels: Labels) -> Iterator[str]:
    row = explanation.customer
    yield labels.text(label("Receivables (R14)"))
    if row.open_receivables is None or row.overdue is None or row.uncovered_receivables is None:
        yield "  " + labels.text(label("the ledger gives no remaining amounts"))
        return
    told = msg(
        "Open {open}, overdue {overdue}, uncovered {uncovered}",
        open=row.open_receivables,
        overdue=row.overdue,
        uncovered=row.uncovered_receivables,
    )
    yield "  " + labels.message(told)


def _actions(explanation: Explanation, labels: Labels) -> Iterator[str]:
    yield labels.text(label("Actions (rules, section 5)"))
    for action in explanation.customer.actions:
        amount = "" if action.amount is None else f" {labels.money(action.amount)}"
        yield f"  {labels.status(action.name)}{amount} ({labels.status(action.owner)}): {labels.message(action.reason)}"
    if not explanation.customer.actions:
        yield "  " + labels.text(label("none"))
