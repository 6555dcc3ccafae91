"""`creditxl calc`: the workbooks' functions and buttons in a person's own LibreOffice."""

from __future__ import annotations

from pathlib import Path

import click

PROFILE = click.option(
    "--profile",
    type=click.Path(path_type=Path, file_okay=False),
    help="LibreOffice's profile: the folder that holds its folder user. Not given: the usual one of this machine.",
)


@click.group()
def calc() -> None:
    """Let workbooks with macros reach Python in your LibreOffice, or take that away."""


@calc.command()
@PROFILE
def install(profile: Path | None) -> None:
    """Make the workbooks' functions work in LibreOffice. Close LibreOffice first."""
    from creditxl.calc.bridge import installing  # noqa: PLC0415 - help must come at once

    folder = profile or installing.usual_profile()
    installing.install(folder)
    click.echo(
        f"Workbooks of creditxl reach Python in the LibreOffice of {folder}.\n"
        "Their macros must be allowed: Tools > Options > LibreOffice > Security > Macro Security > Trusted Sources, "
        "and add the folder of the workbooks."
    )


@calc.command()
@PROFILE
def uninstall(profile: Path | None) -> None:
    """Take away what install put into LibreOffice. Close LibreOffice first."""
    from creditxl.calc.bridge import installing  # noqa: PLC0415 - as in `install`

    folder = profile or installing.usual_profile()
    installing.uninstall(folder)
    click.echo(f"The LibreOffice of {folder} is as it was before the installation.")
