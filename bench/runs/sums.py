"""creditxl's reader and sums alone: recognised, checked, typed, summed by account and month."""

import gc
import os
import sys
from datetime import date
from pathlib import Path


def main() -> None:
    """Sum the ledgers of a folder as a command does: no search for cycles, and an end at once when all is said."""
    gc.disable()
    from creditxl.extracts import sum_folder  # noqa: PLC0415 - see above
    from creditxl.extracts.config import Config  # noqa: PLC0415
    from creditxl.tables.columns import Kind  # noqa: PLC0415

    folder, as_of = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
    part = sum_folder(folder, Config(), as_of, kinds=[Kind.ENTRIES]).ledgers[0]
    print(part.sales.height, part.sales["cents"].sum() / 100, flush=True)
    os._exit(0)


main()
