"""What one refresh leaves for the next: the sums of every ledger by its file's hash, and which files there were.

Sums are remembered under all that they depend on: the file's bytes and name, the company's own headings and words, and
the very code that reads and sums. Nothing is remembered of a file that changed while it was read.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from msgspec.structs import asdict, replace

import creditxl
from creditxl.errors import Issue, Message, msg
from creditxl.extracts.files import Contents
from creditxl.extracts.issue_facts import facts_of, issue_of
from creditxl.extracts.overlap import Twice
from creditxl.extracts.store import Kept, Store
from creditxl.extracts.summed import Summed
from creditxl.tables.columns import Kind
from creditxl.tables.sums import LedgerSums

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from creditxl.extracts.config import Config
    from creditxl.extracts.files import Found

FOLDER = ".creditxl-store"
STATE, BEGUN = "state", "begun"
READ_BY = ("extracts/**/*.py", "sources/**/*.py", "tables/**/*.py", "model.py", "errors.py")
NOT_OF_READING = frozenset({"language", "extracts", "as_of", "policy", "refresh_on_open", "need_ahead"})
SUMS = ("days", "sales", "delays", "claims")


class Memory:
    """The memory of the refreshes of one folder of workbooks.

    Args:
        store: Where it is kept.
        config: The company's own headings and words.
        as_of: The day of the review.
        whose: What is refreshed: each workbook that has a button of its own is told what is new since its own last
            refresh; empty for both at once. What was read is everyone's.
    """

    def __init__(self, store: Store, config: Config, as_of: date, whose: str = "") -> None:
        self.store = store
        self.as_of = as_of
        self.rules = _rules(config)
        self.state, self.begun = (f"{name}-{whose}" if whose else name for name in (STATE, BEGUN))
        self.has_begun = False
        self.notes: list[Message] = []
        self.refused: str | None = None  # why nothing can be kept
        self.before: Mapping[str, Mapping[str, Any]] = {}  # the files of the last refresh, by their folder
        self.now: dict[str, dict[str, Any]] = {}
        self.sizes: dict[str, set[int]] = {}  # of files that anyone read before, by their name

    def begin(self) -> None:
        """Note that a refresh has begun, and say so where the one before never ended."""
        if self.has_begun:
            return
        self.has_begun = True
        begun = self.store.read(self.begun)
        if begun is not None:
            day = date.fromisoformat(begun.facts["as_of"])
            self.notes.append(
                msg("The refresh before this one, as of {as_of}, did not finish; it left all as it was.", as_of=day)
            )
        for name in self.store.names((STATE, BEGUN)):
            kept = self.store.read(name)
            folders = kept.facts.get("folders", {}) if kept else {}
            for file, (size, _) in (each for files in folders.values() for each in files.items()):
                self.sizes.setdefault(file, set()).add(size)
            if name == self.state:
                self.before = folders
        self.keep_as(self.begun, Kept({"as_of": self.as_of.isoformat()}))

    def finish(self) -> None:
        """Note that the refresh has ended and its workbooks stand."""
        self.keep_as(self.state, Kept({"folders": self.now}))
        self.store.used.discard(self.begun)
        try:
            self.store.take_away_others()
        except OSError as error:
            self._refuse(error)

    def may_know(self, found: Found) -> bool:
        """Return whether a file may be one that was read before, so that its hash is worth waiting for."""
        known = self.sizes.get(str(found.name))
        return known is not None and found.path.exists() and found.path.stat().st_size in known

    def recall(self, found: Found, sha256: str) -> Contents | None:
        """Return the ledgers of a file that was read before; None where it was not, or not for such a day."""
        kept = self.store.read(self.name("file", str(found.name), sha256))
        if kept is None or not all(self._fits(ledger) for ledger in kept.facts["ledgers"]):
            return None
        ledgers = [
            Summed(
                found.source(sha256, ledger["form"], ledger["sheet"]), ledger["rows_read"], _sums(ledger, kept, place)
            )
            for place, ledger in enumerate(kept.facts["ledgers"])
        ]
        issues = [issue_of(facts) for facts in kept.facts["issues"]]
        return Contents(issues=issues, ledgers=ledgers, kinds={Kind.ENTRIES})

    def keep(self, found: Found, sha256: str, contents: Contents) -> None:
        """Keep the ledgers of a file that holds nothing else."""
        if not contents.ledgers or contents.kinds != {Kind.ENTRIES} or contents.passed_over:
            return
        ledgers: list[dict[str, Any]] = []
        frames: dict[str, pl.DataFrame] = {}
        for place, ledger in enumerate(contents.ledgers):
            sheet = ledger.file.name.removeprefix(str(found.name))[2:-1]  # "file.xlsx [sheet]"
            facts = {"form": ledger.file.form, "sheet": sheet, "rows_read": ledger.rows_read}
            ledgers.append({**facts, **self._facts(ledger.sums)})
            frames |= _frames(ledger.sums, place)
        facts = {"ledgers": ledgers, "issues": [facts_of(issue) for issue in contents.issues]}
        self.keep_as(self.name("file", str(found.name), sha256), Kept(facts, frames))

    def recall_counted(self, ledger: Summed, newer: Sequence[Summed]) -> Summed | None:
        """Return a ledger as it was counted beside newer ones before; None where it was not."""
        kept = self.store.read(self._counted(ledger, newer))
        if kept is None or not self._fits(kept.facts):
            return None
        twice = tuple(Twice(*facts) for facts in kept.facts["twice"])
        return replace(ledger, sums=_sums(kept.facts, kept, 0), twice=twice)

    def keep_counted(self, ledger: Summed, newer: Sequence[Summed]) -> None:
        """Keep a ledger as it was counted beside newer ones."""
        twice = [[each.newer, each.rows, each.gross_cents] for each in ledger.twice]
        facts = {"twice": twice, **self._facts(ledger.sums)}
        self.keep_as(self._counted(ledger, newer), Kept(facts, _frames(ledger.sums, 0)))

    def compare(self, folder: Path, files: Mapping[str, tuple[int, str]]) -> list[Issue]:
        """Return the files of a folder that are gone since the last refresh, and note those that have changed.

        Args:
            folder: Of extracts.
            files: Name → size and hash.
        """
        place = str(folder.absolute())
        self.now[place] = {name: list(facts) for name, facts in files.items()}
        before = self.before.get(place, {})
        changed = sorted(name for name, (_, sha256) in files.items() if name in before and before[name][1] != sha256)
        if changed:
            names = ", ".join(changed)
            self.notes.append(msg("Changed since the last refresh, and read anew: {files}.", files=names))
        return list(_vanished(name for name in before if name not in files))

    def told(self) -> tuple[Message, ...]:
        """Return what is to be said since this was last asked: of the files, and of the memory itself."""
        if self.store.damaged:
            self.notes.append(
                msg("What was kept of earlier refreshes was damaged; it was thrown away, and the extracts read anew.")
            )
        if self.refused is not None:
            self.notes.append(msg("What was read cannot be kept for the next refresh: {reason}.", reason=self.refused))
        notes, self.notes, self.store.damaged, self.refused = tuple(self.notes), [], 0, None
        return notes

    def keep_as(self, name: str, kept: Kept) -> None:
        """Keep something under a name, where that can be done."""
        # Without a memory the next refresh takes longer, and no figure changes: that stops no refresh.
        try:
            self.store.write(name, kept)
        except OSError as error:
            self._refuse(error)

    def _refuse(self, error: OSError) -> None:
        self.refused = error.strerror or str(error)

    def name(self, *parts: str) -> str:
        """Return what a thing is kept under: it depends on the company's own words and the code that reads, too."""
        return hashlib.sha256("\0".join((self.rules, *parts)).encode()).hexdigest()

    def _counted(self, ledger: Summed, newer: Sequence[Summed]) -> str:
        files = [part for one in (ledger, *newer) for part in (one.file.name, one.file.sha256)]
        return self.name("counted", *files)

    def _facts(self, sums: LedgerSums) -> dict[str, Any]:
        newest = sums.newest
        return {
            "as_of": self.as_of.isoformat(),
            "newest": newest.isoformat() if newest else "",
            "rows": sums.rows,
            "gross_cents": sums.gross_cents,
            "later_cents": sums.later_cents,
        }

    def _fits(self, facts: Mapping[str, Any]) -> bool:
        """Return whether sums are those of this day too: no entry is later than either day, or the days are one."""
        today = self.as_of.isoformat()
        return bool(facts["as_of"] == today or facts["newest"] <= min(facts["as_of"], today))


def _sums(facts: Mapping[str, Any], kept: Kept, place: int) -> LedgerSums:
    frames = {name: kept.frames.get(f"{place} {name}") for name in SUMS}
    days, sales = frames["days"], frames["sales"]
    if days is None or sales is None:
        raise KeyError(place)
    return LedgerSums(
        facts["rows"], days, facts["gross_cents"], facts["later_cents"], sales, frames["delays"], frames["claims"]
    )


def _frames(sums: LedgerSums, place: int) -> dict[str, pl.DataFrame]:
    frames = {f"{place} {name}": getattr(sums, name) for name in SUMS}
    return {name: frame for name, frame in frames.items() if frame is not None}


def _vanished(names: Iterator[str]) -> Iterator[Issue]:
    said = (
        msg("the file was among the extracts at the last refresh, and is not there any more"),
        msg("nothing, if it is not needed; else put it back, and run again"),
    )
    return (Issue(name, None, "", "", *said) for name in sorted(names))


def _rules(config: Config) -> str:
    """Return what sums depend on beside the file: the company's own words, and the code that reads and sums."""
    own = [(name, repr(value)) for name, value in asdict(config).items() if name not in NOT_OF_READING]
    return hashlib.sha256("\0".join((repr(own), pl.__version__, _code())).encode()).hexdigest()


@cache
def _code() -> str:
    root = Path(creditxl.__file__).parent
    code = hashlib.sha256(creditxl.__version__.encode())
    for file in sorted(file for pattern in READ_BY for file in root.glob(pattern)):
        code.update(file.read_bytes())
    return code.hexdigest()
