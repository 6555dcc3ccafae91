from __future__ import annotations

import csv
from email import message_from_bytes, policy

from creditxl.model import Owner
from creditxl.workbook.view import Which
from tests.excel.macros.test_refreshing import sell_more

REQUESTS, MAILS, LIST = (f"CreditxlMacros.{name}" for name in ("WriteRequests", "DraftMails", "WriteList"))
ADDRESSES = '\n[mails]\ninsurance_manager = "manager@example.com"\n[requests]\npolicy_number = "V-77"\n'


def test_the_buttons_write_the_open_rows_of_the_worklists_and_tell_where(home, office, open_book, review):
    settings = home.folder / "creditxl.toml"
    settings.write_text(settings.read_text("utf-8") + ADDRESSES, "utf-8")
    opened = open_book(home.path(Which.EULER))
    rows = list(zip(opened.values("Tasks", "Business id"), opened.values("Tasks", "Who acts"), strict=True))
    manager = next(place for place, (_, owner) in enumerate(rows) if owner == "Insurance manager")
    opened.cell("Tasks", "Done", manager).value = "x"
    told = opened.press(REQUESTS)
    folder = home.folder / "outgoing"
    opened.choose(opened.book.sheets["Worklist"], opened.cell("Tasks", "Customer", manager + 1).address)
    office.alerts.answer(["yes"])
    listed = opened.press(LIST)
    again = opened.press(MAILS)  # nobody says yes: what stands there stays
    office.alerts.answer(["yes"])
    mailed = opened.press(MAILS)
    mails = {path.name: message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")}
    with (folder / "tasks-2026-10-31-insurance-manager.csv").open(encoding="utf-8-sig", newline="") as file:
        list_rows = list(csv.DictReader(file))
    managed = [task for task in review.tasks if task.action.owner is Owner.INSURANCE_MANAGER]

    assert "limit-requests-2026-10-31.xlsx" in told[0].prompt
    assert str(folder) in told[0].prompt
    assert [alert.buttons for alert in again] == ["yes_no"]
    assert "tasks-2026-10-31-insurance-manager.xlsx" in listed[-1].prompt
    assert len(list_rows) == len(managed) - 1
    assert (rows[manager][0] in {row["business_id"] for row in list_rows}) == (
        sum(task.customer.business_id == rows[manager][0] for task in managed) > 1
    )
    assert "Outlook is not there" in mailed[-1].prompt
    assert mails["mail-2026-10-31-insurance-manager.eml"]["To"] == "manager@example.com"


def test_nothing_is_written_where_the_extracts_tell_other_tasks(home, open_book, review):
    opened = open_book(home.path(Which.EULER))
    sell_more(home, review)
    told = opened.press(REQUESTS)

    assert told[-1].mode == "critical"
    assert "the extracts tell other tasks than the worklist shows: 1" in told[-1].prompt.casefold()
    assert "Refresh both workbooks" in told[-1].prompt
    assert not (home.folder / "outgoing").exists()
