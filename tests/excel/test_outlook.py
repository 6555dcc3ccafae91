"""Outlook is on Windows alone: what stands for it here takes what the real one takes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from creditxl.excel.macros import outlook, sending
from creditxl.excel.macros.outlook import Saved
from creditxl.labels import Labels
from creditxl.outgoing import write_mails
from tests.workbook.reviews import every_status

INBOX, DELETED, DRAFTS = "Inbox", "Deleted items", "Drafts"


class Item:
    def __init__(self, program: Outlook) -> None:
        self.To = self.Subject = self.HTMLBody = self.EntryID = ""
        self.Sent = False
        self._program, self.Parent = program, SimpleNamespace(EntryID="")

    def Save(self) -> None:  # noqa: N802 - Outlook's own name
        if len(self._program.items) == self._program.most:
            raise OSError
        self.EntryID = f"{len(self._program.items):024X}"
        self.HTMLBody = f"<meta name=Generator>{self.HTMLBody}"  # it writes the text in its own way
        self._program.items[self.EntryID] = self
        self.move(DRAFTS)

    def Delete(self) -> None:  # noqa: N802 - likewise
        assert self.Parent.EntryID != DELETED, "it would be gone for good"
        self.move(DELETED)

    def move(self, folder: str) -> None:
        self.Parent = SimpleNamespace(EntryID=folder)


class Outlook:
    def __init__(self, most: int = 99) -> None:
        self.items: dict[str, Item] = {}
        self.most = most

    def CreateItem(self, kind: int) -> Item:  # noqa: N802 - likewise
        assert kind == 0  # olMailItem
        return Item(self)

    def GetNamespace(self, name: str) -> Outlook:  # noqa: N802 - likewise
        assert name == "MAPI"
        return self

    def GetItemFromID(self, entry: str) -> Item:  # noqa: N802 - likewise
        return self.items[entry]

    def GetDefaultFolder(self, kind: int) -> SimpleNamespace:  # noqa: N802 - likewise
        assert kind == 16  # olFolderDrafts
        return SimpleNamespace(EntryID=DRAFTS)

    def CompareEntryIDs(self, one: str, other: str) -> bool:  # noqa: N802 - likewise
        return one == other

    def within(self, folder: str) -> list[Item]:
        return [item for item in self.items.values() if item.Parent.EntryID == folder]


@pytest.fixture
def mails(tmp_path):
    review = every_status()
    addresses = {(review.tasks[0].action.owner, ""): "a@example.com, b@example.com"}
    written = write_mails(review, Labels("fi"), tmp_path, done=frozenset(), addresses=addresses, overwrite=False)
    return [path.read_bytes() for path in written.paths]


@pytest.fixture
def record(tmp_path):
    return tmp_path / ".drafts-2026-10-31.json"


def test_every_mail_becomes_a_draft_with_its_table_and_nothing_is_sent(mails, record):
    program = Outlook()
    drafts = program.items.values()

    assert outlook.save_drafts(mails, record, lambda _: program) == Saved(len(mails))
    assert len(drafts) == len(mails)
    assert any(item.To == "a@example.com; b@example.com" for item in drafts)
    assert all("<table" in item.HTMLBody for item in drafts)
    assert all(item.Subject.startswith("Luottolimiittien tehtävät") for item in drafts)


def test_how_many_it_took_is_told_when_it_turns_one_away(mails, record):
    assert outlook.save_drafts(mails, record, lambda _: Outlook(most=1)) == Saved(1)


def test_without_it_the_files_stay_what_there_is(mails, record):
    def none(_):
        raise OSError

    assert outlook.save_drafts(mails, record, none) is None
    assert outlook.save_drafts(mails, record) is None
    assert outlook.save_drafts([], record, lambda _: Outlook()) is None
    assert not record.exists()


def test_a_second_time_the_earlier_drafts_are_replaced(mails, record):
    program = Outlook()
    for replaced in (0, len(mails), len(mails)):
        assert outlook.save_drafts(mails, record, lambda _: program) == Saved(len(mails), replaced)

    assert len(program.within(DRAFTS)) == len(mails)
    assert len(program.within(DELETED)) == 2 * len(mails)
    assert outlook.save_drafts([], record, lambda _: program) == Saved(0, len(mails))  # nothing is open any more


def test_what_a_person_has_changed_moved_sent_or_deleted_stays(mails, record):
    program = Outlook()
    outlook.save_drafts([*mails, *mails], record, lambda _: program)
    changed, moved, deleted, sent, gone, *untouched = program.within(DRAFTS)
    changed.HTMLBody += "<p>PS</p>"
    moved.move(INBOX)
    deleted.Delete()
    sent.Sent = True
    program.items["elsewhere"] = program.items.pop(gone.EntryID)  # another id, as where a mail has left its store

    assert outlook.save_drafts(mails, record, lambda _: program) == Saved(len(mails), len(untouched), 1)
    assert {one.Parent.EntryID for one in untouched} == {DELETED}
    assert {one.Parent.EntryID for one in (changed, sent, gone)} == {DRAFTS}
    assert (moved.Parent.EntryID, deleted.Parent.EntryID) == (INBOX, DELETED)


def test_earlier_drafts_stay_until_all_the_new_ones_are_there(mails, record):
    program = Outlook()
    outlook.save_drafts(mails, record, lambda _: program)
    program.most = len(mails) + 1

    assert outlook.save_drafts(mails, record, lambda _: program) == Saved(1)
    assert len(program.within(DRAFTS)) == len(mails) + 1
    program.most = 99
    assert outlook.save_drafts(mails, record, lambda _: program) == Saved(len(mails), len(mails) + 1)


@pytest.mark.parametrize("broken", ["", "[1, 2]", "{", '{"a": 1}', "null"])
def test_a_record_that_cannot_be_read_costs_no_draft(mails, record, broken):
    record.write_text(broken, "utf-8")

    assert outlook.save_drafts(mails, record, lambda _: Outlook()) == Saved(len(mails))


@pytest.mark.parametrize(
    ("drafts", "said"),
    [
        (None, ["Outlook is not there: open the files to send them."]),
        (Saved(2), ["Outlook took 2 of 3 drafts; open the others' files to send them."]),
        (
            Saved(3, 2, 1),
            [
                "They stand among Outlook's drafts, too: 3. Nothing was sent.",
                "Earlier drafts of this day moved to Outlook's deleted items: 2",
                "Earlier drafts of this day that were changed, and stay: 1",
            ],
        ),
    ],
)
def test_what_became_of_the_drafts_is_told(drafts, said):
    assert [str(one) for one in sending._of_outlook(drafts, 3)] == said  # noqa: SLF001 - needs no workbook
