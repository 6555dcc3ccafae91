"""One table of a file on its way to a `RawTable`: what it is, and how its issues are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import Issue
from creditxl.extracts import sentences, words
from creditxl.extracts.faults import Fault
from creditxl.tables.columns import COLUMNS

if TYPE_CHECKING:
    from creditxl.extracts.config import Config
    from creditxl.extracts.faults import Place
    from creditxl.extracts.recognise import Match
    from creditxl.extracts.sentences import Said
    from creditxl.tables.columns import Kind


class Extract(Struct, frozen=True):
    """One table of a file on its way to a `RawTable`.

    Args:
        name: Of the file, as issues show it.
        company: For rows that name none.
    """

    name: str
    match: Match
    company: str
    config: Config

    @property
    def kind(self) -> Kind:
        return self.match.kind

    def heading(self, column: str) -> str:
        """Return the file's own heading of a column; of a constant, the column itself."""
        return self.match.headings.get(column, column)

    def issue(self, place: Place, said: Said) -> Issue:
        return Issue(self.name, place.row, place.column, sentences.cut(place.value), *said, place.amount)

    def said(self, column: str, fault: Fault, written: str) -> Said:
        """Say what is wrong with a cell or, where no column is meant, with a row."""
        kind = COLUMNS[self.kind][column].choices if column else None
        accepted = self.config.currency if fault is Fault.CURRENCY else words.named(kind)
        return sentences.fault(fault, written, self.heading(column) if column else "", accepted=accepted)
