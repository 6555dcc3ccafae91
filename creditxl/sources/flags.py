"""The words in which a source says that an entry is disputed: what they mean, and those that mean nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import Issue
from creditxl.extracts import sentences, words
from creditxl.extracts.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from creditxl.extracts.recognise import Match
    from creditxl.sources.naming import Named


class Flags(Struct, frozen=True):
    """The words of the open entries.

    Args:
        known: Word as the source writes it → whether it says so.
        unknown: Words that say neither; their entries are not taken for disputed.
    """

    known: dict[str, bool]
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, written: Iterable[str | None]) -> Flags:
        """Return what words mean, as the rows of files are read."""
        meant = words.flags()
        found = sorted({one for one in written if one and one.strip()})
        known = {one: meant[name] for one in found if (name := words.normalised(one)) in meant}
        return cls(known, tuple(one for one in found if one not in known))

    def issues(self, place: Named, match: Match) -> Iterator[Issue]:
        """Yield an issue for each word that is not known."""
        heading = match.headings.get("disputed", "")
        for one in self.unknown:
            said = sentences.fault(Fault.UNKNOWN_WORD, one, heading, accepted=words.named(None))
            yield Issue(place.name, None, heading, one, *said)
