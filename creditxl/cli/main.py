"""`creditxl`: parse, call the pipeline, print, exit.

Exit status: 0 done, 1 failed (one sentence: what, where, how to mend it), 2 wrong usage, 3 done with data issues.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from creditxl import __version__
from creditxl.cli import options
from creditxl.cli.ahead import ahead
from creditxl.cli.calc import calc
from creditxl.cli.outgoing import calendar, mails, person_list, requests
from creditxl.cli.whatif import whatif
from creditxl.errors import CreditXLError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FAILED = 1
SWITCHES = 0.001  # seconds that a thread computes before another one may go on


class Commands(click.Group):
    """A group whose failures are one sentence on the error stream."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except CreditXLError as error:
            from creditxl.cli.printing import say_error  # noqa: PLC0415 - nothing to load while nothing fails

            say_error(error, ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            # Whoever read our output has enough; without this Python complains again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except Exception as error:
            if os.environ.get("CREDITXL_DEBUG"):
                raise
            click.echo(_refused(error) if isinstance(error, OSError) else _fault(error), err=True)
        ctx.exit(FAILED)
        return None


def _refused(error: OSError) -> str:
    where = f" [{error.filename}]" if error.filename else ""
    return f"The system refused: {error.strerror or error}{where}."


def _fault(error: Exception) -> str:
    return (
        f"A fault of the program itself ({type(error).__name__}: {error}). "
        "Run it again with CREDITXL_DEBUG=1 in the environment and report what it prints."
    )


def run() -> None:
    """Run one command and end: what `creditxl` and `python -m creditxl` start."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal shows what it can; whatever reads a pipe or a file gets UTF-8 on every system.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    # While one thread computes, others read and pack outside of the interpreter: they must not wait long to go on.
    sys.setswitchinterval(SWITCHES)
    # Nothing here makes cycles, and the process ends in seconds: looking for them costs a tenth of its time.
    gc.disable()
    try:
        _run_and_end()
    except OSError as error:
        # Where it was to be printed: a full disk, a terminal that is gone.
        os.write(sys.stderr.fileno(), f"What is said cannot be written: {error.strerror}.\n".encode())
        os._exit(FAILED)


def _run_and_end() -> None:
    """Run the command, and end the process at once: the system takes back what a review has made, not the interpreter.

    Every thread and file is closed by then; what is left of the output is written first.
    """
    try:
        main()
    except SystemExit as end:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        if end.code is None or isinstance(end.code, int):
            os._exit(end.code or 0)
        raise


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="creditxl")
def main() -> None:
    """Credit-limit follow-up for insured receivables: extracts in, both workbooks out.

    Every command ends with 0 when done, 1 when it failed, 2 when called wrongly, 3 when done with data issues.
    """


@main.command()
@options.out
@options.language
def demo(out: Path, language: str | None) -> None:
    """Write the sample group's extracts and both workbooks, and say what to look at.

    Ends with 0: the sample's data issues are planted.
    """
    from creditxl.cli import jobs  # noqa: PLC0415 - help must come at once: the work is loaded with the command

    jobs.demo(out, language)


@main.command()
@options.of_a_review
@options.out
def refresh(out: Path, **given: Any) -> None:  # noqa: ANN401 - the shared options, as `jobs.Given` names them
    """Write both workbooks from the extracts."""
    from creditxl.cli import jobs  # noqa: PLC0415 - as in `demo`

    sys.exit(jobs.refresh(jobs.Given(**given), out))


@main.command()
@options.of_a_review
@options.output_format
def review(output_format: str, **given: Any) -> None:  # noqa: ANN401 - as in `refresh`
    """Show every customer's need, cover, gap, statuses and actions."""
    from creditxl.cli import jobs  # noqa: PLC0415 - as in `demo`

    sys.exit(jobs.review(jobs.Given(**given), output_format))


@main.command()
@options.of_a_review
@options.output_format
def tasks(output_format: str, **given: Any) -> None:  # noqa: ANN401 - as in `refresh`
    """Show the worklist: who does what, for how much, by when, why."""
    from creditxl.cli import jobs  # noqa: PLC0415 - as in `demo`

    sys.exit(jobs.tasks(jobs.Given(**given), output_format))


@main.command()
@options.of_a_review
@options.output_format
def issues(output_format: str, **given: Any) -> None:  # noqa: ANN401 - as in `refresh`
    """Show what could not be read or matched, where it stands, and how to mend it."""
    from creditxl.cli import jobs  # noqa: PLC0415 - as in `demo`

    sys.exit(jobs.issues(jobs.Given(**given), output_format))


@main.command()
@options.of_a_review
@options.output_format
def sources(output_format: str, **given: Any) -> None:  # noqa: ANN401 - as in `refresh`
    """Show what each table comes from: its newest entry, rows, control total."""
    from creditxl.cli import jobs  # noqa: PLC0415 - as in `demo`

    sys.exit(jobs.sources(jobs.Given(**given), output_format))


@main.command()
@click.argument("business_id")
@options.of_a_review
def explain(business_id: str, **given: Any) -> None:  # noqa: ANN401 - as in `refresh`
    """Show the invoices, months, terms, factors and rules behind one customer's need and status."""
    from creditxl.cli import jobs  # noqa: PLC0415 - as in `demo`

    sys.exit(jobs.explain(jobs.Given(**given), business_id))


for command in (ahead, calc, requests, mails, calendar, person_list, whatif):
    main.add_command(command)


@main.command()
@click.argument("file", type=options.A_PATH, metavar="FILE")
@click.option(
    "--out",
    type=options.A_PATH,
    metavar="FILE",
    help="The copy, an .xlsx file. [default: beside the workbook, named name-arvot, -värden or -values]",
)
@options.language
def share(file: Path, out: Path | None, language: str | None) -> None:
    """Write a copy of a workbook for someone without Python: values alone, no macros, names or paths."""
    from creditxl.cli import sharing  # noqa: PLC0415 - as in `demo`

    sharing.share(file, out, language)


@main.command()
@click.argument("place", type=options.A_PATH, metavar="[WORKBOOK|DIR]", required=False)
@click.option("--extracts", type=options.A_PATH, metavar="DIR", help="The folder of extracts, to see what is in it.")
@options.config
@options.out
@options.language
def doctor(place: Path | None, extracts: Path | None, config: Path | None, out: Path, language: str | None) -> None:
    """Say what is wrong with this machine's set-up, and how to mend it; ends with 1 when anything is.

    With a workbook, or the folder of some, it says too whether they were made for this machine and version, and may
    run their macros.
    """
    from creditxl.cli import doctor as doctoring  # noqa: PLC0415 - as in `demo`

    sys.exit(doctoring.doctor(doctoring.Asked(place, extracts, config, out), language))


@main.command()
@click.argument("folder", type=options.A_PATH, metavar="DIR")
@options.extracts_of_own
@options.as_of
@options.language
def init(folder: Path, extracts: Path | None, as_of: date | None, language: str | None) -> None:
    """Make workbooks with macros and an add-in of your own in a folder, and the settings beside them."""
    from creditxl.cli import making  # noqa: PLC0415 - as in `demo`

    sys.exit(making.init(folder, extracts, as_of, language))


@main.command()
@click.argument("place", type=options.A_PATH, metavar="[DIR]", default=".")
def upgrade(place: Path) -> None:
    """Make workbooks of an older version anew, keeping what people typed; the old ones stay beside them."""
    from creditxl.cli import upgrading  # noqa: PLC0415 - as in `demo`

    sys.exit(upgrading.upgrade(place))


@main.command()
@click.option("--out", type=options.A_PATH, default="workbooks", show_default=True, metavar="DIR", help="Target.")
def build(out: Path) -> None:
    """Build the workbooks and the add-in that are shipped: the same bytes on every machine."""
    from creditxl.cli import making  # noqa: PLC0415 - as in `demo`

    sys.exit(making.build(out))
