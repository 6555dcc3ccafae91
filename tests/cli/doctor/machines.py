"""Systems that say what a test wants, and what was found on them."""

from pathlib import Path

from msgspec.structs import replace

from creditxl.cli.doctor import system
from creditxl.cli.doctor.findings import State

OK, NOTE, WRONG = State.OK, State.NOTE, State.WRONG
LEDGER = """Kirjauspvm;Asiakirjatyyppi;Asiakirjan nro;Asiakasnro;Summa
15.08.2026;Lasku;ML1;1001;10 000,00
15.09.2026;Lasku;ML2;1002;12 500,50
"""


def machine(platform="win32", registry=None, programs=None, variables=None, **fields):
    """Return a system that says what a test wants."""
    said = registry or {}
    whole = system.System(
        platform=platform,
        version=(3, 12, 4),
        bits=64,
        executable=Path("/opt/venv/bin/python"),
        registry=lambda key, name: said.get((key, name)),
        program_on_path=(programs or {}).get,
        environment=lambda name: (variables or {}).get(name, ""),
    )
    return replace(whole, **fields)


def states(findings):
    return [finding.state for finding in findings]


def told(findings):
    return "\n".join(f"{finding.message} | {finding.fix}" for finding in findings)
