"""What an office without a window has to say: written down, where nobody would see a message box.

Macros run inside LibreOffice and whoever started it in another process, so it stands in a file of the office's profile.
The variable `CREDITXL_ALERTS` of LibreOffice's environment names that file; who starts a headless LibreOffice of their
own can set it too. A message is one line of JSON. Beside it stand the answers that coming questions will get.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import asdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

VARIABLE: Final = "CREDITXL_ALERTS"
# What leaves everything as it is: the answer where nobody gives one.
CAUTIOUS: Final = {"ok": "ok", "ok_cancel": "cancel", "yes_no": "no", "yes_no_cancel": "cancel"}


class Alert(Struct, frozen=True):
    """A message that was told, and what was answered; the words are those of `xlwings.App.alert`."""

    prompt: str
    title: str
    buttons: str
    mode: str
    answer: str


class Record(Struct, frozen=True):
    """The messages of one office, in a file that need not be there yet."""

    path: Path

    def tell(self, prompt: str, title: str, buttons: str, mode: str) -> str:
        """Write a message down and return the answer: the next one that was given beforehand, else the cautious one."""
        given, *later = self._answers() or [CAUTIOUS[buttons]]
        self.answer(later)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(Alert(prompt, title, buttons, mode, given)), ensure_ascii=False) + "\n")
        return given

    def answer(self, answers: Iterable[str]) -> None:
        """Set what the coming messages will be answered, in order."""
        self._answer_path.write_text("".join(f"{answer}\n" for answer in answers), "utf-8")

    def told(self) -> list[Alert]:
        """Return the messages so far, oldest first."""
        if not self.path.exists():
            return []
        return [Alert(**json.loads(line)) for line in self.path.read_text("utf-8").splitlines()]

    def forget(self) -> None:
        """Forget what was told, and the answers to come."""
        self.path.unlink(missing_ok=True)
        self._answer_path.unlink(missing_ok=True)

    @property
    def _answer_path(self) -> Path:
        return self.path.with_suffix(".answers")

    def _answers(self) -> list[str]:
        return self._answer_path.read_text("utf-8").split() if self._answer_path.exists() else []
