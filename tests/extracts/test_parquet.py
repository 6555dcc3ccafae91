"""Parquet files: typed columns of every kind that a program writes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from tests.extracts.reading import column, read_one, refusal, said

DAY = date(2018, 1, 31)


def write(folder, **columns):
    ledger = {
        "Customer_No": ["1", "2", "3"],
        "Document_Type": ["Invoice"] * 3,
        "Document_No": ["L1", "L2", "L3"],
        "Posting_Date": [DAY] * 3,
        "Amount_LCY": [1.5, -2.25, 0.0],
    }
    path = folder / "a.parquet"
    pl.DataFrame(ledger | columns, strict=False).write_parquet(path)
    return path


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([1.5, -2.25, 0.0]),
        pl.Series([1.5, -2.25, 0.0], dtype=pl.Float32),
        pl.Series([Decimal("1.5"), Decimal("-2.25"), Decimal(0)], dtype=pl.Decimal(18, 2)),
        pl.Series([Decimal("1.5"), Decimal("-2.25"), Decimal(0)], dtype=pl.Decimal(38, 10)),
        pl.Series(["1,50", "2,25-", "0,00"]),
        pl.Series(["1.50", "(2.25)", "0"]),
        pl.Series(["1,50", "-2,25", "0,00"], dtype=pl.Categorical),
    ],
    ids=lambda values: str(values.dtype),
)
def test_amounts_of_every_type_are_cents(tmp_path, values):
    table, issues = read_one(write(tmp_path, Amount_LCY=values))

    assert column(table, "amount") == [150, -225, 0]
    assert not issues


@pytest.mark.parametrize(
    ("values", "cents"),
    [
        (pl.Series([1, -2, 0]), [100, -200, 0]),
        (pl.Series([1, 2, 0], dtype=pl.UInt8), [100, 200, 0]),
        (pl.Series([Decimal(1), Decimal(-2), Decimal(0)], dtype=pl.Decimal(10, 0)), [100, -200, 0]),
        (pl.Series([Decimal("1.5"), Decimal("-2.5"), Decimal(0)], dtype=pl.Decimal(10, 1)), [150, -250, 0]),
        (pl.Series([Decimal("1.500"), Decimal("-2.000"), Decimal(0)], dtype=pl.Decimal(10, 3)), [150, -200, 0]),
    ],
    ids=lambda values: str(getattr(values, "dtype", "")),
)
def test_whole_amounts_are_units(tmp_path, values, cents):
    assert column(read_one(write(tmp_path, Amount_LCY=values))[0], "amount") == cents


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (pl.Series([1.0, 1.005, 2.0]), "'1.005' has more than two decimals"),
        (pl.Series([1.0, 1e15, 2.0]), "'1000000000000000' is larger than any amount of a ledger"),
        (pl.Series([1.0, 1e300, 2.0]), "'1e+300' is larger than any amount of a ledger"),
        (pl.Series([1.0, float("inf"), 2.0]), "'inf' is larger than any amount of a ledger"),
        (pl.Series([1.0, float("nan"), 2.0]), "the cell is empty, and its row needs it"),
        (pl.Series([1.0, None, 2.0]), "the cell is empty, and its row needs it"),
        (pl.Series([1, 2**62, 2]), f"'{2**62}' is larger than any amount of a ledger"),
        (
            pl.Series([Decimal(1), Decimal("1.005"), Decimal(2)], dtype=pl.Decimal(38, 3)),
            "'1.005' has more than two decimals",
        ),
        (
            pl.Series([Decimal(1), Decimal(9) * 10**30, Decimal(2)], dtype=pl.Decimal(38, 2)),
            "is larger than any amount",
        ),
        (pl.Series(["1,00", "x", "2,00"]), "'x' is not an amount"),
    ],
    ids=lambda values: str(getattr(values, "dtype", "")),
)
def test_what_is_no_amount_costs_its_row(tmp_path, values, message):
    table, issues = read_one(write(tmp_path, Amount_LCY=values))

    assert column(table, "amount") == [100, 200]
    assert [(issue.row, issue.column) for issue in issues] == [(3, "Amount_LCY")]
    assert message in str(issues[0].message)


@pytest.mark.parametrize(
    "values",
    [
        [DAY] * 3,
        pl.Series([datetime(2018, 1, 31, 23, 59, tzinfo=UTC)] * 3),
        ["31.1.2018", "2018-01-31", "20180131"],
        [20180131] * 3,
    ],
)
def test_dates_of_every_type_are_dates(tmp_path, values):
    assert column(read_one(write(tmp_path, Posting_Date=values))[0], "posting_date") == [DAY] * 3


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([10218, 7, 0], ["10218", "7", "0"]),
        ([10218.0, 7.0, 1.5], ["10218", "7", "1.5"]),
        (["00010218", " 7 ", "a"], ["00010218", "7", "a"]),
        ([True, False, True], ["true", "false", "true"]),
    ],
)
def test_ids_are_texts(tmp_path, values, texts):
    table, _ = read_one(write(tmp_path, Customer_No=values))

    assert column(table, "customer_no") == texts
    assert column(table, "row") == [2, 3, 4]
    assert column(table, "document_no") == ["L1", "L2", "L3"]


def test_a_missing_id_is_an_empty_cell(tmp_path):
    _, issues = read_one(write(tmp_path, Customer_No=pl.Series([1.0, float("nan"), None])))

    assert said(issues) == [(row, "Customer_No", "the cell is empty, and its row needs it") for row in (3, 4)]


@pytest.mark.parametrize("values", [[{"a": 1}] * 3, [[1]] * 3, [b"1"] * 3])
def test_a_column_that_holds_no_cells_is_refused(tmp_path, values):
    assert "the column 'customer_no' holds" in str(refusal(write(tmp_path, Customer_No=values)).message)


@pytest.mark.parametrize("kept", [4, 100, -1])
def test_a_file_that_was_cut_short_is_said_to_be_broken(tmp_path, kept):
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:kept])

    assert str(refusal(path).message).startswith("the Parquet file is broken: ")


def test_the_name_of_a_file_is_no_pattern(tmp_path):
    path = write(tmp_path).rename(tmp_path / "a[1]*.parquet")

    table, _ = read_one(path)

    assert (table.frame.height, table.file.form) == (3, "Parquet")
