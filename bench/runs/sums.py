"""creditxl's reader and sums alone: recognised, checked, typed, summed by account and month."""

import sys
from pathlib import Path

import narwhals as nw

from creditxl.extracts import read_folder
from creditxl.extracts.config import Config
from creditxl.tables.columns import Kind
from creditxl.tables.ledger import sum_sales

table = read_folder(Path(sys.argv[1]), Config(), kinds=[Kind.ENTRIES]).of(Kind.ENTRIES)[0]
rows = sum_sales(nw.from_native(table.frame.lazy())).collect().to_native()
print(rows.height, rows["cents"].sum() / 100)
