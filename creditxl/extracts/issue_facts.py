"""Issues as facts that JSON can hold, and back, so that a file that is not read again is told of again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from creditxl.errors import Issue, Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from creditxl.errors import Figure


def facts_of(issue: Issue) -> dict[str, Any]:
    """Return an issue as facts."""
    return {
        "place": [issue.file, issue.row, issue.column, issue.value],
        "message": _said(issue.message),
        "fix": _said(issue.fix),
        "amount": None if issue.amount is None else str(issue.amount),
    }


def issue_of(facts: Mapping[str, Any]) -> Issue:
    """Return the issue of facts."""
    file, row, column, value = facts["place"]
    amount = None if facts["amount"] is None else Decimal(facts["amount"])
    return Issue(file, row, column, value, _message(facts["message"]), _message(facts["fix"]), amount)


def _said(message: Message) -> list[Any]:
    return [message.text, {name: _fact(figure) for name, figure in message.figures.items()}]


def _message(said: list[Any]) -> Message:
    text, figures = said
    return Message(text, {name: _figure(fact) for name, fact in figures.items()})


def _fact(figure: Figure) -> list[Any]:
    match figure:
        case Decimal():
            return ["money", str(figure)]
        case date():
            return ["date", figure.isoformat()]
        case _:
            return ["plain", figure]


def _figure(fact: list[Any]) -> Figure:
    kind, written = fact
    if kind == "money":
        return Decimal(written)
    return date.fromisoformat(written) if kind == "date" else written
