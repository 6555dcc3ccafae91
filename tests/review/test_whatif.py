"""Other conventions tried beside the present ones: who changes status, and nothing is applied."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.cli.main import main
from creditxl.model import InsuranceStatus
from creditxl.policy.factors import conventional, factor
from creditxl.policy.formulas import EndOfMonth
from creditxl.policy.need import NeedBasis, limit_need
from creditxl.policy.parameters import tried
from creditxl.review.whatif import Alternative, alternatives, compare
from tests.policy.situations import POLICY
from tests.workbook.reviews import customer, review

if TYPE_CHECKING:
    from pathlib import Path

    from creditxl.policy.parameters import Policy
    from creditxl.review.result import Review

TABLE = POLICY.payment_term_factors
LEDGER = """Yritys;Kirjauspvm;Asiakirjatyyppi;Asiakirjan nro;Asiakasnro;Asiakkaan nimi;Summa;Eräpäivä
Havu Oy;15.8.2026;Lasku;1;10;Koivu Oy;9000,00;14.9.2026
Havu Oy;15.9.2026;Lasku;2;10;Koivu Oy;15000,00;15.10.2026
Havu Oy;15.10.2026;Lasku;3;10;Koivu Oy;3000,00;14.11.2026
"""
LIMITS = """Y-tunnus;Nimi;Haettu;Myönnetty;Päätös
0201256-6;Koivu Oy;20000;20000;Hyväksytty
"""
CUSTOMERS = """Yritys;Asiakasnro;Nimi;Y-tunnus;Maksuehto
Havu Oy;10;Koivu Oy;0201256-6;30 pv netto
"""


@pytest.mark.parametrize(
    ("days", "year", "late", "expected"),
    [
        (30, 360, 0, Fraction(2)),
        (30, 365, 0, 1 + Fraction(30 * 12, 365)),  # 30 days of a month of 365 / 12
        (30, 360, 15, Fraction(5, 2)),
        (0, 360, 30, Fraction(2)),
        (60, 365, 30, 1 + Fraction(90 * 12, 365)),  # a late day counts as much as one of the term
    ],
)
def test_a_convention_counts_the_days_of_a_term_otherwise(days: int, year: int, late: int, expected: Fraction) -> None:
    assert factor(days, conventional(TABLE, year_days=year, late_days=late)) == expected


@given(st.integers(360, 366), st.integers(0, 150))
def test_a_convention_reaches_as_far_as_the_table_does(year: int, late: int) -> None:
    found = conventional(TABLE, year_days=year, late_days=late)
    last = found[-1][0]

    assert Fraction((last + late) * 360, year) <= 180 < Fraction((last + 1 + late) * 360, year)
    assert all(before[0] < after[0] and before[1] < after[1] for before, after in pairwise(found))


def test_the_usual_conventions_change_one_thing_each_and_never_to_what_is() -> None:
    names = [one.name for one in alternatives(POLICY)]

    assert names == [
        "outstanding_only",
        "year_365",
        "end_of_month_average",
        "need_average",
        "need_latest",
        "late_15",
        "late_30",
    ]
    other = {
        "year_days": 365,
        "end_of_month": EndOfMonth.AVERAGE,
        "need_basis": NeedBasis.LATEST,
        "late_payment_days": 5,
    }
    assert [one.name for one in alternatives(tried(POLICY, other))] == [
        "outstanding_only",
        "year_360",
        "end_of_month_longest",
        "need_peak",
        "need_average",
        "late_20",
        "late_35",
    ]


@pytest.mark.parametrize(
    ("sold_a_year", "days", "others", "expected"),
    [
        (100_000, 90, {}, "25000.00"),  # 100 000 × 90 / 360
        (120_000, 30, {}, "10000.00"),  # 10 000 a month, 30 days net
        (200_000, 35, {"year_days": 365}, "19178.08"),  # 200 000 × 35 / 365: what ought to be outstanding
        (200_000, 35, {"year_days": 365, "late_payment_days": 35}, "38356.16"),  # and is, as paid 35 days late
    ],
)
def test_what_is_outstanding_alone_gives_the_fields_worked_examples(
    sold_a_year: int, days: int, others: dict[str, int], expected: str
) -> None:
    outstanding = alternatives(tried(POLICY, others))[0].policy

    assert limit_need([(Decimal(sold_a_year) / 12, factor(days, outstanding.payment_term_factors))]) == Decimal(
        expected
    )


def test_who_changes_status_is_told_and_who_does_not_is_not() -> None:
    present = review([customer("1"), customer("2")])

    def again(policy: Policy) -> Review:
        rows = [customer("1"), customer("2", insurance_status=InsuranceStatus.SHORT, need=Decimal(99))]
        return replace(review(rows), policy=policy)

    (found,) = compare(present, again, alternatives(POLICY)[:1])

    assert [(one.before.business_id, one.after.need) for one in found.changed] == [("2", 99)]
    assert isinstance(found.alternative, Alternative)


def written(folder: Path) -> list[str]:
    for name, text in (("kirjaukset", LEDGER), ("limiitit", LIMITS), ("asiakkaat", CUSTOMERS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return ["whatif", "--extracts", str(folder), "--as-of", "2026-10-31", "--format", "json"]


def test_the_command_reviews_the_extracts_by_each_convention(tmp_path: Path) -> None:
    command = written(tmp_path)
    done = CliRunner().invoke(main, command)
    rows = {row["alternative"]: row for row in json.loads(done.stdout)}

    # Sales of 15 000 at most, 30 days: a need of 30 000 against a limit of 20 000.
    assert {name: row["need_after"] for name, row in rows.items()} == {
        "outstanding_only": 15_000,
        "need_average": 18_000,
        "need_latest": 6_000,
    }
    assert {row["need"] for row in rows.values()} == {30_000}
    assert {row["insurance_status_after"] for row in rows.values()} == {"covered"}


def test_a_policy_file_can_be_tried_before_it_is_used(tmp_path: Path) -> None:
    (own := tmp_path / "own.toml").write_text(
        "[payment_term_factors]\nvalues = [{ from = 2026-01-01, value = [[0, 1], [30, 1.2]] }]\n"
    )
    extracts = tmp_path / "extracts"
    extracts.mkdir()
    before = sorted(tmp_path.rglob("*"))
    done = CliRunner().invoke(main, [*written(extracts), "--with", str(own)])
    (row,) = json.loads(done.stdout)

    assert (row["alternative"], row["need"], row["need_after"]) == ("own", 30_000, 18_000)
    assert {path.suffix for path in set(tmp_path.rglob("*")) - set(before)} == {".csv"}
