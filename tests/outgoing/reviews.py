"""Reviews with names that try to be something else than names."""

from datetime import date
from decimal import Decimal

from creditxl.model import ActionName as A
from creditxl.model import Owner
from tests.workbook.reviews import action, customer, review

CLERK, MANAGER, CFO, LINE = Owner
AS_OF = date(2026, 10, 31)

NASTY = (
    '=HYPERLINK("http://x")',
    "+358 40 Oy",
    "-1+1",
    "@SUM(A1)",
    "\tsarkain Oy",
    "\rpaluu Oy",
    "Å" * 200,
    "Äyräs & Öljy <b>Oy</b>",
    "Iloinen 😀👩‍🚀 Oy",
    'Lainaus "Oy", Ab; =1',
    "'jo heittomerkki",
    "kaksi\r\nriviä: x",
    "<r><t>x</t></r>",
    "_x0041_",
    "ohjaus\x01\x1b[31m",
    "=?utf-8?q?a=0ABcc:_x@example.com?=",
    "1e5",
    "007",
)
ACTIONS = (
    (A.APPLY_LIMIT, MANAGER),
    (A.INCREASE_LIMIT, MANAGER),
    (A.REDUCE_LIMIT, MANAGER),
    (A.CANCEL_LIMIT, MANAGER),
    (A.APPLY_QUICK, CLERK),
    (A.APPLY_CONTINUOUS, CLERK),
    (A.CONVERT_TO_CONTINUOUS, CLERK),
    (A.CANCEL_RECOMMENDATION, MANAGER),
    (A.CHECK_TERM, CLERK),
    (A.ESCALATE, CFO),
    (A.SECURE_OTHERWISE, LINE),
)


def one(what, /, owner=MANAGER, amount=Decimal(42000), business_id="1234567-1", due_on=None, **fields):
    """Return a review of one customer with one task."""
    return review([customer(business_id, actions=(action(what, owner, amount, due_on=due_on),), **fields)])


def everyone(names=NASTY, lines=("Rakennus", "Hoiva", "")):
    """Return a review in which customers of every name have every action that leaves the house, over some lines."""
    rows = []
    for place, name in enumerate(names):
        for step, (what, owner) in enumerate(ACTIONS):
            amount = None if what in {A.APPLY_QUICK, A.CANCEL_RECOMMENDATION, A.CHECK_TERM} else Decimal(1000 + place)
            given = action(what, owner, amount, due_on=date(2026, 11, 30) if step % 2 else None)
            number = f"{2_000_000 + place * 100 + step:07d}-{step % 10}"
            rows.append(customer(number, name=name, business_line=lines[place % len(lines)], actions=(given,)))
    return review(rows)


def pairs(tasks):
    return {(task.customer.business_id, task.action.name) for task in tasks}
