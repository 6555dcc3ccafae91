"""How every macro runs: its workbook, its language, and what is told when it ends or fails."""

from __future__ import annotations

import contextlib
import warnings
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Protocol

import xlwings as xw
from msgspec import Struct

from creditxl.excel.macros import cancelling, failures, home
from creditxl.excel.safety import make_safe
from creditxl.labels import Labels, label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from creditxl.errors import Message

TITLE = "creditxl"
# What a macro may change for the time that it runs; put back in this order.
LENT = ("calculation", "enable_events", "display_alerts", "screen_updating")


class Caller(Struct, frozen=True, dict=True):
    """The workbook whose button was pressed, and how to speak to the one who pressed it.

    Args:
        book: The workbook.
        read_only: It cannot be saved under its own name: someone else has it open, or may alone change it.
    """

    book: xw.Book
    read_only: bool

    @property
    def app(self) -> xw.App:
        return self.book.app

    @cached_property
    def labels(self) -> Labels:
        """The workbook's language."""
        return Labels(home.language(self.book))

    def tell(self, step: Message) -> None:
        """Show a step in the status bar before it begins.

        Raises:
            CancelledError: Esc was pressed meanwhile.
        """
        if cancelling.is_asked(self.app):
            raise cancelling.CancelledError
        self.show(step)

    def show(self, step: Message) -> None:
        """Show a step that is not to be broken off in the status bar while it lasts."""
        self.app.status_bar = f"{TITLE}: {self.labels.message(step).rstrip(' .…')} …"

    def ask(self, question: Message) -> bool:
        """Ask what is answered with yes or no."""
        return self.app.alert(self.labels.message(question), TITLE, "yes_no") == "yes"


class Macro(Protocol):
    """A macro as VBA calls it."""

    def __call__(self, *, read_only: bool = False) -> None: ...


_running: list[str] = []  # the macro that runs: a button pressed meanwhile begins no other


def macro(failed: str) -> Callable[[Callable[[Caller], str | None]], Macro]:
    """Return what makes a macro of a function that gets its caller and returns what is to be told at the end.

    Args:
        failed: What did not happen where the function raises, in English.
    """

    def decorate(work: Callable[[Caller], str | None]) -> Macro:
        @wraps(work)
        def run(*, read_only: bool = False) -> None:
            if _running:
                return
            _running.append(work.__name__)
            try:
                # What libraries warn of would be taken for a failure: Excel for Mac shows whatever is printed.
                with warnings.catch_warnings(action="ignore"):
                    _run(work, failed, read_only=read_only)
            finally:
                _running.clear()

        return run

    return decorate


def _run(work: Callable[[Caller], str | None], failed: str, *, read_only: bool) -> None:
    make_safe()
    caller = Caller(xw.Book.caller(), read_only)
    mode = "info"
    cancelling.is_asked(caller.app)  # an Esc from before the button was pressed means something else
    try:
        with _as_it_was(caller.app):
            said = work(caller)
    except cancelling.CancelledError:
        said = "\n\n".join(map(caller.labels.text, (failed, label("Esc was pressed."))))
    except Exception as error:  # noqa: BLE001 - whatever it is, a person has to be told
        said, mode = failures.told(error, failed, caller), "critical"
    if said:
        caller.app.alert(said, TITLE, mode=mode)


@contextlib.contextmanager
def _as_it_was(app: xw.App) -> Iterator[None]:
    """Put back what a macro may have changed in the program itself, whatever happens."""
    found = {name: getattr(app, name) for name in LENT}
    try:
        yield
    finally:
        for name, value in found.items():
            # One that cannot be put back must not keep the others from it.
            with contextlib.suppress(Exception):
                if getattr(app, name) != value:
                    setattr(app, name, value)
        with contextlib.suppress(Exception):
            app.status_bar = False
