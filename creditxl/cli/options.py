"""The options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from creditxl.excel.places import CONFIG_NAME
from creditxl.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = ("table", "csv", "json")


class Day(click.ParamType[date]):
    """A date as 2026-10-31 or 31.10.2026."""

    name = "date"
    FORMS = ("%Y-%m-%d", "%d.%m.%Y")
    FIRST, LAST = 1990, 2199  # years that a ledger may be reviewed for

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 - click's own signature
        if isinstance(value, date):
            return value
        for form in self.FORMS:
            try:
                day = datetime.strptime(value, form).date()  # noqa: DTZ007 - a calendar day has no time zone
            except ValueError:
                continue
            if self.FIRST <= day.year <= self.LAST:
                return day
        self.fail(
            f"'{value}' is not a day of {self.FIRST} to {self.LAST}; write it as 2026-10-31 or 31.10.2026", param, ctx
        )
        return None


def today() -> date:
    """Return the day on this machine's clock: the command line is an edge, where the clock may be read."""
    return datetime.now().astimezone().date()


class Place(click.Path):
    """A path that is given: an empty one would be the folder one stands in, and nobody means that."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's own signature
        if not str(value).strip():
            self.fail("it is empty; name the folder or the file", param, ctx)
        return super().convert(value, param, ctx)


A_PATH: Any = Place(path_type=Path)

extracts = click.option(
    "--extracts", type=A_PATH, metavar="DIR", help=f"The folder of extracts. [default: of {CONFIG_NAME}]"
)
extracts_of_own = click.option(
    "--extracts",
    type=A_PATH,
    metavar="DIR",
    help="Where you will save the extracts; the sheets are filled from what is there. [default: DIR/extracts]",
)
as_of = click.option(
    "--as-of", type=Day(), metavar="DATE", help=f"The day of the review. [default: of {CONFIG_NAME}; else today]"
)
config = click.option(
    "--config",
    type=A_PATH,
    metavar="FILE",
    help=f"A company's own headings and names. [default: {CONFIG_NAME} among the extracts or here]",
)
policy = click.option(
    "--policy",
    type=A_PATH,
    metavar="FILE",
    help=f"Parameters that replace the built-in ones. [default: of {CONFIG_NAME}]",
)
language = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="Of the workbooks and of what is printed. [default: of creditxl.toml; else workbooks fi, terminal en]",
)
out = click.option(
    "--out",
    type=A_PATH,
    default=Path("out"),
    show_default=True,
    metavar="DIR",
    help="Target.",
)
output_format = click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="For people, or programs.",
)


def of_a_review(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command has which reads extracts."""
    for option in (language, policy, config, as_of, extracts):
        command = option(command)
    return command
