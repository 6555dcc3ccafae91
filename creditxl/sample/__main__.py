"""`python -m creditxl.sample DIR` writes the invented group's extracts into a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from creditxl.sample import write

WRONG_USAGE = 2


def main(arguments: list[str]) -> int:
    """Write the extracts; return the exit status."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("python -m creditxl.sample DIR: name the one folder that the extracts go into\n")
        return WRONG_USAGE
    group = write(Path(arguments[0]))
    sys.stdout.write(f"{len(group.files)} files in {arguments[0]}: the extracts as of {group.as_of:%Y-%m-%d}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
