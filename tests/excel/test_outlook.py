"""Outlook is on Windows alone: what stands for it here takes what the real one takes."""

from __future__ import annotations

import pytest

from creditxl.excel.macros import outlook
from creditxl.labels import Labels
from creditxl.outgoing import write_mails
from tests.workbook.reviews import every_status


class Item:
    def __init__(self, saved: list[Item], most: int) -> None:
        self.To = self.Subject = self.HTMLBody = ""
        self._saved, self._most = saved, most

    def Save(self) -> None:  # noqa: N802 - Outlook's own name
        if len(self._saved) == self._most:
            raise OSError
        self._saved.append(self)


class Outlook:
    def __init__(self, most: int = 99) -> None:
        self.saved: list[Item] = []
        self._most = most

    def CreateItem(self, kind: int) -> Item:  # noqa: N802 - likewise
        assert kind == 0  # olMailItem
        return Item(self.saved, self._most)


@pytest.fixture
def mails(tmp_path):
    review = every_status()
    addresses = {(review.tasks[0].action.owner, ""): "a@example.com, b@example.com"}
    written = write_mails(review, Labels("fi"), tmp_path, done=frozenset(), addresses=addresses, overwrite=False)
    return [path.read_bytes() for path in written.paths]


def test_every_mail_becomes_a_draft_with_its_table_and_nothing_is_sent(mails):
    program = Outlook()

    assert outlook.save_drafts(mails, lambda _: program) == len(mails) == len(program.saved)
    assert any(item.To == "a@example.com; b@example.com" for item in program.saved)
    assert all("<table" in item.HTMLBody for item in program.saved)
    assert all(item.Subject.startswith("Luottolimiittien tehtävät") for item in program.saved)


def test_how_many_it_took_is_told_when_it_turns_one_away(mails):
    assert outlook.save_drafts(mails, lambda _: Outlook(most=1)) == 1


def test_without_it_the_files_stay_what_there_is(mails):
    def none(_):
        raise OSError

    assert outlook.save_drafts(mails, none) is None
    assert outlook.save_drafts(mails) is None
    assert outlook.save_drafts([], lambda _: Outlook()) is None
