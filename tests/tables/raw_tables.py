"""Raw tables made by hand, as a reader would hand them over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl

from creditxl.tables.columns import COLUMNS, CellType, Kind
from creditxl.tables.raw import Extracts, RawTable, SourceFile

TYPES = {
    CellType.TEXT: pl.String,
    CellType.AMOUNT: pl.Int64,
    CellType.DATE: pl.Date,
    CellType.DAYS: pl.Int64,
    CellType.FLAG: pl.Boolean,
    CellType.CHOICE: pl.String,
}


def table(kind: Kind, rows: list[dict[str, Any]], name: str = "") -> RawTable:
    """Return the rows as a raw table whose columns are those that any row names."""
    named = {column for row in rows for column in row} | {"company"}
    columns = [column for column in COLUMNS[kind] if column in named]
    schema: dict[str, Any] = {column: TYPES[COLUMNS[kind][column].cell] for column in columns} | {"row": pl.UInt32}
    if "company" not in schema:
        schema["company"] = pl.String
    filled = [{"company": ""} | row | {"row": number} for number, row in enumerate(rows, start=2)]
    source = SourceFile(name or f"{kind}.csv", "0" * 64, 1, datetime(2026, 11, 1, tzinfo=UTC), "CSV")
    frame = pl.DataFrame([{key: row.get(key) for key in schema} for row in filled], schema=schema)
    return RawTable(kind, source, frame, {column: column.title() for column in columns}, len(rows))


def extracts(*tables: RawTable) -> Extracts:
    """Return extracts without reader's issues."""
    return Extracts(tables, ())
