"""The policy: every number and choice of the rules, dated, with its unit, source and bounds.

Defaults stand in `parameters.toml` beside this module; a company's own file of the same form replaces what it names.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from creditxl.errors import PolicyError, msg
from creditxl.policy.bounds import RuleError
from creditxl.policy.factors import FactorTable, conventional
from creditxl.policy.formulas import EndOfMonth
from creditxl.policy.loss import DEDUCTIBLE_BOUNDS
from creditxl.policy.need import NeedBasis
from creditxl.policy.reading import choice, decimal, factor_table, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from creditxl.errors import Message
    from creditxl.policy.reading import Reader

SHIPPED = Path(__file__).with_name("parameters.toml")
KEYS = {"unit", "source", "values"}

Value = int | Decimal | EndOfMonth | NeedBasis | FactorTable


class Parameter(Struct, frozen=True):
    """One parameter as the settings sheet shows it.

    Args:
        name: The field of `Policy` and the table of the file.
        title: A short label for people.
        since: The date from which the value holds.
    """

    name: str
    title: Message
    value: Value
    unit: str
    source: str
    since: date


class Policy(Struct, frozen=True, kw_only=True):
    """The values in force on one date, each inside its bounds.

    Months are calendar months, ratios plain numbers (1.25, not 125 %), amounts in the ledger's currency.
    """

    payment_term_factors: FactorTable  # with the days of a year and of late payment in it
    year_days: int
    late_payment_days: int
    end_of_month: EndOfMonth
    fallback_term_days: int
    max_payment_term: int
    need_months: int
    need_basis: NeedBasis
    months_shown: int
    limit_step: Decimal
    recommendation_ceiling: Decimal
    quick_validity_months: int
    new_customer_months: int
    check_after_months: int
    renewal_notice_months: int
    continuous_recommendation_fee: Decimal
    excess_ratio: Decimal
    excess_amount: Decimal
    insurer_total: Decimal
    deductible: Decimal
    profit_margin: Decimal
    overdue_notice_days: int
    stop_delivery_days: int
    loss_filing_days: int
    loss_filing_after_stop_days: int
    limit_run_off_days: int
    watch_days_ahead: int
    overdue_age_1: int
    overdue_age_2: int
    overdue_age_3: int
    sign_months: int
    sign_days_late: int
    sign_overdue_share: Decimal
    sign_growth_days: int
    ahead_months: int
    ahead_level: Decimal
    ahead_least_months: int
    ahead_least_customers: int
    ahead_open_days: int
    parameters: tuple[Parameter, ...]

    @property
    def overdue_ages(self) -> tuple[int, int, int]:
        """The last day of each age of overdue receivables but the oldest, which has none."""
        return self.overdue_age_1, self.overdue_age_2, self.overdue_age_3


class _Spec(Struct, frozen=True):
    """What a parameter is called, and how its value is read and bounded."""

    title: Message
    read: Reader


# In the order of the settings sheet.
SPECS = {
    "payment_term_factors": _Spec(msg("Payment-term factors"), factor_table),
    "year_days": _Spec(msg("Days of a year"), whole(360, 366)),
    "late_payment_days": _Spec(msg("Late payment: days added to every term"), whole(0, 180)),
    "end_of_month": _Spec(msg("End-of-month terms count"), choice(EndOfMonth)),
    "fallback_term_days": _Spec(msg("Payment term when none can be read"), whole(0, 365)),
    "max_payment_term": _Spec(msg("Longest insurable payment term"), whole(1, 365)),
    "need_months": _Spec(msg("Months the limit need looks at"), whole(1, 24)),
    "need_basis": _Spec(msg("Month the limit need is taken from"), choice(NeedBasis)),
    "months_shown": _Spec(msg("Months shown in the sales sheet"), whole(3, 60)),
    "limit_step": _Spec(msg("Step an applied amount is rounded up to"), decimal("0.01", "1000000")),
    "recommendation_ceiling": _Spec(msg("Most that a recommendation covers"), decimal("0", "100000000")),
    "quick_validity_months": _Spec(msg("Validity of a quick recommendation"), whole(1, 60)),
    "new_customer_months": _Spec(msg("A customer is new for"), whole(1, 60)),
    "check_after_months": _Spec(msg("Check of new customers after"), whole(1, 24)),
    "renewal_notice_months": _Spec(msg("Watch renewals ahead"), whole(1, 12)),
    "continuous_recommendation_fee": _Spec(msg("Fee of a continuous recommendation"), decimal("0", "1000000")),
    "excess_ratio": _Spec(msg("Excess limit: limit / need above"), decimal("1", "100")),
    "excess_amount": _Spec(msg("Excess limit: limit less need at least"), decimal("0", "100000000")),
    "insurer_total": _Spec(msg("Insurer's total of all limits"), decimal("0", "100000000000")),
    "deductible": _Spec(msg("Deductible"), decimal(*DEDUCTIBLE_BOUNDS)),
    "profit_margin": _Spec(msg("Profit margin"), decimal("0.0001", "1")),
    "overdue_notice_days": _Spec(msg("Overdue notice to the insurer after"), whole(1, 365)),
    "stop_delivery_days": _Spec(msg("Stop of deliveries after"), whole(1, 365)),
    "loss_filing_days": _Spec(msg("Latest filing of a loss after the oldest due date"), whole(1, 1000)),
    "loss_filing_after_stop_days": _Spec(msg("Latest filing of a loss after the stop of deliveries"), whole(0, 1000)),
    "limit_run_off_days": _Spec(msg("Run-off of a cut limit"), whole(0, 365)),
    "watch_days_ahead": _Spec(msg("Dates to watch are shown ahead"), whole(1, 1000)),
    "overdue_age_1": _Spec(msg("Overdue receivables: last day of the first age"), whole(1, 1000)),
    "overdue_age_2": _Spec(msg("Overdue receivables: last day of the second age"), whole(1, 1000)),
    "overdue_age_3": _Spec(msg("Overdue receivables: last day of the third age"), whole(1, 1000)),
    "sign_months": _Spec(msg("Warning signs: months compared"), whole(2, 24)),
    "sign_days_late": _Spec(msg("Warning sign: days late at least"), whole(1, 365)),
    "sign_overdue_share": _Spec(msg("Warning sign: share overdue at least"), decimal("0.01", "1")),
    "sign_growth_days": _Spec(msg("Warning sign: paid later, or terms longer, by at least"), whole(1, 365)),
    "ahead_months": _Spec(msg("Need ahead: months ahead"), whole(1, 6)),
    "ahead_level": _Spec(msg("Need ahead: share of outcomes inside the interval"), decimal("0.5", "0.99")),
    "ahead_least_months": _Spec(msg("Need ahead: whole months of history at least"), whole(18, 120)),
    "ahead_least_customers": _Spec(msg("Need ahead: customers of a business line at least"), whole(1, 10_000)),
    "ahead_open_days": _Spec(msg("Need ahead: last entry at most so long before the month's end"), whole(0, 27)),
}


def load(on: date, override: Path | None = None) -> Policy:
    """Return the policy in force on a date.

    Args:
        on: The day of the review.
        override: A company's own file. It may name some parameters alone, and replaces all dated values of those.

    Raises:
        PolicyError: A file cannot be read, names an unknown parameter, or a value is missing or out of its bounds.
    """
    chosen = {name: _in_force(name, table, SHIPPED.name, on) for name, table in _shipped().items()}
    if override is not None:
        for name, table in _read(override).items():
            chosen[name] = _in_force(name, _completed(name, table, override.name), override.name, on)
    policy = _policy([chosen[name] for name in SPECS])
    _check_together(policy, (override or SHIPPED).name)
    return policy


def tried(policy: Policy, values: Mapping[str, Value]) -> Policy:
    """Return a policy with some values replaced, to see what they would do; all else is as it is."""
    return _policy([replace(one, value=values.get(one.name, one.value)) for one in policy.parameters])


def _policy(chosen: Sequence[Parameter]) -> Policy:
    values: dict[str, Any] = {parameter.name: parameter.value for parameter in chosen}
    values["payment_term_factors"] = conventional(
        values["payment_term_factors"], year_days=values["year_days"], late_days=values["late_payment_days"]
    )
    return Policy(**values, parameters=tuple(chosen))


def _completed(name: str, table: object, file: str) -> Mapping[str, Any]:
    """Return a table of a company's own file with what it need not say: the unit stays, the source is the file."""
    if name not in SPECS:
        raise _error(name, file, msg("There is no policy parameter '{name}'", name=name), _use_names())
    if not isinstance(table, dict):
        raise _error(name, file, msg("'{name}' is no table with values", name=name), _use_form(name))
    return {"unit": _shipped()[name]["unit"], "source": file} | table


def _in_force(name: str, table: Mapping[str, Any], file: str, on: date) -> Parameter:
    """Return a parameter as it is on a date; every dated value is checked, not that one alone."""
    _check_form(name, table, file)
    dated = {entry["from"]: _value(name, entry, file) for entry in table["values"]}
    if len(dated) < len(table["values"]):
        raise _error(name, file, msg("Two values hold from the same date"), msg("Keep one of them"))
    since = max((start for start in dated if start <= on), default=None)
    if since is None:
        raise _error(
            name,
            file,
            msg("'{name}' has no value on {on}", name=name, on=on),
            msg("Add a value that holds from {on} or earlier", on=on),
        )
    return Parameter(name, SPECS[name].title, dated[since], table["unit"], table["source"], since)


def _check_form(name: str, table: Mapping[str, Any], file: str) -> None:
    values = table.get("values")
    if (
        table.keys() != KEYS
        or not all(isinstance(table[key], str) for key in ("unit", "source"))
        or not (isinstance(values, list) and values and all(_is_dated(entry) for entry in values))
    ):
        raise _error(name, file, msg("'{name}' is not in the form of a parameter", name=name), _use_form(name))


def _is_dated(entry: object) -> bool:
    # A date with a time of day is a `datetime`, which is a `date` to Python too.
    return isinstance(entry, dict) and entry.keys() == {"from", "value"} and type(entry["from"]) is date


def _value(name: str, entry: Mapping[str, Any], file: str) -> Value:
    try:
        value: Value = SPECS[name].read(entry["value"])
    except RuleError as error:
        place = f"{name}, from {entry['from']}"
        raise _error(place, file, error.message, msg("Correct that value")) from error
    return value


def _check_together(policy: Policy, file: str) -> None:
    """Check the bounds that one parameter sets another."""
    table, days = policy.payment_term_factors, policy.fallback_term_days
    if not table[0][0] <= days <= table[-1][0]:
        name = "fallback_term_days"
        raise _error(
            name,
            file,
            msg("The factor table has no factor for the {days} days used when no term can be read", days=days),
            msg("Choose days from {first} to {last}, or add rows to the table", first=table[0][0], last=table[-1][0]),
        )
    first, second, third = policy.overdue_ages
    if not first < second < third:
        name = "overdue_age_1"
        raise _error(
            name,
            file,
            msg(
                "The ages of overdue receivables end at {first}, {second} and {third} days",
                first=first,
                second=second,
                third=third,
            ),
            msg("Give days that rise from overdue_age_1 to overdue_age_3"),
        )


def _use_names() -> Message:
    return msg("Use one of these names: {names}", names=", ".join(SPECS))


def _use_form(name: str) -> Message:
    return msg("Write [{name}] and below it values = [{{ from = 2026-01-01, value = … }}]", name=name)


def _error(place: str, file: str, message: Message, fix: Message) -> PolicyError:
    return PolicyError(message, where=f"{file}, {place}", fix=fix)


@cache
def _shipped() -> Mapping[str, Any]:
    return _read(SHIPPED)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        # Notepad begins a file with a byte-order mark, which TOML does not know.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError, ArithmeticError, RecursionError) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        raise PolicyError(
            msg("The policy file cannot be read: {why}", why=why),
            where=str(path),
            fix=msg("Give a TOML file in UTF-8, in the form of the shipped parameters.toml"),
        ) from error
