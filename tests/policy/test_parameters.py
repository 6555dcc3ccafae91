from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from creditxl.errors import PolicyError
from creditxl.policy import parameters
from creditxl.policy.formulas import EndOfMonth
from creditxl.policy.need import NeedBasis
from creditxl.policy.parameters import Policy, load

ON = date(2026, 4, 30)
SHIPPED = Path(parameters.__file__).with_name("parameters.toml")
NAMES = set(Policy.__struct_fields__) - {"parameters"}


def written(folder: Path, text: str) -> Path:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def one(name: str, value: str) -> str:
    return f"[{name}]\nvalues = [{{ from = 2026-01-01, value = {value} }}]\n"


def test_the_defaults_are_those_of_the_rules() -> None:
    policy = load(ON)

    assert {name: getattr(policy, name) for name in NAMES - {"payment_term_factors"}} == {
        "end_of_month": EndOfMonth.LONGEST,
        "fallback_term_days": 30,
        "max_payment_term": 180,
        "need_months": 3,
        "need_basis": NeedBasis.PEAK,
        "months_shown": 12,
        "year_days": 360,
        "late_payment_days": 0,
        "limit_step": Decimal(1000),
        "recommendation_ceiling": Decimal(30000),
        "quick_validity_months": 6,
        "new_customer_months": 3,
        "check_after_months": 3,
        "renewal_notice_months": 1,
        "continuous_recommendation_fee": Decimal(0),
        "excess_ratio": Decimal("1.25"),
        "excess_amount": Decimal(10000),
        "insurer_total": Decimal(0),
        "deductible": Decimal("0.10"),
        "profit_margin": Decimal("0.05"),
        "overdue_notice_days": 15,
        "stop_delivery_days": 60,
        "loss_filing_days": 180,
        "loss_filing_after_stop_days": 90,
        "limit_run_off_days": 30,
        "watch_days_ahead": 60,
        "overdue_age_1": 30,
        "overdue_age_2": 60,
        "overdue_age_3": 90,
        "sign_months": 6,
        "sign_days_late": 15,
        "sign_overdue_share": Decimal("0.5"),
        "sign_growth_days": 7,
        "ahead_months": 3,
        "ahead_level": Decimal("0.8"),
        "ahead_least_months": 18,
        "ahead_least_customers": 20,
        "ahead_open_days": 7,
    }
    assert policy.payment_term_factors == tuple(
        (days, 1 + Fraction(days, 30)) for days in (0, 7, 10, 14, 21, 30, 45, 60, 90, 120, 150, 180)
    )


def test_every_parameter_has_a_field_a_table_and_a_line_on_the_settings_sheet() -> None:
    policy = load(ON)

    assert set(tomllib.loads(SHIPPED.read_text(encoding="utf-8"))) == NAMES
    assert {parameter.name for parameter in policy.parameters} == NAMES
    for parameter in policy.parameters:
        assert parameter.value == getattr(policy, parameter.name)
        assert parameter.unit
        assert parameter.source
        assert str(parameter.title)
        assert parameter.since == date(2000, 1, 1)


def test_a_companys_own_file_replaces_the_parameters_it_names(tmp_path: Path) -> None:
    own = written(
        tmp_path,
        one("recommendation_ceiling", "50000")
        + one("excess_ratio", "2")
        + one("need_basis", '"average"')
        + one("payment_term_factors", '[[0, 1], [30, "5/3"], [60, "2.5"], [90, 3.25]]'),
    )

    policy = load(ON, own)

    assert policy.recommendation_ceiling == Decimal(50000)
    assert policy.excess_ratio == Decimal(2)
    assert policy.need_basis is NeedBasis.AVERAGE
    assert policy.payment_term_factors == (
        (0, Fraction(1)),
        (30, Fraction(5, 3)),
        (60, Fraction(5, 2)),
        (90, Fraction(13, 4)),
    )
    assert policy.limit_step == load(ON).limit_step  # what it does not name stays


def test_an_own_parameter_says_where_it_comes_from(tmp_path: Path) -> None:
    with_source = '[deductible]\nsource = "policy 2026"\nunit = "share"\nvalues = [{from = 2026-01-01, value = 0.2}]\n'
    policy = load(ON, written(tmp_path, one("limit_step", "500") + with_source))
    shown = {parameter.name: parameter for parameter in policy.parameters}

    assert (shown["limit_step"].source, shown["limit_step"].unit) == ("own.toml", "ledger currency")
    assert shown["limit_step"].since == date(2026, 1, 1)
    assert (shown["deductible"].source, shown["deductible"].unit) == ("policy 2026", "share")


def test_the_value_in_force_on_the_day_is_used(tmp_path: Path) -> None:
    own = written(
        tmp_path,
        "[limit_step]\nvalues = [{ from = 2026-04-30, value = 500 }, { from = 2025-01-01, value = 100 }]\n",
    )

    assert load(ON, own).limit_step == 500  # from its first day
    assert load(ON - timedelta(days=1), own).limit_step == 100
    assert load(date(2025, 1, 1), own).limit_step == 100
    with pytest.raises(PolicyError, match="'limit_step' has no value on 2024-12-31") as raised:
        load(date(2024, 12, 31), own)

    assert raised.value.where == "own.toml, limit_step"
    assert "2024-12-31" in str(raised.value.fix)


def test_before_the_defaults_there_is_no_policy() -> None:
    assert load(date(2000, 1, 1)).need_months == 3
    with pytest.raises(PolicyError, match="has no value on 1999-12-31"):
        load(date(1999, 12, 31))


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(b"\xef\xbb\xbf[limit_step]\r\nvalues = [{ from = 2026-01-01, value = 500 }]\r\n")

    assert load(ON, file).limit_step == 500


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (one("limit_stepp", "500"), "no policy parameter 'limit_stepp'"),
        ("limit_step = 500\n", "'limit_step' is no table with values"),
        ("[limit_step]\nvalue = 500\n", "not in the form of a parameter"),
        ("[limit_step]\nvalues = 500\n", "not in the form of a parameter"),
        ("[limit_step]\nvalues = []\n", "not in the form of a parameter"),
        ("[limit_step]\nvalues = [500]\n", "not in the form of a parameter"),
        ("[limit_step]\nvalues = [{ value = 500 }]\n", "not in the form of a parameter"),
        ('[limit_step]\nvalues = [{ from = "2026-01-01", value = 500 }]\n', "not in the form of a parameter"),
        ("[limit_step]\nvalues = [{ from = 2026-01-01T00:00:00, value = 500 }]\n", "not in the form of a parameter"),
        ("[limit_step]\nsource = 5\nvalues = [{ from = 2026-01-01, value = 500 }]\n", "not in the form of a parameter"),
        ("[limit_step]\nbound = 5\nvalues = [{ from = 2026-01-01, value = 500 }]\n", "not in the form of a parameter"),
        (
            "[limit_step]\nvalues = [{ from = 2026-01-01, value = 500 }, { from = 2026-01-01, value = 600 }]\n",
            "Two values hold from the same date",
        ),
        # a value that is not in force is checked too
        (
            "[limit_step]\nvalues = [{ from = 2026-01-01, value = 500 }, { from = 2027-01-01, value = 0 }]\n",
            "not '0'",
        ),
        (one("limit_step", '"500"'), "must be a number from 0.01 to 1000000, not '500'"),
        (one("limit_step", "true"), "must be a number"),
        (one("limit_step", "nan"), "must be a number"),
        (one("limit_step", "inf"), "must be a number"),
        (one("limit_step", "1000000.01"), "must be a number"),
        (one("need_months", "0"), "must be a whole number from 1 to 24, not '0'"),
        (one("need_months", "25"), "must be a whole number"),
        (one("need_months", "3.0"), "must be a whole number"),
        (one("need_months", "true"), "must be a whole number"),
        (one("need_months", "[" + ", ".join(["1"] * 99) + "]"), "…'"),  # a long value is cut in the message
        (one("need_basis", '"mean"'), "must be one of peak, average, latest, not 'mean'"),
        (one("end_of_month", "30"), "must be one of longest, average"),
        (one("deductible", "0.09"), "from 0.10 to 0.25"),
        (one("deductible", "10"), "from 0.10 to 0.25"),  # per cent are no ratio
        (one("payment_term_factors", "2"), "at least two rows"),
        (one("payment_term_factors", "[[0, 1]]"), "at least two rows"),
        (one("payment_term_factors", "[[0, 1], [30]]"), r"must be \[days, factor\]"),
        (one("payment_term_factors", "[[0, 1], [30, 2, 3]]"), r"must be \[days, factor\]"),
        (one("payment_term_factors", "[[-1, 1], [30, 2]]"), r"must be \[days, factor\]"),
        (one("payment_term_factors", "[[0, 1], [30.5, 2]]"), r"must be \[days, factor\]"),
        (one("payment_term_factors", '[[0, 1], ["30", 2]]'), r"must be \[days, factor\]"),
        (one("payment_term_factors", "[0, 1]"), r"must be \[days, factor\]"),
        (one("payment_term_factors", "[[0, 1], [0, 2]]"), "must rise: 0 comes after 0"),
        (one("payment_term_factors", "[[0, 1], [60, 3], [30, 2]]"), "must rise: 30 comes after 60"),
        (one("payment_term_factors", "[[0, 0], [30, 2]]"), "factor must be a number from 0.0001 to 1000"),
        (one("payment_term_factors", "[[0, -1], [30, 2]]"), "factor must be"),
        (one("payment_term_factors", "[[0, 1], [30, nan]]"), "factor must be"),
        (one("payment_term_factors", "[[0, 1], [30, 1e999999]]"), "factor must be"),
        (one("payment_term_factors", "[[0, 1e-999999], [30, 1]]"), "factor must be"),
        (one("payment_term_factors", "[[0, 1], [30, 1001]]"), "factor must be"),
        (one("payment_term_factors", '[[0, 1], [30, "1/0"]]'), "factor must be"),
        (one("payment_term_factors", '[[0, 1], [30, "two"]]'), "factor must be"),
        (one("payment_term_factors", '[[0, 1], [30, "-1/2"]]'), "factor must be"),
        (one("payment_term_factors", "[[0, 1], [30, true]]"), "factor must be"),
        (one("payment_term_factors", "[[0, 1], [21, 2]]"), "no factor for the 30 days used when no term can be read"),
        (one("payment_term_factors", "[[31, 1], [60, 2]]"), "no factor for the 30 days"),
        (one("fallback_term_days", "181"), "no factor for the 181 days"),
        ("[limit_step\n", "cannot be read"),
        ("a = 1e99999999999999999999\n", "cannot be read"),
        ("a = " + "[" * 5000, "cannot be read"),
    ],
)
def test_an_own_file_that_is_wrong_is_told_with_place_and_mending(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PolicyError, match=said) as raised:
        load(ON, written(tmp_path, text))

    assert "own.toml" in raised.value.where
    assert str(raised.value.fix)


def test_a_wrong_value_is_told_with_its_parameter_and_date(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as raised:
        load(ON, written(tmp_path, one("need_months", "0")))

    assert raised.value.where == "own.toml, need_months, from 2026-01-01"


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")

    for path in (tmp_path / "none.toml", tmp_path, binary):
        with pytest.raises(PolicyError, match="cannot be read") as raised:
            load(ON, path)
        assert raised.value.where == str(path)


def test_an_empty_own_file_changes_nothing(tmp_path: Path) -> None:
    assert load(ON, written(tmp_path, "")) == load(ON)


def test_the_ages_of_overdue_receivables_must_rise(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="overdue_age_1"):
        load(ON, written(tmp_path, one("overdue_age_1", "75")))


def test_a_policy_can_be_tried_with_some_values_and_nothing_else_changes() -> None:
    policy = load(ON)

    tried = parameters.tried(policy, {"need_basis": NeedBasis.AVERAGE})

    assert tried.need_basis is NeedBasis.AVERAGE
    assert {name for name in NAMES if getattr(tried, name) != getattr(policy, name)} == {"need_basis"}
