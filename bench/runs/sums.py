"""creditxl's reader and sums alone: recognised, checked, typed, summed by account and month."""

import gc
import sys
from datetime import date
from pathlib import Path

from creditxl.extracts import sum_folder
from creditxl.extracts.config import Config
from creditxl.tables.columns import Kind

gc.disable()  # as every command does
part = sum_folder(Path(sys.argv[1]), Config(), date.fromisoformat(sys.argv[2]), kinds=[Kind.ENTRIES]).ledgers[0]
print(part.sales.height, part.sales["cents"].sum() / 100)
